"""What happened at a place: summits, memoranda, and whatever else the sources date there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.answering.saying import bullets, composed, said, verdict
from bot.answering.states.changes import Change, line, story
from bot.answering.times import LATEST, in_bounds, span
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import begins
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

SUMMIT, NEXT = "summit.held", "summit"
"""Relations of the summits that were held, and of the one that is to come."""
PARTNERS, COMMITMENTS = "memorandum.signed", "commitments.signed"
"""Relations of the memoranda of dialogue partners, and of those of states on the way to membership."""
DAY = 10  # characters of an ISO date that names a day
SIGNED = frozenset({"signed", PARTNERS, COMMITMENTS, "shares.signed"})
"""Relations of what was signed."""


def signings(changes: Iterable[Change]) -> list[Change]:
    """Return those of the changes that are a signing."""
    return [change for change in changes if change.facts[0].relation in SIGNED]


def on_topic(changes: Iterable[Change], topics: set[str], base: KnowledgeBase) -> list[Change]:
    """Return those of the changes that are of documents on one of the topics."""
    every = {**base.documents, **base.later}
    return [c for c in changes if (one := every.get(c.facts[0].subject)) and topics & {*one.topics, *one.touches}]


def involving(changes: Iterable[Change], states: set[str]) -> list[Change]:
    """Return those of the changes that one of the states is named in as the one that acts or is concerned."""
    return [change for change in changes if states & {one for fact in change.facts for one in concerned(fact)}]


def concerned(fact: Fact) -> set[str]:
    """Return the ids of the states and things that a fact is about: its subject, and what its value names."""
    values = fact.value if isinstance(fact.value, tuple) else (str(fact.value),)
    return {fact.subject, *values}


def happened(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the sources date to the place that the question names, in the years that it names."""
    if "exist" in query.heard or {fact.place for fact in base.line(NEXT)} & {*query.of("city")}:
        return None  # "is there a train from Almaty?"; of the summit to come another rule tells
    if query.polar and not query.of("topic") and (query.has("summit") or query.has("sco-meeting")):
        return summits(query, rule, base)  # "was the summit of 2022 in Tashkent?"
    changes = [change for change in dated_things(base) if place_of(change, base) & _cities(query)]
    years = [span(year) for year in query.of("year")] if "<year>" in query.heard else []
    sided = [c for c in changes if in_bounds(query, c.day, onward=True)] if query.has("before") or query.has("after") else None
    if sided is None:
        sided = [c for c in changes if not years or any(one.first <= span(c.day).first <= one.last for one in years)]
    topics = {*query.of("topic")}
    sided = on_topic(sided, topics, base) if topics else sided
    if "sign" in query.heard and "happen" not in query.heard:
        sided = signings(sided)
    if not sided:
        return Declined(base.say("decline.nothing_there"))
    opening = base.say("answer.yes") if query.polar and "happen" in query.heard and not topics else ""
    lines = [line(change, base) for change in sided]
    facts = [fact for change in sided for fact in change.facts]
    items = [fact.subject for fact in facts if fact.subject in base.documents or fact.subject in base.later]
    listed = "\n".join(part for part in (opening, bullets(lines)) if part)
    return composed(listed, base.say("event.selection"), facts=facts, items=items)


def _cities(query: Query) -> set[str]:
    """Return the cities that the question itself names, else those of the talk: "when did Astana host it?" - "and Tashkent?"."""
    return {*query.of("city")} & query.heard or {*query.of("city")}


def dated_things(base: KnowledgeBase) -> list[Change]:
    """Return all that later sources date, the earliest first; the documents of the primary source whose day they give too."""
    listed = [
        Change(fact.valid_from, fact.say, base.names[fact.subject][1], (fact,))
        for fact in base.line("signed")
        if fact.subject in base.documents and fact.valid_from
    ]
    return sorted([*listed, *story(base, "", LATEST)], key=lambda change: change.day)


def place_of(change: Change, base: KnowledgeBase) -> set[str]:
    """Return where something happened: where its facts or its document say, else where a summit was that day."""
    every = {**base.documents, **base.later}
    named = {fact.place for fact in change.facts} | {every[f.subject].place for f in change.facts if f.relation == "signed"}
    summits = {str(fact.value) for fact in base.line(SUMMIT) if fact.valid_from == change.day}
    return (named - {""}) or summits


