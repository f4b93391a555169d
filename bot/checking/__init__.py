"""Whether the knowledge makes sense, beyond its shape: every fault with file, line, entry and remedy, all in one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.assistant import Assistant
from bot.checking import evidence, names, references, slips, sums, wordings
from bot.checking.faults import Faults
from bot.errors import Fault, KnowledgeError
from bot.knowledge import KnowledgeBase, load


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found."""

    faults: tuple[Fault, ...]
    counts: tuple[tuple[str, int], ...] = ()
    """(section, how many entries it has), of a knowledge that could be read."""


def check(folder: Path | None, *, today: date, sources: Path | None = None) -> Outcome:
    """Return everything that is wrong in a knowledge folder.

    Faults of shape come alone, as nothing else can be said before they are mended.

    Args:
        folder: The knowledge folder, None for the one that comes along.
        today: The day on which the wordings are tried.
        sources: Folder with the texts of the sources; each fact is then looked up where it is cited.
    """
    try:
        base = load(folder)
    except KnowledgeError as error:
        return Outcome(error.faults)
    faults = Faults(base.entries.places)
    names.check_forms(base, faults)
    if faults.sorted():
        return Outcome(faults.sorted())
    for part in _PARTS:
        part(base, faults)
    assistant = Assistant(base)
    wordings.check(base, lambda question: assistant.ask(question, today=today), faults)
    slips.check(base, slips.reads(base), faults)
    if sources is not None:
        evidence.check(base, sources, faults)
    return Outcome(faults.sorted(), tuple((name, len(base.entries.sections.get(name, ()))) for name in _COUNTED))


_PARTS: tuple[Callable[[KnowledgeBase, Faults], None], ...] = (references.check, sums.check, names.check)
_COUNTED = ("facts", "documents", "rules", "entries", "sources")
