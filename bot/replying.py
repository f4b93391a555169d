"""What was decided -> the reply that a person gets, and the conversation as the next question finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import declining
from bot.deciding import Said
from bot.dialogue.remembering import carried_on
from bot.intents import Reading
from bot.knowledge import KnowledgeBase, long_date
from bot.matching.utterance import Utterance
from bot.model import Answer, Conversation, Part, Reply, Status
from bot.suggesting import Suggestions

CERTAIN = 0.75  # confidence below which the bot asks back: what is left of `intents.SURE` after a slip in every third word


def reply(text: str, utterance: Utterance, found: Sequence[Said], conversation: Conversation, suggestions: Suggestions) -> Reply:
    """Return the reply of one or more readings; a question back where one of them is not certain."""
    base = suggestions.base
    good = [said.answer for said in found if isinstance(said.answer, Answer)]
    sure = min(said.reading.query.confidence for said in found)
    last = found[-1].reading
    items = tuple(item for one in good for item in one.items)
    onward = carried_on(conversation, last, items, tuple(fact for one in good for fact in one.facts), base)
    why = tuple(line for said in found for line in explained(utterance, said.reading))
    if not good or sure < CERTAIN:
        unsaid = declining.understood(text, utterance, found[0].reading, found[0].answer, suggestions)
        return replace(unsaid, why=why, conversation=onward)
    query = found[0].reading.query
    return Reply(
        question=text,
        status=Status.ANSWERED,
        text="\n\n".join([*dict.fromkeys(said.answer.text for said in found), *_since(utterance, good, base)]),
        intent=query.intent,
        slots=query.slots,
        confidence=sure,
        parts=tuple(Part(said.reading.query.intent, said.reading.query.slots) for said in found) if len(found) > 1 else (),
        citations=tuple(dict.fromkeys(citation for one in good for citation in one.citations)),
        suggestions=suggestions.after(last.rule.id, utterance),
        conversation=onward,
        why=why,
    )


def _since(utterance: Utterance, answers: Sequence[Answer], base: KnowledgeBase) -> list[str]:
    """Return the line that says where the sources end, where a question asks for what is so now and the answer can age."""
    if not any(m.id in {"now", "still"} for m in utterance.mentions):
        return []
    if not all(citation.source.primary for one in answers for citation in one.citations):
        return []  # later sources say themselves how far they reach
    dates = {long_date(citation.source.as_of) for one in answers for citation in one.citations}
    told = [date for date in dates if any(date in one.text for one in answers)]
    return [base.say("answer.since", date=told[0])] if told else []


def explained(utterance: Utterance, reading: Reading) -> tuple[str, ...]:
    """Return how a question was read: the rule, its words and their scores, and the slips."""
    query = reading.query
    lines = [f"rule {query.intent}: explains {reading.score:.2f}, confidence {query.confidence:.2f}"]
    lines += [f"{kind}: {', '.join(ids)}" for kind, ids in query.slots.items()]
    return (*lines, *(f'"{typed}" read as "{meant}"' for typed, meant in utterance.slips))
