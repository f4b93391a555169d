"""What `sco-bot evaluate` does: ask every line, with a progress bar on a terminal, then print or write the outcome."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from bot.errors import Fault
from bot.evaluation.bank import BankError, Line
from bot.evaluation.judging import Ask, Result, evaluate
from bot.evaluation.report import misses, print_tables, tables
from bot.evaluation.summary import as_json as as_values
from bot.evaluation.summary import summarise


def run(  # noqa: PLR0913  (one parameter an option)
    lines: Sequence[Line],
    ask: Ask,
    *,
    today: date,
    why: bool = False,
    as_json: bool = False,
    output: Path | None = None,
    quiet: bool = False,
) -> None:
    """Print the lines that miss and the tables, or everything as JSON.

    Args:
        lines: The questions.
        ask: Gives the reply to a question.
        today: The day on which lines are asked that name none.
        why: Show with each miss how the question was understood.
        as_json: Print JSON and nothing else.
        output: A file that gets the same JSON.
        quiet: Leave out the lines that miss.

    Raises:
        BankError: The output file cannot be written.
    """
    results = tuple(_with_progress(evaluate(lines, ask, today=today), len(lines)))
    values = json.dumps(as_values(results), ensure_ascii=False, indent=2)
    if output is not None:
        try:
            output.write_text(values + "\n", "utf-8")
        except OSError as error:
            fault = Fault(str(output), 0, "", f"The file cannot be written: {error.strerror}.", "Name another one.")
            raise BankError((fault,)) from error
    if as_json:
        sys.stdout.write(values + "\n")
        return
    summary = summarise(results)
    if not quiet:
        for text in misses(summary.misses, why=why):
            sys.stdout.write(text + "\n")
        for result in summary.surprises:
            line = result.line
            sys.stdout.write(f"right, though marked xfail: {line.file}:{line.number}: {line.id}: {line.question}\n")
        if summary.misses or summary.surprises:
            sys.stdout.write("\n")
    print_tables(tables(summary))


def _with_progress(results: Iterable[Result], total: int) -> Iterator[Result]:
    """Yield the results, a bar beside them where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console  # noqa: PLC0415  (only a terminal needs it)
    from rich.progress import track  # noqa: PLC0415

    yield from track(results, "Asking", total=total, console=Console(stderr=True), transient=True)
