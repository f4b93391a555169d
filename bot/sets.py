"""Which things of the talk a number stands for: "those two together", "the other four", "which of the five"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.model import Conversation, Mention
from bot.references import Completed, filled, kept, mention
from bot.utterance import Utterance

OTHERS = frozenset({"rest", "other-org"})
"""Words for those that were not spoken of."""
PARTIES = frozenset({"country", "organisation", "year", "topic"})
"""Kinds of what chose one of several documents before."""
BY_PROFILE = Mention("now", "by-profile", -1, -1)
"""The time of the primary source, whose members are the whole that "the other four" leave."""


def counted(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to as many things of the talk as it counts; [] where it counts none of them.

    Those of the last list, or those that it was about; with "other" before the number, the members that are left.
    """
    for number in (m for m in utterance.mentions if m.kind == "count" and m.id.isdigit()):
        others, start = _before(number, utterance, base)
        if start is None or _counts_something(number, utterance, base):
            continue
        things = _left(conversation, int(number.id), base) if others else _spoken_of(conversation, int(number.id), base)
        if things:
            said = filled(utterance, range(start, number.stop))
            carried = (*(mention(base, thing) for thing in things), *((BY_PROFILE,) if others else ()))
            kinds = {m.kind for m in carried}
            kinds |= PARTIES if "document" in kinds else set()  # "the oldest of the four" is not of those with the UN
            words = [m for m in kept(said, conversation, base.grammar).carried if m.kind not in kinds and m not in carried]
            found = [Completed(said, carried, strict=True), Completed(said, (*carried, *words), strict=False)]
            if "document" in kinds:  # of a list, what chose it says it as well
                found.append(Completed(said, tuple(words), strict=False))
            asks = any(m.kind in {"word", "comparison", "rank", "force", "status"} for m in said.mentions)
            return found if asks else [found[1], found[0], *found[2:]]  # "do the other five?" asks what the last question did
    return []


def _before(number: Mention, utterance: Utterance, base: KnowledgeBase) -> tuple[bool, int | None]:
    """Return whether "other" stands before (or right behind) a number, and where the words begin that point to known things.

    The second is None where none does.
    """
    grammar = base.grammar
    pointing = {*grammar.definite, *(form for form in grammar.pronouns["they"].forms if " " not in form)}
    texts = [token.text for token in utterance.tokens]
    rest = {p for m in utterance.mentions if m.kind == "word" and m.id in OTHERS for p in range(m.start, m.stop)}
    place, others = number.start - 1, False
    while place >= 0 and place in rest:
        place, others = place - 1, True
    if place >= 0 and texts[place] in pointing:
        return others, place
    return others, (place + 1 if others else None)


def _counts_something(number: Mention, utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether a number counts what the question names behind it: "the two permanent bodies"."""
    behind = (m for m in utterance.mentions if m.start == number.stop and m.stop < len(utterance.tokens))
    return any(
        m.kind in ENTITIES | {"status", "doctype", "force", "topic", "body"} or m.id in base.grammar.counted or m.id == "permanent-body"
        for m in behind
    )


def _spoken_of(conversation: Conversation, count: int, base: KnowledgeBase) -> tuple[str, ...]:
    """Return so many things of one kind that were listed, or that the talk was about."""
    return next((things for things in (conversation.items, conversation.focus) if len(things) == count and _alike(things, base)), ())


def _left(conversation: Conversation, count: int, base: KnowledgeBase) -> tuple[str, ...]:
    """Return the members of the primary source without those that were spoken of, where these are so many."""
    members = tuple(fact.subject for fact in base.related("status") if fact.value == "member")
    named = tuple(name for _, name in conversation.mentions)
    for spoken in (conversation.items, conversation.focus, named):
        left = tuple(country for country in members if country not in spoken)
        if len(left) == count and len(left) < len(members):
            return left
    return ()


def _alike(things: Sequence[str], base: KnowledgeBase) -> bool:
    kinds = {base.kinds.get(thing, "") for thing in things}
    return len(kinds) == 1 and kinds <= {"country", "document", "body", "organisation", "person"}

