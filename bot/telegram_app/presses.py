"""Pressed buttons: whatever they say, the waiting ends, and an old or forged one is told so politely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ChatType, MessageEntityType

from bot.telegram_app import buttons, links, render
from bot.telegram_app.addressing import Kind, addressed, thread_id
from bot.telegram_app.asking import Question, answer, page_of, sources_of
from bot.telegram_app.buttons import Action, Press
from bot.telegram_app.desk import Desk
from bot.telegram_app.markup import Node, clipped
from bot.telegram_app.sending import Place
from bot.telegram_app.state.store import Exchange, Who

View: TypeAlias = tuple[Sequence[Node], InlineKeyboardMarkup | None]


class Waiting:
    """A pressed button, which shows that it waits until it is answered; it can be answered once."""

    def __init__(self, desk: Desk, query: CallbackQuery) -> None:
        """Nothing is answered yet."""
        self._desk = desk
        self.query = query
        self.ended = False

    async def end(self, key: str = "") -> None:
        """Answer with a phrase, or without a word."""
        self.ended = True
        await self._desk.post.notice(self.query, self._desk.words(key) if key else "")


async def on_press(desk: Desk, query: CallbackQuery) -> None:
    """Do what a button says.

    Raises:
        Exception: Whatever failed on the way, after the person was told.
    """
    press = buttons.read(query.data)
    # One sent through inline mode comes with a number that says nothing.
    message = query.message if isinstance(query.message, Message) else None
    waiting = Waiting(desk, query)
    asks = press is not None and press.action in {Action.QUESTION, Action.LABEL, Action.COMMAND}
    # In a channel its readers ask nothing; such a button is forged, or older than that.
    if press is None or message is None or (asks and message.chat.type == ChatType.CHANNEL):
        await waiting.end("telegram.button.stale")
        return
    try:
        await (_ask if asks else _about_answer)(desk, waiting, message, press)
    except Exception:
        if not waiting.ended:
            await waiting.end("telegram.error")
        elif message.chat.type != ChatType.CHANNEL:
            place = Place(message.chat.id, message.message_id, thread_id(message))
            await desk.post.send(place, [desk.words("telegram.error")])
        raise


async def _ask(desk: Desk, waiting: Waiting, message: Message, press: Press) -> None:
    """Ask the question of a button; the answer shows it on top, as nobody has written it."""
    text, label = press.argument, buttons.label_of(message.reply_markup, waiting.query.data or "")
    if press.action is Action.LABEL:
        text = label or ""
    elif press.action is Action.COMMAND:
        command = links.menu_command(desk.assistant.knowledge, press.argument)
        text = command.question if command is not None else ""
    # A program of somebody's own may send any words as a button's, which others would then read in bold in the bot's name.
    forged = label is None and message.chat.type != ChatType.PRIVATE
    if forged or not text.strip():
        await waiting.end("telegram.button.stale")
        return
    await waiting.end()
    await desk.turn()
    exchange = await desk.store.by_answer(message.chat.id, message.message_id, desk.now())
    thread = thread_id(message)
    question = Question(
        text=text,
        place=Place(message.chat.id, message.message_id, thread),
        who=Who(message.chat.id, waiting.query.from_user.id, thread or 0),
        kind=message.chat.type,
        heading=text,
        before=exchange.after if exchange is not None else None,
    )
    await answer(desk, question)


async def _about_answer(desk: Desk, waiting: Waiting, message: Message, press: Press) -> None:
    """Turn a page, show the source, or note whether the answer helped."""
    exchange = await _exchange(desk, message)
    if exchange is not None and press.action in {Action.HELPFUL, Action.UNHELPFUL}:
        await _mark(desk, waiting, message, exchange, helpful=press.action is Action.HELPFUL)
        return
    view = _view(desk, message, exchange, press)
    if view is None:
        await waiting.end("telegram.button.stale")
        return
    place = message.chat.id, message.message_id
    desk.views[place] = waiting
    try:
        await waiting.end()
        await desk.turn()
        # Of several that wait, e.g. of a channel's readers, the last is what all see; the others would hold up the chat.
        if desk.views.get(place) is waiting:
            # Until now the question may have been edited, and the answer with it.
            now = await _exchange(desk, message)
            view = view if now == exchange else _view(desk, message, now, press)
            if view is not None:
                await desk.post.edit(*place, *view)
    finally:
        if desk.views.get(place) is waiting:
            del desk.views[place]


async def _exchange(desk: Desk, message: Message) -> Exchange | None:
    """Return what a message of the bot answers, as far as that is known."""
    kept = await desk.store.by_answer(message.chat.id, message.message_id, desk.now())
    return kept if kept is not None else _from_message(desk, message)


def _view(desk: Desk, message: Message, exchange: Exchange | None, press: Press) -> View | None:
    """Return what a button of an answer has its message show, and the buttons below; None when there is no such thing."""
    if exchange is None or not exchange.text:  # its author may have taken the question away
        return None
    heading = _heading(message, exchange)
    if press.action is not Action.SOURCE:
        nodes, under = page_of(desk, exchange, buttons.number(press.argument), message.chat.type, heading=heading)
        return nodes, buttons.under_answer(desk.words, under)
    pages, of_answer = sources_of(desk, exchange, heading=heading)
    if not pages:
        return None
    number, back = buttons.source_pages(press)
    page = min(number, len(pages) - 1)
    return pages[page], buttons.under_source(desk.words, page, len(pages), back=min(back, of_answer - 1))


async def _mark(desk: Desk, waiting: Waiting, message: Message, exchange: Exchange, *, helpful: bool) -> None:
    """Count a person's mark once, and take the pair away where nobody else could press it."""
    await desk.store.mark(message.chat.id, message.message_id, waiting.query.from_user.id, desk.now(), helpful=helpful)
    await waiting.end("telegram.button.thanks")
    # In a group the pair stays for the others. Pressed twice before it was gone, the second press finds nothing to take away.
    if message.reply_markup is not None and message.chat.type == ChatType.PRIVATE:
        rest = buttons.without_feedback(message.reply_markup)
        await desk.turn()
        # An answer that was edited meanwhile has other buttons than those that came with the press.
        if rest != message.reply_markup and await _exchange(desk, message) == exchange:
            await desk.post.edit_buttons(message.chat.id, message.message_id, rest)


def _from_message(desk: Desk, message: Message) -> Exchange | None:
    """Return what an answer answers when nothing is kept of it: what the message asks that it replies to."""
    replied = message.reply_to_message
    call = addressed(replied, desk.me) if replied is not None else None
    if replied is None or call is None:
        return None
    text = call.text if call.kind is Kind.QUESTION else ""
    if call.kind is Kind.COMMAND and not call.text:
        command = links.menu_command(desk.assistant.knowledge, call.command)
        text = command.question if command is not None else ""
    return Exchange(Who(message.chat.id, 0), replied.message_id, message.message_id, text) if text else None


def _heading(message: Message, exchange: Exchange) -> str:
    """Return the question that stands on top of an answer; "" when none does."""
    top = clipped(exchange.text, render.LONGEST_HEADING)
    bold = any(entity.type == MessageEntityType.BOLD and entity.offset == 0 for entity in message.entities)
    return exchange.text if bold and (message.text or "").startswith(top) else ""
