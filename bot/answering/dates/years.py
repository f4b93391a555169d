"""What happened: in a year, or in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.answering.dates.events import MONTH, STRENGTHENED, YEAR, Event, everything
from bot.answering.dates.places import involving, on_topic, signings
from bot.answering.documents.finding import contents, found, no_document, span
from bot.answering.saying import bullets, composed, said
from bot.answering.states.changes import Change, line, story
from bot.answering.times import span as days
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

DAY = 10  # characters of an ISO date that names a day
BEFALLING = ("ended", "left", "joined")
"""Relations of what befalls another organisation."""


def year(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the sources date to the year or years that the question names."""
    within = span(query)
    asks_of_events = any(query.has(word) for word in ("happen", "sign", "adopt", "pledge", "cooperation"))
    of_founding = query.polar and "founded" in query.heard
    if within is None or of_founding or (query.of("status") and not asks_of_events):
        return None
    sides = {name for name in (*query.of("organisation"), *query.of("country")) if name != "sco"}
    asked = [year for year in query.of("year") if len(year) > YEAR]
    events = [
        event
        for event in (everything(base) if query.has("by-profile") else map(partial(_exactly, base), everything(base)))
        if within(int(event.date[:YEAR]))
        and (not asked or any(_falls(event.date, year) for year in asked))
        and (not sides or (event.id in base.documents and sides & set(base.documents[event.id].partners)))
    ]
    figures = (
        [] if sides else [f for f in base.facts.values() if f.relation in {"budget", "staff"} and within(int(f.as_of[:YEAR]))]
    )
    newer = (
        [] if query.has("by-profile") or (sides and not any(map(query.has, ("happen", "sign", "adopt")))) else _newer(query, base)
    )
    newer = involving(newer, sides) if sides else newer
    if "sign" in query.heard and "happen" not in query.heard:  # a joining is no signing
        newer = signings(newer)
    if not events and not figures and not newer:
        if sides:
            return None
        beside = _on_day(query, base)
        if beside:
            return composed(said(*(fact.say for fact in beside)), facts=beside)
        if query.has("before") or query.has("after") or any(len(year) > YEAR for year in query.of("year")):
            return Declined(base.say("decline.not_in_source"))
        return Declined(base.say("decline.nothing_in_year", year=query.of("year")[0][:YEAR]))
    lines = [base.say("event.item", date=long_date(event.date), what=_what(event, base)) for event in events]
    lines += [fact.say for fact in figures]
    lines += [line(change, base) for change in newer]
    figures += [fact for change in newer for fact in change.facts]
    facts = [fact for event in events if event.id in base.documents for fact in contents(base, base.documents[event.id])]
    text = lines[0] if len(lines) == 1 else bullets(lines)
    cite = [citation for event in events for citation in event.cite]
    # Of what came later only a selection is known.
    note = base.say("event.selection") if newer else ""
    return composed(text, note, facts=[*facts, *figures], citations=cite, items=[event.id for event in events])


def _on_day(query: Query, base: KnowledgeBase) -> list[Fact]:
    """Return what befell other organisations on the very days that the question names."""
    asked = {day for day in query.of("year") if len(day) == DAY}
    ends = [fact for relation in BEFALLING for fact in base.line(relation) if fact.valid_from in asked]
    told = {fact.subject for fact in ends}
    return [*ends, *(f for f in base.line("moment") if str(f.value) in asked and f.subject not in told)]


def _exactly(base: KnowledgeBase, event: Event) -> Event:
    """Return an event with its day, where a later source has it."""
    known = [fact for fact in base.line("signed") if fact.subject == event.id and fact.valid_from]
    return replace(event, date=known[0].valid_from, cite=(*event.cite, *known[0].cite)) if known else event


def _falls(day: str, asked: str) -> bool:
    """Return whether a date may be that of a month or a day that is asked about; of one known by its year alone, a month's."""
    if len(day) == YEAR:
        return len(asked) == MONTH and asked.startswith(day)
    return day.startswith(asked) or asked.startswith(day)


