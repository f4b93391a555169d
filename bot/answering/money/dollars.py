"""The budget shares turned into dollars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.answering.money.shares import WHOLE, Operation, facts_of, payers, percent, shares, shown, total_of, unpaid
from bot.answering.saying import bullets, composed, named
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

FEW = 2  # countries up to which dollars are told of together


def _edge(query: Query, base: KnowledgeBase) -> list[str]:
    """Return who pays most, or least, where that is asked: "the smallest share in dollars"; ties are all returned."""
    if query.has("most") is query.has("least"):
        return []
    paid = {country: percent(fact) for country, fact in shares(base).items()}
    edge = max(paid.values()) if query.has("most") else min(paid.values())
    return [country for country, share in paid.items() if share == edge]


def dollars(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return shares applied to the budget: counted by us, and said so, as the two need not be of one year."""
    budget = base.facts[rule.facts[0]]
    compared = query.has("more") or query.has("less")  # "would their money exceed that of Uzbekistan?"
    idle = not payers(query, base) and not query.of("number")  # "do members pay in dollars?"
    # "What percent of the money comes from Russia?": the money is what it is a part of.
    told = [name for name in query.order if name in {"dollar", "money"}]
    parted = query.has("percent") and not query.of("number") and told.count("dollar") <= told.count("money")
    if not isinstance(budget.value, int) or (query.polar and (compared or idle)) or parted:
        return None
    years = {year[:4] for year in query.of("year")} - {budget.as_of}
    strangers = [country for country in query.of("country") if country not in shares(base)]
    if strangers and not payers(query, base):
        return unpaid(query, base)
    if query.has("now") and query.of("country"):
        years.add(query.today[:4])
    if years:
        ranked = query.has("most") or query.has("least")  # "who paid the biggest part of the money in 2012?" may be of the share
        return Declined(base.say("decline.share_year", year=min(years)), final=not ranked)
    ids = payers(query, base)
    percents = [Decimal(n) for n in query.of("number") if 0 < Decimal(n) <= WHOLE]
    if not ids and percents:
        amount = int(percents[0] * budget.value / WHOLE)
        return composed(base.say("share.dollars.part", share=shown(percents[0]), amount=f"{amount:,}"), facts=[budget])
    if query.has("rest") or query.has("without"):
        ids = [country for country in shares(base) if country not in ids]
    edge = _edge(query, base) if not ids else []
    ids = ids or edge or list(shares(base))
    facts = [*facts_of(base, ids), budget]
    note = base.say("share.dollars.note")
    if (len(ids) > FEW or len(edge) > 1) and not query.has("together"):
        return composed(
            f"{base.say('share.dollars.lead')}\n{bullets(_in_dollars(base, facts[:-1], budget.value))}",
            note,
            facts=facts,
            items=ids,
        )
    apart = any(map(query.has, ("more", "less", "difference"))) and not any(map(query.has, ("together", "half")))
    share = total_of(base, ids)
    text = base.say("share.dollars", names=named(base, ids), share=shown(share), amount=f"{int(share * budget.value / WHOLE):,}")
    if len(ids) == FEW and apart:  # "how many dollars more does Russia pay?"
        gap = int(abs(percent(facts[0]) - percent(facts[1])) * budget.value / WHOLE)
        parts = "; ".join(_in_dollars(base, facts[:-1], budget.value))
        text = base.say("share.dollars.apart", parts=parts, gap=f"{gap:,}")
    return composed(text, note, facts=facts, items=ids)


def average(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the budget divided by its payers; None where another number of them, or another year, is supposed."""
    budget, paying = base.facts[rule.facts[0]], list(shares(base))
    supposed = any(int(float(count)) != len(paying) for count in query.of("count"))
    if supposed or not isinstance(budget.value, int) or {year[:4] for year in query.of("year")} - {budget.as_of}:
        return None
    text = base.say("share.dollars.average", amount=f"{round(budget.value / len(paying)):,}", count=len(paying))
    return composed(text, facts=[budget, *facts_of(base, paying)])


def _in_dollars(base: KnowledgeBase, facts: Sequence[Fact], budget: int) -> list[str]:
    """Return each of some shares applied to the budget."""
    return [
        base.say(
            "share.dollars.item",
            country=base.name(f.subject),
            share=shown(percent(f)),
            amount=f"{int(percent(f) * budget / WHOLE):,}",
        )
        for f in facts
    ]


OPERATIONS: Mapping[str, Operation] = {"share.dollars": dollars, "share.dollars.average": average}
