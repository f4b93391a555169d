"""Who is meant: whether a message speaks to the bot, and what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageEntity, MessageOriginChannel, User
from telegram.constants import ChatType

ASK = "ask"
_ENDS = ("", "?", "!", ".")
_SPACES = re.compile(r"[ \t]{2,}")


class Kind(StrEnum):
    """What a message is to the bot."""

    QUESTION = "question"
    COMMAND = "command"
    EMPTY = "empty"
    """It calls the bot and asks nothing."""
    MEDIA = "media"
    """A picture, a sticker or the like without a word, in private."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a message asks of the bot."""

    kind: Kind
    text: str = ""
    """The question, or what stands behind the command."""
    command: str = ""
    """Small letters, without the slash; only for a command."""
    named: bool = False
    """The command carries the bot's name, so no other bot is meant."""


def addressed(message: Message, me: User) -> Call | None:  # noqa: PLR0911 - one return for each way to be addressed
    """Return what the message asks of the bot, None when it does not speak to it.

    In private every message does; in groups a command, a mention (by entity, not by its letters) or a reply to the bot; in
    channels only ``/ask@bot`` and a mention.
    """
    if _foreign(message, me):
        return None
    command = _command(message)
    if command is not None:
        return _by_command(message, command, me)
    place = message.chat.type
    text = _text(message)
    if place == ChatType.PRIVATE:
        if text:
            return Call(Kind.QUESTION, text)
        return Call(Kind.MEDIA) if message.effective_attachment is not None else None
    without = _without_mention(message, me)
    if without is not None:
        text = without or _replied_text(message, me)
        return Call(Kind.QUESTION, text) if text else _nothing_asked(message)
    if place != ChatType.CHANNEL and text and _replies_to(message, me):
        return Call(Kind.QUESTION, text)
    return None


def guest_question(message: Message, me: User) -> str:
    """Return what a message to a bot that is a guest in the chat asks, without its name."""
    without = _without_mention(message, me)
    text = _text(message) if without is None else without
    return text or _replied_text(message, me)


def forwarded_post(message: Message) -> tuple[int, int] | None:
    """Return (channel, post) when the message is a channel's post that Telegram put into the group of its comments."""
    origin = message.forward_origin
    if message.is_automatic_forward and isinstance(origin, MessageOriginChannel):
        return origin.chat.id, origin.message_id
    return None


def sender_id(message: Message) -> int:
    """Return who speaks: a chat that somebody speaks for before the stand-in that Telegram puts as the person."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat.id


def thread_id(message: Message) -> int | None:
    """Return the topic; None outside of topics, in General, and for a thread of replies in a group without topics."""
    return message.message_thread_id if message.is_topic_message else None


def _foreign(message: Message, me: User) -> bool:
    """Return whether another bot wrote it, or it is the bot's own: sent by it or through its inline mode."""
    if message.via_bot is not None and message.via_bot.id == me.id:
        return True
    # Anonymous administrators and channels come with a bot as a stand-in.
    return message.sender_chat is None and message.from_user is not None and message.from_user.is_bot


def _text(message: Message) -> str:
    return (message.text or message.caption or "").strip()


def _entities(message: Message, *kinds: str) -> dict[MessageEntity, str]:
    """Return the entities of these kinds with the text they cover."""
    if message.text:
        return message.parse_entities(list(kinds))
    return message.parse_caption_entities(list(kinds)) if message.caption else {}


def _command(message: Message) -> tuple[str, str] | None:
    """Return the command that the message begins with and what stands behind it, as "/name" or "/name@bot"."""
    for entity, covered in _entities(message, MessageEntity.BOT_COMMAND).items():
        if entity.offset == 0:
            return covered, (message.text or message.caption or "")[len(covered) :].strip()
    return None


def _by_command(message: Message, command: tuple[str, str], me: User) -> Call | None:
    """Return what a command asks; None when it is another bot's."""
    name, _, bot = command[0].removeprefix("/").partition("@")
    rest = _strip_mention(message, me, command[1])
    private = message.chat.type == ChatType.PRIVATE
    named = bot.casefold() == (me.username or "").casefold()
    if bot and not named and not private:
        return None
    if message.chat.type == ChatType.CHANNEL and not (named and name.casefold() == ASK):
        # No other command is for us there; a mention behind one still calls.
        without = _without_mention(message, me)
        return Call(Kind.QUESTION, without) if without else None
    if name.casefold() != ASK:
        return Call(Kind.COMMAND, rest, name.casefold(), named or private)
    text = rest or _replied_text(message, me)
    return Call(Kind.QUESTION, text) if text else _nothing_asked(message)


def _nothing_asked(message: Message) -> Call | None:
    """Return the call of a message that asks nothing; in a channel nobody could be asked for the question."""
    return None if message.chat.type == ChatType.CHANNEL else Call(Kind.EMPTY)


def _mentions(message: Message, me: User) -> list[MessageEntity]:
    """Return the entities that mean the bot."""
    name = f"@{me.username}".casefold()
    return [
        entity
        for entity, covered in _entities(message, MessageEntity.MENTION, MessageEntity.TEXT_MENTION).items()
        if (entity.type == MessageEntity.MENTION and covered.casefold() == name)
        or (entity.user is not None and entity.user.id == me.id)
    ]


def _without_mention(message: Message, me: User) -> str | None:
    """Return the text without the bot's name, None when it is not mentioned."""
    places = _mentions(message, me)
    if not places:
        return None
    # Offsets count UTF-16 code units.
    raw = (message.text or message.caption or "").encode("utf-16-le")
    for entity in sorted(places, key=lambda one: one.offset, reverse=True):
        before = raw[: 2 * entity.offset].decode("utf-16-le")
        after = raw[2 * (entity.offset + entity.length) :].decode("utf-16-le")
        # "who are the members, @bot?" is "who are the members?"
        raw = (f"{before.rstrip(' ,:')}{after}" if after[:1] in _ENDS else before + after).encode("utf-16-le")
    return _SPACES.sub(" ", raw.decode("utf-16-le")).strip(" \t\n,:")


def _strip_mention(message: Message, me: User, rest: str) -> str:
    """Return what stands behind a command without the bot's name."""
    for covered in _entities(message, MessageEntity.MENTION).values():
        if covered.casefold() == f"@{me.username}".casefold():
            rest = rest.replace(covered, "")
    return _SPACES.sub(" ", rest).strip()


def _replied_text(message: Message, me: User) -> str:
    """Return the text of the message that this one replies to, when somebody else wrote it; a quoted part before the whole."""
    replied = message.reply_to_message
    if replied is None or _replies_to(message, me):
        return ""
    return (message.quote.text if message.quote is not None else "").strip() or _text(replied)


def _replies_to(message: Message, me: User) -> bool:
    """Return whether the message replies to one of the bot's; the head of a topic does not count."""
    replied = message.reply_to_message
    return (
        replied is not None
        and replied.from_user is not None
        and replied.from_user.id == me.id
        and replied.forum_topic_created is None
    )
