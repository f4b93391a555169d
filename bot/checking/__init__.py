"""Whether the knowledge makes sense, beyond its shape: every fault with file, line, entry and remedy, all in one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.assistant import Assistant
from bot.checking import evidence, names, references, slips, sums, times, updates, wordings
from bot.checking.faults import Faults
from bot.errors import Fault, KnowledgeError
from bot.knowledge import KnowledgeBase, load
from bot.model import Reason, Reply, Status


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
    for part in _PARTS:
        part(base, faults)
    try:
        assistant = Assistant(base)
    except KnowledgeError as error:
        return Outcome(tuple(sorted({*faults.sorted(), *error.faults})))
    broken, tried = Faults(base.entries.places), Faults(base.entries.places)
    wordings.check(base, _careful(assistant, today, broken), tried)
    faults.extend(broken.sorted() or tried.sorted())  # a wording that an answer breaks on is not to be written otherwise
    slips.check(base, slips.reads(base), faults)
    if sources is not None:
        evidence.check(base, sources, faults)
        updates.check_sources(base, sources, faults)
    return Outcome(faults.sorted(), tuple((name, len(base.entries.sections.get(name, ()))) for name in _COUNTED))


def _careful(assistant: Assistant, today: date, faults: Faults) -> wordings.Ask:
    """Return a way to ask that notes what answers break on, each thing once, so that all the rest is told as well."""
    met: set[str] = set()

    def ask(question: str) -> Reply:
        try:
            return assistant.ask(question, today=today)
        except KnowledgeError as error:
            faults.extend(error.faults)
        except Exception as error:  # noqa: BLE001  (whatever an entry of the wrong sort breaks)
            broken = f"{type(error).__name__}: {error}"
            if broken not in met:
                problem = f'The answer to "{question}" ends in an error ({broken}).'
                faults.extend([Fault("facts", 0, "", problem, "Look for a value of the wrong sort in what it is made from.")])
            met.add(broken)
        return Reply(question, Status.UNKNOWN, "", Reason.NOT_IN_SOURCE)

    return ask


_PARTS: tuple[Callable[[KnowledgeBase, Faults], None], ...] = (
    references.check,
    sums.check,
    times.check,
    names.check,
    updates.check,
)
_COUNTED = ("facts", "documents", "rules", "entries", "sources")
