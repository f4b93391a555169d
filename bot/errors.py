"""Every error that this project raises on purpose.

BotError
├── KnowledgeError   the knowledge folder cannot be used; carries every fault found
└── SettingsError    the environment or the .env file cannot be used
"""

from __future__ import annotations

from dataclasses import dataclass


class BotError(Exception):
    """Anything of ours: its text can be shown to a person as it is."""


class SettingsError(BotError):
    """A setting is missing or cannot be used; the text names it and says what to write."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in the knowledge folder, said so that its author can mend it."""

    file: str
    """Path within the knowledge folder, e.g. "facts/budget.yaml"."""
    line: int
    """Line in that file, counted from 1; 0 when the whole file is meant."""
    entry: str
    """Id of the entry, or "" where there is none."""
    problem: str
    """What is wrong, in one sentence."""
    remedy: str
    """What to write instead, in one sentence."""

    def __str__(self) -> str:
        """Return "file:line: [entry] problem remedy", the form that editors can jump to."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        name = f"[{self.entry}] " if self.entry else ""
        return f"{place}: {name}{self.problem} {self.remedy}".rstrip()


class KnowledgeError(BotError):
    """The knowledge folder is broken.

    Attributes:
        faults: Every fault that was found, in the order of files and lines.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message is one line for each."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
