"""How the parts of a text stand to each other: what one names, and the other asks."""

from __future__ import annotations

from collections.abc import Collection

from bot.dialogue import segments
from bot.intents import ENTITIES
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

ABOUT = frozenset({"content", "topic", "doctype", "force", "group"})
"""Kinds of words that say what a text is about."""


def elsewhere(kept: Utterance, dropped: Utterance) -> bool:
    """Return whether a text is about another organisation, and the part of it that asks names nothing: "each member's share"."""
    others = any(m.kind in {"organisation", "foreign"} and m.id != "sco" for m in dropped.mentions)
    return others and not any(m.kind in ENTITIES for m in kept.mentions)


def counts_all(part: Utterance, context: Conversation) -> bool:
    """Return whether a part of a text asks of as many things as stand beside it: "what do all three provide for?"."""
    counts = (m for m in part.mentions if m.kind == "count" and m.id == str(len(context.focus)))
    return any(m.stop <= count.start <= m.stop + 1 for count in counts for m in part.mentions if m.id == "all")


def unasking(kept: Utterance, dropped: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a part of a sentence asks nothing, and what is dropped of that sentence does.

    "Where the protocol, the one applied from 2025, was signed": of the part behind the first comma.
    """
    words = {*grammar.auxiliaries, *grammar.imperatives}
    own = any(m.kind == "kind" for m in kept.mentions) or any(t.text in grammar.interrogatives for t in kept.tokens)
    return not own and kept.tokens[0].text not in words and _asks_beside(kept, dropped)


def asks_further(kept: Utterance, dropped: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a part of a sentence asks, and what is dropped of that sentence does so too.

    What "that" of the part means, the other asks for: "which state left the CSTO, and when was that accepted?".
    """
    return segments.words_ask(kept, range(len(kept.tokens)), grammar) and _asks_beside(kept, dropped)


def _asks_beside(kept: Utterance, dropped: Utterance) -> bool:
    """Return whether what is dropped of the same sentence has a question word."""
    sentences = {token.sentence for token in kept.tokens}
    kinds = (m for m in dropped.mentions if m.kind == "kind" and dropped.tokens[m.start].sentence in sentences)
    return any(not within_another(m, dropped) for m in kinds)


def anchored(utterance: Utterance) -> bool:
    """Return whether a text speaks of the SCO, or of an organisation that is no club of somebody's own."""
    own = {place for m in utterance.mentions if m.id == segments.OWN_GROUP for place in range(m.start, m.stop)}
    return any(m.id in {"sco", "organisation", "profile"} and m.start not in own for m in utterance.mentions)


def within_another(mention: Mention, utterance: Utterance) -> bool:
    """Return whether a mention is but a part of a longer one: "how do you", of "how do you know that"."""
    return any(
        other.start <= mention.start and mention.stop <= other.stop and other.stop - other.start > mention.stop - mention.start
        for other in utterance.mentions
    )


def beside(dropped: Utterance, within: Collection[int]) -> Conversation:
    """Return what stands beside a part of a text as the conversation in which the part is read.

    Args:
        dropped: The rest of the text.
        within: The sentences of the part; of others, small words say nothing: "as part of a test" is of no part that is paid.
    """
    kinds = {"kind", "count", "chat"}
    small = {p for p in dropped.fillers | dropped.light if dropped.tokens[p].sentence not in within}
    said = (m for m in dropped.mentions if m.kind not in {"word", "content"} or not small >= set(range(m.start, m.stop)))
    mentions = tuple(dict.fromkeys((m.kind, m.id) for m in said if m.kind not in kinds and m.id != "sco"))
    return Conversation(mentions, focus=tuple(name for kind, name in mentions if kind in ENTITIES))
