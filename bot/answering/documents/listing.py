"""Agreements and other documents listed, counted and grouped by partner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.answering.documents.contents import content, described, translated
from bot.answering.documents.finding import (
    citations,
    contents,
    found,
    no_document,
    of_titles,
    preferred,
    set_aside,
    span,
    titled,
    treaties,
)
from bot.answering.documents.particulars import force as on_list
from bot.answering.saying import bullets, composed, joined, said, verdict
from bot.answering.times import YEAR, known_from
from bot.knowledge import Document, KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

PAIR = 2  # types that are denied together, beside the word for any: "neither an agreement nor a convention"
PRINTED = frozenset({"by-profile", "profile", "list-word", "source-word", "binding", "other-force"})
"""Words with which the lists of the primary source are meant."""
FORCES = ("binding", "other", "unlisted")
"""The profile's two lists, and what it mentions without listing it."""


def lists(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the documents that fit, with title and year; to a question for Yes or No, whether there are any.

    Options of the rule:
        rank: "last" for the newest of them alone.
    """
    only_after = rule.options.get("narrows") == "yes" and (query.has("after") or query.has("before")) and query.polar
    # "Which organisation signed two documents?" asks for no list.
    of_which = (query.has("which") or query.polar) and query.of("number") and query.has("organisation")
    asks_side = of_which and not {*query.of("organisation")} - {"sco"}
    figure = any(Decimal(number) > len(base.documents) for number in query.of("number"))  # "that number thirty in the text"
    if asks_side or figure or only_after or ("not" in query.heard and query.has("other-org")) or _of_strangers(query, base):
        return None  # "did they sign it only after the agreement of 2008?", "a partner that is no organisation"
    query = preferred(query)
    two = len({*query.of("topic"), *query.of("content")}) > 1
    if rule.options.get("rank") == "last":  # "by which year were they all in place?"
        query = replace(query, slots={**query.slots, "rank": ("last",), "number": (), "count": ()})
    loose = "named-so" in query.heard and "joint" in query.heard and not query.of("organisation")  # "Joint" in a title
    every_sided = query.has("all") and query.polar and query.of("force") and {"parties", "other-org"} & query.heard
    worded = loose or bool(every_sided)
    typed = len(query.of("doctype")) > PAIR and bool(query.of("force"))  # "neither an agreement nor a convention"
    if worded or (query.has("neither") and not typed) or (two and {"not", "without"} & query.heard):
        # "neither binding nor of 2010", "firearms but not explosives"
        return Declined(base.say("decline.not_in_source")) if worded else no_document(base)
    told = _of_force(query, rule, base)
    if told is not None:
        return told
    documents = set_aside(query, base) or _between_sides(query, _of_others(query, found(query, base), base), base)
    if query.of("rank") and query.has("list-word") and query.has("profile"):  # of its two lists: what it only mentions is on none
        documents = tuple(d for d in documents if d.force != "unlisted")
    documents = _saying(query, _ranked(query, of_titles(query, documents, base)), base)
    if not documents and query.polar and query.of("topic") and query.of("doctype") == ("agreement",):
        # "Does it have an agreement on extremism?": a convention is one.
        documents = found(replace(query, slots={**query.slots, "doctype": ("convention",)}), base)
    counted = {int(number) for number in query.of("count") if number.isdigit()} if "together" in query.heard else set()
    # "So three texts in all?", of which one was told last.
    miscounted = counted and len(documents) not in counted and not {"which", "who"} & query.heard
    if miscounted or not documents:
        return None if miscounted else _nothing(query, base)
    # How many there are, and which is the newest, later sources may change: that is no Yes.
    counts = query.of("count") or (query.has("last") and query.of("year"))
    unnamed = query.heard <= {"<force>", *query.of("force")}  # "is it binding?"
    opening = base.say("answer.yes") if query.polar and not (query.of("document") or counts or unnamed) else ""
    if len(documents) == 1:
        return described(base, documents[0], opening)
    groups = {force: [d for d in documents if d.force == force] for force in FORCES}
    filled = {force: group for force, group in groups.items() if group}
    if len(filled) > 1:
        paragraphs = [f"{base.say(f'document.group.{force}')}\n{titles(base, group)}" for force, group in filled.items()]
    else:
        key = f"document.lead.{documents[0].force}" if query.of("force") else "document.lead"
        paragraphs = [f"{base.say(key, count=len(documents))}\n{titles(base, documents)}"]
    return composed(opening, *paragraphs, citations=citations(documents), items=[d.id for d in documents])


def _of_force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether those of a type are on the list that is named: "are all memoranda binding?"; None to other questions."""
    if not query.polar or not query.of("force"):
        return None
    if {*query.of("doctype")} - {"agreement", "document"} and (told := on_list(query, rule, base)) is not None:
        return told
    every = found(query.leaving_out(query.of("force")), base) if query.has("all") else ()
    return _all_of(query, every, base) if len(every) > len(found(query, base)) else None


def _saying(query: Query, documents: Sequence[Document], base: KnowledgeBase) -> tuple[Document, ...]:
    """Return those that say something on the words of the question: "which binding instruments mention explosives?"."""
    told = {word for fact in base.facts.values() for word in fact.about} & {*query.of("content")}
    if not told or query.polar or "which" not in query.of("kind") or not query.of("force"):
        return tuple(documents)
    return tuple(d for d in documents if any(told & fact.about for fact in contents(base, d)))


def _of_strangers(query: Query, base: KnowledgeBase) -> bool:
    """Return whether it is asked what an organisation has itself that is on no side of a document: "has ASEAN a treaty?"."""
    partners = {side for document in base.documents.values() for side in (*document.partners, *document.sides)}
    strangers = {*query.of("organisation")} - partners - {"sco"}
    return query.polar and bool(strangers & {*query.order[:1]}) and "sco" not in query.heard


def _nothing(query: Query, base: KnowledgeBase) -> Answer | Declined:
    """Return that no document fits; with a No where the lists are known to be whole."""
    none = composed(base.say("document.none"), citations=citations(base.documents.values()))
    # Of what came after the profile only a selection is known: that there is nothing cannot be said.
    after = any(year > known_from(base) for year in query.of("year")) or query.has("after") or query.has("since")
    # The lists name the partners; what else was signed in a year, they do not.
    since = known_from(base)[:YEAR]
    listed = query.of("force") or {"by-profile", "list-word"} & query.heard
    of_list = listed and all(year[:YEAR] < since for year in query.of("year"))
    sided = (query.of("organisation") or of_list) and not {"sign", "adopt"} & query.heard
    opening = base.say("answer.right" if query.negated else "answer.no") if sided else ""
    return replace(none, text=said(opening, none.text)) if query.polar and not after else no_document(base)


def busiest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the year of which most documents are that fit, or fewest, with these documents."""
    documents = found(query, base)
    if not documents:
        return no_document(base)
    years = [document.year for document in documents]
    counts = {year: years.count(year) for year in dict.fromkeys(years)}
    extreme = min(counts.values()) if query.has("least") else max(counts.values())
    chosen = [year for year, count in counts.items() if count == extreme]
    shown = [document for document in documents if document.year in chosen]
    text = base.say("document.busiest", years=joined(base, [str(year) for year in chosen]), count=extreme)
    return composed(f"{text}\n{titles(base, shown)}", citations=citations(shown), items=[d.id for d in shown])


def gaps(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the years without a document on the primary source's two lists, between the first and the last or those named."""
    listed = [document for document in base.documents.values() if document.force != "unlisted"]
    years = {document.year for document in listed}
    named = [int(year[:4]) for year in query.of("year")]
    first, last = max(min(named, default=0), min(years)), min(max(named, default=max(years)), max(years))
    empty = [str(year) for year in range(first, last + 1) if year not in years]
    if query.polar or len(named) == 1 or not empty:
        return None
    text = base.say("document.gaps", years=joined(base, empty), first=first, last=last)
    return composed(text, citations=citations(listed))


def _between_sides(query: Query, documents: tuple[Document, ...], base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents that are by their title between those whom the question names: "between the governments"."""
    sides = {side for d in base.documents.values() for side in d.sides} & query.heard
    return tuple(d for d in documents if sides <= {*d.sides})


def _of_others(query: Query, documents: tuple[Document, ...], base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents that have another organisation as a side, where such are asked for."""
    if not query.has("other-org") or query.of("document") or query.polar:
        return documents
    return tuple(d for d in documents if any(base.kinds.get(partner) == "organisation" for partner in d.partners))


def titles(base: KnowledgeBase, documents: Sequence[Document]) -> str:
    """Return documents by their titles, as a list."""
    return bullets(titled(base, document) for document in documents)


def _listed(base: KnowledgeBase) -> tuple[int, int]:
    """Return how many documents are on the list of binding instruments, and how many on the other."""
    binding, other = (sum(d.force == force for d in base.documents.values()) for force in FORCES[:2])
    return binding, other


def _all_of(query: Query, every: Sequence[Document], base: KnowledgeBase) -> Answer:
    """Return that some documents are legally binding and some are not; of those that are narrowed down, which."""
    binding, other = _listed(base)
    text = base.say("document.not_all", binding=binding, other=other)
    if any(map(query.of, ("year", "organisation", "topic"))):
        text = bullets(base.say(f"document.force.{d.force}", name=titled(base, d)) for d in every)
    return composed(text, citations=citations(every), items=[d.id for d in every])


def _ranked(query: Query, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return the first, the last or the n-th where the question asks for it, else all."""
    years = [document.year for document in documents]
    spanned = query.has("between") or query.has("by-end") or len(query.of("year")) > 1
    places = [int(number) for number in query.of("ordinal")]
    if places and places[0] > 1 and query.pairs(str(places[0]), "last"):  # "the second newest"
        return documents[-places[0] : -places[0] + 1]
    if places and places[0] > 1 and query.pairs(str(places[0]), "first"):  # "the third oldest"
        return documents[places[0] - 1 : places[0]]
    if (query.has("first") or query.has("last")) and not spanned:
        number = min((int(n) for n in query.of("count")), default=1)  # "the two newest of the five"
        if number > 1:  # "the first two"
            return documents[:number] if query.has("first") else documents[-number:]
        wanted = min(years, default=0) if query.has("first") else max(years, default=0)
        return tuple(document for document in documents if document.year == wanted)
    if places and places[0] > 1:
        return documents[places[0] - 1 : places[0]]  # none where there is no such place
    return documents


def counts(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many documents fit; asked for both lists, the count of each.

    Option of the rule:
        unlisted: "yes", where one that the source only mentions counts too: "how many steps with the CSTO?".
    """
    types = {*query.of("doctype")} - {"agreement", "document"}
    if any(document.type in types for document in base.later.values()) and not PRINTED & query.heard:
        return None  # "how many conventions are there?": of the later ones only a selection is known
    # "How many are called a convention?": the word for the type, and no single document.
    typed = [d for d in query.of("document") if d in base.documents and base.documents[d].type in query.of("doctype")]
    query = query.leaving_out(typed)
    every = query.has("together") and "together" in query.heard and not {"binding", "other-force"} & query.heard
    if every or (query.has("together") and query.has("rest")):  # "so in total?", "binding plus other, in total"
        query = replace(query, slots={kind: ids for kind, ids in query.slots.items() if kind != "force"})
    every_step = rule.options.get("unlisted") == "yes"
    fitting = _between_sides(query, _of_others(query, found(query, base), base), base)
    documents = [d for d in fitting if every_step or d.force != "unlisted"]
    if "agreement" in query.of("doctype") and {"title", "named-so", "called-so"} & query.heard:
        documents = [document for document in documents if document.type == "agreement"]  # "how many are called so?"
    if not documents:
        return no_document(base)
    binding, other = (sum(d.force == force for d in documents) for force in FORCES[:2])
    if binding and other and len(set(query.of("force"))) != 1:
        text = base.say("document.count.both", count=len(documents), binding=binding, other=other)
    else:
        one = ".one" if len(documents) == 1 else ""
        listed = query.of("force") or treaties(query)
        key = f"document.count.{documents[0].force}" if listed else "document.count"
        text = base.say(f"{key}{one}", count=len(documents))
    if query.polar and query.of("number"):
        text = f"{verdict(query, base, truth=str(len(documents)) in query.of('number'))} {text}"
    # Of a topic, one that is only mentioned is told too: the count is that of the lists.
    beside = [d for d in fitting if d not in documents] if query.of("topic") and not (query.polar or query.of("force")) else []
    more = f"{base.say('document.count.beside')}\n{titles(base, beside)}" if beside else ""
    return composed(text, titles(base, documents), more, citations=citations(fitting), items=[d.id for d in documents])


def compare(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return whether there are more binding instruments than other documents."""
    binding, other = _listed(base)
    places = [query.order.index(name) for name in ("other-force", "rest", "not") if name in query.order]
    one, two = (other, binding) if places and min(places) < query.order.index("binding") else (binding, other)
    truth = one > two if query.has("more") or query.has("longer") else one < two if query.has("less") else one == two
    opening = verdict(query, base, truth=truth) if query.polar else ""
    text = base.say("document.count.both", count=binding + other, binding=binding, other=other)
    every = [document.id for document in base.documents.values() if document.force in {"binding", "other"}]
    return composed(said(opening, text), citations=citations(base.documents.values()), items=every)


def portrait(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return a document by its title with what the profile says of it; of several, what it says of each."""
    within = span(query)
    documents = [d for d in found(query, base) if within is None or within(d.year)]
    compared = query.polar and query.has("same")  # "are those the same three as in the Convention?"
    if not documents or compared or translated(query):
        return None
    return described(base, documents[0]) if len(documents) == 1 else content(query, rule, base)


def same_force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the other documents on the list of the one that the question names; None where it may be one of the others."""
    two = query.polar and len(query.of("document")) > 1  # "is the Charter the same as the Convention?"
    if two or not query.of("document") or (query.polar and "take-part" in query.heard):  # "is it one of the other documents?"
        return None
    one = base.documents[query.of("document")[0]]
    if not query.has("same") and set(query.of("force")) - {"binding" if one.force == "binding" else "other-force"}:
        return None  # "now the other official documents", after two binding ones
    rest = [d for d in base.documents.values() if d.force == one.force and d.id != one.id]
    lead = base.say(f"document.lead.{one.force}", count=len(rest))
    return composed(f"{lead}\n{titles(base, rest)}", citations=citations(rest), items=[d.id for d in rest])


def some(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many of several documents that are named, or were listed, are as asked; None where it is no part of them."""
    part = "of-them" in query.heard or query.has("only")
    if not part or len(query.of("document")) < PAIR:
        return None  # "how many weapons are in the database?"
    return counts(query, rule, base)


OF_SEVERAL: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {"document.some": some}
OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.list": lists,
    "document.busiest": busiest,
    "document.gaps": gaps,
    "document.count": counts,
    "document.compare": compare,
    "document.portrait": portrait,
    "document.same": same_force,
}
