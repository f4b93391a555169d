"""Who had a status at one time and not at another: "members in 2018 but not in 2012"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.saying import bullets, capital, composed, dated, joined, named, said, verdict
from bot.answering.states.changes import STATUSES, by_day
from bot.answering.states.membership import roll
from bot.answering.times import SCO, YEAR, known_from, moment_of, outside, span, today
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import begins
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

NOW, NO_LONGER = "now", "former"
DENIALS = frozenset({"not", "without", "outside"})
TWO = 2  # clauses that are held against each other


@dataclass(frozen=True, slots=True)
class Clause:
    """One half of the question."""

    statuses: tuple[str, ...]
    time: str
    """ISO 8601 with the precision it has, or `NOW`."""
    denied: bool

    def met(self, listed: Mapping[str, Fact], country: str) -> bool:
        """Return whether it holds for a state, by the statuses of its time."""
        has = country in listed and listed[country].value in self.statuses
        return has != self.denied


def crossed(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states meet both of two clauses, each with a status and a time; None where there are no two that differ.

    Options of the rule:
        any: "yes" where a status of any kind is meant, now and then: "which are linked to it today that were not in 2012?".
    """
    clauses = _of_any(query, base) if rule.options.get("any") == "yes" else _clauses(query, base)
    if len(clauses) != TWO:
        return None
    one, other = sorted(clauses, key=lambda clause: clause.denied)  # what is so is told before what is not
    if one.denied == other.denied and not (one.statuses != other.statuses and query.has("country-word")):
        return None  # "members in 2012 and observers in 2018" are two lists
    views: list[KnowledgeBase] = []
    for clause in (one, other):
        view = _then(query, base, clause.time)
        if not isinstance(view, KnowledgeBase):
            return view
        views.append(view)
    first, second = (roll(view) for view in views)
    ids = sorted((c for c in {**first, **second} if one.met(first, c) and other.met(second, c)), key=base.name)
    lead = base.say(
        "crossed.lead",
        first=_told(views[0], one, tuple(first.values())),
        second=_told(views[1], other, tuple(second.values())),
        names=named(base, ids) or base.say("crossed.nobody"),
    )
    used = [listed[country] for country in ids for listed in (first, second) if country in listed]
    turned = [fact for fact in dict.fromkeys(used) if fact.valid_from and fact.value in STATUSES]
    facts = used or [*first.values(), *second.values()]
    opening = verdict(query, base, truth=bool(ids), denies=False) if query.polar else ""
    if "how-many" in query.of("kind"):
        opening = f"{len(ids)}."
    steps = [change.text for change in by_day(base, sorted(turned, key=begins))]
    return composed(said(opening, capital(lead)), bullets(steps), facts=facts, items=ids)


def _clauses(query: Query, base: KnowledgeBase) -> list[Clause]:
    """Return the clauses, in the order of the question; what names no status means that of the one before, or members.

    A time may stand before its status ("today's members"); "no longer" denies what is so now.
    """
    found: list[Clause] = []
    statuses: list[str] = []
    denied = False
    for name in query.order:
        time = _time(query, base, name)
        if name in query.of("status"):
            statuses.append(name)
            if found and not found[-1].statuses:
                found[-1] = replace(found[-1], statuses=tuple(statuses), denied=denied)
                statuses, denied = [], False
        elif name in DENIALS:
            denied = True
        elif time and not (found and found[-1].time == time):
            before = found[-1].statuses if found else ()
            found.append(Clause(tuple(statuses) or before, time, denied or name == NO_LONGER))
            statuses, denied = [], False
    if statuses and len(found) > 1 and NO_LONGER not in query.order:  # "..., but is now a partner": said behind its time
        found[-1] = replace(found[-1], statuses=tuple(statuses))
    if denied and found and NO_LONGER not in query.order:  # "now and missing from the list of 2012", "in 2012, now not"
        place = 0 if query.order[-1] != "not" else -1
        found[place] = replace(found[place], denied=True)
    if len(found) == 1 and found[0].denied and query.of("year") and not query.of("status"):
        found.append(Clause((), NOW, denied=False))  # "which ones were not in the list of 2012?"
    return [replace(clause, statuses=clause.statuses or ("member",)) for clause in found]


def _of_any(query: Query, base: KnowledgeBase) -> list[Clause]:
    """Return today and the one other time that is named, as clauses of any status; denied is the one beside the "not"."""
    order = list(query.order)
    then = [place for place, name in enumerate(order) if (time := _time(query, base, name)) and time != NOW]
    if "not" not in order or len({_time(query, base, order[place]) for place in then}) != 1:
        return []
    edge = order.index("not")
    now = [abs(place - edge) for place, name in enumerate(order) if name == NOW]
    early = min(abs(place - edge) for place in then) <= min(now, default=len(order))
    return [
        Clause(STATUSES, NOW, denied=not early),
        Clause(STATUSES, _time(query, base, order[then[0]]), denied=early),
    ]


def _time(query: Query, base: KnowledgeBase, name: str) -> str:
    """Return the time that a mention names, "" where it names none."""
    if name in {NOW, NO_LONGER}:
        return NOW
    if name in {"profile", "by-profile"}:
        return known_from(base)[:YEAR]
    return name if name in query.of("year") else ""


def _then(query: Query, base: KnowledgeBase, time: str) -> KnowledgeBase | Answer | Declined | None:
    """Return the knowledge as of a time; what is said instead of a time that is not known."""
    horizon = base.horizons.get(SCO)
    if horizon is None:
        return None
    if time == NOW:
        return base.at(today(query, horizon))
    one = span(time)
    return outside(query, base, horizon, one) or base.at(moment_of(query, base, horizon, one))


def _told(base: KnowledgeBase, clause: Clause, facts: Sequence[Fact]) -> str:
    """Return "members at the end of 2018"."""
    what = joined(base, [base.say(f"crossed.{status}") for status in clause.statuses], "any")
    when = dated(base, facts)
    return base.say("crossed.not" if clause.denied else "crossed.so", what=what, when=f"{when[:1].lower()}{when[1:]}")


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {"status.crossed": crossed}
