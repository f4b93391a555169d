"""The buttons under the bot's messages, and what their callback data says.

Callback data is "1:action" or "1:action:argument", at most 64 bytes. It needs no memory of ours: a question stands in it or on
the button itself, everything else is about the message that carries the button. Another version is never understood, so that
a button of an older program is told from one of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from bot.telegram_app.words import Words

VERSION = "1"
LONGEST = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
KEPT = 512
"""Buttons that are kept, of 0.3 kB each."""
MOST_SUGGESTIONS = 3
"""A phone shows an answer and three buttons without scrolling."""


class Action(StrEnum):
    """What a button does; one letter each, as room is short."""

    QUESTION = "q"
    """Asks the question in the argument."""
    LABEL = "l"
    """Asks the question that stands on the button; it was too long for the argument."""
    COMMAND = "c"
    """Asks what a menu command asks; the argument is its name."""
    PAGE = "p"
    """Shows another page of the answer; the argument counts from 0."""
    SOURCE = "s"
    """Shows where the answer stands, in full; the argument counts pages from 0, none is the first.

    Behind another colon stands the page of the answer to go back to; an older program, which has none, reads it as no page.
    """
    HELPFUL = "y"
    UNHELPFUL = "n"


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button says."""

    action: Action
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Under:
    """What the buttons under an answer are made from."""

    page: int = 0
    pages: int = 1
    suggestions: tuple[str, ...] = ()
    source: bool = False
    """The answer cites something."""
    feedback: bool = False
    """The pair for helpful and not helpful is wanted."""


def data(action: Action, argument: str = "") -> str:
    """Return the callback data of a button."""
    return f"{VERSION}:{action}" + (f":{argument}" if argument else "")


def read(text: str | None) -> Press | None:
    """Return what callback data says; None for another version, and for what no button of ours says."""
    version, _, rest = (text or "").partition(":")
    name, _, argument = rest.partition(":")
    if version != VERSION or name not in set(Action):
        return None
    return Press(Action(name), argument)


def label_of(markup: InlineKeyboardMarkup | None, pressed: str) -> str | None:
    """Return what stands on the button that carries this data."""
    for row in markup.inline_keyboard if markup is not None else ():
        for button in row:
            if button.callback_data == pressed:
                return button.text
    return None


def ask_button(question: str, place: int, label: str = "") -> InlineKeyboardButton:
    """Return a button that asks a question; ``place`` tells it from others whose question is too long for the data."""
    said = data(Action.QUESTION, question)
    if len(said.encode()) > LONGEST:
        return _button(question, data(Action.LABEL, str(place)))
    return _button(label or question, said)


def under_answer(words: Words, under: Under) -> InlineKeyboardMarkup | None:
    """Return the buttons under an answer, None when there are none: paging, what to ask next, the source, the pair."""
    rows = [_turns(words, Action.PAGE, under.page, under.pages)]
    rows += [[ask_button(question, place)] for place, question in enumerate(under.suggestions[:MOST_SUGGESTIONS]) if question]
    last = []
    if under.source:
        last.append(_button(words("telegram.button.source"), data(Action.SOURCE, f"0:{under.page}" if under.page else "")))
    if under.feedback:
        last += _pair(words)
    rows.append(last)
    return _keyboard(rows)


def under_source(words: Words, page: int = 0, pages: int = 1, *, back: int = 0) -> InlineKeyboardMarkup | None:
    """Return the buttons under sources in full: paging, and what leads back to a page of the answer."""
    returns = _button(words("telegram.button.back"), data(Action.PAGE, str(back)))
    return _keyboard([_turns(words, Action.SOURCE, page, pages, f":{back}" if back else ""), [returns]])


def source_pages(press: Press) -> tuple[int, int]:
    """Return (page of the sources, page of the answer to go back to) of a button that shows a source."""
    page, _, back = press.argument.partition(":")
    return number(page), number(back)


def number(text: str) -> int:
    """Return the page that a button's argument names; the first for one that is no number."""
    return int(text) if text.isascii() and text.isdigit() else 0


def without_feedback(markup: InlineKeyboardMarkup) -> InlineKeyboardMarkup | None:
    """Return the buttons without the pair, as they are once one of the two was pressed."""
    gone = {data(Action.HELPFUL), data(Action.UNHELPFUL)}
    return _keyboard([[button for button in row if button.callback_data not in gone] for row in markup.inline_keyboard])


def command_buttons(names: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """Return the buttons "what can I ask", two in a row, from (command, label) pairs."""
    buttons = [InlineKeyboardButton(label, callback_data=data(Action.COMMAND, name)) for name, label in names]
    return _keyboard([buttons[start : start + 2] for start in range(0, len(buttons), 2)])


def _turns(words: Words, action: Action, page: int, pages: int, behind: str = "") -> list[InlineKeyboardButton]:
    """Return the buttons that turn to the pages before and after one, as far as there are any."""
    turns = [(page - 1, "telegram.button.previous"), (page + 1, "telegram.button.next")]
    return [
        InlineKeyboardButton(words(key, page=to + 1, count=pages), callback_data=data(action, f"{to}{behind}"))
        for to, key in turns
        if 0 <= to < pages
    ]


def _pair(words: Words) -> list[InlineKeyboardButton]:
    return [
        _button(words("telegram.button.helpful"), data(Action.HELPFUL)),
        _button(words("telegram.button.unhelpful"), data(Action.UNHELPFUL)),
    ]


@lru_cache(maxsize=KEPT)
def _button(text: str, said: str) -> InlineKeyboardButton:
    """Return a button, made once: it cannot be changed, and nearly all answers have some of the same few hundred."""
    return InlineKeyboardButton(text, callback_data=said)


def _keyboard(rows: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None
