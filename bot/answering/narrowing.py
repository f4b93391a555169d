"""What narrows a question for Yes or No ("only", "together", "roughly"): neither is said where the answer did not look at that.

An operation checks what its question states. A word that narrows the statement makes another one of it: that China pays is no
Yes to "does only China pay?". Such an answer says what is so, and leaves the Yes, or the No, to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answering.documents.particulars import date
from bot.answering.saying import parted
from bot.answering.telling import Operation
from bot.answering.times import YEAR
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

YES = frozenset({"answer.yes"})
BOTH = frozenset({"answer.yes", "answer.no", "answer.right", "answer.not_so", "answer.not_all"})
AROUND = frozenset({"before", "after", "since", "by-end"})
"""Words with which a year is a bound, and not the year that is meant."""
LOOSE = ("document.content.loose", "document.content.word", "document.of-topic", "document.topic-word", "document.with")
"""Rules that find the documents by what is in them."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A word that narrows a statement."""

    word: str
    verdicts: frozenset[str]
    """What must not be said."""
    within: tuple[str, ...] = ("",)
    """How the operations, or rules, begin that do not look at the word."""
    heeded: frozenset[str] = frozenset()
    """Operations that do."""
    unless: frozenset[str] = frozenset()
    """Words with which it narrows nothing."""


NARROWINGS = (
    # Who does something alone does it; who does not do it does not do it alone either.
    Narrowing("only", YES, heeded=frozenset({"body.check", "overlap.sole", "share.compare", "status.check"})),
    Narrowing("together", YES, ("joined.when", "status.check")),
    Narrowing("same", BOTH, ("joined.when", "joined.who")),
    Narrowing("all", YES, ("joined.", "project.how")),
    Narrowing("first", BOTH, ("joined.when", "status.check")),
    Narrowing("last", BOTH, ("joined.when", "status.check")),
    Narrowing("<body>", YES, ("document.list",), unless=frozenset({"<document>", "sign", "adopt", "pledge"})),  # "is RATS one?"
    # "Is the newest binding instrument about arms?": of those about arms the newest is told.
    Narrowing("last", BOTH, ("document.list", "document.content")),
    Narrowing("first", BOTH, ("document.list", "document.content")),
    Narrowing("some", frozenset({"answer.no"}), ("document.when",)),  # "any arms treaty in 2020?": none that is known
    Narrowing("join", BOTH, ("status.check",), unless=frozenset({"while"})),  # "was Iran a member at the time Pakistan joined?"
    Narrowing("without", BOTH, ("overlap.inside",), unless=frozenset({"all"})),
    Narrowing("without", BOTH, ("overlap.shared",)),
    Narrowing("about-so-much", BOTH, ("share.", "say", "staff.", "overlap.", "budget.")),
    Narrowing("main-one", BOTH, ("document.content",)),
    Narrowing("<number>", BOTH, ("office.", "changed.all")),
    Narrowing("still", BOTH, ("five.",)),
    Narrowing("unchanged", BOTH, ("changed.", "document.")),
    Narrowing("rise", BOTH, ("changed.all", "say")),
    Narrowing("fall", BOTH, ("changed.all", "say")),
    Narrowing("change", BOTH, ("say",)),
    Narrowing("drugs", BOTH, ("document.content", "document.parties")),
    # That an agreement speaks of a thing is no Yes to "do the members do it?": of no document that is named, none is said.
    *(
        Narrowing(word, YES, LOOSE, unless=frozenset({"pledge", "source-word", "adopt", "sign"}))
        for word in ("member", "sco", "<body>", "<country>")
    ),
    Narrowing("pay", YES, LOOSE, unless=frozenset({"source-word"})),  # "a common share"
    # Information on stored weapons is exchanged; who asks what a text covers asks for that.
    Narrowing("storage", YES, ("document.content",), unless=frozenset({"contents", "pledge", "source-word", "illicit"})),
    Narrowing("mechanism", YES, ("sco.aim",)),
    Narrowing("ever", BOTH, ("status.count", "changed.share")),
    Narrowing("ever", frozenset({"answer.no"}), ("budget.", "staff.")),  # the figures are of one year
    Narrowing("between", BOTH, ("status.count",)),
    # Who wants to join, or has asked to, the sources do not tell: only whose membership was pending, and who was let in.
    Narrowing("apply", BOTH, ("status.pending", "since.")),
    Narrowing("passive", BOTH, ("office.",)),
    Narrowing("successor", BOTH, ("office.",)),  # "did he present his successor in 2024?"
    Narrowing("un", BOTH, ("poa.",)),
    Narrowing("sco", YES, ("sco.aim.areas",), unless=frozenset({"area", "cooperation", "aim", "goal", "member", "participant"})),
    Narrowing("outside", YES, ("project.",)),
    Narrowing("<year>", YES, ("profile.dates",)),
    Narrowing("other-org", YES, ("document.partners.dated", "event.timeline")),
    Narrowing("more", BOTH, ("share.of",)),
    Narrowing("profile", YES, ("document.list",), unless=frozenset({"list-word", "contents", "by-profile", "source-word"})),
    Narrowing("all", YES, ("document.when", "document.content", "document.of-topic", "staff.of")),
    Narrowing("both", BOTH, ("document.force", "staff.of"), unless=frozenset({"permanent-body"})),
    Narrowing("less", BOTH, ("share.of",)),
    # Who adopted a plan with the members was none of them for that.
    Narrowing("member", YES, ("document.parties",), unless=frozenset({"all"})),
    Narrowing("before", YES, ("roster.member", "status.count.check")),
    Narrowing("after", YES, ("roster.member",)),
    Narrowing("in-force", BOTH, ("office.",)),
    # How long after, a day or an order does not tell; nor how many did something, who did most.
    Narrowing("years", BOTH, ("event.sequence", "joined.order", "joined.interval")),
    Narrowing("annual", BOTH, ("joined.order",), unless=frozenset({"same"})),
    Narrowing("no-later", BOTH, ("joined.order", "event.sequence")),
    Narrowing("by-end", BOTH, ("roster.",)),
    Narrowing("none-word", BOTH, ("status.transition",)),
    Narrowing("not", BOTH, ("status.transition", "changed.share")),
    Narrowing("neither", BOTH, ("document.force", "share.", "roster.")),
    Narrowing("longer", BOTH, ("overlap.", "organisation.", "since.eurasec")),
    Narrowing("all", BOTH, ("changed.share.than",)),
    Narrowing("first", BOTH, ("changed.all",)),
    Narrowing("last", BOTH, ("changed.all",)),
    Narrowing("ended", BOTH, ("office.", "five.")),
    Narrowing("before", BOTH, ("since.cis.observer",)),
    # What was agreed, the sources tell; that it was done, they do not.
    Narrowing("founded", BOTH, ("document.content",)),
)


