"""Facts of later sources held against their support, and against the file that they come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.checking import updates
from bot.checking.faults import Faults
from bot.knowledge import KnowledgeBase
from bot.knowledge.updates import NAME, read_updates

FACT = (
    '  - {{id: "new", subject: "sco", relation: "news", value: null, say: "{say}", valid_from: "{start}", '
    'as_of: "{as_of}", confidence: "{confidence}", updates: ["one"], cite: ["{source}: news"]}}\n'
)
SMALL = """
sources:
  paper: {title: "Report", publisher: "The Daily / Wire (Agency)", url: "https://example.org/1", as_of: "2020-05-02"}
  other: {title: "Other", publisher: "Nobody", url: "https://example.org/2", read: "2026-11-23"}
words:
  announced: {forms: ["announced"]}
rules:
  seat: {examples: ["announced"], needs: ["announced"], do: "say", facts: ["seat"]}
facts:
"""
FILE = """
sources:
  - {id: paper, title: Report, publisher: The Daily, published: "2020-05-02"}
facts:
  - id: one
    subject: news
    statement: "On 1 May 2020 China opened 30 offices."
    valid_from: "2020-05-01"
    sources: [paper]
    note: ""
"""

Read = Callable[..., KnowledgeBase]


@pytest.fixture
def read(small: Callable[[str], KnowledgeBase]) -> Read:
    """Return a way to read a small knowledge with one more fact."""

    def add(say: str, *, start: str = "2020-05-01", confidence: str = "high", source: str = "paper") -> KnowledgeBase:
        return small(SMALL + FACT.format(say=say, start=start, as_of=start, confidence=confidence, source=source))

    return add


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder beside that of the knowledge."""
    return tmp_path_factory.mktemp("sources")


def told(base: KnowledgeBase, folder: Path | None = None) -> str:
    """Return what the checks say."""
    faults = Faults(base.entries.places)
    if folder is None:
        updates.check(base, faults)
    else:
        updates.check_sources(base, folder, faults)
    return "\n".join(fault.problem for fault in faults.sorted())


@pytest.mark.parametrize("say", ["It is so, by The Daily.", "According to Wire it is so.", "The Agency said so."])
def test_medium_names_a_publisher(read: Read, say: str) -> None:
    """A publisher counts as a whole, in its parts, and by what stands in brackets."""
    assert told(read(say, confidence="medium")) == ""


def test_medium_without_a_publisher(read: Read) -> None:
    """A sentence that does not say whose word it is is a fault."""
    assert "does not say whose word it is" in told(read("It is so.", confidence="medium"))
    assert told(read("It is so.")) == ""


@pytest.mark.parametrize(
    ("say", "start", "problem"),
    [
        ("It holds.", "2020-05-02", ""),
        ("It holds.", "2020-05", ""),
        ("It holds.", "2020-06-01", "after the last of its sources"),
        ("It was announced.", "2020-06-01", ""),
    ],
)
def test_what_is_to_come_is_said_to_be_announced(read: Read, say: str, start: str, problem: str) -> None:
    """What begins after the last day of its sources says that it was only announced; its own `as_of` is no source."""
    found = told(read(say, start=start))

    assert problem in found
    assert bool(found) is bool(problem)


@pytest.mark.parametrize(
    ("say", "problem"),
    [
        ("On 1 May 2020 China opened 30 offices.", ""),
        ("In May 2020 China opened 31 offices.", "the number 31"),
        ("In June 2020 China opened 30 offices.", "the month 6"),
        ("In May 2020 Russia opened 30 offices.", "the name of rus"),
    ],
)
def test_a_fact_stands_in_its_entry(read: Read, elsewhere: Path, say: str, problem: str) -> None:
    """Numbers, months and names of a fact stand in what it comes from."""
    (elsewhere / NAME).write_text(FILE, "utf-8")

    assert told(read(say), elsewhere) == (f"The entries under `updates` do not have {problem}." if problem else "")


def test_dates_and_sources_of_a_fact(read: Read, elsewhere: Path) -> None:
    """The day from which it holds, and the sources that it cites, are those of its entries."""
    (elsewhere / NAME).write_text(FILE, "utf-8")

    assert "the date 2019-05-01" in told(read("It is so.", start="2019-05-01"), elsewhere)
    assert 'do not have the source "other"' in told(read("It is so.", source="other"), elsewhere)


def test_an_entry_that_is_not_there(read: Read, elsewhere: Path) -> None:
    """An id under `updates` leads to an entry."""
    (elsewhere / NAME).write_text(FILE.replace("id: one", "id: two"), "utf-8")

    assert 'has no entry "one"' in told(read("It is so."), elsewhere)


def test_a_file_that_cannot_be_read(read: Read, elsewhere: Path) -> None:
    """A broken file is a fault, one that is not there is passed over."""
    assert told(read("It is so."), elsewhere) == ""
    assert read_updates(elsewhere) is None

    (elsewhere / NAME).write_text("facts: 7", "utf-8")
    assert "cannot be read" in told(read("It is so."), elsewhere)
