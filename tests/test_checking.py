"""The sense checks: each fault that a person can make in a copy of the knowledge is found, with its place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.checking import check, evidence, names, references, slips, sums, times, wordings
from bot.checking.evidence import passages
from bot.checking.faults import Faults
from bot.checking.reading import Reader
from bot.checking.report import run
from bot.knowledge import KnowledgeBase, load
from bot.knowledge.shapes import SectionShape
from bot.model import Conversation, Reply, Status
from tests.samples import MEMBERS, TODAY, UNKNOWN

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT.parent / "shared" / "sources"

Edit = Callable[[str, str, str], None]
Part = Callable[[KnowledgeBase, Faults], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the project's knowledge."""
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Return a way to change one place of the copy; the place must be there, or the test would test nothing."""

    def change(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def found(folder: Path, part: Part) -> list[str]:
    """Return what one part of the check says of a folder, one line a fault."""
    base = load(folder)
    faults = Faults(base.entries.places)
    part(base, faults)
    return [str(fault) for fault in faults.sorted()]


def in_sources(base: KnowledgeBase, faults: Faults) -> None:
    """Hold the facts against the sources' texts."""
    evidence.check(base, SOURCES, faults)


with_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources' texts are not part of the project")


@pytest.mark.parametrize("part", [sums.check, references.check, times.check, names.check], ids=lambda part: part.__module__)
def test_the_knowledge_is_sound(folder: Path, part: Part) -> None:
    """The project's own knowledge has no fault of any kind."""
    assert found(folder, part) == []