def heeding(operation: Operation, name: str) -> Operation:
    """Return an operation that says neither Yes nor No to what it does not look at."""

    def heeded(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
        found = operation(query, rule, base)
        if not isinstance(found, Answer) or not query.polar:
            return found
        opening, rest = parted(base, found.text)
        if not (opening and rest):
            return found
        withheld = opening in set().union(*(n.verdicts for n in _met(query, (name, query.intent)))) or (
            opening in YES and _of_another_year(query, found, base)
        )
        withheld = withheld or (opening in BOTH and _paired(query))
        return replace(found, text=rest) if withheld else found

    return heeded


def _paired(query: Query) -> bool:
    """Return whether things are each given a value of their own: "is the Secretariat in Beijing and RATS in Tashkent?".

    Which is whose, no operation looks at.
    """
    kinds = ("country", "document", "doctype", "body", "group")
    things = [len(set(query.of(kind))) + (kind == "group" and query.has("sco")) for kind in kinds]
    values = [len(set(query.of(kind))) for kind in ("year", "city", "number") if not query.has("between")]
    seats = len(query.of("body")) > 1 and len(query.of("country")) > 1
    return seats or (max(things) > 1 and max(values, default=0) > 1)


def _met(query: Query, names: tuple[str, str]) -> Iterator[Narrowing]:
    """Yield what narrows a question that the operation, or the rule, of the names does not look at."""
    said = query.heard.union(*query.slots.values())
    for narrowing in NARROWINGS:
        if (
            narrowing.word in said
            and any(name.startswith(narrowing.within) for name in names)
            and not (narrowing.heeded & {*names} or narrowing.unless & query.heard)
        ):
            yield narrowing


def _of_another_year(query: Query, found: Answer, base: KnowledgeBase) -> bool:
    """Return whether the documents that an answer is about are of none of the years that the question names."""
    listed = {**base.documents, **base.later}
    documents = [listed[item] for item in found.items if item in listed]
    years = {year[:YEAR] for year in query.of("year")}
    if not documents or not years or any(map(query.has, AROUND)) or "by-end" in query.heard:
        return False
    spanned = len(years) > 1 and "between" in query.heard
    if spanned and {"sign", "adopt"} & query.heard:
        return False  # "was it signed between 2001 and 2003?"
    every = spanned  # "a road map for 2025-2027"
    signed = {str(fact.value)[:YEAR] for fact in base.line("signed") if fact.subject in {one.id for one in documents}}
    told = {year for one in documents for fact in base.of(one.id) for year in years if year in fact.say}
    known = {date(one)[:YEAR] for one in documents} | signed | told
    return not years <= known if every else not years & known
