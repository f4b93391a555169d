"""Agreements and other documents: found by name, year, topic, partner and legal force; their titles, parties and contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.answering.saying import bullets, capital, cites, composed, joined, named
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Citation, Declined, Fact, Query

GENERIC = frozenset({"document"})
"""Words that fit a document of any type."""


def span(query: Query) -> Callable[[int], bool] | None:
    """Return whether a year is in the time that the question names; None when it names none."""
    years = [int(year[:4]) for year in query.of("year")]
    if not years:
        return None
    if len(years) > 1:
        return lambda year: min(years) <= year <= max(years) if query.has("between") else year in years
    one = years[0]
    if query.has("before"):
        return lambda year: year < one
    if query.has("after"):
        return lambda year: year >= one if query.has("since") else year > one
    return lambda year: year == one


def found(query: Query, base: KnowledgeBase, *, loose: bool = True) -> tuple[Document, ...]:
    """Return the documents that the question speaks of, in the order of their years.

    A document that is named is itself; else type, year, legal force, topic, partner and body each narrow the choice.

    Args:
        loose: Whether a topic that a document touches, without having it in its title, counts too.
    """
    named_ids = query.of("document")
    documents = sorted(base.documents.values(), key=lambda d: (d.year, d.month or 0, d.id))
    partners = {partner for d in base.documents.values() for partner in d.partners}
    others = {o for o in query.of("organisation") if o != "sco"} | (set(query.of("country")) & partners)
    if named_ids:
        chosen = [base.documents[d] for d in named_ids if d in base.documents]
        # "The African Union's charter" is not the SCO's: a side that a document does not have makes it another document.
        return tuple(d for d in chosen if others <= set(d.partners) or (len(chosen) > 1 and others & set(d.partners)))
    force = query.of("force")
    if force == ("binding",) and query.has("rest") and not query.polar and "and" not in query.order and not query.has("together"):
        force = ("other-force",)
    if force == ("binding",) and (query.has("without") or query.negated) and not query.polar:
        force = ("other-force",)
    if force and len(set(force)) == 1:
        documents = [d for d in documents if d.force == ("binding" if force[0] == "binding" else "other")]
    types = [t for t in query.of("doctype") if t not in GENERIC]
    if types and not set(query.of("doctype")) & GENERIC:
        documents = [d for d in documents if d.type in types] or documents
    elif types:
        documents = [d for d in documents if d.type in types] if not _any_type(query) else documents
    within = span(query)
    if within is not None:
        documents = [d for d in documents if within(d.year)]
    for partner in (*query.of("organisation"), *query.of("country")):
        if partner == "sco" or (partner in {f.subject for f in base.related("status")} and partner != "afg"):
            continue
        documents = [d for d in documents if partner in d.partners]
    for body in query.of("body"):
        documents = [d for d in documents if body in d.bodies]
    topics = _topics(query)
    if topics:
        strict = [d for d in documents if set(topics) & set(d.topics)]
        wide = [d for d in documents if set(topics) & {*d.topics, *d.touches}]
        documents = wide if loose else strict or wide
    return tuple(documents)


def _any_type(query: Query) -> bool:
    """Return whether "agreement" was one of several readings of a word that means any document: "treaty", "pact"."""
    return "agreement" in query.of("doctype")


def _topics(query: Query) -> tuple[str, ...]:
    topics = [t for t in query.of("topic") if t != "trafficking"]
    if "evils" in topics:
        topics += ["terrorism", "separatism", "extremism"]
    if not topics and "trafficking" in query.of("topic"):
        topics = ["arms", "drugs"]
    return tuple(topics)


def titled(base: KnowledgeBase, document: Document) -> str:
    """Return ``Charter of the SCO (2002)``; the name alone where no title is printed."""
    name, title = base.names[document.id]
    if title == name:
        return capital(name)
    return base.say("document.titled", title=base.names[document.id][1], year=document.year)


def citations(documents: Iterable[Document]) -> tuple[Citation, ...]:
    """Return where the documents stand, each citation once."""
    return tuple(dict.fromkeys(c for d in documents for c in d.cite))


def contents(base: KnowledgeBase, document: Document) -> list[Fact]:
    """Return what the profile says of a document."""
    return [fact for fact in base.of(document.id) if fact.relation in {"content", "strengthened"}]


def none_found(query: Query, base: KnowledgeBase) -> Declined:
    """Return the decline for a filter that leaves nothing."""
    return Declined(base.say("decline.no_document"), final=False)


def lists(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the documents that fit, with title and year; to a Yes/No question, whether there are any."""
    documents = found(query, base, loose=rule.options.get("loose") != "no")
    if not documents:
        if query.polar:
            return composed(base.say("document.none"), citations=citations(base.documents.values()))
        return none_found(query, base)
    documents = _ranked(query, documents)
    verdict = base.say("answer.yes") if query.polar and not query.of("document") else ""
    if query.polar and query.has("all") and query.of("force"):
        return _all_of(query, base)
    if len(documents) == 1:
        return _one(query, base, documents[0], verdict)
    forces = {d.force for d in documents}
    lines = [titled(base, d) for d in documents]
    lead = base.say("document.lead" if len(forces) > 1 or not query.of("force") else f"document.lead.{documents[0].force}", count=len(documents))
    text = f"{lead}\n{bullets(lines)}"
    if len(forces) > 1:
        groups = [
            f"{base.say(f'document.group.{force}')}\n{bullets(titled(base, d) for d in documents if d.force == force)}"
            for force in ("binding", "other", "unlisted")
            if any(d.force == force for d in documents)
        ]
        text = "\n\n".join(groups)
    return composed(
        " ".join(p for p in (verdict, "" if len(forces) > 1 else "") if p), text, citations=citations(documents), items=[d.id for d in documents]
    )


