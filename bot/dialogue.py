"""What a follow-up leaves out, taken from the conversation.

Three ways, tried in an order that the wording decides: what "it" stands for is put in; what the last question said is kept
except for what the new one replaces (``and Uzbekistan?``); a place in the last list is looked up (``the second one``).
A full new question inherits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.intents import CARRIED, ENTITIES, Reading, Rule, fitting
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching import Utterance
from bot.model import Conversation, Mention, Query
from bot.text import words

MOST_ITEMS = 3  # things that "they" may stand for; a longer list is meant as a list
SHORT = 5  # tokens of a question that may be an ellipsis although it begins like a new one
COMPARING = frozenset({
    "more", "less", "same", "compare", "half", "double", "times", "difference", "before", "after", "earlier", "later", "both", "different",
})  # fmt: skip
"""Words beside which a new name does not replace the old one: "more than Russia?"."""

FOREMOST = ("document", "body", "group", "country", "place", "city", "organisation")
"""Kinds in the order in which "it" means them: of "the declaration with the UN", the declaration."""

LOOSE = frozenset({"rest", "same", "both", "all", "not", "only", "compare", "more-ask", "at-least", "country-word", "participant", "together"})
"""Words that say nothing without what came before."""

REPLACES = {
    "document": {"document", "doctype", "topic", "year", "organisation", "country", "content"},
    "year": {"year", "as-of", "rank", "time"},
}
"""Kind of a new mention -> kinds of old ones that it replaces, where it is more than its own kind."""


def understand(
    utterance: Utterance, conversation: Conversation, rules: Sequence[Rule], base: KnowledgeBase, penalty: float = 0.0, *, follow: bool = False, alone: bool = True
) -> tuple[Reading, ...]:
    """Return how a question may be read within its conversation, the likeliest first; () when no rule takes it.

    With ``follow`` it is read as a follow-up even if it could stand alone, without ``alone`` only so.
    """
    grammar = base.grammar
    own = fitting(utterance, rules, grammar, (), penalty)
    if not (conversation.mentions or conversation.focus):
        return own
    pointing = points_back(utterance, grammar)
    going_on = _goes_on(utterance, grammar)
    fragment = is_fragment(utterance, grammar)
    bare = not own or own[0].rule.shape.options.get("bare") == "yes"
    candidates: list[tuple[Utterance, tuple[Mention, ...], bool]] = []
    placed = _placed(utterance, conversation, base)
    if placed is not None:
        candidates.append((*placed, True))
    focused = [(utterance, carried, True) for carried in _focused(utterance, conversation, base)]
    kept = (utterance, _kept(utterance, conversation), False)
    named = any(m.kind in ENTITIES for m in utterance.mentions)
    if pointing and not (fragment and going_on):
        if own and not bare and not follow and not conversation.focus and placed is None and not _plural(utterance, grammar):
            return own  # "it" is the SCO, or what the question itself says
        # "Name them" repeats the last question, "which of them are from 2010" narrows it; "how much do they pay" asks another.
        repeats = _plural(utterance, grammar) and len(conversation.items) > 1 and all(m.kind not in {"word", "kind"} for m in utterance.mentions)
        candidates += [kept, *focused] if repeats else [*focused, kept]
    elif follow or (going_on and (fragment or not own)) or (fragment and (bare or not named)):
        only_kind = all(m.kind in {"kind", "word"} and (m.kind == "kind" or m.id in LOOSE) for m in utterance.mentions)
        candidates += [*focused, kept] if not follow and (only_kind or _plural(utterance, grammar)) else [kept, *focused]
    elif not own and len(utterance.tokens) <= 2 * SHORT:
        candidates += [*focused, kept]
    found: list[Reading] = []
    for said, carried, strict in candidates:
        readings = [r for r in fitting(said, rules, grammar, carried, penalty + CARRIED) if _uses(r, carried, strict) and _adds(r, said)]
        # An ellipsis asks again what was asked before; a word of its own may ask something else.
        elliptic = not strict and all(m.kind != "word" or m.id in LOOSE for m in said.mentions)
        found += sorted(readings, key=lambda r, again=elliptic: not again or r.rule.id != conversation.intent)
    return (*found, *own) if alone else tuple(found)


def _uses(reading: Reading, carried: Iterable[Mention], strict: bool) -> bool:
    """Return whether the rule takes up what was carried over: all of it, or at least the things it is about."""
    refs = frozenset().union(*reading.rule.needs) | reading.rule.may
    for mention in carried:
        if mention.id == "sco":
            continue
        known = mention.id in refs or f"<{mention.kind}>" in refs
        if not known and (strict or mention.kind in ENTITIES or mention.kind in {"topic", "content", "force", "status"}):
            return False
    return True


def beside(dropped: Utterance) -> Conversation:
    """Return what stands beside a part of a text as the conversation in which the part is read."""
    mentions = tuple(dict.fromkeys((m.kind, m.id) for m in dropped.mentions if m.kind not in {"kind", "count", "chat"} and m.id != "sco"))
    return Conversation(mentions, focus=tuple(name for kind, name in mentions if kind in ENTITIES))


def _adds(reading: Reading, said: Utterance) -> bool:
    """Return whether the question itself says something that the rule knows; "what should I do?" does not."""
    refs = frozenset().union(*reading.rule.needs) | reading.rule.may
    return not said.mentions or any(m.id in refs or f"<{m.kind}>" in refs for m in said.mentions)


def points_back(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a pronoun stands for something said before."""
    texts = " ".join(token.text for token in utterance.tokens)
    padded = f" {texts} "
    return any(f" {' '.join(words(form))} " in padded for shape in grammar.pronouns.values() for form in shape.forms)


