"""Replies that assert nothing: small talk, other languages, questions back, and why something is not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.fragments import is_fragment
from bot.dialogue.pronouns import points_at_it, points_back
from bot.dialogue.remembering import focused_on
from bot.intents import ENTITIES, Reading
from bot.knowledge import KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Answer, Conversation, Declined, Reason, Reply, Status
from bot.suggesting import Suggestions

SHIFTING = frozenset({"time", "number", "year", "month"})
"""Kinds of words that lead on from what was said before."""
AGREED = "ok"
"""Small talk that only takes note of an answer."""
SOUGHT = frozenset({"who", "which"})
"""Question words that ask for a thing."""
PHRASE = 3  # words of small talk that may speak of the SCO too
SHOWN = 3  # rules that `--why` tells of, of those that come near


def foreign(text: str, tag: str, base: KnowledgeBase, conversation: Conversation) -> Reply:
    """Return the line that says, in the asker's language, which language is understood."""
    line = base.languages[tag].line
    return Reply(text, Status.UNKNOWN, line, Reason.NOT_A_QUESTION, language=tag, conversation=conversation)


def small_talk(text: str, utterance: Utterance, suggestions: Suggestions, conversation: Conversation) -> Reply | None:
    """Return the reply to a greeting, thanks and the like; None unless the whole message is one."""
    found = [m for m in utterance.mentions if m.kind == "chat"]
    if not found:
        return None
    longest = max(found, key=lambda m: (m.stop - m.start, -m.start))
    talked = {place for m in found for place in range(m.start, m.stop)}
    topic = [m for m in utterance.mentions if m.kind in ENTITIES]
    if longest.stop - longest.start >= PHRASE and all(m.id == "sco" for m in topic):  # "are you an official bot of the SCO?"
        talked |= {place for m in topic for place in range(m.start, m.stop)}
        topic = []
    if topic or len(talked | utterance.fillers) < len(utterance.tokens):
        return None
    grammar = suggestions.base.grammar
    words = {*grammar.interrogatives, *(grammar.imperatives if points_back(utterance, grammar) else ())}  # "fine, just list them"
    if any(token.text in words for place, token in enumerate(utterance.tokens) if place not in talked):  # "hi, what is it?"
        return None
    length = longest.stop - longest.start
    held = (m for m in utterance.mentions if m.kind == "word" and m.start <= longest.start and longest.stop <= m.stop)
    if any(m.stop - m.start > length for m in held):  # "are you sure?" is more than "sure"
        return None
    agreed = conversation.intent and all(m.id == AGREED for m in found)
    asks = {"kind", "now"} if agreed else {"kind"}
    asks |= {"word", "period"} if agreed and utterance.asked else set()  # "all right, the year at least?"
    if any(m.kind in asks and not talked >= set(range(m.start, m.stop)) for m in utterance.mentions):
        return None  # "thanks, and where?", "okay, and now?"
    return Reply(
        text, Status.CHAT, suggestions.base.chat[longest.id], intent=f"chat.{longest.id}", confidence=1.0,
        suggestions=suggestions.general(), conversation=conversation,
    )  # fmt: skip


def understood(text: str, utterance: Utterance, reading: Reading, said: Answer | Declined, suggestions: Suggestions) -> Reply:
    """Return the reply to a question that was understood and cannot be answered, or not with certainty."""
    query = reading.query
    if isinstance(said, Declined):
        return Reply(
            text, Status.UNKNOWN, said.text, said.reason, query.intent, query.slots, query.confidence, citations=said.citations,
            suggestions=said.suggestions or suggestions.near(text, utterance),
        )  # fmt: skip
    return Reply(
        text, Status.CLARIFY, suggestions.base.say("clarify.several"), intent=query.intent, slots=query.slots,
        confidence=query.confidence, suggestions=suggestions.near(text, utterance),
    )  # fmt: skip


