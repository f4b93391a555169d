"""How a question shows that it leaves something out: few words, no auxiliary, an end that hangs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.intents import ENTITIES
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation
from bot.text import phrase

SHORT = 5  # tokens of a first question that may be nothing but an ellipsis: "and what about the other one?"
LONG = 10  # tokens of a question that may leave something out; a longer one says what it means
LOOSE = frozenset({
    *("rest", "same", "both", "all", "not", "neither", "only", "compare", "at-least", "at-most", "together", "joint"),
    *("more-ask", "overlap", "country-word", "participant"),
})  # fmt: skip
"""Words that say nothing without what came before."""
FILTERS = frozenset({"year", "topic", "force", "doctype", "organisation"})
"""Kinds that narrow a list."""


def contains(texts: Sequence[str], forms: Iterable[str]) -> bool:
    """Return whether the words of one of the phrases stand together in a text."""
    text = f" {' '.join(texts)} "
    return any(_apart(form) in text for form in forms)


@lru_cache(maxsize=2048)
def _apart(form: str) -> str:
    """Return a phrase with a space on each side, as it is looked for in a text."""
    return f" {' '.join(phrase(form))} "


def goes_on(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question begins as one that goes on from another: "and", "only", "what about"."""
    texts = tuple(token.text for token in utterance.tokens if token.text not in grammar.interjections)
    return any(texts[: len(parts)] == parts for form in grammar.continuations if (parts := phrase(form)))


def trails_off(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question ends in its verb, and leaves out what was said before: "how many of the members are?"."""
    texts = [token.text for token in utterance.tokens if token.text not in grammar.courtesies]
    texts = texts[:-1] if texts[-1:] and texts[-1] in grammar.negations else texts  # "which state was not?"
    whole = bool({*texts[:-1]} & {*grammar.supports})  # "how many members does the SCO have?"
    return len(texts) > 1 and texts[-1] in grammar.trailing and not whole and any(m.kind == "kind" for m in utterance.mentions)


def is_fragment(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the words make no sentence: no auxiliary but one that is left hanging, no imperative, few words."""
    texts = [token.text for token in utterance.tokens]
    if len(texts) > 1 and texts[-1] in grammar.trailing and not any(m.kind == "kind" for m in utterance.mentions):
        texts = texts[:-1]  # "the difference is?"
    if utterance.mentions and all(m.kind == "force" for m in utterance.mentions) and texts[0] in grammar.auxiliaries:
        texts = texts[1:]  # "is binding?", with what is meant left out
    return len(texts) <= LONG and not any(text in grammar.auxiliaries or text in grammar.imperatives for text in texts)


def hangs(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether a first question is an ellipsis: nothing but "where?" or "and the other one?"."""
    if conversation.mentions or conversation.focus or len(utterance.tokens) > SHORT:
        return False
    loose = {"kind", "ordinal", "rank", "comparison", "time", "number", "count"}
    times = {m.start for m in utterance.mentions if m.kind == "time"}  # "and before that?", which may mean the forerunner
    content = [
        m for m in utterance.mentions if m.kind not in loose and not (m.kind == "word" and (m.id in LOOSE or m.start in times))
    ]
    return bool(utterance.tokens) and not content


def elliptic(utterance: Utterance) -> bool:
    """Return whether a question has no word of its own that could ask something else than the last one did."""
    things = [(m.start, m.stop) for m in utterance.mentions if m.kind in ENTITIES or m.kind == "status"]
    own = [m for m in utterance.mentions if m.kind == "word" and m.id not in LOOSE]
    # "For Tajikistan" says no more than the name in it does.
    return all(any(m.start <= start and stop <= m.stop for start, stop in things) for m in own)


def asks_only(utterance: Utterance) -> bool:
    """Return whether there is nothing but a question word: "where?", "and how many?"."""
    kinds = [(m.start, m.stop) for m in utterance.mentions if m.kind == "kind"]
    return all(
        m.kind in {"kind", "chat"}
        or (m.kind == "word" and (m.id in LOOSE or any(start <= m.start and m.stop <= stop for start, stop in kinds)))
        for m in utterance.mentions
    )
