"""Who holds an office, or held it in a year, before or after somebody; and who a person is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.bodies.terms import FOLLOWING, Asked, counted_between, ended, of_another_office
from bot.answering.saying import agree, bullets, capital, cites, composed, said, verdict
from bot.answering.times import YEAR
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import first_of
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # holders that are compared


def holder(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who holds an office; whoever held it in the years, or next to the person, that the question names.

    A year for which no source names anybody is declined, one of the primary source's own time with what that says. What the
    sources no longer reach is told as the last that is known.
    """
    if query.polar and "member" in query.heard and not (query.of("person") or query.of("country")):
        return None  # "does it name the members?", after what it does not name
    heads = [office for office, body in base.heads.items() if body in query.of("body")]
    office = next(iter((*query.of("office"), *heads)), "")
    if not set(query.of("body")) <= {base.heads.get(office, "")}:
        return None  # "who chairs the Secretariat?"
    return answered(query, base, office, (*query.of("person"), *query.of("country")))


def person(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what is known of the persons named: the offices they held, or who held them directly before or after.

    Where one is from is declined of those of whom no source says it.
    """
    facts = [fact for name in query.of("person") for fact in base.line("office") if fact.subject == name]
    if not facts:
        return None
    if "where" in query.of("kind") and not (query.has("nationality") or "between" in query.heard):
        return None  # "where does he sit?"; "where is he from?" is answered
    from_where = "where" in query.of("kind") or query.has("nationality") or (query.has("country-word") and not query.polar)
    if from_where and not any(fact.origin for fact in facts):
        return Declined(
            said(base.say("decline.origin", person=base.name(facts[0].subject)), facts[0].say), citations=cites(facts[:1])
        )
    if len({fact.value for fact in facts}) == 1:
        return answered(query, base, str(facts[0].value), query.of("person"))
    return composed(said(*(fact.say for fact in facts)), facts=facts)


def origin(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether somebody is from the state that is named; of two states, or of what was once, where they are from.

    Of an office it is who holds it. Declined of those of whom no source says where they are from.
    """
    named = query.of("person")
    if not query.polar or (query.past and not named):
        return None  # "was the Secretary-General Chinese?" may be any of them
    offices = [terms[-1] for office in query.of("office") if not named and (terms := terms_of(query, base, office))]
    facts = [fact for name in named for fact in base.line("office") if fact.subject == name] or offices
    if not facts or any(base.kinds.get(fact.subject) == "country" for fact in facts):
        return None
    unknown = [fact for fact in facts if not fact.origin]
    if unknown:
        text = said(base.say("decline.origin", person=base.name(unknown[0].subject)), unknown[0].say)
        return Declined(text, citations=cites(unknown[:1]))
    truth = all(fact.origin in query.of("country") for fact in facts)
    opening = verdict(query, base, truth=truth) if len(query.of("country")) == 1 else ""
    if not named:  # of an office those are told too who are from there and held it before
        facts += [term for term in terms_of(query, base, str(facts[0].value))[:-1] if term.origin in query.of("country")]
    told = [told_now(query, base, fact) if fact is terms_of(query, base, str(fact.value))[-1] else fact.say for fact in facts]
    return composed(said(opening, *told), facts=facts, items=tuple(fact.subject for fact in facts[:1]))


def answered(query: Query, base: KnowledgeBase, office: str, names: Sequence[str]) -> Answer | Declined | None:
    """Return what is said of an office: the first of the ways to ask for it that is the question's."""
    terms = terms_of(query, base, office)
    if not terms:
        return None
    holders = tuple(term for term in terms if term.subject in names)
    if query.of("country") and not query.of("person") and base.kinds[terms[-1].subject] != "country":
        holders = tuple(term for term in terms if term.origin in query.of("country"))
        if not holders or len(query.of("office")) > 1:
            return None  # "who was it when Iran came in?"
    asked = Asked(query, base, office, terms, holders)
    if query.polar and query.of("body") and asked.side and len(holders) < PAIR and not query.of("year"):
        return None  # "is it older than the Secretariat?"
    ways = (ended, counted_between, _earlier_job, _in_years, _by_profile, _order, _every, _beside)
    return next((found for way in ways if (found := way(asked)) is not None), None) or _current(asked)


def terms_of(query: Query, base: KnowledgeBase, office: str) -> tuple[Fact, ...]:
    """Return the terms of an office that have begun, the earliest first."""
    begun = [fact for fact in base.line("office") if fact.value == office and fact.valid_from <= query.today]
    return tuple(sorted(begun, key=lambda fact: fact.valid_from))


def _earlier_job(asked: Asked) -> Declined | None:
    """Decline what somebody did before the office; None where that is not asked."""
    query = asked.query
    earlier = any(map(query.has, ("posts", "entry", "became"))) and asked.side == "before"
    jobs = earlier and not {"who", "which"} & {*query.of("kind")} and not {*FOLLOWING, "previous"} & {*query.order}
    return Declined(asked.base.say("decline.not_in_source")) if jobs and asked.holders else None


def _in_years(asked: Asked) -> Answer | Declined | None:
    """Return who held the office in the years that the question names; None where it names none, or only where a list begins."""
    query, base = asked.query, asked.base
    years = [year[:YEAR] for year in query.of("year")]
    spanning = query.has("between") or query.has("since") or query.has("after")
    if not years or (_lists(query) and spanning and not query.has("between")):
        return None
    horizon = base.horizons.get("sco")
    if not spanning and horizon is not None and min(years) <= horizon.known[:YEAR]:
        # The year in which somebody is chosen does not tell who held the office in it.
        early = base.say("decline.office_early", profile=_profile(base).say, fact=asked.terms[0].say)
        return _by_profile(asked) or Declined(early)
    years = _beyond(asked, years)
    if spanning:
        last = max(years) if len(years) > 1 else query.today[:YEAR]
        years = [str(year) for year in range(int(min(years)), int(last) + 1)] or years[:1]  # of a year to come, that one
    found = [term for term in asked.terms if any(_covers(term, year, query.today) for year in years)]
    if not found:
        unknown = base.say("decline.office_year", office=base.name(asked.office), year=years[0])
        if query.polar or min(years) <= asked.newest.as_of[:YEAR]:
            return Declined(unknown)
        return Declined(
            said(unknown, told_now(query, base, asked.newest)), citations=cites([asked.newest])
        )  # the last that is known
    return _whether(asked, found) if query.polar else _told(asked, found, years)


def _beyond(asked: Asked, years: list[str]) -> list[str]:
    """Return the year before, or after, the one that is named where that is asked: "who was it before 2022?"."""
    if asked.query.polar or len(years) != 1 or asked.holders or not asked.side:
        return years
    return [str(int(years[0][:YEAR]) + (-1 if asked.side == "before" else 1))]


def _whether(asked: Asked, found: Sequence[Fact]) -> Answer | Declined:
    """Return whether those who are named held the office in the years; "until 2020", whether they held it to its end."""
    query = asked.query
    last = max(query.of("year"))[:YEAR]
    if asked.holders and query.has("entry"):
        return _whether_begun(asked)
    if not (query.of("person") or (query.of("country") and (asked.by_states or asked.holders))):
        return Declined(asked.base.say("decline.not_in_source"))  # "was he appointed in 2024?"
    truth = any(term in asked.holders for term in found)
    if query.has("before") and not all(term.valid_until for term in asked.holders):
        return Declined(asked.base.say("decline.not_in_source"))
    if query.has("before") and asked.holders:
        truth = any(_last_year(term) == last for term in asked.holders)
        found = asked.holders
        if not truth and any(term.valid_until.startswith(last) for term in asked.holders):
            return composed(said(*(term.say for term in found)), facts=found)  # to the first day of that year
    # Of somebody who did not hold it then, the own term is told too.
    shown = [*found, *(term for term in asked.holders if term not in found)]
    return composed(said(verdict(query, asked.base, truth=truth), *(term.say for term in shown)), facts=shown)


def _whether_begun(asked: Asked) -> Answer:
    """Return whether the terms of those who are named began at the times; no verdict where they tell of another step then."""
    times = asked.query.of("year")
    truth = all(any(agree(term.valid_from, time) for term in asked.holders) for time in times)
    told = said(*(term.say for term in asked.holders))
    other = not truth and all(long_date(time) in told for time in times)  # "appointed in 2024" for a term from 2025
    finer = truth and any(len(time) > len(term.valid_from) for time in times for term in asked.holders)
    chosen = truth and "announced" in asked.query.heard and not any(term.valid_from == term.settled for term in asked.holders)
    opening = "" if other or finer or chosen else verdict(asked.query, asked.base, truth=truth)
    return composed(said(opening, told), facts=asked.holders)


def _told(asked: Asked, found: Sequence[Fact], years: Sequence[str]) -> Answer:
    late = any(year > asked.newest.as_of[:YEAR] for year in years)
    lines = [told_now(asked.query, asked.base, term) if term is asked.newest and late else term.say for term in found]
    return composed(lines[0] if len(lines) == 1 else bullets(lines), facts=found, items=asked.items(found))


def _last_year(term: Fact) -> str:
    """Return the last year of a term as far as it is known; half open, so one that ends with a year is not in the next."""
    last = term.valid_until or term.announced or term.as_of
    return last[:YEAR] if not term.valid_until or term.valid_until[YEAR:] != "-01-01" else str(int(last[:YEAR]) - 1)


def _covers(term: Fact, year: str, today: str) -> bool:
    """Return whether a term is known to have lasted into a year."""
    return term.valid_from[:YEAR] <= year <= min(_last_year(term), today[:YEAR] or _last_year(term))


def _by_profile(asked: Asked) -> Answer | None:
    """Return what the primary source says; None where that is not asked."""
    if not asked.query.has("by-profile"):
        return None
    fact = _profile(asked.base)
    return composed(said(asked.base.say("answer.no") if asked.query.polar else "", fact.say), facts=[fact])


def _profile(base: KnowledgeBase) -> Fact:
    return first_of(base.line("office.profile"))[0]


def _lists(query: Query) -> bool:
    """Return whether all holders are asked for."""
    words = any(query.has(word) for word in ("all", "timeline", "list-word", "former"))
    return (words and not query.polar) or "how-many" in query.of("kind")


def _every(asked: Asked) -> Answer | None:
    """Return all holders that are known; None where they are not asked for."""
    states = asked.query.past and "country-word" in asked.query.heard and not (asked.query.polar or asked.holders or asked.side)
    if not (_lists(asked.query) or states) or (asked.holders and asked.side):
        return None
    lead = asked.base.say("office.list", office=capital(asked.base.name(asked.office)))
    return composed(
        f"{lead}\n{bullets(term.short for term in asked.terms)}", facts=asked.terms, items=asked.items(asked.terms)
    )  # fmt: skip


def _order(asked: Asked) -> Answer | None:
    """Return whether one held the office before, or after, another; None where no two are named."""
    if len(asked.holders) != PAIR:
        return None
    if asked.query.has("between") and not asked.query.polar:  # "who held it between the two?"
        start, end = sorted(asked.terms.index(term) for term in asked.holders)
        between = asked.terms[start + 1 : end]
        return composed(said(*(term.say for term in between)), facts=between, items=asked.items(between)) if between else None
    ranks = {name for name in ("first", "earlier", "last", "later") if asked.query.has(name)}
    if not asked.query.polar and ranks:  # "who came first, Norov or Zhang?"
        back = bool(ranks & {"last", "later"})
        ordered = sorted(asked.holders, key=lambda term: term.valid_from, reverse=back)
        return composed(said(*(term.say for term in ordered)), facts=ordered, items=asked.items(ordered[:1]))
    if not (asked.query.polar and asked.side):
        return None
    one, other = sorted(asked.holders, key=lambda term: asked.query.order.index(term.subject))
    truth = (one.valid_from < other.valid_from) is (asked.side == "before")
    apart = abs(asked.terms.index(one) - asked.terms.index(other)) > 1  # "did Zhang follow Alimov?": there was Norov
    opening = "" if truth and apart else verdict(asked.query, asked.base, truth=truth)
    return composed(said(opening, one.say, other.say), facts=[one, other])


def _beside(asked: Asked) -> Answer | Declined | None:
    """Return who came directly before or after; declined where nobody is known there, None where that is not asked."""
    if not asked.side:
        return None
    first = asked.query.has("first")
    one = asked.terms[0] if first else asked.holders[0] if asked.holders else asked.newest
    place = asked.terms.index(one) + (-1 if asked.side == "before" else 1)
    if not 0 <= place < len(asked.terms):
        key = "decline.office_first" if asked.side == "before" else "decline.office_next"
        return Declined(asked.base.say(key, office=asked.base.name(asked.office), fact=one.short))
    found = asked.terms[place]
    if asked.query.of("person") and asked.query.of("country") and found.origin not in asked.query.of("country"):
        return Declined(asked.base.say("decline.not_in_source"))  # "the Indian whom Norov followed"
    text = told_now(asked.query, asked.base, found) if found is asked.newest else found.say
    return composed(text, facts=[found], items=asked.items([found]))


def _current(asked: Asked) -> Answer | Declined | None:
    """Return who holds the office; of somebody who is named, their term, or whether it is they."""
    query, base, newest = asked.query, asked.base, asked.newest
    told = told_now(query, base, newest)
    strangers = {*query.of("country")} - {term.subject for term in asked.terms}
    if asked.by_states and query.polar and strangers and len(query.of("country")) > 1:
        return None  # "did it take the chair from India?"
    if query.polar and query.of("country") and not query.of("person") and not asked.by_states:
        return _of_a_state(asked, told)
    if query.polar and len(query.of("person")) > 1:
        return Declined(base.say("decline.not_in_source"))  # "are they from the same country?"
    if query.polar and (query.of("person") or (asked.by_states and query.of("country"))):
        return _is_or_was(asked, told)
    if asked.holders and newest not in asked.holders:  # "Norov, Secretary-General, which years?"
        return composed(said(*(term.say for term in asked.holders)), facts=asked.holders, items=asked.items(asked.holders))
    return composed(told, facts=[newest], items=asked.items([newest]))


def _of_a_state(asked: Asked, told: str) -> Answer:
    """Return whether somebody of the state that is named holds the office, or has held it where that is asked."""
    query, base, newest = asked.query, asked.base, asked.newest
    opening = verdict(query, base, truth=True) if newest in asked.holders or query.past else ""
    others = [term for term in asked.holders if term is not newest]  # not now, but there was one
    shown = others if others and query.past else [newest, *others]  # "has an Uzbek ever been it?"
    lines = [told if term is newest else term.say for term in shown]
    return composed(said(opening, *lines), facts=shown, items=asked.items(shown[-1:]))


def _is_or_was(asked: Asked, told: str) -> Answer:
    """Return whether they hold the office, or held it where that is asked."""
    query, newest = asked.query, asked.newest
    once = [term for term in asked.holders if term is not newest]
    if query.past and query.of("person") and query.of("office") and not asked.holders:
        return of_another_office(query, asked.base, asked.office)
    if query.past and asked.by_states and not asked.holders:  # that it never held the chair, no source says
        lead = asked.base.say("office.list", office=capital(asked.base.name(asked.office)))
        return composed(f"{lead}\n{bullets(term.short for term in asked.terms)}", facts=asked.terms)
    today = query.has("now") or query.has("still") or not query.past
    facts = [newest, *once]
    if not query.of("office"):  # "was Alimov?", of what was asked of somebody else before
        return composed(said(told) if newest in asked.holders else said(*(term.say for term in asked.holders)), facts=facts)
    if today or not once:
        # That nobody was it before the terms that are known, no source says.
        unknown = query.past and not asked.holders
        opening = "" if unknown else verdict(query, asked.base, truth=newest in asked.holders)
        return composed(said(opening, told), facts=facts)
    opening = verdict(query, asked.base, truth=True)
    return composed(said(opening, *(term.say for term in once)), facts=once, items=asked.items(once))


def told_now(query: Query, base: KnowledgeBase, term: Fact) -> str:
    """Return the newest term; as the last known where it has run out, or the day is past what the sources are trusted for."""
    horizon = base.horizons.get("sco")
    over = term.valid_until and query.today >= term.valid_until
    if over or query.today > (horizon.trusted if horizon else term.as_of):
        return base.say("office.last", fact=term.say, date=long_date(term.as_of))
    return base.say("office.now", fact=term.say, date=long_date(term.as_of))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "office.person": person,
    "office.origin": origin,
}
