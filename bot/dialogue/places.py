"""What stands at a place of the last list."""

from __future__ import annotations

from bot.dialogue.completed import Completed, filled, mention
from bot.dialogue.fragments import SHORT, contains, is_fragment
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

REST = "rest"
"""The word for those that were not told."""
LISTING = "document.list"
"""The intent that lists documents."""
OTHER_FORCE = {"binding": "other-force", "other-force": "binding"}
"""Word for the list that documents are on -> the word for the other list."""


def placed(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> Completed | None:
    """Return the question with "the second one" or "the other one" replaced by what it is; None when it says no such thing."""
    texts = [token.text for token in utterance.tokens]
    ordinals = [m for m in utterance.mentions if m.kind == "ordinal"]
    chooses = any(m.id in {"who", "which"} for m in utterance.mentions)
    if len(conversation.items) == 1 and chooses:  # "and which last?", after the one that came first
        return _other(utterance, conversation, base)
    places = [int(m.id) for m in ordinals]
    if len(places) > 1 and all(0 < abs(place) <= len(conversation.items) for place in places):  # "the second and the third"
        every = tuple(mention(base, conversation.items[place - 1 if place > 0 else place]) for place in places)
        without = filled(utterance, [p for m in ordinals for p in range(m.start, m.stop)])
        return Completed(without, every, strict=True)
    for ordinal in ordinals:
        followed = [p for p in (ordinal.stop, ordinal.stop + 1) if p < len(texts) and texts[p] in base.grammar.placeholders]
        # "The third on the list", "what staff does the second have": the thing itself is left out.
        behind = ordinal.stop == len(texts) or ordinal.stop in utterance.fillers
        alone = behind and ordinal.start > 0 and texts[ordinal.start - 1] in base.grammar.definite
        place = int(ordinal.id)
        states = {base.kinds.get(item) for item in conversation.items} == {"country"}
        if states and abs(place) == 1 and not (followed or alone):
            continue  # "and last?": by what order, of states, nobody knows
        if (followed or alone or len(texts) < SHORT - 1) and 0 < abs(place) <= len(conversation.items):
            chosen = conversation.items[place - 1 if place > 0 else place]
            without = filled(utterance, {*range(ordinal.start, ordinal.stop), *followed})
            return Completed(without, (mention(base, chosen),), strict=True)
    return _other(utterance, conversation, base)


def names_place(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a place stands for what is there: "what does the first one pay?", not "the last one to join"."""
    texts = [token.text for token in utterance.tokens]
    return any(
        m.start > 0
        and texts[m.start - 1] in grammar.definite
        and texts[m.stop : m.stop + 1] in [[one] for one in grammar.placeholders]
        and texts[m.stop + 1 : m.stop + 2] not in [[word] for word in grammar.onward]
        for m in utterance.mentions
        if m.kind == "ordinal"
    )


def of_other_force(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the documents on the other list than the one that was told: "which are binding?" - "and the others?"."""
    forces = [name for kind, name in conversation.mentions if kind == "force"]
    rest = {p for m in utterance.mentions if m.id == REST for p in range(m.start, m.stop)}
    plain = bool(rest) and all(rest >= set(range(m.start, m.stop)) for m in utterance.mentions)
    listed = conversation.intent == LISTING and len(conversation.items) > 1
    if not (plain and listed and len(forces) == 1 and forces[0] in OTHER_FORCE and is_fragment(utterance, base.grammar)):
        return []
    stays = (Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind != "force" and name != REST)
    other = Mention("force", OTHER_FORCE[forces[0]], -1, -1)
    return [Completed(filled(utterance, rest), (other, *stays), strict=False)]


def one_of(things: tuple[str, ...], place: int, utterance: Utterance, grammar: GrammarShape) -> tuple[tuple[str, ...], int]:
    """Return the one that is chosen of things that are named from a place on, and where it is: "the first | of | these two".

    All of them, and the place itself, where none is chosen.
    """
    linked = place > 1 and utterance.tokens[place - 1].text in grammar.date_links
    ordinals = (m for m in utterance.mentions if linked and m.kind == "ordinal" and m.stop == place - 1)
    one = next((m for m in ordinals if 0 < abs(int(m.id)) <= len(things)), None)
    return (things, place) if one is None else ((things[int(one.id) - (int(one.id) > 0)],), one.start)


def _other(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> Completed | None:
    """Return the question about "the other one" of two, with what was asked of the first."""
    shape = base.grammar.pronouns.get("other")
    texts = [token.text for token in utterance.tokens]
    form = next((form for form in shape.forms if contains(texts, [form])), None) if shape else None
    if form is None:
        return None
    items = conversation.items
    if len(items) != 2 and conversation.focus:  # noqa: PLR2004 - the other of the two things of its kind that there are
        kinds = (base.kinds.get(entity) for entity in conversation.focus)
        pairs = (tuple(name for name, other in base.kinds.items() if other == kind) for kind in kinds)
        items = next((pair for pair in pairs if len(pair) == 2), ())  # noqa: PLR2004
    rest = [item for item in items if item not in conversation.focus]
    if not rest and conversation.focus[:1] and base.kinds.get(conversation.focus[0]) == "body":
        rest = [item for item in items if item != conversation.focus[0]]  # of both bodies, one after the other was told
    if len(rest) != 1:
        return None
    without = filled(utterance, [place for place, text in enumerate(texts) if text in form.split()])
    stays = [Mention(k, n, -1, -1) for k, n in conversation.mentions if k not in {base.kinds.get(rest[0]), "ordinal"}]
    return Completed(without, (mention(base, rest[0]), *stays), strict=True)
