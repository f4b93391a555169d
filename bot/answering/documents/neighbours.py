"""The documents beside, before and after those that are named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.documents.finding import as_meant, citations, found, no_document, titled
from bot.answering.documents.listing import PRINTED, titles
from bot.answering.saying import bullets, composed, said
from bot.answering.times import YEAR
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

LATER = ("after", "later", "next", "new-word")
"""Words for what came after another."""


def beside(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit besides those that are named; asked for Yes or No, whether there is any besides the one."""
    named = [base.documents[name] for name in query.of("document") if name in base.documents]
    kinds = {"doctype", "force"} & set(query.slots)
    unclear = query.polar and (len(named) != 1 or not kinds or "without" not in query.heard)
    if unclear or not named or (query.has("contents") and not kinds):
        return None  # "what else does it cover besides that?"
    # A name holds the word for the document's type, which then narrows nothing.
    types = {document.type for document in named}
    rest = query.leaving_out([*query.of("document"), "without", "rest", *types])
    documents = [document for document in found(rest, base) if document not in named]
    if query.has("list-word") and not query.of("force"):  # "what else is on that list?"
        documents = [document for document in documents if document.force == named[0].force]
    if query.polar and not documents:
        return _alone(rest, named[0], base) or replace(no_document(base), final=True)
    if not documents:
        return no_document(base)
    count = f"{len(documents)}." if "how-many" in query.of("kind") else base.say("answer.yes") if query.polar else ""
    text = titles(base, documents)
    return composed(f"{count}\n{text}".strip(), citations=citations(documents), items=[d.id for d in documents])


def _alone(rest: Query, one: Document, base: KnowledgeBase) -> Answer | None:
    """Return that nothing fits but the one that is set aside; None where it does not fit itself, or later sources have others."""
    if one not in found(rest, base) or found(rest, replace(base, documents=base.later)):
        return None
    return composed(said(base.say("answer.no"), base.say("document.alone", title=titled(base, one))), citations=citations([one]))


