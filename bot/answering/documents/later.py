"""Documents that only later sources name: told beside those of the primary source's lists, never counted with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.answering.documents.finding import ANY_TYPE, FEW, TREATIES, as_meant, citations, found, titled
from bot.answering.documents.particulars import date, of_day
from bot.answering.saying import bullets, composed, said, verdict
from bot.answering.times import YEAR
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

Operation = Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]

LISTING = frozenset({"document.list", "document.count", "event.year"})
"""Operations whose answer the later documents are added to."""
FILTERS = ("year", "topic", "force", "body", "city")
"""Kinds of mentions that choose among documents, besides partners."""
ALONE = LISTING | {f"document.{what}" for what in ("when", "force", "portrait", "with", "content", "parties")}
"""Operations that later documents answer by themselves where the primary source has none."""


def besides(operations: Mapping[str, Operation]) -> Mapping[str, Operation]:
    """Return the operations on documents, each with what later sources add to its answer."""
    return {name: partial(_answered, name, operation) for name, operation in operations.items()}


def _answered(name: str, operation: Operation, query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    query = as_meant(query, base)
    every = {**base.documents, **base.later}
    if query.of("city") and any(every[one].place not in query.of("city") for one in query.of("document") if one in every):
        return None  # another place than that where it was signed
    named = [base.later[one] for one in query.of("document") if one in base.later]
    if named and all(one in base.later for one in query.of("document")):
        return _named(name, query, base, named)
    answer = operation(query, rule, base)
    carried = (
        name == "document.when" and "by-profile" not in query.heard
    )  # that the list was the profile's says nothing of the day
    if (query.has("by-profile") and not carried) or (query.of("as-of") and not (query.has("since") or query.has("after"))):
        return answer
    if name == "document.when" and isinstance(answer, Answer):
        answer = _exactly(base, answer)
        if query.of("document") or query.polar:
            return answer
    if name == "document.when" and answer is None and query.of("country"):
        return None  # "the share of Kyrgyzstan after the agreement of 2017": no agreement is asked for
    narrowed = not query.of("document") and (_narrowed(query) or query.has("last"))
    others = _others(query, base) if narrowed and not _of_primary_type(query, base) else ()
    if query.has("last"):  # what came after the last that the primary source has
        others = tuple(one for one in others if one.year > max(document.year for document in base.documents.values()))
    return _with(name, query, base, answer, others) if others else answer


def _strange(name: str, query: Query, base: KnowledgeBase, documents: Sequence[Document]) -> bool:
    """Return whether it is asked what documents say on a topic that is none of theirs, and nothing tells what they are about."""
    theirs = {topic for one in documents for topic in (*one.topics, *one.touches)}
    asked = {*query.of("topic")}
    return (
        name == "document.content"
        and bool(asked - theirs == asked and asked)
        and not any(_of(base, one, "about") for one in documents)
    )


def _sided(document: Document) -> bool:
    """Return whether it is known between whom a document is, or it is no treaty that has parties."""
    return bool(document.partners or document.bodies or document.sides) or document.type not in TREATIES


def _others(query: Query, base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the later documents that fit; of the agreements of a year the conventions, too."""
    later = replace(base, documents=base.later)
    narrowed = query.of("year") or (query.polar and query.of("topic"))
    plainly = narrowed and query.of("doctype") == ("agreement",) and not {"named-so", "title"} & query.heard
    both = replace(query, slots={**query.slots, "doctype": ("agreement", "convention")}) if plainly else query
    return of_day(query, found(both, later))


def _named(name: str, query: Query, base: KnowledgeBase, documents: Sequence[Document]) -> Answer | Declined | None:
    """Return what is said of later documents that are named; declined where it is more than is known of them.

    None where the question is not for what the operation tells of a document.
    """
    dated = query.polar or {"when", "how-old"} & {*query.of("kind")}
    # What came after a later one, a selection does not tell; "the programme for 2019-2021" is another.
    untold = name == "document.around" or _of_another_time(query, base, documents)
    if untold or (name == "document.parties" and not _asks_for_parties(query)) or (name == "document.when" and not dated):
        return None
    if name == "document.content" and query.of("country") and not query.of("topic"):
        return None  # "what was Kazakhstan's share under the agreement of 2017?"
    if query.has("by-profile") or (query.has("profile") and query.has("list-word")):
        told = about(name, replace(query, polar=False), base, documents)
        opening = said(base.say("answer.no") if query.polar else "", base.say("later.not_listed"))
        cite = (*told.citations, *citations(base.documents.values()))
        return replace(told, text=said(opening, told.text), citations=tuple(dict.fromkeys(cite)))
    return _refused(name, query, base, documents) or about(name, query, base, documents)


