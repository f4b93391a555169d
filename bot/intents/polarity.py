"""Whether a question is one for Yes or No, and whether what it states is denied."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance

CHOSEN = frozenset({"country", "city", "organisation", "body", "person"})
"""Kinds of which one may be chosen from two: "is it in Beijing or Tashkent?"."""
SOON = 2  # place of a "not" up to which it only colours a question: "isn't ...", "so isn't ..."
OR_NOT = 4  # words of "or does it not", which leaves the choice


def polar(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the utterance asks for Yes or No.

    It does when it begins with an auxiliary ("is", "does") and no word before it asks for something else; or, turned to
    somebody ("can you tell me"), when what follows is a question inside a sentence ("whether ...").
    """
    texts = [token.text for token in utterance.tokens]
    if _chooses(utterance, grammar) or utterance.says(grammar.reversals):
        return False  # "is it wrong to say that it is a member?": a Yes would be read the wrong way
    if not any(m.kind == "kind" for m in utterance.mentions) and utterance.says(grammar.verdicts):
        return True
    asked = _asked(utterance, grammar)
    places = [p for p, token in enumerate(utterance.tokens) if asked is None or token.sentence == asked] or list(
        range(len(texts))
    )
    asking = {m.start for m in utterance.mentions if m.kind == "kind"}
    opening = next((p for p in places if p in asking or texts[p] in grammar.interrogatives), None)
    verbs = [p for p in places if texts[p] in grammar.auxiliaries and not _relative(utterance, p, grammar)]
    first = next((p for p in verbs if not _told(texts, p, grammar)), None)
    inner = any(texts[p] in grammar.conditions[:2] for p in places)
    if first is None:
        # "It is more than half?": told like a statement, and asked.
        told = asked is not None and bool(verbs)
        return opening is None and (inner or told)
    # "List the documents that it does not count as binding"; "the memorandum was signed when": told, with the question
    # word where the answer will be.
    bidden = _bidden(utterance, places, grammar) and not inner
    if (bidden or (opening is not None and opening > first)) and _late(utterance, first):
        return False
    if first + 1 < len(texts) and texts[first + 1] in grammar.addressed:
        later = set(texts[first + 1 :])
        asked_for = texts[first + 3 : first + 4] and texts[first + 3] in grammar.addressed  # "can you read me the titles?"
        return opening is None and not asked_for and (inner or not later & set(grammar.imperatives))
    return opening is None or first < opening


def _relative(utterance: Utterance, verb: int, grammar: GrammarShape) -> bool:
    """Return whether a verb only says more of what is named: "observers that still did not make it to member?"."""
    texts = [token.text for token in utterance.tokens]
    opens = next((p for p in range(verb - 1, 0, -1) if texts[p] not in grammar.presently), 0)
    return texts[opens] in grammar.relatives and any(m.stop == opens and m.kind == "status" for m in utterance.mentions)


def _asked(utterance: Utterance, grammar: GrammarShape) -> int | None:
    """Return the sentence that asks: the last with a question mark, or one behind it: "can I visit it? which papers exist"."""
    last = next((t for t in utterance.tokens if t.sentence == utterance.tokens[-1].sentence), None)
    if last is not None and last.text in grammar.interrogatives:
        return last.sentence
    return max(utterance.asked, default=None)


def _chooses(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether one of two things is to be chosen: "is it in Beijing or Tashkent?" is not answered with Yes or No."""
    things = [m for m in utterance.mentions if m.kind in CHOSEN]
    places = [place for place, token in enumerate(utterance.tokens) if token.text in grammar.alternatives]
    texts = [token.text for token in utterance.tokens]
    # "Does it still exist, or was it dissolved?"; nothing is chosen in "is he right, or is he mixing it up?".
    full = (p for p in places if len(texts) - p <= OR_NOT or not set(range(p, len(texts))) <= utterance.fillers)
    if any(texts[place + 1] in grammar.auxiliaries for place in full if 0 < place < len(texts) - 1):
        return True
    if any(_or_only(utterance, place) for place in places):
        return True
    sides = ([{m.kind for m in things if m.stop <= place}, {m.kind for m in things if m.start > place}] for place in places)
    return any(before & after for before, after in sides)


def _or_only(utterance: Utterance, place: int) -> bool:
    """Return whether a status follows an "or", and being part of it stands before: "in the SCO, or just an observer?"."""
    after = min((m for m in utterance.mentions if m.start > place), key=lambda m: m.start, default=None)
    inside = any(m.stop <= place and (m.id == "take-part" or m.kind == "organisation") for m in utterance.mentions)
    statuses = {m.kind for m in utterance.mentions if m.stop <= place}
    return inside and after is not None and "status" not in statuses and _status_at(utterance, after.start)


def _status_at(utterance: Utterance, place: int) -> bool:
    """Return whether a status is named at a place, or directly behind the small words there."""
    return any(
        m.kind == "status" and all(p in utterance.fillers for p in range(place, m.start))
        for m in utterance.mentions
        if m.start >= place
    )


def _bidden(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a sentence opens with a request, small words before it left out: "please list ..."."""
    opening = next((p for p in places if utterance.tokens[p].text not in grammar.courtesies), None)
    return opening is not None and utterance.tokens[opening].text in grammar.imperatives


def _late(utterance: Utterance, place: int) -> bool:
    """Return whether something is named before a place of the same sentence."""
    sentence = utterance.tokens[place].sentence
    return any(m.stop <= place and utterance.tokens[m.start].sentence == sentence for m in utterance.mentions)


def _told(texts: Sequence[str], place: int, grammar: GrammarShape) -> bool:
    """Tell "I have a question" and "it must go somewhere" from "have they left": the auxiliary follows the subject."""
    subjects = {form for shape in grammar.pronouns.values() for form in shape.forms} | set(grammar.addressed)
    wishes = place + 1 < len(texts) and texts[place + 1] in grammar.imperatives  # "and would need the ..."
    return place > 0 and (texts[place - 1] in subjects or wishes)


def negated(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether the statement is denied; "isn't China a member", "doesn't it" and "or not" deny nothing."""
    said = {m.start for m in utterance.mentions if m.id == "not"}
    texts = [token.text for token in utterance.tokens]
    return any(
        text in grammar.negations
        and place in said
        and place > 0
        and not (text not in grammar.denials and texts[place - 1] in grammar.auxiliaries and place <= SOON)
        for place, text in enumerate(texts)
    )
