"""Who holds an office, or held it in a year, before or after somebody; and who a person is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.answering.saying import bullets, capital, composed, said, verdict
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import first_of
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

BODIES = {"secretary-general": "secretariat", "rats-director": "rats"}
"""Office -> the body that it heads."""
BACK, ONWARD = frozenset({"before", "previous", "first"}), frozenset({"after", "next", "replaced"})
"""Words that ask for who came earlier, or later."""
PAIR = 2  # holders that are compared
YEAR = 4  # characters of an ISO date that name its year


def holder(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who holds an office; whoever held it in the years, or next to the person, that the question names.

    A year for which no source names anybody is declined, one of the primary source's own time with what that says. What the
    sources no longer reach is told as the last that is known.
    """
    query = _heading(query)
    terms = _terms(query, base)
    if not terms or not set(query.of("body")) <= {BODIES.get(_office(query), "")}:
        return None  # "who chairs the Secretariat?"
    persons = [term for term in terms if term.subject in (*query.of("person"), *query.of("country"))]
    if _unsaid(query, (persons or terms[-1:])[-1]):
        return Declined(base.say("decline.not_in_source"))
    listed = not query.polar and any(query.has(word) for word in ("all", "timeline", "list-word", "former"))
    listed = listed or "how-many" in query.of("kind")
    if query.of("year") and not (listed and (query.has("since") or query.has("after"))):
        return _in_years(query, base, terms)
    placed = any(query.has(word) for word in ("before", "previous", "after", "next"))
    if query.has("by-profile") or (listed and not (persons and placed)):
        return _by_profile(query, base) if query.has("by-profile") else _every(query, base, terms)
    if placed or query.has("first"):
        pair = query.polar and len(persons) == PAIR
        one = persons[0] if persons else terms[0 if query.has("first") else -1]
        return _order(query, base, persons) if pair else _beside(query, base, terms, one)
    return _current(query, base, terms, persons)


def _current(query: Query, base: KnowledgeBase, terms: Sequence[Fact], persons: Sequence[Fact]) -> Answer | None:
    """Return who holds the office; of a person who is named, whether it is that one."""
    states = base.kinds[terms[-1].subject] == "country"  # the chair is held by one; else it is where somebody is from
    if query.polar and query.of("country") and not persons and not states:
        return None  # no value of a fact
    newest = terms[-1]
    told = _now(query, base, newest)
    if query.polar and (query.of("person") or (states and query.of("country"))):
        told = said(verdict(query, base, truth=newest in persons), told)
        return composed(told, facts=[newest, *(term for term in persons if term is not newest)])
    if persons and newest not in persons:  # "Norov, Secretary-General, which years?"
        return composed(said(*(term.say for term in persons)), facts=persons, items=[term.subject for term in persons])
    return composed(told, facts=[newest], items=[newest.subject])