def test_the_whole_check_is_clean() -> None:
    """All checks together find nothing, wordings included."""
    outcome = check(None, today=TODAY, sources=SOURCES if SOURCES.is_dir() else None)

    assert [str(fault) for fault in outcome.faults] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "part", "told"),
    [
        pytest.param(
            "facts/money.yaml",
            "value: 21\n",
            "value: 22\n",
            sums.check,
            r"money\.yaml:\d+: .*add up to 101, not 100",
            id="shares",
        ),
        pytest.param(
            "facts/participation.yaml",
            "value: 6\n",
            "value: 7\n",
            sums.check,
            r"participation\.yaml:\d+: \[members\.count\] The printed count is 7, but 6 members are listed",
            id="count",
        ),
        pytest.param(
            "facts/since/participation.yaml",
            'valid_from: "2023-07-04", as_of: "2025-09-01"',
            'valid_from: "2023-07-01", as_of: "2025-09-01"',
            times.check,
            r"participation\.yaml:\d+: \[status\.irn\] On 2023-07-01 it says observer, and status\.irn\.member says member",
            id="two statuses",
        ),
        pytest.param(
            "facts/participation.yaml",
            'value: "observer", valid_until: "2023-07-04"',
            'value: "observer", valid_until: "2023-07-02"',
            times.check,
            r"\[status\.irn\] It ends on 2023-07-02, and nothing begins on that day",
            id="a gap",
        ),
        pytest.param(
            "facts/since/participation.yaml",
            'valid_until: "2024-07-04"',
            'valid_until: "2014-07-04"',
            times.check,
            r"It ends on 2014-07-04, before it begins",
            id="backwards",
        ),
        pytest.param(
            "facts/since/organs.yaml",
            'announced: "2026"',
            'announced: "2024"',
            times.check,
            r"\[office\.chair\] It is announced for 2024, before it begins",
            id="announced backwards",
        ),
        pytest.param(
            "facts/since/shares.yaml",
            'value: "15.2"',
            'value: "16.2"',
            times.check,
            r"\[shares\.2025\] The shares of 2025-01-01 add up to 101\.0, not 100",
            id="shares of a time",
        ),
        pytest.param(
            "facts/since/shares.yaml",
            'subject: "irn"',
            'subject: "mng"',
            times.check,
            r"On 2025-01-01 irn is a member, but has no share",
            id="a share too few",
        ),
        pytest.param(
            "facts/since/participation.yaml",
            "value: 9,",
            "value: 8,",
            times.check,
            r"\[members\.count\.2023\] The count is 8, but 9 members are listed for 2023-07-04",
            id="the count of a time",
        ),
        pytest.param(
            "horizons.yaml",
            'ends: "2026-04-02"',
            'ends: "2026-01-02"',
            times.check,
            r"\[cis\.moldova\] It is of 2026-04-02, after the end of what is known of cis \(2026-01-02\)",
            id="beyond the horizon",
        ),
        pytest.param(
            "facts/overlaps.yaml",
            '["5", "6"]',
            '["4", "6"]',
            sums.check,
            r"overlaps\.yaml:\d+: .*4 members inside and 1",
            id="overlap",
        ),
        pytest.param(
            "facts/overlaps.yaml",
            '["5", "56"]',
            '["9", "56"]',
            sums.check,
            r"overlaps\.yaml:\d+: .*9 of 56 is more",
            id="too many",
        ),
        pytest.param(
            "facts/money.yaml",
            "value: 30\n",
            "value: 35\n",
            sums.check,
            r"\[staff\.secretariat\] The value 35 does not",
            id="unsaid",
        ),
        pytest.param(
            "facts/organisation.yaml",
            'value: "beijing"\n    say: "The SCO is',
            'value: "tashkent"\n    say: "The SCO is',
            sums.check,
            r'\[seat\] The value "tashkent" does not',
            id="place",
        ),
        pytest.param(
            "facts/organisation.yaml", '"2001-06"', '"2001-07"', sums.check, r"\[founded\] The value 2001-07 does not", id="month"
        ),
        pytest.param(
            "facts/participation.yaml",
            'subject: "chn"',
            'subject: "chm"',
            references.check,
            r'`subject` names "chm"',
            id="subject",
        ),
        pytest.param(
            "facts/documents.yaml", '["training"]', '["trainin"]', references.check, r'`about` names "trainin"', id="about"
        ),
        pytest.param(
            "facts/money.yaml",
            "Short description, 2",
            "Short story, 2",
            references.check,
            r'no section "Short story"',
            id="section",
        ),
        pytest.param(
            "documents.yaml", 'partners: ["afg"]', 'partners: ["afgh"]', references.check, r'names "afgh"', id="partner"
        ),
        pytest.param(
            "documents.yaml",
            'force: "other"\n    topics',
            'force: "soft"\n    topics',
            references.check,
            r'`force` names "soft"',
            id="force",
        ),
        pytest.param(
            "en/organisations.yaml",
            '"Association of Southeast',
            '"NATO", forms: ["x"]}\n  z: {name: "Z", long: "Association of Southeast',
            names.check,
            r'organisations\.yaml:\d+: \[asean\] The form "nato" stands for asean and for nato',
            id="doubled name",
        ),
    ],
)
def test_a_slip_is_found(folder: Path, edit: Edit, file: str, old: str, new: str, part: Part, told: str) -> None:
    """A slip in the copy is told with file and line."""
    edit(file, old, new)

    assert re.search(told, "\n".join(found(folder, part)))


@with_sources
def test_every_fact_stands_in_its_source() -> None:
    """Each number, year, name and value of the project's facts is in the section and item that it cites."""
    assert found(ROOT / "knowledge", in_sources) == []


