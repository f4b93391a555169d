"""What later sources say of a thing, with what the primary source had said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as adapted

from msgspec.structs import replace

from bot.answering.saying import composed, in_profile, said
from bot.answering.statements import say
from bot.answering.times import YEAR
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query


def since(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the rule's facts, those of later sources first, then what the primary source says, with its date.

    Asked of the primary source, or of a time before any of the later facts, it is told alone; with nothing in it that is None.
    The options are those of ``say``; ``found``, the thing that took the place of the one asked about; ``whole: yes``, where
    facts of the primary source stand among the later ones; ``holder``,
    of whom the facts tell and not of the other; ``from`` and ``until``, the years before and after which a question
    is another rule's; and ``tells``, the thing that the facts tell of where the question names another.
    """
    years, start, end = query.of("year"), rule.options.get("from", ""), rule.options.get("until", "")
    if (start and max(years, default=start) < start) or (end and min(years, default=end)[:YEAR] > end):
        return None
    holder = rule.options.get("holder", "")
    organisations = [name for name in query.order if base.kinds.get(name) == "organisation"]
    # "Is the CIS an observer at the SCO?"; who gives something away is named before the one that has it then.
    swapped = len(organisations) > 1 and holder in organisations and (organisations[0] == holder) is ("gives" in query.heard)
    if query.polar and swapped:
        return None
    facts = [base.facts[name] for name in rule.facts]
    later = [fact for fact in facts if not fact.primary] if rule.options.get("whole") != "yes" else facts
    first = [fact for fact in facts if fact not in later]
    told_of = any(long_date(year) in fact.say for year in query.of("year") for fact in later)
    if _early(query, later) and not told_of:
        if query.polar and query.of("year") and query.has("exist"):  # "did the EAEU exist in 2012?"
            there = any(fact.relation == "ended" for fact in later)
            return composed(said(base.say(f"answer.{'yes' if there else 'no'}"), *(fact.say for fact in later)), facts=later)
        return composed(in_profile(base, first), facts=first) if first else None
    if not query.polar and any(map(query.has, ("since", "after"))):  # "what became of it after 2012?"
        query = adapted(query, slots={**query.slots, "year": (), "as-of": ()})
    told = say(query, replace(rule, facts=[fact.id for fact in later], options={**rule.options, "dated": "no"}), base)
    if not isinstance(told, Answer):
        return told
    if query.polar and query.has("exist") and query.of("year"):
        # In the year in which it ended it still was, and was not any more.
        ends = [fact.valid_from[:YEAR] for fact in later if fact.relation == "ended"]
        if any(year[:YEAR] <= end for year in query.of("year") for end in ends):
            told = composed(said(*(fact.say for fact in later)), facts=later)
    # "What replaced it?": what was found is what the talk is about next.
    leads = [rule.options["found"]] if "found" in rule.options and any(map(query.has, ("replaced", "later", "after"))) else []
    leads += rule.options.get("tells", "").split()
    return composed(told.text, in_profile(base, first), facts=[*later, *first], items=leads)


def _early(query: Query, later: Sequence[Fact]) -> bool:
    """Return whether the question is about the primary source, or about a time when nothing of the later was so yet."""
    if query.has("by-profile"):
        return True
    if query.has("since") or query.has("after"):
        return False
    starts = [fact.valid_from for fact in later if fact.valid_from]
    if not starts:
        return bool(query.of("as-of"))
    return bool(query.of("year")) and all(year < min(starts)[: len(year)] for year in query.of("year"))


def unsaid(query: Query, rule: RuleShape, base: KnowledgeBase) -> Declined:
    """Decline a reason that no source gives."""
    return Declined(base.say("decline.reason"))


def silent(query: Query, rule: RuleShape, base: KnowledgeBase) -> Declined:
    """Decline what is understood and no source says: "is Russian spoken in the SCO?"."""
    return Declined(base.say("decline.not_in_source"))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "since.say": since,
    "since.silent": silent,
    "since.unsaid": unsaid,
}
