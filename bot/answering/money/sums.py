"""Arithmetic on the budget shares: compared, added up, taken away, averaged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bot.answering.money.shares import (
    MULTIPLE,
    PARTS,
    WHOLE,
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

DIVIDING = frozenset({"compare", "more", "less", "same", *PARTS, "double", "times"})
"""Words between the two sides of a comparison."""
PAID = frozenset({"pay", "percent", "budget", "money", "fund"})
"""Words by which shares are asked about, and nothing else."""
FEW = 2  # countries that are held against each other one by one


def _places(query: Query, base: KnowledgeBase) -> dict[str, int]:
    """Return country -> its place in the question; the states of a region stand where it is named."""
    order = list(query.order)
    within = {country: order.index(region) for region in query.of("region") for country in base.regions.get(region, ())}
    return within | {country: order.index(country) for country in query.of("country")}


def _sides(query: Query, base: KnowledgeBase) -> tuple[list[str], list[str]]:
    """Return the countries before and after the word that compares; the first against the rest when there is none."""
    ids = payers(query, base)
    places = _places(query, base)
    if query.has("rest") and query.has("together") and ids:  # "do the other four together pay more than China and Russia?"
        rest = [country for country in shares(base) if country not in ids]
        before = query.order.index("rest") < min(places[country] for country in ids)
        return (rest, ids) if before else (ids, rest)
    for place in reversed([place for place, name in enumerate(query.order) if name in DIVIDING]):
        left = [country for country in ids if places.get(country, place) < place]
        right = [country for country in ids if country not in left]
        if left and right:
            return left, right
    return ids[:1], ids[1:]


def _claim(query: Query, one: Decimal, other: Decimal) -> bool | None:
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


def _unparted(query: Query, countries: Sequence[str], base: KnowledgeBase) -> bool:
    """Return whether the one that pays more is asked for among several that no word parts: "who pays more, A, B or C?"."""
    how = {"how", "how-much", "how-many"} & {*query.of("kind")}
    if len(countries) <= FEW or query.polar or how or query.has("difference"):
        return False  # "the difference" sets the first against the rest
    places = [place for country, place in _places(query, base).items() if country in countries]
    first, last = min(places, default=0), max(places, default=0)
    added_up = "together" in query.order[first:]  # "A alone, or B and C together?", and not "which pair ...?"
    return not added_up and not any(name in DIVIDING for name in query.order[first:last])


def _ranked(query: Query, countries: list[str], base: KnowledgeBase) -> Answer:
    """Return what each of some countries pays, the one that is asked for first."""
    facts = sorted(facts_of(base, countries), key=percent, reverse=not query.has("less"))
    return composed(said(f"{inline(base, facts)}.", since(base)), facts=facts, items=countries)


def _than_both(query: Query) -> bool:
    """Return whether others are held against two together: "who pays more than Uzbekistan and Tajikistan together?"."""
    two = len(query.of("country")) == FEW and not query.of("region")
    return two and query.has("together") and not query.polar and bool({"who", "which"} & {*query.of("kind")})


def _leaves_open(query: Query) -> bool:
    """Return whether one of two things is asked: "does it pay half as much, or is it less?"."""
    return query.has("half") and query.has("same") and query.has("less")


def _listed_first(query: Query, ids: Sequence[str], base: KnowledgeBase) -> bool:
    """Return whether it is asked if all of those that are named pay the same: "do A, B and C pay the same?"."""
    if not query.has("same") or query.has("together") or query.has("times"):
        return False
    places = _places(query, base)
    return query.order.index("same") > max((places.get(country, 0) for country in ids), default=0)


def _alike(query: Query, base: KnowledgeBase, ids: list[str]) -> Answer:
    """Return whether countries pay the same."""
    facts = facts_of(base, ids)
    opening = verdict(query, base, truth=len({percent(fact) for fact in facts}) == 1)
    return composed(said(opening, f"{inline(base, facts)}.", since(base)), facts=facts, items=ids)


def compare(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how two countries, or two groups of them, compare; Yes or No where more, less, equal, half or double is asked."""
    alone = len(query.of("country")) < FEW and not query.of("region") and not query.has("half")
    ranked = not query.polar and query.has("all") and (query.has("most") or query.has("least"))
    others = query.has("rest") and not (query.has("together") and query.polar)  # "is the rest more than China pays?"
    figure = {"percent", "<number>"} <= query.heard and bool({"less", "more"} & query.heard)
    ones = len(query.of("country")) < FEW or not query.has("difference")
    bounded = figure and not query.polar and bool(query.of("number")) and ones  # "and the ones under 6 per cent?"
    # "Which Central Asian members pay more than Russia?": each of them by itself.
    some = bool(query.of("region")) and bool({"who", "which"} & {*query.of("kind")}) and bool({"more", "less"} & query.heard)
    some = some and "together" not in query.heard
    if _than_both(query) or alone or ranked or others or bounded or some or query.has("neither") or query.has("without"):
        return None  # "who pays the same as Pakistan?", "who pays the least of them all?", said of two
    declined = unpaid(query, base)
    if declined:  # "and Japan, the same?" may be asked of a status
        return declined if PAID & {*query.of("word"), *query.heard} else replace(declined, final=False)
    left, right = _sides(query, base)
    if query.polar and len(left + right) > FEW and (query.has("both") or _listed_first(query, left + right, base)):
        return _alike(query, base, left + right) if not query.has("both") else _each(query, base, left, right)
    summed = (
        query.has("together")
        and not query.has("compare")
        and not (query.has("same") and len(left + right) > FEW)
        and not ((query.has("more") or query.has("less")) and len(left + right) > FEW)
        and not query.has("rest")
    )
    at = query.order.index("half") if "half" in query.order else 0
    places = _places(query, base)
    behind = all(places.get(country, at) < at for country in left + right)  # "do China and Russia pay half?"
    if query.has("half") and (behind or (query.polar and (not right or query.has("together")))):
        return added(query, rule, base)
    counted = query.has("together") and str(len(left + right)) in query.of("count")  # "and all three together?"
    if not right or summed or counted or _unparted(query, left + right, base):
        return None if not right or summed or counted else _ranked(query, left + right, base)
    if _of_each(query, base, left):  # "the biggest payers, how much more is that than Kazakhstan's?"
        left = left[:1]
    one, other = total_of(base, left), total_of(base, right)
    claimed = query.has("more") is not query.has("less") and "who" in query.of("kind")
    if claimed and not query.polar and query.has("more") is (one < other):  # "who pays more?": it stands first
        left, right, one, other = right, left, other, one
    relation = "more" if one > other else "less" if one < other else "same"
    text = base.say(
        f"share.compare.{relation}",
        left=named(base, left), right=named(base, right), one=shown(one), other=shown(other), gap=points(base, abs(one - other)),
    )  # fmt: skip
    claim = _claim(query, one, other)
    opening = ""
    if query.polar and claim is not None and not query.has("difference") and not _leaves_open(query):
        opening = verdict(query, base, truth=claim)
    if rule.options.get("topic") == "posts":
        text = base.say("share.posts", shares=text)
    return composed(said(opening, text, since(base)), facts=facts_of(base, left + right), items=left + right)