def _all_of(query: Query, base: KnowledgeBase) -> Answer:
    """Return whether all documents have the legal force asked about: some have, some have not."""
    every = tuple(base.documents.values())
    counts = {force: sum(d.force == force for d in every) for force in ("binding", "other")}
    return composed(base.say("document.not_all", **counts), citations=citations(every), items=[d.id for d in every])


def _ranked(query: Query, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return the first, the last or the n-th where the question asks for it, else all."""
    years = [d.year for d in documents]
    if query.has("first"):
        return tuple(d for d in documents if d.year == min(years))
    if query.has("last"):
        return tuple(d for d in documents if d.year == max(years))
    places = [int(n) for n in query.of("ordinal")]
    if places and places[0] > 1 and places[0] <= len(documents):
        return (documents[places[0] - 1],)
    return documents


def _one(query: Query, base: KnowledgeBase, document: Document, verdict: str = "") -> Answer:
    """Return a document by its title, with its force and what the profile says of it."""
    facts = contents(base, document)
    text = base.say(f"document.one.{document.force}", title=titled(base, document))
    items = bullets(fact.short for fact in facts)
    lead = base.say("document.contents") if facts else ""
    return composed(
        " ".join(p for p in (verdict, text) if p), f"{lead}\n{items}" if facts else "",
        facts=facts, citations=(*document.cite, *cites(facts)), items=[document.id],
    )  # fmt: skip


def portrait(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return a document by its title with what the profile says of it; of several, what it says of each."""
    documents = found(query, base)
    if not documents:
        return None
    return _one(query, base, documents[0]) if len(documents) == 1 else content(query, rule, base)


def counts(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many documents fit; asked for both lists, the count of each."""
    forces = set(query.of("force"))
    if query.has("together") and query.has("rest"):
        forces = set()
        query = replace(query, slots={k: v for k, v in query.slots.items() if k != "force"})
    documents = [d for d in found(query, base) if d.force != "unlisted"]
    if not documents:
        return none_found(query, base)
    numbers = set(query.of("number"))
    listed = sum(d.force == "binding" for d in documents), sum(d.force == "other" for d in documents)
    if rule.options.get("compare"):
        listed = tuple(sum(d.force == force for d in base.documents.values()) for force in ("binding", "other"))  # type: ignore[assignment]
        truth = listed[0] > listed[1] if query.has("more") else listed[0] < listed[1] if query.has("less") else listed[0] == listed[1]
        if query.order.index("binding") > min((query.order.index(n) for n in query.order if n in {"other-force", "rest", "not"}), default=99):
            truth = not truth if listed[0] != listed[1] else truth
        verdict = base.say("answer.yes" if truth is not query.negated else "answer.no") if query.polar else ""
        text = base.say("document.count.both", count=sum(listed), binding=listed[0], other=listed[1])
        return composed(" ".join(p for p in (verdict, text) if p), citations=citations(base.documents.values()))
    if len(forces) == 1 or not all(listed):
        force = documents[0].force
        text = base.say(f"document.count.{force}" if forces else "document.count", count=len(documents))
    else:
        text = base.say("document.count.both", count=len(documents), binding=listed[0], other=listed[1])
    if query.polar and numbers:
        text = f"{base.say('answer.yes' if str(len(documents)) in numbers else 'answer.no')} {text}"
    return composed(
        text, bullets(titled(base, d) for d in documents), citations=citations(documents), items=[d.id for d in documents]
    )


def when(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the year of each document asked about; checks a year that the question supposes."""
    documents = found(query, base, loose=False) if query.of("document") else _ranked(query, found(query, base, loose=False))
    if "when" not in query.of("kind") and not query.polar:
        return None
    if not query.of("document"):
        documents = _resolved(query, base) or documents
    if query.has("before") or query.has("after"):
        documents = one_of(_without(query, query.of("year")), base)
    if not documents or len(documents) > 4:  # noqa: PLR2004 - a list is not what "when" asks for
        return none_found(query, base)
    sentences = [_dated(base, d) for d in documents]
    facts = [fact for d in documents for fact in base.of(d.id) if fact.relation == "content"][:1]
    verdict = ""
    years = set(query.of("year"))
    if query.polar and years:
        good = any(str(documents[0].year) == year[:4] and _month_fits(documents[0], year) for year in years)
        within = span(query)
        if within is not None and (query.has("before") or query.has("after")):
            good = within(documents[0].year)
        verdict = base.say("answer.yes" if good else "answer.no")
    return composed(
        " ".join(p for p in (verdict, *sentences) if p), facts=facts if len(documents) == 1 else (),
        citations=citations(documents), items=[d.id for d in documents],
    )  # fmt: skip


def _month_fits(document: Document, year: str) -> bool:
    return len(year) < 7 or document.month == int(year[5:7])  # noqa: PLR2004 - a year alone has four characters


def _dated(base: KnowledgeBase, document: Document) -> str:
    from bot.knowledge import long_date  # noqa: PLC0415

    date = f"{document.year}-{document.month:02}" if document.month else str(document.year)
    return base.say("document.dated", title=capital(base.name(document.id)) if False else _the(base, document), date=long_date(date))


def _the(base: KnowledgeBase, document: Document) -> str:
    """Return the document's name to begin a sentence with, without the year in brackets."""
    return base.say("document.the", name=base.name(document.id).rsplit(" (", 1)[0])


def _resolved(query: Query, base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the one document that the question means, or ()."""
    strict = found(query, base, loose=False)
    return strict if len(strict) == 1 else ()


def one_of(query: Query, base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the document or documents that a question about contents, parties, title or force is about."""
    if query.of("document"):
        return found(query, base)
    return _resolved(query, base) or found(query, base, loose=False)


def title(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the full title."""
    documents = one_of(query, base)
    if not documents or len(documents) > 3:  # noqa: PLR2004
        return none_found(query, base)
    if any(d.force == "unlisted" for d in documents):
        return Declined(base.say("decline.no_title"))
    text = " ".join(base.say("document.full_title", title=titled(base, d)) for d in documents)
    return composed(text, citations=citations(documents), items=[d.id for d in documents])


def force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether a document is on the list of legally binding instruments; None for a list of them."""
    documents = one_of(query, base)
    if not query.polar and not query.of("document"):
        return None
    if not documents or len(documents) > 3:  # noqa: PLR2004
        return None
    asked = "binding" if "binding" in query.of("force") and "other-force" not in query.of("force") else "other"
    sentences = [base.say(f"document.force.{d.force}", name=_the(base, d)) for d in documents]
    truth = all(d.force == asked or (asked == "other" and d.force != "binding") for d in documents)
    verdict = ""
    if query.polar:
        negated = query.negated and "binding" in query.of("force") and "other-force" not in query.of("force")
        verdict = base.say(("answer.not_so" if truth else "answer.right") if negated else ("answer.yes" if truth else "answer.no"))
    return composed(" ".join(p for p in (verdict, *sentences) if p), citations=citations(documents), items=[d.id for d in documents])


def parties(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the sides of a document as far as they are printed; checks a side that the question supposes."""
    supposed = [o for o in (*query.of("organisation"), *query.of("country")) if o != "sco"] if query.polar else []
    counted = "how-many" in query.of("kind") and query.has("organisation")
    if not (supposed or counted or "who" in query.of("kind") or query.has("parties")):
        return None
    narrowed = _without(query, supposed) if supposed else query
    documents = [d for d in one_of(narrowed, base)]
    if supposed and len(documents) != 1:
        return none_found(query, base)
    if not documents or len(documents) > 3:  # noqa: PLR2004
        return none_found(query, base)
    sentences, facts = [], []
    for document in documents:
        facts += [f for f in base.of(document.id) if f.relation == "content"][:1]
        fact = base.facts.get(f"{document.id}.parties")
        if fact is not None:
            level = base.facts.get(f"{document.id}.level")
            facts += [fact, level] if level else [fact]
            sentences += [f.say for f in (fact, level) if f]
        elif document.force == "binding":
            sentences.append(base.say("document.parties.members", name=_the(base, document)))
        else:
            return none_found(query, base)
    verdict = ""
    if supposed:
        sides = {*documents[0].partners, *documents[0].bodies}
        truth = all(o in sides for o in supposed)
        if not truth and not documents[0].partners:
            return Declined(base.say("decline.parties"))
        verdict = base.say("answer.yes" if truth is not query.negated else "answer.no")
    return composed(" ".join(p for p in (verdict, *sentences) if p), facts=facts, citations=citations(documents), items=[d.id for d in documents])


def _without(query: Query, ids: Sequence[str]) -> Query:
    slots = {kind: tuple(i for i in found_ids if i not in ids) for kind, found_ids in query.slots.items()}
    return replace(query, slots=slots)


def content(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return what a document says, or which documents say what the question names.

    With words for contents ("training", "storage"), the facts that are about all of them; where a document is named that
    does not have them, the answer says so and tells what it has.
    """
    words = [w for w in (*query.of("content"), *query.of("topic")) if w != "trafficking"]
    if query.has("strengthen"):
        return strengthened(query, rule, base)
    if query.polar and (query.has("outside") or query.has("leave")):
        query = replace(query, negated=not query.negated)
    documents = one_of(query, base) if _points(query) else tuple(base.documents.values())
    about = [w for w in query.of("content") if any(w in f.about for f in base.facts.values())]
    options = [(d, f) for d in documents for f in contents(base, d)]
    if about:
        # A word may have several readings ("trade": a topic, a sale); the facts that meet most of them are meant.
        scored = [(sum(w in f.about for w in about), d, f) for d, f in options]
        best = max((s for s, _, _ in scored), default=0)
        hits = [(d, f) for s, d, f in scored if s == best and s > 0]
        if best < _tokens(query):
            hits = []
        if not hits:
            if len(documents) == 1 and options and query.polar:
                return _absent(query, base, documents[0])
            return none_found(query, base)
        facts = list(dict.fromkeys(f for _, f in hits))
        shown = list(dict.fromkeys(d for d, _ in hits))
        verdict = base.say("answer.not_so" if query.negated else "answer.yes") if query.polar else ""
        text = " ".join(p for p in (verdict, *(f.say for f in facts)) if p)
        if len(facts) > 2:  # noqa: PLR2004 - more is a list
            text = "\n".join([*([verdict] if verdict else []), bullets(f.say for f in facts)])
        return composed(text, facts=facts, citations=citations(shown), items=[d.id for d in shown])
    if not documents or len(documents) > 3 or not words and not _points(query):  # noqa: PLR2004
        return none_found(query, base)
    topics = _topics(query)
    if len(documents) == 1 and topics and query.polar:
        document = documents[0]
        if not set(topics) <= {*document.topics, *document.touches}:
            return _absent(query, base, document)
        return _one(query, base, document, base.say("answer.not_so" if query.negated else "answer.yes"))
    if len(documents) == 1:
        return _spelled(base, documents[0])
    parts = [_spelled(base, d) for d in documents]
    return composed(
        *(part.text for part in parts), facts=[f for d in documents for f in contents(base, d)], citations=citations(documents),
        items=[d.id for d in documents],
    )  # fmt: skip


def _tokens(query: Query) -> int:
    """Return how many of the content words a fact must be about, so that none of the question is passed over."""
    return 1


def _points(query: Query) -> bool:
    return bool(query.of("document") or query.of("doctype") or query.of("year") or query.of("organisation") or query.of("country") or query.of("body"))


def _spelled(base: KnowledgeBase, document: Document) -> Answer:
    facts = contents(base, document)
    if not facts:
        return composed(base.say("document.only_title", title=titled(base, document)), citations=document.cite, items=[document.id])
    lead = base.say("document.covers", title=titled(base, document))
    if len(facts) == 1:
        return composed(lead, facts[0].say, facts=facts, citations=document.cite, items=[document.id])
    return composed(f"{lead}\n{bullets(f.short for f in facts)}", facts=facts, citations=document.cite, items=[document.id])


def _absent(query: Query, base: KnowledgeBase, document: Document) -> Answer:
    facts = contents(base, document)
    lead = base.say("document.absent", name=_the(base, document), year=document.year)
    return composed(lead, bullets(f.short for f in facts), facts=facts, citations=document.cite, items=[document.id])


def strengthened(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how and when the agreement of 2008 was strengthened."""
    facts = list(base.related("strengthened"))
    note = base.facts["arms-2008.not-said"]
    years = {year[:4] for year in query.of("year")} - {"2008"}
    if years and "2010" not in years:
        return composed(f"{base.say('answer.no')} {facts[0].say}", facts=facts) if query.polar else none_found(query, base)
    about = [w for w in query.of("content") if w not in {"use"}]
    if about and not any(set(about) & f.about for f in facts):
        return none_found(query, base)
    if query.polar and (query.has("crime-2010") or query.of("topic") == ("crime",)):
        return composed(note.say, facts=[note])
    verdict = base.say("answer.yes") if query.polar and not query.negated else ""
    return composed(" ".join(p for p in (verdict, *(f.say for f in facts)) if p), facts=facts, items=["arms-2008"])


def partners(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the outside partners of the documents that fit, each with its documents."""
    documents = [d for d in found(query, base) if d.partners]
    if not documents:
        return none_found(query, base)
    partners_in_order = dict.fromkeys(p for d in documents for p in d.partners)
    lines = [
        base.say("document.partner", partner=base.name(p), documents=joined(base, [base.name(d.id) for d in documents if p in d.partners]))
        for p in partners_in_order
    ]
    return composed(
        f"{base.say('document.partners', names=named(base, partners_in_order))}\n{bullets(lines)}",
        citations=citations(documents), items=list(partners_in_order),
    )  # fmt: skip


def multi(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the documents with several outside partners at once."""
    numbers = [int(n) for n in query.of("number") if n.isdigit()]
    documents = [d for d in found(query, base) if len(d.partners) > 1]
    if numbers and numbers[0] not in {len(d.partners) for d in documents} | {len(d.partners) + 1 for d in documents}:
        return none_found(query, base)
    if not documents:
        return none_found(query, base)
    return _one(query, base, documents[0])


def same_force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the other documents on the list of the one that the question names."""
    named_ids = query.of("document")
    if not named_ids:
        return None
    one = base.documents[named_ids[0]]
    rest = [d for d in base.documents.values() if d.force == one.force and d.id != one.id]
    lead = base.say(f"document.lead.{one.force}", count=len(rest))
    return composed(f"{lead}\n{bullets(titled(base, d) for d in rest)}", citations=citations(rest), items=[d.id for d in rest])


def dealings(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the SCO has agreed with a partner: each document with what the profile says of it."""
    documents = list(found(query, base))
    if not documents:
        return None
    content_words = query.of("content")
    if content_words and any(w in f.about for d in documents for f in contents(base, d) for w in content_words):
        return content(query, rule, base)
    facts = [f for d in documents for f in contents(base, d)]
    if len(documents) == 1:
        return _one(query, base, documents[0])
    blocks = [f"{titled(base, d)}\n{bullets(f.short for f in contents(base, d))}" for d in documents]
    return composed(*blocks, facts=facts, citations=citations(documents), items=[d.id for d in documents])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.list": lists,
    "document.portrait": portrait,
    "document.count": counts,
    "document.when": when,
    "document.title": title,
    "document.force": force,
    "document.parties": parties,
    "document.content": content,
    "document.strengthened": strengthened,
    "document.partners": partners,
    "document.multi": multi,
    "document.with": dealings,
    "document.same": same_force,
}
