"""How well the bot answers, beside what a person would use instead, on the same question banks in one run.

    python -m tests.benchmarks.quality                 the table
    python -m tests.benchmarks.quality --embedding     with sentence embeddings, too (torch; 90 MB of model)
    python -m tests.benchmarks.quality --json FILE     the numbers and this project's misses, as JSON as well
    python -m tests.benchmarks.quality --write         the table also into README.md beside this file
    python -m tests.benchmarks.quality --one-of 2      a sample, half of the lines: the whole takes hours

Each peer is given this project's knowledge: its wordings, and this project's reply to a wording as the answer to it. How it
is set up, and below which score it declines, is chosen on one half of the banks (best for right minus five times wrong);
all are scored on the other half, this project as well. Halves and samples are cut by a hash of the line's id; a
conversation stays whole. A peer sees each turn of a conversation alone, as none of them knows of conversations.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.evaluation import Line, Result, as_json, evaluate, read, summarise
from bot.evaluation.judging import Ask
from bot.evaluation.summary import GOALS, Count, goal_of
from bot.knowledge import KnowledgeBase, load
from bot.model import Conversation, Reply
from tests.benchmarks.peers import ALWAYS, EMBEDDING, NEVER, PEERS, WRONG_COSTS, Peer, answers, tuned
from tests.benchmarks.wordings import wordings

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "tests" / "questions", ROOT.parent / "shared" / "questions")
"""The project's own banks, and others that may lie beside it."""
README = Path(__file__).with_name("README.md")
OPENING, CLOSING = "<!-- quality -->\n", "<!-- /quality -->"
TODAY = date(2025, 11, 30)  # the day of a line that names none
OURS = "this project"
HEADER = ("questions", "of", "answered by", "right %", "wrong %", "declined %", "uncited %", "ms")
CHOSEN = ("peer", "set up as", "declines below", "right % if it never declines", "wrong %")
WRONG_USE = 2


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the lines with one way to answer them."""

    name: str
    setting: str
    """Which variant was chosen; "" for this project."""
    threshold: float | None
    results: tuple[Result, ...]
    times: tuple[float, ...]
    """Milliseconds of each line, in the order of the results."""
    unbound: Count | None = None
    """The same peer where it never declines, whatever it has found."""

    def groups(self) -> dict[str, tuple[Count, float]]:
        """Return for each group of lines, and for "all", the counts and the median time of a question."""
        summary = summarise(self.results)
        found = {}
        for group in GOALS:
            times = [spent for result, spent in zip(self.results, self.times, strict=True) if goal_of(result.line) == group]
            if times:
                found[group] = (summary.goals[group], statistics.median(times))
        return found | {"all": (summary.all, statistics.median(self.times))}


class _Clock:
    """Asks, and notes how long each question took."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.times: list[float] = []

    def __call__(self, text: str, conversation: Conversation = Conversation(), *, today: date) -> Reply:  # noqa: B008 - frozen
        started = time.perf_counter()
        reply = self._ask(text, conversation, today=today)
        self.times.append(1000 * (time.perf_counter() - started))
        return reply


def main(arguments: Sequence[str] | None = None) -> int:
    """Score and print; return the exit code, 2 when a package is missing."""
    parser = argparse.ArgumentParser(description="How well the bot answers, beside its peers.")
    parser.add_argument("--embedding", action="store_true", help="sentence embeddings as a further peer")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there, too")
    parser.add_argument("--write", action="store_true", help="replace the table in README.md")
    parser.add_argument(
        "--one-of", type=int, choices=range(1, 101), default=1, metavar="N", help="take a sample, one of so many lines"
    )
    options = parser.parse_args(arguments)
    peers = (*PEERS, EMBEDDING) if options.embedding else PEERS
    if missing := [package for peer in peers for package in peer.missing()]:
        sys.stderr.write(f"Not installed: {', '.join(missing)}. Run: pip install {' '.join(missing)}\n")
        return WRONG_USE
    lines = read(path for folder in FOLDERS for path in sorted(folder.glob("*.jsonl")))
    tuning, scoring = halves(lines, options.one_of)
    scores = compare(load(), peers, tuning, scoring)
    text = report(scores, len(tuning), len(scoring))
    sys.stdout.write(text)
    if options.json is not None:
        options.json.write_text(json.dumps(plain(scores, tuning), ensure_ascii=False, indent=2) + "\n", "utf-8")
    if options.write:
        before, _, rest = README.read_text("utf-8").partition(OPENING)
        README.write_text(before + OPENING + text + CLOSING + rest.partition(CLOSING)[2], "utf-8")
    return 0


