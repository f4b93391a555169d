"""What is in the agreements and other documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.documents.finding import (
    ANY_TYPE,
    FEW,
    citations,
    contents,
    found,
    no_document,
    the,
    titled,
    topics_of,
)
from bot.answering.saying import bullets, cites, composed, said, verdict
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

POINTING = ("document", "doctype", "year", "organisation", "country", "body")
"""Kinds of mentions by which a question points at a document."""

INSTANCES = frozenset({"legislation", "research", "training", "terrorist-act", "joint-programme"})
"""Words for what documents speak of in general; no source tells which there were."""
STRENGTHENED = frozenset({"arms", "trafficking", "crime"})
"""Topics of the agreement that was strengthened."""


def described(base: KnowledgeBase, document: Document, opening: str = "") -> Answer:
    """Return a document by its title, with its legal force and what the profile says of it."""
    facts = contents(base, document)
    text = base.say(f"document.one.{document.force}", title=titled(base, document))
    listed = f"{base.say('document.contents')}\n{bullets(fact.short for fact in facts)}" if facts else ""
    return composed(
        said(opening, text), listed,
        facts=facts, citations=(*document.cite, *cites(facts)), items=[document.id],
    )  # fmt: skip


def spelled_out(base: KnowledgeBase, document: Document) -> Answer:
    """Return what the profile says of a document, under its title."""
    facts = contents(base, document)
    if not facts:
        return composed(
            base.say("document.only_title", title=titled(base, document)), citations=document.cite, items=[document.id]
        )
    lead = base.say("document.covers", title=titled(base, document))
    if len(facts) == 1:
        return composed(lead, facts[0].say, facts=facts, citations=document.cite, items=[document.id])
    return composed(f"{lead}\n{bullets(f.short for f in facts)}", facts=facts, citations=document.cite, items=[document.id])


def content(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what a document says, or what the documents say on the words of the question ("training", "storage").

    Where a document is named that does not have it, a question for Yes or No is told so, and what the document has.
    """
    if query.has("outside") or query.has("leave"):
        if not query.polar:  # "which agreement leaves out training?": what is not said of a thing is not looked for
            return no_document(base)
        query = replace(query, negated=not query.negated)  # "was training left out?"
    if query.polar and not set(query.slots) - {"document", "word"} and not {*query.of("word")} - {"sign", "adopt", "happen"}:
        return None  # "was it signed?"
    named = (
        query.has("title") and query.has("full-name") and not (query.polar or query.of("count") or "goal" in query.of("content"))
    )  # "what is the full name of ...?", but "which goal does it name?"
    if _of_a_deed(query, base):
        return Declined(base.say("decline.not_in_source"))
    return None if _lists(query) or _dates(query) or _parties(query) or named else _told(query, base)


def _of_a_deed(query: Query, base: KnowledgeBase) -> bool:
    """Return whether it is asked what a state did with a document years later: "what did China say of the Charter in 2015?"."""
    named = [base.documents[name] for name in query.of("document") if name in base.documents]
    if len(named) != 1 or query.has("by-profile"):
        return False
    own = {named[0].year, *(int(str(fact.value)[:4]) for fact in base.related("strengthened"))}
    later = [year for year in query.of("year") if int(year[:4]) > named[0].year and int(year[:4]) not in own]
    return bool(later and {*query.of("country")} - {*named[0].partners})


def _told(query: Query, base: KnowledgeBase) -> Answer | Declined:
    """Return what the documents that are meant say, on the words of the question where it has any."""
    pointed = any(query.of(kind) for kind in POINTING)
    words = [word for word in query.of("content") if any(word in fact.about for fact in base.facts.values())]
    if len(words) > 1 and query.pairs("consultation", "contents"):  # "which document talks about explosives?"
        words = [word for word in words if word != "consultation"]
    documents = found(query, base, loose=bool(words)) if pointed else tuple(base.documents.values())
    topics = set(topics_of(query, base))
    if words == ["goal"] and documents and not (query.polar or _met(words, documents, base)):
        words = []  # "the phenomena that the protocol targets"
    opening = next((name for name in query.order if name not in query.of("kind")), "")
    if words == ["countermeasures"] == [opening] and len(documents) == 1 and not query.polar:
        words = []  # "what measures does it cover?" asks for all that it does
    if words:
        # "What steps against trafficking does the plan include?": what it includes, where that is what it is about.
        about = not query.polar and len(documents) == 1 and topics & {*documents[0].topics, *documents[0].touches}
        return (
            spelled_out(base, documents[0]) if about and not _met(words, documents, base) else _on(words, query, documents, base)
        )
    if topics and query.has("which") and len(query.of("document")) > 1:  # "which of the two mentions drugs?"
        documents = tuple(d for d in documents if topics & {*d.topics, *d.touches})
        if not documents:
            return replace(no_document(base), final=True)
    # "The convention on drugs", where none is about drugs.
    other = topics and not query.polar and len(documents) == 1 and not topics & {*documents[0].topics, *documents[0].touches}
    if not documents or len(documents) > FEW or other or not (pointed or topics):
        return no_document(base)
    if len(documents) == 1 and topics and query.polar:
        return _on_topics(query, base, documents[0])
    parts = [spelled_out(base, document) for document in documents]
    facts = [fact for document in documents for fact in contents(base, document)]
    return composed(*(p.text for p in parts), facts=facts, citations=citations(documents), items=[d.id for d in documents])


