"""What states did about a document after it was signed, and whether two names are of one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.documents.finding import citations, found, titled
from bot.answering.documents.later import in_force
from bot.answering.saying import bullets, composed, said, verdict
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

APPROVED = "approved"
"""Relation of the facts that say when a state approved or ratified a document: its subject, with the state as value."""
PAIR = 2  # documents that are compared


def approved(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return when a state approved a document, as far as a source says; of others what is known of their coming into force."""
    documents = _named(query, base)
    ids = {document.id for document in documents}
    states = {*query.of("country")}
    facts = [fact for fact in base.line(APPROVED) if fact.subject in ids and fact.value in states]
    if not documents:
        return None
    if not facts:
        return in_force(query, rule, base)
    years = {*query.of("year")} - {str(document.year) for document in documents}
    truth = not years or any(fact.valid_from.startswith(year) for fact in facts for year in years)
    opening = verdict(query, base, truth=truth) if query.polar else ""
    more = _general(base, ids)
    return composed(said(opening, *(fact.say for fact in (*facts, *more))), facts=[*facts, *more], items=sorted(ids))


def _general(base: KnowledgeBase, ids: set[str]) -> list[Fact]:
    """Return what is known of the coming into force in general."""
    return [fact for name in ("in-force", "in-force.part") for fact in base.line(name) if fact.subject in ids]


def _named(query: Query, base: KnowledgeBase) -> list[Document]:
    every = {**base.documents, **base.later}
    named = [every[name] for name in query.of("document") if name in every]
    plain = query.leaving_out(query.of("country"))
    return named or [document for document in found(plain, base) if query.of("doctype")][:1]


def alike(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether two names are of the same document: never, where they are of two."""
    every = {**base.documents, **base.later}
    documents = [every[name] for name in dict.fromkeys(query.of("document")) if name in every]
    if not query.polar or len(documents) != PAIR:
        return None
    told = {fact.subject: fact for fact in base.line("signed") if fact.subject in base.later}
    lines = [told[one.id].say if one.id in told else titled(base, one) for one in documents]
    opening = verdict(query, base, truth="different" in query.heard)
    text = f"{said(opening, base.say('document.two'))}\n{bullets(lines)}"
    facts = [told[one.id] for one in documents if one.id in told]
    return composed(text, facts=facts, citations=citations(documents), items=[one.id for one in documents])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.approved": approved,
    "document.alike": alike,
}
