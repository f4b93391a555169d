"""Where the bot is no member: inline mode (``@bot members`` in any chat) and guest messages."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode

from bot.model import Conversation, Reason, Reply, Status
from bot.telegram_app import links, render
from bot.telegram_app.addressing import guest_question
from bot.telegram_app.asking import Question, note, who
from bot.telegram_app.desk import Desk
from bot.telegram_app.markup import bold, clipped, to_html
from bot.telegram_app.sending import Place

LOG = logging.getLogger(__name__)
CACHE_SECONDS = {"en": 300}
"""Language of what is shown -> seconds that Telegram may keep it: five minutes, so that new knowledge is soon everywhere."""
CACHE_ELSE = 60
"""Of a language that is not spoken yet: its one line leads to a question in English, which is to be answered afresh."""
CACHE_UNFINISHED = 30
"""Of what is shown in place of an answer while the text has none: it is a guess at what the text will be."""
ENDS = ("?", "!", ".", "…", "？", "！", "。")
"""Marks at the end of a question that is all there."""
UNDERSTOOD = {Reason.NOT_IN_SOURCE, Reason.OTHER_ORGANISATION}
"""Why a text is declined of which no word is a riddle; one that is may be the beginning of a word that is known."""
LONGEST_LABEL = 64
"""Code units of the button above the results, which is one line on a phone."""
MOST_READINGS = 5
"""Results of an unclear query; more would not be read while one types."""
BEGINNING = 2
"""Letters that say too little for a refusal: what is typed is a beginning of something, if of nothing that is known."""
LONGEST_DESCRIPTION = 120
START = "start"
_BULLETS = re.compile(r"\n+• ")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees who types."""

    articles: Sequence[InlineQueryResultArticle]
    label: str
    """What stands on the button above them, which leads to the private chat."""
    parameter: str
    """Payload of that button."""
    seconds: int
    """How long Telegram may keep it."""
    personal: bool = False
    """Not to be shown to others who type the same, as Telegram else does."""


async def on_inline(desk: Desk, query: InlineQuery) -> None:
    """Show answers to what somebody types after the bot's name."""
    text = query.query.strip()
    if not text:
        articles = _useful(desk)
        spoken = _language(desk, query)
        # Nothing typed tells the language, so it is the person's own: shared, one would read another's line.
        label = _line(desk, spoken) or desk.words("telegram.inline.ask")
        await _show(desk, query, Shown(articles, label, START, _seconds(spoken), personal=True))
        LOG.debug("inline query", extra={"fields": {"status": "empty"}})
        return
    reply = _ask(desk, text)
    await _show(desk, query, _shown(desk, text, reply))
    # Not counted with the questions: it is answered for each letter that is typed.
    await desk.store.count(["inline"], desk.now())
    LOG.debug("inline query", extra={"fields": {"status": reply.status.value, "intent": reply.intent}})


async def tell_inline(desk: Desk, query: InlineQuery) -> None:
    """Show nothing but the way to the private chat to somebody who waits for results that broke, and keep no copy of that."""
    button = InlineQueryResultsButton(desk.words("telegram.inline.ask"), start_parameter=START)
    await desk.post.deliver(
        "inline results",
        lambda: desk.post.bot.answer_inline_query(query.id, (), cache_time=0, is_personal=True, button=button),
    )


def _shown(desk: Desk, text: str, reply: Reply) -> Shown:
    """Return what somebody sees who has typed this, which may be a beginning of something: answers first, a refusal last."""
    seconds = _seconds(reply.language)
    articles = _results(desk, reply)
    label = _line(desk, reply.language)
    if reply.status is Status.CLARIFY and articles:
        label = desk.words("telegram.inline.unclear")
    elif not label and _declined(text, reply, shown=bool(articles)):
        label = desk.words("telegram.inline.unknown")
    elif articles:
        label = desk.words("telegram.inline.ask")
    elif not label:
        # "who are the members of" is answered while "who are the members of t" is a riddle.
        shorter = text.rpartition(" ")[0]
        articles = (_results(desk, _ask(desk, shorter)) if shorter else []) or _useful(desk)
        label = desk.words("telegram.inline.ask")
        seconds = CACHE_UNFINISHED
    return Shown(articles, label, links.payload_for(text) or START, seconds)


def _results(desk: Desk, reply: Reply) -> list[InlineQueryResultArticle]:
    """Return the reply as results, or what its question may yet become; each is shown under its own words."""
    if reply.status is Status.ANSWERED:
        return [_article(desk, reply)]
    readings: Sequence[str] = reply.suggestions
    if reply.status is not Status.CLARIFY:
        readings = _begun(desk, reply.question) or _named(desk, reply.question)
        # "is turkey a mem" may yet become a question about Turkey.
        readings = readings or (reply.suggestions if reply.reason is Reason.NOT_IN_SOURCE else ())
    answers = (_answered(desk, reading) for reading in readings[:MOST_READINGS])
    return [one for one in answers if one is not None]


def _declined(text: str, reply: Reply, *, shown: bool) -> bool:
    """Return whether to say that a question is declined: it ends in a mark, or is understood and there is nothing to show."""
    if reply.status is not Status.UNKNOWN or len(text) <= BEGINNING:
        return False
    return text.endswith(ENDS) or (reply.reason in UNDERSTOOD and not shown)


