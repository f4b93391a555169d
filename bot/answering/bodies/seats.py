"""Which bodies there are, and where they sit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.answering.saying import bullets, composed, dated_tail, named, said, verdict
from bot.answering.states.membership import roll
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

OTHERS, BESIDES = "rest", "without"
DENIALS = frozenset({"not", "outside"})
"""Words for those that were not named, and for setting some aside."""


def bodies(base: KnowledgeBase) -> dict[str, Fact]:
    """Return body id -> the fact that names its city."""
    return {fact.subject: fact for fact in base.related("body")}


def lists(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return the permanent bodies with their cities; checks a number that the question supposes."""
    facts = list(bodies(base).values())
    numbers = set(query.of("number"))
    opening = base.say("answer.yes" if str(len(facts)) in numbers else "answer.no") if query.polar and numbers else ""
    others = query.polar and OTHERS in query.heard and not numbers  # "are there any other permanent bodies?"
    lead = said(opening, base.say("body.lead.only" if others else "body.lead", count=len(facts)))
    newer = [base.facts[name] for name in rule.facts if not query.has("by-profile") and not query.of("year")]
    after = said(dated_tail(base, facts), *(fact.say for fact in newer))
    return composed(f"{lead}\n{bullets(f.short for f in facts)}", after, facts=[*facts, *newer], items=[f.subject for f in facts])


