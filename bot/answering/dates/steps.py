"""What a state did at a place, or in a year, on its way to a status."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.dates.gaps import time_between
from bot.answering.dates.places import concerned, dated_things, involving, place_of
from bot.answering.saying import bullets, composed, said
from bot.answering.states.changes import line
from bot.answering.times import YEAR, in_bounds, known_from, span
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

STEPS = frozenset(
    {
        "status", "procedure.opened", "commitments.signed", "accession.step",
        "memorandum.signed", "memorandum.approved", "memorandum.ratified",
    }
)  # fmt: skip
"""Relations of what leads to a status, and of the status itself."""
NAMED: Mapping[str, frozenset[str]] = {
    "procedure.opened": frozenset({"procedure"}),
    "commitments.signed": frozenset({"mou", "sign", "commitments"}),
    "memorandum.signed": frozenset({"mou", "sign"}),
    "memorandum.ratified": frozenset({"ratify"}),
}
"""Relation of a step -> the words that name it."""
SINGLE = frozenset({"procedure.opened", "memorandum.ratified"})
"""Of these, those that not every state has taken: asked of another, nothing else is meant."""
PAIR = 2  # steps between which the time is counted


def steps(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the steps of states at the places and in the years that the question names; declined where none is known.

    Options of the rule:
        of: the relation of the one step that is meant; its place is only told where the source tells it.
    """
    wanted = {rule.options["of"]} if "of" in rule.options else STEPS
    changes = [c for c in involving(dated_things(base), {*query.of("country")}) if c.facts[0].relation in wanted]
    if "where" in query.of("kind"):
        changes = [c for c in changes if base.name(c.facts[0].place) in c.facts[0].say]
    if query.of("city"):
        changes = [c for c in changes if place_of(c, base) & {*query.of("city")}]
    sided = query.has("before") or query.has("after")
    years = [span(year) for year in query.of("year")]
    if years and sided:
        changes = [c for c in changes if in_bounds(query, c.day)]
    elif years:
        changes = [c for c in changes if any(one.first <= span(c.day).first <= one.last for one in years)]
    if not changes or query.negated:
        return Declined(base.say("decline.nothing_there"))
    opening = base.say("answer.yes") if query.polar else ""
    facts = [fact for change in changes for fact in change.facts]
    text = said(opening, changes[0].text) if len(changes) == 1 else ""
    listed = "\n".join(part for part in (opening, bullets(line(change, base) for change in changes)) if part)
    return composed(text or listed, facts=facts, items=query.of("country"))


def between(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how long it was from one step of a state to another: "from the memorandum to the accession"; None without two.

    Where only the memorandum is named, the other is the decision on the status that it was for.
    """
    if query.polar or len(query.of("country")) != 1:
        return None
    mine = {f.relation: f for fact in STEPS for f in base.line(fact) if {*query.of("country")} & concerned(f)}
    given = [f for f in base.line("status") if f.subject in query.of("country") and f.valid_from]
    wanted = next((status for status in query.of("status") if status != "observer"), "") or (given and str(given[-1].value))
    status = next((fact for fact in given if fact.value == wanted), None)
    named = {name: bool(words & {*query.order}) for name, words in NAMED.items()}
    found = [mine[name] for name, asked in named.items() if asked and name in mine and name != "status"]
    if status is None or status.confidence != "high":
        return None  # of one that came about in steps no day counts for sure
    points = list(dict.fromkeys([*found, *([status] if len(found) < PAIR else [])]))
    if len(points) != PAIR or any(asked and name not in mine for name, asked in named.items() if name in SINGLE):
        return None
    first, second = sorted(points, key=lambda fact: fact.valid_from)
    length = time_between(query, base, first.valid_from, second.valid_from)
    text = said(base.say("gap", length=length), first.say, second.say)
    return composed(text, facts=[first, second], items=query.of("country")) if length else None


def underway(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states were on their way to membership in a year: the procedure was open, and they were no members yet.

    None for the year of the primary source, which says of itself that none was, and for one in which bids are reported.
    """
    years = [span(year) for year in query.of("year")]
    told = {fact.valid_from[:YEAR] for fact in base.line("bids")} | {known_from(base)[:YEAR]}
    if len(years) != 1 or years[0].last < known_from(base) or years[0].text[:YEAR] >= max(told) or years[0].text[:YEAR] in told:
        return None
    members = {fact.subject: fact for fact in base.line("status") if fact.value == "member" and fact.valid_from}
    opened = [fact for fact in base.line("procedure.opened") if fact.valid_from <= years[0].last]
    waiting = [c for f in opened for c in sorted(concerned(f) & {*members}) if members[c].valid_from >= years[0].first]
    if not waiting or query.negated:
        return Declined(base.say("decline.not_in_source"))
    facts = [*(fact for fact in opened if concerned(fact) & {*waiting}), *(members[country] for country in waiting)]
    opening = base.say("answer.yes") if query.polar else f"{len(waiting)}." if "how-many" in query.of("kind") else ""
    lines = bullets(fact.say for fact in facts)
    return composed("\n".join(part for part in (opening, lines) if part), facts=facts, items=waiting)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.step": steps,
    "gap.steps": between,
    "joined.underway": underway,
}
