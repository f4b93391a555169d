"""What was decided -> the reply that a person gets, and the conversation as the next question finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import declining
from bot.deciding import Said
from bot.dialogue import carried_on
from bot.intents import Reading
from bot.knowledge import KnowledgeBase
from bot.matching import Utterance
from bot.model import Answer, Conversation, Part, Reply, Status

CERTAIN = 0.75  # confidence below which the bot asks back: what is left of `intents.SURE` after a slip in every third word


def reply(text: str, utterance: Utterance, found: Sequence[Said], conversation: Conversation, base: KnowledgeBase) -> Reply:
    """Return the reply of one or more readings; a question back where one of them is not certain."""
    good = [said.answer for said in found if isinstance(said.answer, Answer)]
    sure = min(said.reading.query.confidence for said in found)
    last = found[-1].reading
    items = tuple(item for one in good for item in one.items)
    onward = carried_on(conversation, last, items, tuple(fact for one in good for fact in one.facts), base)
    why = tuple(line for said in found for line in explained(utterance, said.reading))
    if not good or sure < CERTAIN:
        unsaid = declining.understood(text, found[0].reading, found[0].answer, base)
        return replace(unsaid, why=why, conversation=onward)
    query = found[0].reading.query
    return Reply(
        question=text,
        status=Status.ANSWERED,
        text="\n\n".join(dict.fromkeys(said.answer.text for said in found)),
        intent=query.intent,
        slots=query.slots,
        confidence=sure,
        parts=tuple(Part(said.reading.query.intent, said.reading.query.slots) for said in found) if len(found) > 1 else (),
        citations=tuple(dict.fromkeys(citation for one in good for citation in one.citations)),
        suggestions=declining.next_questions(last, base),
        conversation=onward,
        why=why,
    )


def explained(utterance: Utterance, reading: Reading) -> tuple[str, ...]:
    """Return how a question was read: the rule, its words and their scores, and the slips."""
    query = reading.query
    lines = [f"rule {query.intent}: explains {reading.score:.2f}, confidence {query.confidence:.2f}"]
    lines += [f"{kind}: {', '.join(ids)}" for kind, ids in query.slots.items()]
    return (*lines, *(f'"{typed}" read as "{meant}"' for typed, meant in utterance.slips))
