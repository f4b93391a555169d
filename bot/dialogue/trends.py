"""What is asked of what the last answer told, and not of the state in it: how an amount has moved, when a meeting is."""

from __future__ import annotations

from bot.dialogue.completed import Completed, filled
from bot.dialogue.fragments import SHORT
from bot.dialogue.pronouns import points_back
from bot.dialogue.references import kept
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

TRENDS = frozenset({"rise", "fall", "change", "always"})
"""Words for how a figure has moved, of which the last question asked."""
AMOUNTS = frozenset({"share", "budget", "staff", "count"})
"""Families of intents that tell of amounts: what was so before is asked of these, not of the state."""
SHARES = ("share.", "changed.share")
"""How the intents begin that tell what states pay."""
TAKING_PART = frozenset({"take-part", "linked", "join"})
"""Words for what a state does, of which no amount is told."""
MEETINGS = frozenset({"summit", "sco-meeting"})
"""Words for a meeting, of which it may be asked when and where it is."""
HOSTING = frozenset({"seat", "kept-out"})
"""Words for having a meeting at home."""
TELLING = frozenset({"when", "where"})
"""What is asked of a meeting."""


def of_amounts(conversation: Conversation) -> bool:
    """Return whether the last answer told of amounts."""
    return conversation.intent.partition(".")[0] in AMOUNTS or ".share" in conversation.intent


def of_trend(utterance: Utterance, conversation: Conversation, grammar: GrammarShape) -> bool:
    """Return whether it is asked how the amount that was told has moved: "so did it go up?", "was it always so much?"."""
    named = any(m.kind in ENTITIES - {"country"} for m in utterance.mentions)
    moved = any(m.id in TRENDS for m in utterance.mentions) and points_back(utterance, grammar)
    moved = moved and not any(m.id in TAKING_PART for m in utterance.mentions)  # "did it take part all along?"
    return moved and not named and of_amounts(conversation)


def of_movers(utterance: Utterance, conversation: Conversation) -> list[Completed]:
    """Return the question whose share has risen, or fallen, where shares were told: "who else fell?", "and who rose?"."""
    said = {m.id for m in utterance.mentions}
    asks = bool(said & {"who", "which"}) and bool(said & {"rise", "fall"}) and len(utterance.tokens) <= SHORT
    if not asks or not conversation.intent.startswith(SHARES) or any(m.kind in ENTITIES for m in utterance.mentions):
        return []
    others = {p for m in utterance.mentions if m.id == "rest" for p in range(m.start, m.stop)}
    told = (Mention("word", "pay", -1, -1), Mention("word", "change", -1, -1))
    return [Completed(filled(utterance, others), told, strict=True)]


def of_what_was_asked(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the last question asked of its time or place, and not of a state that only its answer named.

    "Which city is to host the next summit?" - "when?" is of the summit, not of the state that has the chair.
    """
    state = base.kinds.get(conversation.focus[0]) == "country" if conversation.focus else False
    told = state and ("country", conversation.focus[0]) not in conversation.mentions and not conversation.items
    meets = any(name in MEETINGS for _, name in conversation.mentions)
    kinds = {m.id for m in utterance.mentions if m.kind == "kind"}
    plain = all(m.kind in {"kind", "chat", "period", "time"} or m.id in HOSTING for m in utterance.mentions)
    hosts = "who" in kinds and any(m.id in HOSTING for m in utterance.mentions)  # "who hosts?"
    asks = bool(kinds) and (kinds <= TELLING or hosts) and plain
    return [kept(utterance, conversation, base.grammar)] if asks and told and meets else []
