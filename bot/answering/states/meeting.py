"""Which states meet two statuses: "members who were observers in 2012"; and which have a status no longer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.saying import bullets, capital, composed, dated, joined, named, said, verdict
from bot.answering.states.changes import STATUSES, by_day
from bot.answering.states.membership import roll
from bot.answering.times import SCO, YEAR, known_from, moment_of, outside, present, span, today
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import begins
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

NOW, EVER = "now", "ever"
DENIALS = frozenset({"not", "never", "no-status", "without"})
ANY = ("no-status", "linked", "status")
"""Words for a status of any kind, or for none."""
EARLIER = frozenset({"before", "former", "earlier"})
PAIR = 2  # statuses that are held together


@dataclass(frozen=True, slots=True)
class _Half:
    """One of two statuses, and when a state has it."""

    statuses: tuple[str, ...]
    time: str
    """ISO 8601 with the precision it has, `NOW`, or `EVER` for any time that is known."""
    denied: bool = False


def meets(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states have one status and had another, each at its own time; None where no two are named.

    Options of the rule:
        ever: "yes" where both are meant of any time: "which have been both observer and dialogue partner?".
    """
    halves = _halves(query, base, ever=rule.options.get("ever") == "yes")
    if halves is None:
        return None
    if rule.options.get("ever") != "yes" and _in_turn(query):
        return _one_after_the_other(query, base, halves)
    one, other = halves
    views: list[tuple[Mapping[str, Fact], str]] = []
    for half in halves:
        view = _had(query, base, half)
        if isinstance(view, (Answer, Declined)):
            return view
        views.append(view)
    (first, first_told), (second, second_told) = views
    pool = {**first, **second}
    ids = sorted((c for c in pool if (c in first) is not one.denied and (c in second) is not other.denied), key=base.name)
    lead = base.say("crossed.lead", first=first_told, second=second_told, names=named(base, ids) or base.say("crossed.nobody"))
    used = [fact for country in ids for fact in base.line("status") if fact.subject == country and fact.valid_from]
    opening = verdict(query, base, truth=bool(ids), denies=False) if query.polar else ""
    if "how-many" in query.of("kind"):
        opening = f"{len(ids)}."
    note = base.say("meets.unknown", date=long_date(known_from(base))) if other.denied and other.time == EVER and ids else ""
    steps = [change.text for change in by_day(base, sorted(used, key=begins))]
    facts = [*(f for c in ids for f in (first.get(c), second.get(c)) if f), *used] or [*first.values(), *second.values()]
    return composed(said(opening, capital(lead)), bullets(steps), note, facts=facts, items=ids)


def _halves(query: Query, base: KnowledgeBase, *, ever: bool) -> tuple[_Half, _Half] | None:
    """Return the two statuses of a question with their times: a time stands with the status before it, or with its own half."""
    order = list(query.order)
    places = [place for place, name in enumerate(order) if name in STATUSES]
    names = list(dict.fromkeys(order[place] for place in places))
    edge = next((p for p in places if order[p] != names[0]), None) if len(names) == PAIR else None
    if edge is None and len(names) == 1 < len(places):  # "which partners of today were partners in 2012?"
        edge = places[1]
    if edge is None and len(names) == 1:  # "how many of today's partners had ties in 2012?"
        edge = next((place for place, name in enumerate(order) if name in ANY and place > places[0]), None)
    if edge is None:
        return None
    if ever:
        return _Half((names[0],), EVER), _Half((names[1],), EVER)
    denied = [place for place, name in enumerate(order) if name in DENIALS]
    parts = order[:edge], order[edge:]
    times = [[time for name in part if (time := _time(query, base, name))] for part in parts]
    if any(len(set(part)) > 1 for part in times):
        return None
    second = names[1:] or (list(STATUSES) if {*ANY} & {*parts[1]} else names)
    if second == names[:1] and not (times[1] and times[0] != times[1]):
        return None
    past = query.past or any(map(query.has, (*EARLIER, "ever", "never")))
    return (
        _Half((names[0],), times[0][0] if times[0] else NOW),
        _Half(tuple(second), times[1][0] if times[1] else EVER if past else NOW, bool(denied) and max(denied) >= places[0]),
    )


def _time(query: Query, base: KnowledgeBase, name: str) -> str:
    """Return the time that a mention names, "" where it names none."""
    if name == NOW:
        return NOW
    return known_from(base)[:YEAR] if name in {"profile", "by-profile"} else name if name in query.of("year") else ""


def _had(query: Query, base: KnowledgeBase, half: _Half) -> tuple[Mapping[str, Fact], str] | Answer | Declined:
    """Return who had a status at a time, and how that is called."""
    what = joined(base, [base.say(f"crossed.{status}") for status in half.statuses], "any")
    key = "crossed.not" if half.denied else "crossed.so"
    if half.time == EVER:
        had = {fact.subject: fact for fact in base.line("status") if fact.value in half.statuses}
        return had, base.say("meets.never" if half.denied else "meets.ever", what=what)
    horizon = base.horizons[SCO]
    one = None if half.time == NOW else span(half.time)
    beyond = outside(query, base, horizon, one) if one else None
    if beyond:
        return beyond
    view = base.at(moment_of(query, base, horizon, one) if one else today(query, horizon))
    listed = roll(view)
    when = dated(view, tuple(listed.values()))
    found = {country: fact for country, fact in listed.items() if fact.value in half.statuses}
    return found, base.say(key, what=what, when=f"{when[:1].lower()}{when[1:]}")


