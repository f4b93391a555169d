"""What is said of persons alone: where they are from ("was he Russian?", "is Norov from Uzbekistan?"), and their age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.text import Token

HAILS = "hails"
"""The word for being from the state that is named."""
AGED = "aged"
"""The word for the age of one beside another's."""
PERSONAL = "he"
"""The pronoun of persons."""
PERSONS = frozenset({"person", "office"})
"""Kinds of those who are from somewhere."""


def origins(found: Sequence[Mention], tokens: Sequence[Token], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield the states that somebody is said to be from: behind "from", or right behind who it is ("was he a Kazakh?").

    "Was he in Russia?" says where he was, and is none.
    """
    forms, persons = _forms(grammar), {m.stop for m in found if m.kind in PERSONS}
    for state in (m for m in found if m.kind == "country" and _spoken(found, tokens, grammar)):
        place = state.start
        while place > 0 and tokens[place - 1].text in grammar.articles:
            place -= 1
        before = tokens[place - 1].text if place > 0 else ""
        linked = before in grammar.date_links
        if before in forms or place in persons or (linked and _ends(state, tokens, grammar)):
            yield Mention("word", HAILS, state.start, state.stop)


def ageless(mention: Mention, found: Sequence[Mention], tokens: Sequence[Token], grammar: GrammarShape) -> bool:
    """Return whether "older" is said of no person: of a document it asks which came first."""
    return mention.id == AGED and not _spoken(found, tokens, grammar)


def _forms(grammar: GrammarShape) -> frozenset[str]:
    """Return the pronouns of persons."""
    shape = grammar.pronouns.get(PERSONAL)
    return frozenset(shape.forms if shape else ())


def _spoken(found: Sequence[Mention], tokens: Sequence[Token], grammar: GrammarShape) -> bool:
    """Return whether a person is spoken of."""
    return any(m.kind in PERSONS for m in found) or any(token.text in _forms(grammar) for token in tokens)


def _ends(state: Mention, tokens: Sequence[Token], grammar: GrammarShape) -> bool:
    """Return whether nothing but "please" and the end of its sentence follows a state."""
    behind = (token for token in tokens[state.stop :] if token.sentence == tokens[state.start].sentence)
    return all(token.text in grammar.courtesies for token in behind)
