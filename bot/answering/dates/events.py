"""Dated things: which came first, how many years lie between, what happened in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.documents.finding import contents, found, no_document, plain_name, span
from bot.answering.documents.particulars import date
from bot.answering.saying import bullets, capital, composed, said, verdict, whole_years
from bot.answering.states.changes import Change, line, story
from bot.answering.times import span as days
from bot.knowledge import Document, KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Citation, Declined, Query

SCO, FORERUNNER, STRENGTHENED = "founded", "five.founded", "strengthened"
"""Facts, and the relation of facts, that are events besides the documents."""
INFORMATION, STAMP = "profile.dates", "page.stamp"
"""Facts that tell of which day the primary source's information is, and the copy of its page."""
PAIR = 2  # events that are compared
GENERIC = "document"
"""The word that fits a document of any type."""
FEW = 4  # events that are put in order where one of two things that are named may be several
YEAR, MONTH = 4, 7  # characters of an ISO date that names a year, or a month


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
    """Return all dated events, the earliest first: the foundings, the documents, what was strengthened."""
    events = [
        Event(fact.id, base.say(f"event.{fact.id}"), str(fact.value), fact.cite, fact.say)
        for fact in (base.facts[FORERUNNER], base.facts[SCO], *base.related(STRENGTHENED))
    ]
    for document in base.documents.values():
        label = base.say("event.document", name=plain_name(base, document))
        events.append(Event(document.id, label, date(document), document.cite, base.names[document.id][1]))
    return tuple(sorted(events, key=lambda event: (event.date[:YEAR], event.date)))


def named(query: Query, base: KnowledgeBase) -> list[Event]:
    """Return the events that the question names, in its order."""
    events = {event.id: event for event in everything(base)}
    strengthened = base.related(STRENGTHENED)[0]
    if query.has("strengthen"):
        return [events[strengthened.subject], events[strengthened.id]]
    documents = [events[name] for name in query.order if name in base.documents]
    described = [events[d.id] for d in _described(query, base) if events[d.id] not in documents]
    foundings = {"five": FORERUNNER, "sco": SCO, "founded": SCO}
    if "founded" not in query.order and any(name != "sco" for name in query.of("organisation")):
        del foundings["sco"]  # "the SCO's deal with the CSTO"
    if "five" in query.order and "sco" not in query.order:
        del foundings["founded"]  # "when was the Five founded"
    founded = [events[foundings[name]] for name in query.order if name in foundings]
    listed = sorted(dict.fromkeys([*documents, *described]), key=lambda event: _place(query, event, base))
    if len(listed) >= PAIR:  # "the SCO's Charter", "made": the founding is not meant
        return listed
    return list(dict.fromkeys([*sorted([*founded, *listed], key=lambda event: _place(query, event, base))]))


def _place(query: Query, event: Event, base: KnowledgeBase) -> int:
    """Return where the question names an event, a document by its type too ("the MoU"); what is only described stands last."""
    names = {FORERUNNER: ("five",), SCO: ("founded", "sco")}.get(event.id, (event.id,))
    if event.id in base.documents and event.id not in query.order:
        kind = base.documents[event.id].type
        names = (kind if kind in query.order else GENERIC,)
    return min((query.order.index(name) for name in names if name in query.order), default=len(query.order))


def _described(query: Query, base: KnowledgeBase) -> list[Document]:
    """Return documents that are only described ("their MoU", "the agreement of 2008"), one for each type named."""
    years = {year[:YEAR] for year in query.of("year")}
    described = []
    for kind in query.of("doctype"):
        of_type = [document for document in base.documents.values() if document.type == kind]
        narrowed = [document for document in of_type if str(document.year) in years] or of_type
        if len(narrowed) > 1:  # "the agreement on weapons"
            narrowed = [document for document in narrowed if set(query.of("topic")) & {*document.topics}]
        described += narrowed if len(narrowed) == 1 else []
    if GENERIC in query.of("doctype"):  # "the deal with the CSTO": all that were made with it alone
        sides = {*query.of("organisation"), *query.of("country")}
        described += [document for document in base.documents.values() if document.partners and sides >= {*document.partners}]
        described += _of_force(query, base)
    return described


