"""What one, or several together, pay held against a bound: more than 30 per cent, half, most of it, all of it.

Also the members of the primary source against those that joined later, who are held against each other, or against a bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.answering.money.shares import (
    PARTS,
    WHOLE,
    Operation,
    facts_of,
    inline,
    payers,
    percent,
    points,
    shares,
    shown,
    since,
    total_of,
    unpaid,
    whole,
)
from bot.answering.saying import capital, composed, said, verdict
from bot.answering.saying import named as listed
from bot.answering.times import YEAR, known_from
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

FRACTIONS: Mapping[str, Decimal] = {
    "two-thirds": Decimal(2 * WHOLE) / 3, "three-quarters": Decimal(3 * WHOLE) / 4,
    "fifth": Decimal(WHOLE) / 5, "tenth": Decimal(WHOLE) / 10,
    **{word: Decimal(WHOLE) / count for word, count in PARTS.items()},
}  # fmt: skip
"""Word -> per cent of the budget; what is longer comes first."""
ALL_OF_IT = ("whole-of-it", "only", "all", "paid-by")
"""Words by which a state would pay the whole budget; the last says only by whom it is paid."""
OLD = ("old-members", "six-of-2012")
"""Words for those who were members in the primary source already."""
NEW = ("newcomer",)
"""Words for those who joined later."""
APART = ("both", "all", "neither")
"""Words by which each of several is meant."""


def threshold(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether those who are named pay so much of the budget together; None where no bound is named, or another is."""
    ids = _named(query, base)
    several = len(ids) > 1
    apart = several and any(map(query.has, APART)) and not query.has("together") and not query.has("whole-of-it")
    if not query.polar or not (ids or query.of("country")) or apart:
        return None
    if (several and "same" in query.heard) or (query.of("group") and query.of("country")):
        return None  # "do A and B together pay as much as C on its own?"
    either = query.has("more") and query.has("less")  # "it paid 7 per cent: is it higher or lower now?"
    if _bound(query) is None or either or not _on_one_side(query):
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    facts = facts_of(base, ids)
    met = _met(query, total_of(base, ids))
    each = {_met(query, percent(fact)) for fact in facts}
    parts = " + ".join(shown(percent(fact)) for fact in facts)
    total = base.say("share.sum", names=listed(base, ids), total=shown(total_of(base, ids)), parts=parts)
    told = [total] if several else [*(fact.say for fact in facts)] if base.moment is not None else [f"{inline(base, facts)}."]
    dated = since(base) if several else ""
    if met is None:
        opening = ""
    elif len(query.of("country")) > 1 and not query.has("together") and each == {not met} and query.of("number"):
        # "Do A and B pay more than 20 per cent?"
        opening = base.say("share.bound.together" if met is not query.negated else "share.bound.each")
    elif query.has("paid-by") and not met and not _said_bound(query):
        opening = base.say("share.bound.not_alone", names=listed(base, ids))
    else:
        opening = verdict(query, base, truth=met)
    return composed(said(opening, *told, dated), facts=facts, items=ids)


def _named(query: Query, base: KnowledgeBase) -> list[str]:
    """Return the payers that are named: countries, those of a region, or those of a group."""
    groups = [fact.value for fact in base.related("members") if fact.subject in query.of("group")]
    grouped = [str(country) for group in groups if isinstance(group, tuple) for country in group]
    return [country for country in payers(query, base) or grouped if country in shares(base)]


def _said_bound(query: Query) -> bool:
    """Return whether how much is said at all, beside by whom."""
    return any(map(query.has, (*FRACTIONS, "majority", *ALL_OF_IT[:-1]))) or bool(query.of("number"))


def _bound(query: Query) -> Decimal | None:
    """Return the bound in per cent that the question names; None for none."""
    counted = {Decimal(number) for number in query.of("count")}
    numbers = [n for n in map(Decimal, query.of("number")) if n <= WHOLE and (n not in counted or query.pairs(f"{n}", "percent"))]
    sided = any(map(query.has, ("more", "less", "at-least", "at-most")))
    fraction = next((word for word in FRACTIONS if query.has(word)), "")
    if fraction:
        return FRACTIONS[fraction]
    if numbers:
        return numbers[0] if sided and len(numbers) == 1 else None
    if query.has("majority"):
        return Decimal(WHOLE) / 2
    own = query.pairs("all", "pay") or sided or query.has("same")  # "does Russia pay all of its share?"
    return Decimal(WHOLE) if not own and any(map(query.has, ALL_OF_IT)) else None


def _met(query: Query, total: Decimal) -> bool | None:
    """Return whether a sum lies where the question puts it; None where it is to be only about so much."""
    bound = _bound(query)
    if bound is None or query.has("about-so-much"):
        return None
    if query.has("at-least") or query.has("at-most"):
        return total >= bound if query.has("at-least") else total <= bound
    if query.has("more") or (query.has("majority") and not query.of("number")):
        return total > bound
    return total < bound if query.has("less") else total == bound


