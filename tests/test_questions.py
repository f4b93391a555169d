"""The project's own question banks, line by line, and that they reach every rule and every fact.

A known miss is marked in the bank and must go on missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.evaluation import Line, Result, Verdict, evaluate, read
from bot.knowledge import load
from bot.model import Reply

BANKS = sorted(Path(__file__).parent.glob("questions/*.jsonl"))
LINES = read(BANKS)
BASE = load()
TODAY = date(2025, 11, 30)  # the day of a line that names none; nothing that a bank asks may depend on the clock

FEWEST = 2  # lines that have to use a fact: a single one may be luck


@cache
def results() -> Mapping[tuple[str, str], Result]:
    """Return what becomes of each line; all are asked at once, as the lines of a conversation need those before them."""
    asked = evaluate(LINES, Assistant(BASE).ask, today=TODAY)
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


def _intents(reply: Reply) -> set[str | None]:
    return {reply.intent, *(part.intent for part in reply.parts)}


@pytest.mark.parametrize("rule", BASE.rules)
def test_each_rule_is_reached(rule: str, ask: Callable[[str], Reply]) -> None:
    """A line of the banks, or one of its own examples, is read by the rule."""
    reached = {intent for result in results().values() for intent in _intents(result.reply)}
    reached |= {intent for example in BASE.rules[rule].examples for intent in _intents(ask(example))}

    assert rule in reached


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(name, text, id=f"{name}: {text}") for name, rule in BASE.rules.items() for text in rule.examples],
)
def test_an_example_lands_on_its_rule(rule: str, example: str, ask: Callable[[str], Reply]) -> None:
    """The example that stands under a rule is read by that rule and by no other."""
    assert ask(example).intent == rule


@cache
def _uses() -> Counter[str]:
    right = [result for result in results().values() if result.verdict is Verdict.RIGHT]
    return Counter(fact for result in right for fact in dict.fromkeys(result.reply.conversation.facts))


@pytest.mark.parametrize("fact", BASE.facts)
def test_each_fact_is_asked_for(fact: str) -> None:
    """At least two lines of the banks are rightly answered with the fact."""
    assert _uses()[fact] >= FEWEST
