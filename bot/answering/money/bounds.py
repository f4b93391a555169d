"""The members chosen by their budget shares: those of a percentage, and those above or below one, or another member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from msgspec.structs import replace as changed

from bot.answering.money.shares import (
    MULTIPLE,
    PARTS,
    WHOLE,
    Operation,
    dated_shares,
    extreme,
    inline,
    of_groups,
    payers,
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
ABOUT = 1  # points of per cent by which a share may miss a round number: 24 is "nearly a quarter"
PAIR = 2  # countries between which others are


def matching(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays a percentage that is named, or more or less than it, or than a country does."""
    numbers = _percentages(query)
    # "Do more than two members pay 17.6 per cent?": a number of them is supposed.
    # "Do all six pay more than 5 per cent?": all of them.
    percentage = query.has("percent") and len({*query.of("number")}) == 1  # "is there one with less than ten per cent?"
    numbered = query.polar and bool(query.of("count")) and not (query.of("country") or query.has("all") or query.has("same"))
    numbered = numbered and not percentage
    spared = query.of("country") if query.has("without") else ()
    query = query.leaving_out(spared)
    compared = any(query.has(word) for word in ("more", "less", "at-least", "at-most"))
    if not numbers and query.has("half") and not query.of("country"):  # "does any one of them pay half of it?"
        numbers = [Decimal(WHOLE) / PARTS["half"]]
        query = query if compared else replace(query, slots={**query.slots, "comparison": ("at-least",)})
        compared = True
    of_itself = compared and not numbers and not spared and _of_itself(query)
    if query.polar and not query.has("neither") and query.of("country") and numbers:
        return _bounded(query, base, numbers[0]) if compared else None  # else one of them is asked for its share
    counted = (
        query.has("all") and not query.has("percent") and {*query.of("number")} <= {*query.of("count")} != set()
    )  # "all six shares"
    merely_large = query.has("same") and query.has("large") and query.polar and not (query.of("country") or query.of("kind"))
    of_itself = of_itself or (counted and not query.polar) or merely_large  # "is the budget counted as big?"
    strange = any(Decimal(number) > WHOLE for number in query.of("number"))  # "24 per cent of 350"
    # "What does Kyrgyzstan pay? I think it was ten or twelve.": the share of one is asked for, not who has another.
    amount = bool(numbers) and not compared and "how-much" in query.of("kind") and "who" not in query.of("kind")
    of_none = amount and not query.of("country")  # "how much is a quarter of the budget?"
    strange = strange or amount or ("together" in query.heard and query.has("at-most"))  # "does it add up to one hundred?"
    of_five = query.polar and bool(query.of("group")) and not query.has("all")  # "do the Five pay 85 per cent?"
    # "Who doesn't pay as much as China?": other shares are meant, or smaller ones.
    strange = strange or (_denied(query) and not numbers and not compared and bool(query.of("country")) and not query.polar)
    if of_five or of_itself or strange or numbered or len(query.of("country")) > 1 or query.has("neither"):
        # Nothing is asked of shares, or they are compared.
        return Declined(base.say("decline.not_in_source")) if of_none else None
    listed = {country: fact for country, fact in of_groups(query, base).items() if country not in spared}
    ids = payers(query, base)
    if query.has("between") and len(numbers) == 2:  # noqa: PLR2004 - from, to
        inside = [fact for fact in listed.values() if numbers[0] <= percent(fact) <= numbers[1]]
        return _chosen(query, base, inside, "share.between", low=f"{numbers[0]:g}", high=f"{numbers[1]:g}")
    bound = numbers[0] if numbers else percent(listed[ids[0]]) if ids else None
    if bound is None and query.has("average"):
        bound = round(sum(map(percent, listed.values()), Decimal(0)) / len(listed), 1)
    if bound is None:
        return _among_all(query, rule, base, compared=compared)
    if not compared:
        others = _denied(query)
        slack = ABOUT if numbers and query.has("about-so-much") else 0  # "nearly a quarter"
        found = [f for f in listed.values() if (abs(percent(f) - bound) <= slack) is not others]
        found = [f for f in found if numbers or f.subject not in ids]  # "as much as China": who else
        return _chosen(query, base, found, "share.exactly", bound=f"{bound:g}")
    up, inclusive = _direction(query)
    found = [fact for fact in listed.values() if _beyond(fact, bound, up=up, inclusive=inclusive)]
    key = {(True, False): "over", (False, False): "under", (True, True): "least_of", (False, True): "most_of"}[up, inclusive]
    return _chosen(query, base, found, f"share.{key}", bound=f"{bound:g}")


def _of_itself(query: Query) -> bool:
    """Return whether a country is compared with what it paid before: "is Russia's share higher than it was?"."""
    compares = [query.order.index(word) for word in ("more", "less", "at-least", "at-most") if word in query.order]
    first = min(map(query.order.index, query.of("country")), default=len(query.order))
    return query.polar and first < min(compares, default=0) and not query.has("some")  # "is anyone paying less than that?"


def _percentages(query: Query) -> list[Decimal]:
    """Return the percentages of a question, the lowest first."""
    said = [Decimal(number) for number in query.of("number") if Decimal(number) <= WHOLE]
    counted = {Decimal(number) for number in query.of("count")}
    words = ("participant", "country-word", "of-them", "which")
    things = query.of("status") or any(map(query.has, words))  # "which two members"
    return sorted(n for n in said if n not in counted) or sorted(said if _of_hundred(query) or not things else [])


def _of_hundred(query: Query) -> bool:
    """Return whether a small number is one of per cent: "who pays six per cent?", not "what per cent do the six pay?"."""
    return any(query.pairs(number, "percent") for number in query.of("number"))


