"""Which documents a question is about: found by name, year, topic, partner, body and legal force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.answering.saying import capital
from bot.answering.times import YEAR
from bot.knowledge import Document, KnowledgeBase
from bot.model import Citation, Declined, Fact, Query

ANY_TYPE = "document"  # the word that fits a document of any type
STEM = 6  # letters that a word of a title shares with its topic: "terror"
PAIR = 2  # topics of which a document may have one; of more it has all
TREATIES = frozenset({"agreement", "convention", "charter"})
"""Types of documents that are treaties, whatever list they are on."""
FEW = 3  # documents up to which a question is about each of them; more are a list


def span(query: Query) -> Callable[[int], bool] | None:
    """Return whether a year is in the time that the question names; None when it names none."""
    years = [int(year[:4]) for year in query.of("year")]
    if not years:
        return None
    if len(years) > 1:
        return _bounds(query, years)
    one = years[0]
    if query.has("by-end"):
        return lambda year: year <= one
    if query.has("before"):
        return lambda year: year < one
    if query.has("after"):
        return lambda year: year >= one if query.has("since") else year > one
    return lambda year: year == one


def _bounds(query: Query, years: Sequence[int]) -> Callable[[int], bool]:
    """Return whether a year is in the time of several: from one to another, after them all, before them all, or one of them."""
    least, most = min(years), max(years)
    if query.has("between"):
        return lambda year: least <= year <= most
    if query.has("after") and query.has("before"):
        return lambda year: least < year < most
    if query.has("after") or query.has("before"):
        return lambda year: year > most if query.has("after") else year < least
    return lambda year: year in years


def _of_another_year(query: Query, base: KnowledgeBase) -> Query:
    """Return the query without a document of the talk that is not of the year it names: "its title; and of the one of 2008?"."""
    named = {*query.of("document")} & base.documents.keys()
    if not named or named & query.heard or "<year>" not in query.heard or query.has("after") or query.has("before"):
        return query
    if query.polar and query.heard <= {"<year>", "<as-of>", *query.of("year")}:
        return query  # "was the declaration signed with the UN?" - "in 2009?"
    years = {year[:YEAR] for year in query.of("year")}
    mine = {name for name in named if str(base.documents[name].year) in years}
    mine |= {name for name in named for fact in base.of(name) if any(year in fact.say for year in years)}  # "the 2010 add-on"
    of_years = any(str(document.year) in years for document in base.documents.values())
    return query if mine or not of_years else query.leaving_out(tuple(named))


def found(query: Query, base: KnowledgeBase, *, loose: bool = True) -> tuple[Document, ...]:
    """Return the documents that the question speaks of, in the order of their years.

    A document that is named is itself; else type, year, legal force, topic, partner and body each narrow the choice.

    Args:
        query: What was understood.
        base: The knowledge.
        loose: Whether a topic that a document touches, without having it in its title, counts too.
    """
    query = _of_another_year(query, base)
    outsiders = _outsiders(query, base)
    cities = set(query.of("city"))
    if query.of("document"):
        chosen = [base.documents[name] for name in query.of("document") if name in base.documents]
        if len(chosen) > 1 and query.has("only"):  # of a list that was given: "only from 2010"
            return _only(query, chosen, base)
        chosen = chosen if query.polar or not _of_elsewhere(query, chosen, base) else []  # "the Astana declaration"
        # "The African Union's charter" is not the SCO's: a side that a document does not have makes it another document.
        return tuple(d for d in chosen if outsiders <= set(d.partners) or (len(chosen) > 1 and outsiders & set(d.partners)))
    topics = set(topics_of(query, base))
    if topics and query.of("body") and query.has("named-so") and not query.polar:  # "terrorism or RATS in their titles"
        either = (found(query.leaving_out(query.of(kind)), base, loose=False) for kind in ("body", "topic"))
        titled_so = {document.id: document for part in either for document in part if document.force != "unlisted"}
        return tuple(sorted(titled_so.values(), key=lambda d: (d.year, d.month or 0)))
    denied = query.negated or query.has("neither") or _spares(query)
    if denied and not query.polar and (topics or outsiders):
        return _without(query, base, topics, outsiders)
    documents = _of_force(query, sorted(base.documents.values(), key=lambda d: (d.year, d.month or 0)))
    within = span(query)
    narrowed = [
        d
        for d in documents
        if (within is None or within(d.year))
        and (not cities or d.place in cities)
        and outsiders <= set(d.partners)
        and _of_bodies(query, d)
    ]
    documents = _of_type(query, narrowed, documents)
    if not documents and outsiders and set(query.of("doctype")) <= {"agreement", ANY_TYPE}:
        documents = narrowed  # "the agreements with the CSTO" are whatever was signed with it
    if topics and query.has("named-so"):  # "terrorism or terrorist in their titles"
        return tuple(d for d in documents if topics & {*d.topics} or has_stem(base, d, topics))
    if "both" in query.heard and len(topics) > 1:  # "about both terrorism and arms"
        documents = [d for d in documents if topics <= {*d.topics, *d.touches}]
    own = query.has("own-subject") and not query.polar  # "which one is specifically about arms?"
    return _of_topics(documents, topics, loose=loose and not own) if topics else tuple(documents)


def of_titles(query: Query, documents: tuple[Document, ...], base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents whose title is about the topics of the question, where titles are asked for."""
    topics = set(topics_of(query, base))
    titles = {"named-so", "title"} & query.heard and not ({"not", "without"} & query.heard or query.of("body"))
    return tuple(d for d in documents if topics & set(d.topics) or has_stem(base, d, topics)) if titles and topics else documents