def _on_topics(query: Query, base: KnowledgeBase, document: Document) -> Answer:
    """Return whether a document is about topics; a word for several that is not said of it gets no verdict."""
    covered, topics = {*document.topics, *document.touches}, query.of("topic")
    if not all(topic in covered or covered & {*base.means.get(topic, ())} for topic in topics):
        return _absent(base, document)
    if not any(topic in covered or covered >= {*base.means.get(topic, (topic,))} for topic in topics):
        return described(base, document)  # "is the database agreement about trafficking?": of arms, but not of that
    return described(base, document, base.say("answer.not_so" if query.negated else "answer.yes"))


def translated(query: Query) -> bool:
    """Return whether it is asked how another language calls a document: "its Chinese name"."""
    return "language" in query.heard and bool(query.of("country"))


def _lists(query: Query) -> bool:
    """Return whether the documents themselves are asked for: "which agreements deal with arms?"."""
    return query.has("which") and bool(query.of("doctype")) and not (query.of("document") or query.of("content"))


def _parties(query: Query) -> bool:
    """Return whether it is asked who signed, or if a state is a party: "did Uzbekistan sign the Charter?"."""
    group = "working-group" in query.of("content")  # that "group" is no organisation
    named = {"organisation", "other-org"} & query.heard and {"sign", "adopt"} & query.heard
    # "Which organisations signed it?"; "which one has signed it, and about what?" is of both, and a title names the sides.
    issued = query.has("which") and bool(named) and not (group or query.has("contents"))
    signers = "who" in query.of("kind") and query.has("sign") and not query.has("fight")
    body = query.has("which") and "permanent-body" in query.heard and query.has("sign")  # "which body signed it?"
    if issued or signers or body:
        return True
    signs = query.polar and query.has("sign") and bool(query.of("country"))
    return signs and not (query.of("content") or query.of("topic"))


def _dates(query: Query) -> bool:
    """Return whether a date is supposed and nothing else: "was the Charter signed in 2002?"."""
    return query.polar and bool(query.of("year")) and not (query.of("content") or query.of("topic"))


def _met(words: list[str], documents: tuple[Document, ...], base: KnowledgeBase) -> bool:
    """Return whether the documents say something on the words."""
    return any(word in fact.about for document in documents for fact in contents(base, document) for word in words)


def _on(words: list[str], query: Query, documents: tuple[Document, ...], base: KnowledgeBase) -> Answer | Declined:
    """Return the facts that are about the words; of several readings of a word those that most other words go with."""
    if not query.polar and any(query.pairs("which", word) for word in {*words} & INSTANCES):
        return no_document(base)  # "which laws were harmonized?": of what kind they are is said, not which
    if query.has("rest") and query.has("which") and len(documents) == 1 and not query.polar:
        return _besides(words, documents[0], base)
    options = [(document, fact) for document in documents for fact in contents(base, document)]
    met = {fact.id: sum(word in fact.about for word in words) for _, fact in options}
    best = max(met.values(), default=0)
    if best == 0 and (same_year := _strengthened_then(words, documents, base)) is not None:
        return same_year
    if best == 0:
        return _absent(base, documents[0]) if len(documents) == 1 and options and query.polar else no_document(base)
    told = {word for _, fact in options if met[fact.id] == best for word in words if word in fact.about}
    kin = {fact.id for _, fact in options if met[fact.id] and {*words} & fact.about <= told and not query.polar}
    hits = [(document, fact) for document, fact in options if met[fact.id] == best or (len(documents) == 1 and fact.id in kin)]
    facts: list[Fact] = list(dict.fromkeys(fact for _, fact in hits))
    shown = list(dict.fromkeys(document for document, _ in hits))
    # How many agreed it, and in how many parts, is not looked at.
    says = query.polar and not (query.of("number") or query.of("count"))
    opening = base.say("answer.not_so" if query.negated else "answer.yes") if says else ""
    if query.polar and query.has("only") and all(document.partners for document in shown):  # "did the SCO do so on its own?"
        opening = base.say("answer.no")
    if query.has("which") and len(shown) == 1 and not query.of("document"):  # "in which paper was that decided?"
        opening = f"{titled(base, shown[0])}:"
    if says and not query.negated and _only_touched(query, shown):  # "is there a convention on firearms?"
        titles = " ".join(f"{titled(base, document)}." for document in shown)
        opening = base.say("document.touched", titles=titles)
    if len(facts) > FEW - 1:  # more is a list
        text = "\n".join(part for part in (opening, bullets(fact.say for fact in facts)) if part)
    else:
        text = said(opening, *(fact.say for fact in facts))
    return composed(text, facts=facts, citations=citations(shown), items=[document.id for document in shown])


