"""Lines in time: no state has two statuses on a day, what ends is followed or over, shares of a complete set make a whole."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from bot.checking.faults import Faults
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import Moment, holds
from bot.model import Fact

WHOLE = 100  # per cent
ROUNDING = Decimal("0.5")  # per cent by which printed shares may miss it
OVER = frozenset({"ended"})
"""Relations of facts that say that a subject is no more."""
SINGLE = ("status", "share", "overlap.size", "overlap.within", "printed.count")
"""Relations of which a subject has one value on a day."""


def check(base: KnowledgeBase, faults: Faults) -> None:
    """Note facts that contradict each other on a day, that end with nothing after them, and sets of shares that are not whole."""
    for relation in SINGLE:
        _single(base, relation, faults)
    for fact in base.facts.values():
        _order(base, fact, faults)
        _within(base, fact, faults)
    _shares(base, faults)
    _counts(base, faults)


def _single(base: KnowledgeBase, relation: str, faults: Faults) -> None:
    """Note two values of one subject on the same day."""
    facts = base.line(relation)
    days = sorted({f.valid_from for f in facts if f.valid_from} | {h.known for h in base.horizons.values()})
    told: set[frozenset[str]] = set()
    for day in days:
        for subject in dict.fromkeys(fact.subject for fact in facts):
            mine = [fact for fact in facts if fact.subject == subject and holds(fact, day)]
            for one, other in pairwise(mine):
                pair = frozenset({one.id, other.id})
                if str(one.value) != str(other.value) and pair not in told:
                    told.add(pair)
                    problem = f"On {day} it says {one.value}, and {other.id} says {other.value}."
                    faults.add("facts", one.id, problem, "Let `valid_until` of the one be `valid_from` of the other.")


def _order(base: KnowledgeBase, fact: Fact, faults: Faults) -> None:
    """Note a time that ends before it begins, and one that ends with nothing that follows or says that it is over."""
    if fact.announced and fact.announced < fact.valid_from[: len(fact.announced)]:
        faults.add("facts", fact.id, f"It is announced for {fact.announced}, before it begins.", "Mend `announced`.")
    if not fact.valid_until:
        return
    if fact.valid_from and fact.valid_until <= fact.valid_from:
        problem = f"It ends on {fact.valid_until}, before it begins."
        faults.add("facts", fact.id, problem, "Mend `valid_from` or `valid_until`.")
    ends = fact.valid_until
    horizon = base.horizons.get(fact.subject) or base.horizons.get("sco")
    if horizon is not None and ends > horizon.ends:
        return  # a term that has not run out: nobody knows yet what follows
    follows = any(
        other.valid_from and ends.startswith(other.valid_from) and _follows(fact, other)
        for other in base.facts.values()
        if other is not fact
    )
    if not follows:
        problem = f"It ends on {ends}, and nothing begins on that day."
        faults.add("facts", fact.id, problem, "Add what holds from then on, or the fact that says that it is over.")


def _within(base: KnowledgeBase, fact: Fact, faults: Faults) -> None:
    """Note a fact that is known of a day after the last on which anything is said to be known of its subject."""
    horizon = base.horizons.get(fact.subject)
    if horizon is not None and fact.confidence != "derived" and fact.as_of > horizon.ends:  # counted: of two organisations
        problem = f"It is of {fact.as_of}, after the end of what is known of {fact.subject} ({horizon.ends})."
        faults.add("facts", fact.id, problem, "Move `ends` in horizons.yaml, or mend `as_of`.")


def _follows(fact: Fact, other: Fact) -> bool:
    """Return whether a fact takes the place of another: of the same subject, in the same office, or a new set of shares."""
    if fact.relation == "office":
        return other.relation == "office" and other.value == fact.value
    if fact.relation == "share" and other.relation == "share.set":
        return True
    same = other.relation in {fact.relation, *OVER} or other.relation.partition(".")[0] in {
        fact.relation.partition(".")[0],
        "overlap",
    }
    return other.subject == fact.subject and same


def _shares(base: KnowledgeBase, faults: Faults) -> None:
    """Note sets of shares that are marked complete and are not: they add up to 100, and each member has one."""
    for mark in base.line("share.set"):
        if mark.value != "complete":
            continue
        day = base.at(Moment(mark.valid_from))
        shares = day.related("share")
        total = sum((Decimal(str(fact.value)) for fact in shares), Decimal(0))
        if abs(total - WHOLE) > ROUNDING:
            problem = f"The shares of {mark.valid_from} add up to {total}, not {WHOLE}."
            faults.add("facts", mark.id, problem, "Compare each with the source, or mark the set as partial.")
        payers = {fact.subject for fact in shares}
        members = {fact.subject for fact in day.related("status") if fact.value == "member"}
        for stray in sorted(payers ^ members):
            missing = "has a share, but is no member" if stray in payers else "is a member, but has no share"
            faults.add("facts", mark.id, f"On {mark.valid_from} {stray} {missing}.", "Add the fact that is missing.")


def _counts(base: KnowledgeBase, faults: Faults) -> None:
    """Note counts of members that differ from who is a member on the day from which they hold."""
    for fact in base.line("printed.count"):
        if not fact.valid_from:
            continue
        listed = [f.subject for f in base.at(Moment(fact.valid_from)).related("status") if f.value == "member"]
        if fact.value != len(listed):
            problem = f"The count is {fact.value}, but {len(listed)} members are listed for {fact.valid_from}."
            faults.add("facts", fact.id, problem, "Compare both with the source.")