def _of_force(query: Query, base: KnowledgeBase) -> list[Document]:
    """Return the one document that is of the force and about the topic that are named: "a binding text on arms trafficking"."""
    forces, topics = query.of("force"), {*query.of("topic")}
    found = [document for document in base.documents.values() if document.force in forces and topics & {*document.topics}]
    return found if len(found) == 1 else []


def interval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many years lie between two dated things; None when the question does not name two.

    Options of the rule:
        events: the two that are meant where the question names one of them at most.
        page: "yes", where one of them is the date of the primary source's information, or of the copy of its page.
    """
    pair = named(query, base)
    if rule.options.get("page") == "yes":
        pair = _with_page(query, pair, base)
    if "events" in rule.options:
        pair = [event for event in everything(base) if event.id in rule.options["events"].split()]
    if query.has("first") and query.has("last"):
        events = {event.id: event for event in everything(base)}
        chosen = [document for document in found(query, base) if not query.of("force") or document.force != "unlisted"]
        pair = [events[chosen[0].id], events[chosen[-1].id]] if len(chosen) > 1 else []
    named_two = len(query.of("document")) + len(query.of("group")) >= PAIR
    if len(pair) != PAIR or ("how-long" not in query.of("kind") and not named_two):
        return None
    first, second = sorted(pair, key=lambda event: event.date)
    years = whole_years(first.date, second.date)
    key = {0: "interval.none", 1: "interval.one"}.get(years, "interval")
    text = base.say(
        key, years=years,
        first=first.label, first_date=long_date(first.date), second=second.label, second_date=long_date(second.date),
    )  # fmt: skip
    return composed(capital(text), citations=(*first.cite, *second.cite), items=[event.id for event in pair])


def _with_page(query: Query, events: Sequence[Event], base: KnowledgeBase) -> list[Event]:
    """Return two events, of which one is the date of the source's information or the stamp on its page."""
    information, stamp = (base.facts[name] for name in (INFORMATION, STAMP))
    dates = [(information, str(information.value)), (stamp, stamp.as_of)]
    own = [Event(fact.id, base.say(f"event.{fact.id}"), date, fact.cite, fact.say) for fact, date in dates]
    if not query.has("stamp"):
        return [*events, own[0]]
    return [*events, own[1]] if events else own