def has_stem(base: KnowledgeBase, document: Document, topics: Iterable[str]) -> bool:
    """Return whether a document's title has the stem of a topic: "Anti-Terrorist" that of terrorism."""
    _, title = base.names[document.id]
    return any(topic[:STEM] in title.casefold() for topic in topics)


def _of_topics(documents: Sequence[Document], topics: set[str], *, loose: bool) -> tuple[Document, ...]:
    """Return the documents of the topics: those that have them all where they are many, else those that have one of them."""
    whole = [d for d in documents if topics <= set(d.topics)] if len(topics) > PAIR else []
    if whole:
        return tuple(whole)  # "the convention on terrorism, separatism and extremism"
    strict = [d for d in documents if topics & set(d.topics)]
    wide = [d for d in documents if topics & {*d.topics, *d.touches}]
    return tuple(wide if loose else strict or wide)


def as_meant(query: Query, base: KnowledgeBase) -> Query:
    """Return the query without a document that is named by the word for its type alone, and need not be the one that is meant.

    "The convention from Yekaterinburg" or "of 2017" is not the one that is mostly meant by the word, and of "the terrorism
    convention" there are two: the type counts then, with the place, the year or the topic.
    """
    every = {**base.documents, **base.later}
    cities, years = query.of("city"), {year[:YEAR] for year in query.of("year")}

    def fits(document: Document) -> bool:
        return document.place in cities or str(document.year) in years

    types = {document.type for document in every.values() if fits(document)} & set(query.of("doctype"))
    strangers = [d for d in query.of("document") if d in every and not fits(every[d]) and every[d].type in types]
    topics = set(query.of("topic"))
    alike = [d.id for d in every.values() if d.type in query.of("doctype") and topics & set(d.topics)]
    return query.leaving_out([*strangers, *(alike if len(alike) > 1 else ())])


def _without(query: Query, base: KnowledgeBase, topics: set[str], outsiders: set[str]) -> tuple[Document, ...]:
    """Return the documents that are not about the topics or partners named: "which ones do not mention terrorism"."""
    plain = {**query.slots, "topic": (), "organisation": (), "country": ()}
    rest = found(replace(query, slots=plain, negated=False).leaving_out(["without"]), base)
    titles = query.has("title")
    return tuple(d for d in rest if not (topics & {*d.topics, *(() if titles else d.touches)} or outsiders & set(d.partners)))


