"""Whether the number of states with a status has risen or fallen since a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.dates.evolving import moved
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query


def trend(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many states have a status now and had it then, with Yes or No to whether it has become more, or fewer.

    None where both are asked for, or where several times are named.
    """
    up, down = query.has("rise"), query.has("fall")
    if up is down or len(set(query.of("year"))) > 1:
        return None
    words = tuple(word for word in query.of("word") if word != "since")  # from then on: the day itself is held against today
    slots = {**query.slots, "comparison": ("more" if up else "less",), "word": words, "time": ()}
    return moved(replace(query, slots=slots), rule, base)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {"changed.trend": trend}
