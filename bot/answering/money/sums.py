"""Arithmetic on the budget shares: added up, taken away, averaged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.answering.money.shares import (
    MULTIPLE,
    PARTS,
    WHOLE,
    even,
    facts_of,
    inline,
    joiners,
    of_payers,
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
from bot.answering.saying import composed, named, said, verdict
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query


def claimed(query: Query, one: Decimal, other: Decimal) -> bool | None:
    """Return whether what the question claims of two sums is true; None when it claims nothing."""
    small = [int(float(number)) for number in query.of("number") if float(number) <= MULTIPLE]
    times = 2 if query.has("double") else small[0] if small and query.has("same") else 1
    parts = next((count for word, count in PARTS.items() if query.has(word)), 0)
    left, right = (parts * one, other) if parts else (one, times * other)
    if query.has("at-least") or (query.has("same") and query.has("more") and times > 1 and query.order[-1] == "more"):
        return left >= right
    if query.has("at-most"):
        return left <= right
    if query.has("more"):
        return left > right
    if query.has("less"):
        return left < right
    if query.has("different"):
        return left != right
    return left == right if parts or query.has("double") or query.has("same") else None


def added(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the sum of the countries named, of a group of them, or of all; checks a bound that the question supposes."""
    declined = unpaid(query, base)
    if declined:
        return declined
    whole_of_it = query.has("together") or query.has("all") or query.of("number")
    if not (whole_of_it or query.of("country") or query.of("group") or query.of("region") or query.of("status")):
        return None  # "what is a mutual fund?"
    listed = shares(base)
    if query.has("newcomer") and not joiners(query, base):
        return None  # of the primary source's members none is new
    groups = [fact.value for fact in base.related("members") if fact.subject in query.of("group")]
    grouped = [str(country) for group in groups if isinstance(group, tuple) for country in group]
    within = [country for region in query.of("region") for country in base.regions.get(region, ()) if country in listed]
    aside = {*query.of("country")} if query.has("without") else set()  # "the Shanghai Five, leaving Uzbekistan out"
    ids = [country for country in grouped or within if country not in aside] if aside else payers(query, base) or grouped
    ids = ids or _foremost(query, list(listed))
    sides = bool(query.of("region")) and bool(query.of("country")) and bool({"more", "less", "same"} & query.heard)
    if sides or (len(ids) == 1 and (query.has("together") or query.has("both"))):
        return None  # "which side pays more?"; "and both together?", where only one is known
    counts = {int(float(number)) for number in query.of("count")}
    if counts and len(ids) not in counts and not query.polar:
        old = [fact.subject for fact in base.line("status") if fact.primary and fact.value == "member"]
        if base.moment is None or not query.has("now") or len(old) not in counts:
            return None  # "what do those four pay together?"
        ids = [country for country in listed if country in old]  # "what do the six of 2012 pay now?"
    total = total_of(base, ids)
    parts = " + ".join(shown(percent(listed[country])) for country in ids)
    text = base.say("share.sum", names=named(base, ids), total=shown(total), parts=parts)
    percents = [Decimal(number) for number in query.of("number") if number != str(len(ids))]
    opening = ""
    beside = [country for country in query.of("country") if country in listed and country not in {*ids, *aside}]
    if beside:  # "do the four that joined pay more than China?"
        text = said(text, f"{inline(base, facts_of(base, beside))}.")
    if query.polar and beside:
        claim = claimed(query, total, total_of(base, beside))
        opening = "" if claim is None else verdict(query, base, truth=claim)
    elif (query.polar and (query.has("half") or percents or query.of("number"))) or _claims_half(query):
        bound = Decimal(WHOLE) / 2 if query.has("half") else percents[0] if percents else total
        truth = total > bound if query.has("more") else total < bound if query.has("less") else total == bound
        opening = verdict(query, base, truth=truth)
    return composed(said(opening, text, since(base)), facts=facts_of(base, [*ids, *beside]), items=ids)


def _claims_half(query: Query) -> bool:
    """Return whether half is claimed without asking: "so those two = more than half the budget"."""
    return query.has("half") and (query.has("more") or query.has("less")) and not query.of("kind")