def sequence(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of two dated things came first; None when the question does not name two.

    Option of the rule:
        same: "yes", where a question for Yes or No asks whether they are of one year.
    """
    pair = named(query, base)
    if query.of("body") and query.has("founded") and SCO in {event.id for event in pair}:
        return Declined(base.say("decline.not_in_source"))  # when a body was founded, no source says
    if query.of("force") and (not query.of("document") or SCO in {event.id for event in pair}):
        return None  # "the binding ones before 2010" are many
    if len(pair) != PAIR:
        return _in_order(query, pair)
    if not query.polar and {"first", "earlier", "last", "later"} & query.heard:  # "which came first?": it opens the answer
        pair = sorted(pair, key=lambda event: event.date, reverse=not {"first", "earlier"} & query.heard)
    one, other = pair
    cite = (*one.cite, *other.cite)
    if one.date[:YEAR] == other.date[:YEAR] and YEAR in {len(one.date), len(other.date)}:
        text = base.say("sequence.same", one=capital(one.label), other=other.label, year=one.date[:YEAR])
        return composed(said(_alike(query, rule, base, same=True), text), citations=cite)
    earlier = one.date < other.date
    text = base.say(
        "sequence.before" if earlier else "sequence.after",
        one=one.label, one_date=long_date(one.date), other=other.label, other_date=long_date(other.date),
    )  # fmt: skip
    opening = _alike(query, rule, base, same=False)
    claims = {word for word in ("before", "after", "earlier", "later") if query.has(word)}
    claims |= {"before"} if query.has("while") else set()  # "was it already signed when the other was?"
    if query.polar and claims and not (claims & {"before", "earlier"} and claims & {"after", "later"}):
        opening = verdict(query, base, truth=earlier is bool(claims & {"before", "earlier"}))
    items = [event.id for event in sorted(pair, key=lambda event: event.date)]
    return composed(said(opening, capital(text)), citations=cite, items=items)


def _in_order(query: Query, events: Sequence[Event]) -> Answer | None:
    """Return the events in order where one side is several: "the deal with the CSTO", of which there are two; else None."""
    described = [event for event in events if event.id not in query.order]
    if not (PAIR < len(events) <= FEW and len(described) < len(events)):
        return None
    listed = sorted(events, key=lambda event: event.date)
    cite = tuple(dict.fromkeys(place for event in listed for place in event.cite))
    return composed(
        bullets(f"{event.date[:YEAR]}: {event.say}" for event in listed), citations=cite, items=[e.id for e in listed]
    )


def side(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether something began before, or after, the year that the question names; None to any but such a question."""
    fact = base.facts[rule.facts[0]]
    spans = [days(year) for year in query.of("year")]
    claims = [word for word in ("before", "after") if query.has(word)]
    if len(spans) != 1 or not claims or not (query.polar or len(claims) > 1) or query.has("since"):
        return None
    if len(claims) > 1:  # "before or after 2000?"
        return composed(fact.say, facts=[fact])
    began = days(str(fact.value))
    truth = began.last < spans[0].first if claims == ["before"] else began.first > spans[0].last
    return composed(said(verdict(query, base, truth=truth), fact.say), facts=[fact])


def _alike(query: Query, rule: RuleShape, base: KnowledgeBase, *, same: bool) -> str:
    """Return Yes or No, where the question is whether two things are of the same year; "" where it is not."""
    if query.polar and rule.options.get("same") == "yes":
        return verdict(query, base, truth=same)
    asked = query.polar and query.has("same") is not query.has("different") and bool(query.of("period") or query.of("kind"))
    return verdict(query, base, truth=same is query.has("same")) if asked else ""


def age(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how old the SCO was in the year that the question names, else how old it is on the day of the question."""
    founded = base.facts[SCO]
    start = str(founded.value)
    horizon = base.horizons.get("sco")
    then = horizon.known if horizon and (query.has("source-word") or query.has("profile")) else query.today
    day = next((year for year in query.of("year") if year > start), then)
    if day < start:
        return composed(founded.say, facts=[founded])
    years = whole_years(start, day)
    if len(day) >= MONTH and day[5:MONTH] < start[5:MONTH]:
        years -= 1
    key = "event.age.day" if len(day) > MONTH else "event.age"
    return composed(base.say(key, years=years, date=long_date(day), founded=founded.say), facts=[founded])


def anniversary(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return when the SCO became, or becomes, as many years old as the question says; None where it says no such number."""
    ages = {int(number) for number in (*query.of("number"), *query.of("ordinal")) if number.isdigit()}
    if len(ages) != 1 or query.polar:
        return None
    founded, years = base.facts[SCO], ages.pop()
    start = str(founded.value)
    day = f"{int(start[:YEAR]) + years}{start[YEAR:]}"
    return composed(base.say("event.anniversary", date=long_date(day), years=years, founded=founded.say), facts=[founded])


def year(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the sources date to the year or years that the question names."""
    within = span(query)
    asks_of_events = any(query.has(word) for word in ("happen", "sign", "adopt", "pledge", "cooperation"))
    of_founding = query.polar and "founded" in query.heard
    if within is None or of_founding or (query.of("status") and not asks_of_events):
        return None
    sides = {name for name in (*query.of("organisation"), *query.of("country")) if name != "sco"}
    months = {year[:MONTH] for year in query.of("year") if len(year) > YEAR}
    events = [
        event
        for event in everything(base)
        if within(int(event.date[:YEAR]))
        and (not months or len(event.date) == YEAR or event.date[:MONTH] in months)
        and (not sides or (event.id in base.documents and sides & set(base.documents[event.id].partners)))
    ]
    figures = (
        [] if sides else [f for f in base.facts.values() if f.relation in {"budget", "staff"} and within(int(f.as_of[:YEAR]))]
    )
    newer = [] if sides or query.has("by-profile") else _newer(query, base)
    if not events and not figures and not newer:
        if sides:
            return None
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
    return composed(text, facts=[*facts, *figures], citations=cite, items=[event.id for event in events])


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
    "event.interval": interval,
    "event.sequence": sequence,
    "event.age": age,
    "event.anniversary": anniversary,
    "event.side": side,
    "event.year": year,
    "event.timeline": timeline,
}
