"""Holders of offices held against each other, and against a day or a place: who followed whom, who began or ended when."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.saying import agree, cites, composed, said, verdict
from bot.answering.times import shifted
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

DAY = len("2019-01-01")
PAIR = 2  # holders that are held against each other
HEIR = "heir"
"""The word for who came next, or before: "Alimov's successor", "the successor of Alimov"."""
VERBS = frozenset({"goes-after", "goes-before"})
"""Words that say which of two came later."""


def follows(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether one held an office directly after, or before, another; with who was between them where somebody was.

    No verdict where it is not known that nobody was between them, nor where "after" leaves room for somebody who was. None
    where they did not hold the same office.
    """
    named = _named(query, base)
    later = _later(query)
    if len(named) != PAIR or len({fact.value for fact in named}) > 1 or not later:
        return None
    terms = sorted((f for f in base.line("office") if f.value == named[0].value), key=lambda fact: fact.valid_from)
    early, late = sorted(named, key=terms.index)
    between = terms[terms.index(early) + 1 : terms.index(late)]
    rightly = (late.subject == named[0].subject) is (later == "first")
    joined = bool(early.valid_until) and agree(early.valid_until, late.valid_from)
    truth = rightly and joined
    open_end = rightly and ((not joined and not between) or (bool(between) and not query.has("direct-step")))
    opening = "" if open_end else verdict(query, base, truth=truth)
    facts = [*between, *named] if rightly else named
    text = said(opening, *(fact.say for fact in facts))
    return composed(text, facts=facts, items=[fact.subject for fact in named])


def _named(query: Query, base: KnowledgeBase) -> list[Fact]:
    """Return the terms of the persons that are named, in the order of the question; each held one office."""
    line = base.line("office")
    return [fact for name in query.of("person") for fact in line if fact.subject == name]


def _later(query: Query) -> str:
    """Return which of two persons is said to have come later: "first", "second" in the question; "" where it is not clear.

    "Did A follow B", "was A followed by B", "was A B's successor", "was B's successor A".
    """
    onward = query.has("goes-after")
    if onward is query.has("goes-before"):
        return ""
    persons = query.of("person")
    order = [name for name in query.order if name in {*persons, *VERBS, HEIR}]
    places = [order.index(name) for name in persons]
    inner = {*order[min(places) : max(places)]} - {*persons}
    if not (inner or query.has(HEIR)):
        return ""  # "was it Norov whom Zhang replaced?"
    # "Was Alimov's successor Norov?", "was the successor of Alimov Norov?": the one who is named last is the successor.
    owned = (HEIR in inner and not query.has("heir-to")) or (HEIR in order[: min(places)])
    turned = owned is not ("passive" in query.heard)
    return "second" if onward is turned else "first"


def same_day(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether two came into office, or left it, on the same day; declined where the day of one is not known."""
    named = _named(query, base)
    if len(named) != PAIR:
        return None
    ends = query.has("left-office") or query.has("ended")
    days = {(_last(fact) if ends else fact.valid_from) for fact in named}
    if not all(len(day) == DAY for day in days):
        return Declined(said(base.say("decline.not_in_source"), *(fact.say for fact in named)), citations=cites(named))
    text = said(verdict(query, base, truth=len(days) == 1), *(fact.say for fact in named))
    return composed(text, facts=named, items=[fact.subject for fact in named])


def _last(fact: Fact) -> str:
    """Return the last day of a term where its source tells it; "" where only the next one's first day is known."""
    day = shifted(fact.valid_until, -1) if len(fact.valid_until) == DAY else ""
    return day if day and long_date(day) in fact.say else ""


def of_day(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who came into office, or left it, on a day that is named; declined where no source tells it of anybody."""
    days = [year for year in query.of("year") if len(year) == DAY]
    if query.polar or len(days) != 1 or len(query.of("year")) != 1:
        return None
    ends = query.has("left-office") or query.has("ended")
    wanted = {office for office, body in base.heads.items() if body in query.of("body")} | {*query.of("office")}
    line = [fact for fact in base.line("office") if (not wanted or fact.value in wanted) and base.kinds[fact.subject] == "person"]
    found = [fact for fact in line if (_last(fact) if ends else fact.valid_from) == days[0]]
    if not found:
        return Declined(base.say("decline.not_in_source"))
    return composed(said(*(fact.say for fact in found)), facts=found, items=[fact.subject for fact in found])


def of_place(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether somebody was chosen in a city that is named; None where no source tells a city."""
    told = [fact for fact in _named(query, base) if any(base.name(city) in fact.say for city in base.countries)]
    if not query.polar or len(told) != 1 or len(query.of("city")) != 1:
        return None
    truth = base.name(query.of("city")[0]) in told[0].say
    return composed(said(verdict(query, base, truth=truth), told[0].say), facts=told, items=[told[0].subject])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "term.follows": follows,
    "term.same-day": same_day,
    "term.of-day": of_day,
    "term.of-place": of_place,
}
