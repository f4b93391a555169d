"""Which readings of words are none where they stand: a name that only counts, "older" said of no person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.shapes import GrammarShape
from bot.matching.origins import ageless
from bot.model import Mention
from bot.text import Token

ANY = frozenset({"rest", "some", "new-word"})
"""Words behind which any document of a type is meant: "any further convention"."""
NEAR = 2  # words before a document within which it is said that any is meant: "a newer convention"
SIDES = frozenset({"before", "after", "next", "previous"})
"""Words for what stands on one side of a thing."""
LATER = frozenset({"later", "earlier", "new-word"})
"""Words for a text of another time than one that is known."""
WHERE = "where"
PHRASE = 3  # words of a phrase that a noun may end without asking anything
BOUNDS = frozenset({"at-least", "at-most"})
"""Words that make a figure a bound: "ten or less"."""


def hidden(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a mention is no reading of its words there."""
    return any(hides(mention, found, tokens, grammar) for hides in HIDING)


def _counts(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a word is no name and no question before a number: "the five binding texts", "that number thirty"."""
    numbered = mention.kind == "group" and any(
        m.kind == "count"
        and m.stop == mention.stop
        and all(token.text in grammar.articles for token in tokens[mention.start : m.start])  # not "the Shanghai Five deal with"
        for m in found
    )
    behind = numbered and any(m.start == mention.stop and not m.names.isdisjoint(grammar.counted) for m in found)
    passed = mention.id == "how-long" and any(m.kind == "number" and m.stop == mention.start for m in found)  # "two years later"
    figure = mention.id == "how-many" and any(m.kind == "number" and m.start == mention.stop for m in found)
    return figure or passed or behind


def _of_a_kind(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether the name of a document stands for any of its type: "was there a newer convention after that?"."""
    if mention.kind != "document":
        return False
    near = range(max(0, mention.start - NEAR), mention.start)
    before = {tokens[place].text for place in near}
    typed = any(m.kind == "doctype" and m.start == mention.start for m in found)
    if mention.stop - mention.start > 1:  # "was there a later protocol between the CSTO and RATS?"
        beside = any(m.id in SIDES | LATER and m.start in near for m in found)
        return typed and beside and bool(before & (set(grammar.articles) - set(grammar.definite)))
    more = any(m.id in ANY and m.start in near for m in found) and not before & set(grammar.definite)
    dated = any(m.kind == "year" for m in found)  # "which convention was signed in 2019?"
    asked = dated and mention.start > 0 and tokens[mention.start - 1].text in grammar.interrogatives
    return typed and (more or asked or bool(before & (set(grammar.articles) - set(grammar.definite))))


def _beside_another(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether the word for a year asks for none, but names one by another: "the Charter of the year after"."""
    if mention.kind != "kind" or mention.stop - mention.start > 1 or tokens[mention.start].text not in grammar.year_words:
        return False
    beside = (m for m in found if m.kind in {"time", "rank"} and m.id in SIDES)
    return any(m.start == mention.stop or m.stop == mention.start for m in beside)


def _one_of(mention: Mention, _: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a document's name ends in a word for one of what follows: "arms trafficking one of its main goals"."""
    ends = mention.kind == "document" and tokens[mention.stop - 1].text in grammar.placeholders
    return ends and mention.stop < len(tokens) and tokens[mention.stop].text in grammar.date_links


def _going_on(mention: Mention, _: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a question only goes on with "and less", and sets no bound to a figure."""
    return mention.id in BOUNDS and mention.start == 0 and tokens[0].text in grammar.continuations


def _ends_phrase(mention: Mention, found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a noun that may ask "where" only ends a longer phrase: the "place" of "what came in its place?"."""
    if mention.id != WHERE or mention.stop - mention.start > 1 or tokens[mention.start].text in grammar.interrogatives:
        return False
    return any(m.kind == "word" and m.stop == mention.stop and m.stop - m.start >= PHRASE for m in found)


HIDING = (_ends_phrase, _counts, _of_a_kind, _beside_another, _one_of, _going_on, ageless)
