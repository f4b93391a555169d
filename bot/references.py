"""What a follow-up leans on: what "it" stands for, what the last question said, what stood second in the last list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.model import Conversation, Mention
from bot.text import phrase
from bot.utterance import Utterance

SHORT = 5  # tokens of a first question that may be nothing but an ellipsis: "and what about the other one?"
LONG = 10  # tokens of a question that may leave something out; a longer one says what it means
PAIR = 2  # things that a question compares by itself
MANY = 3  # things that "they" may stand for; a longer list is meant as a list
COMPARING = frozenset({
    *("more", "less", "same", "compare", "half", "double", "times", "difference", "both", "different"),
    *("before", "after", "earlier", "later"),
})  # fmt: skip
"""Words beside which a new name does not replace the old one: "more than Russia?"."""
LOOSE = frozenset({
    *("rest", "same", "both", "all", "not", "only", "compare", "at-least", "together", "joint"),
    *("more-ask", "overlap", "country-word", "participant"),
})  # fmt: skip
"""Words that say nothing without what came before."""
PRESENT = frozenset({"still", "now"})
"""Words that ask for today, whatever time was spoken of."""
GENERIC = "document"
"""The word that fits a document of any type."""
FILTERS = frozenset({"year", "topic", "force", "doctype", "organisation"})
"""Kinds that narrow a list."""
REPLACES = {
    "region": {"country", "place"},
    "rank": {"rank", "kind", "ordinal"},
    "document": {"document", "doctype", "topic", "year", "organisation", "country", "content"},
    "year": {"year", "as-of", "rank", "time", "now"},
    "now": {"year", "as-of", "month", "time"},
}
"""Kind of a new mention -> kinds of old ones that it replaces, where it is more than its own kind."""
ADDING = frozenset({"share.sum"})
"""Intents of which the answer is one amount of several things."""
KINDRED = frozenset({"permanent-body", "country-word"})
"""Words for a thing of some kind, by which one that was named is meant: "this body"."""
EXTREMES = frozenset({"most", "least"})
TOGETHER = frozenset({"both", "together"})
"""Words for two things at once, which an ellipsis leaves to what was spoken of."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A question with what the conversation adds to it."""

    utterance: Utterance
    carried: tuple[Mention, ...]
    strict: bool
    """Whether a rule must take up all that was added; else the things that it is about."""