def _in_turn(query: Query) -> bool:
    """Return whether an order is asked for, without a time: "which observers were dialogue partners before?"."""
    timed = query.of("year") or any(map(query.has, (NOW, "profile", "by-profile")))
    return bool(EARLIER & query.heard) and not timed and not DENIALS & query.heard


def _one_after_the_other(query: Query, base: KnowledgeBase, halves: tuple[_Half, _Half]) -> Answer | None:
    """Return which states had the second status, and after it the first."""
    late, early = (half.statuses for half in halves)
    stages = _stages(base)
    own = {
        country: facts
        for country, facts in stages.items()
        if any(f.value in early and g.value in late for place, f in enumerate(facts) for g in facts[place + 1 :])
    }
    return _told(query, base, own)


def direct(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether a dialogue partner became a member without being an observer in between."""
    paths = {c: facts for c, facts in _stages(base).items() if {"partner", "member"} <= {str(f.value) for f in facts}}
    straight = [c for c, facts in paths.items() if ("partner", "member") in _steps(facts)]
    if straight or not paths:
        return None
    lead = said(base.say("answer.no") if query.polar else "", base.say("meets.indirect", names=named(base, paths)))
    facts = [fact for own in paths.values() for fact in own]
    return composed(f"{lead}\n{bullets(dict.fromkeys(fact.say for fact in facts))}", facts=facts, items=list(paths))


def gone(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states had a status once and have it no longer, and what they have become."""
    wanted = [status for status in STATUSES if status in query.of("status")]
    now = {fact.subject: fact for fact in base.at(present(query, base)).related("status")}
    if len(wanted) != 1 or "<year>" in query.heard:
        return None
    had = {fact.subject for fact in base.line("status") if fact.value == wanted[0]}
    ids = sorted((c for c in had if c in now and now[c].value != wanted[0]), key=base.name)
    if not ids:
        return None
    later = [f for f in base.line("status") if f.subject in ids and f.valid_from and f.value != wanted[0]]
    count = f"{len(ids)}." if "how-many" in query.of("kind") else ""
    one = len(ids) == 1
    what = base.say(f"change.is.{wanted[0]}" if one else f"crossed.{wanted[0]}")
    lead = base.say("meets.gone.one" if one else "meets.gone", names=named(base, ids), what=what)
    lines = bullets(change.text for change in by_day(base, sorted(later, key=begins)))
    before = [f for f in base.line("status") if f.subject in ids and f.value == wanted[0]]
    return composed(f"{said(count, lead)}\n{lines}", facts=[*later, *before], items=ids)


def fate(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return what the states with a status in the primary source are by what is known last."""
    wanted = [status for status in STATUSES if status in query.of("status")]
    now = {fact.subject: fact for fact in base.at(present(query, base)).related("status")}
    own = [fact for fact in roll(base.at(None)).values() if fact.value in wanted and fact.subject in now]
    facts = [now[fact.subject] for fact in own]
    elsewhen = any(year[:YEAR] != known_from(base)[:YEAR] for year in query.of("year"))  # "what happened to them in 2025?"
    if query.polar or not facts or elsewhen:
        return None
    return composed(bullets(fact.say for fact in facts), facts=[*facts, *own], items=[fact.subject for fact in own])


def _stages(base: KnowledgeBase) -> dict[str, list[Fact]]:
    """Return state -> the statuses that it has had, the first first; each once."""
    found: dict[str, list[Fact]] = {}
    for fact in sorted(base.line("status"), key=lambda fact: fact.valid_from):
        own = found.setdefault(fact.subject, [])
        if not any(f.value == fact.value for f in own):
            own.append(fact)
    return found


def _steps(facts: Sequence[Fact]) -> Collection[tuple[str, str]]:
    """Return the steps from one status to the next."""
    return [(str(one.value), str(other.value)) for one, other in pairwise(facts)]


def _told(query: Query, base: KnowledgeBase, stages: Mapping[str, Sequence[Fact]]) -> Answer | None:
    """Return which states there are, and each one's statuses."""
    facts = [fact for own in stages.values() for fact in own]
    if not facts:
        return None
    count = f"{len(stages)}." if "how-many" in query.of("kind") else verdict(query, base, truth=True) if query.polar else ""
    lead = said(count, base.say("overlap.counted.both", names=named(base, stages)))
    return composed(f"{lead}\n{bullets(dict.fromkeys(fact.say for fact in facts))}", facts=facts, items=list(stages))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "status.meets": meets,
    "status.direct": direct,
    "status.gone": gone,
    "status.fate": fate,
}
