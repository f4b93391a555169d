"""A query and the knowledge -> an answer: look up, count, compare, filter; every statement carries its citation.

Each rule names what it does (`do`); `OPERATIONS` holds one function for each. An operation returns an `Answer`, or `Declined`
when it understands the question and no source has what it asks, or None when the question turns out not to be its own: then the
next rule that fits is tried.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering import bodies, dates, documents, figures, money, organisations, portraits, since, statements, states
from bot.answering.anchoring import anchored
from bot.answering.narrowing import heeding
from bot.answering.precision import coarse
from bot.answering.telling import Operation, told
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

OPERATIONS: Mapping[str, Operation] = {
    **statements.OPERATIONS,
    **states.OPERATIONS,
    **bodies.OPERATIONS,
    **money.OPERATIONS,
    **organisations.OPERATIONS,
    **documents.OPERATIONS,
    **since.OPERATIONS,
    **dates.OPERATIONS,
    **portraits.OPERATIONS,
    **figures.OPERATIONS,
}


def answer(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the knowledge says to a query that was read by a rule; None where the rule does not apply after all.

    Raises:
        KeyError: The rule names an operation that does not exist; `sco-bot check` finds that before a person does.
    """
    operation, meant = heeding(OPERATIONS[rule.do], rule.do), anchored(query, rule, base)
    if isinstance(meant, Declined):
        return meant
    query = meant
    said = told(query, rule, base, operation) if rule.dated else operation(query, rule, base)
    return (coarse(query, said, base) or said) if isinstance(said, Answer) else said
