"""The budget shares of the members: who pays what, ranked, compared and added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from msgspec.structs import replace as msgspec_replace

from bot.answering.membership import roll
from bot.answering.saying import bullets, composed, joined, named
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query


def _shares(base: KnowledgeBase) -> dict[str, Fact]:
    """Return country id -> share fact, the largest first."""
    facts = sorted(base.related("share"), key=lambda fact: -_value(fact))
    return {fact.subject: fact for fact in facts}


def _value(fact: Fact) -> int:
    if not isinstance(fact.value, int):
        message = f"the value of {fact.id} is no whole number"
        raise TypeError(message)
    return fact.value


def _asked(query: Query, base: KnowledgeBase) -> tuple[list[str], list[str]]:
    """Return the countries asked about that have a share, and those that have none."""
    listed = _shares(base)
    ids = query.of("country")
    return [c for c in ids if c in listed], [c for c in ids if c not in listed]


def _none(query: Query, base: KnowledgeBase) -> Declined | None:
    """Return a decline for countries without a share, and for years that the shares do not have."""
    _, without = _asked(query, base)
    if without:
        listed = roll(base)
        known = [c for c in without if c in listed]
        key = "decline.no_share" if not known else f"decline.no_share.{listed[known[0]].value}"
        return Declined(base.say(key, country=named(base, without, "or")))
    if query.of("year"):
        return Declined(base.say("decline.share_year", year=query.of("year")[0][:4]))
    return None


def of(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the share of each country named; checks a percentage where the question supposes one."""
    declined = _none(query, base)
    if declined:
        return declined
    listed = _shares(base)
    ids, _ = _asked(query, base)
    facts = [listed[c] for c in ids]
    text = " ".join(fact.say for fact in facts)
    numbers = set(query.of("number"))
    verdict = ""
    if query.polar:
        good = not numbers or all(str(_value(fact)) in numbers for fact in facts)
        verdict = base.say("answer.yes" if good is not query.negated else "answer.no")
    return composed(" ".join(p for p in (verdict, text, base.say("share.undated")) if p), facts=facts, items=ids)