def leaders(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return who holds the offices at the head of the organisation, those that the rule names.

    Options of the rule:
        offices: the offices, the highest first.
    """
    found = []
    for office in rule.options["offices"].split():
        asked = replace(query, slots={**query.slots, "office": (office,)})
        terms = _terms(asked, base)
        found += [(terms[-1], _now(asked, base, terms[-1]))] if terms else []
    if not found:
        return None
    facts = [term for term, _ in found]
    return composed(*(text for _, text in found), facts=facts, items=[term.subject for term in facts])


def person(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what is known of the persons named: the offices they held, or who held them directly before or after."""
    facts = [fact for name in query.of("person") for fact in base.line("office") if fact.subject == name]
    if not facts:
        return None
    until = "when" in query.of("kind") and "who" not in query.of("kind")  # "until when?"
    beside = any(query.has(word) for word in ("next", "previous", "replaced")) or (query.has("before") and not until)
    terms = sorted((fact for fact in base.line("office") if fact.value == facts[0].value), key=lambda fact: fact.valid_from)
    if beside and query.has("posts") and "who" not in query.of("kind"):
        return Declined(base.say("decline.not_in_source"))  # "what job did he have before?"
    if query.of("year") and "who" in query.of("kind"):  # "who was it in 2014?"
        return _in_years(replace(query, slots={**query.slots, "office": (str(facts[0].value),)}), base, terms)
    if "expiry" in query.of("kind") and not facts[-1].valid_until:
        return Declined(base.say("decline.not_in_source"))
    # "Which post does he have?" and "since when?" have an "after" in them.
    if beside or (query.has("after") and not query.has("posts") and not query.has("since")):
        return _beside(replace(query, slots={**query.slots, "office": (str(facts[0].value),)}), base, terms, facts[0])
    last = {
        fact.id
        for fact in facts
        if not [f for f in base.line("office") if f.value == fact.value and f.valid_from > fact.valid_from]
    }
    return composed(said(*(_now(query, base, fact) if fact.id in last else fact.say for fact in facts)), facts=facts)


def _unsaid(query: Query, term: Fact) -> bool:
    """Return whether a term's end is asked for that is not known, or what somebody did before it."""
    earlier = query.has("posts") and query.of("person") and (query.has("before") or query.has("previous"))
    return ("expiry" in query.of("kind") and not term.valid_until) or bool(earlier and "who" not in query.of("kind"))


def _heading(query: Query) -> Query:
    """Return the query with the office that heads the body it names, where it names no office: "who heads RATS?"."""
    heads = [office for office, body in BODIES.items() if body in query.of("body")]
    return query if query.of("office") or not heads else replace(query, slots={**query.slots, "office": (heads[0],)})


def _office(query: Query) -> str:
    return query.of("office")[0]


def _terms(query: Query, base: KnowledgeBase) -> tuple[Fact, ...]:
    """Return the terms of the office that is named, the earliest first."""
    begun = [fact for fact in base.line("office") if fact.valid_from <= query.today]
    found = [fact for fact in begun if query.of("office") and fact.value == _office(query)]
    return tuple(sorted(found, key=lambda fact: fact.valid_from))


def _covers(term: Fact, year: str, today: str) -> bool:
    """Return whether a term is known to have lasted into a year; half open, so one that ends with a year is not in the next."""
    last = term.valid_until or term.as_of
    ended = last[:YEAR] if not term.valid_until or term.valid_until[YEAR:] != "-01-01" else str(int(last[:YEAR]) - 1)
    return term.valid_from[:YEAR] <= year <= min(ended, today[:YEAR] or ended)


def _in_years(query: Query, base: KnowledgeBase, terms: Sequence[Fact]) -> Answer | Declined | None:
    years = [year[:YEAR] for year in query.of("year")]
    horizon = base.horizons.get("sco")
    known = horizon.known[:YEAR] if horizon else ""
    spanning = query.has("between") or query.has("since") or query.has("after")
    if not spanning and any(year <= known for year in years):
        # The year in which somebody is chosen does not tell who held the office in it.
        return (
            _by_profile(query, base)
            if query.has("by-profile")
            else Declined(base.say("decline.office_early", profile=_profile(base).say, fact=terms[0].say))
        )
    if spanning:
        last = max(years) if len(years) > 1 else query.today[:YEAR]
        span = range(int(min(years)), int(last) + 1)
        found = [term for term in terms if any(_covers(term, str(year), query.today) for year in span)]
    else:
        found = [term for term in terms if any(_covers(term, year, query.today) for year in years)]
    if not found:
        return Declined(base.say("decline.office_year", office=base.name(_office(query)), year=years[0]))
    asked = query.of("person") or (query.of("country") if base.kinds[terms[-1].subject] == "country" else ())
    if query.polar and not asked:
        return None  # "was he appointed in 2024?"
    if query.polar:
        truth = any(term.subject in asked for term in found)
        return composed(said(verdict(query, base, truth=truth), *(term.say for term in found)), facts=found)
    late = any(year > terms[-1].as_of[:YEAR] for year in years)
    told = [_now(query, base, term) if term is terms[-1] and late else term.say for term in found]
    return composed(told[0] if len(told) == 1 else bullets(told), facts=found, items=[term.subject for term in found])


def _beside(query: Query, base: KnowledgeBase, terms: Sequence[Fact], one: Fact) -> Answer | Declined:
    """Return who came directly before or after; declined where nobody is known there."""
    way = next((name for name in reversed(query.order) if name in {*BACK, *ONWARD}), "first")  # what was said last counts
    back = way in BACK
    place = terms.index(one) + (-1 if back else 1)
    if not 0 <= place < len(terms):
        key = "decline.office_first" if back else "decline.office_next"
        return Declined(base.say(key, office=base.name(_office(query)), fact=one.short))
    found = terms[place]
    return composed(_now(query, base, found) if found is terms[-1] else found.say, facts=[found], items=[found.subject])


def _order(query: Query, base: KnowledgeBase, persons: Sequence[Fact]) -> Answer:
    """Return whether one held the office before, or after, the other."""
    one, other = sorted(persons, key=lambda term: query.order.index(term.subject))
    back = query.has("before") or query.has("previous")
    truth = (one.valid_from < other.valid_from) is back
    return composed(said(verdict(query, base, truth=truth), one.say, other.say), facts=[one, other])


def _every(query: Query, base: KnowledgeBase, terms: Sequence[Fact]) -> Answer:
    lead = base.say("office.list", office=capital(base.name(_office(query))))
    return composed(f"{lead}\n{bullets(term.short for term in terms)}", facts=terms, items=[term.subject for term in terms])


def _now(query: Query, base: KnowledgeBase, term: Fact) -> str:
    """Return the newest term; as the last known where it has run out, or the day is past what the sources are trusted for."""
    horizon = base.horizons.get("sco")
    over = term.valid_until and query.today >= term.valid_until
    if over or query.today > (horizon.trusted if horizon else term.as_of):
        return base.say("office.last", fact=term.say, date=long_date(term.as_of))
    return base.say("office.now", fact=term.say, date=long_date(term.as_of))


def _profile(base: KnowledgeBase) -> Fact:
    return base.line("office.profile")[0]


def _by_profile(query: Query, base: KnowledgeBase) -> Answer:
    fact = first_of(base.line("office.profile"))[0]
    return composed(said(base.say("answer.no") if query.polar else "", fact.say), facts=[fact])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "office.holder": holder,
    "office.leaders": leaders,
    "office.person": person,
}
