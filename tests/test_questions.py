"""The project's own question banks, line by line, and that they reach every rule and every fact.

A known miss is marked in the bank and must go on missing.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from bot.assistant import Assistant
from bot.evaluation import Line, Result, Verdict, evaluate, read
from bot.knowledge import load
from bot.model import Reply

BANKS = sorted(Path(__file__).parent.glob("questions/*.jsonl"))
LINES = read(BANKS)
BASE = load()
TODAY = date(2025, 11, 30)  # the day of a line that names none; nothing that a bank asks may depend on the clock

FEWEST = 2  # lines that have to use a fact: a single one may be luck


class Asked:
    """What becomes of each line.

    A bank is asked as a whole, as the lines of a conversation need those before them, and by one alone of the processes that
    share a run: the others read what that one has left in their common folder.
    """

    def __init__(self, folder: Path) -> None:
        """Ask the banks that nobody is at yet, then wait for those that others are at."""
        banks = {file: list(lines) for file, lines in groupby(LINES, key=lambda line: line.file)}
        assistant = Assistant(BASE)
        self.results: dict[tuple[str, str], Result] = {}
        for patience in (0, -1):  # -1 is as long as it takes
            for file in tuple(banks):
                with suppress(Timeout), FileLock(folder / f"{file}.lock", timeout=patience):
                    self._take(banks.pop(file), folder / f"{file}.pickle", assistant)
        self.intents = frozenset(intent for result in self.results.values() for intent in intents(result.reply))
        right = [result for result in self.results.values() if result.verdict is Verdict.RIGHT]
        self.uses = Counter(fact for result in right for fact in dict.fromkeys(result.reply.conversation.facts))

    def _take(self, bank: list[Line], kept: Path, assistant: Assistant) -> None:
        if not kept.exists():
            asked = evaluate(bank, assistant.ask, today=TODAY)
            kept.write_bytes(pickle.dumps([(result.reply, result.verdict, result.misses) for result in asked]))
        for line, found in zip(bank, pickle.loads(kept.read_bytes()), strict=True):
            self.results[line.file, line.id] = Result(line, *found)


def intents(reply: Reply) -> set[str | None]:
    """Return the rules that read a question and its parts."""
    return {reply.intent, *(part.intent for part in reply.parts)}


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Asked:
    """Return what becomes of each line."""
    own = tmp_path_factory.getbasetemp()
    return Asked(own if worker_id == "master" else own.parent)


def _case(line: Line) -> object:
    marks = [pytest.mark.xfail(reason=line.xfail, strict=True)] if line.xfail else []
    return pytest.param(line, id=f"{line.id}: {line.question[:60]}", marks=marks)


@pytest.mark.parametrize("line", [_case(line) for line in LINES])
def test_line(line: Line, asked: Asked) -> None:
    """The reply to a question is right as the bank judges it."""
    result = asked.results[line.file, line.id]

    told = "\n".join([*result.misses, f"It says: {result.reply.text}", *result.reply.why])
    assert result.verdict is Verdict.RIGHT, f"{result.verdict}: {line.question}\n{told}"


def test_a_third_is_to_be_declined() -> None:
    """At least a third of the questions are such as no source answers."""
    declined = [line for line in LINES if line.expect == "decline"]

    assert len(LINES) >= 400
    assert len(declined) * 3 >= len(LINES)


@pytest.mark.parametrize("rule", BASE.rules)
def test_each_rule_is_reached(rule: str, asked: Asked, ask: Callable[[str], Reply]) -> None:
    """A line of the banks, or one of its own examples, is read by the rule."""
    assert rule in asked.intents or any(rule in intents(ask(example)) for example in BASE.rules[rule].examples)


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(name, text, id=f"{name}: {text}") for name, rule in BASE.rules.items() for text in rule.examples],
)
def test_an_example_lands_on_its_rule(rule: str, example: str, ask: Callable[[str], Reply]) -> None:
    """The example that stands under a rule is read by that rule and by no other."""
    assert ask(example).intent == rule


@pytest.mark.parametrize("fact", BASE.facts)
def test_each_fact_is_asked_for(fact: str, asked: Asked) -> None:
    """At least two lines of the banks are rightly answered with the fact."""
    assert asked.uses[fact] >= FEWEST
