"""Commands: those of the menu, which ask a question, and those that the program makes itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import ForceReply, Message
from telegram.constants import ChatType

from bot.model import Conversation
from bot.telegram_app import admin, buttons, links
from bot.telegram_app.addressing import ASK, Call
from bot.telegram_app.asking import ENTRY, Question, answer, keep, question_in, who
from bot.telegram_app.desk import Desk
from bot.telegram_app.markup import Node
from bot.telegram_app.ports import Command
from bot.telegram_app.sending import Place
from bot.telegram_app.state.store import Exchange

MENU = ("help", "about", "privacy", "forget")
"""Commands that a private chat's menu has besides those that ask a question."""
IN_GROUPS = ("help", "about")
"""The same of a group, whose menu is for its questions; the others are for this bot there when they carry its name."""
SLIP = " /"
"""Before the name of a command that nobody knows, kept in place of a question until it is mended; no question begins so."""


async def run(desk: Desk, message: Message, call: Call) -> None:
    """Do what a command says; one that nobody knows gets the list in private, and in groups when it names the bot.

    In a group, a bare command that its menu does not have may be for another bot, and is left alone.
    """
    listed = links.menu_command(desk.assistant.knowledge, call.command)
    own = _OWN.get(call.command)
    if listed is not None:
        await answer(desk, menu_question(desk, message, listed, call.text))
    elif own is not None and (call.named or call.command in IN_GROUPS):
        await own(desk, message, call)
    elif await admin.run(desk, message, call):
        return
    elif call.named:
        question = question_in(message, SLIP + call.command)
        sent = await desk.post.send(
            question.place, [desk.words("telegram.help.unknown", command=call.command, commands=_list(desk, message))]
        )
        if sent is not None:
            before = await desk.store.conversation(question.who, desk.now())
            await keep(desk, question, sent, before, before)


async def run_again(desk: Desk, message: Message, call: Call, exchange: Exchange) -> None:
    """Do what a command says that has been mended, when nobody knew it as it was before."""
    now_it_says = SLIP + call.command
    if exchange.text.startswith(SLIP) and exchange.text != now_it_says:
        await desk.store.keep(replace(exchange, text=now_it_says), desk.now())
        await run(desk, message, call)


async def ask_for_question(desk: Desk, message: Message) -> None:
    """Ask for the question that a bare call left out; the reply to it is the question, as it replies to the bot."""
    # Selective: only the person who called sees the field for the reply open.
    markup = ForceReply(selective=True, input_field_placeholder=desk.words("telegram.ask.placeholder"))
    place = question_in(message, "").place
    await desk.post.send(place, [desk.words("telegram.ask.empty")], markup)


async def welcome(desk: Desk, chat: int) -> None:
    """Say once in a group how to ask."""
    if await desk.store.first_time(chat, "welcome", desk.now()):
        await desk.post.send(Place(chat), [desk.words("telegram.start.group", how=_how(desk))])


def menu_question(desk: Desk, message: Message, command: Command, rest: str) -> Question:
    """Return what a command of the menu asks; what stands behind it, as in "/budget Kazakhstan?", is a follow-up to that."""
    question = question_in(message, command.question)
    if not rest:
        return question
    before = desk.assistant.ask(command.question, Conversation(), today=desk.today()).conversation
    return replace(question, text=rest, before=before)


async def _start(desk: Desk, message: Message, call: Call) -> None:
    private = message.chat.type == ChatType.PRIVATE
    if private and call.text and await _follow_link(desk, message, call.text):
        return
    if not private and call.text:
        # Telegram writes it where a link has just added the bot, which is greeted for that already.
        await welcome(desk, message.chat.id)
        return
    if not private:
        await _say(desk, message, desk.words("telegram.start.group", how=_how(desk)))
        return
    # A button half as wide as a phone has room for the command's name, not for its description.
    names = [(command.command, command.command.replace("_", " ").capitalize()) for command in desk.assistant.knowledge.commands]
    place = replace(question_in(message, "").place, reply_to=None)
    await desk.post.send(place, [desk.words("telegram.start")], buttons.command_buttons(names))


async def _follow_link(desk: Desk, message: Message, payload: str) -> bool:
    """Open what a deep link names; False for what it does not."""
    knowledge = desk.assistant.knowledge
    listed = links.menu_command(knowledge, payload)
    text = listed.question if listed is not None else links.question_of(payload)
    if text:
        await answer(desk, replace(question_in(message, text), heading=text, before=Conversation()))
        return True
    if links.entry(knowledge, payload) is None:
        return False
    await answer(desk, question_in(message, ENTRY + payload))
    return True


async def _help(desk: Desk, message: Message, _: Call) -> None:
    example = next((command.question for command in desk.assistant.knowledge.commands), "")
    await _say(desk, message, desk.words("telegram.help", example=example, how=_how(desk), commands=_list(desk, message)))


async def _about(desk: Desk, message: Message, _: Call) -> None:
    await _say(desk, message, desk.words("telegram.about"))


async def _privacy(desk: Desk, message: Message, _: Call) -> None:
    log = "telegram.privacy.log.texts" if desk.settings.log_texts else "telegram.privacy.log"
    forget = _written(desk, message, "forget")
    await _say(desk, message, desk.words("telegram.privacy", log=desk.words(log), forget=f"/{forget}"))


async def _forget(desk: Desk, message: Message, _: Call) -> None:
    """Delete what is stored of who asks: of a person everywhere, of a chat that somebody speaks for its own words here."""
    chat = message.chat.id if message.sender_chat is not None else None
    await desk.store.forget(who(message).sender, desk.now(), only_in=chat)
    await _say(desk, message, desk.words("telegram.forget" if chat is None else "telegram.forget.here"))


def _how(desk: Desk) -> str:
    """Return how to speak to the bot in a group; with group privacy on, Telegram does not tell it of mentions."""
    key = "telegram.group.how" if desk.me.can_read_all_group_messages else "telegram.group.how.private"
    return desk.words(key, bot=f"@{desk.me.username}")


def _written(desk: Desk, message: Message, command: str) -> str:
    """Return one of the program's commands as it has to be written in a chat."""
    bare = message.chat.type == ChatType.PRIVATE or command in (ASK, *IN_GROUPS)
    return command if bare else f"{command}@{desk.me.username}"


def _list(desk: Desk, message: Message) -> str:
    """Return the menu as lines of text."""
    lines = [(command.command, command.description) for command in desk.assistant.knowledge.commands]
    lines += [(_written(desk, message, name), desk.words(f"telegram.menu.{name}")) for name in (ASK, *MENU)]
    return "\n".join(desk.words("telegram.help.command", command=name, description=text) for name, text in lines)


async def _say(desk: Desk, message: Message, *nodes: Node) -> None:
    await desk.post.send(question_in(message, "").place, nodes)


_OWN: dict[str, Callable[[Desk, Message, Call], Awaitable[None]]] = {
    "start": _start,
    "help": _help,
    "about": _about,
    "privacy": _privacy,
    "forget": _forget,
}
