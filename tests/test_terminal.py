"""Replies in a terminal: order, folding, pages, sources."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from bot.errors import BotError
from bot.model import Citation
from bot.terminal import Screen, check_phrases, clean, render, screen_of, show, sources
from tests.samples import HANDBOOK, MEMBERS, PROFILE, UNKNOWN

PHRASES = {
    "terminal.chat.start": "start",
    "terminal.chat.help": "help",
    "terminal.chat.quit": "bye",
    "terminal.chat.error": "sorry",
    "terminal.more": "({page} of {pages})",
    "terminal.source": "Source: {title} ({publisher})",
    "terminal.source.date": "information of {date}, {url}",
    "terminal.source.undated": "undated, read {date}, {url}",
    "terminal.source.place": "section {places}",
    "terminal.source.item": "{section}, item {items}",
    "terminal.source.items": "{section}, items {items}",
    "terminal.suggestions": "You can ask:",
}
LONG = replace(
    MEMBERS, text="The list:\n" + "\n".join(f"• number {n} " + "word " * 12 for n in range(60)), citations=MEMBERS.citations[:1]
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def test_answer_first_then_where_it_stands() -> None:
    """The text comes first, then one block a source with its places joined and in order."""
    (page,) = render(MEMBERS, PHRASES)

    assert page == (
        "As of 7 June 2012 the SCO had six members:\n• China\n• Kazakhstan\n"
        "\n"
        "Source: Profile of the SCO (Small Arms Survey)\n"
        "  section Members, items 1, 2; Short description, item 3\n"
        "  information of 7 June 2012, https://example.org/sco.html"
    )


def test_each_source_has_its_block() -> None:
    """Two sources are two blocks, in the order of the citations; a whole section has no item."""
    lines = sources([Citation(HANDBOOK, "imprint"), Citation(PROFILE, "Members", 1), Citation(HANDBOOK, "imprint")], PHRASES)

    assert [line for line in lines if "section" in line] == ["  section imprint", "  section Members, item 1"]
    assert "  information of August 2012, https://example.org/book" in lines


def test_an_undated_source_says_when_it_was_read() -> None:
    """The day of reading stands where a date would."""
    seen = replace(PROFILE, as_of="", read="2026-11-23")

    assert sources([Citation(seen, "RATS")], PHRASES)[-1] == "  undated, read 23 November 2026, https://example.org/sco.html"


def test_a_question_back_shows_what_can_be_asked() -> None:
    """Suggestions stand under a reply that is no answer, and under an answer only on demand."""
    assert render(UNKNOWN, PHRASES) == ("The sources do not say that.\n\nYou can ask:\n• When was the SCO founded?",)
    assert "You can ask" not in render(MEMBERS, PHRASES)[0]
    assert render(MEMBERS, PHRASES, suggest=True)[0].endswith("You can ask:\n• Who are the observers?")


@pytest.mark.parametrize("height", [5, 12, 20])
def test_a_long_text_is_no_wall(height: int) -> None:
    """Every page fits the screen, nothing is lost, and the source stands at the end."""
    shown = render(LONG, PHRASES, screen=Screen(width=40, height=height))

    assert all(page.count("\n") < height for page in shown)
    assert "\n".join(shown).split() == render(LONG, PHRASES)[0].split()


def test_lines_are_folded_under_their_beginning() -> None:
    """A list item goes on under its text, not under its bullet, and is never wider than the screen."""
    (page,) = render(LONG, PHRASES, screen=Screen(width=40))

    lines = page.split("\n")
    assert max(map(len, lines)) <= 40
    assert lines[2].startswith("  word")


def test_colour_only_where_it_is_shown() -> None:
    """The sources are dimmed on a screen with colour; the text and any other screen stay plain."""
    coloured, plain = render(MEMBERS, PHRASES, screen=Screen(colour=True))[0], render(MEMBERS, PHRASES)[0]

    assert coloured.startswith(MEMBERS.text)
    assert "\x1b[2mSource" in coloured
    assert "\x1b" not in plain


def test_nothing_steers_the_terminal() -> None:
    """Escape, bell, right-to-left marks and the like are dropped from what is shown; letters of all scripts stay."""
    assert clean("a\x1b[31mb\x07\u202ec\nЖ上 é") == "a[31mbc\nЖ上 é"
    assert "\x1b" not in render(replace(MEMBERS, text="\x1b[2J"), PHRASES)[0]


def test_screen_of_a_pipe() -> None:
    """What is no terminal gets everything at once, as it is."""
    assert screen_of(io.StringIO()) == Screen(None, None, colour=False)


@pytest.mark.parametrize(("environment", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_can_be_switched_off(environment: dict[str, str], *, colour: bool) -> None:
    """NO_COLOR and a dumb terminal get no colour."""
    assert screen_of(Terminal(), environment).colour is colour


def test_show_pages_on_a_terminal() -> None:
    """On a terminal Enter brings the next page, and q leaves the rest out."""
    out = Terminal()

    show(LONG, PHRASES, out, Terminal("\nq\n"))

    assert "number 0 " in out.getvalue()
    assert "number 59 " not in out.getvalue()
    assert "(2 of " in out.getvalue()
    assert "(3 of " not in out.getvalue()


def test_show_does_not_wait_for_a_pipe() -> None:
    """Where no person can press Enter, everything is shown."""
    out = Terminal()

    show(LONG, PHRASES, out, io.StringIO())

    assert "number 59 " in out.getvalue()


def test_show_says_why_last() -> None:
    """How the question was understood follows the answer."""
    out = io.StringIO()

    show(MEMBERS, PHRASES, out, io.StringIO(), why=True)

    assert out.getvalue().endswith("sco.html\n\nrule members.list 0.97\n")


def test_missing_phrases_are_named() -> None:
    """A knowledge folder that lacks phrases is told all of them."""
    with pytest.raises(BotError, match=r"terminal\.more, terminal\.source;"):
        check_phrases({key: value for key, value in PHRASES.items() if key not in {"terminal.more", "terminal.source"}})
