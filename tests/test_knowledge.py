"""The knowledge folder: what is read of it, and how a broken one is told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pycountry
import pytest
from babel import Locale
from babel.dates import format_date

from bot.errors import Fault, KnowledgeError
from bot.knowledge import KnowledgeBase, bundled, load, long_date
from bot.knowledge.cldr import _cldr, countries

Spoil = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the project's knowledge."""
    return shutil.copytree(bundled(), tmp_path / "knowledge")


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Return a way to change one place of the copy; the place must be there, or the test would test nothing."""

    def change(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def faults(folder: Path) -> tuple[Fault, ...]:
    """Return the faults that a folder is refused for; there must be some."""
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value.faults


ORGANISATION, PARTICIPATION = "facts/organisation.yaml", "facts/participation.yaml"
SEAT = 'say: "The SCO is based in Beijing, China."'


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "told"),
    [
        pytest.param(ORGANISATION, SEAT, 'say: "The SCO is [', "", "not valid YAML", id="a quote that is not closed"),
        pytest.param(ORGANISATION, "facts:\n", "facts:\n  - {[\n", "", "not valid YAML", id="brackets that do not pair"),
        pytest.param(ORGANISATION, "facts:\n", "facts:\n\t- x\n", "", "not valid YAML", id="a tab"),
        pytest.param(ORGANISATION, SEAT, f'{SEAT}\n    sya: "x"', "seat", "sya", id="an unknown key"),
        pytest.param(ORGANISATION, f"    {SEAT}\n", "", "seat", "say", id="a key that is missing"),
        pytest.param(
            ORGANISATION,
            'cite: ["sas-sco-profile: General Information, 3"]',
            "cite: []",
            "name",
            "cites nothing",
            id="no citation",
        ),
        pytest.param(
            ORGANISATION, '    cite: ["sas-sco-profile: General Information, 3"]\n', "", "name", "cite", id="no cite key"
        ),
        pytest.param(
            ORGANISATION,
            '["sas-sco-profile: General Information, 3"]',
            '["elsewhere: General Information, 4"]',
            "name",
            "elsewhere",
            id="a dead source",
        ),
        pytest.param(
            ORGANISATION,
            '["sas-sco-profile: General Information, 3"]',
            '["page four"]',
            "name",
            "cannot be read",
            id="a citation of another form",
        ),
        pytest.param(ORGANISATION, '- id: "aim"', '- id: "name"', "name", "stands twice", id="a doubled id"),
        pytest.param(ORGANISATION, SEAT, "say: 7", "seat", "`str`", id="a number for a text"),
        pytest.param(ORGANISATION, SEAT, "say: no", "seat", "`str`", id="a bare no"),
        pytest.param(ORGANISATION, SEAT, "say: 2012-06-07", "seat", "`str`", id="a bare date"),
        pytest.param(ORGANISATION, SEAT, "say: null", "seat", "`str`", id="nothing for a text"),
        pytest.param(
            ORGANISATION,
            '["sas-sco-profile: General Information, 3"]',
            '"sas-sco-profile: General Information, 4"',
            "name",
            "`array`",
            id="a text for a list",
        ),
        pytest.param(ORGANISATION, SEAT, f'{SEAT}\n    say: "x"', "say", "stands twice", id="a key that stands twice"),
        pytest.param(ORGANISATION, "facts:\n", "fakts:\n", "", "fakts", id="an unknown section"),
        pytest.param("documents.yaml", "year: 2001", 'year: "2001"', "convention-2001", "`int`", id="a text for a number"),
        pytest.param("en/rules/membership.yaml", "rules:\n", "rules:\n  7: {}\n", "7", "not a text", id="a number for a key"),
        pytest.param("en/rules/membership.yaml", "rules:\n", "rules:\n  odd: 7\n", "odd", "`object`", id="a number for an entry"),
    ],
)
def test_a_fault_is_named(file: str, old: str, new: str, entry: str, told: str, folder: Path, spoil: Spoil) -> None:
    """A broken entry is told with its file, line, name, what is wrong and what to write instead."""
    spoil(file, old, new)
    found = [fault for fault in faults(folder) if fault.file == file and told in fault.problem]

    assert found
    assert {(fault.entry == entry, fault.line > 0, bool(fault.remedy)) for fault in found} == {(True, True, True)}


@pytest.mark.parametrize(
    "bare",
    ["no", "2012-06-07", "7", "2.5", "yes"],
)
def test_a_bare_value_is_told_to_be_quoted(bare: str, folder: Path, spoil: Spoil) -> None:
    """Where YAML makes something else of a bare word, the remedy is to put it in quotes."""
    spoil(ORGANISATION, SEAT, f"say: {bare}")

    assert "quotes" in faults(folder)[0].remedy


def test_the_line_is_that_of_the_value(folder: Path, spoil: Spoil) -> None:
    """The line leads to the place that is to be mended."""
    spoil(ORGANISATION, SEAT, "say: no")
    [fault] = faults(folder)
    line = (folder / ORGANISATION).read_text("utf-8").splitlines()[fault.line - 1]

    assert line.strip() == "say: no"


def test_several_faults_are_told_in_one_run(folder: Path, spoil: Spoil) -> None:
    """Faults of several files are all told at once, in the order of files and lines."""
    spoil(ORGANISATION, SEAT, "say: no")
    spoil(PARTICIPATION, 'say: "The SCO had six members."', "say: 6")
    spoil("en/rules/shares.yaml", "rules:\n", "ruels:\n")
    spoil("sources.yaml", 'note: "Read as', 'nota: "Read as')
    found = faults(folder)

    assert {fault.file for fault in found} == {ORGANISATION, PARTICIPATION, "en/rules/shares.yaml", "sources.yaml"}
    assert list(found) == sorted(found)


def test_the_message_is_one_line_a_fault(folder: Path, spoil: Spoil) -> None:
    """The message has the form that editors can jump to: file, line, entry, problem, remedy."""
    spoil(ORGANISATION, SEAT, "say: no")
    with pytest.raises(KnowledgeError, match=r"^facts/organisation\.yaml:\d+: \[seat\] .+\. .+\.$"):
        load(folder)


@pytest.mark.parametrize("file", ["facts", "en/grammar.yaml", "en/rules"])
def test_a_section_that_is_missing(file: str, folder: Path) -> None:
    """Without one of its sections a folder is refused, and the section is named."""
    path = folder / file
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()

    assert any("missing" in fault.problem for fault in faults(folder))


def test_words_that_are_missing(folder: Path) -> None:
    """Without any vocabulary a folder is refused like one without facts."""
    shutil.rmtree(folder / "en" / "words")

    assert any("missing" in fault.problem for fault in faults(folder))


def test_a_list_that_is_a_mapping(folder: Path) -> None:
    """Facts that are written as a mapping are a fault, and not passed over in silence."""
    (folder / "facts" / "more.yaml").write_text('facts:\n  extra: {subject: "sco"}\n', "utf-8")

    assert faults(folder)[0].file == "facts/more.yaml"


def test_an_entry_that_contains_itself(folder: Path) -> None:
    """An entry that leads back to itself is a fault of its file."""
    (folder / "facts" / "round.yaml").write_text("words:\n  odd: &odd {forms: [*odd]}\n", "utf-8")

    assert faults(folder)[0].file == "facts/round.yaml"


def test_a_file_that_is_no_mapping(folder: Path) -> None:
    """A file that begins with a list is told to begin with a section."""
    (folder / "more.yaml").write_text('- "x"\n', "utf-8")

    assert faults(folder)[0].problem == "The file is not a mapping."


def test_a_file_that_is_no_text(folder: Path) -> None:
    """A file that is not UTF-8 is told by its name."""
    (folder / "more.yaml").write_bytes(b"\xff\xfe\x00")

    assert faults(folder)[0].file == "more.yaml"


def test_an_empty_file_is_no_fault(folder: Path) -> None:
    """A file with comments alone says nothing, and is none."""
    (folder / "more.yaml").write_text("# later\n", "utf-8")

    assert load(folder).facts


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_knowledge(name: str, tmp_path: Path) -> None:
    """A folder that is not there, or holds nothing, is told by its name."""
    (tmp_path / "empty").mkdir()
    [fault] = faults(tmp_path / name)

    assert name in fault.file


def test_a_plain_entry_has_its_citation(folder: Path) -> None:
    """A question with its answer can be written down without any rule, and keeps its place."""
    (folder / "more.yaml").write_text(
        'entries:\n  motto: {examples: ["What is the motto?"], answer: "None.", cite: ["sas-sco-profile: Members, 1"]}\n',
        "utf-8",
    )
    entry = load(folder).plain["motto"]

    assert (entry.text, [citation.item for citation in entry.cite]) == ("None.", [1])


def test_what_is_read(base: KnowledgeBase) -> None:
    """A fact has its value, its date and its place."""
    fact = base.facts["budget.size"]

    assert (fact.value, fact.as_of, fact.subject) == (4_000_000, "2007", "sco")
    assert [(c.source.id, c.section, c.item) for c in fact.cite] == [("sas-sco-profile", "Short description", 2)]


def test_a_fact_without_a_date_has_that_of_its_source(base: KnowledgeBase) -> None:
    """Where a fact gives no date, that of its first source holds."""
    assert base.facts["seat"].as_of == "2012-06-07"


def test_every_country_of_the_world_is_known(base: KnowledgeBase) -> None:
    """Countries are taken from a list of all, with the names of this project where it has its own."""
    assert len([kind for kind in base.kinds.values() if kind == "country"]) > 240
    assert base.name("rus") == "Russia"


def test_look_ups(base: KnowledgeBase) -> None:
    """Facts are found by relation and by subject, in the order of the files."""
    assert [fact.subject for fact in base.related("body")] == ["secretariat", "rats"]
    assert {fact.subject for fact in base.of("rats")} == {"rats"}
    assert base.related("nothing") == ()


@pytest.mark.parametrize(("text", "said"), [("2012-06-07", "7 June 2012"), ("2001-06", "June 2001"), ("2007", "2007")])
def test_long_date(text: str, said: str) -> None:
    """A date is said with the precision that it has."""
    assert long_date(text) == said


def test_countries_and_months_are_named_as_babel_names_them() -> None:
    """What is read of the lists without the packages around them is what these themselves give."""
    territories, months = _cldr()
    listed = {country.alpha_3.lower(): country.alpha_2 for country in pycountry.countries}

    assert territories == dict(Locale("en").territories)
    assert countries().keys() == {*listed, "xkx"}
    assert all(
        name == territories[listed.get(code, "XK")].replace("(", "").replace(")", "") for code, name in countries().items()
    )
    assert months == dict(Locale("en").months["format"]["wide"])
    assert [long_date(f"2012-{month:02}-17") for month in months] == [
        format_date(date(2012, month, 17), "d MMMM y", locale="en_GB") for month in months
    ]


def test_every_statement_is_a_sentence(base: KnowledgeBase) -> None:
    """What a fact says begins with a capital and ends with a stop."""
    odd = [name for name, fact in base.facts.items() if not re.fullmatch(r"[A-Z].*[.\")]", fact.say, re.DOTALL)]

    assert odd == []
