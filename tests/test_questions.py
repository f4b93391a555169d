"""The project's own question banks, line by line; a known miss is marked in the bank and must go on missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.evaluation import Line, Result, Verdict, evaluate, read
from bot.knowledge import load

BANKS = sorted(Path(__file__).parent.glob("questions/*.jsonl"))
LINES = read(BANKS)
TODAY = date(2025, 11, 30)  # the day of a line that names none; nothing that a bank asks may depend on the clock


@cache
def results() -> Mapping[tuple[str, str], Result]:
    """Return what becomes of each line; all are asked at once, as the lines of a conversation need those before them."""
    asked = evaluate(LINES, Assistant(load()).ask, today=TODAY)
    return {(result.line.file, result.line.id): result for result in asked}


def _case(line: Line) -> object:
    marks = [pytest.mark.xfail(reason=line.xfail, strict=True)] if line.xfail else []
    return pytest.param(line, id=f"{line.id}: {line.question[:60]}", marks=marks)


@pytest.mark.parametrize("line", [_case(line) for line in LINES])
def test_line(line: Line) -> None:
    """The reply to a question is right as the bank judges it."""
    result = results()[line.file, line.id]

    told = "\n".join([*result.misses, f"It says: {result.reply.text}", *result.reply.why])
    assert result.verdict is Verdict.RIGHT, f"{result.verdict}: {line.question}\n{told}"


def test_a_third_is_to_be_declined() -> None:
    """At least a third of the questions are such as no source answers."""
    declined = [line for line in LINES if line.expect == "decline"]

    assert len(LINES) >= 400
    assert len(declined) * 3 >= len(LINES)