def _refused(name: str, query: Query, base: KnowledgeBase, documents: Sequence[Document]) -> Declined | None:
    """Return what is said where a question is for more than is known of documents: their parties, what is in them."""
    if name == "document.parties" and ("how-many" in query.of("kind") or query.has("fight") or query.negated):
        return Declined(base.say("decline.parties"))
    if name == "document.parties" and not query.polar and not any(map(_sided, documents)):
        told = about(name, query, base, documents)
        return Declined(said(base.say("document.parties.unknown"), told.text), citations=told.citations)
    silent = name == "document.content" and not any(one.topics or one.touches or _of(base, one, "about") for one in documents)
    unknown = silent or _strange(name, query, base, documents) or _beyond(query, base, documents)
    return Declined(base.say("decline.not_in_source")) if unknown else None


def _of_another_time(query: Query, base: KnowledgeBase, documents: Sequence[Document]) -> bool:
    """Return whether years are named, and none of them in what is known of the documents."""
    told = " ".join([*(fact.say for one in documents for fact in base.of(one.id)), *(str(one.year) for one in documents)])
    sided = any(map(query.has, ("since", "after", "before")))
    return bool(query.of("year")) and not sided and not any(year[:YEAR] in told for year in query.of("year"))


def _with(
    name: str, query: Query, base: KnowledgeBase, answer: Answer | Declined | None, others: Sequence[Document]
) -> Answer | Declined | None:
    """Return an answer with the later documents that fit added to it; they alone where the primary source has none."""
    if name == "event.year":  # what lies in a year is more than documents: those are told where there is nothing else
        if isinstance(answer, Answer) or not _signing(query):
            return answer
        of_days = [one for one in others if not query.of("year") or any(date(one).startswith(day) for day in query.of("year"))]
        return _alone(name, query, base, of_days) if of_days else answer
    if found(query, base):
        adding = name in LISTING or (name == "document.content" and query.of("topic") and not query.of("content"))
        signed = "sign" in query.heard and bool(query.of("year")) and not (query.of("content") or query.has("contents"))
        adding = adding or (name == "document.content" and signed)  # "documents signed in 2009"
        adding = adding or (name == "document.parties" and bool(query.of("topic")) and not query.of("organisation"))
        adding = adding or (name == "document.when" and bool(query.of("topic")) and len(others) <= FEW)
        return _added(base, answer, others) if adding and not query.polar and isinstance(answer, Answer) else answer
    alone = name in ALONE and (name != "document.parties" or _asks_for_parties(query))
    return _alone(name, query, base, others) if alone else answer


def _beyond(query: Query, base: KnowledgeBase, documents: Sequence[Document]) -> bool:
    """Return whether a question asks of documents what is not known of them: what they contain, or what they say of others."""
    if query.of("content"):
        return True
    told = " ".join(fact.say for one in documents for fact in _of(base, one, "signed", "in-force", "in-force.part", "about"))
    sides = {partner for one in documents for partner in one.partners} | {"sco"}
    others = [one for one in (*query.of("country"), *query.of("organisation")) if one not in sides]
    return any(base.name(one) not in told for one in others)


def _of_primary_type(query: Query, base: KnowledgeBase) -> bool:
    """Return whether a type is asked for that none of the later documents has, but one of the primary source's: "its charter"."""
    wanted = set(query.of("doctype"))
    of_type = {document.type for document in base.documents.values()} & wanted
    return bool(of_type) and not {document.type for document in base.later.values()} & wanted and ANY_TYPE not in wanted


def _signing(query: Query) -> bool:
    return any(query.has(word) for word in ("sign", "adopt", "pledge", "cooperation"))


