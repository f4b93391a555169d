"""A person who floods the bot is slowed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of something that a person sent."""

    ALLOW = "allow"
    WARN = "warn"
    """Not answered, but for one polite line."""
    DROP = "drop"
    """Not answered at all."""


@dataclass(slots=True)
class _Person:
    credit: float
    seen: float
    warned: bool = False


class Gate:
    """Slows a person who floods the bot: some at once, then a steady few, one line once, and silence for the rest.

    The line comes again only after so long a quiet that all of the credit is back. Ten at once and twenty a minute are
    more than a person types, and no more than a group may be answered.
    """

    def __init__(self, *, at_once: int = 10, per_second: float = 20 / 60, people: int = 10_000) -> None:
        """Keep the rates.

        Args:
            at_once: How many are allowed without a pause, 1 or more.
            per_second: How many are allowed in the long run.
            people: How many people are remembered; the one unseen longest is forgotten first. About 200 bytes each.
        """
        self._at_once = float(at_once)
        self._per_second = per_second
        self._limit = people
        self._people: OrderedDict[Hashable, _Person] = OrderedDict()

    def check(self, person: Hashable, now: float) -> Verdict:
        """Return what becomes of one more message.

        Args:
            person: Whom to slow, e.g. the id of the user or the `sender_chat`.
            now: When it was sent, in seconds on any clock, the same for all of a person's; one that goes back gives no credit.
        """
        known = self._people.pop(person, None) or _Person(self._at_once, now)
        self._people[person] = known
        if len(self._people) > self._limit:
            self._people.popitem(last=False)
        known.credit = min(self._at_once, known.credit + max(0.0, now - known.seen) * self._per_second)
        known.seen = now
        if known.credit >= self._at_once:
            known.warned = False
        if known.credit >= 1:
            known.credit -= 1
            return Verdict.ALLOW
        if known.warned:
            return Verdict.DROP
        known.warned = True
        return Verdict.WARN