def around(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit and are older, or newer, than the one that is named.

    Option of the rule:
        nearest: "yes", where the one right before or after it is asked for.
    """
    mine = [base.documents[name] for name in query.of("document") if name in base.documents]
    earlier = any(map(query.has, ("before", "earlier", "previous")))
    ranked = query.has("first") or (query.has("last") and not query.has("later"))  # "which came first, the MoU or the plan?"
    exists = query.polar and "there-is" in query.heard  # "is there a later convention than the Charter?"
    if (query.polar and not exists) or ranked or len(mine) != 1 or earlier is any(map(query.has, LATER)):
        return None
    one = mine[0]
    of_type = [d for d in (*base.documents.values(), *base.later.values()) if d.type == one.type]
    type_ = [] if exists and len(of_type) > 1 else [one.type]  # "is there a later convention than the Shanghai Convention?"
    plain = query.leaving_out([one.id, *type_, "before", "after", "earlier", "later", "last"])
    others = found(plain, base)
    if query.has("list-word") and not query.of("force"):  # "which one on the list came right before it?"
        others = tuple(document for document in others if document.force == one.force)
    moment = (one.year, one.month or 0)
    documents = [d for d in others if d.year != one.year and ((d.year, d.month or 0) < moment) is earlier]
    beside = any(map(query.has, ("next", "previous"))) and not query.of("doctype")  # "the one right before that"
    nearest = rule.options.get("nearest") == "yes" or beside
    listed = nearest or PRINTED & query.heard or "how-many" in query.of("kind")
    later = [] if listed else [d for d in found(plain, replace(base, documents=base.later)) if (_day(d) < _day(one)) is earlier]
    if not documents and not later and set(query.of("topic")) & {*one.topics}:  # by which it was found: "which came after that?"
        return around(query.leaving_out(one.topics), rule, base)
    if not documents and not later:
        return Declined(base.say("decline.no_document")) if exists else no_document(base)
    if nearest:
        dates = [(d.year, d.month or 0) for d in documents]
        edge = max(dates) if earlier else min(dates)
        documents = [d for d in documents if (d.year, d.month or 0) == edge]
    lead = base.say(f"document.beside.{'before' if earlier else 'after'}")
    count = f"{len(documents)}." if "how-many" in query.of("kind") else base.say("answer.yes") if exists else ""
    facts = [fact for d in later for fact in base.line("signed") if fact.subject == d.id]
    text = f"{said(count, lead)}\n{titles(base, documents)}" if documents else ""
    leading = base.say("later.besides") if documents else said(count, base.say("later.alone"))
    more = f"{leading}\n{bullets(fact.say for fact in facts)}" if facts else ""
    cite = citations([*documents, one])
    return composed(text, more, facts=facts, citations=cite, items=[d.id for d in (*documents, *later)])


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


def together(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents of all sources with a side of the one that is named, before or after it: "what else with them?".

    None where no such document is named by itself, and none with the side that the question names.
    """
    query, every = as_meant(query, base), {**base.documents, **base.later}
    one = _one_of(query, every, base)
    earlier = any(map(query.has, ("before", "earlier")))
    if one is None or not one.partners or earlier is any(map(query.has, ("after", "later", "since"))):
        return None
    sides = {name for name in (*query.of("organisation"), *query.of("country")) if name != "sco"} or {*one.partners}
    moment = _day(one)
    others = sorted((d for d in every.values() if d.id != one.id and _beside(d, query, sides)), key=_day)
    documents = [d for d in others if (_day(d) < moment if earlier else _day(d) > moment)]
    documents = [d for d in documents if d.id in base.documents or not query.has("by-profile")]
    documents = [d for d in documents if not _years(query, one) or str(d.year) in _years(query, one)]
    if not documents:
        return Declined(base.say("decline.no_document"))
    facts = [fact for d in documents if d.id in base.later for fact in base.line("signed") if fact.subject == d.id]
    told = {fact.subject: fact.say for fact in facts}
    lead = said(base.say("answer.yes") if query.polar else "", base.say(f"document.beside.{'before' if earlier else 'after'}"))
    count = f"{len(documents)}." if "how-many" in query.of("kind") else ""
    lines = bullets(told.get(d.id) or titled(base, d) for d in documents)
    cite = citations([*documents, one])
    return composed(f"{said(count, lead)}\n{lines}", facts=facts, citations=cite, items=[d.id for d in documents])


def _one_of(query: Query, every: Mapping[str, Document], base: KnowledgeBase) -> Document | None:
    """Return the document that the question names, or the one of the type, the year and the side that it names."""
    named = [every[name] for name in query.of("document") if name in every]
    if named:
        return named[0] if len(named) == 1 else None
    if not query.of("doctype"):
        return None
    years = {year[:YEAR] for year in query.of("year")}
    plain = query.leaving_out([*query.of("year"), *query.of("body"), *query.of("topic"), "before", "after", "earlier", "later"])
    fitting = [d for d in found(plain, base) if d.partners]
    dated = [d for d in fitting if str(d.year) in years]
    fitting = dated if len(dated) == 1 else fitting
    return fitting[0] if len(fitting) == 1 else None


def _beside(document: Document, query: Query, sides: set[str]) -> bool:
    """Return whether a document has one of the sides, and each of the SCO's bodies that are named."""
    return bool(sides & {*document.partners}) and {*query.of("body")} <= {*document.bodies}


def _day(document: Document) -> tuple[int, int, int]:
    """Return a document's date, as far as it is known, for order."""
    return document.year, document.month or 0, document.day or 0


def _years(query: Query, one: Document) -> set[str]:
    """Return the years that the question names besides that of the document."""
    return {year[:YEAR] for year in query.of("year")} - {str(one.year)}


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.except": beside,
    "document.around": around,
    "document.between": between,
}
OF_ALL_SOURCES: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.together": together,
}
