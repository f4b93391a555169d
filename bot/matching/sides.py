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
OWN = "others-own"
"""The word for the texts of another organisation."""
HOME = "sco"
BETWEEN = "between"
"""The word behind which the sides of a text are named."""
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
        place = _before(side, tokens, grammar)
        end = tokens[side.stop].text if side.stop < len(tokens) else ""
        own = side.kind == "body" or side.id == "sco"
        links = grammar.behalf_links if end not in grammar.behalf_sides else [] if own else grammar.behalf_sides[end]
        if place >= 0 and place not in titled and tokens[place].text in links:
            # From the verb on, so that no phrase within it is read instead.
            yield Mention("word", BEHALF, min(place, *signed), side.stop + (end in grammar.behalf_sides))


def within_states(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield where it is said that something is in a state, or between two, and not done by it.

    "The gun laws in Tajikistan" and "treaties between China and Iran" are not those of the SCO; "the Afghan plan" is.
    """
    texts = {m.start for m in found if m.kind in {"doctype", "document"}}
    states = [m for m in found if m.kind == "country"]
    for state in states:
        place = _before(state, tokens, grammar)
        sided = any(m.id == BETWEEN and m.start == place for m in found)
        second = any(m.start == state.stop + 1 and tokens[state.stop].text in grammar.joints for m in states)
        if place >= 0 and state.stop not in texts and (tokens[place].text in grammar.locatives or (sided and second)):
            yield Mention("word", WITHIN, place, state.stop)


def owned(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield the texts that are said to be another organisation's own: "the agreements of the CIS"."""
    if any(m.id == HOME for m in found):
        return
    named = {place for m in found if m.kind == "document" for place in range(m.start, m.stop)}
    for other in (m for m in found if m.kind == "organisation" and m.start not in named):
        place = _before(other, tokens, grammar)
        texts = [m for m in found if m.kind == "doctype" and m.stop == place and m.start not in named]
        if texts and tokens[place].text in grammar.date_links:
            yield Mention("word", OWN, texts[0].start, other.stop)


def _before(named: Mention, tokens: tuple[Token, ...], grammar: GrammarShape) -> int:
    """Return the place of the word before a name and its article; -1 for none."""
    place = named.start - 1
    while place > 0 and tokens[place].text in grammar.articles:
        place -= 1
    return place
