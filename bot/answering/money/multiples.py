"""Shares held against others: a half, a third or a multiple of one, what lies between two, what balances one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from bot.answering.money.shares import (
    MULTIPLE,
    PARTS,
    Operation,
    dated_shares,
    inline,
    of_groups,
    percent,
    shares,
    shown,
    since,
    unpaid,
    whole,
)
from bot.answering.saying import composed, joined, said, verdict
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

FEW = 5  # members that are added up at most: of more, the sums are many
PAIR = 2  # countries between which others are


def chosen(query: Query, base: KnowledgeBase, facts: list[Fact], key: str, **bounds: str) -> Answer:
    """Return the countries that were chosen by their shares, counted where that is asked."""
    bound = bounds.get("bound", "")
    between = [f for f in base.line("share") if not f.primary and f.confidence == "medium" and shown(percent(f)) == bound]
    asked = query.of("number") and not query.of("country")  # "half of China's" asks of no share of the past
    if not facts and between and asked and key == "share.exactly" and base.moment is not None and base.moment.now:
        return composed(*(fact.say for fact in between), facts=between)  # of a time that is over
    if not facts:
        every = list(shares(base).values())
        listed = joined(base, [shown(percent(fact)) for fact in every])
        alone = key == "share.exactly" and query.of("country") and not query.of("number")  # as much as a member pays
        text = base.say(f"{key}.alone" if alone else f"{key}.none", shares=listed, count=len(every), **bounds)
        opening = verdict(query, base, truth=False) if query.polar else ""
        return composed(said(opening, text, dated_shares(base)), facts=every, empty=not query.polar)
    count = f"{len(facts)}." if "how-many" in query.of("kind") else ""
    if query.polar:  # "does anybody", "does every member"
        truth = not query.has("all") or len(facts) == len(of_groups(query, base))
        count = verdict(query, base, truth=truth)
    rest = []
    if query.polar and query.has("all") and not query.negated:  # "does every member?" - No: who does not
        rest = [fact for fact in of_groups(query, base).values() if fact not in facts]
    others = base.say("share.not_so", names=inline(base, rest)) if rest else ""
    text = said(count, base.say(key, names=inline(base, facts), **bounds), others, since(base))
    return composed(text, facts=[*facts, *rest], items=[fact.subject for fact in facts])


def multiple(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays so many times, or such a part of, what a country pays: "whose share is a quarter of Russia's?"."""
    factor, gap = _factor(query), _gap(query)
    if query.polar or (factor is None and gap is None) or len(query.of("country")) != 1:
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    mine = shares(base)[query.of("country")[0]]
    bound = percent(mine) * factor.numerator / factor.denominator if factor else percent(mine) + (gap or 0)
    side = _side(query) if factor else None
    others = [fact for fact in shares(base).values() if fact is not mine]
    if side is not None:
        found = [fact for fact in others if (percent(fact) > bound if side == "more" else percent(fact) < bound)]
        told = chosen(query, base, found, "share.over" if side == "more" else "share.under", bound=shown(round(bound, 2)))
    else:
        found = [fact for fact in others if percent(fact) == bound]
        told = chosen(query, base, found, "share.exactly", bound=shown(round(bound, 2)))
    return told if told.empty else replace(told, text=said(told.text, f"{inline(base, [mine])}."))


