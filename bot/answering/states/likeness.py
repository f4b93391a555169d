"""What members and partners have in common: a status, a region, the Shanghai Five, the United Nations; which are more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.saying import beyond, capital, composed, dated, dated_tail, joined, named, said, verdict
from bot.answering.states.changes import STATUSES
from bot.answering.states.membership import counted, counts, lists, roll, status_of
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

LISTED = 8  # states up to which a region is listed in full; of a larger one, those that have to do with the SCO
PAIR = 2  # countries, or statuses, that are compared


def same_status(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the other countries with the status of the one that the question is about."""
    listed = roll(base)
    alike = [c for c in query.of("country") if c in listed]
    among = not (any(map(query.has, ("same", "rest", "without", "neither"))) or query.of("ordinal"))
    if among and len(query.of("country")) > 1 and query.of("status"):
        return None  # "of Mongolia, Sri Lanka and Iran, who was an observer?"
    if query.has("without") and query.of("status") and not query.of("ordinal") and not query.polar:
        return _all_but(query, base)
    if not alike:
        return Declined(base.say("decline.no_status"))
    asks = query.of("kind") or query.has("rest") or query.has("without")
    if len(query.of("country")) == PAIR and query.has("same") and not asks:
        return None  # "Sri Lanka and Pakistan, same level?"
    status = str(listed[alike[0]].value)
    others = [c for c, fact in listed.items() if fact.value == status and c not in query.of("country")]
    same = [c for c in alike if listed[c].value == status]
    facts = [listed[c] for c in (*same, *others)]
    if not others:
        members = [fact for fact in listed.values() if fact.value == "member"]
        told = (capital(status_of(base, listed[c], dated(base, members))) for c in same)
        return composed(said(base.say("answer.nobody"), *told), facts=facts)
    text = base.say(f"same.{status}", as_of=dated(base, facts), country=named(base, same), names=named(base, others))
    return composed(text, facts=facts, items=others)


def _all_but(query: Query, base: KnowledgeBase) -> Answer | Declined:
    """Return who has the statuses that are named without the states that are: "the members except Belarus in 2012".

    Of a state that had another status then, that is told.
    """
    listed = roll(base)
    statuses = [status for status in STATUSES if status in query.of("status")]
    if not {*query.of("country")} & {*listed} and not any(f.subject in query.of("country") for f in base.line("status")):
        return Declined(base.say("decline.no_status"))
    members = [fact for fact in listed.values() if fact.value == "member"]
    strangers = [c for c in query.of("country") if c in listed and listed[c].value not in statuses]
    lines, items = [], []
    for status in statuses:
        rest = [c for c, fact in listed.items() if fact.value == status and c not in query.of("country")]
        lines.append(capital(base.say(f"same.named.{status}", as_of=dated(base, members), names=named(base, rest))))
        items += rest
    as_of = dated(base, members)
    own = [capital(status_of(base, listed[c], as_of)) for c in strangers]
    count = f"{len(items)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, *lines, *own), facts=[listed[c] for c in (*items, *strangers)], items=items)


