"""Question banks: reading, judging, summing up, printing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import BankError, Verdict, as_json, evaluate, judge, read, summarise
from bot.evaluation.command import run
from bot.evaluation.report import misses, print_tables, tables
from bot.evaluation.summary import goal_of
from bot.model import Conversation, Reply, Status
from tests.samples import MEMBERS, TODAY, UNKNOWN, echo

Bank = Callable[..., Path]


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Return a way to write a bank file."""

    def write(*rows: dict[str, Any] | str, name: str = "bank.jsonl") -> Path:
        path = tmp_path / name
        texts = [
            row if isinstance(row, str) else json.dumps({"id": f"l-{n}", "question": "q"} | row) for n, row in enumerate(rows)
        ]
        path.write_text("\n".join(texts) + "\n", "utf-8")
        return path

    return write


MEMBER_LINE = {"expect": "answer", "must": [["CHINA"], ["kazakh", "tajik"]], "must_not": ["^No\\b"], "section": ["Members"]}
DECLINE = {"expect": "decline", "must_not": ["kazakh"]}
REPLY = MEMBERS
UNCERTAIN = replace(MEMBERS, status=Status.CLARIFY)


@pytest.mark.parametrize(
    ("row", "reply", "verdict"),
    [
        pytest.param(MEMBER_LINE, REPLY, Verdict.RIGHT, id="every group matches, letters of any case"),
        pytest.param(MEMBER_LINE | {"must": [["china"], ["iran"]]}, REPLY, Verdict.WRONG, id="a group without a match"),
        pytest.param(MEMBER_LINE | {"must_not": ["six"]}, REPLY, Verdict.WRONG, id="says what must not be said"),
        pytest.param(MEMBER_LINE | {"must_not": ["^• China"]}, REPLY, Verdict.RIGHT, id="^ is the start of the whole text"),
        pytest.param(MEMBER_LINE | {"section": ["Overlaps"]}, REPLY, Verdict.UNCITED, id="cites another section"),
        pytest.param(
            MEMBER_LINE | {"section": ["X", "Short description"]}, REPLY, Verdict.RIGHT, id="any of the sections will do"
        ),
        pytest.param(
            MEMBER_LINE | {"section": ["X"], "must": [["iran"]]}, REPLY, Verdict.WRONG, id="wrong counts before uncited"
        ),
        pytest.param(MEMBER_LINE, UNKNOWN, Verdict.DECLINED, id="declines what should be answered"),
        pytest.param(MEMBER_LINE, UNCERTAIN, Verdict.DECLINED, id="asks back, whatever its text holds"),
        pytest.param(DECLINE, UNKNOWN, Verdict.RIGHT, id="declines what should be declined"),
        pytest.param(DECLINE, REPLY, Verdict.WRONG, id="answers what should be declined"),
        pytest.param(DECLINE, UNCERTAIN, Verdict.RIGHT, id="asking back is declining, its words do not count"),
        pytest.param(DECLINE | {"kind": "hostile"}, UNCERTAIN, Verdict.WRONG, id="hostile: the words count whatever the status"),
        pytest.param(DECLINE | {"expect": "either"}, UNKNOWN, Verdict.RIGHT, id="either: may decline"),
        pytest.param(MEMBER_LINE | {"expect": "either"}, REPLY, Verdict.RIGHT, id="either: an answer that holds"),
        pytest.param(DECLINE | {"expect": "either"}, REPLY, Verdict.WRONG, id="either: an answer that does not hold"),
        pytest.param(MEMBER_LINE | {"expect": "either", "section": ["X"]}, REPLY, Verdict.UNCITED, id="either: uncited"),
        pytest.param({"expect": "chat"}, UNKNOWN, Verdict.RIGHT, id="chat: any reply is fine"),
        pytest.param({"expect": "chat", "must_not": ["six"]}, REPLY, Verdict.WRONG, id="chat: unless it must not be said"),
    ],
)
def test_judging(bank: Bank, row: dict[str, Any], reply: Reply, verdict: Verdict) -> None:
    """A reply is judged by the rules of the banks' format."""
    (line,) = read([bank(row)])

    result = judge(line, reply)

    assert result.verdict is verdict
    assert bool(result.misses) == (verdict is not Verdict.RIGHT)


