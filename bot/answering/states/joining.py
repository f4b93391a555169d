"""Who joined when: the day of a state, the order of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as adapted

from bot.answering.saying import bullets, capital, cites, composed, dated, dated_tail, named, said, whole_years
from bot.answering.states.changes import STATUSES, by_day
from bot.answering.states.membership import check, roll
from bot.answering.telling import told
from bot.answering.times import SCO, in_bounds, present
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import begins
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

AT_ONCE = ("same", "together", "joined-with", "same-day")  # words that ask whether two came on one day
DAY = 10  # characters of an ISO date that names its day
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
        return unknown(base, countries, wanted) if ever else _never(query, rule, base, wanted)
    if rule.options.get("premise") and all(any(f.valid_from.startswith(year) for f in facts) for year in query.of("year")):
        return Declined(base.say("decline.reason"))
    steps = [f for f in base.line("steps") if any(f.subject == g.subject and g.value == "member" for g in facts)]
    opening = _opening(query, base, facts, steps) if query.polar else ""
    in_turn = sorted((*facts, *steps), key=lambda f: countries.index(f.subject))  # each state with its own steps behind it
    text = said(opening, *(f.say for f in in_turn))
    return composed(text, *_before(base, countries), facts=[*facts, *steps, *_own(base, countries)], items=countries)


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


def order(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of two states became a member first, or what else it is asked for, and whether it was on one day.

    A member of 2012 whose beginning no source gives was one before all that joined later; of two such the order is not known.
    """
    ids = list(query.of("country"))
    statuses = [s for s in STATUSES if s in query.of("status")] or _own_status(ids, base)
    others = {"who", "which"} & {*query.of("kind")} or query.has("rest")
    others = others or query.has("sole") or query.has("only")
    if len(ids) == 1 and others and any(map(query.has, ("joined-with", "same", "that-day"))):
        return _same_day(ids[0], statuses, query, base)
    ranked = (query.has("first") or query.has("last")) and not (query.has("before") or query.has("after"))
    if len(ids) > PAIR and ranked and not query.polar:
        return _foremost(ids, statuses, query, base)
    if len(ids) != PAIR or query.has("by-profile"):
        return None
    one, other = (next((f for f in base.line("status") if f.subject == c and f.value in statuses), None) for c in ids)
    if len(statuses) > 1 or one is None or other is None:
        return None
    known = [fact for fact in (one, other) if fact.valid_from]
    if not known:
        return unknown(base, ids, statuses)
    # Of one that has no beginning, the day on which it was a member is told.
    sentences = [said(fact.say, "" if fact.valid_from else dated_tail(base, [fact])) for fact in (one, other)]
    opening = ""
    if query.polar:
        later = query.has("after") or query.has("later")
        truth = one.valid_from > other.valid_from if later else one.valid_from < other.valid_from
        truth = one.valid_from == other.valid_from if any(map(query.has, AT_ONCE)) else truth
        opening = base.say("answer.yes" if truth else "answer.no")
    elif one.valid_from == other.valid_from:
        opening = base.say("joined.same_day")
    else:
        back = query.has("last") or query.has("later") or query.has("after")
        chosen = (max if back else min)((one, other), key=lambda fact: fact.valid_from)
        opening = f"{base.name(chosen.subject)}."
    return composed(said(opening, *sentences), facts=[one, other], items=ids)


def sequence(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return when each of the states that are named got a status, the earliest first; None where one's day is not known."""
    ids = query.of("country")
    statuses = [s for s in STATUSES if s in query.of("status")] or ["member"]
    known = [f for f in base.line("status") if f.subject in ids and f.value == statuses[0] and f.valid_from]
    if len(known) < len(ids) or len(statuses) > 1:
        return None
    known.sort(key=begins)
    lines = bullets(change.text for change in by_day(base, known))
    return composed(f"{base.say('joined.sequence')}\n{lines}", facts=known, items=[fact.subject for fact in known])


def _foremost(ids: Sequence[str], statuses: Sequence[str], query: Query, base: KnowledgeBase) -> Answer | None:
    """Return which of several states came first or last, where each one's day is known; None where one's is not."""
    wanted = statuses[-1] if "member" not in statuses else "member"
    known = {f.subject: f for f in base.line("status") if f.subject in ids and f.value == wanted and f.valid_from}
    if len(known) < len(ids):
        return None
    day = (max if query.has("last") else min)(fact.valid_from for fact in known.values())
    found = [known[one] for one in ids if known[one].valid_from == day]
    names = named(base, [fact.subject for fact in found])
    return composed(said(f"{capital(names)}.", *(fact.say for fact in found)), facts=found, items=[f.subject for f in found])


def _own_status(countries: Sequence[str], base: KnowledgeBase) -> list[str]:
    """Return what a state joined as, where that is not said: as a member, or what it is that never was one."""
    mine = [str(f.value) for f in base.line("status") if f.subject in countries and f.valid_from]
    return [mine[-1]] if len(countries) == 1 and mine and "member" not in mine else ["member"]


def _same_day(country: str, statuses: Sequence[str], query: Query, base: KnowledgeBase) -> Answer | Declined:
    """Return who joined on the day of a country, or that no other became a member on it; decline where that is not known."""
    days = {fact.valid_from for fact in base.line("status") if fact.subject == country and fact.value in statuses}
    facts = [f for f in base.line("status") if f.valid_from and f.valid_from in days and f.value in statuses]
    others = [fact for fact in facts if fact.subject != country]
    alone = base.say("joined.alone") if statuses == ["member"] and not others else ""
    if not facts or not (others or alone):
        return Declined(base.say("decline.not_in_source"))  # of partners, not every day is known
    truth = bool(others) is not (query.has("sole") or query.has("only"))  # "was it the only one to join that day?"
    opening = base.say("answer.yes" if truth else "answer.no") if query.polar else ""
    return composed(said(opening, alone, *(c.text for c in by_day(base, facts))), facts=facts, items=[f.subject for f in others])


def of_a_year(query: Query) -> bool:
    """Return whether it is asked which of a year's states joined in another: "which observers of 2012 joined in 2017?"."""
    year = next(iter(query.of("year")), "")
    named = any(query.pairs(status, year) for status in STATUSES)
    return named and query.pairs(year, "join") and len({*query.of("year")}) > 1


def twins(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states took a status on one and the same day, members where none is named."""
    status = next((s for s in STATUSES if s in query.of("status")), "member")
    facts = [fact for fact in base.line("status") if fact.value == status and len(fact.valid_from) == DAY]
    days = [fact.valid_from for fact in facts]
    together = [fact for fact in facts if days.count(fact.valid_from) > 1]
    if query.polar or not together:
        return None
    at_summit = any(map(query.has, ("summit", "sco-meeting", "where", "at-summit")))
    lines = [fact.say for fact in together] if at_summit else [change.text for change in by_day(base, together)]
    return composed(said(*lines), facts=together, items=[f.subject for f in together])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.when": when,
    "joined.interval": interval,
    "joined.order": order,
    "joined.sequence": sequence,
    "joined.twins": twins,
    "status.settled": settled,
}
