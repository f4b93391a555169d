"""Who holds several offices at once, and who is at the head of the organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.bodies import offices
from bot.answering.saying import composed
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query


def holder(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who holds an office, or each of several that are named: "the Secretary-General and the director in 2017"."""
    several = query.of("office")
    if len(several) > 1 and not (query.polar or query.of("person") or query.of("country")):
        return _each(query, base, several)
    return offices.holder(query, rule, base)


def leaders(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return who holds the offices at the head of the organisation, those that the rule names.

    Options of the rule:
        offices: the offices, the highest first.
    """
    heads = rule.options["offices"].split()
    if query.of("year"):  # each as one who asks for that office is answered
        return _each(query, base, heads)
    newest = [terms[-1] for office in heads if (terms := offices.terms_of(query, base, office))]
    return composed(*(offices.told_now(query, base, term) for term in newest), facts=newest) if newest else None


def _each(query: Query, base: KnowledgeBase, heads: Sequence[str]) -> Answer | None:
    """Return what is said of each office, one after the other; None where nothing is."""
    told = [offices.answered(query, base, office, ()) for office in heads]
    known = [one for one in told if isinstance(one, Answer)]
    facts = tuple(dict.fromkeys(name for one in known for name in one.facts))
    text = "\n\n".join(one.text for one in known)
    return Answer(text, tuple(dict.fromkeys(c for one in known for c in one.citations)), facts=facts) if known else None


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "office.holder": holder,
    "office.leaders": leaders,
}
