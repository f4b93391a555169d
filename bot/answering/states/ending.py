"""When a state stopped being what it was, and whether it has been more: a status ends on the day on which the next begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.saying import opened, verdict
from bot.answering.states.standing import history
from bot.answering.times import in_bounds
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

PAIR = 2  # states of which one day alone would not tell whose it is


def ended(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return when states stopped being observers or dialogue partners, and what they have been since; None where one never was.

    Of a state that is one still, that is told.
    """
    wanted = next((status for status in query.of("status") if status != "member"), "")
    ends = [_end(country, wanted, base) for country in query.of("country")]
    told = history(replace(query, polar=False, slots={**query.slots, "kind": (), "status": (), "year": ()}), rule, base)
    if None in ends or not isinstance(told, Answer):
        return None
    days = [day for day in ends if day]
    opening = long_date(days[0]) + "." if len(ends) < PAIR and days and "when" in query.of("kind") else ""
    if query.polar:
        sides = [in_bounds(query, day) for day in days]
        within = all(sides) if None not in sides else all(day.startswith(year) for day in days for year in query.of("year"))
        opening = verdict(query, base, truth=len(days) == len(ends) and within)
    return replace(told, text=opened(opening, told.text))


def _end(country: str, status: str, base: KnowledgeBase) -> str | None:
    """Return the day (ISO 8601) on which a state got its next status; "" for none since, None where it never had this one."""
    mine = sorted((fact for fact in base.line("status") if fact.subject == country), key=lambda fact: fact.valid_from)
    own = [fact for fact in mine if fact.value == status]
    if not own:
        return None
    return next((f.valid_from for f in mine if f.value != status and f.valid_from > own[-1].valid_from), "")


def beyond(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what states have been besides the status that is named: "has Mongolia ever been more than an observer?".

    Of one that is not known to have been anything else there is no verdict: what it was before 2012 no source says.
    """
    told = history(replace(query, polar=False, slots={**query.slots, "kind": (), "status": ()}), rule, base)
    if not isinstance(told, Answer) or not query.of("country"):
        return None
    had = [{str(f.value) for f in base.line("status") if f.subject == country} for country in query.of("country")]
    more = all(values - {*query.of("status")} for values in had)
    opening = verdict(query, base, truth=True) if query.polar and more else ""
    return replace(told, text=opened(opening, told.text))


def skipped(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what states were one after the other, with a No where they did have the status that they are to have skipped."""
    told = history(replace(query, polar=False, slots={**query.slots, "kind": (), "status": ()}), rule, base)
    if not isinstance(told, Answer) or len(query.of("status")) != 1:
        return None
    had = [{str(f.value) for f in base.line("status") if f.subject == country} for country in query.of("country")]
    whole = all({*query.of("status")} <= values for values in had)
    return replace(told, text=opened(verdict(query, base, truth=False) if query.polar and whole else "", told.text))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "status.ended": ended,
    "status.beyond": beyond,
    "status.skipped": skipped,
}
