"""A long text cut into pages that fit a screen; used by the Telegram room and by the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str], int]

# A sentence ends at a full stop, question or exclamation mark with a space behind it; "U.S." loses nothing by it, as the
# cut is only made where a single paragraph is longer than a whole page.
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut again: a paragraph's line, a list item or, if that is longer than a page, a part of it."""

    gap: str
    """What stands before it when it is not the first of its page: a blank line, a line break or a space."""
    text: str


def pages(text: str, *, limit: int, measure: Measure = len) -> tuple[str, ...]:
    """Return the text in pages, in order, each measuring at most ``limit``.

    A page ends at the end of a paragraph or of a list item; only a paragraph longer than a whole page is cut after a
    sentence, then between words, then anywhere. A line that ends with a colon stays with the line it introduces. The pages
    are about equally full, so that the last one is not a single line. Nothing but white space between pages is lost.

    Args:
        text: Paragraphs are divided by a blank line, items by a line break.
        limit: The most that a page may measure, in the unit of ``measure``; at least what one character measures.
        measure: How much room a text takes; it must not shrink when text is added at the end.

    Returns:
        At least one page; the empty text is one empty page.
    """
    text = text.strip()
    if measure(text) <= limit:
        return (text,)
    pieces = _pieces(text, limit, measure)
    best = _fill(pieces, limit, measure)
    # The same number of pages with the lowest limit that still gives it: the pages come out about equally full.
    low, high = -(-limit // 2), limit
    while low < high:
        middle = (low + high) // 2
        trial = _fill(pieces, middle, measure)
        if len(trial) == len(best) and all(measure(page) <= middle for page in trial):
            best, high = trial, middle
        else:
            low = middle + 1
    return best


def _pieces(text: str, limit: int, measure: Measure) -> tuple[_Piece, ...]:
    """Return the lines of the text, those that do not fit a page cut further."""
    found: list[_Piece] = []
    gap = "\n"
    for line in map(str.rstrip, text.split("\n")):
        if not line:
            gap = "\n\n"
            continue
        parts = _cut(line, limit, measure)
        found.append(_Piece(gap, parts[0]))
        found.extend(_Piece(" ", part) for part in parts[1:])
        gap = "\n"
    return tuple(found)


def _cut(line: str, limit: int, measure: Measure) -> tuple[str, ...]:
    """Return the line in parts that fit: sentences, else words, else as many characters as fit."""
    if measure(line) <= limit:
        return (line,)
    for boundary in (_SENTENCE, _WORD):
        parts = boundary.split(line)
        if len(parts) > 1:
            return tuple(part for whole in parts if whole for part in _cut(whole, limit, measure))
    parts = []
    while line:
        size = _fitting(line, limit, measure)
        parts.append(line[:size])
        line = line[size:]
    return tuple(parts)


def _fitting(word: str, limit: int, measure: Measure) -> int:
    """Return how many of the word's characters fit, at least one."""
    high = 1
    while high < len(word) and measure(word[:high]) <= limit:
        high *= 2
    low, high = 1, min(high, len(word))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(word[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _fill(pieces: tuple[_Piece, ...], limit: int, measure: Measure) -> tuple[str, ...]:
    """Return pages that each take as many pieces as fit."""
    done: list[str] = []
    page: list[_Piece] = []
    for piece in pieces:
        if page and measure(_text([*page, piece])) > limit:
            carried: list[_Piece] = []
            # "The members are:" is carried over, unless the page would be empty without it.
            while len(page) > 1 and page[-1].text.endswith(":"):
                carried.insert(0, page.pop())
            done.append(_text(page))
            page = carried
            if carried and measure(_text([*carried, piece])) > limit:
                done.append(_text(carried))
                page = []
        page.append(piece)
    done.append(_text(page))
    return tuple(done)


def _text(page: list[_Piece]) -> str:
    """Return the pieces as they are read; the gap before the first falls away."""
    return "".join((piece.gap if place else "") + piece.text for place, piece in enumerate(page))
