"""The pipeline: text -> words -> mentions -> query -> whole query -> answer -> reply. Read this first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot import declining, dialogue, segments
from bot.answering import answer
from bot.dialogue import carried_on, points_back, understand
from bot.intents import CUT, Reading, near, rules
from bot.knowledge import KnowledgeBase
from bot.matching import Utterance, read, vocabulary
from bot.model import Answer, Conversation, Declined, Part, Reply, Status
from bot.text import clean, language

CERTAIN = 0.75  # confidence below which the bot asks back; what is left of `SURE` after a slip in every third word


@dataclass(frozen=True, slots=True)
class Said:
    """A reading of a question, and what the knowledge says to it."""

    reading: Reading
    answer: Answer | Declined


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
            return declining.declined(text, utterance, near(utterance, self._rules, base.grammar), base, conversation)
        return self._reply(text, utterance, found, conversation)

    def _understood(self, utterance: Utterance, conversation: Conversation) -> tuple[Said, ...]:
        """Return what is said to the question, one for each of its parts; () when no rule takes it."""
        if dialogue.hangs(utterance, conversation):
            return ()
        whole = self._said(utterance, conversation)
        if whole is not None:
            return (whole,)
        parts = self._parts(utterance, conversation)
        if parts:
            return parts
        for places in segments.narrowed(utterance, self.knowledge.grammar):
            kept = utterance.part(places)
            if len(kept.tokens) == len(utterance.tokens):
                continue
            dropped = utterance.part(set(range(len(utterance.tokens))) - set(places))
            said = self._narrow(kept, dropped, conversation)
            found = (said,) if said is not None else self._parts(kept, conversation)
            if found:
                return found
        return ()

    def _said(
        self, utterance: Utterance, conversation: Conversation, penalty: float = 0.0, *, follow: bool = False, alone: bool = True
    ) -> Said | None:
        """Return the likeliest reading that has something to say, and what it says."""
        first: Said | None = None
        for reading in understand(utterance, conversation, self._rules, self.knowledge, penalty, follow=follow, alone=alone):
            query = reading.query
            if reading.rule.shape.options.get("about") == "last":
                query = replace(query, slots={**query.slots, "fact": conversation.facts, "item": conversation.items})
            said = answer(query, reading.rule.shape, self.knowledge)
            if isinstance(said, Answer) or (said is not None and said.final):
                return Said(reading, said)
            if said is not None and first is None:
                first = Said(reading, said)
        return first

    def _narrow(self, kept: Utterance, dropped: Utterance, conversation: Conversation) -> Said | None:
        """Return what is said to a part of the text, together with what stands beside it.

        A thing that the same sentence names beside the part may not be passed over, nor what a pronoun of the part means.
        """
        context = dialogue.beside(dropped)
        within = {t.sentence for t in kept.tokens} & {t.sentence for t in dropped.tokens}
        pointing = points_back(kept, self.knowledge.grammar)
        if context.focus and (within or pointing):
            return self._said(kept, context, CUT, follow=True, alone=False)
        if context.mentions and pointing:
            return self._said(kept, context, CUT, follow=True)
        own = self._said(kept, conversation, CUT)
        if own is None or _bare(own):
            return self._said(kept, context, CUT, follow=True) or own
        return own

    def _parts(self, utterance: Utterance, conversation: Conversation) -> tuple[Said, ...]:
        """Return what is said to each half of a double-barrelled question; () unless all are understood."""
        grammar = self.knowledge.grammar
        for left, right in (*segments.without_kind(utterance, grammar), *segments.halves(utterance, grammar)):
            first = self._said(utterance.part(left), conversation, CUT)
            if first is None or (_bare(first) and not segments.asks(utterance, left, grammar)):
                continue
            onward = carried_on(conversation, first.reading, _items(first), (), self.knowledge)
            half = utterance.part(right)
            second = self._said(half, onward, CUT)
            rest = (second,) if second is not None else self._parts(half, onward)
            if rest and not any(_bare(said) and not segments.asks(utterance, right, grammar) for said in rest):
                return (first, *(said for said in rest if said.reading.query != first.reading.query))
        return ()

    def _reply(self, text: str, utterance: Utterance, found: tuple[Said, ...], conversation: Conversation) -> Reply:
        good = [said.answer for said in found if isinstance(said.answer, Answer)]
        sure = min(said.reading.query.confidence for said in found)
        last = found[-1].reading
        items = tuple(item for one in good for item in one.items)
        onward = carried_on(conversation, last, items, tuple(fact for one in good for fact in one.facts), self.knowledge)
        why = tuple(line for said in found for line in declining.explained(utterance, said.reading))
        if not good or sure < CERTAIN:
            reply = declining.understood(text, found[0].reading, found[0].answer, self.knowledge)
            return replace(reply, why=why, conversation=onward)
        query = found[0].reading.query
        return Reply(
            question=text,
            status=Status.ANSWERED,
            text="\n\n".join(dict.fromkeys(said.answer.text for said in found)),
            intent=query.intent,
            slots=query.slots,
            confidence=sure,
            parts=tuple(Part(s.reading.query.intent, s.reading.query.slots) for s in found) if len(found) > 1 else (),
            citations=tuple(dict.fromkeys(citation for one in good for citation in one.citations)),
            suggestions=declining.next_questions(last, self.knowledge),
            conversation=onward,
            why=why,
        )


def _bare(said: Said) -> bool:
    """Return whether the rule goes by a name alone, and says all there is of it."""
    return said.reading.rule.shape.options.get("bare") == "yes"


def _items(said: Said) -> tuple[str, ...]:
    return said.answer.items if isinstance(said.answer, Answer) else ()
