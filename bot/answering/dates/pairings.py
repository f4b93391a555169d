"""Documents held against each other: what they have in common, which one is nearer in time, what several of them make."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.dates.events import named
from bot.answering.documents.finding import citations, found, no_document, the, titled
from bot.answering.saying import bullets, capital, composed, joined, said, verdict
from bot.answering.times import YEAR
from bot.knowledge import Document, KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

SEVERAL = 2
THREE = 3  # events of which one is held against two
SIDES = ("between", "before", "after")
"""Words for what lies on a side of a thing."""
BINDING = "binding"
"""The force of documents on the first list of the primary source."""


def common(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what two or more documents have in common: topics of their titles, else what the source says of each alike.

    Option of the rule:
        same: "yes", where it asks whether all of their topics are: None where they are not.
    """
    documents = [base.documents[name] for name in query.of("document") if name in base.documents]
    whether = query.polar and rule.options.get("same") == "yes"
    if (query.polar and not whether) or len(documents) < SEVERAL:
        return None
    topics = [topic for topic in documents[0].topics if all(topic in other.topics for other in documents[1:])]
    if whether and any({*topics} != {*document.topics} or not topics for document in documents):
        return None
    if topics:
        opening = verdict(query, base, truth=True) if whether else ""
        told = base.say("document.common", topics=joined(base, [base.say(f"topic.{topic}") for topic in topics]))
        lead = said(opening, told)
        lines = bullets(titled(base, document) for document in documents)
        return composed(f"{lead}\n{lines}", citations=citations(documents), items=[document.id for document in documents])
    alike = _alike(documents, base)
    if not alike:
        return Declined(base.say("decline.not_in_source"))
    lines = bullets(f"{capital(base.name(fact.subject))}: {fact.short or fact.say}" for fact in alike)
    return composed(lines, facts=alike, items=[document.id for document in documents])


def _alike(documents: list[Document], base: KnowledgeBase) -> list[Fact]:
    """Return what the source says of each of the documents about what it says something of in all of them."""
    told = [base.of(document.id) for document in documents]
    about = [{word for fact in facts for word in fact.about} for facts in told]
    shared = set.intersection(*about) - {topic for document in base.documents.values() for topic in document.topics}
    return [fact for facts in told for fact in facts if shared & set(fact.about)]


def nearest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which of two dated things is nearer in time to the one that the question names first."""
    events = named(query, base)
    if len(events) != THREE:
        return None
    one, *others = events
    years = [abs(int(other.date[:YEAR]) - int(one.date[:YEAR])) for other in others]
    if years[0] == years[1]:
        return None
    near, far = others if years[0] < years[1] else reversed(others)
    text = base.say(
        "sequence.nearer", one=one.label, one_date=long_date(one.date), near=near.label, near_date=long_date(near.date),
        far=far.label, far_date=long_date(far.date),
    )  # fmt: skip
    return composed(capital(text), citations=(*one.cite, *near.cite, *far.cite), items=[near.id])


def within(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit and lie between one that is named and a year: "after the Charter but before 2010"."""
    mine = [base.documents[name] for name in query.of("document") if name in base.documents]
    years = [int(year[:YEAR]) for year in query.of("year")]
    sides = query.has("between") or (query.has("after") and query.has("before"))
    if query.polar or len(mine) != 1 or len(years) != 1 or not sides:
        return None
    one = mine[0]
    low, high = sorted((one.year, years[0]))
    every = found(query.leaving_out((one.id, one.type, *query.of("year"), *query.of("as-of"), *SIDES)), base)
    documents = [document for document in every if low < document.year < high]
    if not documents:
        return no_document(base)
    count = f"{len(documents)}." if "how-many" in query.of("kind") else ""
    text = said(count, "") + ("\n" if count else "") + bullets(titled(base, document) for document in documents)
    return composed(text, citations=citations([*documents, one]), items=[document.id for document in documents])


def same_force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether two documents are alike binding: by the lists of the primary source, and by what is said of later ones."""
    every = {**base.documents, **base.later}
    documents = [every[name] for name in query.of("document") if name in every]
    unknown = any(document.id in base.later and document.force == "unlisted" for document in documents)
    if not query.polar or len(documents) != SEVERAL or unknown:
        return None
    truth = (documents[0].force == BINDING) is (documents[1].force == BINDING)
    opening = verdict(query, base, truth=truth is not query.has("different"))
    listed = [document for document in documents if document.id in base.documents]
    facts = [fact for document in documents if document not in listed for fact in base.of(document.id)]
    lines = (base.say(f"document.force.{document.force}", name=the(base, document)) for document in listed)
    text = said(opening, *lines, *(fact.say for fact in facts))
    return composed(text, facts=facts, citations=citations(documents), items=[document.id for document in documents])


def memoranda(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of two states signed its memorandum first, or whether one did before the other."""
    states = query.of("country")
    facts = [next((f for f in base.line("status") if f.subject == state and f.settled), None) for state in states]
    one, other = facts if len(facts) == SEVERAL else (None, None)
    if one is None or other is None:
        return Declined(base.say("decline.not_in_source")) if len(states) == SEVERAL else None
    size = min(len(one.settled), len(other.settled))
    if one.settled[:size] == other.settled[:size]:
        return composed(said(one.say, other.say), facts=[one, other])
    first = one if one.settled < other.settled else other
    back = query.has("after") or query.has("later") or query.has("last")
    either = query.has("before") and query.has("after")  # "before or after?"
    opening = f"{base.name(first.subject)}." if not query.polar else ""
    if query.polar and not either:
        opening = verdict(query, base, truth=(first is one) is not back)
    return composed(said(opening, one.say, other.say), facts=[one, other], items=[first.subject])


def of_body(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the documents of which a body of the SCO, and not the SCO itself, is named as a side."""
    bodies = set(query.of("body"))
    facts = [fact for fact in base.related("parties") if isinstance(fact.value, tuple) and bodies & {*fact.value}]
    if query.polar or not facts:
        return None
    documents = [base.documents[fact.subject] for fact in facts]
    text = said(*(f"{titled(base, document)}." for document in documents), *(fact.say for fact in facts))
    return composed(text, facts=facts, citations=citations(documents), items=[document.id for document in documents])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.common": common,
    "document.nearest": nearest,
    "document.within": within,
    "document.force.same": same_force,
    "memorandum.order": memoranda,
    "document.of-body": of_body,
}
