"""The SCO's bodies, their staff and posts, its budget and projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.answering.saying import bullets, capital, composed, dated_tail, joined, named, said, verdict
from bot.answering.states.membership import roll
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

OTHERS, BESIDES = "rest", "without"
"""Words for those that were not named, and for setting some aside."""


def _bodies(base: KnowledgeBase) -> dict[str, Fact]:
    """Return body id -> the fact that names its city."""
    return {fact.subject: fact for fact in base.related("body")}


def lists(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return the permanent bodies with their cities; checks a number that the question supposes."""
    facts = list(_bodies(base).values())
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
    listed = _bodies(base)
    bodies = query.of("body") or [base.heads[office] for office in query.of("office") if office in base.heads]
    facts = [listed[b] for b in bodies if b in listed]
    opening = ""
    supposed = set(query.of("city")) | set(query.of("country"))
    if query.polar and supposed:
        truth = all(supposed <= {str(f.value), base.countries.get(str(f.value), "")} for f in facts)
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
    listed = _bodies(base)
    facts = [listed[body] for body in query.of("body") if body in listed] or list(listed.values())
    if query.polar:
        return None
    hosts = {base.countries[str(fact.value)] for fact in facts}
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    names = [fact.subject for fact in members if fact.subject not in hosts]
    count = f"{len(names)}." if "how-many" in query.of("kind") else ""
    text = said(count, f"{named(base, names)}.", *(fact.say for fact in facts), dated_tail(base, members))
    return composed(text, facts=[*facts, *members], items=names)


