"""What states are on a day, or over a time in which that changed, and what has come of it since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.answering.saying import cites, opened, said
from bot.answering.states.changes import STATUSES, started
from bot.answering.states.membership import check, roll, unsettled
from bot.answering.states.standing import history
from bot.answering.times import known_from
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import Moment
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

PAIR = 2  # states of which one may be what is asked


def checked(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what states are to the SCO; of one that got the status asked about only after that day, since when it has it."""
    found = over(query, rule, base)
    moment = base.moment
    if isinstance(found, Answer) and _none_of_them(query, base):
        found = replace(found, text=opened(base.say("answer.no"), found.text))
    if not isinstance(found, Answer) or moment is None or moment.now or len(query.of("status")) != 1 or moment.day >= query.today:
        return found
    had = {country for country, fact in roll(base).items() if fact.value in query.of("status")}
    later = started(base, moment.day, query.today, query.of("status"))
    facts = [f for f in later if f.subject in query.of("country") and f.subject not in had and f.say not in found.text]
    text = said(found.text, *(fact.say for fact in facts)) if "\n" not in found.text else found.text
    return replace(found, text=text, citations=tuple(dict.fromkeys((*found.citations, *cites(facts)))))


def _none_of_them(query: Query, base: KnowledgeBase) -> bool:
    """Return whether none of two or more states has the status that one of them is asked to have: "is A or B a member?"."""
    asks = query.of("kind") or query.negated or query.has("without") or query.has("outside") or query.has("neither")
    if query.polar or asks or len(query.of("status")) != 1 or len(query.of("country")) < PAIR or "either" not in query.heard:
        return False
    listed = roll(base)
    return not any(country in listed and listed[country].value in query.of("status") for country in query.of("country"))


def over(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what states are on a day; over a time in which that changed, what they were before and after.

    What was so at any time of a year is so in that year; from one year to another it has to be so throughout for a Yes.
    """
    wanted, moment = query.of("status"), base.moment
    if not (query.polar and wanted and moment and moment.since) or query.negated:
        return check(query, rule, base)
    if any(query.has(word) for word in ("since", "after", "before")):
        return check(query, rule, base)
    if any(unsettled(base, fact) for country, fact in roll(base).items() if country in query.of("country")):
        return check(query, rule, base)  # decided, and not yet so
    first = max(moment.since, known_from(base))
    began, ended = (_standing(base, day, query.of("country")) for day in (first, moment.day))
    if began == ended:
        return check(query, rule, base)
    found = history(replace(query, polar=False), rule, base)
    if not isinstance(found, Answer):
        return found
    throughout = all(value in wanted for value in (*began, *ended))
    begun = {(fact.subject, str(fact.value)) for fact in started(base, first, moment.day, STATUSES)}
    had = begun | {*zip(query.of("country"), began, strict=True)}
    sometime = all(any((country, status) in had for status in wanted) for country in query.of("country"))
    opening = "" if sometime and not throughout and query.has("between") else base.say("answer.yes" if sometime else "answer.no")
    return replace(found, text=opened(opening, found.text))


def partner(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what states are that may be an "SCO partner", as observers and dialogue partners are to be called alike."""
    return check(replace(query, slots={**query.slots, "status": ("observer", "partner")}), rule, base)


def _standing(base: KnowledgeBase, day: str, countries: Sequence[str]) -> list[str]:
    """Return what each state is on a day; "" for nothing."""
    listed = roll(base.at(Moment(day)))
    return [str(listed[country].value) if country in listed else "" for country in countries]


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "status.check": checked,
    "status.check.partner": partner,
}
