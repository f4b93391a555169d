"""Dated things: which came first, how many years lie between, what happened in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.answering import documents
from bot.answering.saying import bullets, capital, composed, whole_years
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Citation, Declined, Query


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a date."""

    id: str
    label: str
    """What it is called within a sentence."""
    date: str
    """ISO 8601 with the precision it has."""
    cite: tuple[Citation, ...]
    say: str
    """It as a list item."""


def everything(base: KnowledgeBase) -> tuple[Event, ...]:
    """Return all dated events, the earliest first: the foundings, the documents, the strengthening of 2010."""
    found = [
        Event(f.id, base.say(f"event.{f.id}"), str(f.value), f.cite, f.say)
        for f in (base.facts["five.founded"], base.facts["founded"], *base.related("strengthened"))
    ]
    for d in base.documents.values():
        date = f"{d.year}-{d.month:02}" if d.month else str(d.year)
        label = base.say("event.document", name=base.name(d.id).rsplit(" (", 1)[0])
        found.append(Event(d.id, label, date, d.cite, capital(base.name(d.id).rsplit(" (", 1)[0])))
    return tuple(sorted(found, key=lambda e: (e.date[:4], e.date)))


def named(query: Query, base: KnowledgeBase) -> list[Event]:
    """Return the events that the question names, in its order."""
    events = {event.id: event for event in everything(base)}
    found: list[Event] = []
    for name in query.order:
        if name in events and name in base.documents:
            found.append(events[name])
        elif name == "five":
            found.append(events["five.founded"])
        elif name in {"founded", "sco"} and "founded" not in [e.id for e in found]:
            if name == "founded" and "five" in query.order and "sco" not in query.order:
                continue
            found.append(events["founded"])
        elif name == "strengthen":
            found.append(events["arms-2008.strengthened"])
    unique = list(dict.fromkeys(found))
    if len([event for event in unique if event.id in base.documents]) > 1:  # "made", "set up" are said of documents too
        unique = [event for event in unique if event.id in base.documents]
    if len(unique) > 2:  # noqa: PLR2004 - "the SCO Charter": the SCO itself is not meant
        unique = [event for event in unique if event.id != "founded" or not query.has("sco")] or unique
    if len(unique) < 2:  # noqa: PLR2004
        unique = [*unique, *(events[d.id] for d in _described(query, base) if events[d.id] not in unique)]
    return unique


def _described(query: Query, base: KnowledgeBase) -> list[documents.Document]:
    """Return documents that are only described ("their MoU", "the agreement of 2008"), one for each type named."""
    found = []
    for kind in query.of("doctype"):
        of_type = [d for d in base.documents.values() if d.type == kind]
        years = {year[:4] for year in query.of("year")}
        narrowed = [d for d in of_type if str(d.year) in years] or of_type
        if len(narrowed) == 1:
            found.append(narrowed[0])
    return found


def interval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many years lie between two dated things."""
    if query.has("first") and query.has("last"):
        chosen = documents.found(query, base)
        chosen = tuple(d for d in chosen if d.force != "unlisted") if query.of("force") else chosen
        events = {event.id: event for event in everything(base)}
        pair = [events[chosen[0].id], events[chosen[-1].id]] if len(chosen) > 1 else []
    else:
        pair = named(query, base)
        if query.has("strengthen"):
            by_id = {event.id: event for event in everything(base)}
            pair = [by_id["arms-2008"], by_id["arms-2008.strengthened"]]
    if len(pair) != 2:  # noqa: PLR2004
        return None
    first, second = sorted(pair, key=lambda e: e.date)
    years = whole_years(first.date, second.date)
    text = base.say(
        "interval.one" if years == 1 else "interval.none" if years == 0 else "interval",
        years=years, first=first.label, first_date=long_date(first.date), second=second.label, second_date=long_date(second.date),
    )  # fmt: skip
    return composed(capital(text), citations=(*first.cite, *second.cite), items=[e.id for e in pair])


def sequence(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which of two dated things came first, or whether the one came before or after the other."""
    pair = named(query, base)
    if len(pair) != 2:  # noqa: PLR2004
        return None
    one, other = pair
    if one.date[:4] == other.date[:4] and (len(one.date) == 4 or len(other.date) == 4):  # noqa: PLR2004
        return composed(base.say("sequence.same", one=capital(one.label), other=other.label, year=one.date[:4]), citations=(*one.cite, *other.cite))
    early, late = sorted(pair, key=lambda e: e.date)
    key = "sequence.after" if one is late else "sequence.before"
    text = capital(base.say(key, one=one.label, one_date=long_date(one.date), other=other.label, other_date=long_date(other.date)))
    verdict = ""
    both = query.has("earlier") and query.has("later") or ("before" in query.order and "after" in query.order) or "earlier" in query.order
    if query.polar and not both and not query.has("earlier"):
        claim = one is early if query.has("before") else one is late if query.has("after") or query.has("later") else None
        if claim is not None:
            verdict = base.say("answer.yes" if claim is not query.negated else "answer.no")
    elif query.polar and query.order.count("earlier") and not query.has("after") and not query.has("who"):
        verdict = ""
    return composed(" ".join(p for p in (verdict, text) if p), citations=(*one.cite, *other.cite), items=[early.id, late.id])


