"""Who is meant: whether a message speaks to the bot, and what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageEntity, MessageOriginChannel, Update, User
from telegram.constants import ChatType

ASK = "ask"
RICH = "rich_message"
"""Of a message made of headings, tables and the like, which only bots write and people forward; it has no plain text."""
_COMMAND = re.compile(rf"/(?:{ASK}\b|(\w+))(?:@\w+)?", re.IGNORECASE)
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


def addressed(message: Message, me: User) -> Call | None:
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
    text = _asked(_text(message, me), me)
    mentioned = bool(_mentions(message, me))
    if mentioned:
        text = text or _replied_text(message, me)
        return Call(Kind.QUESTION, text) if text else _nothing_asked(message)
    if place == ChatType.PRIVATE and not text:
        return Call(Kind.MEDIA) if _shows_something(message) else None
    replies = place != ChatType.CHANNEL and _replies_to(message, me)
    return Call(Kind.QUESTION, text) if text and (place == ChatType.PRIVATE or replies) else None


def concerns(update: Update, me: User) -> bool:
    """Return whether an update is anything to the bot; what people in a group say to each other is nothing.

    What cannot be read is, so that it ends where faults are logged.
    """
    message = update.message or update.edited_message or update.channel_post or update.edited_channel_post
    if message is None or message.chat.type == ChatType.PRIVATE or message.migrate_to_chat_id is not None:
        return True
    try:
        return addressed(message, me) is not None
    except Exception:  # noqa: BLE001 - whatever a broken message makes the library raise
        return True


def guest_question(message: Message, me: User) -> str:
    """Return what a message to a bot that is a guest in the chat asks, without its name."""
    return _asked(_text(message, me), me) or _replied_text(message, me)


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


def _shows_something(message: Message) -> bool:
    """Return whether somebody has sent something else than text; a message of Telegram's own about the chat is no such thing."""
    further = (message.checklist, message.giveaway, message.giveaway_winners)
    # A kind that is newer than the library, and comes unread.
    return message.effective_attachment is not None or any(further) or RICH in message.api_kwargs


def _entities(message: Message, *kinds: str) -> dict[MessageEntity, str]:
    """Return the entities of these kinds with the text they cover."""
    if message.text:
        return message.parse_entities(list(kinds))
    return message.parse_caption_entities(list(kinds)) if message.caption else {}


def _command(message: Message) -> str | None:
    """Return the command that the message begins with, as "/name" or "/name@bot"."""
    commands = _entities(message, MessageEntity.BOT_COMMAND)
    return next((covered for entity, covered in commands.items() if entity.offset == 0), None)


def _by_command(message: Message, command: str, me: User) -> Call | None:
    """Return what a command asks; None when it is another bot's."""
    name, _, bot = command.removeprefix("/").partition("@")
    rest = _asked(_text(message, me)[len(command) :], me)
    private = message.chat.type == ChatType.PRIVATE
    named = bot.casefold() == (me.username or "").casefold()
    if bot and not named and not private:
        return None
    if message.chat.type == ChatType.CHANNEL and not (named and name.casefold() == ASK):
        # No other command is for us there; a mention behind one still calls.
        return Call(Kind.QUESTION, rest) if rest and _mentions(message, me) else None
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


def _text(message: Message, me: User) -> str:
    """Return what the message says; where it means the bot by another name, with the bot's own in its place."""
    # Offsets count UTF-16 code units.
    raw = (message.text or message.caption or "").encode("utf-16-le")
    for entity in sorted(_mentions(message, me), key=lambda one: one.offset, reverse=True):
        end = entity.offset + entity.length
        raw = raw[: 2 * entity.offset] + f"@{me.username}".encode("utf-16-le") + raw[2 * end :]
    return raw.decode("utf-16-le")


def _asked(text: str, me: User) -> str:
    """Return what a text asks: without the bot's name, and without "/ask" in front; of another command the word stays.

    It goes by letters, as the part of a message that somebody quotes comes without the entities of mentions.
    """
    text = text.strip()
    command = _COMMAND.match(text)
    if command is not None:
        text = (command[1] or "") + text[command.end() :]
    asked, *rest = re.split(rf"(?<!\w)@{me.username}\b", text, flags=re.IGNORECASE)
    for part in rest:
        # "who are the members, @bot?" is "who are the members?"
        asked = (asked.rstrip(" ,:") if part[:1] in _ENDS else asked) + part
    return _SPACES.sub(" ", asked).strip(" \t\n,:")


def _replied_text(message: Message, me: User) -> str:
    """Return what the message asks that this one replies to, when somebody else wrote it; a quoted part before the whole."""
    if _replies_to(message, me):
        return ""
    quoted = _asked(message.quote.text, me) if message.quote is not None else ""
    replied = message.reply_to_message
    return quoted or (_asked(_text(replied, me), me) if replied is not None else "")


def _replies_to(message: Message, me: User) -> bool:
    """Return whether the message replies to one of the bot's; the head of a topic does not count."""
    replied = message.reply_to_message
    return (
        replied is not None
        and replied.from_user is not None
        and replied.from_user.id == me.id
        and replied.forum_topic_created is None
    )