def halves(lines: Iterable[Line], one_of: int = 1) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines to tune on and those to score on, of each one in so many; the turns of a conversation stay together."""
    parts: list[list[Line]] = [[] for _ in range(2 * one_of)]
    for line in lines:
        parts[hashlib.sha256((line.conversation or line.id).encode()).digest()[0] % len(parts)].append(line)
    return tuple(parts[0]), tuple(parts[1])


def compare(base: KnowledgeBase, peers: Iterable[Peer], tuning: Sequence[Line], scoring: Sequence[Line]) -> list[Score]:
    """Return the score of this project and of each peer on the same lines."""
    assistant = Assistant(base)
    known, answer = wordings(base), answers(assistant)
    scores = [_score(OURS, "", None, assistant.ask, scoring)]
    for peer in peers:
        best = tuned(peer.variants(base, known), tuning, answer, TODAY)
        kept = replace(best, variant=replace(best.variant, find=cache(best.variant.find)))
        always = summarise(tuple(evaluate(scoring, replace(kept, threshold=ALWAYS).ask, today=TODAY))).all
        scores.append(replace(_score(peer.name, best.variant.name, best.threshold, best.ask, scoring, kept.ask), unbound=always))
    return scores


def _score(name: str, setting: str, threshold: float | None, ask: Ask, lines: Sequence[Line], before: Ask | None = None) -> Score:
    for _ in evaluate(lines, before or ask, today=TODAY):  # once before, so that the replies to wordings lie ready as in a table
        pass
    clock = _Clock(ask)
    results = tuple(evaluate(lines, clock, today=TODAY))
    return Score(name, setting, threshold, results, tuple(clock.times))


def report(scores: Sequence[Score], tuned_on: int, scored_on: int) -> str:
    """Return the tables in Markdown: what was chosen for each peer, then the scores by group."""
    chosen = [
        (score.name, score.setting, _threshold(score.threshold), *_shares(score.unbound)[:2])
        for score in scores
        if score.threshold is not None and score.unbound is not None
    ]
    groups = {score.name: score.groups() for score in scores}
    rows = [
        (group, str(found[group][0].total), name, *_shares(found[group][0]), f"{found[group][1]:.2f}")
        for group in (*GOALS, "all")
        for name, found in groups.items()
        if group in found
    ]
    today = time.strftime("%Y-%m-%d")
    told = f"{today}: tuned on {tuned_on} lines (right minus {WRONG_COSTS} x wrong), scored on another {scored_on}."
    return "\n\n".join([told, _table(CHOSEN, chosen), _table(HEADER, rows)]) + "\n"


def _shares(count: Count) -> tuple[str, ...]:
    return tuple(f"{count.share(number):.1f}" for number in (count.right, count.wrong, count.declined, count.uncited))


def _threshold(value: float) -> str:
    return "always declines" if value == NEVER else f"{value:.3g}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


def plain(scores: Sequence[Score], tuning: Sequence[Line]) -> dict[str, Any]:
    """Return everything that was measured as plain values for JSON, with this project's misses."""
    return {
        "tuned_on": len(tuning),
        "scored_on": len(scores[0].results),
        "peers": [
            {
                "name": score.name,
                "setting": score.setting,
                "threshold": None if score.threshold in {None, NEVER} else score.threshold,
                "never_declining": _values(score.unbound) if score.unbound else None,
                "groups": {group: _values(*found) for group, found in score.groups().items()},
            }
            for score in scores
        ],
        "misses": as_json(scores[0].results)["misses"],
    }


def _values(count: Count, spent: float | None = None) -> Mapping[str, float]:
    return {
        "lines": count.total,
        **{f"{name}_percent": round(count.share(getattr(count, name)), 2) for name in ("right", "wrong", "declined", "uncited")},
        **({} if spent is None else {"milliseconds": round(spent, 3)}),
    }


if __name__ == "__main__":
    sys.exit(main())
