"""The members chosen by their budget shares: those of a percentage, and those above or below one, or another member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from msgspec.structs import replace as changed

from bot.answering.money.multiples import chosen, multiple
from bot.answering.money.shares import (
    PARTS,
    WHOLE,
    Operation,
    dated_shares,
    even,
    extreme,
    of_groups,
    payers,
    percent,
    shares,
    shown,
    unpaid,
    whole,
)
from bot.answering.saying import composed, said, verdict
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

ABOUT = 1  # points of per cent by which a share may miss a round number: 24 is "nearly a quarter"


def matching(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays a percentage that is named, or more or less than it, or than a country does."""
    query = _bounded_now(query)
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
    counts_them = len(query.of("country")) > 1 and {*query.of("number")} <= {*query.of("count")} and not query.has("percent")
    if query.polar and not query.has("neither") and query.of("country") and numbers:
        # Else one of them is asked for its share; or others are counted: "does Kazakhstan pay more than those two?"
        either = query.has("more") and query.has("less")  # "it paid 7 per cent: is it higher or lower now?"
        return _bounded(query, base, numbers[0]) if compared and not (counts_them or either) else None
    counted = (
        query.has("all") and not query.has("percent") and {*query.of("number")} <= {*query.of("count")} != set()
    )  # "all six shares"
    merely_large = query.has("same") and query.has("large") and query.polar and not (query.of("country") or query.of("kind"))
    of_itself = of_itself or (counted and not query.polar) or merely_large  # "is the budget counted as big?"
    strange = any(Decimal(number) > WHOLE for number in query.of("number"))  # "24 per cent of 350"
    strange = strange or (bool({"rise", "fall"} & query.heard) and not query.has("change"))  # "did it fall by a half?"
    # "What does Kyrgyzstan pay? I think it was ten or twelve.": the share of one is asked for, not who has another.
    amount = bool(numbers) and not compared and "how-much" in query.of("kind") and "who" not in query.of("kind")
    of_none = amount and not query.of("country")  # "how much is a quarter of the budget?"
    strange = strange or amount or ("together" in query.heard and query.has("at-most"))  # "does it add up to one hundred?"
    # "What did Uzbekistan carry when it was one of six?": no share is named, nor another's.
    strange = strange or not (numbers or compared or any(map(query.has, ("same", "half", "average", "that-much", "not"))))
    of_five = query.polar and bool(query.of("group")) and not query.has("all")  # "do the Five pay 85 per cent?"
    # "Who doesn't pay as much as China?": other shares are meant, or smaller ones.
    strange = strange or (_denied(query) and not numbers and not compared and bool(query.of("country")) and not query.polar)
    of_one = bool(query.of("country") and numbers) and "who" in query.of("kind")  # "who pays 15.2 per cent?" - "and Iran?"
    if of_five or of_itself or of_one or strange or numbered or len(query.of("country")) > 1 or query.has("neither"):
        # Nothing is asked of shares, or they are compared.
        return Declined(base.say("decline.not_in_source")) if of_none else None
    listed = {country: fact for country, fact in of_groups(query, base).items() if country not in spared}
    ids = payers(query, base)
    within = query.has("more") and query.has("less") and len(numbers) == 2  # noqa: PLR2004 - from, to
    if within or (query.has("between") and len(numbers) == 2):  # noqa: PLR2004
        numbers = sorted(numbers)
        inside = [fact for fact in listed.values() if numbers[0] <= percent(fact) <= numbers[1]]
        inside = [fact for fact in inside if not within or percent(fact) not in numbers]
        return chosen(query, base, inside, "share.between", low=f"{numbers[0]:g}", high=f"{numbers[1]:g}")
    bound = numbers[0] if numbers else percent(shares(base)[ids[0]]) if ids else None
    if bound is None and query.has("average"):
        bound = round(sum(map(percent, listed.values()), Decimal(0)) / len(listed), 1)
    if bound is None:
        return _among_all(query, rule, base, compared=compared)
    if not compared:
        others = _denied(query)
        slack = ABOUT if numbers and query.has("about-so-much") else 0  # "nearly a quarter"
        found = [f for f in listed.values() if (abs(percent(f) - bound) <= slack) is not others]
        found = [f for f in found if numbers or f.subject not in ids]  # "as much as China": who else
        return chosen(query, base, found, "share.exactly", bound=f"{bound:g}")
    up, inclusive = _direction(query)
    found = [fact for fact in listed.values() if _beyond(fact, bound, up=up, inclusive=inclusive)]
    key = {(True, False): "over", (False, False): "under", (True, True): "least_of", (False, True): "most_of"}[up, inclusive]
    return chosen(query, base, found, f"share.{key}", bound=f"{bound:g}")


def _bounded_now(query: Query) -> Query:
    """Return the question without a bound that is not its own.

    That is one of the question before it, where it names another number or compares by itself; and the "and more" of "and
    more than 6?".
    """
    old = [word for word in ("at-least", "at-most") if query.has(word) and word not in query.heard]
    if old and {"<number>", "more", "less", "at-least", "at-most"} & query.heard:
        return query.leaving_out(old)
    more_than = query.pairs("at-least", "more") and query.pairs("more", "compare")
    return query.leaving_out(["at-least"]) if more_than else query


def _of_itself(query: Query) -> bool:
    """Return whether a country is compared with what it paid before: "is Russia's share higher than it was?"."""
    compares = [query.order.index(word) for word in ("more", "less", "at-least", "at-most") if word in query.order]
    first = min(map(query.order.index, query.of("country")), default=len(query.order))
    return query.polar and first < min(compares, default=0) and not query.has("some")  # "is anyone paying less than that?"


def _percentages(query: Query) -> list[Decimal]:
    """Return the percentages of a question, the lowest first."""
    said = [Decimal(number) for number in query.of("number") if Decimal(number) <= WHOLE]
    if query.has("more") and query.has("less") and query.has("percent"):  # "more than 10, but less than 20 per cent"
        return sorted(said)
    counted = {Decimal(number) for number in query.of("count")}
    words = ("participant", "country-word", "of-them", "which")
    things = query.of("status") or any(map(query.has, words))  # "which two members"
    of_hundred = [n for n in said if query.pairs(f"{n}", "percent")]  # "do all six pay at least ten per cent?"
    return sorted(n for n in said if n not in counted) or sorted(of_hundred or (said if not things else []))


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
        if query.polar and not query.of("country") and not _some_alike(query):  # "are the shares equal?", of all of them
            return even(query, base)
        alike = [fact for fact in listed if values.count(percent(fact)) > 1]
        return chosen(query, base, alike, "share.alike")
    if not (compared and query.has("all")):
        return None
    side = "most" if query.has("more") else "least"
    return extreme(query, changed(rule, options=rule.options | {"side": side}), base)


def _some_alike(query: Query) -> bool:
    """Return whether it is asked if any of the shares are the same: "do two of them pay the same?", "is there a tie?"."""
    some = bool(query.of("count")) or query.has("both") or bool({"some", "some-alike", "of-them"} & query.heard)
    return some or bool({"who", "which"} & {*query.of("kind")})


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
}
