"""What the bot shows is always valid, never longer than Telegram takes, and loses nothing."""

from __future__ import annotations

import logging
from io import StringIO
from typing import get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Citation, Reply, Source, Status
from bot.telegram_app import citing, links, logs, markup, render
from bot.telegram_app.markup import to_html, to_plain
from bot.telegram_app.words import KEYS, spoken
from tests.telegram.hand_made import ENGLISH, MANY_SOURCES, MEMBERS, SOURCE, knowledge, phrases
from tests.telegram.rules import MAX_TEXT
from tests.telegram.telegram_html import parsed, units

WORDS = spoken(phrases())
TEXT = st.text(st.characters(codec="utf-8"), max_size=300)
LINES = st.lists(st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=400), max_size=40).map("\n".join)
SOURCES = st.builds(Source, id=TEXT, title=TEXT, publisher=TEXT, url=TEXT, as_of=st.sampled_from(["2012-06-07", "2012", "x"]))
CITATIONS = st.lists(st.builds(Citation, SOURCES, TEXT, st.none() | st.integers(1, 99)), max_size=30).map(tuple)


def shown(nodes: render.Page) -> str:
    """Return what a person reads, after looking that the server takes it."""
    html = to_html(nodes)
    text, _ = parsed(html)
    assert units(text) <= MAX_TEXT
    assert text == to_plain(nodes).rstrip()
    return text


@settings(max_examples=150)
@given(text=LINES, citations=CITATIONS, heading=TEXT)
def test_any_reply_is_valid(text: str, citations: tuple[Citation, ...], heading: str) -> None:
    """Whatever a reply holds, each of its pages is valid and short enough, and no word of it is lost."""
    reply = Reply("q", Status.ANSWERED, text, citations=citations)

    pages = [shown(page) for page in render.answer(reply, WORDS, heading=heading)]
    shown(render.whole(reply, WORDS))
    for page in citing.full(citations, WORDS):
        shown(page)

    words = [word for page in pages for word in page.split()]
    assert all(word in words for word in text.split() if len(word) < render.LINE)


@settings(max_examples=150)
@given(text=st.text(max_size=300), limit=st.integers(1, 50))
def test_clipped(text: str, limit: int) -> None:
    """A clipped text has at most so many code units."""
    assert markup.units(markup.clipped(text, limit)) <= limit


@given(question=st.text(st.characters(codec="utf-8"), max_size=60))
def test_payloads_come_back(question: str) -> None:
    """A question comes out of its deep link as it went in, or has none."""
    payload = links.payload_for(question)

    assert not payload or links.question_of(payload) == question.strip()


def test_every_phrase_is_said_and_there() -> None:
    """The list of keys and the file of phrases name the same."""
    listed = yaml.safe_load((ENGLISH / "phrases.yaml").read_text("utf-8"))["phrases"]

    assert {key for key in listed if key.startswith("telegram.")} == set(KEYS)


def test_menu_is_what_telegram_takes() -> None:
    """Names, descriptions and the texts of the profile are within Telegram's limits."""
    for command in knowledge().commands:
        assert command.command.isidentifier()
        assert command.command == command.command.lower()
        assert len(command.command) <= 32
        assert 1 <= units(command.description) <= 60
    assert units(phrases()["telegram.profile.description"]) <= 512
    assert units(phrases()["telegram.profile.short"]) <= 120


@pytest.mark.parametrize(
    ("items", "said"), [((), ""), ((3,), "3"), ((1, 2), "1–2"), ((1, 2, 3, 5), "1–3, 5"), ((1, 3, 4, 5, 9), "1, 3–5, 9")]
)
def test_ranges(items: tuple[int, ...], said: str) -> None:
    """Runs of numbers are written as their ends."""
    assert citing.ranges(items) == said


@pytest.mark.parametrize(
    ("iso", "said"), [("2012-06-07", "7 June 2012"), ("2012-06", "June 2012"), ("2012", "2012"), ("2012-13", "2012-13"), ("", "")]
)
def test_dates(iso: str, said: str) -> None:
    """A date is said with the precision it has."""
    assert WORDS.date(iso) == said


def test_short_citation() -> None:
    """The line under an answer says section, items and date first, then what the source is."""
    text = shown(citing.short(MEMBERS, WORDS))

    assert text == "Source: Members, items 1–4 (7 June 2012)\nProfile of the SCO <2012> & more, Small Arms Survey"


def test_sources_that_have_no_room_are_counted() -> None:
    """The block under an answer says how many sources it leaves out, and which button shows them where there is one."""
    text = shown(citing.short(MANY_SOURCES, WORDS))
    without = shown(citing.short(MANY_SOURCES, WORDS, button=False))

    said = text.count("Source: Members")
    assert 1 < said < len(MANY_SOURCES)
    assert text.endswith(f"\nAnd {len(MANY_SOURCES) - said} more: press Source")
    assert without.endswith(f"\nAnd {len(MANY_SOURCES) - said} more")


def test_apa_of_less_precise_dates() -> None:
    """A reference has the date that the source has."""
    for as_of, said in (("2012", "(2012)"), ("2012-08", "(2012, August)"), ("2012-06-07", "(2012, June 7)")):
        source = Source("x", "Title", "Who", "http://example.org", as_of)
        assert said in citing.apa(source, WORDS)


UNDATED = Source("seen", "A page", "Who", "https://example.org/seen", "", read="2026-11-23")


def test_an_undated_source_says_when_it_was_read() -> None:
    """Under the answer, in the full view and in references, the day of reading stands for the date."""
    cited = [Citation(UNDATED, "RATS")]
    said = "undated, read 23 November 2026"

    assert shown(citing.short(cited, WORDS)).startswith(f"Source: RATS ({said})")
    assert "Undated, read 23 November 2026." in shown(citing.full(cited, WORDS)[0])
    assert citing.apa(UNDATED, WORDS) == f"Who. ({said}). A page. https://example.org/seen"
    assert "note = {Undated, read 23 November 2026}" in citing.bibtex(UNDATED)
    assert "year" not in citing.bibtex(UNDATED)


def open_address(address: str) -> None:
    """Fail as a library does, with the address in the error."""
    raise RuntimeError(address)


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_hidden_in_tracebacks(form: str) -> None:
    """A token is hidden wherever it stands: in a message, an address, a traceback."""
    stream = StringIO()
    token = "42:hushhush"
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.set_up("DEBUG", form, (token,), stream)
        try:
            open_address(f"https://api.telegram.org/bot{token}/getMe and bot42%3Ahushhush")
        except RuntimeError:
            logging.getLogger("x").exception("failed with %s", token, extra={"fields": {"url": token}})
    finally:
        root.handlers[:] = before
        root.setLevel(level)

    assert "hushhush" not in stream.getvalue()
    assert stream.getvalue().count(logs.HIDDEN) >= 3


def test_nodes_are_strings_or_elements() -> None:
    """Nothing else can be shown, so nothing else needs escaping."""
    assert set(get_args(markup.Node)) == {str, markup.Element}


def test_link_without_an_address_is_its_text() -> None:
    """An address that Telegram would not take is left away."""
    assert to_html([markup.link("javascript:x", "t"), markup.link("http://", "u")]) == "tu"
    assert SOURCE.url in to_plain([SOURCE.url])
