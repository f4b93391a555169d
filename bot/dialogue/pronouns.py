"""How a question points at what was said before: "it", "those", "the other one"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.dialogue.fragments import FILTERS, LONG, SHORT, contains, is_fragment
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention
from bot.text import phrase

GENERIC = "document"
"""The word that fits a document of any type."""
ABOUT = "contents"
"""The word for what a text is about."""
KINDRED = frozenset({"permanent-body", "country-word"})
"""Words for a thing of some kind, by which one that was named is meant: "this body"."""
OF_KINDS = frozenset({"participant", "other-org", "organisation", "project", "text"})
"""Words for things that "both" may count."""
TOGETHER = frozenset({"both", "together"})
"""Words for two things at once, which an ellipsis leaves to what was spoken of."""


def points_back(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a pronoun stands for something said before; one that begins a clause about the thing before it does not."""
    named = {m.stop for m in utterance.mentions if m.kind in ENTITIES | FILTERS}
    every = [token.text for token in utterance.tokens]
    counts = _counts_ranked(utterance)
    texts = [  # "anything from 2010 that is not binding?"
        text
        for place, text in enumerate(every)
        if place not in counts
        and not (
            text in grammar.relatives and place in named and place + 1 < len(every) and every[place + 1] in grammar.auxiliaries
        )
    ]
    said = " ".join(texts)
    for form in (*grammar.existential, *grammar.thens):  # "are there any", "that year": nothing was said before
        if form not in said:
            continue
        size = len(form.split())
        closes = size < len(every) and len(every) - size in named and " ".join(every[-size:]) == form  # "Uzbekistan was there?"
        texts = texts if closes else f" {said} ".replace(f" {form} ", " ").split()
        said = " ".join(texts)
    return subjectless(utterance, grammar) or any(contains(texts, shape.forms) for shape in grammar.pronouns.values())


