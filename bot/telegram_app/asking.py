"""A question and its answer in a chat: what it may lean on, the message that answers, and what is kept of both."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Message
from telegram.constants import ChatType

from bot.model import Conversation, Reason, Reply, Status
from bot.telegram_app import buttons, citing, links, render
from bot.telegram_app.addressing import forwarded_post, sender_id, thread_id
from bot.telegram_app.desk import Desk
from bot.telegram_app.markup import Node, bold, clipped
from bot.telegram_app.processor import RECEIVED
from bot.telegram_app.sending import Change, Place
from bot.telegram_app.state.store import Exchange, Who

LOG = logging.getLogger(__name__)
ENTRY = "/start "
"""Before the payload of a deep link that names an entry, kept in place of a question so that its answer can be made again."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and where it was asked."""

    text: str
    place: Place
    who: Who
    kind: str
    """Kind of chat, as Telegram names it."""
    heading: str = ""
    """The question, where no message above the answer shows it."""
    before: Conversation | None = None
    """What it leans on; None for what the person last spoke of."""
    post: tuple[int, int] | None = None
    """Channel and number of the post that it is a copy of, in the group of that channel's comments."""


def question_in(message: Message, text: str) -> Question:
    """Return a question that a message asks."""
    channel = message.chat.type == ChatType.CHANNEL
    place = Place(message.chat.id, message.message_id, thread_id(message), channel=channel)
    return Question(text, place, who(message), message.chat.type, post=forwarded_post(message))


def who(message: Message) -> Who:
    """Return whose conversation a message belongs to."""
    return Who(message.chat.id, sender_id(message), thread_id(message) or 0)


async def leaning(desk: Desk, message: Message) -> Conversation | None:
    """Return what a reply to one of the bot's answers leans on: that answer; None when it replies to none."""
    replied = message.reply_to_message
    if replied is None:
        return None
    exchange = await desk.store.by_answer(message.chat.id, replied.message_id, desk.now())
    return exchange.after if exchange is not None else None


async def answer(desk: Desk, question: Question) -> None:
    """Answer a question by a message, and keep what a follow-up, a pressed button and an edit of the question need."""
    now = desk.now()
    before = question.before if question.before is not None else await desk.store.conversation(question.who, now)
    reply = _reply(desk, question.text, before, question.kind)
    pages = render.answer(reply, desk.words, heading=question.heading)
    markup = buttons.under_answer(desk.words, under(desk, reply, len(pages), question.kind))
    sent = await desk.post.send(question.place, pages[0], markup)
    if sent is not None:
        await keep(desk, question, sent, before, reply.conversation)
        # What is said next is said where the answer stands; a group may have become a supergroup, which has another number.
        await desk.store.remember(replace(question.who, chat=sent.chat.id), reply.conversation, now)
    await note(desk, reply, question, sent=sent is not None)


async def keep(desk: Desk, question: Question, sent: Message, before: Conversation, after: Conversation) -> None:
    """Keep which message answers which, what the question leant on, and what a reply to the answer leans on."""
    # A group that has become a supergroup numbers its messages anew.
    moved = sent.chat.id != question.place.chat
    exchange = Exchange(
        who=replace(question.who, chat=sent.chat.id),
        question=0 if moved else question.place.reply_to or 0,
        answer=sent.message_id,
        text=question.text,
        before=before,
        after=after,
    )
    await desk.store.keep(exchange, desk.now())
    if question.post is not None:
        channel, post = question.post
        elsewhere = replace(exchange, who=replace(question.who, chat=channel), question=post, answer=-sent.message_id)
        await desk.store.keep(elsewhere, desk.now())


async def answer_again(desk: Desk, exchange: Exchange, question: Question) -> None:
    """Change the bot's answer to a question that its author has changed; answer anew when that answer was deleted."""
    now = desk.now()
    before = question.before if question.before is not None else exchange.before
    reply = _reply(desk, question.text, before, question.kind)
    pages = render.answer(reply, desk.words)
    markup = buttons.under_answer(desk.words, under(desk, reply, len(pages), question.kind))
    change = await desk.post.edit(exchange.who.chat, exchange.answer, pages[0], markup)
    if change is Change.GONE:
        await answer(desk, replace(question, before=before))
        return
    if change is Change.DONE:
        await desk.store.keep(replace(exchange, text=question.text, before=before, after=reply.conversation), now)
        await desk.store.remember(exchange.who, reply.conversation, now)
    await note(desk, reply, question, sent=change is Change.DONE)