def everyone(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return all shares, the largest first; with "smallest first" the other way round."""
    if query.of("year"):
        return Declined(base.say("decline.share_year", year=query.of("year")[0][:4]))
    listed = _shares(base)
    facts = list(listed.values())
    order = [name for name in query.order if name in {"most", "least"}]
    if order and order[0] == "least":
        facts.reverse()
    lines = [base.say("share.item", country=base.name(f.subject), share=_value(f)) for f in facts]
    lead = base.say("share.lead")
    total = base.say("share.total", total=sum(map(_value, facts)))
    return composed(f"{lead}\n{bullets(lines)}", f"{total} {base.say('share.undated')}", facts=facts, items=[f.subject for f in facts])


def _outermost(query: Query, count: int, base: KnowledgeBase) -> Answer | None:
    """Return the so many largest or smallest payers, and their sum; None where a tie makes it unclear who they are."""
    ranked = sorted(_shares(base).values(), key=lambda f: _value(f) if query.has("least") else -_value(f))
    facts = ranked[:count]
    if _value(ranked[count - 1]) == _value(ranked[count]):
        return None
    items = joined(base, [base.say("share.inline", country=base.name(f.subject), share=_value(f)) for f in facts])
    total = base.say("share.total", total=sum(map(_value, facts)))
    return composed(f"{items}. {total}", facts=facts, items=[f.subject for f in facts])


def extreme(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays most or least, or comes n-th; ties are named together."""
    if query.of("year"):
        return Declined(base.say("decline.share_year", year=query.of("year")[0][:4]))
    listed = _shares(base)
    if query.of("country") and not query.polar:
        return None
    several = [int(n) for n in query.of("number") if n.isdigit() and 1 < int(n) < len(listed)]
    if several:
        return _outermost(query, several[0], base)
    side = rule.options.get("side") or ("least" if query.has("least") else "most")
    values = sorted({_value(f) for f in listed.values()}, reverse=side == "most")
    place = max((int(n) for n in query.of("ordinal") if n != "-1"), default=1)
    # "The second largest payer" counts countries, not amounts: two countries share the first place.
    if place > len(listed):
        return Declined(base.say("decline.no_such_place"))
    ranked = sorted(listed.values(), key=lambda f: -_value(f) if side == "most" else _value(f))
    value = _value(ranked[place - 1]) if place > 1 else values[0]
    facts = [f for f in listed.values() if _value(f) == value]
    countries = [f.subject for f in facts]
    named_ids, _ = _asked(query, base)
    key = f"share.{side}" if place == 1 else "share.place"
    topic = "posts" if rule.options.get("topic") == "posts" else ""
    text = base.say(key + (f".{topic}" if topic and place == 1 else ""), names=named(base, countries), share=value, place=place)
    if len(facts) > 1:
        text = f"{text} {base.say('share.each')}"
    if query.polar and named_ids:
        good = all(c in countries for c in named_ids)
        own = " ".join(listed[c].say for c in named_ids if c not in countries)
        text = " ".join(p for p in (base.say("answer.yes" if good else "answer.no"), own, text) if p)
        facts = list(dict.fromkeys([*facts, *(listed[c] for c in named_ids)]))
    extra = [base.facts[name] for name in rule.facts]
    return composed(" ".join([text, *(f.say for f in extra)]), facts=[*facts, *extra], items=countries)


def neighbour(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return who comes next after, or just before, a country in the order of shares."""
    declined = _none(query, base)
    if declined:
        return declined
    listed = _shares(base)
    ids, _ = _asked(query, base)
    if not ids:
        return Declined(base.say("decline.which_country"))
    mine = _value(listed[ids[0]])
    up = query.has("previous")
    values = sorted({_value(f) for f in listed.values()}, reverse=True)
    at = values.index(mine) + (-1 if up else 1)
    if not 0 <= at < len(values):
        return composed(base.say("share.no_neighbour." + ("up" if up else "down"), country=base.name(ids[0]), share=mine), facts=[listed[ids[0]]])
    facts = [f for f in listed.values() if _value(f) == values[at]]
    text = base.say(
        "share.above" if up else "share.below",
        names=named(base, [f.subject for f in facts]), share=values[at], country=base.name(ids[0]), own=mine,
    )  # fmt: skip
    return composed(text, facts=[*facts, listed[ids[0]]], items=[f.subject for f in facts])


def matching(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays a percentage that is named, or more or less than it, or than a country does."""
    listed = _shares(base)
    ids, _ = _asked(query, base)
    if ids and query.polar and query.of("number"):
        return None
    numbers = [float(n) for n in query.of("number") if float(n) <= 100]  # noqa: PLR2004 - per cent
    if query.has("between") and len(numbers) == 2:  # noqa: PLR2004
        low, high = sorted(numbers)
        found = [f for f in listed.values() if low <= _value(f) <= high]
        items = [base.say("share.inline", country=base.name(f.subject), share=_value(f)) for f in found]
        text = base.say("share.between", low=f"{low:g}", high=f"{high:g}", names=joined(base, items))
        return composed(text, facts=found, items=[f.subject for f in found])
    if any(query.has(word) for word in ("more", "less", "at-least", "at-most")):
        bound = numbers[0] if numbers else float(_value(listed[ids[0]])) if ids else None
        if bound is None:
            # "less than everybody" is the least.
            side = {"side": "most" if query.has("more") else "least"}
            return extreme(query, msgspec_replace(rule, options=rule.options | side), base) if query.has("all") else None
        up = query.has("at-least") or (query.has("more") and not query.has("at-most"))
        equal = query.has("at-least") or query.has("at-most")
        found = [f for f in listed.values() if (_value(f) > bound if up else _value(f) < bound) or (equal and _value(f) == bound)]
        key = ("share.least_of" if equal else "share.over") if up else ("share.most_of" if equal else "share.under")
    else:
        bound = numbers[0] if numbers else float(_value(listed[ids[0]])) if ids else None
        if bound is None:
            return None
        found = [f for f in listed.values() if _value(f) == bound and f.subject not in ids]
        key = "share.exactly"
    bound_text = f"{bound:g}"
    if not found:
        text = base.say(f"{key}.none", bound=bound_text)
        return composed(text, facts=list(listed.values()))
    items = [base.say("share.inline", country=base.name(f.subject), share=_value(f)) for f in found]
    text = base.say(key, bound=bound_text, names=joined(base, items))
    if "how-many" in query.of("kind"):
        text = f"{len(found)}. {text}"
    return composed(text, facts=found, items=[f.subject for f in found])


def _sides(query: Query, base: KnowledgeBase) -> tuple[list[str], list[str]]:
    """Return the countries before and after the word that compares; the first against the rest when there is none."""
    ids, _ = _asked(query, base)
    order = list(query.order)
    split = [place for place, name in enumerate(order) if name in {"compare", "more", "less", "same", "half", "double", "times"}]
    for place in reversed(split):
        left = [c for c in ids if c in order[:place]]
        right = [c for c in ids if c not in left]
        if left and right:
            return left, right
    return ids[:1], ids[1:]


def compare(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how two countries, or two groups of them, compare; Yes or No where more, less, equal, half or double is asked."""
    declined = _none(query, base)
    if declined:
        return declined
    listed = _shares(base)
    left, right = _sides(query, base)
    if not right or (query.has("together") and not query.has("compare") and not (query.has("more") and len(query.of("country")) > 2)):  # noqa: PLR2004
        return None
    one, other = sum(_value(listed[c]) for c in left), sum(_value(listed[c]) for c in right)
    facts = [listed[c] for c in (*left, *right)]
    relation = "more" if one > other else "less" if one < other else "same"
    text = base.say(
        f"share.compare.{relation}",
        left=named(base, left), right=named(base, right), one=one, other=other, gap=abs(one - other),
    )  # fmt: skip
    ratio = Fraction(one, other)
    claim: bool | None = None
    if query.has("half"):
        claim = ratio == Fraction(1, 2)
    elif query.has("double"):
        claim = ratio == 2  # noqa: PLR2004
    elif query.has("difference"):
        claim = None
    elif query.has("same"):
        claim = relation == "same"
    elif query.has("more"):
        claim = relation == "more"
    elif query.has("less"):
        claim = relation == "less"
    elif query.has("different"):
        claim = relation != "same"
    if claim is None or (not query.polar and not rule.options.get("polar")) or query.has("compare-open"):
        return composed(text, facts=facts, items=(*left, *right))
    if query.negated:
        claim = not claim
    return composed(f"{base.say('answer.yes' if claim else 'answer.no')} {text}", facts=facts, items=(*left, *right))


def ratio(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many times one share is another."""
    declined = _none(query, base)
    if declined:
        return declined
    listed = _shares(base)
    left, right = _sides(query, base)
    if not right:
        return None
    one, other = sum(_value(listed[c]) for c in left), sum(_value(listed[c]) for c in right)
    times = Fraction(max(one, other), min(one, other))
    number = str(times) if times.denominator == 1 else f"{float(times):.2f}".rstrip("0")
    larger, smaller = (left, right) if one >= other else (right, left)
    text = base.say(
        "share.times", times=number, larger=named(base, larger), smaller=named(base, smaller), one=max(one, other), other=min(one, other)
    )
    return composed(text, facts=[listed[c] for c in (*left, *right)])


def added(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the sum of the countries named, or of all."""
    declined = _none(query, base)
    if declined:
        return declined
    listed = _shares(base)
    ids = _asked(query, base)[0] or list(listed)
    if query.has("five") or query.of("group"):
        ids = [c for c in base.facts["five.members"].value if c in listed]  # type: ignore[union-attr]
    total = sum(_value(listed[c]) for c in ids)
    parts = " + ".join(str(_value(listed[c])) for c in ids)
    text = base.say("share.sum", names=named(base, ids), total=total, parts=parts)
    numbers = query.of("number")
    if query.polar and (query.has("half") or numbers):
        percents = [int(float(n)) for n in numbers if int(float(n)) != len(ids)]
        bound = 50 if query.has("half") else percents[0] if percents else total
        good = total > bound if query.has("more") else total < bound if query.has("less") else total == bound
        text = f"{base.say('answer.yes' if good else 'answer.no')} {text}"
    return composed(text, facts=[listed[c] for c in ids], items=ids)


def others(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return what is left for the other members when the countries named are taken away."""
    declined = _none(query, base)
    if declined:
        return declined
    listed = _shares(base)
    ids, _ = _asked(query, base)
    left = [c for c in listed if c not in ids]
    total = sum(_value(listed[c]) for c in left)
    text = base.say("share.rest", names=named(base, ids), others=named(base, left), total=total)
    return composed(text, facts=list(listed.values()), items=left)


def average(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the mean of the shares named, or of all."""
    listed = _shares(base)
    ids = _asked(query, base)[0] or list(listed)
    total = sum(_value(listed[c]) for c in ids)
    mean = f"{total / len(ids):.1f}".removesuffix(".0")
    return composed(base.say("share.average", mean=mean, count=len(ids), total=total), facts=[listed[c] for c in ids])


def dollars(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the share applied to the budget: counted by us, and said so, as the two need not be of one year."""
    _, without = _asked(query, base)
    if without:
        return _none(query, base) or Declined(base.say("decline.not_in_source"))
    listed = _shares(base)
    budget = base.facts["budget.size"]
    years = {year[:4] for year in query.of("year")}
    if years and years != {budget.as_of}:
        return Declined(base.say("decline.share_year", year=min(years)))
    ids = _asked(query, base)[0]
    if not ids and query.of("number"):
        percent = [n for n in query.of("number") if 0 < float(n) <= 100]  # noqa: PLR2004
        if percent:
            amount = int(float(percent[0]) * int(budget.value) / 100)  # type: ignore[arg-type]
            return composed(base.say("share.dollars.part", share=percent[0], amount=f"{amount:,}"), facts=[budget])
    if query.has("rest") or query.has("without"):
        ids = [c for c in listed if c not in ids]
    ids = ids or list(listed)
    share = sum(_value(listed[c]) for c in ids)
    amount = share * int(budget.value) // 100  # type: ignore[arg-type]
    if len(ids) > 2 and not query.has("together"):  # noqa: PLR2004
        lines = [
            base.say("share.dollars.item", country=base.name(c), amount=f"{_value(listed[c]) * int(budget.value) // 100:,}")  # type: ignore[arg-type]
            for c in ids
        ]
        return composed(f"{base.say('share.dollars.lead')}\n{bullets(lines)}", base.say("share.dollars.note"), facts=[*(listed[c] for c in ids), budget])
    text = base.say("share.dollars", names=named(base, ids), share=share, amount=f"{amount:,}")
    return composed(text, base.say("share.dollars.note"), facts=[*(listed[c] for c in ids), budget])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "share.of": of,
    "share.list": everyone,
    "share.extreme": extreme,
    "share.neighbour": neighbour,
    "share.matching": matching,
    "share.compare": compare,
    "share.ratio": ratio,
    "share.sum": added,
    "share.rest": others,
    "share.average": average,
    "share.dollars": dollars,
}
