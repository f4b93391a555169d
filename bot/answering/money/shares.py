"""The budget shares of the members: who pays what, listed, ranked and chosen by size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from bot.answering.saying import bullets, capital, cites, composed, joined, named, said, verdict
from bot.answering.states.changes import started
from bot.answering.states.membership import roll
from bot.answering.times import known_from
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PARTS = {"half": 2, "third": 3, "quarter": 4}
"""Word -> how many of it make a whole."""
PAIR = 2  # ranks of which one is among those of the other
MULTIPLE = 10  # the largest number that is read as "so many times"
WHOLE = 100  # per cent
Operation = Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]


def shares(base: KnowledgeBase) -> dict[str, Fact]:
    """Return country id -> share fact, the largest first."""
    return {fact.subject: fact for fact in sorted(base.related("share"), key=lambda fact: -percent(fact))}


def of_groups(query: Query, base: KnowledgeBase) -> dict[str, Fact]:
    """Return country id -> share fact for the members of the groups that the question names; for all where it names none."""
    groups = [fact.value for fact in base.related("members") if fact.subject in query.of("group")]
    within = {country for group in groups if isinstance(group, tuple) for country in group}
    return {country: fact for country, fact in shares(base).items() if not groups or country in within}


def percent(fact: Fact) -> Decimal:
    """Return the value of a share fact, exactly.

    Raises:
        decimal.InvalidOperation: It is no number; `sco-bot check` finds that before a person does.
    """
    return Decimal(str(fact.value))


def shown(number: Decimal) -> str:
    """Return a number of per cent as people write it: "6", "17.6"."""
    return f"{number.normalize():f}"


def points(base: KnowledgeBase, number: Decimal) -> str:
    """Return a difference of shares in words: "1 percentage point", "2.4 percentage points"."""
    return base.say("share.point" if number == 1 else "share.points", count=shown(number))


def partial(base: KnowledgeBase) -> Answer | None:
    """Return what is known of a time of which only some of the shares are; None where all are."""
    facts = [fact for fact in base.related("share.set") if fact.value == "partial"] if base.moment is not None else []
    return composed(*(fact.say for fact in facts), facts=facts) if facts else None


def dated_shares(base: KnowledgeBase) -> str:
    """Return since when the shares hold, as a sentence in brackets."""
    if base.moment is not None and not base.related("share.set"):
        end = next((fact.valid_until for fact in base.related("share") if fact.valid_until), "")
        return base.say("share.undated.between", since=_since(base), until=long_date(end)) if end else base.say("share.undated")
    return base.say("share.undated", since=_since(base))


def _since(base: KnowledgeBase) -> str:
    """Return the day from which the shares hold, or that of the primary source, which gives none."""
    starts = [fact.valid_from for fact in base.related("share.set")] if base.moment is not None else []
    days = [fact.cite[0].source.as_of for fact in base.related("share")]
    return long_date(max(starts or days))


def since(base: KnowledgeBase) -> str:
    """Return since when the shares hold where that is known; "" for the primary source, which does not say it."""
    return dated_shares(base) if base.moment is not None else ""


def joiners(query: Query, base: KnowledgeBase) -> list[str]:
    """Return those who became members in the time that the question names: "the countries that joined after 2012"."""
    if base.moment is None:
        return []
    start = known_from(base) if query.has("newcomer") else base.moment.since if query.has("join") else ""
    facts = started(base, start, base.moment.day, ["member"]) if start else ()
    return [fact.subject for fact in facts if fact.subject in shares(base)]


def payers(query: Query, base: KnowledgeBase) -> list[str]:
    """Return the countries of the question that have a share, in its order."""
    joined = joiners(query, base)
    if joined:
        return joined
    within = [country for region in query.of("region") for country in base.regions.get(region, ())]
    return [country for country in dict.fromkeys([*query.of("country"), *within]) if country in shares(base)]


def total_of(base: KnowledgeBase, ids: list[str]) -> Decimal:
    """Return what some countries pay together, in per cent."""
    listed = shares(base)
    return sum((percent(listed[country]) for country in ids), Decimal(0))


def facts_of(base: KnowledgeBase, ids: list[str]) -> list[Fact]:
    """Return the facts that tell what some countries pay."""
    listed = shares(base)
    return [listed[country] for country in ids]


def unpaid(query: Query, base: KnowledgeBase) -> Declined | None:
    """Return a decline for countries without a share, and for a time of which only some shares are known."""
    if partial(base):
        named_ids = query.of("country")
        if not named_ids or any(country not in shares(base) for country in named_ids) or len(named_ids) > 1:
            return Declined(" ".join(fact.say for fact in base.related("share.set")))
    without = [country for country in query.of("country") if country not in shares(base)]
    if without:
        given = [fact for country in without if (fact := roll(base).get(country))]
        kinds = {fact.value for fact in given} if len(given) == len(without) else set()
        key = "decline.no_share"
        if kinds and base.moment is None:  # an observer and a partner are neither both
            key += f".{kinds.pop()}" if len(kinds) == 1 else ".several"
        own = [*shares(base).values(), *given]
        return Declined(capital(base.say(key, country=named(base, without, "any"))), citations=cites(own))
    return None


def inline(base: KnowledgeBase, facts: list[Fact]) -> str:
    """Return ``China (24 per cent) and Russia (24 per cent)``."""
    return joined(base, [base.say("share.inline", country=base.name(f.subject), share=shown(percent(f))) for f in facts])


def even(query: Query, base: KnowledgeBase) -> Answer:
    """Return whether all pay the same."""
    facts = list(shares(base).values())
    opening = verdict(query, base, truth=len({*map(percent, facts)}) == 1)
    return composed(said(opening, f"{inline(base, facts)}.", since(base)), facts=facts)


def of(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the share of each country named; checks a percentage where the question supposes one."""
    owed = query.polar and query.pairs("all", "pay")  # "does Russia pay all of its share?"
    if query.has("together") or owed or (query.has("same") and not query.polar):
        return None  # "which two pay the same as Kazakhstan?"; a sum is of several
    part_of = query.polar and len(query.of("country")) > 1 and bool(set(PARTS) & query.heard)
    declined = None if part_of else unpaid(query, base)
    if declined or part_of:
        return declined  # "is Tajikistan's share a quarter of Russia's?" compares
    ids = payers(query, base)
    if not ids:
        return None  # a region of which nobody had a share then
    counts = {int(float(number)) for number in query.of("count")} if not query.polar else set()
    if counts and len(ids) not in counts and not set(ids) <= query.heard:
        return None  # "what do those four pay?", said of two
    facts = [shares(base)[country] for country in ids]
    numbers = query.of("number") or (("0",) if query.has("none-word") and query.polar else ())  # "did it pay nothing?"
    good = not numbers or all(any(percent(fact) == Decimal(number) for number in numbers) for fact in facts)
    if not query.polar and not good and {"less", "more", "at-most", "at-least"} & query.heard:
        return None  # "and just the ones under 6 per cent?", after the two that pay most
    # "Do they still pay that much?": how much, only the talk knows.
    opening = verdict(query, base, truth=good) if query.polar and (numbers or not query.has("that-much")) else ""
    if (
        query.polar and query.has("all") and len(facts) == 1 and not numbers and not query.pairs("all", "pay")
    ):  # "does China pay for all of it?"
        opening = verdict(query, base, truth=percent(facts[0]) == WHOLE)
    if good and query.has("since") and any(fact.valid_from > (base.moment.since if base.moment else "9") for fact in facts):
        opening = ""  # so it is, and not for so long
    # A later fact says itself since when it holds.
    dated = "" if base.moment is not None and not any(fact.primary for fact in facts) else dated_shares(base)
    return composed(said(opening, *(fact.say for fact in facts), dated), facts=facts, items=ids)


