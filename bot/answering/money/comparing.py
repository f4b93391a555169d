"""How the budget shares of countries, or of groups of them, compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.answering.money.shares import (
    PARTS,
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
from bot.answering.money.sums import added, claimed
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
    singly, known = _singly(query, base, left, right)
    if known:
        return singly
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
    openly = query.has("more") is not query.has("less") and "who" in query.of("kind")
    if openly and not query.polar and query.has("more") is (one < other):  # "who pays more?": it stands first
        left, right, one, other = right, left, other, one
    relation = "more" if one > other else "less" if one < other else "same"
    text = base.say(
        f"share.compare.{relation}",
        left=named(base, left), right=named(base, right), one=shown(one), other=shown(other), gap=points(base, abs(one - other)),
    )  # fmt: skip
    claim = claimed(query, one, other)
    opening = ""
    if query.polar and claim is not None and not query.has("difference") and not _leaves_open(query):
        opening = _judged(query, base, left, right, claim=claim)
    if rule.options.get("topic") == "posts":
        text = base.say("share.posts", shares=text)
    return composed(said(opening, text, since(base)), facts=facts_of(base, left + right), items=left + right)


def _judged(query: Query, base: KnowledgeBase, left: list[str], right: list[str], *, claim: bool) -> str:
    """Return Yes or No; of several, of which it is so together but not one by one, or the other way round, both."""
    each = {claimed(query, total_of(base, [country]), total_of(base, right)) for country in left}
    if len(left) > 1 and not query.has("together") and each == {not claim}:  # "do Iran and India pay less than Tajikistan?"
        return base.say("share.bound.together" if claim is not query.negated else "share.bound.each")
    return verdict(query, base, truth=claim)


def _of_each(query: Query, base: KnowledgeBase, countries: list[str]) -> bool:
    """Return whether countries of the talk pay the same each, and nothing adds them up: "that" is what one of them pays."""
    spoken = len(countries) > 1 and not query.heard & {*countries} and not query.has("together")
    return spoken and len({total_of(base, [country]) for country in countries}) == 1


def _singly(query: Query, base: KnowledgeBase, left: list[str], right: list[str]) -> tuple[Answer | None, bool]:
    """Return what is said where three or more are held against each other one by one, and whether they are."""
    if not query.polar or len(left + right) <= FEW:
        return None, False
    both = query.has("both") and not query.has("together")
    if both or _than_them(query, right):
        return _each(query, base, left, right, one_by_one=not both), True
    listed = _listed_first(query, left + right, base)
    return (_alike(query, base, left + right), True) if listed else (None, False)


def _than_them(query: Query, right: Sequence[str]) -> bool:
    """Return whether one is held against several of the talk, and nothing adds them up: "does Kyrgyzstan pay less than them?"."""
    spoken = len(right) > 1 and not query.heard & {*right}
    return query.polar and spoken and not query.has("together") and not query.has("same") and not query.of("region")


def _each(query: Query, base: KnowledgeBase, left: list[str], right: list[str], *, one_by_one: bool = False) -> Answer | None:
    """Return whether each of some countries pays more or less than another: "do both pay less than Russia?".

    Args:
        query: The question.
        base: The knowledge.
        left: Those that it is asked of.
        right: Those that they are held against, as one sum.
        one_by_one: Whether they are held against each of them instead; then the sum is told as well.
    """
    against = [[country] for country in right] if one_by_one else [right]
    claims = [claimed(query, total_of(base, [country]), total_of(base, other)) for country in left for other in against]
    if None in claims or not right:
        return None
    facts = facts_of(base, left + right)
    parts = " + ".join(shown(percent(fact)) for fact in facts_of(base, right))
    total = base.say("share.sum", names=named(base, right), total=shown(total_of(base, right)), parts=parts) if one_by_one else ""
    text = said(verdict(query, base, truth=all(claims)), f"{inline(base, facts)}.", total, since(base))
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


def premise(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how two compare where a question for the reason supposes it wrongly; decline one that supposes it rightly."""
    left, right = _sides(query, base)
    if not left or not right or unpaid(query, base):
        return None
    claim = claimed(query, total_of(base, left), total_of(base, right))
    if claim is None or claim:
        return Declined(base.say("decline.not_in_source"))
    return compare(replace(query, polar=True), rule, base)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "share.compare": whole(compare),
    "share.premise": premise,
    "share.ratio": whole(ratio),
}
