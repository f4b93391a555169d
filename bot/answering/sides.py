"""Who is on the SCO's side of a document, and which of the other organisations is not on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.finding import citations, found, meant, no_document, the, without
from bot.answering.overlaps import overlaps
from bot.answering.saying import composed, named, said
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query


def _parties(documents: list[Document], base: KnowledgeBase) -> list[Fact]:
    return [fact for document in documents for fact in base.of(document.id) if fact.relation == "parties"]


def absent(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of the organisations that the SCO overlaps with is no side of a document that has such sides."""
    documents = [document for document in meant(query, base) if document.partners]
    others = {fact.subject for fact in base.related("overlap")}
    if query.polar or len(documents) != 1 or not others & {*documents[0].partners}:
        return None
    left = [name for name in overlaps(base) if name not in documents[0].partners]
    facts = _parties(documents, base)
    lead = base.say("document.absent_side", names=named(base, left), document=the(base, documents[0]))
    return composed(said(lead, *(fact.say for fact in facts)), facts=facts, citations=citations(documents), items=left)


def bodies(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which body of the SCO is a side of the documents with the partner that is named, one that is left out aside."""
    spared = set(query.of("body")) if query.has("without") else set()
    documents = [d for d in found(without(query, query.of("body")), base) if d.partners and set(d.bodies) - spared]
    sides = list(dict.fromkeys(body for document in documents for body in document.bodies if body not in spared))
    facts = _parties(documents, base)
    if query.polar or (query.of("body") and not spared):
        return None
    if not facts:
        return no_document(base)
    lead = base.say("overlap.counted.both", names=named(base, sides))
    return composed(said(lead, *(fact.say for fact in facts)), facts=facts, citations=citations(documents), items=sides)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.absent": absent,
    "document.bodies": bodies,
}
