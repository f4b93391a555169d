"""Documents held against each other: what they have in common, which one is nearer in time, what several of them make."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.events import named
from bot.answering.finding import citations, titled
from bot.answering.saying import bullets, capital, composed, joined, said
from bot.knowledge import Document, KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

SEVERAL = 2
THREE = 3  # events of which one is held against two
YEAR = 4  # characters of an ISO date that name its year


def common(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what two or more documents have in common: topics of their titles, else what the source says of each alike."""
    documents = [base.documents[name] for name in query.of("document") if name in base.documents]
    if query.polar or len(documents) < SEVERAL:
        return None
    topics = [topic for topic in documents[0].topics if all(topic in other.topics for other in documents[1:])]
    if topics:
        lead = base.say("document.common", topics=joined(base, [base.say(f"topic.{topic}") for topic in topics]))
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
    "document.of-body": of_body,
}