def compares(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether what the question names is compared with what was spoken of.

    Two things of its own are compared with each other, unless a pronoun is compared with both: "is that more than the two pay?".
    """
    things = {m.id for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"}
    comparing = any(m.id in COMPARING for m in utterance.mentions)
    if comparing and _one_sided(utterance, grammar):
        return True
    # "And Uzbekistan, does it pay more than Kyrgyzstan?": both sides are there.
    return comparing and (len(things) < PAIR or (points_back(utterance, grammar) and not turned(utterance, grammar)))


def _one_sided(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a fragment begins with what compares: "and more than China and Russia combined?"."""
    things = [m.start for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"]
    comparing = [m.start for m in utterance.mentions if m.kind == "comparison"]
    asks = any(m.kind == "kind" for m in utterance.mentions)
    return bool(things and comparing) and not asks and is_fragment(utterance, grammar) and min(comparing) < min(things)


def _of_all(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether most or least of all is asked for: "and who pays the most?", said of no one."""
    return any(m.id in EXTREMES for m in utterance.mentions) and not points_back(utterance, grammar)


def turned(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a thing is named before the pronoun: "did the Charter come before it?"."""
    things = [m.start for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"]
    return bool(things) and not points_back(utterance.part(range(min(things))), grammar)


def mention(base: KnowledgeBase, entity: str) -> Mention:
    """Return a mention that stands nowhere in the text."""
    return Mention(base.kinds.get(entity, "word"), entity, -1, -1)


def focused(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question with what "it" may stand for, one choice each, and with all of it together for "they"."""
    mine = {m.kind for m in utterance.mentions if m.id != "sco"}
    mine |= REPLACES["region"] if "region" in mine else set()
    mine |= {"country"} if _of_all(utterance, base.grammar) else set()
    comparing = compares(utterance, base.grammar)
    said = {m.id for m in utterance.mentions}
    single = [
        Completed(utterance, (mention(base, entity),), strict=True)
        for entity in conversation.focus
        if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    ]
    single = [*_elsewhere(utterance, conversation, base), *_partner(utterance, conversation, base), *single]
    several = conversation.focus if len(conversation.focus) > 1 else conversation.items
    together = tuple(
        mention(base, entity) for entity in several if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    )
    if not 1 < len(together) <= MANY:
        return single
    both = Completed(utterance, together, strict=True)
    if conversation.intent in ADDING and comparing:  # "is that more than Kazakhstan?": the sum is
        summed = (*together, Mention("word", "together", -1, -1))
        return [Completed(utterance, summed, strict=True), both]
    listed = set(conversation.focus) <= set(conversation.items) and len(together) == len(conversation.focus)
    if listed and {m.kind for m in together} == {"document"}:
        return [both]  # of one list: "it" may be any of them
    if not plural(utterance, base.grammar):
        return [*single, both]
    words_kept = tuple(m for m in kept(utterance, conversation, base.grammar).carried if m.kind not in ENTITIES)
    return [both, Completed(utterance, (*together, *words_kept), strict=False), *single]


def _elsewhere(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the state and the organisation of the last one: "when did it join?", of the EAEU."""
    others = [name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"]
    state = [entity for entity in conversation.focus[:1] if base.kinds.get(entity) == "country"]
    elsewhere = any(m.kind in ENTITIES or m.id == "other-org" for m in utterance.mentions)
    if len(others) != 1 or not state or elsewhere:
        return []
    return [Completed(utterance, tuple(mention(base, name) for name in (*state, *others)), strict=True)]


def _partner(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the country with which a document was made: "is the country a member?"."""
    shape, texts = base.grammar.pronouns.get("country"), [token.text for token in utterance.tokens]
    document = base.documents.get(conversation.focus[0]) if conversation.focus else None
    if shape is None or document is None or not any(contains(texts, form) for form in shape.forms):
        return []
    partners = [name for name in document.partners if base.kinds.get(name) == "country"]
    return [Completed(utterance, (mention(base, name),), strict=True) for name in partners]


def kept(
    utterance: Utterance, conversation: Conversation, grammar: GrammarShape, beside: frozenset[str] = frozenset()
) -> Completed:
    """Return the question with what the last one said, except for what the new one replaces.

    Args:
        utterance: The question.
        conversation: What came before.
        grammar: Says how a plural ends.
        beside: Kinds of which a new thing stands beside the old one: "which of them are members now?", said of observers.
    """
    comparing = compares(utterance, grammar)
    mine = {m.kind for m in utterance.mentions} - {"word", *beside}
    mine |= {"country"} if _of_all(utterance, grammar) else set()
    said = {m.id for m in utterance.mentions}
    many = any(m.kind == "status" and m.form.endswith(tuple(grammar.plurals)) for m in utterance.mentions)
    if many and "rest" not in said:  # not "and all other members?"
        mine |= {"country", "person"}  # "and the observers?" asks of no single state
    if "sco" in said and not any(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions):
        mine |= {"group", "body", "document", "organ"}  # "and the SCO itself?"
    replaced = set(mine).union(*(REPLACES.get(kind, set()) for kind in mine))
    replaced |= {"now", *REPLACES["now"]} if said & PRESENT else set()
    if conversation.intent.startswith("document."):  # the other side of a document: "with Afghanistan?", "and the UN?"
        replaced |= {"country", "organisation"} if mine & {"country", "organisation"} else set()
    gone = {"since"} if "year" in mine else set()  # said of another time
    first = conversation.focus[:1] if comparing else ()
    if "kind" in mine and not comparing:  # "and how much for Tajikistan?", after a comparison
        gone |= COMPARING
    stays = [
        Mention(kind, name, -1, -1)
        for kind, name in conversation.mentions
        if name not in said | gone and (kind not in replaced or (kind in ENTITIES and name in first))
    ]
    return Completed(utterance, tuple(stays), strict=bool(beside))


def narrowed(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the documents of the last list: "only from 2010", "which of these are about weapons"."""
    items = tuple(mention(base, item) for item in conversation.items if base.kinds.get(item) == "document")
    said = {m.id for m in utterance.mentions}
    if len(items) < MANY - 1 or "only" in said:
        return [Completed(utterance, items, strict=True)] if len(items) >= MANY - 1 else []
    listed = plural(utterance, base.grammar) or ("list-word" in said and points_back(utterance, base.grammar))
    choosing = "which" in said and listed and "document" not in {m.kind for m in utterance.mentions}
    return [Completed(utterance, (*items, Mention("word", "only", -1, -1)), strict=True)] if choosing else []


def placed(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> Completed | None:
    """Return the question with "the second one" or "the other one" replaced by what it is; None when it says no such thing."""
    texts = [token.text for token in utterance.tokens]
    for ordinal in (m for m in utterance.mentions if m.kind == "ordinal"):
        followed = [p for p in (ordinal.stop, ordinal.stop + 1) if p < len(texts) and texts[p] in base.grammar.placeholders]
        # "The third on the list", "what staff does the second have": the thing itself is left out.
        behind = ordinal.stop == len(texts) or ordinal.stop in utterance.fillers
        alone = behind and ordinal.start > 0 and texts[ordinal.start - 1] in base.grammar.definite
        place = int(ordinal.id)
        if (followed or alone or len(texts) < SHORT - 1) and 0 < abs(place) <= len(conversation.items):
            chosen = conversation.items[place - 1 if place > 0 else place]
            without = filled(utterance, {*range(ordinal.start, ordinal.stop), *followed})
            return Completed(without, (mention(base, chosen),), strict=True)
    return _other(utterance, conversation, base)


def _other(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> Completed | None:
    """Return the question about "the other one" of two, with what was asked of the first."""
    shape = base.grammar.pronouns.get("other")
    texts = [token.text for token in utterance.tokens]
    items = conversation.items
    if len(items) != 2 and conversation.focus:  # noqa: PLR2004 - the other of the two things of its kind that there are
        kind = base.kinds.get(conversation.focus[0])
        items = tuple(name for name, other in base.kinds.items() if other == kind)
    rest = [item for item in items if item not in conversation.focus[:1]]
    form = next((form for form in shape.forms if contains(texts, form)), None) if shape else None
    if form is None or len(rest) != 1:
        return None
    stays = [Mention(k, n, -1, -1) for k, n in conversation.mentions if k not in {base.kinds.get(rest[0]), "ordinal"}]
    without = filled(utterance, [place for place, text in enumerate(texts) if text in form.split()])
    return Completed(without, (mention(base, rest[0]), *stays), strict=True)


def other_one(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question ends in "the other one"."""
    text = " ".join(token.text for token in utterance.tokens)
    shape = grammar.pronouns.get("other")
    return shape is not None and any(f" {text}".endswith(f" {form}") for form in shape.forms)


def filled(utterance: Utterance, places: Iterable[int]) -> Utterance:
    """Return the utterance with some of its tokens counted as fillers."""
    gone = frozenset(places)
    left = tuple(m for m in utterance.mentions if not gone & set(range(m.start, m.stop)))
    return Utterance(
        utterance.tokens,
        left,
        utterance.fillers | gone,
        utterance.light,
        utterance.slips,
        utterance.doubts,
        utterance.asked,
        utterance.told,
    )


def contains(texts: list[str], form: str) -> bool:
    """Return whether the words of a phrase stand together in a text."""
    return f" {' '.join(phrase(form))} " in f" {' '.join(texts)} "


def points_back(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a pronoun stands for something said before; one that begins a clause about the thing before it does not."""
    named = {m.stop for m in utterance.mentions if m.kind in ENTITIES | FILTERS}
    every = [token.text for token in utterance.tokens]
    texts = [  # "anything from 2010 that is not binding?"
        text
        for place, text in enumerate(every)
        if not (text in grammar.relatives and place in named and place + 1 < len(every) and every[place + 1] in grammar.auxiliaries)
    ]
    for form in (*grammar.existential, *grammar.thens):  # "are there any", "that year": nothing was said before
        texts = f" {' '.join(texts)} ".replace(f" {form} ", " ").split()
    return any(contains(texts, form) for shape in grammar.pronouns.values() for form in shape.forms)


def points_outside(part: Utterance, base: KnowledgeBase) -> bool:
    """Return whether a part of a text speaks of what stands beside it: by a pronoun, or as "this body".

    A long question says what it means; its "that" and "this" may be no pronouns at all.
    """
    grammar = base.grammar
    texts = [token.text for token in part.tokens]
    generic = (m.start for m in part.mentions if m.id in KINDRED and m.start > 0)
    if any(texts[start - 1] in grammar.definite[1:] for start in generic):
        return True
    if len(texts) <= LONG:
        return points_back(part, grammar)
    sure = {form for shape in grammar.pronouns.values() for form in shape.forms if form not in grammar.definite}
    first = min((place for place, text in enumerate(texts) if text in sure), default=0)
    inside = any(m.kind in ENTITIES and m.start < first for m in part.mentions)  # "how the SCO budget is split between its members"
    return points_back(part, grammar) and bool(sure & {*texts}) and not inside


def ends_in_pronoun(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the last word stands for what was said before: "how many years later is that?"."""
    texts = [token.text for token in utterance.tokens if token.text not in grammar.courtesies]
    return bool(texts) and texts[-1] in {form for shape in grammar.pronouns.values() for form in shape.forms}


def unnamed(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question is about "the document", and says nothing else by which to know it."""
    texts = [token.text for token in utterance.tokens]
    things = [m for m in utterance.mentions if m.kind in ENTITIES | FILTERS]
    return bool(things) and all(
        m.kind == "doctype" and m.id == GENERIC and m.start > 0 and texts[m.start - 1] in grammar.definite for m in things
    )


def pointed(utterance: Utterance, grammar: GrammarShape) -> tuple[str, ...]:
    """Return the kinds of things that pronouns of only one kind stand for: "he" is a person."""
    texts = [token.text for token in utterance.tokens]
    single = (shape for shape in grammar.pronouns.values() if len(shape.means) == 1 and shape.means[0] in ENTITIES)
    return tuple(shape.means[0] for shape in single if any(contains(texts, form) for form in shape.forms))


def plural(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether several things are meant: "the two of them", "both together?"."""
    texts = [token.text for token in utterance.tokens]
    shape = grammar.pronouns.get("they")
    named = any(m.kind in ENTITIES for m in utterance.mentions)
    if not named and is_fragment(utterance, grammar) and any(m.id in TOGETHER for m in utterance.mentions):
        return True
    return shape is not None and any(contains(texts, form) for form in shape.forms)


def goes_on(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question begins as one that goes on from another: "and", "only", "what about"."""
    texts = tuple(token.text for token in utterance.tokens if token.text not in grammar.interjections)
    return any(texts[: len(parts)] == parts for form in grammar.continuations if (parts := phrase(form)))


def points_at_one(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether "one" stands for a thing of the kind that was spoken of: "the newest one"."""
    named = any(m.kind in ENTITIES | FILTERS | {"status"} for m in utterance.mentions)
    ranked = any(m.kind == "rank" for m in utterance.mentions)
    return not named and ranked and any(token.text in grammar.placeholders for token in utterance.tokens)


def trails_off(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question ends in its verb, and leaves out what was said before: "how many of the members are?"."""
    texts = [token.text for token in utterance.tokens if token.text not in grammar.courtesies]
    return len(texts) > 1 and texts[-1] in grammar.trailing and any(m.kind == "kind" for m in utterance.mentions)


def is_fragment(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the words make no sentence: no auxiliary but one that is left hanging, no imperative, few words."""
    texts = [token.text for token in utterance.tokens]
    if len(texts) > 1 and texts[-1] in grammar.trailing and not any(m.kind == "kind" for m in utterance.mentions):
        texts = texts[:-1]  # "the difference is?"
    return len(texts) <= LONG and not any(text in grammar.auxiliaries or text in grammar.imperatives for text in texts)


def hangs(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether a first question is an ellipsis: nothing but "where?" or "and the other one?"."""
    if conversation.mentions or conversation.focus or len(utterance.tokens) > SHORT:
        return False
    loose = {"kind", "ordinal", "rank", "comparison", "time", "number", "count"}
    content = [m for m in utterance.mentions if m.kind not in loose and not (m.kind == "word" and m.id in LOOSE)]
    return bool(utterance.tokens) and not content
