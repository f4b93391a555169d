"""The date, title, legal force and parties of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.documents.contents import translated
from bot.answering.documents.finding import ANY_TYPE, FEW, citations, contents, found, meant, no_document, span, the, titled
from bot.answering.saying import capital, composed, named, said, verdict
from bot.answering.states.membership import roll
from bot.answering.times import YEAR, in_bounds
from bot.knowledge import Document, KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query, Reason

DATES = frozenset({"to-the-day", "to-the-month", "order"})
"""Words that ask for a date, as a question word does."""


def of_day(query: Query, documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents of the very days or months that the question names; all where it names none, or a time around them."""
    days = [day for day in query.of("year") if len(day) > YEAR]
    bounded = any(map(query.has, ("before", "after", "since", "between")))
    exact = days and len(days) == len(query.of("year")) and not bounded
    dates = {d.id: "-".join(f"{part:02}" for part in (d.year, d.month, d.day) if part) for d in documents}
    return tuple(d for d in documents if not exact or any(dates[d.id].startswith(day) for day in days))


def when(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the year of each document asked about; checks a year that the question supposes."""
    if query.has("founded") and not query.has("sign") and set(query.of("organisation")) - {"sco"}:
        return None  # "when was the CIS founded, and by which document?"
    # "When did Kazakhstan approve the agreement of 2008?" is of no signing.
    approved = query.has("adopt") and query.of("country") and query.of("document") and not query.polar
    if (query.polar and query.of("force")) or (approved and not _made_with(query, base)):
        return None  # "does the memorandum of 2007 count as binding?"
    bounded = query.has("before") or query.has("after")  # "was it signed before 2008?"
    several = "by-end" in query.heard or (bounded and query.of("year") and not query.of("document"))
    bound = not query.polar and several  # "which bear a date up to and including 2004?"
    if query.polar and bounded and {"new-word", "rest"} & query.heard and not query.of("document"):
        return None  # "have they agreed another convention since 2012?" is not asked of the one of before
    counts = bound or (query.polar and (query.of("count") or query.has("last")))  # "are there two of 2010?", "is the newest?"
    asks = {"when", "how-old"} & {*query.of("kind")} or any(map(query.has, DATES))
    if counts or not (asks or query.polar):
        return None
    documents = meant(_another(query.leaving_out(query.of("year")) if bounded else query, base), base)
    if not documents or len(documents) > FEW + 1:
        return no_document(base)
    opening = ""
    if query.polar and query.of("year"):
        within = span(query)
        signed = {fact.subject: str(fact.value) for fact in base.line("signed") if fact.value}
        days = [signed.get(document.id, date(document)) for document in documents]
        fits = [any(_fits(day, year) for year in query.of("year")) for day in days]
        sides = [in_bounds(query, day, onward=True) for day in days]
        sided = bool(sides) and None not in sides
        good = all(sides) if sided else all(within(document.year) for document in documents) if bounded and within else all(fits)
        finer = good and not (bounded or sided) and any(all(len(year) > len(day) for year in query.of("year")) for day in days)
        # A day that no source gives is neither right nor wrong.
        opening = "" if finer else verdict(query, base, truth=good)
    if query.has("order"):  # "in what order did the three come?"
        documents = tuple(sorted(documents, key=date))
    sentences = [base.say("document.dated", title=the(base, d), date=long_date(date(d))) for d in documents]
    facts = [fact for fact in base.of(documents[0].id) if fact.relation == "content"][:1] if len(documents) == 1 else []
    return composed(
        said(opening, *sentences),
        facts=facts, citations=citations(documents), items=[d.id for d in documents],
    )  # fmt: skip


def _made_with(query: Query, base: KnowledgeBase) -> bool:
    """Return whether a state that is named is a partner of a document that is: "the plan adopted with Afghanistan"."""
    partners = {partner for name in query.of("document") if name in base.documents for partner in base.documents[name].partners}
    return bool(partners & {*query.of("country")})


def _another(query: Query, base: KnowledgeBase) -> Query:
    """Return the query without a document of before, where only another's year is said: "and the 2008 one?"."""
    before = [name for name in query.of("document") if name in base.documents and name not in query.heard]
    years = query.of("year") if "participant" in query.heard and not query.polar else ()  # "one" stands for what takes part, too
    if not years or any(_fits(date(base.documents[name]), year) for name in before for year in years):
        return query
    kinds = [base.documents[name].type for name in before]
    return query.leaving_out([*before, *(kind for kind in kinds if kind not in query.heard)])


def date(document: Document) -> str:
    """Return the date as far as it is known: "2011-06", "2002"."""
    return f"{document.year}-{document.month:02}" if document.month else str(document.year)


def _fits(mine: str, year: str) -> bool:
    """Return whether a supposed date agrees with a document's, as far as both go."""
    return mine.startswith(year) or year.startswith(mine)


def title(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the full title.

    Option of the rule:
        counts: "topics", where a number is one of what the title names, and not of documents.
    """
    order = list(query.order)
    choosing = "which" in order and ("title" not in order or order.index("which") < order.index("title"))
    generic = query.of("doctype") == ("document",) and query.of("organisation") and not query.has("full-name")
    if (choosing or generic or query.of("force")) and not query.of("document"):
        return None  # the documents are asked for: "which have terrorism in their title"
    if translated(query) or (query.polar and (query.of("force") or query.of("rank"))):
        return None
    documents = meant(query, base)
    counted = rule.options.get("counts") != "topics"
    if counted and query.has("full-name") and any(int(number) != len(documents) for number in query.of("count")):
        return None  # "name the three phenomena of the protocol"
    if not documents or len(documents) > FEW:
        return no_document(base)
    if any(d.force == "unlisted" for d in documents):
        return Declined(base.say("decline.no_title"))
    text = " ".join(base.say("document.full_title", title=titled(base, d)) for d in documents)
    return composed(text, citations=citations(documents), items=[d.id for d in documents])


def force(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether a document is on the list of legally binding instruments; None for a list of them."""
    documents = _of_this_force(query, _of_its_type(query, base) or meant(query, base))
    if not (query.polar or query.of("document")) or not documents or len(documents) > FEW:
        return None
    if query.polar and query.of("body") and not query.of("document") and query.order[:1] == query.of("body")[:1]:
        return None  # "is RATS a binding instrument?"
    signs = query.has("sign") and (
        "who" in query.of("kind") or ("sign" in query.heard and not {*query.of("force")} & query.heard)
    )
    if signs:
        return None  # "who signed it?", after "binding?"
    binding = "other-force" not in query.of("force")
    sentences = [base.say(f"document.force.{d.force}", name=the(base, d)) for d in documents]
    opening = ""
    given = not any(d.force == "unlisted" for d in documents)
    if query.polar and given and len(query.of("force")) == 1:  # "is it binding or just political?" is not answered by Yes
        # "not binding" is a legal force of its own, no denial of "binding".
        force = "binding" if binding else "other"
        fits = {document.force == force for document in documents}
        mixed = len(fits) > 1 and not query.of("document") and not query.has("all")  # "is the 2010 document binding?", of three
        opening = "" if mixed else verdict(query, base, truth=fits == {True}, denies=binding)
    return composed(said(opening, *sentences), citations=citations(documents), items=[d.id for d in documents])


def _of_its_type(query: Query, base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents of the type that is named, whatever their force: "is the MoU binding?"; () where none is named."""
    types = {*query.of("doctype")} - {"agreement", ANY_TYPE}
    if not query.polar or not query.of("force") or query.of("document") or "while" in query.heard:
        return ()  # "did it have a binding text when it adopted the plan?"
    # "Is the 2007 document binding?" is asked of one, "is any document of 2010?" of some.
    dated = bool(query.of("year")) and ANY_TYPE in query.of("doctype") and not query.has("some")
    documents = found(query.leaving_out(query.of("force")), base) if types or dated else ()
    return tuple(d for d in documents if not types or d.type in types)


def _of_this_force(query: Query, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return of documents that are named those that are asked for: "which of them does not belong among the binding ones?"."""
    one_of = "which" in query.of("kind") and len(query.of("document")) > 1 and len(query.of("force")) == 1
    binding = ("other-force" in query.of("force")) is query.has("not")
    fitting = tuple(document for document in documents if (document.force == "binding") is binding)
    return fitting if one_of and not query.polar and fitting else documents


def listed(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether a document is on one of the primary source's two lists; None to any but a question for Yes or No."""
    documents = meant(query, base)
    if not query.polar or len(documents) != 1:
        return None
    (one,) = documents
    opening = verdict(query, base, truth=one.force != "unlisted")
    text = base.say(f"document.force.{one.force}", name=the(base, one))
    return composed(said(opening, text), citations=citations(documents), items=[one.id])


def _others(query: Query, base: KnowledgeBase, supposed: Sequence[str]) -> Declined | None:
    """Decline what is asked of persons, and of a document that another organisation may have of its own."""
    persons = [country for country in query.of("country") if not query.polar and not meant(query, base)]
    members = {fact.subject for fact in base.related("status") if fact.value == "member"}
    if persons or (not query.polar and members & set(query.of("country"))):
        return Declined(base.say("decline.parties"))  # "who signed it for Kazakhstan?"
    partners = {partner for document in base.documents.values() for partner in document.partners}
    strangers = [name for name in supposed if base.kinds[name] == "organisation" and name not in partners]
    if strangers and query.has("adopt"):  # "did the G20 adopt a joint statement?"
        line = base.say("decline.other_organisation", organisation=base.name(strangers[0]))
        return Declined(line, Reason.OTHER_ORGANISATION)
    return None


def _having(query: Query, documents: Sequence[Document], base: KnowledgeBase) -> tuple[Document, ...]:
    """Return the documents that say something on most words of the question: "who agreed on the working group?"."""
    met = {d.id: sum(any(word in fact.about for fact in contents(base, d)) for word in query.of("content")) for d in documents}
    best = max(met.values(), default=0)
    return tuple(d for d in documents if best and met[d.id] == best)


def _of_what_it_says(query: Query) -> bool:
    """Return whether it is not asked who, but what: "what do the parties exchange?", "which of the Charter's goals?"."""
    if (query.has("goal") and not query.has("sign")) or (query.has("fight") and query.of("content")):
        return True  # "did it stop any guns?"
    return bool(query.of("content")) and not query.has("organisation") and "who" not in query.of("kind")


def parties(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the sides of a document as far as they are printed; checks a side that the question supposes.

    Options of the rule:
        of: "content" where the document is not named but by what it says.
    """
    chosen = _chosen(query, base)
    return _parties(query, rule, base) if chosen is None else chosen


def _chosen(query: Query, base: KnowledgeBase) -> Answer | None:
    """Return which of several is a side of a document: "which of Pakistan and Afghanistan has an action plan with the SCO?".

    Those with a status that are chosen from are those of the primary source, as its documents are. None for another question.
    """
    several = [name for name in (*query.of("organisation"), *query.of("country")) if name != "sco"]
    among = query.of("status") if query.has("of-them") else ()
    several += [fact.subject for fact in roll(base.at(None)).values() if fact.value in among]
    if query.polar or len(several) < 2 or "which" not in query.of("kind"):  # noqa: PLR2004 - of one, nothing is chosen
        return None
    documents = meant(query.leaving_out((*several, *(query.of("year") if among else ()))), base)
    sides = [name for name in several if len(documents) == 1 and name in documents[0].partners]
    facts = [fact for d in documents for fact in base.of(d.id) if fact.relation in {"parties", "level"}]
    if not sides or not facts:
        return None  # "which points did the European Union make in its joint statement?"
    text = said(f"{capital(named(base, sides))}.", *(fact.say for fact in facts))
    return composed(text, facts=facts, citations=citations(documents), items=sides)


def _parties(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the sides of a document, or None, as `parties` does for all but a choice of several."""
    of_content = rule.options.get("of") == "content"
    order = list(query.order)
    texts = [order.index(name) for name in (*query.of("doctype"), *query.of("document")) if name != "document"]
    titled_first = "title" in order and "who" not in query.of("kind") and order.index("title") < min(texts, default=0)
    if titled_first or (_of_what_it_says(query) and not of_content):
        return None  # "what is the title of the plan that was adopted with Afghanistan?"
    supposed = [o for o in (*query.of("organisation"), *query.of("country")) if o != "sco"] if query.polar else []
    counted = "how-many" in query.of("kind") and query.has("organisation")
    sides = any(query.has(word) for word in ("parties", "neighbour", "permanent-body"))  # "which neighbour", "which arm"
    declined = _others(query, base, supposed)
    signing = {"organisation", "other-org"} & query.heard and {"sign", "adopt"} & query.heard
    which = query.has("which") and bool(signing)  # "which four organisations issued it?"
    asked = supposed or counted or sides or which or of_content or "who" in query.of("kind")
    if declined or not asked:
        return declined if asked else None
    documents = meant(query.leaving_out(supposed), base)
    if of_content:
        documents = _having(query, documents, base)
    if not documents or len(documents) > (1 if supposed or of_content else FEW):
        return no_document(base)
    sentences: list[str] = []
    facts: list[Fact] = []
    for document in documents:
        known = [fact for fact in base.of(document.id) if fact.relation in {"parties", "level"}]
        if not known and document.force != "binding":
            return no_document(base)
        facts += known or [fact for fact in base.of(document.id) if fact.relation == "content"][:1]
        sentences += [fact.say for fact in known] or [base.say("document.parties.members", name=the(base, document))]
    opening = ""
    if counted and len(documents) == 1 and (query.has("without") or query.has("rest")):  # "besides the SCO, how many?"
        opening = f"{len(documents[0].partners)}."
    if supposed:
        printed = {*documents[0].partners, *documents[0].bodies}
        # "Did it sign a memorandum with ASEAN?": which ones there are, no source lists.
        any_one = not set(supposed) <= printed and not (query.of("year") or query.of("document"))
        partners = {partner for document in base.documents.values() for partner in document.partners}
        # Its title says between whom it is: of the governments of the members, and so with no organisation.
        titled = bool(documents[0].sides) and {*supposed} <= partners & {*query.of("organisation")}
        if any_one or not (documents[0].partners or titled):
            return no_document(base) if documents[0].partners else Declined(base.say("decline.parties"))
        opening = verdict(query, base, truth=set(supposed) <= printed)
    return composed(
        said(opening, *sentences),
        facts=facts, citations=citations(documents), items=[d.id for d in documents],
    )  # fmt: skip


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "document.when": when,
    "document.title": title,
    "document.force": force,
    "document.listed": listed,
    "document.parties": parties,
}