@with_sources
@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "facts/money.yaml",
            'value: 21\n    valid_until: "2017-12-01"\n    say: "Kazakhstan contributed 21',
            'value: 22\n    valid_until: "2017-12-01"\n    say: "Kazakhstan contributed 22',
            "22",
        ),
        ("facts/money.yaml", "value: 4000000", "value: 5000000", "the number 5000000"),
        ("facts/organisation.yaml", "in April 1996", "in April 1997", "the number 1997"),
        ("facts/organisation.yaml", "in April 1996", "in May 1996", "the month 5"),
        (
            "facts/organisation.yaml",
            'value: "beijing"\n    say: "The SCO is',
            'value: "tashkent"\n    say: "The SCO is',
            "the name of tashkent",
        ),
        ("facts/organisation.yaml", 'Tajikistan."', 'Turkmenistan."', "the name of tkm"),
        (
            "facts/organisation.yaml",
            'value: "informal negotiation',
            'value: "formal negotiation',
            'the words "formal negotiation',
        ),
        ("facts/money.yaml", "Short description, 2", "Short description, 9", "has 3 items, not 9"),
        ("facts/money.yaml", "Short description, 2", "Members, 2", "does not have"),
        ("facts/money.yaml", 'as_of: "2004"', 'as_of: "2005"', "the date 2005 of `as_of`"),
        ("documents.yaml", "year: 2001", "year: 2003", "the year 2003"),
        ("documents.yaml", 'partners: ["un"]', 'partners: ["un", "nato"]', "the name of nato"),
        ("en/names.yaml", "Terrorism, Separatism and Extremism", "Terrorism and Extremism", "the title"),
        (
            "sources.yaml",
            'opens: "6 members"\n        also',
            'opens: "7 members"\n        also',
            "No line of sco-poa-profile.txt opens",
        ),
        ("sources.yaml", 'file: "sco-poa-profile.txt"\n    s', 'file: "none.txt"\n    s', "cannot be read"),
    ],
)
def test_a_change_is_found_in_the_source(folder: Path, edit: Edit, file: str, old: str, new: str, told: str) -> None:
    """A number, name, date, word or place that the source does not have there is told."""
    edit(file, old, new)

    assert told in "\n".join(found(folder, in_sources))


SECTIONS = (
    SectionShape("Top", opens=""),
    SectionShape("List", opens="2 things", also=["* Note"]),
    SectionShape("Empty"),
    SectionShape("End"),
)


def test_passages() -> None:
    """A text is cut at its headings; bullets go, blank lines do not count, a note stands with its section."""
    text = "stamp\n\nEnd of story\n\n2 things (all)\n\n  • one\n  • two\nEmpty\n\nEnd\nlast\n* Note on the list\n"

    assert passages(text, SECTIONS) == {
        "Top": ("stamp", "End of story"),
        "List": ("2 things (all)", "one", "two", "* Note on the list"),
        "Empty": (),
        "End": ("last",),
    }


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return a reader with the project's names and number words."""
    return Reader(load())


@pytest.mark.parametrize(
    ("text", "numbers", "months"),
    [
        ("USD 4 million in 2007", {4_000_000, 2007}, set()),
        ("4,000,000 dollars", {4_000_000}, set()),
        ("five of the fifty members", {5, 50}, set()),
        ("one of its two bodies", {2}, set()),
        ("11.8.2020 : 12:07 : +0200", {11, 8, 2020, 12, 7, 2, 0, 200}, {8}),
        ("in June 2001 it may be that", {2001}, {6}),
        ("7 May 2012", {7, 2012}, {5}),
    ],
)
def test_reading_numbers(reader: Reader, text: str, numbers: set[int], months: set[int]) -> None:
    """Numbers are read in figures and words, with their scale; months only beside a number."""
    content = reader.read(text)

    assert content.numbers == numbers
    assert content.months == months


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Russian Federation and Afghan partners", {"rus", "afg"}),
        ("RATS in Tashkent", {"rats", "tashkent"}),
        ("an article on trust", set()),
    ],
)
def test_reading_names(reader: Reader, text: str, expected: set[str]) -> None:
    """Names are read in each of their forms, adjectives included."""
    assert reader.read(text).names == expected


def test_reading_words(reader: Reader) -> None:
    """Words are found next to each other, in singular or plural, whatever their case and hyphens."""
    content = reader.read("Its financial contributions, and Counter-measures.")

    assert content.holds("financial contribution")
    assert content.holds("counter measure")
    assert not content.holds("financial measures")


def _reply(intent: str | None, *facts: str, **slots: tuple[str, ...]) -> Reply:
    status = Status.UNKNOWN if intent is None else Status.ANSWERED
    return replace(MEMBERS, status=status, intent=intent, slots=slots, conversation=Conversation(facts=facts))