def age(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how old the SCO was in the year that the question names, else when it was founded."""
    founded = base.facts["founded"]
    years = [y for y in query.of("year") if y > str(founded.value)]
    if not years:
        return composed(founded.say, facts=[founded])
    count = whole_years(str(founded.value), years[0])
    return composed(base.say("event.age", years=count, date=long_date(years[0]), founded=founded.say), facts=[founded])


def year(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the sources date to the year or years that the question names."""
    within = documents.span(query)
    if within is None or (query.of("status") and not any(query.has(word) for word in ("happen", "sign", "adopt", "pledge", "cooperation"))):
        return None
    partners = [o for o in (*query.of("organisation"), *query.of("country")) if o != "sco"]
    chosen = []
    for event in everything(base):
        if not within(int(event.date[:4])):
            continue
        month = next((y[5:7] for y in query.of("year") if len(y) > 4), "")  # noqa: PLR2004
        if month and len(event.date) > 4 and event.date[5:7] != month:  # noqa: PLR2004
            continue
        if partners and not (event.id in base.documents and set(partners) & set(base.documents[event.id].partners)):
            continue
        chosen.append(event)
    figures = [] if partners else [f for f in base.facts.values() if f.relation in {"budget", "staff"} and within(int(f.as_of[:4]))]
    if not chosen and not figures:
        return Declined(base.say("decline.nothing_in_year", year=query.of("year")[0][:4]))
    lines = [base.say("event.item", date=long_date(e.date), what=_what(e, base)) for e in chosen]
    lines += [f.say for f in figures]
    text = lines[0] if len(lines) == 1 else bullets(lines)
    facts = [f for e in chosen if e.id in base.documents for f in documents.contents(base, base.documents[e.id])][:6]
    return composed(text, facts=[*facts, *figures], citations=tuple(c for e in chosen for c in e.cite), items=[e.id for e in chosen])


def _what(event: Event, base: KnowledgeBase) -> str:
    if event.id not in base.documents:
        return event.say
    document = base.documents[event.id]
    short = [f.short for f in documents.contents(base, document) if f.relation == "content"]
    title = base.names[event.id][1]
    return base.say("event.with", title=title, what="; ".join(short)) if short else title


def timeline(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the dated things in order; narrowed to a topic, a partner or a span of years where the question does so."""
    narrowed = query.of("topic") or query.of("organisation") and set(query.of("organisation")) - {"sco"} or query.of("doctype") or rule.options.get("only")
    within = None if len(query.of("year")) < 2 and not (query.has("after") or query.has("before")) else documents.span(query)  # noqa: PLR2004
    if narrowed:
        chosen_ids = {d.id for d in _narrowed(query, rule, base)}
        events = [e for e in everything(base) if e.id in chosen_ids or (e.id == "arms-2008.strengthened" and "arms-2008" in chosen_ids)]
    else:
        events = list(everything(base))
    if within is not None:
        events = [e for e in events if within(int(e.date[:4]))] or events
    if not events:
        return documents.none_found(query, base)
    lines = [base.say("event.item", date=long_date(e.date), what=_what(e, base) if narrowed else _short(e, base)) for e in events]
    citations = tuple(c for e in events for c in e.cite)
    facts = [f for e in events if e.id in base.documents for f in documents.contents(base, base.documents[e.id])] if narrowed else []
    return composed(bullets(lines), facts=facts, citations=citations, items=[e.id for e in events])


def _short(event: Event, base: KnowledgeBase) -> str:
    return base.names[event.id][1] if event.id in base.documents else event.say


def _narrowed(query: Query, rule: RuleShape, base: KnowledgeBase) -> tuple[documents.Document, ...]:
    if rule.options.get("only") == "partners":
        chosen = [d for d in base.documents.values() if d.partners and not set(d.partners) <= {"afg"}]
        others = [o for o in query.of("organisation") if o != "sco"]
        return tuple(sorted((d for d in chosen if not others or set(others) & set(d.partners)), key=lambda d: d.year))
    from dataclasses import replace  # noqa: PLC0415

    slots = {k: v for k, v in query.slots.items() if k in {"topic", "organisation", "force"}}
    return documents.found(replace(query, slots=slots), base)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "event.interval": interval,
    "event.sequence": sequence,
    "event.year": year,
    "event.age": age,
    "event.timeline": timeline,
}