def sole(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether the states named are the only ones with a status: the one that the question names, or their own."""
    listed = roll(base)
    own = {str(listed[country].value) for country in query.of("country") if country in listed}
    statuses = set(query.of("status")) & {*STATUSES} or own
    if not query.polar or len(statuses) != 1 or query.negated:
        return None
    told = lists(replace(query, polar=False, slots={**query.slots, "status": tuple(statuses), "country": ()}), rule, base)
    if not isinstance(told, Answer):
        return told
    return replace(told, text=said(verdict(query, base, truth={*told.items} == {*query.of("country")}, denies=False), told.text))


def alike(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether two countries are the same to the SCO; None where no two are named, or none that has to do with it."""
    listed = roll(base)
    countries = query.of("country")
    if len(countries) != PAIR or all(country not in listed for country in countries):
        return None
    facts = [listed[country] for country in countries if country in listed]
    members = [fact for fact in listed.values() if fact.value == "member"]
    truth = (len(facts) == PAIR and len({fact.value for fact in facts}) == 1) is not query.has("different")
    opening = base.say("answer.yes" if truth is not query.negated else "answer.no") if query.polar else ""
    as_of = dated(base, members)
    sentences = [
        status_of(base, listed[country], as_of)
        if country in listed
        else base.say("status.none", country=base.name(country), as_of=as_of)
        for country in countries
    ]
    return composed(said(opening, *map(capital, sentences)), facts=facts, items=countries)


def of_region(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which countries of a region have the status asked for, members where none is named.

    None for a region that is not known by its countries. A question for Yes or No asks whether any has it, or whether all do;
    where it does not say which of the two, and some do, it is left to the names.
    """
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    within -= {*query.of("country")} if within and query.has("without") else set()
    some_way = STATUSES if query.has("linked") else ("member",)
    statuses = tuple(s for s in STATUSES if s in query.of("status")) or some_way
    listed = {country: fact for country, fact in roll(base).items() if country in within and fact.value in statuses}
    away = query.negated or any(map(query.has, ("not", "outside")))
    spared = "without" in query.heard and not query.of("country")  # "which members except the Central Asian ones are there?"
    if not within or spared or (away and (query.polar or len(within) > LISTED)):
        return None
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    tail = base.say("list.as_of", as_of=dated(base, members))
    order = list(query.order)
    denied = min((order.index(name) for name in ("not", "outside") if name in order), default=0)
    if away and denied < min(map(order.index, query.of("region"))):  # "which members are not Central Asian?"
        others = [c for c, fact in roll(base).items() if c not in within and fact.value in statuses]
        count = f"{len(others)}." if "how-many" in query.of("kind") else ""
        return composed(said(count, f"{capital(named(base, others))}.", tail), facts=members, items=others)
    if away:  # "which Central Asian country is not a member?"
        rest = [country for region in query.of("region") for country in base.regions[region] if country not in listed]
        count = f"{len(rest)}." if "how-many" in query.of("kind") else ""
        lead = f"{capital(named(base, rest))}." if rest else base.say("answer.nobody")
        return composed(said(count, lead, tail), facts=members, items=rest)
    every, some = within <= set(listed), bool(listed)
    open_ended = every is not some and not (query.has("some") or query.has("all"))
    truth = some if query.has("some") else every
    opening = verdict(query, base, truth=truth) if query.polar and not open_ended else ""
    if not listed:
        return composed(said(opening, base.say("region.none", region=named(base, query.of("region"))), tail), facts=members)
    count = f"{len(listed)}." if "how-many" in query.of("kind") else ""
    text = said(opening, count, f"{capital(named(base, list(listed)))}.", tail)
    return composed(text, facts=[*listed.values(), *counted(base, statuses)], items=list(listed))


def un_members(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether the members, or one of them, are UN member states: the profile says it of all six."""
    fact = base.facts[rule.facts[0]]
    listed = roll(base)
    twice = query.order.count("member") > 1  # "are the members UN members?"
    if query.polar and not query.of("country") and not (twice or query.has("all") or query.has("outside")):
        return None  # "is the SCO a member of the UN?"
    outsiders = [c for c in query.of("country") if c not in listed or listed[c].value != "member"]
    if outsiders and query.of("year") and "un" not in query.heard:
        return None  # "and Belarus in 2012?", asked of another thing than the UN
    if outsiders:
        return Declined(base.say("decline.un_outside", country=named(base, outsiders, "any")))
    countries = query.of("country")
    members = [country for country, one in listed.items() if one.value == "member"]
    told = countries or ([] if query.polar or "how-many" in query.of("kind") else members)  # "name them"
    text = base.say("un.some", names=named(base, told), fact=fact.say) if told else fact.say
    denied = query.negated and not query.has("some")
    away = query.has("outside") and "outside" in query.heard  # not of those before: "which are not in it?" - "are they here?"
    outside = away and not denied  # "is any member outside the UN?", "is any not in the UN?"
    nobody = away and denied  # "is no member outside the UN?"
    word = "answer.right" if nobody else "answer.no" if outside else "answer.not_so" if query.negated else "answer.yes"
    either = query.has("all") and query.has("outside") and not query.polar  # "all of them, or is one outside?"
    verdict = base.say(word) if (query.polar or query.has("all")) and not either else ""
    items = countries or members
    return composed(said(verdict, text, dated_tail(base, [fact])), facts=[fact], items=items)


def compare(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether one status has more countries than another."""
    order = [name for name in query.order if name in STATUSES]
    pair = list(dict.fromkeys(order))
    partly = query.polar and not query.has("more") and (query.has("most") or "at-least" in query.heard)
    if len(pair) != 2 or partly:  # noqa: PLR2004
        return None  # "are most observers of 2012 members now?"
    listed = roll(base)
    chosen = [[f for f in listed.values() if f.value == status] for status in pair]
    one, other = (len(facts) for facts in chosen)
    truth = one > other if query.has("more") else one < other if query.has("less") else one == other
    verdict = base.say("answer.yes" if truth is not query.negated else "answer.no") if query.polar else ""
    parts = joined(base, [base.say(f"part.{status}", count=len(facts)) for status, facts in zip(pair, chosen, strict=True)])
    facts = [f for group in chosen for f in group]
    text = base.say("status.compare", parts=parts, as_of=dated(base, facts))
    return composed(said(verdict, text), facts=facts)


def bounded(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether more countries than a number have a status, or fewer: "does the SCO have at least ten members?"."""
    numbers = [int(number) for number in query.of("number") if number.isdigit()]
    if not query.polar or len(numbers) != 1 or (query.has("more") and query.has("less")):
        return None
    plain = {**query.slots, "number": (), "count": (), "comparison": ()}
    told = counts(replace(query, polar=False, slots=plain), rule, base)
    statuses = tuple(s for s in STATUSES if s in query.of("status")) or ("member",)
    total = sum(fact.value in statuses for fact in roll(base).values())
    truth = beyond(query, total, numbers[0])
    # Of the partners the primary source names some: there may be more.
    unsure = base.moment is None and "partner" in statuses and not (truth and (query.has("more") or query.has("at-least")))
    if truth is None or not isinstance(told, Answer):
        return None
    return replace(told, text=said("" if unsure else verdict(query, base, truth=truth), told.text))


def beyond_five(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return the members of the day that were not among the Shanghai Five."""
    five = [fact for fact in base.related("members") if fact.subject == "five"]
    inside = {country for fact in five if isinstance(fact.value, tuple) for country in fact.value}
    facts = [fact for fact in roll(base).values() if fact.value == "member" and fact.subject not in inside]
    names = named(base, [fact.subject for fact in facts])
    text = base.say("five.beyond", names=names, count=len(facts), as_of=dated(base, facts))
    return composed(text, facts=[*facts, *five], items=[fact.subject for fact in facts])


def within_five(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether all of the Shanghai Five became members, or were all members among the Five: what "all" stands before.

    None for a question that is not one for Yes or No.
    """
    if not query.polar:
        return None
    facts = [base.facts[name] for name in rule.facts]
    places = {name: place for place, name in reversed([*enumerate(query.order)])}
    of_five = any(places["five"] < places[name] for name in ("member", "sco", "join") if name in places)
    text = said(*(fact.say for fact in facts))
    return composed(said(verdict(query, base, truth=of_five), text), facts=facts)


def of_five_with_status(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether any of the Shanghai Five has a lesser status; None to any other question."""
    five = base.facts[rule.facts[0]]
    lesser = [status for status in STATUSES if status != "member" and status in query.of("status")]
    if not query.polar or len(lesser) != 1 or not isinstance(five.value, tuple):
        return None
    facts = [fact for country, fact in roll(base).items() if fact.value == lesser[0]]
    chosen = [fact.subject for fact in facts if fact.subject in five.value]
    listed = base.say(f"item.{lesser[0]}", names=named(base, [fact.subject for fact in facts]), count=len(facts))
    text = said(
        verdict(query, base, truth=bool(chosen)),
        f"{capital(listed)}.",
        five.say,
        base.say("list.as_of", as_of=dated(base, facts)),
    )
    return composed(text, facts=[*facts, five], items=chosen)


def five_of_region(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which of the Shanghai Five lie in a region, or outside it; None where its countries are not known."""
    five = base.facts[rule.facts[0]]
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    away = query.negated or query.has("not") or query.has("outside")
    if query.polar or not within or not isinstance(five.value, tuple):
        return None
    order = list(query.order)
    denied = [order.index(name) for name in ("not", "outside") if name in order]
    if denied and max(map(order.index, query.of("region"))) < min(denied) < order.index("five"):
        members = {c for c, fact in roll(base).items() if fact.value == "member"} if query.has("member") else within
        chosen = [country for country in sorted(within & members) if country not in five.value]
    else:
        chosen = [str(country) for country in five.value if (country in within) is not away]
    count = f"{len(chosen)}." if "how-many" in query.of("kind") else ""
    lead = f"{named(base, chosen)}." if chosen else base.say("answer.nobody")
    return composed(said(count, lead, five.say), facts=[five], items=chosen)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "status.sole": sole,
    "five.beyond": beyond_five,
    "five.region": five_of_region,
    "five.status": of_five_with_status,
    "five.within": within_five,
    "status.bound": bounded,
    "status.compare": compare,
    "status.same": same_status,
    "status.alike": alike,
    "status.region": of_region,
    "status.un": un_members,
}
