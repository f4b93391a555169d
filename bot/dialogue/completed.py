"""A question with what the conversation adds to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge import KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Mention


@dataclass(frozen=True, slots=True)
class Completed:
    """A question with what the conversation adds to it."""

    utterance: Utterance
    carried: tuple[Mention, ...]
    strict: bool
    """Whether a rule must take up all that was added; else the things that it is about."""
    foremost: bool = False
    """Whether what was added comes before what the question names, though that stands before its pronoun."""


def mention(base: KnowledgeBase, entity: str) -> Mention:
    """Return a mention that stands nowhere in the text."""
    return Mention(base.kinds.get(entity, "word"), entity, -1, -1)


def filled(utterance: Utterance, places: Iterable[int]) -> Utterance:
    """Return the utterance with some of its tokens counted as fillers."""
    gone = frozenset(places)
    left = tuple(m for m in utterance.mentions if not gone & set(range(m.start, m.stop)))
    return Utterance(
        utterance.tokens,
        left,
        utterance.fillers | gone,
        utterance.light,
        utterance.slips,
        utterance.doubts,
        utterance.asked,
        utterance.told,
    )