def part(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how much a part, or so many times, of a country's share is: "what is half of China's percentage?"."""
    factor = _factor(query)
    if query.polar or factor is None or len(query.of("country")) != 1 or _claims(query):
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    mine = shares(base)[query.of("country")[0]]
    found = shown(round(percent(mine) * factor.numerator / factor.denominator, 2))
    return composed(
        said(base.say("share.part", share=found), f"{inline(base, [mine])}.", since(base)), facts=[mine], items=[mine.subject]
    )


def _claims(query: Query) -> bool:
    """Return whether a part is said of what a country pays, and not asked of its share: "China pays a quarter, right?"."""
    order, multiples = query.order, {"times", "double", *PARTS}
    first = next((place for place, name in enumerate(order) if name in multiples), len(order))
    return "how-much" not in query.of("kind") and query.of("country")[0] in order[:first]


def _side(query: Query) -> str | None:
    """Return "more" or "less" where a multiple is a bound: "more than double its share", but not "three times more"."""
    order = query.order
    multiple = next((place for place, name in enumerate(order) if name in {"times", "double", *PARTS}), len(order))
    return next((name for name in order[:multiple] if name in {"more", "less"}), None)


def _gap(query: Query) -> Decimal | None:
    """Return how many points more, or less, are meant; None where the question names none."""
    numbers = [Decimal(number) for number in query.of("number")]
    if not query.has("difference") or len(numbers) != 1 or query.has("more") is query.has("less"):
        return None
    return numbers[0] if query.has("more") else -numbers[0]


def _factor(query: Query) -> Fraction | None:
    """Return by what a share is to be multiplied; None where the question names no such number."""
    small = [Fraction(number) for number in query.of("number") if Fraction(number) <= MULTIPLE]
    if query.has("times") and small:
        return small[0] + (Fraction(1, 2) if query.has("half") else 0)  # "two and a half times"
    if query.has("double"):
        return Fraction(2)
    return next((Fraction(1, count) for word, count in PARTS.items() if query.has(word)), None)


def between(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays more than one of two countries and less than the other."""
    if query.polar or len(query.of("country")) != PAIR:
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    order = list(query.order)
    if query.has("more") and query.has("less"):  # "less than A but more than B", and not "bigger or smaller than B"
        edges = sorted((order.index("more"), order.index("less")))
        if not any(edges[0] < order.index(country) < edges[1] for country in query.of("country")):
            return None
    low, high = sorted((shares(base)[country] for country in query.of("country")), key=percent)
    inside = [fact for fact in shares(base).values() if percent(low) < percent(fact) < percent(high)]
    bounds = {"low": shown(percent(low)), "high": shown(percent(high))}
    return chosen(query, base, inside, "share.between", **bounds)


def balanced(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the members, two where no number is said, that together pay as much as the one that is named.

    Of several that are named it is the one that pays as much as they do together. None to a question for Yes or No.
    """
    named = query.of("country")
    # "Two of them pay the same, which?": not of the last that were named.
    spoken = len(named) > 1 and not {*named} & query.heard and not query.has("together")
    if not (query.polar or spoken) and len(named) > 1 and all(country in shares(base) for country in named):
        return _equal_to(named, base)
    if query.polar or len(named) != 1 or named[0] not in shares(base):
        return None
    one = shares(base)[named[0]]
    number = next((int(n) for n in query.of("count") if PAIR <= int(n) < FEW), PAIR)
    others = [fact for fact in shares(base).values() if fact is not one]
    found = [group for group in combinations(others, number) if sum(map(percent, group)) == percent(one)]
    if not found:
        return composed(base.say("share.balanced.none", country=base.name(one.subject), share=shown(percent(one))), facts=[one])
    sums = [base.say("share.balanced", names=inline(base, list(group)), share=shown(percent(one))) for group in found]
    facts = [*dict.fromkeys(fact for group in found for fact in group), one]
    return composed(said(*sums, since(base)), facts=facts, items=[fact.subject for fact in facts if fact is not one])


def adds_up(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether the shares named before "add up to" make that of the one behind it."""
    order = list(query.order)
    cut = order.index("adds-up")
    left = [country for country in query.of("country") if order.index(country) < cut]
    right = [country for country in query.of("country") if order.index(country) > cut]
    if not query.polar or len(left) < PAIR or len(right) != 1:
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    listed = shares(base)
    several, one = [listed[country] for country in left], listed[right[0]]
    total = sum(map(percent, several), Decimal(0))
    opening = verdict(query, base, truth=total == percent(one))
    told = base.say("share.balanced", names=inline(base, several), share=shown(total))
    return composed(said(opening, told, f"{inline(base, [one])}.", since(base)), facts=[*several, one], items=right)


def nearest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whose share comes closest to that of the country named, or of the one that pays most or least."""
    declined = unpaid(query, base)
    if declined or query.polar or len(query.of("country")) > 1:
        return declined
    listed = shares(base)
    edge = (min if query.has("least") else max)(map(percent, listed.values()))
    own = percent(listed[query.of("country")[0]]) if query.of("country") else edge
    spared = [c for c, fact in listed.items() if c in query.of("country") or (not query.of("country") and percent(fact) == edge)]
    others = [fact for country, fact in listed.items() if country not in spared]
    gap = min((abs(percent(fact) - own) for fact in others), default=None)
    found = [fact for fact in others if abs(percent(fact) - own) == gap]
    if not found or not (query.of("country") or query.has("most") or query.has("least")):
        return None
    facts = [*found, *(listed[country] for country in spared)]
    lead = base.say("overlap.counted.both", names=joined(base, [base.name(fact.subject) for fact in found]))
    return composed(said(lead, f"{inline(base, facts)}.", since(base)), facts=facts, items=[fact.subject for fact in found])


def _equal_to(names: Sequence[str], base: KnowledgeBase) -> Answer:
    """Return the member that pays as much as some others together."""
    several = [shares(base)[country] for country in names]
    total = sum(map(percent, several), Decimal(0))
    found = [fact for fact in shares(base).values() if percent(fact) == total and fact not in several]
    own = base.say("share.balanced", names=inline(base, several), share=shown(total))
    lead = f"{inline(base, found)}." if found else base.say("share.exactly.nobody")
    text = said(lead, own, since(base))
    return composed(text, facts=[*found, *several], items=[fact.subject for fact in found], empty=not found)


OPERATIONS: Mapping[str, Operation] = {
    "share.part": whole(part),
    "share.multiple": whole(multiple),
    "share.balanced": whole(balanced),
    "share.adds-up": whole(adds_up),
    "share.nearest": whole(nearest),
    "share.between": whole(between),
}
