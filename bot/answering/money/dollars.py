"""The budget shares turned into dollars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.answering.money.shares import WHOLE, Operation, facts_of, payers, percent, shares, shown, total_of, unpaid
from bot.answering.saying import bullets, composed, named, said
from bot.answering.times import present
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
    amounts = [Decimal(number) for number in query.of("number") if Decimal(number) > WHOLE]
    of_another = any(amount != budget.value for amount in amounts)  # "apply it to ten million dollars"
    counts = () if query.has("percent") else query.of("count")  # "the six" are no part of the budget, and "five" are not all
    of_another = of_another or (bool(counts) and not payers(query, base) and str(len(shares(base))) not in counts)
    if not isinstance(budget.value, int) or (query.polar and (compared or idle)) or parted or of_another:
        return None
    years = {year[:4] for year in query.of("year")} - {budget.as_of}
    current = _current(query, rule, base)
    unpriced = _unpriced(query, current, base)
    if unpriced is not None:
        return unpriced
    if query.has("now") and query.of("country"):
        years.add(query.today[:4])
    if years:
        ranked = query.has("most") or query.has("least")  # "who paid the biggest part of the money in 2012?" may be of the share
        return Declined(base.say("decline.share_year", year=min(years)), final=not ranked)
    ids = payers(query, base)
    percents = [Decimal(n) for n in query.of("number") if 0 < Decimal(n) <= WHOLE and n not in counts]
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
    lead = current.text if current is not None and not years else ""
    text = base.say("share.dollars.then", text=text) if lead else text
    return composed(lead, text, note, facts=facts, citations=current.citations if current and lead else (), items=ids)


def _unpriced(query: Query, current: Answer | None, base: KnowledgeBase) -> Declined | None:
    """Return a decline where no budget is known that the shares of those named are of: those of today, and of later members."""
    named_ids = query.of("country")
    if current is not None and named_ids and (query.has("now") or not payers(query, base)):
        return Declined(current.text, citations=current.citations)
    return unpaid(query, base) if named_ids and not payers(query, base) else None


def _current(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return what is known of today: the shares of those named, and that no total is; None where another time is asked for.

    A figure that is named ("24 per cent of 4 million") is of the primary source, as is what was paid.
    """
    moment = present(query, base)
    told = query.has("by-profile") or query.has("profile") or query.has("million") or query.past
    if moment is None or told or query.of("number") or query.of("year") or query.has("rest") or query.has("without"):
        return None
    newest = {fact.subject: fact for fact in base.at(moment).related("share")}
    if not query.of("country") or any(country not in newest for country in query.of("country")):
        return None
    facts = [newest[country] for country in query.of("country")]
    gap = base.facts[rule.facts[1]]
    return composed(said(*(fact.say for fact in facts), gap.say), facts=[*facts, gap], items=list(query.of("country")))


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