def test_conversation_lines_follow_each_other(bank: Bank) -> None:
    """Lines of one conversation of one file carry its context on; other lines and other files start anew."""
    row = {"expect": "either"}
    first = bank(row | {"conversation": "c"}, row, row | {"conversation": "c"}, name="a.jsonl")
    second = bank(row | {"conversation": "c"}, name="b.jsonl")

    texts = [result.reply.text for result in evaluate(read([first, second]), echo, today=TODAY)]

    assert [text.split(" on ")[0] for text in texts] == ["q after 0", "q after 0", "q after 1", "q after 0"]


def test_a_line_names_its_day(bank: Bank) -> None:
    """A line with `today` is asked on that day, any other on the day of the run."""
    lines = read([bank({"expect": "either", "today": "2013-01-02"}, {"expect": "either"})])

    texts = [result.reply.text for result in evaluate(lines, echo, today=date(2020, 5, 6))]

    assert [text.split(" on ")[1] for text in texts] == ["2013-01-02", "2020-05-06"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ({"expect": "maybe"}, '"expect" is "maybe"'),
        ({"expect": "answer", "question": 7}, '"question" is not a text'),
        ({"expect": "answer", "question": None}, '"question" is missing'),
        ({"expect": "answer", "must": "china"}, '"must" is not a list'),
        ({"expect": "answer", "must": ["china"]}, '"must" is not a list of lists'),
        ({"expect": "answer", "must_not": [["china"]]}, '"must_not" is not a list of texts'),
        ({"expect": "answer", "must": [["("]]}, 'The regex "("'),
        ({"expect": "answer", "today": "soon"}, '"today" is "soon"'),
        ({"expect": "answer", "id": "l-0"}, "stands twice"),
    ],
)
def test_bad_line_is_named(bank: Bank, row: dict[str, Any] | str, problem: str) -> None:
    """A line that cannot be used is told with file, line and what is wrong."""
    path = bank({"expect": "answer"}, row)

    with pytest.raises(BankError) as caught:
        read([path])

    assert f"{path}:2: " in str(caught.value)
    assert problem in str(caught.value)


def test_all_bad_lines_are_named_at_once(bank: Bank, tmp_path: Path) -> None:
    """Faults of several lines and of a file that is not there come together."""
    with pytest.raises(BankError) as caught:
        read([bank("{", {"expect": "answer"}, "["), tmp_path / "none.jsonl"])

    assert len(caught.value.faults) == 3


def test_blank_lines_and_line_separators(bank: Bank) -> None:
    """Blank lines are passed over; a Unicode line separator within a question is no end of a line."""
    lines = read([bank("", '{"id": "x", "question": "a\u2028b", "expect": "chat"}')])

    assert [(line.number, line.question) for line in lines] == [(2, "a\u2028b")]


@pytest.mark.parametrize(
    ("name", "row", "goal"),
    [
        ("a-clean.jsonl", {}, "clean"),
        ("b-noisy.jsonl", {}, "noisy"),
        ("d-reasoning.jsonl", {}, "reasoning"),
        ("c-decline.jsonl", {}, "decline"),
        ("c-decline.jsonl", {"conversation": "c"}, "conversations"),
        ("facts.jsonl", {"style": "clean"}, "clean"),
        ("facts.jsonl", {"style": "voice"}, "noisy"),
        ("facts.jsonl", {"kind": "compare"}, "reasoning"),
        ("facts.jsonl", {"kind": "oos", "style": "typo"}, "decline"),
    ],
)
def test_goal_of_a_line(bank: Bank, name: str, row: dict[str, Any], goal: str) -> None:
    """A line counts towards the goal of its conversation, its file's name, or its labels, in this order."""
    (line,) = read([bank({"expect": "answer"} | row, name=name)])

    assert goal_of(line) == goal


