"""Results of a bank -> counts by file, kind, style and goal; how far the confidence can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.evaluation.bank import Expect, Line
from bot.evaluation.judging import Result, Verdict
from bot.model import Status

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)  # narrow at the top: 0.9 is where 99 in 100 answers are meant to be right
_DECLINES = frozenset({"oos", "nearmiss", "hostile"})
_REASONING = frozenset({"derived", "compare", "filter"})


@dataclass(frozen=True, slots=True)
class Goal:
    """What a kind of question must reach, in per cent."""

    right: float
    wrong: float


GOALS: Mapping[str, Goal] = {
    "clean": Goal(99, 0.5),
    "noisy": Goal(98, 0.5),
    "conversations": Goal(97, 1),
    "reasoning": Goal(98, 1),
    "decline": Goal(99, 1),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines became what."""

    total: int
    right: int
    wrong: int
    declined: int
    uncited: int

    def share(self, number: int) -> float:
        """Return a number of these lines in per cent of all of them; 0 when there are none."""
        return 100 * number / self.total if self.total else 0.0

    def reaches(self, goal: Goal) -> bool:
        """Return whether enough is right and little enough wrong; on few lines 99 % may mean all of them."""
        return self.share(self.right) >= goal.right and self.share(self.wrong) <= goal.wrong


@dataclass(frozen=True, slots=True)
class Band:
    """The answers that were given with a confidence of at least ``low`` and less than ``high`` (1 belongs to the last)."""

    low: float
    high: float
    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that the tables show."""

    all: Count
    goals: Mapping[str, Count]
    files: Mapping[str, Count]
    kinds: Mapping[str, Count]
    styles: Mapping[str, Count]
    bands: tuple[Band, ...]
    misses: tuple[Result, ...]
    """Lines that are not right, in their order; those that are known to miss (``xfail``) included."""
    surprises: tuple[Result, ...]
    """Lines that are right although they are marked ``xfail``: the mark can go."""


def summarise(results: Sequence[Result]) -> Summary:
    """Return the counts of all results; each grouping is in the order in which its names first come up."""
    return Summary(
        all=_count(results),
        goals={name: count for name, count in _by(results, goal_of).items() if name in GOALS},
        files=_by(results, lambda line: line.file),
        kinds=_by(results, lambda line: line.kind or "-"),
        styles=_by(results, lambda line: line.style or "-"),
        bands=_bands(results),
        misses=tuple(result for result in results if result.verdict is not Verdict.RIGHT),
        surprises=tuple(result for result in results if result.verdict is Verdict.RIGHT and result.line.xfail),
    )


def goal_of(line: Line) -> str:
    """Return which goal a line counts towards: a conversation first, then its file's name, else its labels."""
    if line.conversation:
        return "conversations"
    for name in ("clean", "noisy", "reasoning", "decline"):
        if name in line.file:
            return name
    if line.expect is Expect.DECLINE or line.kind in _DECLINES:
        return "decline"
    if line.style not in {"", "clean", "verbose"}:
        return "noisy"
    return "reasoning" if line.kind in _REASONING else "clean"


def as_json(results: Sequence[Result]) -> dict[str, object]:
    """Return the summary and the lines that miss as plain values for JSON."""
    summary = summarise(results)
    return {
        "all": _plain(summary.all),
        "goals": {
            name: _plain(count)
            | {"goal_right": GOALS[name].right, "goal_wrong": GOALS[name].wrong, "reached": count.reaches(GOALS[name])}
            for name, count in summary.goals.items()
        },
        "files": {name: _plain(count) for name, count in summary.files.items()},
        "kinds": {name: _plain(count) for name, count in summary.kinds.items()},
        "styles": {name: _plain(count) for name, count in summary.styles.items()},
        "calibration": [
            {"from": band.low, "to": band.high, "answers": band.answers, "right": band.right} for band in summary.bands
        ],
        "misses": [_miss(result) for result in summary.misses],
        "unexpectedly_right": [result.line.id for result in summary.surprises],
    }


def _by(results: Sequence[Result], key: Callable[[Line], str]) -> dict[str, Count]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result.line), []).append(result)
    return {name: _count(group) for name, group in groups.items()}


def _count(results: Sequence[Result]) -> Count:
    verdicts = [result.verdict for result in results]
    return Count(len(verdicts), *(verdicts.count(verdict) for verdict in Verdict))


def _bands(results: Sequence[Result]) -> tuple[Band, ...]:
    given = [(r.reply.confidence, r.verdict is Verdict.RIGHT) for r in results if r.reply.status is Status.ANSWERED]
    bands = []
    for low, high in pairwise(BANDS):
        inside = [right for sure, right in given if low <= sure < high or (high == BANDS[-1] and sure >= high)]
        bands.append(Band(low, high, len(inside), sum(inside)))
    return tuple(bands)


def _plain(count: Count) -> dict[str, object]:
    return {
        "lines": count.total,
        "right": count.right,
        "wrong": count.wrong,
        "declined": count.declined,
        "uncited": count.uncited,
        "right_percent": round(count.share(count.right), 2),
        "wrong_percent": round(count.share(count.wrong), 2),
    }


def _miss(result: Result) -> dict[str, object]:
    line, reply = result.line, result.reply
    return {
        "file": line.file,
        "line": line.number,
        "id": line.id,
        "conversation": line.conversation,
        "question": line.question,
        "expect": line.expect,
        "verdict": result.verdict,
        "misses": list(result.misses),
        "xfail": line.xfail or None,
        "status": reply.status,
        "intent": reply.intent,
        "confidence": round(reply.confidence, 3),
        "text": reply.text,
        "sections": list(dict.fromkeys(citation.section for citation in reply.citations)),
        "why": list(reply.why),
    }