def where(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return where a body sits, or the one that an office heads; checks a city or country that the question supposes.

    None where that is denied of the place where it is ("is it not in Tashkent?"): Yes and No both mean either then.
    """
    listed = bodies(base)
    held = (str(fact.value) for fact in base.line("office") if fact.subject in query.of("person"))
    offices = query.of("office") or tuple(dict.fromkeys(held))
    meant = query.of("body") or [base.heads[office] for office in offices if office in base.heads]
    if not meant:
        return None
    facts = [listed[b] for b in meant if b in listed]
    opening = ""
    supposed = set(query.of("city")) | set(query.of("country"))
    own = any(supposed & _places(base, f) for f in facts)
    if "why" in query.of("kind") and (not supposed or own or "not" in query.heard):
        return None  # no source says why; that it sits elsewhere than the question supposes, they do
    if query.polar and supposed:
        truth = all(supposed <= _places(base, f) for f in facts)
        if truth and query.negated:
            return None
        opening = verdict(query, base, truth=truth)
    of_states = query.has("country-word") or bool(query.of("status"))
    hosting = [base.countries[str(f.value)] for f in facts] if of_states and not query.polar else []
    hosts = [
        base.say("body.host", city=base.name(str(f.value)), country=base.name(base.countries[str(f.value)]))
        for f in facts
        if of_states
    ]
    items = hosting or [f.subject for f in facts]  # "which member hosts it, and what is its share?"
    return composed(said(opening, *(f.say for f in facts), *hosts), facts=facts, items=items)


def hostless(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the members in which no body sits, or none of those named; None to a question for Yes or No."""
    listed = bodies(base)
    facts = [listed[body] for body in query.of("body") if body in listed] or list(listed.values())
    if query.polar:
        return None
    hosts = {base.countries[str(fact.value)] for fact in facts}
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    names = [fact.subject for fact in members if fact.subject not in hosts]
    count = f"{len(names)}." if "how-many" in query.of("kind") else ""
    text = said(count, f"{named(base, names)}.", *(fact.say for fact in facts), dated_tail(base, members))
    return composed(text, facts=[*facts, *members], items=names)


def _places(base: KnowledgeBase, fact: Fact) -> set[str]:
    """Return the city in which a body sits, and that city's country."""
    return {str(fact.value), base.countries.get(str(fact.value), "")}


def check(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return whether a body is one of the permanent ones, those that the profile names; whether there are any besides it."""
    listed = bodies(base)
    if BESIDES in query.heard or _of_another(query):
        rest = [fact for body, fact in listed.items() if body not in query.of("body")]
        facts = rest or list(listed.values())
        opening = verdict(query, base, truth=bool(rest)) if query.polar else ""
        return composed(said(opening, *(fact.say for fact in facts)), facts=facts, items=[fact.subject for fact in facts])
    facts = [listed[body] for body in query.of("body") if body in listed]
    alone = not query.has("only") or len(facts) == len(listed)
    passing = query.has("temporary")
    chooses = passing and query.has("permanent")  # "is it permanent or temporary?"
    opening = verdict(query, base, truth=bool(facts) and alone and not passing) if query.polar and not chooses else ""
    facts = facts if alone else list(listed.values())
    return composed(said(opening, *(fact.say for fact in facts)), facts=facts, items=[fact.subject for fact in facts])


def _of_another(query: Query) -> bool:
    """Return whether what else there is than the body that is named is asked for: "one is RATS, what is the other?"."""
    order = query.order
    named = [place for place, name in enumerate(order) if name in query.of("body")]
    behind = OTHERS in order and bool(named) and order.index(OTHERS) > named[0]  # not "the other one, RATS"
    return not query.polar and (behind or bool(DENIALS & query.heard))


def in_country(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which body sits in a country, or in one of a region, or of those that a fact of the rule lists."""
    away = query.negated or query.has("outside")  # "which body is not in China?"
    within = {*query.of("country"), *(state for region in query.of("region") for state in base.regions.get(region, ()))}
    listed = [base.facts[name].value for name in rule.facts]
    within.update(str(state) for value in listed if isinstance(value, tuple) for state in value)
    facts = [f for f in bodies(base).values() if (base.countries.get(str(f.value)) in within) is not away]
    order = query.order
    states = [order.index(name) for name in ("country-word", "participant", "outside") if name in order]
    if listed and not query.has("seat") and order.index("permanent-body") > min(states):
        return None  # "which states were in the body called the Shanghai Five?"
    if not facts or "member" in query.heard:
        return None  # "China, it is where no member?"
    if query.polar:  # "are both in China?", but not whether one of them is
        if "both" not in query.heard or query.heard & {"of-them", "neither", "only"}:
            return None
        every = list(bodies(base).values())
        truth = bool(facts) if "either" in query.heard else len(facts) == len(every)
        opening = base.say("answer.yes" if truth else "answer.no")
        return composed(said(opening, *(fact.say for fact in every)), facts=every, items=[fact.subject for fact in every])
    return composed(said(*(fact.say for fact in facts)), facts=facts, items=[fact.subject for fact in facts])


def of_payer(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which body sits in the state that pays a share, or most or least of all; None where nobody pays that."""
    paid = {fact.subject: Decimal(str(fact.value)) for fact in base.related("share")}
    edge = (max if query.has("most") else min)(paid.values(), default=None) if query.has("most") or query.has("least") else None
    wanted = {Decimal(number) for number in query.of("number")} if edge is None else {edge}
    payers = [country for country, share in paid.items() if share in wanted]
    facts = [fact for fact in bodies(base).values() if base.countries.get(str(fact.value)) in payers]
    if query.polar or not payers:
        return None
    if not facts:
        every = list(bodies(base).values())
        none = base.say("body.none_there", city=named(base, payers, "any"))
        return composed(said(none, *(fact.say for fact in every)), facts=every)
    told = [fact for fact in base.related("share") if base.countries.get(str(facts[0].value)) == fact.subject]
    text = said(*(fact.say for fact in (*facts, *told)), dated_tail(base, told))
    return composed(text, facts=[*facts, *told], items=[fact.subject for fact in facts])


def in_city(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which body sits in a city."""
    if query.polar and not query.has("permanent-body"):
        return None
    numbers = {str(len(bodies(base))), *query.of("count")}  # "either of the two bodies"
    if not set(query.of("number")) <= numbers:
        return None
    elsewhere = query.negated or query.has("neither")  # "which body sits neither in Beijing nor in Bishkek"
    facts = [f for f in bodies(base).values() if (f.value in query.of("city")) is not elsewhere]
    if not facts:
        other = " ".join(f.say for f in bodies(base).values())
        none = base.say("body.none_there", city=base.name(query.of("city")[0]))
        opening = base.say("answer.no") if query.polar else ""
        return composed(said(opening, none, other), facts=list(bodies(base).values()))
    return composed(" ".join(f.say for f in facts), facts=facts, items=[f.subject for f in facts])


def same_city(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether the bodies sit in the same city."""
    if query.of("city") and query.polar:
        return None  # "is RATS not in Tashkent?"
    facts = list(bodies(base).values())
    truth = len({f.value for f in facts}) == 1
    if query.has("different") or query.has("outside") or query.negated:
        truth = not truth
    opening = base.say("answer.yes" if truth else "answer.no") if query.polar else ""
    return composed(said(opening, *(f.say for f in facts)), facts=facts, items=[f.subject for f in facts])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "body.list": lists,
    "body.where": where,
    "body.check": check,
    "body.hostless": hostless,
    "body.of-payer": of_payer,
    "body.in-city": in_city,
    "body.in-country": in_country,
    "body.same-city": same_city,
}