def _only(query: Query, documents: list[Document], base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents of a list that are of the years, types, force, topics and partners named."""
    kept = found(query.leaving_out(query.of("document")), base)
    return tuple(d for d in documents if d in kept)


def _outsiders(query: Query, base: KnowledgeBase) -> set[str]:
    """Return the organisations besides the SCO and the countries besides its members that are named: the other side."""
    members = {fact.subject for fact in base.related("status") if fact.value == "member"}
    return {name for name in (*query.of("organisation"), *query.of("country")) if name != "sco" and name not in members}


def _of_elsewhere(query: Query, chosen: Sequence[Document], base: KnowledgeBase) -> bool:
    """Return whether a city names the document, and is the place of none of those that it might be."""
    cities = {name for name in query.heard if base.kinds.get(name) == "city"}
    # "Astana" may stand for Kazakhstan as well.
    sides = {c for c in query.of("country") if any(query.pairs(c, type_) for type_ in query.of("doctype"))}
    if sides and not any(sides & {*document.partners} for document in chosen):
        return True
    if not cities or {"sign", "adopt", "happen", "where", "summit"} & query.heard:
        return False
    names = [base.name(city) for city in cities]
    told = " ".join(fact.say for document in chosen for fact in base.of(document.id))
    places = {document.place for document in chosen}
    return not (places & cities or any(name in told for name in names))


def _of_bodies(query: Query, document: Document) -> bool:
    """Return whether a document is of the body that is named, or of one of several: "was it RATS or the Secretariat?"."""
    bodies = set(query.of("body"))
    if "sco-or-body" in query.heard:  # "what ties it to the SCO or to RATS?"
        return True
    return bool(bodies & set(document.bodies)) if len(bodies) > 1 else bodies <= set(document.bodies)


def _of_force(query: Query, documents: list[Document]) -> list[Document]:
    forces = set(query.of("force"))
    if not forces and _denies(query, "agreement") and not query.polar:
        forces = {"other-force"}  # "those that are no treaties"
    if len(forces) > 1 and query.has("without"):  # "besides the binding ones, which other official documents"
        forces = {"binding"}
    if len(forces) != 1:
        return documents
    binding = "binding" in forces
    # "besides the binding ones", "which are not binding", "the other ones": the documents of the other list are meant.
    # "Treaties or other binding texts": of the binding ones those that are not called treaties, too.
    such = query.pairs("rest", "binding")
    rest = query.has("rest") and not (query.has("together") or query.has("other-org") or such)
    kept = any(_denies(query, kind) for kind in query.of("doctype")) and not _denies(query, "binding")
    others = query.has("without") or (query.negated and not kept) or rest
    if binding and others and not query.polar:
        binding = False
    return [d for d in documents if d.force == ("binding" if binding else "other")]


def _spares(query: Query) -> bool:
    """Return whether topics are left out: "agreements without weapons"; not in "besides the binding ones, which on weapons"."""
    order = list(query.order)
    behind = order[order.index("without") + 1 :] if "without" in order else []
    place = next((place for place, name in enumerate(behind) if name in query.of("topic")), None)
    sorts = {*query.of("doctype"), *query.of("force"), *query.of("document")}
    return place is not None and not sorts & set(behind[:place])


def _denies(query: Query, name: str) -> bool:
    """Return whether a word is denied: it stands behind the "not"."""
    order = list(query.order)
    return "not" in order and name in order[order.index("not") :]


def _of_type(query: Query, documents: list[Document], every: list[Document]) -> list[Document]:
    """Return those of the type that is named; "agreement" may mean any binding one where none is called so."""
    named = set(query.of("doctype"))
    types = named - {ANY_TYPE}
    denied = {kind for kind in types if query.of("force") and not query.polar and _denies(query, kind)}
    if denied:  # "which binding instruments are not agreements?"
        return [d for d in documents if d.type not in denied]
    if types == {"agreement"} and query.of("force") == ("binding",) and not query.has("named-so"):
        return documents  # "legally binding agreements" are what the profile calls instruments
    if treaties(query):
        return [d for d in documents if d.force == "binding" or d.type in TREATIES]
    loosely = ANY_TYPE in named and "agreement" in types and not query.has("named-so")
    if not types or loosely:  # "treaty" and "pact" may mean an agreement, or any document
        return documents
    of_type = [d for d in documents if d.type in types]
    if of_type or ANY_TYPE in named or not any(d.type in types for d in every):
        return of_type if of_type or ANY_TYPE in named else documents
    return [d for d in documents if d.force == "binding"] if "agreement" in types else []


def treaties(query: Query) -> bool:
    """Return whether only treaties are asked for, and not whatever was signed with somebody: "a treaty with the CSTO"."""
    sides = [name for name in (*query.of("organisation"), *query.of("country")) if name != "sco"]
    return "treaty-word" in query.heard and {*query.of("doctype")} == {"agreement", ANY_TYPE} and not (query.of("force") or sides)


def topics_of(query: Query, base: KnowledgeBase) -> tuple[str, ...]:
    """Return the topics that are named; "trafficking" alone and "the three evils" stand for several."""
    plain = [topic for topic in query.of("topic") if topic not in base.means]
    return tuple(plain or [part for topic in query.of("topic") for part in base.means[topic]])


def meant(query: Query, base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents that a question about contents, parties, title or force is about."""
    return found(query, base, loose=False)


def set_aside(query: Query, base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents that fit besides those with a partner that is set aside: "besides those with the UN"; () for none."""
    aside = {*query.of("organisation")} - {"sco"} if "without" in query.heard and not query.of("document") else set()
    documents = found(query.leaving_out(tuple(aside)), base) if aside else ()
    return tuple(document for document in documents if not aside & {*document.partners})


def preferred(query: Query) -> Query:
    """Return the query without a force that narrows nothing: "rather than under the binding ones", "binding or not"."""
    if query.has("any-force"):
        return replace(query, slots={**query.slots, "force": ()})
    if not query.has("rather-than") or len(query.of("force")) < 2:  # noqa: PLR2004
        return query
    first = next(name for name in query.order if name in query.of("force"))
    return replace(query, slots={**query.slots, "force": (first,)})


def titled(base: KnowledgeBase, document: Document) -> str:
    """Return ``Charter of the SCO (2002)``; the name alone where no title is printed."""
    name, title = base.names[document.id]
    return capital(name) if title == name else base.say("document.titled", title=title, year=document.year)


def plain_name(base: KnowledgeBase, document: Document) -> str:
    """Return what it is called within a sentence, without the year in brackets."""
    return base.name(document.id).rsplit(" (", 1)[0]


def the(base: KnowledgeBase, document: Document) -> str:
    """Return the name to begin a sentence with."""
    return base.say("document.the", name=plain_name(base, document))


def citations(documents: Iterable[Document]) -> tuple[Citation, ...]:
    """Return where the documents stand, each citation once."""
    return tuple(dict.fromkeys(citation for document in documents for citation in document.cite))


def contents(base: KnowledgeBase, document: Document) -> list[Fact]:
    """Return what the profile says of a document."""
    return [fact for fact in base.of(document.id) if fact.relation in {"content", "strengthened"}]


def no_document(base: KnowledgeBase) -> Declined:
    """Return the decline for a choice that leaves nothing; another rule may still have an answer."""
    return Declined(base.say("decline.no_document"), final=False)