def check(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return whether a body is one of the permanent ones, those that the profile names; whether there are any besides it."""
    listed = _bodies(base)
    if BESIDES in query.heard:
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


def in_country(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which body sits in a country, or in one of a region, or of those that a fact of the rule lists."""
    away = query.negated or query.has("outside")  # "which body is not in China?"
    within = {*query.of("country"), *(state for region in query.of("region") for state in base.regions.get(region, ()))}
    listed = [base.facts[name].value for name in rule.facts]
    within.update(str(state) for value in listed if isinstance(value, tuple) for state in value)
    facts = [f for f in _bodies(base).values() if (base.countries.get(str(f.value)) in within) is not away]
    order = query.order
    states = [order.index(name) for name in ("country-word", "participant", "outside") if name in order]
    if listed and not query.has("seat") and order.index("permanent-body") > min(states):
        return None  # "which states were in the body called the Shanghai Five?"
    if not facts or "member" in query.heard:
        return None  # "China, it is where no member?"
    if query.polar:  # "are both in China?", but not whether one of them is
        if "both" not in query.heard or query.heard & {"of-them", "neither", "only"}:
            return None
        every = list(_bodies(base).values())
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
    facts = [fact for fact in _bodies(base).values() if base.countries.get(str(fact.value)) in payers]
    if query.polar or not payers:
        return None
    if not facts:
        every = list(_bodies(base).values())
        none = base.say("body.none_there", city=named(base, payers, "any"))
        return composed(said(none, *(fact.say for fact in every)), facts=every)
    told = [fact for fact in base.related("share") if base.countries.get(str(facts[0].value)) == fact.subject]
    text = said(*(fact.say for fact in (*facts, *told)), dated_tail(base, told))
    return composed(text, facts=[*facts, *told], items=[fact.subject for fact in facts])


def in_city(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which body sits in a city."""
    if query.polar and not query.has("permanent-body"):
        return None
    numbers = {str(len(_bodies(base))), *query.of("count")}  # "either of the two bodies"
    if not set(query.of("number")) <= numbers:
        return None
    elsewhere = query.negated or query.has("neither")  # "which body sits neither in Beijing nor in Bishkek"
    facts = [f for f in _bodies(base).values() if (f.value in query.of("city")) is not elsewhere]
    if not facts:
        other = " ".join(f.say for f in _bodies(base).values())
        none = base.say("body.none_there", city=base.name(query.of("city")[0]))
        opening = base.say("answer.no") if query.polar else ""
        return composed(said(opening, none, other), facts=list(_bodies(base).values()))
    return composed(" ".join(f.say for f in facts), facts=facts, items=[f.subject for f in facts])


def same_city(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether the bodies sit in the same city."""
    if query.of("city") and query.polar:
        return None  # "is RATS not in Tashkent?"
    facts = list(_bodies(base).values())
    truth = len({f.value for f in facts}) == 1
    if query.has("different") or query.has("outside") or query.negated:
        truth = not truth
    opening = base.say("answer.yes" if truth else "answer.no") if query.polar else ""
    return composed(said(opening, *(f.say for f in facts)), facts=facts, items=[f.subject for f in facts])


def _staff(base: KnowledgeBase) -> dict[str, Fact]:
    return {fact.subject: fact for fact in base.related("staff")}


def _figures(query: Query, base: KnowledgeBase) -> set[str]:
    """Return the numbers of staff that a question supposes: "the two bodies" supposes none."""
    own = {str(len(_staff(base)))} if {"permanent-body", "both"} & query.heard else set()
    return set(query.of("number")) - own


def _wrong_year(query: Query, base: KnowledgeBase) -> Declined | None:
    years = {year[:4] for year in query.of("year")}
    known = {fact.as_of for fact in _staff(base).values()}
    if years - known:
        return Declined(base.say("decline.staff_year", year=min(years - known)))
    return None


def staff_of(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the staff of one body, or of each; checks a number that the question supposes."""
    late = _wrong_year(query, base)
    if late:
        return late
    if query.polar and query.of("city") and query.of("body") and not query.of("number"):
        return None  # "does RATS work out of Tashkent?"
    compared = query.has("same") and not _figures(query, base)  # "are they equally staffed?"
    if query.polar and (compared or "years" in query.heard):
        return None  # "are the figures eight years old?"
    listed = _staff(base)
    seats = {str(f.value): f.subject for f in _bodies(base).values()}
    ids = [b for b in query.of("body") if b in listed] or [seats[c] for c in query.of("city") if c in seats]
    if not ids and query.of("city"):
        return Declined(base.say("decline.staff_city", city=base.name(query.of("city")[0])))
    if not ids or len(ids) > 1:
        return staff_all(query, rule, base)
    facts = [listed[b] for b in ids]
    numbers = _figures(query, base)
    opening = ""
    if query.polar and (numbers or query.of("year")):
        truth = (not numbers or all(str(f.value) in numbers for f in facts)) and {y[:4] for y in query.of("year")} <= {
            f.as_of for f in facts
        }
        opening = base.say("answer.yes" if truth else "answer.no")
    return composed(said(opening, *(f.say for f in facts)), facts=facts, items=ids)


def _staff_bound(query: Query, base: KnowledgeBase, facts: list[Fact]) -> Answer:
    """Return whether the staff of the bodies that are named, or of all together, is above or below a number."""
    own = [fact for fact in facts if fact.subject in query.of("body")] or facts
    values = [fact.value for fact in own if isinstance(fact.value, int)]
    summed = "together" in query.heard or not (query.of("body") or {"both", "all", "permanent-body"} & query.heard)
    values = [sum(values)] if summed else values
    numbers = [number for number in query.of("number") if number not in query.of("count")]  # "the two bodies"
    bound = int(float(numbers[0])) if numbers else 0
    holds: Mapping[str, Callable[[int], bool]] = {
        "at-least": lambda value: value >= bound,
        "at-most": lambda value: value <= bound,
        "more": lambda value: value > bound,
        "less": lambda value: value < bound,
    }
    test = next((holds[word] for word in holds if word in query.heard), None)
    opening = "" if test is None or len(numbers) != 1 else verdict(query, base, truth=all(map(test, values)))
    total = base.say("staff.total", total=values[0]) if summed else ""
    return composed(said(opening, total, *(fact.say for fact in own)), facts=own, items=[fact.subject for fact in own])


def staff_all(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the staff of the bodies and their sum; with `options: {compare: yes}` whether they are equal."""
    late = _wrong_year(query, base)
    if late or (query.polar and "years" in query.heard):
        return late
    facts = list(_staff(base).values())
    total = sum(fact.value for fact in facts if isinstance(fact.value, int))
    each = " ".join(fact.say for fact in facts)
    numbers = _figures(query, base)
    if rule.options.get("compare"):
        if query.polar and numbers:
            return _staff_bound(query, base, facts)
        equal = len({fact.value for fact in facts}) == 1
        claim = equal if query.has("same") else not equal
        opening = base.say("answer.yes" if claim is not query.negated else "answer.no") if query.polar else ""
        text = base.say("staff.same" if equal else "staff.different")
        return composed(said(opening, text, each), facts=facts)
    text = base.say("staff.total", total=total)
    if query.polar and numbers:
        # What each body has is no answer to how many the organisation has.
        parts = {str(fact.value) for fact in facts}
        of_each = parts == numbers and bool({"both", "permanent-body"} & query.heard) and "together" not in query.heard
        unclear = bool(numbers & parts) and not of_each
        opening = "" if unclear else base.say("answer.yes" if of_each or str(total) in numbers else "answer.no")
        return composed(said(opening, each), facts=facts)
    return composed(f"{text} {each}", facts=facts, items=[f.subject for f in facts])


def posts_of(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many posts a country was reported to get; of most the sources give only the rule."""
    facts = [fact for fact in base.line("staff.posts") if fact.subject in query.of("country")]
    if query.polar or len(facts) < len(query.of("country")):
        return Declined(base.say("decline.posts"))
    return composed(said(*(fact.say for fact in facts)), facts=facts)


def budget_relative(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether the budget is large: the profile calls it relatively small; None for "how large"."""
    chosen = (query.has("small") and query.has("large")) or query.has("adjective")  # "is it big or small?", "which word ...?"
    if not query.polar and not chosen:
        return None
    facts = [base.facts[name] for name in rule.facts]
    claim = query.has("small")
    opening = "" if chosen else base.say("answer.yes" if claim is not query.negated else "answer.no")
    return composed(said(opening, *(f.say for f in facts)), facts=facts)


def project_funding(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how projects are paid for; Yes where extra contributions are supposed, No where the budget is."""
    facts = [base.facts[name] for name in rule.facts]
    regular = any(query.has(word) for word in ("budget", "administrative", "annual", "all"))
    opening = base.say("answer.yes" if regular is query.negated else "answer.no") if query.polar else ""
    # "Does it go to projects or to administration?": both halves are told.
    other = (
        list(base.related("budget.purpose"))
        if query.has("administrative") and (query.has("budget") or query.has("money"))
        else []
    )
    return composed(said(opening, base.say("project.funding"), *(fact.say for fact in other)), facts=[*facts, *other])


def five_check(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether countries were among the Shanghai Five."""
    if "without" in query.heard:
        return None  # "leaving Uzbekistan aside, are they the same as the Five?"
    five = base.facts[rule.facts[0]]
    asked = (*query.of("country"), *query.of("place"))
    ids = five.value if isinstance(five.value, tuple) else ()
    met = [c in ids for c in asked]
    truth = all(met)
    names = [base.name(c) for c in asked if c not in ids]
    own = base.say("five.not_one", names=joined(base, names, "any")) if names else ""
    opening = base.say(
        ("answer.not_so" if truth else "answer.right") if query.negated else ("answer.yes" if truth else "answer.no")
    )
    if any(met) and not truth:
        opening = base.say("answer.not_all")
    facts = [five, *(base.facts[name] for name in rule.facts[1:] if base.facts[name].value in asked)]
    return composed(said(opening if query.polar else "", own, *(f.say for f in facts)), facts=facts, items=asked)


def five_without(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the Shanghai Five without those that are named; None where one of these was none of them."""
    five = base.facts[rule.facts[0]]
    ids = five.value if isinstance(five.value, tuple) else ()
    left = [country for country in ids if country not in query.of("country")]
    if query.polar or not set(query.of("country")) <= {*ids}:
        return None
    names = (joined(base, [base.name(one) for one in some]) for some in (query.of("country"), left))
    text = base.say("five.without", **dict(zip(("country", "names"), names, strict=True)))
    count = f"{len(left)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, capital(text)), facts=[five], items=left)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "body.list": lists,
    "body.where": where,
    "body.check": check,
    "body.hostless": hostless,
    "body.of-payer": of_payer,
    "body.in-city": in_city,
    "body.in-country": in_country,
    "body.same-city": same_city,
    "staff.of": staff_of,
    "staff.all": staff_all,
    "posts.of": posts_of,
    "budget.relative": budget_relative,
    "project.funding": project_funding,
    "five.check": five_check,
    "five.without": five_without,
}
