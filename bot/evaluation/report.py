"""The summary of a bank as tables, for a terminal (rich) or a file (plain), and the lines that miss."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from bot.evaluation.judging import Result
from bot.evaluation.summary import GOALS, Count, Summary


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; the first column is a name, all others are numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


_HEADER = ("lines", "right", "wrong", "declined", "uncited", "right %", "wrong %")


def tables(summary: Summary) -> tuple[Table, ...]:
    """Return the tables in the order in which they are read: the overview last, where a terminal's eye ends."""
    groupings = (("kind", summary.kinds), ("style", summary.styles), ("file", summary.files))
    found = [
        Table(f"by {name}", (name, *_HEADER), tuple((key, *_cells(count)) for key, count in sorted(counts.items())))
        for name, counts in groupings
    ]
    bands = tuple(
        (f"{band.low:.2f}-{band.high:.2f}", str(band.answers), str(band.right), _percent(band.right, band.answers))
        for band in summary.bands
    )
    found.append(Table("confidence of answers", ("band", "answers", "right", "right %"), bands))
    found.append(Table("goals", ("questions", *_HEADER, "goal right %", "wrong % at most", "reached"), _goals(summary)))
    found.append(Table("all", ("", *_HEADER), (("all", *_cells(summary.all)),)))
    return tuple(found)


def _goals(summary: Summary) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (name, *_cells(count), f"{goal.right:g}", f"{goal.wrong:g}", "yes" if count.reaches(goal) else "no")
        for name, goal in GOALS.items()
        if (count := summary.goals.get(name)) is not None
    )


def _cells(count: Count) -> tuple[str, ...]:
    numbers = (count.total, count.right, count.wrong, count.declined, count.uncited)
    shares = (count.share(count.right), count.share(count.wrong))
    return (*(str(number) for number in numbers), *(f"{share:.1f}" for share in shares))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def misses(results: Iterable[Result], *, why: bool) -> Iterator[str]:
    """Yield the lines that say which questions missed, and how; with ``why`` also how they were understood."""
    for result in results:
        line, reply = result.line, result.reply
        known = f" (known: {line.xfail})" if line.xfail else ""
        yield f"{result.verdict}: {line.file}:{line.number}: {line.id}: {line.question}{known}"
        yield f"    {reply.status}, intent {reply.intent or '-'}, confidence {reply.confidence:.2f}: {_short(reply.text)}"
        for miss in result.misses:
            yield f"    {miss}"
        if why:
            for note in reply.why:
                yield f"    | {note}"


def _short(text: str, most: int = 240) -> str:
    """Return a text on one line, its end left out where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def print_tables(found: Sequence[Table], out: TextIO = sys.stdout) -> None:
    """Print the tables: with lines and colours on a terminal, as aligned columns anywhere else."""
    if out.isatty():
        _print_rich(found, out)
        return
    for table in found:
        rows = [table.header, *table.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
        out.write(f"{table.title}\n")
        for row in rows:
            cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
            out.write(f"  {'  '.join(cells)}".rstrip() + "\n")
        out.write("\n")


def _print_rich(found: Sequence[Table], out: TextIO) -> None:
    from rich import box  # noqa: PLC0415  (only a terminal needs it)
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=out)
    for table in found:
        shown = RichTable(title=table.title, title_justify="left", box=box.SIMPLE_HEAD)
        for place, name in enumerate(table.header):
            shown.add_column(name, justify="right" if place else "left")
        for row in table.rows:
            shown.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in row))
        console.print(shown)


_STYLES = {"yes": "green", "no": "red"}
