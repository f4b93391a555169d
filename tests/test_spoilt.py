"""Spoilt knowledge: whatever is wrong in a copy is told with its place and what to write, and nothing breaks on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.checking import check, references
from bot.checking.faults import Faults
from bot.errors import Fault, KnowledgeError
from bot.knowledge import bundled, load
from tests.samples import TODAY

MONEY, RULES, REPLIES, GRAMMAR = "facts/money.yaml", "en/rules/membership.yaml", "en/replies.yaml", "en/grammar.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the project's knowledge."""
    return shutil.copytree(bundled(), tmp_path / "knowledge")


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], None]:
    """Return a way to change one place of the copy; the place must be there, or the test would test nothing."""

    def change(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return change


def refused(folder: Path) -> Fault:
    """Return the one fault for which a folder is refused, by whoever asks and by whoever checks."""
    with pytest.raises(KnowledgeError) as caught:
        Assistant(load(folder))
    assert caught.value.faults == check(folder, today=TODAY).faults
    (fault,) = caught.value.faults
    assert fault.problem
    assert fault.remedy
    assert "\n" not in str(fault)
    return fault


def references_of(folder: Path) -> list[str]:
    """Return what the check of the references says of a folder."""
    base = load(folder)
    faults = Faults(base.entries.places)
    references.check(base, faults)
    return [str(fault) for fault in faults.sorted()]


@pytest.mark.parametrize(
    ("text", "line", "entry", "told"),
    [
        pytest.param("- x\n", 1, "", "not a mapping", id="a list"),
        pytest.param("hello\n", 1, "", "not a mapping", id="a word"),
        pytest.param(bytes(range(256)), 2, "", "UTF-8", id="binary"),
        pytest.param('phrases:\n  a: "é"\n'.encode("latin-1"), 2, "", "UTF-8", id="Latin-1"),
        pytest.param("facts: []\n".encode("utf-16"), 1, "", "UTF-8", id="UTF-16"),
        pytest.param('phrases:\n  a: "x\x00"\n', 2, "", "control character", id="a control character"),
        pytest.param('phrases:\n\ta: "x"\n', 2, "", "not valid YAML", id="a tab"),
        pytest.param('phrases:\n  a.b: "x"\n---\nphrases: {}\n', 3, "", "another document", id="two documents"),
        pytest.param("facts:\n", 1, "", "not a list", id="a list with nothing in it"),
        pytest.param("rules:\n", 1, "rules", "Keys with their values", id="a mapping with nothing in it"),
        pytest.param('facts:\n  - "x"\n', 2, "", "`object`", id="facts that are texts"),
        pytest.param('facts:\n  - {subject: "sco"}\n', 2, "", "`id`", id="a fact without id"),
        pytest.param('entries:\n  "": {examples: [], answer: "x", cite: []}\n', 2, "", "id is empty", id="an empty id"),
        pytest.param("phrases: {}\nphrases: {}\n", 2, "phrases", "stands twice", id="a section that stands twice"),
        pytest.param("phrases:\n  a: " + "[" * 500 + "]" * 500, 2, "a", "too deeply", id="deep"),
        pytest.param("phrases:\n  a: " + "[" * 5000, 2, "", "nesting", id="very deep"),
        pytest.param('phrases:\n  ? [a]\n  : "x"\n', 2, "phrases", "not a text", id="a list for a key"),
        pytest.param('words:\n  a: &a {forms: ["x"]}\n  b: {<<: *a}\n', 3, "", "alias *a", id="a merged entry"),
        pytest.param('phrases:\n  a: &a ["x"]\n  b: [*a, *a, *a]\n', 3, "", "alias *a", id="an alias that multiplies"),
        pytest.param("phrases:\n  a: *b\n", 2, "", "alias *b", id="an alias of nothing"),
        pytest.param('words:\n  a: {forms: "x"}\n', 2, "a", "`array`", id="a text for a list of forms"),
        pytest.param("words:\n  a: {forms: [[1]]}\n", 2, "a", "`str`", id="a list for a form"),
        pytest.param("phrases:\n  a: {}\n", 2, "a", "`str`", id="a mapping for a phrase"),
        pytest.param("grammar: 7\n", 1, "grammar", "stands twice", id="a second grammar"),
        pytest.param('words:\n  a: {forms: ["(x"]}\n', 2, "a", "without its partner", id="a bracket in a form"),
    ],
)
def test_a_file(text: str | bytes, line: int, entry: str, told: str, folder: Path) -> None:
    """A further file of any content is refused by its name and line."""
    (folder / "more.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    fault = refused(folder)

    assert (fault.file, fault.line, fault.entry) == ("more.yaml", line, entry)
    assert told in fault.problem


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "told"),
    [
        pytest.param(MONEY, "value: 21\n", "value: " + "9" * 5000 + "\n", "share.kaz", "`int |", id="a number without end"),
        pytest.param(MONEY, "value: 21\n", "value: 21.5\n", "share.kaz", "`int |", id="a fraction"),
        pytest.param(MONEY, "value: 21\n", 'value: "much"\n', "share.kaz", "no share", id="a share in words"),
        pytest.param(MONEY, 'as_of: "2007"\n', 'as_of: "June"\n', "budget.size", "cannot be read", id="no date"),
        pytest.param(MONEY, 'as_of: "2007"\n', 'as_of: "2007-02-31"\n', "budget.size", "cannot be read", id="no such day"),
        pytest.param(RULES, "  do: ", '  do: "nothing" # ', "status.list", "nothing", id="an operation that is not there"),
        pytest.param(RULES, "needs: [", "needs: [7, ", "status.list", "`str`", id="a number among texts"),
        pytest.param(GRAMMAR, '- "a an', '- "( an', "grammar", "without its partner", id="a bracket among the small words"),
        pytest.param(GRAMMAR, 'age: ["(late', 'age: ["((late', "grammar", "without its partner", id="a bracket in a frame"),
        pytest.param(GRAMMAR, '- "promise checking"', '- "promise hoping"', "grammar", '"hoping"', id="a part that is not there"),
        pytest.param(GRAMMAR, '"january": 1', '"january": 13', "grammar", "<= 12", id="a thirteenth month"),
    ],
)
def test_an_entry(
    file: str, old: str, new: str, entry: str, told: str, folder: Path, spoil: Callable[[str, str, str], None]
) -> None:
    """A value that answers would break on is refused before anything is asked."""
    spoil(file, old, new)
    fault = refused(folder)

    assert (fault.file, fault.entry, fault.line > 0) == (file, entry, True)
    assert told in fault.problem


