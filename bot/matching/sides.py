"""Words that say in whose name, or within which state, something is done -> mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.text import Token

BEHALF = "behalf"
"""The word for whom somebody does something."""
WITHIN = "within-state"
"""The word for what is done in a state, and not by it."""
PERSON = "which-person"
"""The word that asks for somebody, and not for one of the sides."""
SIGNING = frozenset({"sign", "adopt"})
"""Words for what is done in somebody's name."""
WHO = "who"
PARTIES = frozenset({"country", "organisation", "body", "city", "place"})
"""Kinds of those in whose name a document is signed."""


def behalves(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield where it is said for whom somebody signed: "who signed it for RATS?", "who initialled it on the Afghan side?".

    Who signed "on the RATS side" is RATS, or an organ of it, of which the sources speak.
    """
    signed, asked = [m.start for m in found if m.id in SIGNING], any(m.kind == "kind" and m.id == WHO for m in found)
    titled = {p for m in found if m.kind == "document" for p in range(m.start, m.stop)}
    other_side = any(m.id == "parties" and m.form.endswith(WHO) for m in found)  # "with who was it signed?"
    asked = asked and not other_side
    persons = [m for m in found if m.id == PERSON and signed]
    if persons:  # "which person signed it?"
        yield Mention("word", BEHALF, min(persons[0].start, *signed), max(persons[0].stop, *(place + 1 for place in signed)))
    for side in (m for m in found if signed and asked and m.kind in PARTIES):
        place = side.start - 1
        while place > 0 and tokens[place].text in grammar.articles:
            place -= 1
        end = tokens[side.stop].text if side.stop < len(tokens) else ""
        own = side.kind == "body" or side.id == "sco"
        links = grammar.behalf_links if end not in grammar.behalf_sides else [] if own else grammar.behalf_sides[end]
        if place >= 0 and place not in titled and tokens[place].text in links:
            # From the verb on, so that no phrase within it is read instead.
            yield Mention("word", BEHALF, min(place, *signed), side.stop + (end in grammar.behalf_sides))


def within_states(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield where it is said that something is in a state: "the gun laws in Tajikistan" are not those of the SCO."""
    for state in (m for m in found if m.kind == "country"):
        place = state.start - 1
        while place > 0 and tokens[place].text in grammar.articles:
            place -= 1
        if place >= 0 and tokens[place].text in grammar.locatives:
            yield Mention("word", WITHIN, place, state.stop)