def subjectless(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a short question leaves out what it is about, as many languages do: "is member?", "was in the CSTO?"."""
    texts = [token.text for token in utterance.tokens]
    if not 1 < len(texts) <= SHORT or texts[0] not in grammar.auxiliaries:
        return False
    start = next((place for place in range(1, len(texts)) if texts[place] not in grammar.presently), len(texts))
    if start < len(texts) - 1 and texts[start] in grammar.locatives:
        return True
    said = (m for m in utterance.mentions if m.start == start)
    many = tuple(grammar.plurals)
    return any(m.kind in {"kind", "force"} or m.id == ABOUT or (m.kind == "status" and not m.form.endswith(many)) for m in said)


def points_at_several(texts: Sequence[str], base: KnowledgeBase) -> bool:
    """Return whether several things are pointed at: "which one of them is from 2009?"."""
    return any(text in base.grammar.pronouns["they"].forms for text in texts)


def points_at_it(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a question names no thing but the SCO, and a pronoun stands for one: "is that a member of the SCO?"."""
    told = _of_what_kind(utterance, grammar)  # "is that a treaty?" names none
    named = any(m.kind in ENTITIES | FILTERS and m.id != "sco" and m not in told for m in utterance.mentions)
    shape = grammar.pronouns.get("it")
    texts = {token.text for token in utterance.tokens}
    return shape is not None and not named and points_back(utterance, grammar) and not texts.isdisjoint(shape.forms)


def _of_what_kind(utterance: Utterance, grammar: GrammarShape) -> list[Mention]:
    """Return the words that say of what kind "it" is, behind it and an article: "is that a treaty?"."""
    shape, texts = grammar.pronouns.get("it"), [token.text for token in utterance.tokens]
    open_articles = {*grammar.articles} - {*grammar.definite}
    places = {p + 2 for p in range(len(texts) - 2) if shape and texts[p] in shape.forms and texts[p + 1] in open_articles}
    return [m for m in utterance.mentions if m.start in places and m.stop == len(texts)]


def typed_it(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether it is asked of what type of document "it" is, which nobody knows where none was spoken of."""
    return any(m.kind == "doctype" for m in _of_what_kind(utterance, grammar))


def has_some(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether it is asked what "it" has: "and how many does it have?"."""
    shape, texts = grammar.pronouns.get("it"), [token.text for token in utterance.tokens]
    asking = {m.start for m in utterance.mentions if m.kind == "kind"}  # "so that's how many?"
    pairs = ((one, after) for place, (one, after) in enumerate(pairwise(texts)) if place + 2 not in asking)
    return shape is not None and any(one in shape.forms and after in grammar.trailing for one, after in pairs)


def is_owned(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a short question asks for something that "it" has: "what's its number again?"."""
    return len(utterance.tokens) <= SHORT and any(token.text in grammar.neuters for token in utterance.tokens)


def _counts_ranked(utterance: Utterance) -> frozenset[int]:
    """Return the places of numbers that count what a rank behind them names: "the two smallest payers" are none of the talk."""
    ranks = {m.start for m in utterance.mentions if m.kind == "rank"}
    ends = {m.stop for m in utterance.mentions if m.kind == "rank"}
    alone = len(utterance.tokens) in ends  # "and the two smallest?", of the list
    return frozenset(m.start for m in utterance.mentions if m.kind == "count" and m.stop in ranks and not alone)


def points_outside(part: Utterance, base: KnowledgeBase) -> bool:
    """Return whether a part of a text speaks of what stands beside it: by a pronoun, or as "this body".

    A long question says what it means; its "that" and "this" may be no pronouns at all.
    """
    grammar = base.grammar
    texts = [token.text for token in part.tokens]
    generic = (m.start for m in part.mentions if m.id in KINDRED and m.start > 0)
    if any(texts[start - 1] in grammar.definite[1:] for start in generic):
        return True
    held = {form for shape in grammar.pronouns.values() for form in shape.forms} & {*texts}
    own = min((m.start for m in part.mentions if m.kind in ENTITIES), default=len(texts))
    if held and held <= {*grammar.neuters} and own < min(place for place, text in enumerate(texts) if text in held):
        return False  # "in which city does the SCO have its Secretariat?"
    if len(texts) <= LONG:
        return points_back(part, grammar)
    sure = {form for shape in grammar.pronouns.values() for form in shape.forms if form not in grammar.definite}
    first = min((place for place, text in enumerate(texts) if text in sure), default=0)
    inside = any(
        m.kind in ENTITIES and m.start < first for m in part.mentions
    )  # "how the SCO budget is split between its members"
    return points_back(part, grammar) and bool(sure & {*texts}) and not inside


def ends_in_pronoun(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the last word stands for what was said before: "how many years later is that?"."""
    texts = [token.text for token in utterance.tokens if token.text not in grammar.courtesies]
    return bool(texts) and texts[-1] in {form for shape in grammar.pronouns.values() for form in shape.forms}


def determines(utterance: Utterance, grammar: GrammarShape, kinds: frozenset[str]) -> bool:
    """Return whether a pronoun only points at what is named right behind it: "the subject of that protocol", "on that list"."""
    shape, texts = grammar.pronouns.get("it"), [token.text for token in utterance.tokens]
    pointed = [m for m in utterance.mentions if m.start > 0 and (m.kind in kinds or f"{m.kind}:{m.id}" in kinds)]
    return shape is not None and any(texts[m.start - 1] in shape.forms for m in pointed)


def unnamed(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question is about "the document", and says nothing else by which to know it."""
    return typed(utterance, grammar) and all(m.id == GENERIC for m in utterance.mentions if m.kind == "doctype")


def typed(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question is about a document that it only calls by its type: "is the agreement in force?"."""
    texts = [token.text for token in utterance.tokens]
    things = [m for m in utterance.mentions if m.kind in ENTITIES | FILTERS]
    return bool(things) and all(m.kind == "doctype" and m.start > 0 and texts[m.start - 1] in grammar.definite for m in things)


def pointed(utterance: Utterance, grammar: GrammarShape) -> tuple[str, ...]:
    """Return the kinds of things that pronouns of only one kind stand for: "he" is a person."""
    every = [token.text for token in utterance.tokens]
    texts = [text for place, text in enumerate(every) if not _given(every, place, grammar)]
    single = (shape for shape in grammar.pronouns.values() if len(shape.means) == 1 and shape.means[0] in ENTITIES)
    return tuple(shape.means[0] for shape in single if any(_stands(texts, phrase(form), grammar) for form in shape.forms))


def _stands(texts: list[str], form: tuple[str, ...], grammar: GrammarShape) -> bool:
    """Return whether a phrase stands in a text for something said before: "the country", not "the country that pays most"."""
    joining = {*grammar.relatives, *grammar.interrogatives} if len(form) > 1 else set()
    places = (place for place in range(len(texts)) if tuple(texts[place : place + len(form)]) == form)
    return any(texts[place + len(form) : place + len(form) + 1] not in [[word] for word in joining] for place in places)


def _given(texts: list[str], place: int, grammar: GrammarShape) -> bool:
    """Return whether somebody is only told something: the "her" of "could you give her the year", or of "I told her"."""
    if place > 0 and texts[place - 1] in grammar.telling:
        return True
    bidden = place > 0 and texts[place - 1] in grammar.imperatives
    return bidden and place + 1 < len(texts) and texts[place + 1] in grammar.articles


def plural(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether several things are meant: "the two of them", "both together?"."""
    # "These days" is today, and "the two biggest" are none of the talk.
    held = _counts_ranked(utterance) | {p for m in utterance.mentions if m.kind == "now" for p in range(m.start, m.stop)}
    texts = [token.text for place, token in enumerate(utterance.tokens) if place not in held]
    if of_both(utterance):
        return True
    shape = grammar.pronouns.get("they")
    named = any(m.kind in ENTITIES for m in utterance.mentions)
    if not named and is_fragment(utterance, grammar) and any(m.id in TOGETHER for m in utterance.mentions):
        return True
    return shape is not None and contains(texts, shape.forms)


def of_both(utterance: Utterance) -> bool:
    """Return whether "both" stands for two things of the talk: "are both binding?", not "both bodies", nor two that are named."""
    places = [m.stop for m in utterance.mentions if m.id == "both" and m.stop - m.start == 1]
    named = any(m.kind in ENTITIES for m in utterance.mentions)
    nouns = {"status", "doctype", "organ", "region"}
    counted = any(m.start in places and (m.kind in nouns or m.id in KINDRED or m.id in OF_KINDS) for m in utterance.mentions)
    return bool(places) and not named and not counted and not any(m.kind == "kind" for m in utterance.mentions)


def points_at_one(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether "one" stands for a thing of the kind that was spoken of: "the newest one"."""
    named = any(m.kind in ENTITIES | FILTERS | {"status"} for m in utterance.mentions)
    ranked = any(m.kind == "rank" for m in utterance.mentions)
    return not named and ranked and any(token.text in grammar.placeholders for token in utterance.tokens)


def of_ones(utterance: Utterance, conversation: Conversation, grammar: GrammarShape) -> bool:
    """Return whether a fragment calls what it is about "ones", and means no states: "joint ones?", "any new ones?"."""
    if not utterance.tokens or any(m.kind not in {"word", "chat"} for m in utterance.mentions):
        return False
    last = utterance.tokens[-1].text
    many = last in grammar.placeholders and last.endswith(tuple(grammar.plurals))
    states = any(kind == "status" for kind, _ in conversation.mentions)  # "who are the members?" - "pending ones?"
    return many and not states and is_fragment(utterance, grammar)


def other_one(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the question ends in "the other one"."""
    text = " ".join(token.text for token in utterance.tokens)
    shape = grammar.pronouns.get("other")
    return shape is not None and any(f" {text}".endswith(f" {form}") for form in shape.forms)