def summits(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the summits that the sources name: at a place, in a year, online, or the last; None of the one to come."""
    every = {*query.of("city"), *query.of("country")}
    years, places = query.of("year"), _cities(query) & query.heard or every & query.heard or every
    hosts = bool({"seat", "kept-out", "where", "online-meeting"} & query.heard)
    if _guests(query, base) and not hosts:
        return None  # "what did the Samarkand summit mean for Iran?"
    if _to_come(query, base) or (not hosts and ("who" in query.of("kind") or (query.polar and query.of("country")))):
        return None  # "who was at the Samarkand summit?"
    online = "online-meeting" in query.heard
    if "at-summit" in query.of("kind") and not (online or {*query.of("city")} & query.heard):
        return None  # "at which summit?", of what was told last
    chosen = [fact for fact in _of_years(query, base) if not online or "online-meeting" in fact.about]
    there = [fact for fact in chosen if places & {str(fact.value), base.countries.get(str(fact.value), "")}]
    if places and not (query.polar and years):
        chosen = there
    untold = query.polar and not (places or online or (years and "there-is" in query.heard))
    if not chosen or untold or query.has("first"):  # of the early ones the sources say nothing
        return Declined(base.say("decline.no_summit"))
    chosen = chosen[-1:] if query.has("last") else chosen
    lead = base.say("summit.as_named") if query.has("last") else base.say("summit.list") if len(chosen) > 1 else ""
    opening = verdict(query, base, truth=bool(there) or not places) if query.polar else ""
    text = f" {chosen[0].say}" if len(chosen) == 1 else f"\n{bullets(fact.say for fact in chosen)}"
    return composed(f"{said(opening, lead)}{text}".strip(), facts=chosen)


def _guests(query: Query, base: KnowledgeBase) -> bool:
    """Return whether a state is named that is no host of a summit that was, or is to come."""
    cities = {str(fact.value) for fact in base.line(SUMMIT)} | {fact.place for fact in base.line(NEXT)}
    return bool({*query.of("country")} - {base.countries.get(city, "") for city in cities})


def _to_come(query: Query, base: KnowledgeBase) -> bool:
    """Return whether the summit that is to come is asked for, of which another rule tells."""
    coming = base.line(NEXT)
    ours = {fact.place for fact in coming} | {base.countries.get(fact.place, "") for fact in coming}
    of_year = any(str(fact.value) == year[:4] for fact in coming for year in query.of("year"))
    return of_year or query.has("next") or (bool(ours & {*query.of("city"), *query.of("country")}) and not query.of("year"))


def _of_years(query: Query, base: KnowledgeBase) -> list[Fact]:
    """Return the summits of the years that the question names, or before or after them; all where it names none."""
    every = sorted(base.line(SUMMIT), key=lambda fact: fact.valid_from)
    if not query.of("year"):
        return every
    sided = any(map(query.has, ("before", "after", "since", "between")))
    return [f for f in every if (in_bounds(query, f.valid_from, onward=True) if sided else _within(f, query.of("year")))]


def _within(fact: Fact, years: Sequence[str]) -> bool:
    return any(one.first <= fact.valid_from <= one.last for one in map(span, years))


def memoranda(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the memoranda that states signed with the SCO: at a place, in a year, the first or the last of them.

    Who signed for a state is not said. None where two states are compared, and where a place has none.
    """
    ranked = query.has("first") or query.has("last")
    states, cities = {*query.of("country")}, _cities(query)
    if len(states) > 1 and ranked:
        return None  # which of two was first, another rule tells
    if states and "who" in query.of("kind"):  # "who signed it for Turkey?"
        return Declined(base.say("decline.not_in_source"))
    relations = (PARTNERS,) if query.has("partner") else (PARTNERS, COMMITMENTS)
    every = sorted((fact for relation in relations for fact in base.line(relation)), key=begins)
    signed = [fact for fact in every if not states or states & concerned(fact)]
    chosen = _in_time(query, _there(query, signed, base), base)
    if not chosen and not (query.polar and states and signed):
        unheard = not cities <= query.heard or (cities and not query.has("mou") and not ranked)
        return None if unheard else Declined(base.say("decline.no_memorandum"))
    if ranked:
        edge = (min if query.has("first") else max)(fact.valid_from for fact in chosen)
        chosen = [fact for fact in chosen if fact.valid_from == edge]
    return _memoranda(query, chosen or signed, base)


def _memoranda(query: Query, chosen: Sequence[Fact], base: KnowledgeBase) -> Answer | Declined:
    """Return memoranda, with a verdict on the place that is supposed; declined where a place is asked that no source gives."""
    cities = _cities(query)
    supposed = query.polar and bool(cities)
    placeless = [fact for fact in chosen if not fact.place]
    if placeless and ("where" in query.of("kind") or supposed):
        return Declined(said(base.say("decline.signed_where"), *(fact.say for fact in placeless)))
    there = [fact for fact in chosen if fact.place in cities]
    around = any(len(fact.valid_from) < DAY for fact in there)  # around a meeting is not at it
    opening = verdict(query, base, truth=bool(there)) if supposed and not around else ""
    items = [one for fact in chosen for one in (fact.value if isinstance(fact.value, tuple) else ())]
    lines = [fact.say for fact in chosen]
    text = said(opening, lines[0]) if len(lines) == 1 else "\n".join(part for part in (opening, bullets(lines)) if part)
    return composed(text, facts=chosen, items=items)


def _there(query: Query, signed: Sequence[Fact], base: KnowledgeBase) -> list[Fact]:
    """Return the memoranda that were signed at the place that is named, else those of the partners on whom it decided."""
    cities = _cities(query)
    if not cities:
        return list(signed)
    there = [fact for fact in signed if fact.place in cities]
    if there or not (query.has("mou") or query.has("first") or query.has("last")):
        return there
    decided = _decided(cities, base)  # "who was the last of the Ufa partners to sign?"
    return [fact for fact in signed if decided & concerned(fact)]


def _in_time(query: Query, signed: Sequence[Fact], base: KnowledgeBase) -> list[Fact]:
    """Return the memoranda of the years that are named; a summit's day only names the summit."""
    years = query.of("year")
    if years and (query.has("before") or query.has("after")):
        return [fact for fact in signed if in_bounds(query, fact.valid_from)]
    if not years or any(fact.valid_from == year for year in years for fact in base.line(SUMMIT)):
        return list(signed)
    return [fact for fact in signed if any(one.first <= begins(fact) <= one.last for one in map(span, years))]


def _decided(cities: set[str], base: KnowledgeBase) -> set[str]:
    """Return the states whose status as a partner was decided at a summit in one of the cities."""
    days = {fact.valid_from for fact in base.line(SUMMIT) if fact.value in cities}
    return {fact.subject for fact in base.line("status") if fact.value == "partner" and fact.valid_from in days}


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "event.place": happened,
    "memorandum.list": memoranda,
    "summit.held": summits,
}