@pytest.mark.parametrize("kind", ["a folder", "a link to nothing", "another ending"])
def test_what_is_no_file(kind: str, folder: Path) -> None:
    """What cannot be read, or would be passed over in silence, is told by its name."""
    odd = folder / ("more.yml" if kind == "another ending" else "more.yaml")
    if kind == "a folder":
        odd.mkdir()
    elif kind == "a link to nothing":
        odd.symlink_to("nowhere")
    else:
        odd.write_text("phrases: {}\n", "utf-8")

    assert refused(folder).file == odd.name


def test_all_sections_that_are_missing_are_told_at_once(folder: Path) -> None:
    """Whoever lost several files hears of each."""
    shutil.rmtree(folder / "en" / "rules")
    shutil.rmtree(folder / "en" / "words")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)

    assert [fault.file for fault in caught.value.faults] == ["rules", "words"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("\n  answer.yes:", "\n  answer.yess:", "missing", id="a phrase that is missing"),
        pytest.param('\n  answer.yes: "', '\n  answer.yes: "{nope} ', "placeholder", id="a placeholder of nothing"),
        pytest.param('\n  answer.yes: "', '\n  answer.yes: "{ ', "placeholder", id="a brace that is not closed"),
    ],
)
def test_a_phrase(old: str, new: str, told: str, folder: Path, spoil: Callable[[str, str, str], None]) -> None:
    """A phrase that cannot be said is a fault of its file, to whoever asks."""
    spoil(REPLIES, old, new)
    with pytest.raises(KnowledgeError, match=told) as caught:
        Assistant(load(folder)).ask("Is China a member?", today=TODAY)

    assert [fault.file for fault in caught.value.faults] == [REPLIES]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param('cities:\n  x: {name: "Xville", country: "zzz"}\n', "[x] `country` names", id="a city"),
        pytest.param('places:\n  x: {name: "Xland", kind: "place", countries: ["zzz"]}\n', "[x] `countries` names", id="a place"),
        pytest.param('ambiguous:\n  "zork": ["zzz"]\n', "[zork] `zork` names", id="an ambiguous form"),
        pytest.param(
            'entries:\n  x: {examples: [], answer: "X.", cite: ["sas-sco-profile: Members"]}\n', "[x] It has no", id="an entry"
        ),
    ],
)
def test_what_leads_nowhere(text: str, told: str, folder: Path) -> None:
    """The check tells names of countries that are none, and answers that no question has."""
    (folder / "more.yaml").write_text(text, "utf-8")

    assert any(told in line for line in references_of(folder))


def test_what_answers_break_on_is_told_once(folder: Path, spoil: Callable[[str, str, str], None]) -> None:
    """A phrase that is missing is told alone, not with each example that needs it; an error within an answer, with its question.

    One check for both, as it asks every example.
    """
    spoil(REPLIES, "\n  answer.yes:", "\n  answer.yess:")
    spoil("facts/overlaps.yaml", 'value: ["5", "9"]', 'value: "much"')
    faults = check(folder, today=TODAY).faults
    told = "\n".join(str(fault) for fault in faults)

    assert [fault.entry for fault in faults if fault.file == REPLIES] == ["answer.yes"]
    assert "ends in an error" in told
    assert "not a part and a whole" in told


def test_a_fact_that_answers_need_is_missing(folder: Path, spoil: Callable[[str, str, str], None]) -> None:
    """A fact that is gone is told by its name, and by the rule that names it."""
    spoil(MONEY, 'id: "budget.size"', 'id: "budget.sise"')
    base = load(folder)
    with pytest.raises(KnowledgeError, match=r'No entry is called "budget\.size"'):
        base.facts["budget.size"]

    assert any('`facts` names "budget.size"' in line for line in references_of(folder))