async def take_back(desk: Desk, exchange: Exchange) -> None:
    """Change the bot's answer into the line that asks for a question, as its author has taken the question away."""
    if await desk.post.edit(exchange.who.chat, exchange.answer, [desk.words("telegram.ask.empty")]) is Change.DONE:
        await desk.store.keep(replace(exchange, text="", after=exchange.before), desk.now())


def page_of(desk: Desk, exchange: Exchange, number: int, kind: str, *, heading: str) -> tuple[Sequence[Node], buttons.Under]:
    """Return a page of an answer that was given before, and what its buttons are made from; the last page for a high number."""
    reply = _reply(desk, exchange.text, exchange.before, kind)
    pages = render.answer(reply, desk.words, heading=heading)
    number = min(max(number, 0), len(pages) - 1)
    return pages[number], under(desk, reply, len(pages), kind, page=number)


def sources_of(desk: Desk, exchange: Exchange, *, heading: str) -> tuple[Sequence[Sequence[Node]], int]:
    """Return the pages with the sources of an answer that was given before, none when it has none, and how many pages it has."""
    reply = _reply(desk, exchange.text, exchange.before)
    top: tuple[Node, ...] = (bold(clipped(heading, render.LONGEST_HEADING)), "\n\n") if heading else ()
    return [(*top, *page) for page in citing.full(reply.citations, desk.words)], len(render.answer(reply, desk.words))


def _reply(desk: Desk, text: str, before: Conversation, kind: str = "") -> Reply:
    """Return the reply to a question, or the entry that a deep link names, as a kind of chat is to see it."""
    entry = links.entry(desk.assistant.knowledge, text.removeprefix(ENTRY)) if text.startswith(ENTRY) else None
    reply = entry or desk.assistant.ask(text, before, today=desk.today())
    return _for_readers(reply) if kind == ChatType.CHANNEL else reply


def _for_readers(reply: Reply) -> Reply:
    """Return a reply without what can be asked next: by a button any reader of a channel could have the bot post there."""
    readings = reply.suggestions if reply.status is Status.CLARIFY else ()
    return replace(reply, text="\n• ".join((reply.text, *readings)), suggestions=())


def under(desk: Desk, reply: Reply, pages: int, kind: str, *, page: int = 0) -> buttons.Under:
    """Return what the buttons under a reply are made from; in a group, the pair is there only where the owner wants it."""
    marked = reply.status is Status.ANSWERED or reply.reason is Reason.NOT_IN_SOURCE
    groups = {ChatType.GROUP, ChatType.SUPERGROUP} if desk.settings.marks_in_groups else set()
    asked_for = marked and kind in {ChatType.PRIVATE, *groups}
    return buttons.Under(page, pages, reply.suggestions, source=bool(reply.citations), feedback=asked_for)


async def note(desk: Desk, reply: Reply, question: Question, *, sent: bool) -> None:
    """Count a question, keep what could not be answered, and log one line; its words and who asked only where that is set."""
    milliseconds = (time.perf_counter() - RECEIVED.get()) * 1000
    now = desk.now()
    await desk.store.count([reply.status.value], now)
    if reply.status == Status.UNKNOWN and reply.question:
        await desk.store.miss(reply.question, now)
    desk.tally.append(milliseconds)
    fields: dict[str, object] = {
        "chat": question.kind,
        "status": reply.status.value,
        "intent": reply.intent,
        "reason": reply.reason.value if reply.reason is not None else None,
        "ms": round(milliseconds, 1),
        "sent": sent,
    }
    if desk.settings.log_texts:
        fields |= {"chat_id": question.who.chat, "user_id": question.who.sender, "text": question.text}
    LOG.info("question", extra={"fields": fields})
