"""Dated things: the foundings, the documents, what was strengthened; those that a question names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.documents.finding import plain_name
from bot.answering.documents.particulars import date
from bot.knowledge import Document, KnowledgeBase
from bot.model import Citation, Query

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
    if query.has("sign") and not (query.of("doctype") or query.of("document")):  # "how long until it signed with the CSTO?"
        described += _first_with(query, base)
    topics = {*query.of("topic")}
    if not (query.of("doctype") or query.of("document")) and len(topics) >= PAIR and query.has("pledge"):
        met = {document.id: len(topics & {*document.topics}) for document in base.documents.values()}
        best = [base.documents[name] for name, count in met.items() if count == max(met.values())]
        described += best if len(best) == 1 else []  # "did they agree on cooperation against arms trafficking?"
    return described


def _first_with(query: Query, base: KnowledgeBase) -> list[Document]:
    """Return the oldest document that was made with each of the other organisations that are named."""
    others = [name for name in query.of("organisation") if name != "sco"]
    made = sorted(base.documents.values(), key=lambda document: (document.year, document.month or 0))
    firsts = (next((document for document in made if other in document.partners), None) for other in others)
    return [document for document in firsts if document is not None]


def _of_force(query: Query, base: KnowledgeBase) -> list[Document]:
    """Return the one document that is of the force and about the topic that are named: "a binding text on arms trafficking"."""
    forces, topics = query.of("force"), {*query.of("topic")}
    found = [document for document in base.documents.values() if document.force in forces and topics & {*document.topics}]
    return found if len(found) == 1 else []
