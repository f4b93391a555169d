"""What stands around a question and asks nothing, in parts: "my brother | keeps saying", "the note | our office | sent round"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.forms import expand
from bot.knowledge.shapes import GrammarShape
from bot.model import Mention

PART = "part"
"""Kind of the words that are a part of a frame; by themselves they mean nothing, and nothing is known of them."""


@lru_cache(maxsize=8)
def _orders(lines: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the parts of each order, one after the other; a grammar keeps its lines."""
    return tuple(tuple(form.split()) for line in lines for form in expand(line))


def frames(found: Sequence[Mention], grammar: GrammarShape) -> Iterator[tuple[int, int]]:
    """Yield the first place of each frame and that behind it: parts that follow each other in one of the orders.

    A part by itself frames nothing: "is my brother a member?" is of the brother.
    """
    parts = [m for m in found if m.kind == PART]
    if not parts:
        return  # as in most questions
    met = {m.id for m in parts}
    for order in (order for order in _orders(tuple(grammar.frames.orders)) if met.issuperset(order)):
        spans = {(m.start, m.stop) for m in parts if m.id == order[0]}
        for part in order[1:]:
            behind = {(m.start, m.stop) for m in parts if m.id == part}
            spans = {(start, stop) for start, middle in spans for begin, stop in behind if begin == middle}
        yield from sorted(spans)
