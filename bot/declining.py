"""Replies that assert nothing: small talk, other languages, questions back, and why something is not answered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import focused_on
from bot.intents import ENTITIES, Reading
from bot.knowledge import KnowledgeBase
from bot.matching import Utterance
from bot.model import Answer, Conversation, Declined, Reason, Reply, Status
from bot.references import is_fragment

MOST = 3  # suggestions under a reply, and choices of a question back


def foreign(text: str, tag: str, base: KnowledgeBase, conversation: Conversation) -> Reply:
    """Return the line that says, in the asker's language, which language is understood."""
    return Reply(text, Status.UNKNOWN, base.languages[tag].line, Reason.NOT_A_QUESTION, language=tag, conversation=conversation)


def small_talk(text: str, utterance: Utterance, base: KnowledgeBase, conversation: Conversation) -> Reply | None:
    """Return the reply to a greeting, thanks and the like; None unless the whole message is one."""
    found = [m for m in utterance.mentions if m.kind == "chat"]
    covered = {place for m in found for place in range(m.start, m.stop)} | set(utterance.fillers)
    if not found or len(covered) < len(utterance.tokens):
        return None
    longest = max(found, key=lambda m: (m.stop - m.start, -m.start))
    if any(m.kind in ENTITIES for m in utterance.mentions) or _asks(utterance, longest.start, longest.stop):
        return None
    return Reply(
        text, Status.CHAT, base.chat[longest.id], intent=f"chat.{longest.id}", confidence=1.0,
        suggestions=examples(base), conversation=conversation,
    )  # fmt: skip


def _asks(utterance: Utterance, start: int, stop: int) -> bool:
    """Return whether words outside the small talk ask something: "thanks, and where?"."""
    return any(m.kind == "kind" and not (start <= m.start and m.stop <= stop) for m in utterance.mentions)


def examples(base: KnowledgeBase) -> tuple[str, ...]:
    """Return questions that are always answered."""
    return tuple(command.question for command in base.commands)[:MOST]


def next_questions(reading: Reading, base: KnowledgeBase) -> tuple[str, ...]:
    """Return what can be asked after an answer: what its rule names, each a question that is answered."""
    found = [base.rules[name].examples[0] for name in reading.rule.shape.next if name in base.rules and base.rules[name].examples]
    return tuple(found[:MOST])


def understood(text: str, reading: Reading, said: Answer | Declined, base: KnowledgeBase) -> Reply:
    """Return the reply to a question that was understood and cannot be answered, or not with certainty."""
    query = reading.query
    if isinstance(said, Declined):
        return Reply(
            text, Status.UNKNOWN, said.text, said.reason, query.intent, query.slots, query.confidence,
            suggestions=said.suggestions or next_questions(reading, base) or _own_example(reading, text),
        )  # fmt: skip
    return Reply(
        text, Status.CLARIFY, base.say("clarify.several"), intent=query.intent, slots=query.slots, confidence=query.confidence,
        suggestions=_own_example(reading, text),
    )  # fmt: skip


def _own_example(reading: Reading, text: str) -> tuple[str, ...]:
    return tuple(e for e in reading.rule.shape.examples if e.casefold() != text.casefold() and e.endswith("?"))[:MOST]


def declined(
    text: str, utterance: Utterance, readings: Sequence[Reading], base: KnowledgeBase, conversation: Conversation
) -> Reply:
    """Return the reply to a question that no rule takes: a question back where something near was meant, else why not."""
    onward = focused_on(conversation, utterance)
    why = _why(utterance, readings)
    if not any(token.text.isalnum() for token in utterance.tokens):
        return Reply(
            text,
            Status.UNKNOWN,
            base.say("decline.not_a_question"),
            Reason.NOT_A_QUESTION,
            suggestions=examples(base),
            conversation=conversation,
            why=why,
        )
    if utterance.doubts:
        names = tuple(dict.fromkeys(name for _, ids in utterance.doubts for name in ids if name in base.names))[:MOST]
        return Reply(
            text, Status.CLARIFY, base.say("clarify.doubt"), conversation=onward, why=why,
            suggestions=tuple(base.say("clarify.suggest.country", name=base.name(name)) for name in names),
        )  # fmt: skip
    left = {word for place, word in enumerate(token.text for token in utterance.tokens) if place not in _meant(utterance)}
    near = _near(readings, text)
    if not left and is_fragment(utterance, base.grammar):
        entity = next((m.id for m in utterance.mentions if m.kind in ENTITIES), None)
        line = base.say("clarify.entity", name=base.name(entity)) if entity else base.say("clarify.fragment")
        return Reply(text, Status.CLARIFY, line, suggestions=near or examples(base), conversation=onward, why=why)
    others = [m.id for m in utterance.mentions if m.kind == "organisation" and m.id != "sco"]
    if others:
        line = base.say("decline.other_organisation", organisation=base.name(others[0]))
        return Reply(
            text,
            Status.UNKNOWN,
            line,
            Reason.OTHER_ORGANISATION,
            suggestions=near or examples(base),
            conversation=onward,
            why=why,
        )
    if _on_topic(utterance):
        return Reply(
            text,
            Status.UNKNOWN,
            base.say("decline.not_in_source"),
            Reason.NOT_IN_SOURCE,
            suggestions=near or examples(base),
            conversation=onward,
            why=why,
        )
    return Reply(
        text,
        Status.UNKNOWN,
        base.say("decline.off_topic"),
        Reason.OFF_TOPIC,
        suggestions=examples(base),
        conversation=conversation,
        why=why,
    )


def _meant(utterance: Utterance) -> set[int]:
    return set(utterance.fillers) | {place for m in utterance.mentions if m.kind != "chat" for place in range(m.start, m.stop)}


def _on_topic(utterance: Utterance) -> bool:
    """Return whether the question names something that the sources are about."""
    return any(m.kind in ENTITIES - {"city", "place"} or m.kind in {"status", "doctype", "topic"} for m in utterance.mentions)


def _near(readings: Sequence[Reading], text: str) -> tuple[str, ...]:
    """Return questions that can be answered and lie nearest to what was asked."""
    found = [
        example
        for reading in readings
        if reading.score > 1
        for example in reading.rule.shape.examples[:1]
        if example.casefold() != text.casefold() and example.endswith("?")
    ]
    return tuple(dict.fromkeys(found))[:MOST]


def _why(utterance: Utterance, readings: Sequence[Reading]) -> tuple[str, ...]:
    unknown = [token.text for place, token in enumerate(utterance.tokens) if place not in _meant(utterance)]
    lines = [f"no rule knows: {', '.join(unknown[:20])}"] if unknown else []
    for reading in readings[:3]:
        parts = [f"cannot explain {', '.join(reading.left[:10])}"] if reading.left else []
        parts += [f"lacks {' and '.join(reading.missing)}"] if reading.missing else []
        lines.append(f"near {reading.rule.id}: {'; '.join(parts)}")
    lines += [f'"{typed}" read as "{meant}"' for typed, meant in utterance.slips]
    return tuple(lines)
