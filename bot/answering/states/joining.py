"""Who joined when: the day of a state, the order of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as adapted

from bot.answering.saying import bullets, capital, cites, composed, dated, named, said, whole_years
from bot.answering.states.changes import STATUSES, by_day
from bot.answering.states.membership import check, roll
from bot.answering.telling import told
from bot.answering.times import SCO, in_bounds, known_from, present, span
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # states between whose joining years lie


def when(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return since when a state has been what it is asked to be; checks a year that the question supposes.

    Options of the rule:
        side: "first" where of several statuses the one that is named first is asked about.
        premise: "yes" where a reason is asked for, which no source gives: told is only that the year is another one.
    """
    if query.has("by-profile"):
        return None
    countries = query.of("country")
    wanted = [s for s in STATUSES if s in query.of("status")]
    if rule.options.get("side") == "first":  # "when was it made an observer, before it became a member?"
        wanted = list(query.of("status")[:1])
    now = {f.subject: str(f.value) for f in base.at(present(query, base)).related("status")}
    if query.has("now") and not query.polar and not any(now.get(country) in wanted for country in countries):
        wanted = []  # "an observer in 2012: what is it now, and since when?"
    facts: list[Fact] = []
    for country in countries:
        mine = [f for f in base.line("status") if f.subject == country and not f.primary and f.valid_from <= query.today]
        chosen = [f for f in mine if f.valid_from and f.value in (wanted or ["member"])]
        facts += chosen or [f for f in mine if f.valid_from and not wanted and not _ever(base, country)]
        facts += [f for f in base.line("partner.since") if f.subject == country and "partner" in wanted]
    if not facts:
        ever = any(f.subject in countries and f.value in (wanted or ["member"]) for f in base.line("status"))
        had = _had(query, base, wanted)
        return had or (unknown(base, countries, wanted) if ever else _never(query, rule, base, wanted))
    if rule.options.get("premise") and all(any(f.valid_from.startswith(year) for f in facts) for year in query.of("year")):
        return Declined(base.say("decline.reason"))
    steps = [f for f in base.line("steps") if any(f.subject == g.subject and g.value == "member" for g in facts)]
    opening = _opening(query, base, facts, steps) if query.polar else ""
    in_turn = sorted((*facts, *steps), key=lambda f: countries.index(f.subject))  # each state with its own steps behind it
    text = said(opening, *(f.say for f in in_turn))
    return composed(text, *_before(base, countries), facts=[*facts, *steps, *_own(base, countries)], items=countries)


def _had(query: Query, base: KnowledgeBase, wanted: Sequence[str]) -> Answer | None:
    """Return No where states had a status before the years in which they are asked to have got it: by the primary source."""
    listed = roll(base.at(None))
    already = all(c in listed and [listed[c].value] == [*wanted] for c in query.of("country"))
    late = bool(query.of("year")) and all(span(year).first > known_from(base) for year in query.of("year"))
    if not (query.polar and already and late) or query.negated:
        return None
    facts = [listed[country] for country in query.of("country")]
    return composed(said(base.say("answer.no"), *_before(base.at(None), query.of("country"))), facts=facts)


def _never(query: Query, rule: RuleShape, base: KnowledgeBase, wanted: Sequence[str]) -> Answer | Declined | None:
    """Return what states are that never were what is asked, with Yes or No where that is asked."""
    if not (query.polar or "when" in query.of("kind") or "how-long" in query.of("kind")):
        return unknown(base, query.of("country"), wanted)  # "what did it say about joining?"
    asks_since = "when" in query.of("kind") and not query.polar and (query.has("status") or query.has("allot"))
    if asks_since and (own := [str(f.value) for f in base.line("status") if f.subject in query.of("country")]):
        return unknown(base, query.of("country"), wanted or own[:1])  # "when did it get its status?"
    if "mou" in query.of("doctype"):
        return Declined(base.say("decline.not_in_source"))
    plain = adapted(
        query,
        slots={**query.slots, "year": (), "city": ()},
        order=tuple(name for name in query.order if name not in query.of("year")),
    )
    found = told(plain, rule, base, check)
    bids = [f for f in base.line("bids") if isinstance(f.value, tuple) and {*query.of("country")} & {*f.value}]
    if not (isinstance(found, Answer) and bids and "member" in (wanted or ["member"])):
        return found
    return adapted(found, text=f"{found.text}\n\n{said(*(f.say for f in bids))}", citations=(*found.citations, *cites(bids)))


def _opening(query: Query, base: KnowledgeBase, facts: Sequence[Fact], steps: Sequence[Fact]) -> str:
    """Return Yes or No; "" for what was decided in the year that is asked about and in effect in another, or the other way."""
    years, wanted = query.of("year"), query.of("status")
    memorandum = "mou" in query.of("doctype")
    side = _on_side(query, facts)
    if side is not None:
        return base.say("answer.yes" if side else "answer.no")
    settled_on = [fact.settled for fact in (*facts, *(steps if memorandum else ())) if fact.settled]
    days = settled_on if memorandum else [fact.valid_from for fact in facts]
    every = all if len(query.of("country")) > 1 else any  # "did both India and Iran join in 2017?"
    good = all(every(day.startswith(year) or year.startswith(day) for day in days) for year in years)
    finer = any(len(year) > len(day) and year.startswith(day) for day in days if day for year in years)
    # One that came about in steps has a line of its own, and which step counts is not for us to say.
    unsure = years and any(fact.confidence != "high" or (fact.short and fact.settled) for fact in facts)
    of_page = {"profile", "by-profile"} & query.heard and not (years or query.has("since") or query.has("after"))
    if of_page or (memorandum and (query.of("city") or not settled_on or unsure)):
        # "Was it decided on the date of the profile?"; where it was signed is not told of itself, and a signing that was not
        # seen is no No.
        return ""
    if good and (finer or unsure):
        return ""
    if years and not good and not memorandum and any(day.startswith(year) for day in settled_on for year in years):
        return ""
    places = {base.name(city) for city in query.of("city")}
    if places and not all(any(place in fact.say for place in places) for fact in facts):
        # Where it was accepted, or took a step on the way, is told as such.
        return "" if any(place in fact.say for fact in steps for place in places) else base.say("answer.no")
    own = {*wanted} - {"member"} or (not wanted and query.has("status"))  # "was its status decided in 2015?"
    joined = all(_ever(base, country) for country in query.of("country")) or bool(own)
    truth = good and (memorandum or joined) and not query.has("always")
    return base.say("answer.yes" if truth else "answer.no")