def _foremost(query: Query, ranked: list[str]) -> list[str]:
    """Return so many of the largest or smallest payers as the question says ("the four smaller payers"), else all."""
    count = int(float(query.of("count")[0])) if query.of("count") else 0
    if not 0 < count < len(ranked) or query.polar:
        return ranked
    if query.has("less") or query.has("least") or query.has("small"):
        return ranked[-count:]
    return ranked[:count] if query.has("more") or query.has("most") or query.has("large") else ranked


def others(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what is left for the other members when the countries named are taken away."""
    paid = any(query.has(word) for word in ("pay", "percent", "budget", "money", "fund", "together"))
    amount = "how-much" in query.of("kind") or ("how-many" in query.of("kind") and not query.of("status"))
    order = list(query.order)
    edge = order.index("without") if "without" in order else 0
    matched = "who" in query.of("kind") and "<number>" in query.heard  # "apart from China, who else pays 24 per cent?"
    if matched or not (paid or amount) or any(country in order[:edge] for country in query.of("country")):
        return None  # "has Iran left?", "how many members are there besides China?", "China's share minus Russia's"
    declined = unpaid(query, base)
    if declined:
        return declined
    if query.of("region") and query.of("country"):
        return added(query, rule, base)  # "and without Kazakhstan?", of Central Asia
    ids = payers(query, base)
    left = [country for country in shares(base) if country not in ids]
    counts = {int(float(number)) for number in query.of("count")} - {len(ids)}
    if counts and len(left) not in counts:
        return None  # "the other four" are those of another time
    if query.has("all") and not query.has("together"):  # "how much does each of the others give?"
        return composed(said(f"{inline(base, facts_of(base, left))}.", since(base)), facts=facts_of(base, left), items=left)
    text = base.say("share.rest", names=named(base, ids), others=named(base, left), total=shown(total_of(base, left)))
    return composed(said(text, since(base)), facts=facts_of(base, [*left, *ids]), items=left)


def spread(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how far the largest share is from the smallest."""
    ranked = list(shares(base).values())
    gap = percent(ranked[0]) - percent(ranked[-1])
    text = base.say("share.spread", gap=points(base, gap), most=shown(percent(ranked[0])), least=shown(percent(ranked[-1])))
    return composed(said(text, since(base)), facts=[ranked[0], ranked[-1]])


def average(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the mean of the shares named, or of all; None where so many are not known."""
    declined = unpaid(query, base)
    if declined:
        return declined
    ids = payers(query, base) or list(shares(base))
    if query.polar and not query.of("number") and not payers(query, base):  # "is the budget split evenly?"
        return even(query, base)
    counts = {int(float(number)) for number in query.of("count")}
    if counts and not query.of("country") and len(ids) not in counts:
        return None  # "divided among the six": of another time
    total = total_of(base, ids)
    mean = f"{total / len(ids):.1f}".removesuffix(".0")
    text = base.say("share.average", mean=mean, count=len(ids), total=shown(total))
    return composed(said(text, since(base)), facts=facts_of(base, ids))


def subtracted(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return by how much the shares behind the "from" are more than those before it: "subtract A's share from B's".

    None where no country stands behind it, as in "take A's and B's shares from the whole".
    """
    order = list(query.order)
    cut = order.index("between") if "between" in order else len(order)
    left = [country for country in query.of("country") if order.index(country) < cut]
    right = [country for country in query.of("country") if country not in left]
    if query.polar or not left or not right:
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    high, low = sorted((right, left), key=lambda ids: -total_of(base, ids))
    one, other = total_of(base, high), total_of(base, low)
    text = base.say(
        f"share.compare.{'same' if one == other else 'more'}",
        left=named(base, high), right=named(base, low), one=shown(one), other=shown(other), gap=points(base, one - other),
    )  # fmt: skip
    return composed(said(text, since(base)), facts=facts_of(base, [*high, *low]), items=[*right, *left])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "share.sum": of_payers(whole(added)),
    "share.rest": whole(others),
    "share.average": whole(average),
    "share.spread": whole(spread),
    "share.subtract": whole(subtracted),
}
