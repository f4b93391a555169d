"""What has changed: who became what on which day, and how a state or a share came to be what it is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.saying import bullets, named
from bot.knowledge import KnowledgeBase, long_date
from bot.model import Fact

STATUSES = ("member", "observer", "partner")


def started(base: KnowledgeBase, first: str, last: str, statuses: Sequence[str] = STATUSES) -> tuple[Fact, ...]:
    """Return the statuses that began from the first to the last day (ISO 8601), the earliest first."""
    return tuple(
        sorted(
            (f for f in base.line("status") if f.valid_from and first <= f.valid_from <= last and f.value in statuses),
            key=lambda fact: (fact.valid_from, STATUSES.index(str(fact.value))),
        )
    )


def told(base: KnowledgeBase, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return a sentence for each day and status: "India and Pakistan became members on 9 June 2017."."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.valid_from, str(fact.value)), []).append(fact)
    return tuple(
        base.say(
            "change.member",
            names=named(base, [fact.subject for fact in group]),
            what=base.say(f"change.{'one' if len(group) == 1 else 'many'}.{status}"),
            date=long_date(day),
        )
        for (day, status), group in groups.items()
    )


def within(base: KnowledgeBase, statuses: Sequence[str]) -> tuple[str, tuple[Fact, ...]]:
    """Return the changes of the time that the answer is about, as a paragraph, and their facts; "" where none is asked."""
    moment = base.moment
    if moment is None or not moment.since:
        return "", ()
    facts = started(base, moment.since, moment.day, statuses)
    lines = told(base, facts)
    if len(lines) == 1:
        return lines[0], facts
    return (f"{base.say('change.lead', start=long_date(moment.since))}\n{bullets(lines)}" if lines else ""), facts