def _direction(query: Query) -> tuple[bool, bool]:
    """Return whether what lies above a bound is meant, and whether the bound itself is in it."""
    up = query.has("at-least") or (query.has("more") and not query.has("at-most"))
    inclusive = query.has("at-least") or query.has("at-most")
    if not query.polar and _denied(query) and not _inner(query):  # "who does not pay more than 10 per cent?"
        return not up, not inclusive
    return up, inclusive


def _denied(query: Query) -> bool:
    """Return whether those are asked for of whom it is not so: "who doesn't pay" denies, "doesn't China pay" does not."""
    return query.negated or (query.has("not") and not query.polar)


def _inner(query: Query) -> bool:
    """Return whether the "not" belongs to the bound itself: "not less than", "not as much"."""
    if query.pairs("less", "not") and query.has("at-least"):  # "not even at least 10"
        return False
    return any(query.pairs(bound, "not") for bound in ("at-least", "at-most", "more", "less"))


def _beyond(fact: Fact, bound: Decimal, *, up: bool, inclusive: bool) -> bool:
    share = percent(fact)
    return (share > bound if up else share < bound) or (inclusive and share == bound)


def _bounded(query: Query, base: KnowledgeBase, bound: Decimal) -> Answer | Declined:
    """Return whether each of the countries named pays more or less than a percentage."""
    declined = unpaid(query, base)
    if declined:
        return declined
    up, inclusive = _direction(query)
    facts = [shares(base)[country] for country in payers(query, base)]
    truth = all(_beyond(fact, bound, up=up, inclusive=inclusive) for fact in facts)
    dated = "" if base.moment is not None else dated_shares(base)
    text = said(verdict(query, base, truth=truth), *(fact.say for fact in facts), dated)
    return composed(text, facts=facts, items=[fact.subject for fact in facts])


def _among_all(query: Query, rule: RuleShape, base: KnowledgeBase, *, compared: bool) -> Answer | Declined | None:
    """Return who pays as much as another, or more or less than everybody."""
    listed = list(shares(base).values())
    if query.has("same"):
        declined = unpaid(query, base)  # of a state that has no share, nobody pays the same
        if declined:
            return declined
        values = [percent(fact) for fact in listed]
        alike = [fact for fact in listed if values.count(percent(fact)) > 1]
        return _chosen(query, base, alike, "share.alike")
    if not (compared and query.has("all")):
        return None
    side = "most" if query.has("more") else "least"
    return extreme(query, changed(rule, options=rule.options | {"side": side}), base)


def _chosen(query: Query, base: KnowledgeBase, facts: list[Fact], key: str, **bounds: str) -> Answer:
    """Return the countries that were chosen by their shares, counted where that is asked."""
    bound = bounds.get("bound", "")
    between = [f for f in base.line("share") if not f.primary and f.confidence == "medium" and shown(percent(f)) == bound]
    asked = query.of("number") and not query.of("country")  # "half of China's" asks of no share of the past
    if not facts and between and asked and key == "share.exactly" and base.moment is not None and base.moment.now:
        return composed(*(fact.say for fact in between), facts=between)  # of a time that is over
    if not facts:
        every = list(shares(base).values())
        listed = joined(base, [shown(percent(fact)) for fact in every])
        text = base.say(f"{key}.none", shares=listed, count=len(every), **bounds)
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
    found = [fact for fact in shares(base).values() if percent(fact) == bound and fact is not mine]
    chosen = _chosen(query, base, found, "share.exactly", bound=shown(round(bound, 2)))
    return chosen if chosen.empty else replace(chosen, text=said(chosen.text, f"{inline(base, [mine])}."))


def part(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how much a part, or so many times, of a country's share is: "what is half of China's percentage?"."""
    factor = _factor(query)
    if query.polar or factor is None or len(query.of("country")) != 1:
        return None
    declined = unpaid(query, base)
    if declined:
        return declined
    mine = shares(base)[query.of("country")[0]]
    found = shown(round(percent(mine) * factor.numerator / factor.denominator, 2))
    return composed(
        said(base.say("share.part", share=found), f"{inline(base, [mine])}.", since(base)), facts=[mine], items=[mine.subject]
    )


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
    return _chosen(query, base, inside, "share.between", **bounds)


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


def posts(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whose posts are a part of all, or so many times another's: they go by the shares."""
    equal = query.polar and query.has("same") and not query.of("country")  # "are they divided equally?"
    found = None if equal else multiple(query, rule, base) or matching(query, rule, base)
    if not isinstance(found, Answer):
        return found
    return replace(found, text=base.say("share.posts", shares=found.text))


def counted_posts(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many of so many posts would be a country's if they went strictly by the shares; None for another number."""
    staff = [int(str(fact.value)) for fact in base.related("staff")]
    totals = [int(number) for number in query.of("number") if number in {str(known) for known in (*staff, sum(staff))}]
    listed = shares(base)
    if query.polar or len(totals) != 1 or len(query.of("country")) != 1 or query.of("country")[0] not in listed:
        return None
    mine, total = listed[query.of("country")[0]], totals[0]
    number = shown(round(percent(mine) * total / WHOLE, 1))
    text = base.say("posts.counted", number=number, share=shown(percent(mine)), total=total, country=base.name(mine.subject))
    return composed(text, facts=[mine, *(base.facts[name] for name in rule.facts)], items=[mine.subject])


OPERATIONS: Mapping[str, Operation] = {
    "posts.matching": whole(posts),
    "posts.counted": counted_posts,
    "share.matching": whole(matching),
    "share.part": whole(part),
    "share.multiple": whole(multiple),
    "share.balanced": whole(balanced),
    "share.nearest": whole(nearest),
    "share.between": whole(between),
}
