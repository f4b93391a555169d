"""Questions for single things of which documents only speak in general: "which laws were harmonised?" is answered by none."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.telling import Operation
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

SINGLE = frozenset({"legislation", "terrorist-act", "research", "criminal-case", "training", "countermeasures"})
"""What documents speak of, and no source names one by one."""
BEFORE = frozenset({"which", "how-many", "title", "full-name"})
"""Words behind which one of these is asked for, or what it is called."""
NAMES = ("country", "organisation", "body")
"""Kinds of names that may stand between: "which Kyrgyz laws"."""
TEXTS = ("doctype", "document")
"""Kinds of texts that a word before them only describes: "which training agreement"."""


def _single(query: Query) -> bool:
    """Return whether one of the things is asked for."""
    names, texts = ({name for kind in kinds for name in query.of(kind)} for kinds in (NAMES, TEXTS))
    order = [name for name in query.order if name not in names]
    wanted = SINGLE & {*query.of("content")}
    return not query.polar and any(
        one in BEFORE and other in wanted and after not in texts
        for one, other, after in zip(order, order[1:], [*order[2:], ""], strict=False)
    )


def general(operations: Mapping[str, Operation]) -> dict[str, Operation]:
    """Return operations that have nothing to say where a single thing is asked for."""

    def wrapped(operation: Operation) -> Operation:
        def said(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
            return None if _single(query) else operation(query, rule, base)

        return said

    return {name: wrapped(operation) for name, operation in operations.items()}