def _on_one_side(query: Query) -> bool:
    """Return whether all who are named stand before the bound, or all behind: "half of what Russia pays" is another bound."""
    words = [word for word in (*FRACTIONS, "majority", "more", "less", "percent") if query.has(word)]
    places = [place for place, name in enumerate(query.order) if name in {*query.of("country"), *query.of("region")}]
    at = [place for place, name in enumerate(query.order) if name in words]
    sides = {place < max(at) for place in places} if at else {True}
    of_another = any(query.pairs(part, country) for part in FRACTIONS for country in query.of("country"))
    return len(sides) <= 1 and not query.has("of-other") and not of_another  # "a quarter of China's"


def sides(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the members of the primary source, or those that joined later, pay together, or how the two compare."""
    # "Did all six members of the profile pay at least 5 per cent?": what they paid then.
    first = known_from(base)[:YEAR]
    then = query.polar and query.past and "six-of-2012" in query.heard and not {"now", "still", *NEW} & query.heard
    then = then and all(year.startswith(first) for year in query.of("year"))
    if (base.moment is None) is not then:
        return None  # else all were of the old ones
    old = [
        fact.subject for fact in base.line("status") if fact.primary and fact.value == "member" and fact.subject in shares(base)
    ]
    old = list(dict.fromkeys(old))
    new = [country for country in shares(base) if country not in old]
    counts = {int(float(count)) for count in query.of("count")}
    asked = [(key, ids) for key, ids, words in (("old", old, OLD), ("new", new, NEW)) if any(map(query.has, words))]
    if not asked or any(not ids for _, ids in asked) or counts - {len(old), len(new)}:
        return None
    if len(asked) == 1:
        return _alone(query, base, asked[0][1])
    text, truth = _held(query, base, asked)
    if query.polar and truth is None:
        return None
    opening = verdict(query, base, truth=truth) if query.polar and truth is not None else ""
    facts = facts_of(base, [country for _, ids in asked for country in ids])
    return composed(said(opening, text, since(base)), facts=facts)


def _alone(query: Query, base: KnowledgeBase, ids: list[str]) -> Answer | None:
    """Return what one of the two sides pays, together or each; None where something else is asked of it."""
    summed = query.polar or query.has("together") or {"how-much", "who"} & {*query.of("kind")} or query.has("part-of")
    if not summed:
        return None  # "order the members of 2012 by what they give"
    if "all" in query.heard and not query.has("together") and not query.has("whole-of-it"):
        return _each(query, base, ids)
    facts = facts_of(base, ids)
    parts = " + ".join(shown(percent(fact)) for fact in facts)
    text = base.say("share.sum", names=listed(base, ids), total=shown(total_of(base, ids)), parts=parts)
    met = _met(query, total_of(base, ids)) if query.polar else None
    if query.polar and met is None:
        return None
    opening = "" if met is None else verdict(query, base, truth=met)
    return composed(said(opening, text, since(base)), facts=facts, items=ids)


def _each(query: Query, base: KnowledgeBase, ids: list[str]) -> Answer | None:
    """Return what each of several pays, and whether each pays as much as the question puts it."""
    facts = facts_of(base, ids)
    met = {_met(query, percent(fact)) for fact in facts} if query.polar else set()
    if None in met:
        return None
    opening = verdict(query, base, truth=met == {True}) if query.polar else ""
    return composed(said(opening, f"{inline(base, facts)}.", since(base)), facts=facts, items=ids)


def _held(query: Query, base: KnowledgeBase, asked: list[tuple[str, list[str]]]) -> tuple[str, bool | None]:
    """Return how two sides compare, as a sentence, and whether the question is right about them; None where it claims nothing.

    Where it does not ask for Yes or No, the side that pays more stands first, or the one that pays less where that is asked.
    """
    totals = {key: total_of(base, ids) for key, ids in asked}
    if query.polar:
        old = next(place for place, name in enumerate(query.order) if name in OLD)
        asked = asked if old < query.order.index("newcomer") else asked[::-1]
    else:
        asked = sorted(asked, key=lambda side: totals[side[0]], reverse=not query.has("less"))
    (first, left), (second, right) = asked
    one, other = totals[first], totals[second]
    text = base.say(
        f"share.compare.{'more' if one > other else 'less'}",
        left=base.say(f"share.side.{first}", names=listed(base, left)),
        right=base.say(f"share.side.{second}", names=listed(base, right)),
        one=shown(one), other=shown(other), gap=points(base, abs(one - other)),
    )  # fmt: skip
    claims = {"more": one > other, "less": one < other, "same": one == other}
    said_so = [word for word in claims if query.has(word)]
    return capital(text), claims[said_so[0]] if len(said_so) == 1 else None


OPERATIONS: Mapping[str, Operation] = {"share.threshold": whole(threshold), "share.sides": whole(sides)}