async def on_guest(desk: Desk, message: Message) -> None:
    """Answer once a message to the bot in a chat that it is no member of."""
    number = message.guest_query_id
    if number is None:
        return
    text = guest_question(message, desk.me)
    question = Question(text, Place(message.chat.id), who(message), "guest")
    # It leans on nothing that is kept: the chat may have the number of another, in which the bot has answered somebody else.
    reply = _ask(desk, text) if text else _empty(desk)
    sent = await _tell_guest(desk, number, reply)
    if text:
        await note(desk, reply, question, sent=sent)


async def tell_guest(desk: Desk, message: Message, key: str) -> None:
    """Answer a message to the bot in a chat that it is no member of with a phrase; it can be answered once."""
    if message.guest_query_id is not None:
        await _tell_guest(desk, message.guest_query_id, Reply("", Status.CHAT, desk.words(key)))


async def _tell_guest(desk: Desk, number: str, reply: Reply) -> bool:
    result = _article(desk, reply, heading=False)
    return await desk.post.deliver("an answer as a guest", lambda: desk.post.bot.answer_guest_query(number, result))


async def _show(desk: Desk, query: InlineQuery, shown: Shown) -> None:
    unique = list({article.id: article for article in shown.articles}.values())
    button = InlineQueryResultsButton(shown.label, start_parameter=shown.parameter)
    await desk.post.deliver(
        "inline results",
        lambda: desk.post.bot.answer_inline_query(
            query.id, unique, cache_time=shown.seconds, is_personal=shown.personal, button=button
        ),
    )


def _language(desk: Desk, query: InlineQuery) -> str:
    """Return the tag of the language in which a person uses Telegram, "en" where it has no line of its own."""
    tag = (query.from_user.language_code or "").partition("-")[0].casefold()  # "zh-hans" is "zh"
    return tag if tag in desk.assistant.knowledge.languages else "en"


def _seconds(language: str) -> int:
    """Return how long Telegram may keep what is shown in a language."""
    return CACHE_SECONDS.get(language, CACHE_ELSE)


def _line(desk: Desk, language: str) -> str:
    """Return what says in a language that it is not spoken yet; "" for one that is."""
    known = desk.assistant.knowledge.languages.get(language)
    return clipped(known.line, LONGEST_LABEL) if known is not None else ""


def _ask(desk: Desk, text: str) -> Reply:
    return desk.assistant.ask(text, Conversation(), today=desk.today())


def _useful(desk: Desk) -> list[InlineQueryResultArticle]:
    """Return the answers to the menu's questions, for somebody who has typed nothing yet, or next to nothing."""
    answers = (_answered(desk, command.question) for command in desk.assistant.knowledge.commands)
    return [one for one in answers if one is not None]


def _begun(desk: Desk, text: str) -> list[str]:
    """Return the questions of the menu that somebody may be about to type: each word so far begins one of theirs."""
    return [
        command.question
        for command in desk.assistant.knowledge.commands
        if _begins(text, f"{command.command} {command.question} {command.description}")
    ]


def _named(desk: Desk, text: str) -> list[str]:
    """Return the names that somebody may be about to type, of what facts are about: "kaz" begins that of a member."""
    knowledge = desk.assistant.knowledge
    about = dict.fromkeys(entity for fact in knowledge.facts.values() for entity in (fact.subject, *sorted(fact.about)))
    names = [knowledge.names[entity][0] for entity in about if entity in knowledge.names]
    return [name for name in names if _begins(text, name)]


def _begins(typed: str, whole: str) -> bool:
    """Return whether each word that was typed begins a word of a text."""
    own = whole.casefold().split()
    return all(any(word.startswith(begun) for word in own) for begun in typed.casefold().split())


def _answered(desk: Desk, question: str) -> InlineQueryResultArticle | None:
    """Return the answer to a question as a result; None when there is none."""
    reply = _ask(desk, question)
    return _article(desk, replace(reply, question=question)) if reply.status is Status.ANSWERED else None


def _article(desk: Desk, reply: Reply, *, heading: bool = True) -> InlineQueryResultArticle:
    """Return a reply as a result: the question is its title, its beginning the description, the whole answer the message."""
    top = (bold(clipped(reply.question, render.LONGEST_HEADING)), "\n\n") if heading and reply.question else ()
    content = InputTextMessageContent(
        to_html([*top, *render.whole(reply, desk.words)]),
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    # One line, as the list of results shows it: items are divided by semicolons.
    line = " ".join(_BULLETS.sub("; ", reply.text.strip().removeprefix("• ")).replace(":; ", ": ").split())
    return InlineQueryResultArticle(
        # The same answer has the same id, whatever was typed to get it.
        id=hashlib.sha256(f"{reply.question}\n{reply.text}".encode()).hexdigest()[:32],
        title=clipped(reply.question or line, LONGEST_DESCRIPTION),
        description=clipped(line, LONGEST_DESCRIPTION),
        input_message_content=content,
        reply_markup=_ask_privately(desk) if heading else None,
    )


def _ask_privately(desk: Desk) -> InlineKeyboardMarkup:
    """Return the button that leads from an answer in any chat to the private one; it needs no memory of the message."""
    url = f"https://t.me/{desk.me.username}?start={START}"
    return InlineKeyboardMarkup([[InlineKeyboardButton(desk.words("telegram.inline.ask"), url=url)]])


def _empty(desk: Desk) -> Reply:
    return Reply("", Status.CHAT, desk.words("telegram.help.guest", bot=f"@{desk.me.username}"))
