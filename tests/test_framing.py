"""What stands around a question and asks nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import FramesShape
from bot.matching import read
from bot.matching.framing import frames
from bot.matching.vocabulary import Vocabulary
from bot.model import Mention

SHAPE = FramesShape({"whose": ["my"], "person": ["brother"], "saying": ["says"]}, ["whose person saying", "[whose] saying"])


def parts(*names: str) -> list[Mention]:
    """Return mentions of parts, one word each, that follow each other."""
    return [Mention("part", name, place, place + 1) for place, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "spans"),
    [
        pytest.param(("whose", "person", "saying"), {(0, 3), (2, 3)}, id="in their order"),
        pytest.param(("person", "whose", "saying"), {(1, 3), (2, 3)}, id="an optional part"),
        pytest.param(("whose", "person"), set(), id="not all of them"),
        pytest.param((), set(), id="nothing"),
    ],
)
def test_frames(names: tuple[str, ...], spans: set[tuple[int, int]], base: KnowledgeBase) -> None:
    """Parts that follow each other in one of the orders are a frame; any other parts are none."""
    grammar = replace(base.grammar, frames=SHAPE)

    assert set(frames(parts(*names), grammar)) == spans


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("my brother keeps saying that China pays", "china pays", id="who says it"),
        pytest.param("the note our office sent round claims that China pays", "china pays", id="a paper sent round"),
        pytest.param("before I print it: China pays", "china pays", id="before it is printed"),
        pytest.param("am I mixing them up: China pays", "china pays", id="who is unsure"),
        pytest.param("my brother pays", "brother pays", id="a part alone is no small word"),
    ],
)
def test_a_frame_is_made_of_small_words(text: str, left: str, base: KnowledgeBase, index: Vocabulary) -> None:
    """What frames a question is as good as not said; a word of it by itself is what the question is about."""
    utterance = read(text, index, base.grammar)

    assert " ".join(token.text for place, token in enumerate(utterance.tokens) if place not in utterance.fillers) == left
