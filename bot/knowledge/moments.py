"""Which facts hold on a day: the primary source's own date, or any later one that other sources reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Fact


@dataclass(frozen=True, slots=True)
class Moment:
    """A day for which an answer speaks."""

    day: str
    """ISO 8601, in full."""
    label: str = ""
    """What it is called at the beginning of a sentence ("At the end of 2018"); "" for now, which is dated by its facts."""
    since: str = ""
    """First day of the time whose changes are told as well; "" for none."""
    stale: bool = False
    """Whether the newest source is too old for a plain "now"."""

    @property
    def now(self) -> bool:
        """Return whether it is the day of the question."""
        return not self.label


def holds(fact: Fact, day: str) -> bool:
    """Return whether a fact holds on a day; an end or a beginning that no source gives is open."""
    return (not fact.valid_from or fact.valid_from <= day) and (not fact.valid_until or day < fact.valid_until)


def begins(fact: Fact) -> str:
    """Return the first day of the time that a fact holds; "" where no source gives it. A year begins on its first of January."""
    return f"{fact.valid_from}-01-01"[: len("2012-06-07")] if fact.valid_from else ""


def held(facts: Sequence[Fact], day: str) -> tuple[Fact, ...]:
    """Return those of a relation's facts that hold on a day, in their order.

    What a later source says of a subject takes the place of what the primary source said of it; of two later ones the newer.
    """
    chosen: dict[str, tuple[Fact, ...]] = {}
    for subject in dict.fromkeys(fact.subject for fact in facts):
        mine = [fact for fact in facts if fact.subject == subject and holds(fact, day)]
        later = [fact for fact in mine if not fact.primary]
        chosen[subject] = (max(later, key=lambda fact: (fact.valid_from, fact.as_of)),) if later else tuple(mine)
    return tuple(fact for kept in chosen.values() for fact in kept)


def first_of(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return what the primary source says; all where it says nothing of the kind."""
    every = tuple(facts)
    return tuple(fact for fact in every if fact.primary) or every
