"""The pipeline: text -> words -> mentions -> query -> whole query -> answer -> reply. Read this first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import declining, dialogue, segments
from bot.answering import answer
from bot.dialogue import carried_on, understand
from bot.intents import CUT, ENTITIES, Reading, rank, rules
from bot.knowledge import KnowledgeBase
from bot.matching import Utterance, read, vocabulary
from bot.model import Answer, Conversation, Declined, Mention, Part, Reply, Status
from bot.text import clean, language

CERTAIN = 0.75  # confidence below which the bot asks back; what is left of `SURE` after a slip in every third word


class Assistant:
    """Answers questions from a knowledge base; holds nothing of any conversation."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Index the knowledge once."""
        self.knowledge = knowledge
        self._vocabulary = vocabulary(knowledge)
        self._rules = rules(knowledge)

    def ask(self, text: str, conversation: Conversation = Conversation(), *, today: date) -> Reply:  # noqa: B008 - frozen
        """Return the reply to a question.

        Args:
            text: As typed; anything is taken.
            conversation: What came before, as the last reply carried it on.
            today: The day on which it is asked.
        """
        base = self.knowledge
        foreign = language(text, base.languages)
        if foreign:
            return declining.foreign(text, foreign, base, conversation)
        utterance = read(clean(text), self._vocabulary, base.grammar)
        small_talk = declining.small_talk(text, utterance, base, conversation)
        if small_talk is not None:
            return small_talk
        found = self._understood(utterance, conversation)
        if not found:
            return declining.declined(text, utterance, rank(utterance, self._rules, base.grammar), base, conversation)
        return self._reply(text, utterance, found, conversation)

    def _understood(self, utterance: Utterance, conversation: Conversation) -> tuple[Reading, ...]:
        """Return the reading of the question, one for each of its parts; () when it has none."""
        whole = understand(utterance, conversation, self._rules, self.knowledge)
        if whole is not None:
            return (whole,)
        parts = self._parts(utterance, conversation)
        if parts:
            return parts
        for places, _ in segments.narrowed(utterance, self.knowledge.grammar):
            kept = utterance.part(places)
            if len(kept.tokens) == len(utterance.tokens):
                continue
            dropped = utterance.part(set(range(len(utterance.tokens))) - set(places))
            reading = self._narrow(kept, dropped, conversation)
            if reading is not None:
                return (reading,)
            parts = self._parts(kept, conversation)
            if parts:
                return parts
        return ()

    def _narrow(self, kept: Utterance, dropped: Utterance, conversation: Conversation) -> Reading | None:
        """Return the reading of a part of the text; what stands beside it is what its pronouns mean."""
        beside = [m for m in dropped.mentions if m.kind in ENTITIES and m.id != "sco"]
        context = Conversation(
            tuple(dict.fromkeys((m.kind, m.id) for m in dropped.mentions if m.kind != "kind")),
            focus=tuple(dict.fromkeys(m.id for m in beside)),
        )
        pointing = dialogue.points_back(kept, self.knowledge.grammar)
        if pointing and beside:
            return understand(kept, context, self._rules, self.knowledge, CUT)
        own = understand(kept, conversation, self._rules, self.knowledge, CUT)
        return own or understand(kept, context, self._rules, self.knowledge, CUT)

    def _parts(self, utterance: Utterance, conversation: Conversation) -> tuple[Reading, ...]:
        """Return the readings of a double-barrelled question's halves; () unless both are understood."""
        for left, right in (*segments.without_kind(utterance), *segments.halves(utterance)):
            first = understand(utterance.part(left), conversation, self._rules, self.knowledge, CUT)
            if first is None:
                continue
            onward = carried_on(conversation, first, (), (), self.knowledge)
            second = understand(utterance.part(right), onward, self._rules, self.knowledge, CUT)
            if second is None and len(left) != len(utterance.tokens) - len(right):
                continue
            if second is None:
                rest = self._parts(utterance.part(right), onward)
                if rest:
                    return (first, *rest)
                continue
            return (first, second) if first.query != second.query else (first,)
        return ()

    def _reply(self, text: str, utterance: Utterance, found: tuple[Reading, ...], conversation: Conversation) -> Reply:
        answers = [(reading, self._answer(reading, conversation)) for reading in found]
        good = [(reading, said) for reading, said in answers if isinstance(said, Answer)]
        sure = min(reading.query.confidence for reading in found)
        why = tuple(line for reading in found for line in declining.explained(utterance, reading))
        if not good or sure < CERTAIN:
            reading, said = answers[0]
            reply = declining.understood(text, reading, said, self.knowledge, sure)
            return replace(reply, why=why, conversation=carried_on(conversation, reading, (), (), self.knowledge))
        reading, said = good[-1]
        texts = [one.text for _, one in answers]
        items = tuple(item for _, one in good for item in one.items)
        facts = tuple(fact for _, one in good for fact in one.facts)
        onward = carried_on(conversation, reading, items, facts, self.knowledge)
        return Reply(
            question=text,
            status=Status.ANSWERED,
            text="\n\n".join(dict.fromkeys(texts)),
            intent=found[0].query.intent,
            slots=found[0].query.slots,
            confidence=sure,
            parts=tuple(Part(r.query.intent, r.query.slots) for r in found) if len(found) > 1 else (),
            citations=tuple(dict.fromkeys(c for _, one in good for c in one.citations)),
            suggestions=declining.next_questions(found[-1], self.knowledge),
            conversation=onward,
            why=why,
        )

    def _answer(self, reading: Reading, conversation: Conversation) -> Answer | Declined:
        query = reading.query
        if reading.rule.shape.options.get("about") == "last" and conversation.facts:
            query = replace(query, slots={**query.slots, "fact": conversation.facts, "item": conversation.items})
        return answer(query, reading.rule.shape, self.knowledge)


__all__ = ["Assistant", "Mention"]
