"""What a state did at a place, or in a year, on its way to a status."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.dates.places import dated_things, involving, place_of
from bot.answering.saying import bullets, composed, said
from bot.answering.states.changes import line
from bot.answering.times import in_bounds, span
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


def steps(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the steps of states at the places and in the years that the question names; declined where none is known."""
    changes = [c for c in involving(dated_things(base), {*query.of("country")}) if c.facts[0].relation in STEPS]
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


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {"joined.step": steps}