def _strengthened_then(words: list[str], documents: tuple[Document, ...], base: KnowledgeBase) -> Answer | None:
    """Return what came into another document in the year of one of which only the title is known; None where nothing did.

    The source does not say that the one is the other: "does the 2010 agreement include explosives?" gets no verdict.
    """
    bare = [one for one in documents if not contents(base, one)]
    facts = [
        f for f in base.related("strengthened") if {*words} & f.about and str(f.value)[:4] in {str(one.year) for one in bare}
    ]
    if len(documents) != 1 or not facts:
        return None
    title = base.say("document.only_title", title=titled(base, bare[0]))
    return composed(title, said(*(fact.say for fact in facts)), facts=facts, citations=bare[0].cite, items=[bare[0].id])


def _only_touched(query: Query, documents: list[Document]) -> bool:
    """Return whether it is asked if there is a document of a type on a topic, and those that speak of it are about others."""
    asks = "there-is" in query.heard and {*query.of("doctype")} - {ANY_TYPE} and not query.of("document")
    topics = {*query.of("topic")}
    return bool(asks and topics) and not any(topics & {*document.topics} for document in documents)


def _besides(words: list[str], document: Document, base: KnowledgeBase) -> Answer:
    """Return what the profile says of a document besides what is about the words: "which other kinds does it cover?"."""
    facts = [fact for fact in contents(base, document) if not any(word in fact.about for word in words)]
    if not facts:
        return spelled_out(base, document)
    lead = base.say("document.covers", title=titled(base, document))
    return composed(f"{lead}\n{bullets(f.short for f in facts)}", facts=facts, citations=document.cite, items=[document.id])


def _absent(base: KnowledgeBase, document: Document) -> Answer:
    """Return that the profile does not say so of a document, and what it does say."""
    facts = contents(base, document)
    key = "document.absent" if facts else "document.absent.title"
    lead = base.say(key, name=the(base, document), year=document.year)
    return composed(lead, bullets(f.short for f in facts), facts=facts, citations=document.cite, items=[document.id])


def strengthened(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how and when an agreement was strengthened; and what the source does not say of that, where it is asked.

    None for a time after it, and for other documents.
    """
    facts = list(base.related("strengthened"))
    subjects = {fact.subject for fact in facts}
    others = {*query.of("document")} - subjects
    types = {*query.of("doctype")} - {"document"} - {base.documents[subject].type for subject in subjects}
    if not query.has("strengthen") and (others or types) and not subjects & {*query.of("document")}:
        return None  # "how does the MoU differ from the joint statement?"
    own = {str(fact.value) for fact in facts} | {str(base.documents[fact.subject].year) for fact in facts}
    years = {year[:4] for year in query.of("year")}
    strange = query.polar and set(query.of("topic")) - STRENGTHENED  # "did the strengthening of 2010 include drugs?"
    if strange or (query.has("after") and not query.has("since") and any(year >= max(own) for year in years)):
        return None
    if years and not years & own:
        return composed(f"{base.say('answer.no')} {facts[0].say}", facts=facts) if query.polar else no_document(base)
    notes = [fact for fact in base.related("note") if query.polar and any(query.has(word) for word in fact.about)]
    if notes:
        return composed(" ".join(fact.say for fact in notes), facts=notes)
    words = [word for word in query.of("content") if any(word in fact.about for fact in base.facts.values())]
    if words and not any(set(words) & fact.about for fact in facts):
        return no_document(base)
    opening = verdict(query, base, truth=True) if query.polar else ""
    return composed(
        said(opening, *(fact.say for fact in facts)),
        facts=facts, items=[fact.subject for fact in facts],
    )  # fmt: skip


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.content": content,
    "document.strengthened": strengthened,
}