def declined(
    text: str, utterance: Utterance, readings: Sequence[Reading], suggestions: Suggestions, conversation: Conversation
) -> Reply:
    """Return the reply to a question that no rule takes: a question back where something near was meant, else why not."""
    base = suggestions.base
    status, reason, line = _line(utterance, base)
    if reason is Reason.OFF_TOPIC and conversation.focus and points_back(utterance, base.grammar):
        reason, line = Reason.NOT_IN_SOURCE, base.say("decline.not_in_source")  # "where is it kept?", of a document
    near = suggestions.near(text, utterance)
    if status is Status.CLARIFY and utterance.doubts:
        near = suggestions.names(dict.fromkeys(name for _, ids in utterance.doubts for name in ids if name in base.names))
    elif reason in {Reason.OFF_TOPIC, Reason.NOT_A_QUESTION}:
        near = suggestions.general()
    heavy = (m for m in utterance.mentions if not utterance.fillers >= set(range(m.start, m.stop)))
    if status is Status.CLARIFY and any(m.kind in SHIFTING for m in heavy):
        conversation = Conversation()  # "and four years later?": the talk went on to something that is not known here
    onward = conversation if reason in {Reason.OFF_TOPIC, Reason.NOT_A_QUESTION} else focused_on(conversation, utterance, base)
    onward = replace(onward, lost=reason is not Reason.OFF_TOPIC and _seeks(utterance, base))
    return Reply(text, status, line, reason, suggestions=near, conversation=onward, why=_why(utterance, readings))


def _seeks(utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether a question seeks a thing, and speaks of no other: "which state made the difference?"."""
    seeks = any(m.kind == "kind" and m.id in SOUGHT for m in utterance.mentions)
    named = any(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions)
    return seeks and not named and not points_at_it(utterance, base.grammar)


def _line(utterance: Utterance, base: KnowledgeBase) -> tuple[Status, Reason | None, str]:
    """Return what kind of reply it is, why, and what it says."""
    if not any(token.text.isalnum() for token in utterance.tokens):
        return Status.UNKNOWN, Reason.NOT_A_QUESTION, base.say("decline.not_a_question")
    if utterance.doubts:
        return Status.CLARIFY, None, base.say("clarify.doubt")
    if not _unknown(utterance) and is_fragment(utterance, base.grammar):
        entity = next((m.id for m in utterance.mentions if m.kind in ENTITIES), None)
        line = base.say("clarify.entity", name=base.name(entity)) if entity else base.say("clarify.fragment")
        return Status.CLARIFY, None, line
    others = [m.id for m in utterance.mentions if m.kind == "organisation" and m.id != "sco"]
    if others:
        line = base.say("decline.other_organisation", organisation=base.name(others[0]))
        return Status.UNKNOWN, Reason.OTHER_ORGANISATION, line
    if _on_topic(utterance):
        return Status.UNKNOWN, Reason.NOT_IN_SOURCE, base.say("decline.not_in_source")
    return Status.UNKNOWN, Reason.OFF_TOPIC, base.say("decline.off_topic")


def _unknown(utterance: Utterance) -> list[str]:
    """Return the words that no part of the knowledge knows."""
    met = {place for m in utterance.mentions if m.kind != "chat" for place in range(m.start, m.stop)}
    return [token.text for place, token in enumerate(utterance.tokens) if place not in met | utterance.fillers | utterance.light]


def _on_topic(utterance: Utterance) -> bool:
    """Return whether the question names something that the sources are about."""
    return any(m.kind in ENTITIES - {"city", "place"} or m.kind in {"status", "doctype", "topic"} for m in utterance.mentions)


def _why(utterance: Utterance, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return which words no rule knows, and what kept the nearest rules from taking the question."""
    unknown = _unknown(utterance)
    lines = [f"no rule knows: {', '.join(unknown[:20])}"] if unknown else []
    for reading in readings[:SHOWN]:
        parts = [f"cannot explain {', '.join(reading.left[:10])}"] if reading.left else []
        parts += [f"lacks {' and '.join(reading.missing)}"] if reading.missing else []
        lines.append(f"near {reading.rule.id}: {'; '.join(parts)}")
    return (*lines, *(f'"{typed}" read as "{meant}"' for typed, meant in utterance.slips))
