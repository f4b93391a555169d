"""Who came in a time: those that were there before it, those that came in steps, and those that had been something else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.answering.saying import bullets, composed, named
from bot.answering.states.changes import STATUSES, Change, by_day
from bot.answering.states.membership import roll
from bot.answering.times import known_from, up_to
from bot.knowledge import KnowledgeBase, long_date
from bot.model import Answer, Fact, Query

MONTH = 7  # characters of an ISO date that name its month
PAIR = 2  # statuses of which one was taken after the other


def there_before(query: Query, base: KnowledgeBase, statuses: Sequence[str], facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return who had a status in the primary source, where all are asked for that had come up to a day: "before 2018".

    Who asks for new ones, or from when on, means those that came after it.
    """
    bound = query.has("before") or up_to(query)
    later = {
        "after",
        "since",
        "between",
        "new-word",
        "newcomer",
        "join-last",
        "profile",
        "by-profile",
        "one-before",
        "added",
        "rise",
        "difference",
    } & query.heard
    later -= {"between"} if "until" in query.heard else set()
    later -= {"after", "new-word"} if "no-later" in query.heard else set()
    if not bound or later or not (query.of("year") or query.of("country")):
        return ()
    had = {fact.subject for fact in facts}
    return tuple(fact for fact in roll(base.at(None)).values() if fact.value in statuses and fact.subject not in had)


def with_earlier(query: Query, base: KnowledgeBase, earlier: Sequence[Fact], changes: Sequence[Change]) -> Answer:
    """Return who had come up to a day: those of the primary source, of whom no day is known, and those that came then."""
    facts = [*earlier, *(fact for change in changes for fact in change.facts)]
    supposed = query.of("number")
    yes = base.say("answer.yes" if not supposed or str(len(facts)) in supposed else "answer.no") if query.polar else ""
    count = f"{len(facts)}." if "how-many" in query.of("kind") else yes
    lines = [
        base.say(
            f"joined.earlier.{status}", names=named(base, [f.subject for f in earlier if f.value == status]), date=known_day(base)
        )
        for status in STATUSES
        if any(f.value == status for f in earlier)
    ]
    lines += [change.text for change in changes]
    text = bullets(lines) if len(lines) > 1 else lines[0]
    return composed(
        f"{count}{chr(10) if len(lines) > 1 else ' '}{text}".strip(), facts=facts, items=[fact.subject for fact in facts]
    )


def known_day(base: KnowledgeBase) -> str:
    """Return the day of the primary source, as it is written out."""
    return long_date(known_from(base))


def places(query: Query, base: KnowledgeBase) -> list[str]:
    """Return the names of the places where it was; none where a place stands for the day of its summit: "before Samarkand"."""
    bound = query.has("before") or query.has("after") or query.has("since") or up_to(query)
    return [] if bound and query.of("year") else [base.name(city) for city in query.of("city")]


def turned(query: Query) -> tuple[str, str]:
    """Return the status that states had and the one that they took: "which observers became members?"; "" for none."""
    order = [name for name, _ in groupby(name for name in query.order if name in {*STATUSES, "join"})]
    first, *rest = order or [""]
    steps = rest[:1] == ["join"] and first != "join" and len({*order} & {*STATUSES}) == PAIR
    return (first, rest[1]) if steps and rest[1:2] and rest[1] in STATUSES else ("", "")


def changes_of(query: Query, base: KnowledgeBase, facts: Sequence[Fact]) -> tuple[Change, ...]:
    """Return a change for each day and status; of a region, those in steps one by one: others may share their story."""
    stepped = tuple(fact for fact in facts if fact.short and query.of("region"))
    plain = by_day(base, [fact for fact in facts if fact not in stepped])
    return (*plain, *(Change(fact.valid_from, fact.say, fact.say, (fact,)) for fact in stepped))


def counted(base: KnowledgeBase, facts: Sequence[Fact], *, dated: bool) -> str:
    """Return how many joined; where some did so in steps of which no one counts for sure, the number of the others."""
    plain = [fact for fact in facts if not fact.short]
    if len(plain) == len(facts) or not (dated or len(plain) == 0):
        return f"{len(facts)}."
    return base.say("joined.in_steps", count=len(plain)) if plain else ""


def in_steps(query: Query, base: KnowledgeBase, statuses: Sequence[str], facts: Sequence[Fact], first: str) -> tuple[Fact, ...]:
    """Return the statuses that came about in steps, begun before a time and finished in it or after."""
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    return tuple(
        fact
        for fact in base.line("status")
        if fact.short and fact.value in statuses and fact not in facts
        and fact.valid_from < first and fact.settled[:MONTH] >= first[:MONTH]
        and (not query.of("region") or fact.subject in within)
    )  # fmt: skip