def outsider(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the share of the member that the rule's fact names: the one that was not among the Shanghai Five."""
    country = base.facts[rule.facts[0]].value
    if query.polar or not isinstance(country, str):
        return None
    return of(replace(query, slots={**query.slots, "country": (country,), "group": (), "number": (), "count": ()}), rule, base)


def everyone(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return all shares, the largest first; with "smallest first" the other way round.

    None where a few of them are asked for: "the three smallest, from bigger to smaller".
    """
    if query.has("order") and (query.has("most") or query.has("least")) and query.of("count") and not query.of("status"):
        return None
    some = partial(base)
    if some:
        return some
    declined = unpaid(query, base)
    if declined:
        return declined
    joined = joiners(query, base)
    if (query.has("join") and not joined) or any(Decimal(number) > WHOLE for number in query.of("number")):
        return None  # "24 per cent of 350"
    facts = [fact for country, fact in shares(base).items() if not joined or country in joined]
    if next((name for name in query.order if name in {"most", "least"}), "") == "least":
        facts.reverse()
    lines = [base.say("share.item", country=base.name(fact.subject), share=shown(percent(fact))) for fact in facts]
    total = base.say("share.total", total=shown(sum(map(percent, facts), Decimal(0))))
    return composed(
        f"{base.say('share.lead', since=_since(base))}\n{bullets(lines)}",
        total if base.moment is not None else said(total, dated_shares(base)),
        facts=facts, items=[fact.subject for fact in facts],
    )  # fmt: skip


def _among(query: Query, listed: Mapping[str, Fact], base: KnowledgeBase) -> list[str]:
    """Return the countries of which most or least is asked for: those that are named, or those of a region that have a share."""
    within = [country for region in query.of("region") for country in base.regions.get(region, ())]
    return [*query.of("country"), *(country for country in within if country in listed)]


def extreme(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who pays most or least, the first or last few, or who comes n-th; ties are named together.

    Options of the rule:
        topic: "posts", where posts are asked about, which go by shares.
        side: "most" or "least", where the wording alone does not tell.
    """
    listed = of_groups(query, base)
    named_ids = payers(query, base)
    spared = query.of("country") if "without" in query.heard and not query.polar else ()
    among = [] if spared or query.polar else _among(query, listed, base)
    summed = query.polar and query.has("together")  # "and do all six come to 100?"
    of_another = query.polar and query.of("country") and set(PARTS) & query.heard  # "was that share a quarter of China's?"
    # "Do most members pay less than 10 per cent?" asks how many do.
    bounded = query.polar and (({"more", "less"} & query.heard and "<number>" in query.heard) or "at-least" in query.heard)
    if bounded or summed or of_another or len(among) == 1 or any(country not in listed for country in among):
        return None
    listed = {c: fact for c, fact in listed.items() if c not in spared and (not among or c in among)}
    named_ids = [] if spared or among else named_ids
    from_below = query.has("least") or (not query.has("most") and (query.has("last") or query.has("one-before")))
    side = rule.options.get("side") or ("least" if from_below else "most")
    ranked = list(listed.values()) if side == "most" else list(reversed(listed.values()))
    percentages = set(query.of("number")) if query.polar and query.has("percent") else set()
    if percentages and not query.of("country"):  # "is the lowest share 6 per cent?"
        edge = percent(ranked[0])
        facts = [f for f in ranked if percent(f) == edge]
        key = f"share.{side}{'' if len(facts) > 1 else '.one'}"
        text = base.say(key, names=named(base, [f.subject for f in facts]), share=shown(edge))
        opening = verdict(query, base, truth={Decimal(n) for n in percentages} == {edge})
        return composed(said(opening, f"{text}.", since(base)), facts=facts, items=[f.subject for f in facts])
    count = next((int(n) for n in query.of("number") if n.isdigit() and 1 < int(n) < len(ranked)), 1)
    place = max((int(n) for n in query.of("ordinal") if int(n) > 0), default=1)
    if count > 1 and query.has("next"):  # "who ranks right behind the two biggest?"
        place, count = count + 1, 1
    if place > len(ranked):
        return Declined(base.say("decline.no_such_place"))
    if count > 1:
        return _within(query, ranked, count, base) or _foremost(query, ranked, count, base)
    if among and query.has("order"):  # "put Tajikistan and Uzbekistan in order"
        return composed(said(f"{inline(base, ranked)}.", since(base)), facts=ranked, items=[fact.subject for fact in ranked])
    value = percent(ranked[place - 1])
    facts = [fact for fact in listed.values() if percent(fact) == value]
    key = f"share.{side}{'' if len(facts) > 1 or rule.options.get('topic') else '.one'}" if place == 1 else "share.place"
    if rule.options.get("topic") and place == 1:
        key = f"{key}.{rule.options['topic']}"
    countries = [fact.subject for fact in facts]
    text = base.say(key, names=named(base, countries), share=shown(value), place=place)
    text += base.say("share.each") if len(facts) > 1 else "."
    text = f"{inline(base, facts)}." if spared or among else text  # most of some is not most of all
    opening, own = "", [listed[country] for country in named_ids if country not in countries]
    if query.polar and named_ids:
        opening = verdict(query, base, truth=not own)
    extra = [base.facts[name] for name in rule.facts]
    text = said(opening, *(fact.say for fact in own), text, *(fact.say for fact in extra), since(base))
    return composed(text, facts=[*facts, *own, *extra], items=countries)


def _within(query: Query, ranked: list[Fact], count: int, base: KnowledgeBase) -> Answer | None:
    """Return the last of the first so many: "of the three biggest payers, who pays least?"; None where one rank is named."""
    sides = [name for name in query.order if name in {"most", "least"}]
    if len(set(sides)) != PAIR:
        return None
    first = sorted(ranked, key=percent, reverse=sides[0] == "most")[:count]
    edge = (min if sides[0] == "most" else max)(first, key=percent)
    facts = [fact for fact in first if percent(fact) == percent(edge)]
    text = said(f"{inline(base, facts)}.", since(base))
    return composed(text, facts=first, items=[fact.subject for fact in facts])


def _foremost(query: Query, ranked: list[Fact], count: int, base: KnowledgeBase) -> Answer | None:
    """Return the first so many, and their sum; None where a tie leaves open who they are."""
    if percent(ranked[count - 1]) == percent(ranked[count]):
        return None
    facts = ranked[:count]
    if "more" in query.order and "less" in query.order:  # "from bigger to smaller"
        facts.sort(key=percent, reverse=query.order.index("more") < query.order.index("less"))
    total = base.say("share.total", total=shown(sum(map(percent, facts), Decimal(0))))
    return composed(said(f"{inline(base, facts)}. {total}", since(base)), facts=facts, items=[fact.subject for fact in facts])


def whole(operation: Operation) -> Operation:
    """Return an operation on all shares that tells what is known where only some of them are."""

    def known(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
        some = partial(base)
        if some is not None and query.of("country") and not payers(query, base):
            return Declined(some.text, citations=some.citations)  # "India's share under the agreement of 2017"
        return some or operation(query, rule, base)

    return known


def of_payers(operation: Operation) -> Operation:
    """Return an operation on sums of shares that leaves alone what is asked of the whole budget: "the total budget of 2021"."""

    def summed(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
        named = query.of("country") or query.of("region") or query.of("group")
        paid = any(map(query.has, ("pay", "percent", "all", "member", "participant", "join")))
        return operation(query, rule, base) if named or paid else None

    return summed


OPERATIONS: Mapping[str, Operation] = {
    "share.of": of,
    "share.outsider": outsider,
    "share.list": everyone,
    "share.extreme": whole(extreme),
}