@pytest.fixture
def base() -> KnowledgeBase:
    """Return the project's knowledge."""
    return load()


def _wordings(base: KnowledgeBase, ask: Callable[[str], Reply]) -> list[str]:
    faults = Faults(base.entries.places)
    wordings.check(base, ask, faults)
    return [str(fault) for fault in faults.sorted()]


def test_an_example_that_another_rule_takes(base: KnowledgeBase) -> None:
    """An example that lands on another rule is told with both names; one that nothing takes, too."""
    name, rule = next(iter(base.rules.items()))
    lost = wordings_of(base, {example: _reply(None, *base.facts) for example in rule.examples})
    stolen = wordings_of(base, {example: _reply("thief", *base.facts) for example in rule.examples})

    assert f'[{name}] Its example "{rule.examples[0]}" is not understood (unknown).' in lost
    assert f'[{name}] Its example "{rule.examples[0]}" is taken by the rule thief.' in stolen


def wordings_of(base: KnowledgeBase, replies: dict[str, Reply]) -> str:
    """Return the faults where some questions get these replies and each other example lands where it should."""
    right = {example: _reply(name, *base.facts) for name, rule in base.rules.items() for example in rule.examples}
    return "\n".join(_wordings(base, lambda text: replies.get(text) or right.get(text) or UNKNOWN))


def test_a_menu_command_that_is_not_answered(base: KnowledgeBase) -> None:
    """A command of the menu whose question is declined is told."""
    command = base.commands[0]

    assert f'[{command.command}] Its question "{command.question}" is not answered (unknown).' in wordings_of(
        base, {command.question: UNKNOWN}
    )


def test_a_fact_that_nothing_reaches(base: KnowledgeBase) -> None:
    """A fact that no example and no question about its subject brings up is told."""
    lonely, *others = base.facts
    right = {example: _reply(name, *others) for name, rule in base.rules.items() for example in rule.examples}

    told = _wordings(base, lambda text: right.get(text) or _reply("other", *others))

    (line,) = (line for line in told if "No question reaches" in line)
    assert f"[{lonely}]" in line


def test_a_slip_that_becomes_another_country(base: KnowledgeBase) -> None:
    """A slip of one country's name that is read as its neighbour alone is told; a doubt between both is none."""
    read = {"austrlaia": {"aut"}, "astralia": {"aut", "aus"}, "austraia": {"aus"}}
    faults = Faults(base.entries.places)

    slips.check(base, lambda word: frozenset(read.get(word, ())), faults)

    told = [str(fault) for fault in faults.sorted()]
    assert any('"austrlaia", a slip of a name of Australia, is read as Austria.' in line for line in told)
    assert not any("astralia" in line for line in told)


def test_slips_of_one_letter() -> None:
    """A letter is left out, doubled, swapped, added or replaced; the names themselves are no slips."""
    found = set(slips.one_letter_slips("iran", "iraq"))

    assert {"ran", "iraan", "rian", "irqn", "iraqn"} <= found
    assert "iraq" not in found
    assert "iran" not in found


def test_a_broken_form_is_told(folder: Path, edit: Edit) -> None:
    """A form whose brackets do not pair is told with its place, and nothing else is tried."""
    edit("en/organisations.yaml", '"atlantic alliance", "north', '"(atlantic alliance", "north')

    told = [str(fault) for fault in check(folder, today=TODAY).faults]

    assert len(told) == 1
    assert re.search(r'en/organisations\.yaml:\d+: \[nato\] The form "\(atlantic alliance" has a bracket', told[0])


def test_faults_as_json(folder: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    """Faults come as JSON with file, line, entry, problem and remedy."""
    edit("facts/money.yaml", "value: 21\n", "vale: 21\n")

    clean = run(folder, today=TODAY, sources=None, as_json=True)

    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert not clean
    assert (fault["file"], fault["entry"], fault["line"] > 0) == ("facts/money.yaml", "share.kaz", True)
    assert fault["problem"]
    assert fault["remedy"]