def _goes_on(utterance: Utterance, grammar: GrammarShape) -> bool:
    texts = [token.text for token in utterance.tokens]
    return any(texts[: len(parts)] == list(parts) for form in grammar.continuations if (parts := words(form)))


def is_fragment(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the words make no sentence: no auxiliary, no imperative, few words."""
    texts = [token.text for token in utterance.tokens]
    return len(texts) <= 2 * SHORT and not any(text in grammar.auxiliaries or text in grammar.imperatives for text in texts)


def hangs(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether a first question is an ellipsis: nothing but "where?" or "and the other one?"."""
    if conversation.mentions or conversation.focus or len(utterance.tokens) > SHORT:
        return False
    content = [m for m in utterance.mentions if m.kind not in {"kind", "ordinal", "rank", "comparison", "time", "number"}]
    names = [m for m in content if m.kind != "word" or m.id not in LOOSE]
    return bool(utterance.tokens) and not names


def _mention(base: KnowledgeBase, entity: str) -> Mention:
    return Mention(base.kinds.get(entity, "word"), entity, -1, -1)


def _focused(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[tuple[Mention, ...]]:
    """Return what "it" may stand for, one choice each; last, all of it together."""
    mine = {m.kind for m in utterance.mentions if m.id != "sco"}
    comparing = any(m.id in COMPARING for m in utterance.mentions)
    said = {m.id for m in utterance.mentions}
    found = [
        (_mention(base, entity),)
        for entity in conversation.focus
        if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    ]
    several = conversation.focus if len(conversation.focus) > 1 else conversation.items
    together = tuple(_mention(base, entity) for entity in several if entity not in said)
    if 1 < len(together) <= MOST_ITEMS:
        return [together, *found] if _plural(utterance, base.grammar) else [*found, together]
    return list(found)


def _plural(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether several things are meant: "the two of them"."""
    shape = grammar.pronouns.get("they")
    padded = f" {' '.join(token.text for token in utterance.tokens)} "
    return shape is not None and any(f" {form} " in padded for form in shape.forms)


def _kept(utterance: Utterance, conversation: Conversation) -> tuple[Mention, ...]:
    """Return the mentions of the last question that the new one does not replace."""
    comparing = any(m.id in COMPARING for m in utterance.mentions)
    mine = {m.kind for m in utterance.mentions} - {"word"}
    said = {m.id for m in utterance.mentions}
    replaced = set(mine).union(*(REPLACES.get(kind, set()) for kind in mine))
    kept: list[Mention] = []
    compared = False
    for kind, name in conversation.mentions:
        if name in said:
            continue
        if kind in replaced:
            if not (comparing and kind in ENTITIES and name in conversation.focus[:1] and not compared):
                continue
            compared = True
        kept.append(Mention(kind, name, -1, -1))
    return tuple(kept)


def _placed(
    utterance: Utterance, conversation: Conversation, base: KnowledgeBase
) -> tuple[Utterance, tuple[Mention, ...]] | None:
    """Return the utterance without "the second one", and what stands in that place of the last list."""
    texts = [token.text for token in utterance.tokens]
    for mention in utterance.mentions:
        if mention.kind != "ordinal" or not set(base.grammar.placeholders) & set(texts[mention.stop : mention.stop + 2]) and len(texts) > 3:  # noqa: PLR2004
            continue
        place = int(mention.id)
        if abs(place) > len(conversation.items):
            continue
        chosen = conversation.items[place - 1 if place > 0 else place]
        return _filled(utterance, range(mention.start, mention.stop)), (_mention(base, chosen),)
    return _other(utterance, conversation, base)


def _other(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> tuple[Utterance, tuple[Mention, ...]] | None:
    """Return what "the other one" of two is, with what was asked of the first."""
    shape = base.grammar.pronouns.get("other")
    texts = [token.text for token in utterance.tokens]
    items = conversation.items
    if len(items) != 2 and conversation.focus:  # noqa: PLR2004 - the other of the two things of its kind that there are
        kind = base.kinds.get(conversation.focus[0])
        items = tuple(name for name, other in base.kinds.items() if other == kind)
    rest = [item for item in items if item not in conversation.focus[:1]]
    if shape is None or len(rest) != 1:
        return None
    joined = f" {' '.join(texts)} "
    form = next((form for form in shape.forms if f" {form} " in joined), None)
    if form is None:
        return None
    kept = [Mention(k, n, -1, -1) for k, n in conversation.mentions if k not in {base.kinds.get(rest[0]), "ordinal"}]
    places = [p for p, text in enumerate(texts) if text in form.split()]
    return _filled(utterance, places), (_mention(base, rest[0]), *kept)


def _filled(utterance: Utterance, places: Iterable[int]) -> Utterance:
    """Return the utterance with some of its tokens counted as fillers."""
    gone = frozenset(places)
    left = tuple(m for m in utterance.mentions if not gone & set(range(m.start, m.stop)))
    return Utterance(utterance.tokens, left, utterance.fillers | gone, utterance.light, utterance.slips, utterance.doubts, utterance.asked)


def carried_on(conversation: Conversation, reading: Reading, items: tuple[str, ...], facts: tuple[str, ...], base: KnowledgeBase) -> Conversation:
    """Return the conversation as the next question finds it."""
    query = reading.query
    if reading.rule.shape.options.get("about") == "last":
        return conversation
    needed = frozenset().union(*reading.rule.needs)
    mentions = tuple(
        (kind, name) for kind, ids in query.slots.items() for name in ids if kind not in {"word", "count", "number"} or name in needed
    )
    longer = items if len(items) > 1 or not set(items) <= set(conversation.items) else conversation.items
    return Conversation(mentions, query.intent, longer, _focus(conversation, query, items, facts, base), facts)


def _focus(conversation: Conversation, query: Query, items: tuple[str, ...], facts: tuple[str, ...], base: KnowledgeBase) -> tuple[str, ...]:
    """Return what "it" means next, the likeliest first."""
    named = [name for name in query.order if base.kinds.get(name) in ENTITIES and name != "sco"]
    if not named:
        subjects = dict.fromkeys(base.facts[fact].subject for fact in facts if fact in base.facts)
        named = [s for s in subjects if s not in {"sco", "profile"} and s not in items][:2]
    one = list(items) if len(items) == 1 else []
    before = list(conversation.focus[:2]) if query.intent == conversation.intent else []  # "sorry, I meant Kyrgyzstan"
    ranked = sorted([*named, *one], key=lambda name: FOREMOST.index(kind) if (kind := base.kinds.get(name, "")) in FOREMOST else 0)
    return tuple(dict.fromkeys([*(one if _answers(query) else ()), *ranked, *before]))


def _answers(query: Query) -> bool:
    """Return whether the one thing that was found is what the talk is about now: "who comes next?"."""
    return "who" in query.of("kind") or bool(query.of("rank"))


def focused_on(conversation: Conversation, utterance: Utterance) -> Conversation:
    """Return the conversation after a question back: what was named is what "it" means next."""
    names = tuple(m.id for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco")
    if not names:
        return conversation
    if any(m.kind == "organisation" and m.id != "sco" for m in utterance.mentions):
        # "How many members does NATO have?" - "And the SCO?"
        mentions = tuple(dict.fromkeys((m.kind, m.id) for m in utterance.mentions if m.kind != "chat"))
        return Conversation(mentions, "", (), names)
    return Conversation(conversation.mentions, conversation.intent, conversation.items, names, conversation.facts)
