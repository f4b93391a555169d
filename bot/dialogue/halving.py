"""The two sides of an "and", and of two questions in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.dialogue.segments import asks, clauses_of, opening_place, question_words, words_ask
from bot.knowledge.shapes import GrammarShape
from bot.matching import TIMES
from bot.matching.utterance import Utterance

PAIR = 2  # words that begin a question for Yes or No: "is it"
CONTENTS = frozenset({"contents", "pledge"})
"""Words for what a document says."""


def halves(utterance: Utterance, grammar: GrammarShape) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the two sides of each "and", and of each clause or sentence end where both sides ask."""
    tokens = utterance.tokens
    for place in range(1, len(tokens)):
        joint = tokens[place].text in grammar.joints
        border = tokens[place].clause != tokens[place - 1].clause
        if not (joint or border):
            continue
        if joint and (_lists(utterance, place) or _sides(utterance, place)):
            continue  # "observers plus dialogue partners", "which memorandum links the SCO and ASEAN?"
        adverb = joint and tokens[place].text not in grammar.number_joints and tokens[place - 1].text in grammar.auxiliaries
        if adverb:
            continue  # "how many were also in the Shanghai Five?"
        left, right = tuple(range(place)), tuple(range(place + 1 if joint else place, len(tokens)))
        if not right or not any(p not in utterance.fillers for p in left) or _subordinate(utterance, right, grammar):
            continue
        # Within a sentence the mark at its end is of both sides: "which came first, the Charter or the Convention?".
        ends = tokens[place].sentence != tokens[place - 1].sentence
        again = asks(utterance, right, grammar) if ends else words_ask(utterance, right, grammar)
        if joint or (border and again and asks(utterance, left, grammar)):
            shared = _of_both(utterance, left, right, grammar) if joint else ()
            yield (*left, *shared), right


def _subordinate(utterance: Utterance, right: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a clause only says when: "how old was the Charter, in years, when the agreement was signed?"."""
    content = next((n for n, place in enumerate(right) if place not in utterance.fillers), len(right))
    texts = [utterance.tokens[place].text for place in right[content : content + PAIR]]
    return len(texts) == PAIR and texts[0] in grammar.subordinators and texts[1] in grammar.articles


def _of_both(utterance: Utterance, left: Sequence[int], right: Sequence[int], grammar: GrammarShape) -> tuple[int, ...]:
    """Return where a time stands at the end that is said of both sides: "who led RATS and the Secretariat in 2012".

    () where the right side asks something of its own, or the left one has its own time.
    """
    times = [m for m in utterance.mentions if m.kind in TIMES]
    if words_ask(utterance, right, grammar) or any(m.start in left for m in times):
        return ()
    last = max((m.start for m in times if m.stop == len(utterance.tokens)), default=None)
    return tuple(range(last, len(utterance.tokens))) if last is not None and last > right[0] else ()


def questions(utterance: Utterance, grammar: GrammarShape) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the two sides of each "and" between two whole questions: ``who are the members and what is the budget``.

    After "tell me" and "list" they have no auxiliary of their own: ``tell me what it pays and then how posts are shared``.
    """
    for left, right in halves(utterance, grammar):
        begins = opening_place(utterance, left, grammar)
        bidden = begins is not None and utterance.tokens[begins].text in grammar.imperatives
        verbs = bidden or all(any(utterance.tokens[p].text in grammar.auxiliaries for p in side) for side in (left, right))
        opens = _opens(utterance, right, grammar)
        first = asks(utterance, left, grammar) or any(words_ask(utterance, c, grammar) for c in clauses_of(utterance, left))
        if (verbs and opens and first) or _asks_besides(utterance, left, right, grammar):
            yield left, right  # "the MoU of 2007, with whom was it signed and what is it about"


def _asks_besides(utterance: Utterance, left: Sequence[int], right: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether no more than a question word follows a question for contents: "what did they declare, and when?"."""
    what = next((utterance.tokens[p].text for p in left if utterance.tokens[p].text in grammar.interrogatives), None)
    contents = any(m.id in CONTENTS and m.start in left for m in utterance.mentions)
    kinds = {place for m in utterance.mentions if m.kind == "kind" for place in range(m.start, m.stop)}
    told = any(m.kind == "kind" and m.start in left for m in utterance.mentions)
    return what is not None and contents and not told and set(right) <= kinds


def _opens(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether words begin with a question word, with "whether", or with "is it", small words before it left out."""
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    texts = [utterance.tokens[place].text for place in places[:PAIR]]
    if len(places) > PAIR and texts[0] in grammar.auxiliaries and texts[1] in pronouns:
        return True  # "when was the Charter signed, and is it binding?"
    for place in places[:4]:
        text = utterance.tokens[place].text
        if place in question_words(utterance, grammar) or text in grammar.interrogatives or text in grammar.conditions[1:2]:
            return True
        if place not in utterance.fillers or text in grammar.auxiliaries:
            return False
    return False


def without_kind(utterance: Utterance, grammar: GrammarShape) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield ``when was it founded`` and ``where was it founded`` for ``when and where was it founded``."""
    kinds = sorted({(m.start, m.stop) for m in utterance.mentions if m.kind == "kind"})
    for (start, stop), (after, end) in pairwise(kinds):
        texts = (utterance.tokens[p].text for p in range(stop, after))
        between = [text for text in texts if text not in grammar.articles]  # "the date and the legal force"
        if len(between) <= 1 and set(between) <= {*grammar.joints, *grammar.alternatives}:
            every = range(len(utterance.tokens))
            yield tuple(p for p in every if not stop <= p < end), tuple(p for p in every if not start <= p < after)


def _lists(utterance: Utterance, place: int) -> bool:
    """Return whether a word adds up what stands on both sides of it: "plus" between two statuses."""
    if not any(m.id == "together" and (m.start, m.stop) == (place, place + 1) for m in utterance.mentions):
        return False
    ends = {m.kind for m in utterance.mentions if m.stop == place}
    return "status" in ends & {m.kind for m in utterance.mentions if m.start == place + 1}


def _sides(utterance: Utterance, place: int) -> bool:
    """Return whether a word stands between the SCO and another organisation, of which documents are asked for."""
    ends = {m.id for m in utterance.mentions if m.kind == "organisation" and m.stop == place}
    begins = [m for m in utterance.mentions if m.kind == "organisation" and m.start >= place]
    after = {m.id for m in begins if all(p in utterance.fillers for p in range(place + 1, m.start))}
    documents = any(m.kind in {"document", "doctype"} for m in utterance.mentions)
    return documents and bool(ends) and bool(after) and "sco" in ends | after
