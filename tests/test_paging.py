"""A long text in pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paging import pages

ITEMS = "The members are:\n" + "\n".join(f"• member number {n}" for n in range(1, 21))


def rows(text: str) -> int:
    """Measure a text in lines."""
    return text.count("\n") + 1


def test_a_short_text_is_one_page() -> None:
    """What fits stays as it is; the empty text is one empty page."""
    assert pages("a\n\nb", limit=4) == ("a\n\nb",)
    assert pages("", limit=4) == ("",)
    assert pages("  a \n", limit=4) == ("a",)


def test_no_item_is_cut() -> None:
    """Pages end where items end."""
    lines = [line for page in pages(ITEMS, limit=100) for line in page.split("\n")]

    assert lines == ITEMS.split("\n")


def test_pages_are_about_equally_full() -> None:
    """The last page is not a single line."""
    found = pages(ITEMS, limit=9, measure=rows)

    assert [rows(page) for page in found] == [7, 7, 7]


def test_an_introduction_stays_with_its_list() -> None:
    """A line with a colon at its end stands on the page of what it introduces."""
    text = "one\n\ntwo\n\nThe three are:\n• a\n• b"

    found = pages(text, limit=5, measure=rows)

    assert found == ("one\n\ntwo", "The three are:\n• a\n• b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("First one. Second one. Third", ("First one.", "Second one.", "Third")),
        ("aaaa bbbb cccc", ("aaaa bbbb", "cccc")),
        ("x" * 25, ("x" * 10, "x" * 10, "x" * 5)),
    ],
)
def test_a_paragraph_longer_than_a_page(text: str, expected: tuple[str, ...]) -> None:
    """It is cut after a sentence, else between words, else anywhere."""
    found = pages(text, limit=11 if "." in text else 10)

    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert len(found) <= len(expected) + 1
    assert all(len(page) <= 11 for page in found)


def test_the_measure_counts() -> None:
    """Another unit is kept: Telegram counts letters beyond the basic plane twice."""
    found = pages("😀" * 30, limit=10, measure=lambda text: len(text.encode("utf-16-le")) // 2)

    assert [len(page) for page in found] == [5] * 6


@given(st.text(alphabet="ab .:\n•", max_size=200), st.integers(min_value=1, max_value=30))
def test_any_text(text: str, limit: int) -> None:
    """Each page fits, and nothing but white space between pages is lost."""
    found = pages(text, limit=limit)

    assert all(len(page) <= limit for page in found)
    assert "".join("".join(found).split()) == "".join(text.split())
