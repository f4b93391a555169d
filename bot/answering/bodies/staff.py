"""How many people work at the bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.bodies.seats import bodies
from bot.answering.saying import composed, said, verdict
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

OTHERS, BESIDES = "rest", "without"
"""Words for those that were not named, and for setting some aside."""


def _staff(base: KnowledgeBase) -> dict[str, Fact]:
    return {fact.subject: fact for fact in base.related("staff")}


def _figures(query: Query, base: KnowledgeBase) -> set[str]:
    """Return the numbers of staff that a question supposes: "the two bodies" supposes none."""
    own = {str(len(_staff(base)))} if {"permanent-body", "both"} & query.heard else set()
    return set(query.of("number")) - own


def _wrong_year(query: Query, base: KnowledgeBase) -> Declined | None:
    years = {year[:4] for year in query.of("year")}
    known = {fact.as_of for fact in _staff(base).values()}
    if years - known:
        return Declined(base.say("decline.staff_year", year=min(years - known)))
    return None


def staff_of(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the staff of one body, or of each; checks a number that the question supposes."""
    late = _wrong_year(query, base)
    if late:
        return late
    if query.polar and query.of("city") and query.of("body") and not query.of("number"):
        return None  # "does RATS work out of Tashkent?"
    compared = query.has("same") and not _figures(query, base)  # "are they equally staffed?"
    if query.polar and (compared or "years" in query.heard):
        return None  # "are the figures eight years old?"
    listed = _staff(base)
    seats = {str(f.value): f.subject for f in bodies(base).values()}
    ids = [b for b in query.of("body") if b in listed] or [seats[c] for c in query.of("city") if c in seats]
    if not ids and query.of("city"):
        return Declined(base.say("decline.staff_city", city=base.name(query.of("city")[0])))
    if not ids or len(ids) > 1:
        return staff_all(query, rule, base)
    facts = [listed[b] for b in ids]
    numbers = _figures(query, base)
    opening = ""
    if query.polar and (numbers or query.of("year")):
        truth = (not numbers or all(str(f.value) in numbers for f in facts)) and {y[:4] for y in query.of("year")} <= {
            f.as_of for f in facts
        }
        opening = base.say("answer.yes" if truth else "answer.no")
    return composed(said(opening, *(f.say for f in facts)), facts=facts, items=ids)


def _staff_bound(query: Query, base: KnowledgeBase, facts: list[Fact]) -> Answer:
    """Return whether the staff of the bodies that are named, or of all together, is above or below a number."""
    own = [fact for fact in facts if fact.subject in query.of("body")] or facts
    values = [fact.value for fact in own if isinstance(fact.value, int)]
    numbers = [number for number in query.of("number") if number not in query.of("count")]  # "the two bodies"
    # "With 30 in each of its two bodies, did the SCO employ more than 50?"
    supposed = [number for number in numbers[:1] if len(numbers) > 1 and {float(number)} == {float(value) for value in values}]
    numbers = numbers[len(supposed) :]
    each = bool(query.of("body")) or (not supposed and bool({"both", "all", "permanent-body"} & query.heard))
    summed = "together" in query.heard or not each
    values = [sum(values)] if summed else values
    bound = int(float(numbers[0])) if numbers else 0
    holds: Mapping[str, Callable[[int], bool]] = {
        "at-least": lambda value: value >= bound,
        "at-most": lambda value: value <= bound,
        "more": lambda value: value > bound,
        "less": lambda value: value < bound,
    }
    test = next((holds[word] for word in holds if word in query.heard), None)
    opening = "" if test is None or len(numbers) != 1 else verdict(query, base, truth=all(map(test, values)))
    total = base.say("staff.total", total=values[0]) if summed else ""
    return composed(said(opening, total, *(fact.say for fact in own)), facts=own, items=[fact.subject for fact in own])


def staff_all(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the staff of the bodies and their sum; with `options: {compare: yes}` whether they are equal."""
    late = _wrong_year(query, base)
    if late or (query.polar and "years" in query.heard):
        return late
    facts = list(_staff(base).values())
    total = sum(fact.value for fact in facts if isinstance(fact.value, int))
    each = " ".join(fact.say for fact in facts)
    numbers = _figures(query, base)
    if rule.options.get("compare"):
        if query.polar and numbers:
            return _staff_bound(query, base, facts)
        equal = len({fact.value for fact in facts}) == 1
        claim = equal if query.has("same") else not equal
        opening = base.say("answer.yes" if claim is not query.negated else "answer.no") if query.polar else ""
        text = base.say("staff.same" if equal else "staff.different")
        return composed(said(opening, text, each), facts=facts)
    text = base.say("staff.total", total=total)
    if query.polar and numbers:
        # What each body has is no answer to how many the organisation has.
        parts = {str(fact.value) for fact in facts}
        of_each = parts == numbers and bool({"both", "permanent-body"} & query.heard) and "together" not in query.heard
        unclear = bool(numbers & parts) and not of_each
        opening = "" if unclear else base.say("answer.yes" if of_each or str(total) in numbers else "answer.no")
        return composed(said(opening, each), facts=facts)
    return composed(f"{text} {each}", facts=facts, items=[f.subject for f in facts])


def part(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which part of all staff works at a body, or in the city where one sits."""
    listed = _staff(base)
    seats = {str(fact.value): fact.subject for fact in bodies(base).values()}
    ids = [b for b in query.of("body") if b in listed] or [seats[c] for c in query.of("city") if c in seats]
    counts = {name: fact.value for name, fact in listed.items() if isinstance(fact.value, int)}
    if len(ids) != 1 or query.polar or len(counts) < len(listed):
        return None
    total = sum(counts.values())
    percent = f"{100 * counts[ids[0]] / total:.0f}"
    text = base.say("staff.part", part=counts[ids[0]], total=total, percent=percent)
    return composed(said(text, *(fact.say for fact in listed.values())), facts=list(listed.values()), items=ids)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "staff.of": staff_of,
    "staff.all": staff_all,
    "staff.part": part,
}
