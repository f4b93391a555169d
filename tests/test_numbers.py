"""Numbers, years and dates, in digits, in words and dictated."""

from __future__ import annotations

import pytest

from bot.knowledge import KnowledgeBase
from bot.matching.numbers import FIGURES, numbers, numerals
from bot.text import cut


def found(text: str, base: KnowledgeBase) -> list[tuple[str, str]]:
    """Return kind and id of each number in a text."""
    return [(m.kind, m.id) for m in numbers(cut(text, base.grammar.contractions).tokens, base.grammar, numerals(base.grammar))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("24", ["24"], id="digits"),
        pytest.param("twenty four", ["24"], id="in words"),
        pytest.param("five point nine", ["5.9"], id="with a point"),
        pytest.param("five point taken", ["5"], id="no point of a number"),
        pytest.param("twenty-four", ["24"], id="hyphenated"),
        pytest.param("fifty six members", ["56"], id="before a noun"),
        pytest.param("one hundred", ["100"], id="hundred"),
        pytest.param("a full hundred", ["100"], id="hundred by itself"),
        pytest.param("one hundred and five", ["105"], id="with and"),
        pytest.param("4 million", ["4000000"], id="scale after digits"),
        pytest.param("four million", ["4000000"], id="scale after words"),
        pytest.param("2.5", ["2.5"], id="fraction"),
        pytest.param("4,000,000", ["4000000"], id="thousands divided"),
        pytest.param("between 10 and 20", ["10", "20"], id="two numbers"),
        pytest.param("twenty and thirty", ["20", "30"], id="two numbers in words"),
    ],
)
def test_numbers(text: str, values: list[str], base: KnowledgeBase) -> None:
    """A number is read from digits and from words."""
    assert [name for kind, name in found(text, base) if kind == "number"] == values


@pytest.mark.parametrize(
    ("text", "year"),
    [
        pytest.param("in 2010", "2010", id="digits"),
        pytest.param("twenty ten", "2010", id="dictated"),
        pytest.param("twenty eleven", "2011", id="dictated, eleven"),
        pytest.param("nineteen ninety six", "1996", id="dictated, last century"),
        pytest.param("two thousand nine", "2009", id="in words"),
        pytest.param("two thousand and nine", "2009", id="in words, with and"),
        pytest.param("in 09", "2009", id="short"),
        pytest.param("in 96", "1996", id="short, last century"),
        pytest.param("June 2001", "2001-06", id="month and year"),
        pytest.param("june of 2001", "2001-06", id="month of a year"),
        pytest.param("7 June 2012", "2012-06-07", id="day, month, year"),
        pytest.param("the 7th of June 2012", "2012-06-07", id="day with its ending"),
        pytest.param("June 7, 2012", "2012-06-07", id="month, day, year"),
        pytest.param("June twenty eleven", "2011-06", id="month and dictated year"),
        pytest.param("in May 2010", "2010-05", id="May is a month"),
    ],
)
def test_years(text: str, year: str, base: KnowledgeBase) -> None:
    """A year is kept with the precision that it is given in."""
    assert [name for kind, name in found(text, base) if kind == "year"] == [year]


@pytest.mark.parametrize(
    "text", ["may I ask", "who may join", "one of them", "and", "tens of members", "the many", "an even share", "hundreds"]
)
def test_no_number(text: str, base: KnowledgeBase) -> None:
    """The verb may, the pronoun one and words that only look like numbers are none."""
    assert found(text, base) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("two bodies", {"number", "count"}),
        ("2 bodies", {"number", "count"}),
        ("6 per cent", {"number"}),
        ("pay 6", {"number"}),
        ("6, please", {"number"}),
        ("fifty", {"number"}),
    ],
)
def test_a_small_number_may_just_count(text: str, kinds: set[str], base: KnowledgeBase) -> None:
    """Up to ten it may only say how many things follow; before a measure or at the end, and larger, it is meant."""
    assert {kind for kind, _ in found(text, base)} == kinds


@pytest.mark.parametrize(("text", "place"), [("the second one", "2"), ("2nd", "2"), ("the last one", "-1"), ("the fourth", "4")])
def test_ordinals(text: str, place: str, base: KnowledgeBase) -> None:
    """A place in a list is read from words and figures; the last is minus one."""
    assert ("ordinal", place) in found(text, base)


@pytest.mark.parametrize("text", ["1899", "2101", "56000"])
def test_numbers_outside_of_the_centuries_are_no_years(text: str, base: KnowledgeBase) -> None:
    """Only from 1900 to 2100 a number is a year."""
    assert found(text, base) == [("number", text)]


def test_two_years_side_by_side_are_a_time(base: KnowledgeBase) -> None:
    """From the first to the last; with a comma between them, each is its own."""
    assert ("time", "between") in found("instruments 2001-2004", base)
    assert ("time", "between") not in found("instruments 2001, 2004", base)


def test_two_figures_alone_are_no_year(base: KnowledgeBase) -> None:
    """Only behind a word that a time follows."""
    assert [kind for kind, _ in found("96 members", base)] == ["number"]


def test_a_month_alone_is_no_year(base: KnowledgeBase) -> None:
    """A month without a year is a month."""
    assert found("in June", base) == [("month", "6")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9" * 400, id="figures beyond what a float holds"),
        pytest.param("9" * (FIGURES + 1), id="one figure too many"),
        pytest.param("0." + "3" * 400, id="behind the point"),
        pytest.param("9" * FIGURES + " million", id="times a scale"),
        pytest.param("one" + " million" * 120, id="in words"),
    ],
)
def test_a_number_of_too_many_figures_is_none(text: str, base: KnowledgeBase) -> None:
    """What no float holds exactly is not read, rather than read as something else."""
    assert found(text, base) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("9" * FIGURES, "9" * FIGURES), ("2.2 million", "2200000"), ("1234567.5", "1234567.5")],
    ids=["most figures", "fraction of a scale", "large fraction"],
)
def test_a_number_keeps_its_figures(text: str, value: str, base: KnowledgeBase) -> None:
    """Up to the bound no figure is lost, and none is made up."""
    assert found(text, base) == [("number", value)]


def test_figures_are_no_hundreds(base: KnowledgeBase) -> None:
    """After figures only thousands and millions are read as a part of the number."""
    assert ("number", "4") in found("4 hundred", base)


@pytest.mark.parametrize(("text", "value"), [("a tenth of it", "10"), ("one fifth", "20")])
def test_parts_of_a_whole(text: str, value: str, base: KnowledgeBase) -> None:
    """A part of a whole is so many per cent."""
    assert {("number", value), ("word", "percent")} <= set(found(text, base))


@pytest.mark.parametrize("text", ["the tenth instrument", "tenth"])
def test_a_place_is_no_part(text: str, base: KnowledgeBase) -> None:
    """A place in an order is no part of a whole."""
    assert ("word", "percent") not in found(text, base)
