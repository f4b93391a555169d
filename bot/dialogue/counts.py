"""Numbers that count things of the talk: "those two", "the other four"."""

from __future__ import annotations

from bot.dialogue.signs import EXTREMES
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Mention

REST = frozenset({"rest", "other-org"})
"""Words for those that were not spoken of."""


def points_at_some(utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether so many things of the talk are pointed at: "do those two pay anything?"."""
    plural = {form for form in base.grammar.pronouns["they"].forms if " " not in form}
    return any(
        m.kind == "count"
        and m.start > 0
        and utterance.tokens[m.start - 1].text in plural
        and not counts_something(m, utterance, base)
        for m in utterance.mentions
    )


def before_count(number: Mention, utterance: Utterance, base: KnowledgeBase) -> tuple[bool, int | None]:
    """Return whether "other" stands before (or right behind) a number, and where the words begin that point to known things.

    The second is None where none does.
    """
    grammar = base.grammar
    pointing = {*grammar.definite, *(form for form in grammar.pronouns["they"].forms if " " not in form)}
    texts = [token.text for token in utterance.tokens]
    rest = {p for m in utterance.mentions if m.kind == "word" and m.id in REST for p in range(m.start, m.stop)}
    place, others = number.start - 1, False
    while place >= 0 and place in rest:
        place, others = place - 1, True
    others = others or number.stop in rest  # "the two left over"
    if place >= 0 and texts[place] in pointing:
        return others, place
    return others, (place + 1 if others else None)


def counts_something(number: Mention, utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether a number counts what the question names behind it: "the two permanent bodies"."""
    behind = [m for m in utterance.mentions if m.start == number.stop]
    if any(m.id in EXTREMES for m in behind):
        return True  # "and the two smallest?"
    return any(
        m.kind in ENTITIES | {"status", "doctype", "force", "topic", "body"}
        or m.id in base.grammar.counted
        or m.id == "permanent-body"
        for m in behind
        if m.stop < len(utterance.tokens)
    )