def _on_side(query: Query, facts: Sequence[Fact]) -> bool | None:
    """Return whether states joined on the side of the years named: "by 2018", "between 2015 and 2018"; None where not asked."""
    joins = bool({"join", "became", "entry"} & query.heard)  # "has Iran joined since 2020?"
    sides = [in_bounds(query, fact.valid_from, onward=joins) for fact in facts if fact.valid_from]
    return all(sides) if sides and None not in sides else None


def _own(base: KnowledgeBase, countries: Sequence[str]) -> list[Fact]:
    """Return what the primary source says of the states; of one that it does not list, what it says of the others."""
    listed = roll(base)
    return [listed[c] for c in countries if c in listed] or [f for f in listed.values() if f.value != "member"]


def _before(base: KnowledgeBase, countries: Sequence[str]) -> list[str]:
    """Return what the states were in the primary source, a sentence each."""
    listed, as_of = roll(base), dated(base, list(roll(base).values()))
    return [
        capital(base.say(f"status.{listed[c].value}" if c in listed else "status.none", country=base.name(c), as_of=as_of))
        for c in countries
    ]


def _ever(base: KnowledgeBase, country: str) -> bool:
    return any(f.subject == country and f.value == "member" for f in base.line("status"))


def unknown(base: KnowledgeBase, countries: Sequence[str], wanted: Sequence[str]) -> Declined:
    """Decline a start that no source gives, with the day from which the status is known."""
    now = base.horizons.get(SCO)
    own = [str(f.value) for f in base.line("status") if f.subject in countries and f.primary]
    wanted = wanted or own[:1]  # "since when?", of one that never was a member
    known = [f for f in base.line("status") if f.subject in countries and f.primary and (not wanted or f.value in wanted)]
    what = base.say(f"change.is.{wanted[0] if wanted else 'member'}")
    line = base.say("decline.join", country=named(base, countries, "any"), what=what)
    since = base.say("decline.join.known", date=long_date(now.known)) if known and now else ""
    return Declined(said(line, since))


def settled(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the states whose memorandum, of a status or on the way to membership, is of a year or month."""
    wanted = [s for s in STATUSES if s in query.of("status")] or STATUSES
    facts = [f for f in base.line("status") if f.value in wanted]
    facts += [f for f in base.line("steps") if "member" in wanted]
    facts = [f for f in facts if f.settled and any(f.settled.startswith(year) for year in query.of("year"))]
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    facts = [f for f in facts if not query.of("region") or f.subject in within]  # "which Arab states signed"
    if not facts:
        return None
    count = f"{len(facts)}." if "how-many" in query.of("kind") else ""
    lines = [
        fact.say if fact.relation == "status" else base.say("change.steps", country=base.name(fact.subject), steps=fact.say)
        for fact in facts
    ]
    text = bullets(lines) if len(lines) > 1 else lines[0]
    return composed(f"{count}\n{text}" if count else text, facts=facts, items=[fact.subject for fact in facts])


def interval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many years lie between two days on which states became members."""
    every = [f for f in base.line("status") if f.value == "member" and f.valid_from]
    ids = query.of("country")
    if not ids and query.has("first") and every:  # "how long until the first new members joined?"
        ids = tuple(f.subject for f in every if f.valid_from == min(fact.valid_from for fact in every))
    facts = sorted((f for f in every if f.subject in ids), key=lambda fact: fact.valid_from)
    one_day = len({fact.valid_from for fact in facts}) == 1 and (len(ids) == 1 or not query.of("country"))
    if (query.has("founded") or query.has("exist")) and len(ids) == len(facts) and one_day:
        founded = next(fact for fact in base.of(SCO) if fact.relation == "founded")
        years = whole_years(str(founded.value), facts[0].valid_from)
        text = base.say("joined.interval", years=years, first=founded.say, second=by_day(base, facts)[0].text)
        return composed(text, facts=[founded, *facts], items=ids)
    days = by_day(base, facts)
    if len(days) != PAIR or len(facts) != len(ids):
        return None
    years = whole_years(facts[0].valid_from, facts[-1].valid_from)
    first, second = (change.text for change in days)
    return composed(base.say("joined.interval", years=years, first=first, second=second), facts=facts, items=ids)


def of_a_year(query: Query) -> bool:
    """Return whether it is asked which of a year's states joined in another: "which observers of 2012 joined in 2017?"."""
    year = next(iter(query.of("year")), "")
    named = any(query.pairs(status, year) for status in STATUSES)
    return named and query.pairs(year, "join") and len({*query.of("year")}) > 1


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.when": when,
    "joined.interval": interval,
    "status.settled": settled,
}
