"""How long an answer takes, beside peers in the same run: numbers of one machine say little, their ratios say more.

    python tests/benchmarks/speed.py            the table
    python tests/benchmarks/speed.py --write    the table, also into README.md beside this file

Peers: an interpreter that does nothing (``python -c pass``) for the process, and rapidfuzz's `extractOne` over the examples
of all rules for one answer: what one would write in three lines. Asked are the questions of the project's own banks.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.evaluation import read
from bot.knowledge import load

ROOT = Path(__file__).resolve().parents[2]
BANKS = ROOT / "tests" / "questions"
README = Path(__file__).with_name("README.md")
TODAY = date(2025, 11, 30)
OPENING, CLOSING = "<!-- speed -->\n", "<!-- /speed -->"
ROUNDS = 5  # of all questions; the best round counts, as anything else on the machine only ever adds time
STARTS = 15  # of a process; the median counts


def main() -> None:
    """Measure and print; with ``--write`` also replace the table in the README."""
    started = time.perf_counter()
    base = load()
    loaded = time.perf_counter()
    assistant = Assistant(base)
    ready = time.perf_counter()
    examples = [example for rule in base.rules.values() for example in rule.examples]
    questions = [line.question for line in read(sorted(BANKS.glob("*.jsonl"))) if not line.conversation]
    for question in questions:  # warms caches, as any second question would find them
        assistant.ask(question, today=TODAY)
    ours = per_question(lambda text: assistant.ask(text, today=TODAY), questions)
    theirs = per_question(lambda text: process.extractOne(text, examples, scorer=fuzz.WRatio), questions)
    nothing = start([sys.executable, "-c", "pass"])
    ask = start([sys.executable, "-m", "bot", "ask", "who are the members?"])
    rows = [
        ("one `Assistant.ask`, median", f"{ours:.3f} ms", f"{ours / theirs:.1f} x `extractOne` ({theirs:.3f} ms)"),
        ("`sco-bot ask`, whole process, median", f"{ask:.0f} ms", f"{ask / nothing:.1f} x `python -c pass` ({nothing:.0f} ms)"),
        ("reading the knowledge", f"{1000 * (loaded - started):.0f} ms", ""),
        ("building the index", f"{1000 * (ready - loaded):.0f} ms", ""),
    ]
    table = "\n".join(["| what | time | beside |", "| --- | --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
    sys.stdout.write(table)
    if "--write" in sys.argv:
        before, _, rest = README.read_text("utf-8").partition(OPENING)
        README.write_text(before + OPENING + table + CLOSING + rest.partition(CLOSING)[2], "utf-8")


def per_question(ask: Callable[[str], object], questions: Sequence[str]) -> float:
    """Return the median time of a question in milliseconds, each question's own time being its best of some rounds."""
    best = [float("inf")] * len(questions)
    for _ in range(ROUNDS):
        for place, question in enumerate(questions):
            started = time.perf_counter()
            ask(question)
            best[place] = min(best[place], time.perf_counter() - started)
    return 1000 * statistics.median(best)


def start(command: Sequence[str]) -> float:
    """Return the median wall time of a process in milliseconds."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(STARTS):
            started = time.perf_counter()
            subprocess.run(
                command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=True
            )
            times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    main()