def _newer(query: Query, base: KnowledgeBase) -> list[Change]:
    """Return what later sources date to the years, months or days that the question names; to all when it names none."""
    spans = [days(text) for text in query.of("year")]
    if not spans:
        return list(story(base, "", query.today))
    if len(spans) == 1 and (query.has("before") or query.has("after")):
        within = span(query)
        return [c for c in story(base, "", query.today) if within is None or within(int(c.day[:YEAR]))]
    if query.has("between"):
        return list(story(base, min(one.first for one in spans), max(one.last for one in spans)))
    return [change for one in spans for change in story(base, one.first, one.last)]


def _what(event: Event, base: KnowledgeBase) -> str:
    """Return an event with what the profile says of it."""
    if event.id not in base.documents:
        return event.say
    short = [fact.short for fact in contents(base, base.documents[event.id]) if fact.relation != STRENGTHENED]
    return base.say("event.with", title=event.say, what="; ".join(short)) if short else event.say


def timeline(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the dated things in order, narrowed to a topic, a partner or a span of years where the question does so.

    Options of the rule:
        only: "partners" for what was done with other organisations alone.
        topic: what it is narrowed to, whatever the question says.
    """
    if "topic" in rule.options:
        query = replace(query, slots={**query.slots, "topic": (rule.options["topic"],)})
    sides = set(query.of("organisation")) - {"sco"}
    only_partners = rule.options.get("only") == "partners"
    narrowed = bool(query.of("topic") or sides or query.of("doctype") or only_partners)
    events = list(everything(base))
    if narrowed:
        documents = _with_partners(sides, base) if only_partners else _on_topic(query, base)
        strengthened = {fact.id for fact in base.related(STRENGTHENED) if fact.subject in documents}
        events = [event for event in events if event.id in documents or event.id in strengthened]
    within = span(query)
    if within is not None:
        events = [event for event in events if within(int(event.date[:YEAR]))]
    later = on_topic(_newer(query, base), {*query.of("topic")}, base) if query.of("year") and not events else []
    if later:  # "what was decided at the Tianjin summit about drugs?"
        text = bullets(line(change, base) for change in later)
        return composed(text, base.say("event.selection"), facts=[fact for change in later for fact in change.facts])
    if not events:
        return no_document(base)
    dated = [(e.date, base.say("event.item", date=long_date(e.date), what=_what(e, base) if narrowed else e.say)) for e in events]
    newer = [] if narrowed or query.has("by-profile") else _newer(query, base)
    dated += [(change.day, line(change, base)) for change in newer]
    lines = [line for _, line in sorted(dated, key=lambda one: (one[0][:YEAR], one[0]))]
    facts = [f for e in events if narrowed and e.id in base.documents for f in contents(base, base.documents[e.id])]
    facts += [fact for change in newer for fact in change.facts]
    cite = [citation for event in events for citation in event.cite]
    opening = base.say("answer.yes") if query.polar and narrowed and not (query.of("number") or query.of("count")) else ""
    listed = "\n".join(part for part in (opening, bullets(lines)) if part)
    return composed(listed, facts=facts, citations=cite, items=[event.id for event in events])


def _with_partners(sides: set[str], base: KnowledgeBase) -> set[str]:
    """Return the documents with other organisations, or with those named."""
    organisations = {name for name, kind in base.kinds.items() if kind == "organisation"}
    return {d.id for d in base.documents.values() if set(d.partners) & (sides or organisations)}


def _on_topic(query: Query, base: KnowledgeBase) -> set[str]:
    """Return the documents that a timeline is narrowed to; years span it and do not narrow it."""
    slots = {kind: ids for kind, ids in query.slots.items() if kind in {"topic", "organisation", "force"}}
    return {document.id for document in found(replace(query, slots=slots), base)}


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "event.year": year,
    "event.timeline": timeline,
}
