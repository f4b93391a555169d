"""Reply -> what a terminal shows: the answer first, then where it stands, then what can be asked next."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TextIO

from bot.errors import BotError
from bot.knowledge import long_date
from bot.model import Citation, Reply, Status
from bot.paging import pages

KEYS = (
    "terminal.chat.start",
    "terminal.chat.help",
    "terminal.chat.quit",
    "terminal.chat.error",
    "terminal.more",
    "terminal.source",
    "terminal.source.date",
    "terminal.source.undated",
    "terminal.source.place",
    "terminal.source.item",
    "terminal.source.items",
    "terminal.suggestions",
)
"""Every phrase that this room says; a test holds the list against the knowledge."""

WIDEST = 100  # columns; longer lines are hard to follow with the eye
PHONE = 20  # rows of text on a phone's screen in a terminal app, upright, with its keyboard open
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Screen:
    """What the place of output can show.

    Attributes:
        width: Columns at which lines are folded; None leaves them as long as they are.
        height: Rows that are shown at once; None shows everything.
        colour: Whether escape sequences may be written.
    """

    width: int | None = None
    height: int | None = None
    colour: bool = False


def screen_of(out: TextIO, environment: Mapping[str, str] | None = None) -> Screen:
    """Return what a stream can show; one that is no terminal gets the text as it is, without colour and pages."""
    if not out.isatty():
        return Screen()
    settings = os.environ if environment is None else environment
    size = shutil.get_terminal_size()
    colour = not settings.get("NO_COLOR") and settings.get("TERM") != "dumb"
    return Screen(width=max(20, min(size.columns, WIDEST)), height=max(5, min(size.lines - 4, PHONE)), colour=colour)


def check_phrases(phrases: Mapping[str, str]) -> None:
    """Look that no phrase of this room is missing.

    Raises:
        BotError: Phrases are missing; all of them are named.
    """
    missing = [key for key in KEYS if key not in phrases]
    if missing:
        raise BotError(f"phrases are missing: {', '.join(missing)}; write each under phrases: as knowledge/en/terminal.yaml does")


def render(
    reply: Reply,
    phrases: Mapping[str, str],
    *,
    screen: Screen | None = None,
    suggest: bool = False,
) -> tuple[str, ...]:
    """Return the reply in pages; one page where the screen has no height.

    The sources stand at the end of the last page. Suggestions follow a reply that is no answer, as it is a question back,
    and any reply with ``suggest``.
    """
    screen = screen or Screen()
    tail = sources(reply.citations, phrases)
    suggestions = reply.suggestions if suggest or reply.status is not Status.ANSWERED else ()
    if suggestions:
        tail += ("", phrases["terminal.suggestions"], *(f"• {question}" for question in suggestions))

    def fold(text: str) -> str:
        return "\n".join(_fold(text.split("\n"), screen.width))

    def rows(text: str) -> int:
        return fold(text).count("\n") + 1

    def cut(text: str) -> tuple[str, ...]:
        return pages(text, limit=screen.height, measure=rows) if screen.height else (text,)

    shown = [fold(page) for page in cut(clean(reply.text))]
    if not tail:
        return tuple(shown)
    ending = clean("\n".join(tail)).strip()
    endings = [_dim(fold(page), colour=screen.colour) for page in cut(ending)]
    if len(endings) == 1 and (screen.height is None or rows(shown[-1]) + 1 + rows(ending) <= screen.height):
        return (*shown[:-1], f"{shown[-1]}\n\n{endings[0]}")
    return (*shown, *endings)


def sources(citations: Iterable[Citation], phrases: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines that say where an answer stands: one block a source, its places joined."""
    places: dict[str, dict[str, list[int]]] = {}
    known = {}
    for citation in citations:
        known[citation.source.id] = citation.source
        items = places.setdefault(citation.source.id, {}).setdefault(citation.section, [])
        if citation.item is not None and citation.item not in items:
            items.append(citation.item)
    lines: list[str] = []
    for name, sections in places.items():
        source = known[name]
        lines.append(phrases["terminal.source"].format(title=source.title, publisher=source.publisher))
        where = [_place(section, sorted(items), phrases) for section, items in sections.items()]
        lines.append("  " + phrases["terminal.source.place"].format(places="; ".join(where)))
        dated = "terminal.source.date" if source.as_of else "terminal.source.undated"
        lines.append("  " + phrases[dated].format(date=long_date(source.as_of or source.read), url=source.url))
    return tuple(lines)


def _place(section: str, items: list[int], phrases: Mapping[str, str]) -> str:
    if not items:
        return section
    key = "terminal.source.item" if len(items) == 1 else "terminal.source.items"
    return phrases[key].format(section=section, items=", ".join(str(item) for item in items))


def clean(text: str) -> str:
    """Return the text without control characters, so that nothing of a question can steer the terminal; breaks stay."""
    return "".join(char for char in text if char == "\n" or (char.isprintable() or char == "\u00a0"))


def show(reply: Reply, phrases: Mapping[str, str], out: TextIO, source: TextIO, *, why: bool = False) -> None:
    """Write the reply; on a terminal page by page, where Enter brings the next and q leaves the rest out.

    With ``why`` the lines that say how the question was understood follow.

    Raises:
        BotError: The knowledge lacks phrases that a terminal shows.
    """
    check_phrases(phrases)
    screen = screen_of(out)
    if not source.isatty():
        screen = replace(screen, height=None)
    shown = render(reply, phrases, screen=screen)
    for number, page in enumerate(shown, 1):
        out.write(f"{page}\n")
        if number < len(shown):
            out.write("\n" + phrases["terminal.more"].format(page=number, pages=len(shown)) + " ")
            out.flush()
            if source.readline().strip().casefold() == "q":
                break
    if why and reply.why:
        out.write("\n" + "\n".join(clean(line) for line in reply.why) + "\n")
    out.flush()


def _fold(lines: Iterable[str], width: int | None) -> list[str]:
    """Return the lines folded at the width, list items and indented lines with their ends under their beginnings."""
    if width is None:
        return list(lines)
    folded: list[str] = []
    for line in lines:
        lead = len(line) - len(line.lstrip(" •"))
        folded += textwrap.wrap(line, width, subsequent_indent=" " * lead, break_on_hyphens=False, break_long_words=False) or [""]
    return folded


def _dim(text: str, *, colour: bool) -> str:
    return "\n".join(f"{_DIM}{line}{_PLAIN}" if line else "" for line in text.split("\n")) if colour else text
