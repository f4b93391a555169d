"""Which of several states came first or last, and which came on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.saying import bullets, capital, composed, dated_tail, named, said
from bot.answering.states.changes import STATUSES, by_day
from bot.answering.states.joining import PAIR, unknown
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import begins
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

DAY = 10  # characters of an ISO date that names its day
AT_ONCE = ("same", "together", "joined-with", "same-day")  # words that ask whether two came on one day
BESIDE = ("joined-with", "along-with", "same", "that-day")
"""Words for coming in at the side of somebody."""


def order(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of two states became a member first, or what else it is asked for, and whether it was on one day.

    A member of 2012 whose beginning no source gives was one before all that joined later; of two such the order is not known.
    """
    ids = list(query.of("country"))
    statuses = [s for s in STATUSES if s in query.of("status")] or _own_status(ids, base)
    others = {"who", "which"} & {*query.of("kind")} or query.has("rest")
    others = others or query.has("sole") or query.has("only")
    if len(ids) == 1 and others and any(map(query.has, BESIDE)):
        return _same_day(ids[0], statuses, query, base)
    ranked = (query.has("first") or query.has("last")) and not (query.has("before") or query.has("after"))
    if len(ids) > PAIR and ranked and not query.polar:
        return _foremost(ids, statuses, query, base)
    if len(ids) != PAIR or query.has("by-profile"):
        return None
    one, other = (next((f for f in base.line("status") if f.subject == c and f.value in statuses), None) for c in ids)
    if len(statuses) > 1 or one is None or other is None:
        return None
    known = [fact for fact in (one, other) if fact.valid_from]
    if not known:
        return unknown(base, ids, statuses)
    # Of one that has no beginning, the day on which it was a member is told.
    sentences = [said(fact.say, "" if fact.valid_from else dated_tail(base, [fact])) for fact in (one, other)]
    opening = ""
    if query.polar:
        later = query.has("after") or query.has("later")
        truth = one.valid_from > other.valid_from if later else one.valid_from < other.valid_from
        truth = one.valid_from == other.valid_from if any(map(query.has, AT_ONCE)) else truth
        opening = base.say("answer.yes" if truth else "answer.no")
    elif one.valid_from == other.valid_from:
        opening = base.say("joined.same_day")
    else:
        back = query.has("last") or query.has("later") or query.has("after")
        chosen = (max if back else min)((one, other), key=lambda fact: fact.valid_from)
        opening = f"{base.name(chosen.subject)}."
    return composed(said(opening, *sentences), facts=[one, other], items=ids)


def sequence(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return when each of the states that are named got a status, the earliest first; None where one's day is not known."""
    ids = query.of("country")
    statuses = [s for s in STATUSES if s in query.of("status")] or ["member"]
    known = [f for f in base.line("status") if f.subject in ids and f.value == statuses[0] and f.valid_from]
    if len(known) < len(ids) or len(statuses) > 1:
        return None
    known.sort(key=begins)
    lines = bullets(change.text for change in by_day(base, known))
    return composed(f"{base.say('joined.sequence')}\n{lines}", facts=known, items=[fact.subject for fact in known])


def _foremost(ids: Sequence[str], statuses: Sequence[str], query: Query, base: KnowledgeBase) -> Answer | None:
    """Return which of several states came first or last, where each one's day is known; None where one's is not."""
    wanted = statuses[-1] if "member" not in statuses else "member"
    known = {f.subject: f for f in base.line("status") if f.subject in ids and f.value == wanted and f.valid_from}
    if len(known) < len(ids):
        return None
    day = (max if query.has("last") else min)(fact.valid_from for fact in known.values())
    found = [known[one] for one in ids if known[one].valid_from == day]
    names = named(base, [fact.subject for fact in found])
    return composed(said(f"{capital(names)}.", *(fact.say for fact in found)), facts=found, items=[f.subject for f in found])


def _own_status(countries: Sequence[str], base: KnowledgeBase) -> list[str]:
    """Return what a state joined as, where that is not said: as a member, or what it is that never was one."""
    mine = [str(f.value) for f in base.line("status") if f.subject in countries and f.valid_from]
    alike = len(set(mine)) == 1 and len(mine) == len(countries)  # "Nepal and Cambodia got their status at one summit"
    return [mine[-1]] if (len(countries) == 1 or alike) and mine and "member" not in mine else ["member"]


def _same_day(country: str, statuses: Sequence[str], query: Query, base: KnowledgeBase) -> Answer | Declined:
    """Return who joined on the day of a country, or that no other became a member on it; decline where that is not known."""
    days = {fact.valid_from for fact in base.line("status") if fact.subject == country and fact.value in statuses}
    facts = [f for f in base.line("status") if f.valid_from and f.valid_from in days and f.value in statuses]
    others = [fact for fact in facts if fact.subject != country]
    alone = base.say("joined.alone") if statuses == ["member"] and not others else ""
    if not facts or not (others or alone):
        return Declined(base.say("decline.not_in_source"))  # of partners, not every day is known
    truth = bool(others) is not (query.has("sole") or query.has("only"))  # "was it the only one to join that day?"
    opening = base.say("answer.yes" if truth else "answer.no") if query.polar else ""
    return composed(said(opening, alone, *(c.text for c in by_day(base, facts))), facts=facts, items=[f.subject for f in others])


def twins(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states took a status on one and the same day, members where none is named."""
    status = next((s for s in STATUSES if s in query.of("status")), "member")
    facts = [fact for fact in base.line("status") if fact.value == status and len(fact.valid_from) == DAY]
    days = [fact.valid_from for fact in facts]
    together = [fact for fact in facts if days.count(fact.valid_from) > 1]
    if query.polar or not together:
        return None
    at_summit = any(map(query.has, ("summit", "sco-meeting", "where", "at-summit")))
    lines = [fact.say for fact in together] if at_summit else [change.text for change in by_day(base, together)]
    return composed(said(*lines), facts=together, items=[f.subject for f in together])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.order": order,
    "joined.sequence": sequence,
    "joined.twins": twins,
}
