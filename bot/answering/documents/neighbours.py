"""The documents beside, before and after those that are named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.documents.finding import (
    citations,
    found,
    no_document,
)
from bot.answering.documents.listing import titles
from bot.answering.saying import composed, said
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query


def beside(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit besides those that are named; None to a question for Yes or No."""
    named = [base.documents[name] for name in query.of("document") if name in base.documents]
    kinds = {"doctype", "force"} & set(query.slots)
    if query.polar or not named or (query.has("contents") and not kinds):
        return None  # "what else does it cover besides that?"
    # A name holds the word for the document's type, which then narrows nothing.
    types = {document.type for document in named}
    rest = query.leaving_out([*query.of("document"), "without", "rest", *types])
    documents = [document for document in found(rest, base) if document not in named]
    if query.has("list-word") and not query.of("force"):  # "what else is on that list?"
        documents = [document for document in documents if document.force == named[0].force]
    if not documents:
        return no_document(base)
    count = f"{len(documents)}." if "how-many" in query.of("kind") else ""
    text = titles(base, documents)
    return composed(f"{count}\n{text}".strip(), citations=citations(documents), items=[d.id for d in documents])


def around(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit and are older, or newer, than the one that is named.

    Option of the rule:
        nearest: "yes", where the one right before or after it is asked for.
    """
    mine = [base.documents[name] for name in query.of("document") if name in base.documents]
    earlier = any(map(query.has, ("before", "earlier", "previous")))
    ranked = query.has("first") or query.has("last")  # "which came first, the MoU or the plan?"
    if query.polar or ranked or len(mine) != 1 or earlier is any(map(query.has, ("after", "later", "next"))):
        return None
    one = mine[0]
    others = found(query.leaving_out([one.id, one.type, "before", "after", "earlier", "later"]), base)
    if query.has("list-word") and not query.of("force"):  # "which one on the list came right before it?"
        others = tuple(document for document in others if document.force == one.force)
    moment = (one.year, one.month or 0)
    documents = [d for d in others if d.year != one.year and ((d.year, d.month or 0) < moment) is earlier]
    if not documents and set(query.of("topic")) & {*one.topics}:  # by which the one was found: "which came after that?"
        return around(query.leaving_out(one.topics), rule, base)
    if not documents:
        return no_document(base)
    beside = any(map(query.has, ("next", "previous"))) and not query.of("doctype")  # "the one right before that"
    if rule.options.get("nearest") == "yes" or beside:
        dates = [(d.year, d.month or 0) for d in documents]
        edge = max(dates) if earlier else min(dates)
        documents = [d for d in documents if (d.year, d.month or 0) == edge]
    lead = base.say(f"document.beside.{'before' if earlier else 'after'}")
    count = f"{len(documents)}." if "how-many" in query.of("kind") else ""
    text = f"{said(count, lead)}\n{titles(base, documents)}"
    return composed(text, citations=citations([*documents, one]), items=[d.id for d in documents])


def between(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit and lie between the two that are named, by their years; None where not two are named."""
    mine = sorted((base.documents[name] for name in query.of("document") if name in base.documents), key=lambda d: d.year)
    if query.polar or len(mine) != 2:  # noqa: PLR2004
        return None
    first, last = mine
    others = found(query.leaving_out([first.id, last.id, first.type, last.type, "between", *first.topics, *last.topics]), base)
    documents = [d for d in others if first.year < d.year < last.year]
    if not documents:
        return no_document(base)
    count = f"{len(documents)}." if "how-many" in query.of("kind") else ""
    text = f"{count}\n{titles(base, documents)}".strip()
    return composed(text, citations=citations([*documents, *mine]), items=[d.id for d in documents])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.except": beside,
    "document.around": around,
    "document.between": between,
}