def _mixed(bank: Bank) -> tuple[Any, ...]:
    sure = {"kind": "list", "style": "clean", "section": ["Members"]}
    path = bank(
        sure | {"expect": "answer", "must": [["q"]]},
        sure | {"expect": "answer", "must": [["nothing"]], "style": "typo"},
        sure | {"expect": "answer", "section": ["X"]},
        sure | {"expect": "answer", "must": [["nothing"]], "xfail": "not yet"},
        sure | {"expect": "answer", "xfail": "not yet"},
        name="a-clean.jsonl",
    )
    return tuple(evaluate(read([path]), echo, today=TODAY))


def test_summary_counts(bank: Bank) -> None:
    """Lines are counted by what became of them, overall and by file, kind and style."""
    summary = summarise(_mixed(bank))

    assert (summary.all.total, summary.all.right, summary.all.wrong, summary.all.uncited) == (5, 2, 2, 1)
    assert summary.files["a-clean.jsonl"] == summary.kinds["list"] == summary.goals["clean"] == summary.all
    assert summary.styles["typo"].wrong == 1
    assert [result.line.id for result in summary.misses] == ["l-1", "l-2", "l-3"]
    assert [result.line.id for result in summary.surprises] == ["l-4"]


def test_calibration_bands(bank: Bank) -> None:
    """Answers are counted in the band of their confidence; what is not answered is in none."""

    def ask(text: str, conversation: Conversation = Conversation(), *, today: date) -> Reply:  # noqa: B008
        return replace(echo(text, conversation, today=today), confidence=float(text))

    rows = [{"expect": "answer", "question": text} for text in ("0.5", "0.899", "0.9", "1", "1.0")]
    summary = summarise(tuple(evaluate(read([bank(*rows)]), ask, today=TODAY)))

    assert [(band.low, band.answers) for band in summary.bands] == [(0, 0), (0.5, 1), (0.7, 0), (0.8, 1), (0.9, 1), (0.95, 2)]


def test_plain_tables_align(bank: Bank) -> None:
    """Without a terminal the tables are plain text: no colours, columns in line."""
    out = io.StringIO()

    print_tables(tables(summarise(_mixed(bank))), out)

    text = out.getvalue()
    assert "\x1b" not in text
    assert "  kind  lines  right  wrong  declined  uncited  right %  wrong %\n" in text
    assert "  list      5      2      2         0        1     40.0     40.0\n" in text


def test_misses_show_why_on_demand(bank: Bank) -> None:
    """A miss shows question, reply and fault; the way it was understood only on demand."""
    results = summarise(_mixed(bank)).misses

    short, long = "\n".join(misses(results, why=False)), "\n".join(misses(results, why=True))

    assert "wrong: a-clean.jsonl:2: l-1: q" in short
    assert "(known: not yet)" in short
    assert "rule members.list" not in short
    assert "| rule members.list 0.97" in long


def test_json_holds_everything(bank: Bank) -> None:
    """The JSON output has the counts, the calibration and the misses, and can be written."""
    values = json.loads(json.dumps(as_json(_mixed(bank))))

    assert values["all"]["right_percent"] == 40
    assert values["goals"]["clean"]["reached"] is False
    assert values["unexpectedly_right"] == ["l-4"]
    assert values["misses"][0]["why"] == ["rule members.list 0.97"]


def test_run_writes_json_beside_the_tables(bank: Bank, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`output` gets the JSON while the tables are printed; the calls do not need a terminal."""
    lines = read([bank({"expect": "answer", "must": [["nothing"]]})])

    run(lines, echo, today=TODAY, output=tmp_path / "out.json")

    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["all"]["wrong"] == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("wrong: bank.jsonl:1: l-0: q\n")
    assert printed.err == ""


def test_run_names_a_file_that_cannot_be_written(bank: Bank, tmp_path: Path) -> None:
    """An output path that cannot be written is one clear error."""
    with pytest.raises(BankError, match="cannot be written"):
        run(read([bank({"expect": "chat"})]), echo, today=TODAY, output=tmp_path / "no" / "out.json")
