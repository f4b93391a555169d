"""Who is on the SCO's side of a document, and which of the other organisations is not on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.documents.finding import citations, found, meant, no_document, the, titled
from bot.answering.documents.listing import counts
from bot.answering.organisations.overlaps import overlaps
from bot.answering.saying import beyond, bullets, composed, joined, named, said, verdict
from bot.answering.times import SCO, YEAR
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

OF_LIST = {"binding": "binding", "other": "other-force"}
"""A document's force -> the word for the list that it stands on."""
PAIR = 2  # years of which a partner recurs, partners that are compared


def _parties(documents: list[Document], base: KnowledgeBase) -> list[Fact]:
    return [fact for document in documents for fact in base.of(document.id) if fact.relation == "parties"]


def absent(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of the organisations that the SCO overlaps with is no side of a document that has such sides.

    Of two documents, which sides of the one are none of the other: "in the statement of 2010, but not in the protocol".
    """
    documents = [document for document in meant(query, base) if document.partners]
    if not query.polar and len(documents) == PAIR and set(query.of("document")) == {document.id for document in documents}:
        return _of_one_only(query, base, documents)
    others = {fact.subject for fact in base.related("overlap")}
    if query.polar or len(documents) != 1 or not others & {*documents[0].partners}:
        return None
    left = [name for name in overlaps(base) if name not in documents[0].partners]
    facts = _parties(documents, base)
    lead = base.say("document.absent_side", names=named(base, left), document=the(base, documents[0]))
    return composed(said(lead, *(fact.say for fact in facts)), facts=facts, citations=citations(documents), items=left)


def _of_one_only(query: Query, base: KnowledgeBase, documents: list[Document]) -> Answer | None:
    """Return the sides of a document that are none of another, the one that the "not" stands before."""
    places = {name: place for place, name in enumerate(query.order)}
    denied = min((places[word] for word in ("not", "outside", "without") if word in places), default=len(places))
    one, other = sorted(documents, key=lambda document: places[document.id] > denied)
    if not places[one.id] < denied < places[other.id]:
        return None
    left = [name for name in one.partners if name not in other.partners]
    facts = _parties([one, other], base)
    lead = base.say("document.one_only", names=named(base, left)) if left else ""
    return composed(said(lead, *(fact.say for fact in facts)), facts=facts, citations=citations([one, other]), items=left)


def bodies(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which body of the SCO is a side of the documents with the partner that is named, one that is left out aside."""
    spared = set(query.of("body")) if query.has("without") else set()
    documents = [d for d in found(query.leaving_out(query.of("body")), base) if d.partners and set(d.bodies) - spared]
    sides = list(dict.fromkeys(body for document in documents for body in document.bodies if body not in spared))
    facts = _parties(documents, base)
    own = query.of("body") and not spared
    if query.polar or (own and not query.has("part-of")):
        return None
    if own:  # "which organ of RATS signed with the CSTO?": what the source says of its document
        documents = [document for document in documents if {*query.of("body")} <= {*document.bodies}]
        sides, facts = list(query.of("body")), _parties(documents, base)
    if not facts:
        return no_document(base)
    lead = base.say("overlap.counted.both", names=named(base, sides))
    return composed(said(lead, *(fact.say for fact in facts)), facts=facts, citations=citations(documents), items=sides)


def bounded(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether there are more documents than a number, or fewer: "are there at least five binding instruments?"."""
    numbers = [int(number) for number in query.of("number") if number.isdigit()]
    if not query.polar or len(numbers) != 1:
        return None
    plain = replace(query, polar=False, slots={**query.slots, "number": (), "count": (), "comparison": ()})
    told = counts(plain, rule, base)
    if not isinstance(told, Answer):
        return None
    truth = beyond(query, len(told.items), numbers[0])
    return None if truth is None else replace(told, text=said(verdict(query, base, truth=truth), told.text))


def placed(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether a document is the first, the last or the n-th of those of its force or type, and which one is.

    None to any but such a question, and for the last of those that later sources may have added to.
    """
    mine = [base.documents[name] for name in query.of("document") if name in base.documents]
    if not query.polar or len(mine) != 1 or query.negated or query.has("only"):
        return None
    types = {kind for kind in query.of("doctype") if kind != mine[0].type}
    own = (OF_LIST[mine[0].force],) if query.has("list-word") and mine[0].force in OF_LIST else ()  # "the oldest on the list"
    forces = query.of("force") or (() if types else own)
    wanted = {"force": forces, "doctype": tuple(types), "topic": (), "document": ()}
    every = found(replace(query, slots={**query.slots, **wanted}), base)
    others = [document for document in every if document.force != "unlisted" or not forces]
    places = [int(number) for number in query.of("ordinal") if int(number) > 1]
    at = places[0] - 1 if places else 0 if query.has("first") else -1
    newest = at < 0 and not (query.has("by-profile") or query.has("profile"))  # later sources have newer ones
    if newest or mine[0] not in others or at >= len(others) or not (forces or types):
        return None
    one = others[at]
    opening = verdict(query, base, truth=one.year == mine[0].year)
    text = said(opening, f"{titled(base, one)}." if one.year != mine[0].year else f"{titled(base, mine[0])}.")
    return composed(text, citations=citations([one, mine[0]]), items=[one.id])


def unlisted(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the documents that the primary source mentions and has on neither of its lists."""
    documents = [document for document in base.documents.values() if document.force == "unlisted"]
    if query.polar or not documents:
        return None
    text = said(*(base.say("document.force.unlisted", name=the(base, document)) for document in documents))
    return composed(text, citations=citations(documents), items=[document.id for document in documents])


def unlisted_from(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the documents of later sources that were signed in a city that is named: none of them is on the profile's lists."""
    kinds = {*query.of("doctype")} - {"document", "agreement"}
    documents = [d for d in base.later.values() if d.place in query.of("city") and (not kinds or d.type in kinds)]
    facts = [fact for document in documents for fact in base.line("signed") if fact.subject == document.id]
    if query.polar or not facts:
        return None
    text = said(*(fact.say for fact in facts))
    return composed(text, base.say("later.source"), facts=facts, items=[document.id for document in documents])


def of_state(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the documents of which the other side is a state, and no organisation."""
    documents = [d for d in found(query, base) if [base.kinds.get(partner) for partner in d.partners] == ["country"]]
    facts = _parties(documents, base)
    governments = any(query.heard & {*document.sides} for document in base.documents.values())
    whether = rule.options.get("exists") == "yes"  # "does a title name a country?"
    if (query.polar and not whether) or query.negated or governments or not facts:
        return None
    partners = list(dict.fromkeys(partner for document in documents for partner in document.partners))
    opening = base.say("answer.yes") if query.polar else ""
    text = said(opening, *(f"{titled(base, document)}." for document in documents), *(fact.say for fact in facts))
    return composed(
        text, facts=facts, citations=citations(documents), items=partners if query.has("partner") else [documents[0].id]
    )


def of_one(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the documents of which the other side is one organisation alone."""
    every = found(query.leaving_out(query.of("body")), base)
    alone = [d for d in every if [base.kinds.get(partner) for partner in d.partners] == ["organisation"]]
    if query.polar or not alone:
        return None
    listed = [document for document in alone if document.force != "unlisted"]
    beside = [document for document in alone if document not in listed]
    more = f"{base.say('document.group.unlisted')}\n{bullets(titled(base, d) for d in beside)}" if beside else ""
    text = bullets(titled(base, document) for document in listed)
    return composed(text, more, citations=citations(alone), items=[document.id for document in alone])


def busiest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the partner with most documents; None where the document with most partners is asked for."""
    documents = [document for document in base.documents.values() if document.partners]
    counts_of = {side: sum(side in d.partners for d in documents) for d in documents for side in d.partners}
    most = max(counts_of.values(), default=0)
    chosen = [side for side, count in counts_of.items() if count == most]
    of_document = any(query.pairs("which", kind) for kind in query.of("doctype"))
    if query.polar or query.has("least") or not chosen or of_document:
        return None
    shown = [document for document in documents if {*chosen} & {*document.partners}]
    lead = base.say("overlap.counted.both", names=named(base, chosen))
    text = f"{lead}\n{bullets(titled(base, document) for document in shown)}"
    return composed(text, citations=citations(shown), items=chosen)


def compared(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return with which of two organisations there are more documents, each with its own; None where not two are named."""
    sides = [name for name in query.order if name in query.of("organisation") and name != SCO]
    if len(sides) != PAIR or query.negated:
        return None
    listed = query.has("list-word")  # "in more of the listed documents"
    every = [document for document in base.documents.values() if not (listed and document.force == "unlisted")]
    of_side = {side: [document for document in every if side in document.partners] for side in sides}
    one, other = (len(of_side[side]) for side in sides)
    if query.polar:
        truth = one == other if query.has("same") else one < other if query.has("less") else one > other
        opening = verdict(query, base, truth=truth)
    else:
        more = sides[0 if (one > other) is not query.has("less") else 1]
        opening = base.say("document.partner.same" if one == other else "overlap.counted.both", names=named(base, [more]))
    lines = [
        base.say(
            "document.partner.count",
            partner=base.name(side),
            count=len(mine),
            documents=joined(base, [base.name(d.id) for d in mine]),
        )
        for side, mine in of_side.items()
    ]
    shown = list(dict.fromkeys(document for mine in of_side.values() for document in mine))
    return composed(f"{opening}\n{bullets(lines)}".strip(), citations=citations(shown), items=sides)


def recurring(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the partner that has documents with the SCO in each of the years that are named; None where few are named."""
    years = {int(year[:YEAR]) for year in query.of("year")}
    if query.polar or len(years) < PAIR or query.has("between"):
        return None
    documents = [document for document in base.documents.values() if document.year in years and document.partners]
    sides = dict.fromkeys(partner for document in documents for partner in document.partners)
    chosen = [side for side in sides if years <= {d.year for d in documents if side in d.partners}]
    if not chosen:
        return no_document(base)
    shown = [document for document in documents if {*chosen} & {*document.partners}]
    lead = base.say("overlap.counted.both", names=named(base, chosen))
    text = f"{lead}\n{bullets(titled(base, document) for document in shown)}"
    return composed(text, citations=citations(shown), items=chosen)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.absent": absent,
    "document.bodies": bodies,
    "document.bound": bounded,
    "document.of-one": of_one,
    "document.of-state": of_state,
    "document.placed": placed,
    "document.partner.compare": compared,
    "document.partner.most": busiest,
    "document.recurring": recurring,
    "document.unlisted": unlisted,
    "document.unlisted.from": unlisted_from,
}
