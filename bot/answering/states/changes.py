"""What has changed: who became what on which day, and how a state or a share came to be what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.saying import bullets, named
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import begins
from bot.model import Fact

STATUSES = ("member", "observer", "partner")
STANDING = frozenset({"status", "share", "overlap.size", "overlap.within", "printed.count", "partner.count", "roster"})
"""Relations that tell how something is, not what happened."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened on a day, and the facts that say it."""

    day: str
    """ISO 8601, with the precision it has."""
    text: str
    """As a sentence that names the day."""
    what: str
    """The same for a list in which the day stands before it."""
    facts: tuple[Fact, ...]


def started(base: KnowledgeBase, first: str, last: str, statuses: Sequence[str] = STATUSES) -> tuple[Fact, ...]:
    """Return the statuses that began from the first to the last day (ISO 8601), the earliest first."""
    return tuple(
        sorted(
            (f for f in base.line("status") if f.valid_from and first <= begins(f) <= last and f.value in statuses),
            key=lambda fact: (fact.valid_from, STATUSES.index(str(fact.value))),
        )
    )


def by_day(base: KnowledgeBase, facts: Sequence[Fact]) -> tuple[Change, ...]:
    """Return a change for each day and status: "India and Pakistan became members on 9 June 2017."."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.valid_from, str(fact.value), fact.short), []).append(fact)
    changes = []
    for (day, status, short), group in groups.items():
        names = named(base, sorted((fact.subject for fact in group), key=base.name))
        what = base.say(f"change.{'one' if len(group) == 1 else 'many'}.{status}", names=names)
        text = short or base.say("change.dated", what=what, date=long_date(day))
        changes.append(Change(day, text, short or f"{what}.", tuple(group)))
    return tuple(changes)


def story(base: KnowledgeBase, first: str, last: str) -> tuple[Change, ...]:
    """Return what later sources date to the days from the first to the last, of the SCO and its own, the earliest first."""
    happened = [
        Change(fact.valid_from, fact.say, fact.event, (fact,))
        for fact in base.facts.values()
        if fact.event and fact.valid_from and first <= begins(fact) <= last
    ]
    return tuple(sorted([*by_day(base, started(base, first, last)), *happened], key=lambda change: change.day))


def within(base: KnowledgeBase, statuses: Sequence[str], *, counted: bool = False) -> tuple[str, tuple[Fact, ...]]:
    """Return the changes of the time that the answer is about, as a paragraph, and their facts; "" where none is asked.

    Args:
        base: The knowledge at the end of that time.
        statuses: Of whom the changes are told.
        counted: Whether each says how many members there were then.
    """
    moment = base.moment
    if moment is None or not moment.since:
        return "", ()
    facts = started(base, moment.since, moment.day, statuses)
    counts = {fact.valid_from: fact.value for fact in base.line("printed.count")} if counted else {}
    lines = []
    for change in by_day(base, facts):
        more = change.day in counts
        lines.append(base.say("change.counted", text=change.text[:-1], count=counts[change.day]) if more else change.text)
    if len(lines) == 1:
        return lines[0], facts
    return (
        f"{base.say('change.lead', start=long_date(moment.since), end=long_date(moment.day))}\n{bullets(lines)}" if lines else ""
    ), facts


def line(change: Change, base: KnowledgeBase) -> str:
    """Return a change as a list item that names who reports it."""
    publisher = change.facts[0].cite[0].source.publisher
    return base.say("event.item.later", date=long_date(change.day), what=change.what.rstrip("."), publisher=publisher)