def _narrowed(query: Query) -> bool:
    sides = [one for one in (*query.of("organisation"), *query.of("country")) if one != "sco"]
    return bool(sides) or any(query.of(kind) for kind in FILTERS)


def _added(base: KnowledgeBase, answer: Answer, others: Sequence[Document]) -> Answer:
    """Return an answer from the primary source's lists with the later documents that fit, not summed."""
    facts = [fact for one in others for fact in _of(base, one, "signed")]
    text = f"{base.say('later.besides')}\n{bullets(fact.say for fact in facts)}"
    more = composed(answer.text, text, facts=facts, citations=answer.citations, items=answer.items)
    return replace(more, facts=(*answer.facts, *more.facts), suggestions=answer.suggestions)


def _asks_for_parties(query: Query) -> bool:
    """Return whether a question is for the sides of a document, and not for what only its name tells."""
    return query.polar or "who" in query.of("kind") or query.has("parties") or query.has("permanent-body")


def _alone(name: str, query: Query, base: KnowledgeBase, others: Sequence[Document]) -> Answer | Declined:
    """Return the later documents that fit, said to be a selection: how many there are in all it does not tell."""
    lead = base.say("later.alone")
    if name == "document.count" and "how-many" in query.of("kind") and not query.polar:
        if query.of("city") or any(len(year) > YEAR for year in query.of("year")):
            return Declined(base.say("decline.not_in_source"))
        lead = base.say("later.count")
    plainly = name == "document.when" and "when" not in query.of("kind") and not query.polar  # "agreements of 2017"
    if len(others) <= FEW and name not in LISTING and not plainly:
        told = about(name, query, base, others)
        return replace(told, text=f"{told.text}\n\n{base.say('later.source')}")
    facts = [fact for one in others for fact in _of(base, one, "signed")]
    opening = base.say("answer.yes") if query.polar and not query.of("number") else ""
    return composed(
        f"{said(opening, lead)}\n{bullets(fact.say for fact in facts)}",
        facts=facts, citations=citations(others), items=[one.id for one in others],
    )  # fmt: skip


def _exactly(base: KnowledgeBase, answer: Answer) -> Answer:
    """Return the answer with the days on which its documents were signed, where a later source has them."""
    facts = [fact for fact in base.line("signed") if fact.subject in answer.items and fact.subject in base.documents]
    if not facts:
        return answer
    more = composed(answer.text, said(*(fact.say for fact in facts)), facts=facts, citations=answer.citations, items=answer.items)
    return replace(more, facts=(*answer.facts, *more.facts))


def _of(base: KnowledgeBase, document: Document, *relations: str) -> list[Fact]:
    return [fact for relation in relations for fact in base.line(relation) if fact.subject == document.id]


def about(name: str, query: Query, base: KnowledgeBase, documents: Sequence[Document]) -> Answer:
    """Return what later sources say of documents: when they were signed, when they came into force, what they are about."""
    parts: list[str] = []
    facts: list[Fact] = []
    for one in documents:
        force = _of(base, one, "in-force", "in-force.part")
        known = [*_of(base, one, "signed"), *force, *_of(base, one, "about")]
        if name == "document.title":
            parts.append(base.say("document.full_title", title=titled(base, one)))
        elif name == "document.force":
            parts.append(said(base.say(f"later.force.{one.force}", title=titled(base, one)), *(fact.say for fact in known)))
        elif name == "document.when" or not (_of(base, one, "about") or force):
            known = known[: 1 + len(force)]
            parts.append(said(*(fact.say for fact in known)))
        else:
            parts.append(said(*(fact.say for fact in known)))
        facts += known
    opening = ""
    if query.polar and name == "document.force" and all(one.force != "unlisted" for one in documents):
        binding = "other-force" not in query.of("force")
        opening = verdict(query, base, truth=all((one.force == "binding") is binding for one in documents), denies=binding)
    elif query.polar and "agreement" in query.of("doctype") and any(one.force == "other" for one in documents):
        opening = verdict(query, base, truth=False)  # "is the programme a treaty?"
    elif query.polar and name == "document.parties" and not any(one.bodies for one in documents):
        opening = verdict(query, base, truth=True)  # they were chosen by their parties; a body that signed is none
    elif (
        query.polar
        and query.of("year")
        and not {"between", "after", "before", "since"} & query.heard
        and (name == "document.when" or _signing(query))
    ):
        opening = verdict(query, base, truth=any(date(documents[0]).startswith(year[:7]) for year in query.of("year")))
    return composed(
        said(opening, "\n\n".join(parts)), facts=facts, citations=citations(documents), items=[one.id for one in documents]
    )


