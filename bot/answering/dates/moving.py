"""Whether shares have moved as a question supposes: up, down, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.answering.times import YEAR, known_from
from bot.knowledge import KnowledgeBase
from bot.model import Query


def late_years(query: Query, base: KnowledgeBase) -> list[str]:
    """Return the years of a question that lie after the primary source."""
    return [year[:YEAR] for year in query.of("year") if year[:YEAR] > known_from(base)[:YEAR]]


def ways(query: Query) -> tuple[bool, bool]:
    """Return whether a rise is asked about, and whether a fall."""
    return query.has("more") or query.has("rise"), query.has("less") or query.has("fall")


def then_before_now(query: Query) -> bool:
    """Return whether an earlier time is named before today: "did it have fewer members in 2012 than today?"."""
    early = [query.order.index(name) for name in (*query.of("year"), "by-profile", "profile") if name in query.order]
    return bool(early) and "now" in query.order and min(early) < query.order.index("now")


def moved_so(query: Query, base: KnowledgeBase, gaps: Sequence[Decimal], *, asked: bool) -> str:
    """Return Yes or No to what is supposed of shares that moved by so much; "" where nothing is, or they do not tell it.

    Args:
        query: The question.
        base: Says the verdict.
        gaps: By how much each share has moved, in percentage points.
        asked: Whether it is asked of states by name, and not of all.
    """
    late, ways_asked = late_years(query, base), ways(query)
    either = all(ways_asked)  # "has it gone up or down?", "is it more or less now?"
    if not (query.polar and gaps) or either or (late and len(late) == len(query.of("year"))):
        return ""
    if query.has("always"):  # between two times at which it was the same it may have been another
        return base.say("answer.no") if any(gaps) else ""
    compared = not (query.has("rise") or query.has("fall"))
    up, down = reversed(ways_asked) if compared and then_before_now(query) else ways_asked  # "did it pay more in 2012 than now?"
    fits = [gap > 0 if up else gap < 0 if down else gap == 0 if query.has("same") else gap != 0 for gap in gaps]
    truth = all(fits) if asked or query.has("same") or query.has("all") else any(fits)
    return base.say("answer.yes" if truth is not query.negated else "answer.no")
