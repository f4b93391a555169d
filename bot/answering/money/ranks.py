"""The order of the budget shares: who comes before or after a member, and at which place one stands."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.money.shares import Operation, of_groups, payers, percent, shares, shown, since, unpaid, whole
from bot.answering.saying import composed, joined, named, said
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

PLACES = 10  # places in the order of shares that have a name of their own


def neighbour(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who comes next after, or just before, a country in the order of shares."""
    ids = payers(query, base)
    if {"most", "least"} & query.heard and not {*ids} & query.heard:
        return None  # "who comes right behind the two biggest?"
    declined = unpaid(query, base)
    up = query.has("previous")
    polar = query.polar and bool({*ids} & query.heard)  # not "and just below?", of the one that was spoken of
    if declined or not ids or polar or (len(ids) > 1 and up):
        return declined  # "does Kazakhstan pay the most after China?" asks something else
    listed = shares(base)
    mine = min((listed[country] for country in ids), key=percent)  # "who comes after China and Russia?"
    values = sorted({percent(fact) for fact in listed.values()}, reverse=True)
    at = values.index(percent(mine)) + (-1 if up else 1)
    if not 0 <= at < len(values):
        key = f"share.no_neighbour.{'up' if up else 'down'}"
        return composed(base.say(key, country=base.name(mine.subject), share=shown(percent(mine))), facts=[mine])
    facts = [fact for fact in listed.values() if percent(fact) == values[at]]
    countries = [fact.subject for fact in facts]
    text = base.say(
        "share.above" if up else "share.below",
        names=named(base, countries), share=shown(values[at]), country=base.name(mine.subject), own=shown(percent(mine)),
    )  # fmt: skip
    # "Who pays most after China?": Russia pays as much, and comes before those who pay less.
    alike = [fact for fact in listed.values() if percent(fact) == percent(mine) and fact.subject not in ids]
    names = named(base, [fact.subject for fact in alike])
    level = base.say("share.level", names=names, share=shown(percent(mine))) if alike else ""
    text = said(level, text, since(base))
    return composed(text, facts=[*alike, *facts, mine], items=[*(fact.subject for fact in alike), *countries])


def standing(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return at which place each of some countries stands in the order of shares; None for a place that is none, as of twelve."""
    declined = unpaid(query, base)
    ids = payers(query, base)
    if declined or not ids or query.polar:
        return declined
    listed = shares(base)
    lines = []
    for country in ids:
        mine = percent(listed[country])
        level = [other for other, fact in listed.items() if percent(fact) == mine]
        place = 1 + sum(percent(fact) > mine for fact in listed.values())
        if place > PLACES:
            return None
        key = "share.standing" if len(level) == 1 else "share.standing.level"
        others = named(base, [other for other in level if other != country])
        lines.append(
            base.say(
                key,
                country=base.name(country),
                place=base.say(f"place.{place}"),
                total=len(listed),
                share=shown(mine),
                names=others,
            )
        )
    order = joined(base, [base.say("share.inline", country=base.name(c), share=shown(percent(f))) for c, f in listed.items()])
    text = said(*lines, base.say("share.standing.order", order=order), since(base))
    return composed(text, facts=list(listed.values()), items=ids)


def among(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many of the first few payers, or of the last, belong to the group that is named; None where the few are tied."""
    group, everyone = of_groups(query, base), of_groups(query.leaving_out(query.of("group")), base)
    ranked = sorted(everyone.values(), key=percent, reverse=not query.has("least"))
    count = next((int(number) for number in query.of("number") if number.isdigit()), 0)
    if (
        query.polar
        or not query.of("group")
        or not 0 < count < len(ranked)
        or percent(ranked[count - 1]) == percent(ranked[count])
    ):
        return None
    few = ranked[:count]
    inside = [fact.subject for fact in few if fact.subject in group]
    listed = joined(base, [base.say("share.inline", country=base.name(f.subject), share=shown(percent(f))) for f in few])
    text = base.say("share.among", count=len(inside), names=named(base, inside), listed=listed)
    return composed(said(text, since(base)), facts=few, items=inside) if inside else None


OPERATIONS: Mapping[str, Operation] = {
    "share.neighbour": whole(neighbour),
    "share.standing": whole(standing),
    "share.among": whole(among),
}
