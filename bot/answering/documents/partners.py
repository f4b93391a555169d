"""Documents by who stands behind them: the outside partners, all that was agreed with one, those of several at once."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.documents.contents import content, described
from bot.answering.documents.finding import citations, contents, found, no_document, titled
from bot.answering.documents.listing import titles
from bot.answering.saying import bullets, composed, joined, named
from bot.answering.telling import Operation
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query


def partners(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the outside partners of the documents that fit, each with its documents."""
    if "how-many" in query.of("kind") and query.of("status"):
        return None  # "how many members do the four organisations have together?"
    documents = [d for d in found(query, base) if d.partners]
    if not documents:
        return no_document(base)
    sides = dict.fromkeys(partner for d in documents for partner in d.partners)
    if query.has("other-org") and query.has("organisation"):  # "with which other organisations": a state is none
        sides = {side: None for side in sides if base.kinds.get(side) == "organisation"}
    of_side = {side: [base.name(d.id) for d in documents if side in d.partners] for side in sides}
    lines = [
        base.say("document.partner", partner=base.name(side), documents=joined(base, names)) for side, names in of_side.items()
    ]
    lead = base.say("document.partners", names=named(base, sides))
    return composed(f"{lead}\n{bullets(lines)}", citations=citations(documents), items=list(sides))


def coeval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the other documents of the year of the one that is named; None where not one is named."""
    mine = [base.documents[name] for name in query.of("document") if name in base.documents]
    if query.polar or len(mine) != 1:
        return None
    documents = [d for d in base.documents.values() if d.year == mine[0].year and d is not mine[0]]
    if not documents:
        return no_document(base)
    return composed(titles(base, documents), citations=citations([*documents, *mine]), items=[d.id for d in documents])


def multi(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the document with several outside partners at once."""
    documents = [d for d in found(query, base) if len(d.partners) > 1]
    sides = {str(len(d.partners) + more) for d in documents for more in (0, 1)}  # "three others", "four organisations"
    if not documents or (query.of("number") and not sides & set(query.of("number"))):
        return no_document(base)
    return described(base, documents[0])


def dealings(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the SCO has agreed with a partner: each document with what the profile says of it."""
    documents = found(query, base)
    if not documents:
        return None
    facts = [fact for d in documents for fact in contents(base, d)]
    if any(word in fact.about for fact in facts for word in query.of("content")):
        return content(query, rule, base)
    if len(documents) == 1:
        return described(base, documents[0])
    blocks = [f"{titled(base, d)}\n{bullets(fact.short for fact in contents(base, d))}" for d in documents]
    return composed(*blocks, facts=facts, citations=citations(documents), items=[d.id for d in documents])


OPERATIONS: Mapping[str, Operation] = {
    "document.partners": partners,
    "document.coeval": coeval,
    "document.multi": multi,
    "document.with": dealings,
}