def _of_each(query: Query, base: KnowledgeBase, countries: list[str]) -> bool:
    """Return whether countries of the talk pay the same each, and nothing adds them up: "that" is what one of them pays."""
    spoken = len(countries) > 1 and not query.heard & {*countries} and not query.has("together")
    return spoken and len({total_of(base, [country]) for country in countries}) == 1


def _each(query: Query, base: KnowledgeBase, left: list[str], right: list[str]) -> Answer | None:
    """Return whether each of some countries pays more or less than another: "do both pay less than Russia?"."""
    claims = [_claim(query, total_of(base, [country]), total_of(base, right)) for country in left]
    if None in claims or not right:
        return None
    facts = facts_of(base, left + right)
    text = said(verdict(query, base, truth=all(claims)), f"{inline(base, facts)}.", since(base))
    return composed(text, facts=facts, items=left + right)


def ratio(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many times one share is another."""
    declined = unpaid(query, base)
    if declined:
        return declined
    left, right = _sides(query, base)
    if not right:
        return None
    smaller, larger = sorted((left, right), key=lambda side: total_of(base, side))
    one, other = total_of(base, larger), total_of(base, smaller)
    times = Fraction(one) / Fraction(other)
    number = str(times) if times.denominator == 1 else f"{float(times):.2f}".rstrip("0")
    text = base.say(
        "share.times",
        times=number, larger=named(base, larger), smaller=named(base, smaller), one=shown(one), other=shown(other),
    )  # fmt: skip
    return composed(said(text, since(base)), facts=facts_of(base, left + right))


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
        claim = _claim(query, total, total_of(base, beside))
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
    counts = {int(float(number)) for number in query.of("count")}
    if counts and not query.of("country") and len(ids) not in counts:
        return None  # "divided among the six": of another time
    total = total_of(base, ids)
    mean = f"{total / len(ids):.1f}".removesuffix(".0")
    text = base.say("share.average", mean=mean, count=len(ids), total=shown(total))
    return composed(said(text, since(base)), facts=facts_of(base, ids))


def premise(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how two compare where a question for the reason supposes it wrongly; decline one that supposes it rightly."""
    left, right = _sides(query, base)
    if not left or not right or unpaid(query, base):
        return None
    claim = _claim(query, total_of(base, left), total_of(base, right))
    if claim is None or claim:
        return Declined(base.say("decline.not_in_source"))
    return compare(replace(query, polar=True), rule, base)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "share.compare": whole(compare),
    "share.premise": premise,
    "share.ratio": whole(ratio),
    "share.sum": of_payers(whole(added)),
    "share.rest": whole(others),
    "share.average": whole(average),
    "share.spread": whole(spread),
}