def in_force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return when documents came into force, as far as a source says; their signature is another date, and told as such."""
    documents = _documents(query, base)
    if not documents or len(documents) > FEW:
        return None
    facts = [fact for one in documents for fact in _of(base, one, "signed", "in-force", "in-force.part")]
    strangers = [country for country in query.of("country") if not any(base.name(country) in fact.say for fact in facts)]
    if not facts or strangers:
        return Declined(base.say("decline.in_force"))
    known = [fact for fact in facts if fact.relation == "in-force" and fact.value]
    if all(one.id in base.documents for one in documents) and not known and not query.of("country"):
        return Declined(said(base.say("decline.in_force"), *(fact.say for fact in facts if fact.relation != "signed")))
    opening = verdict(query, base, truth=True) if query.polar and known and not query.of("year") else ""
    if query.polar and query.of("year") and known:
        day = str(known[0].value)
        truth = any(day.startswith(year[:7]) for year in query.of("year"))
        # In a later year it was in force already, and did not come into force then.
        over = any(day[: len(year)] < year for year in query.of("year"))
        opening = "" if over else verdict(query, base, truth=truth)
    return composed(said(opening, *(fact.say for fact in facts)), facts=facts, items=[one.id for one in documents])


def where(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return where documents were signed, as far as a source says."""
    plain = _by_name(query, base)
    known_places = query.polar and plain and all(one.place for one in plain)  # then another of that place is not meant
    documents = plain if known_places else _documents(query, base)
    if not documents:  # "was a treaty signed in Astana in 2024?": what was is told to be none
        documents = _documents(replace(query, heard=query.heard - {"treaty-word"}), base)
    if query.polar and query.of("year") and query.of("city"):  # the place is what is asked: of that year, wherever it was
        dated = [one for one in _documents(query.leaving_out(query.of("city")), base) if _of_years(one, query)]
        documents = dated or documents
    known = [one for one in documents if one.place]
    treaties = [one for one in known if one.force == "binding"] if "agreement" in query.of("doctype") else known
    chosen = treaties or known  # a treaty is no programme; of one that is none, that is told
    facts = [fact for one in chosen for fact in _of(base, one, "signed")]
    if len(documents) > FEW:
        return None  # "that one", of four
    if not facts or "by-profile" in query.heard:
        return Declined(base.say("decline.signed_where"), final=len(documents) == 1)
    opening = ""
    if query.polar and query.of("city") and treaties:
        fits = all(_of_years(one, query) for one in treaties)
        opening = verdict(query, base, truth=fits and {one.place for one in treaties} == set(query.of("city")))
    note = "" if query.of("document") or not {one.id for one in chosen} & {*base.later} else base.say("later.source")
    return composed(said(opening, *(fact.say for fact in facts)), note, facts=facts, items=[one.id for one in chosen])


def _of_years(document: Document, query: Query) -> bool:
    """Return whether a document is of one of the years that the question names; of any where it names none."""
    return not query.of("year") or any(str(document.year) == year[:4] for year in query.of("year"))


def _documents(query: Query, base: KnowledgeBase) -> list[Document]:
    """Return the documents that are named, or those of all sources that fit what is said of them."""
    query = as_meant(query, base)
    return _by_name(query, base) or [*found(query, base), *found(query, replace(base, documents=base.later))]


def _by_name(query: Query, base: KnowledgeBase) -> list[Document]:
    """Return the documents of all sources that are named."""
    every = {**base.documents, **base.later}
    return [every[name] for name in query.of("document") if name in every]


OPERATIONS: Mapping[str, Operation] = {"document.in-force": in_force, "document.where": where}
