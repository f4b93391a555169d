"""A `Reply` as the pages of one Telegram message."""

from __future__ import annotations

from bot.model import Reply
from bot.paging import pages
from bot.telegram_app import citing
from bot.telegram_app.markup import Node, bold, clipped, units
from bot.telegram_app.words import Words

LINE = 36
"""Code units in a line of a message on a phone 360 points wide, at the usual size of letters."""
LINES = 22
"""Lines of an answer that stand on such a screen together with the source and the buttons."""
LONGEST_HEADING = 200
LONGEST_WHOLE = 2800
"""Code units of an answer that is not paged; with its question and sources it stays below 4096."""

Page = tuple[Node, ...]


def lines(text: str) -> int:
    """Return how many lines of a phone the text takes; it never shrinks when text is added at the end."""
    return sum(max(1, -(-units(line) // LINE)) for line in text.split("\n"))


def answer(reply: Reply, words: Words, *, heading: str = "") -> tuple[Page, ...]:
    """Return the pages of an answer, at least one, each with its sources below.

    Args:
        reply: What to show.
        words: Of the chat.
        heading: The question, where no message above shows it: after a pressed button.
    """
    top: Page = (bold(clipped(heading, LONGEST_HEADING)), "\n\n") if heading else ()
    return tuple((*top, *_body(page, reply, words)) for page in pages(reply.text, limit=LINES, measure=lines))


def whole(reply: Reply, words: Words) -> Page:
    """Return the answer on one page, for messages that cannot be paged: those sent through inline mode and as a guest."""
    return _body(clipped(reply.text, LONGEST_WHOLE), reply, words, button=False)


def _body(text: str, reply: Reply, words: Words, *, button: bool = True) -> Page:
    sources = citing.short(reply.citations, words, button=button)
    return (text, "\n\n", *sources) if sources else (text,)
