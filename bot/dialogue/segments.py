"""A long text -> the parts of it that ask: sentences, clauses, what follows "I need to know"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from bot.dialogue.fragments import FILTERS, contains
from bot.dialogue.pronouns import KINDRED
from bot.intents import ENTITIES, Reading
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance

SOURCES = frozenset({"profile", "by-profile"})
"""Words for the primary source."""
BEFORE = 2  # words before "I thought": "but then I thought"
STATES = frozenset({"organisation", "country-word"})
"""Words for the organisation and its states, which a club of another kind has none of."""
OWN_GROUP = "own-group"
"""The word for a club or company of somebody's own, whose members and budget are none of the SCO's."""
OWNED = 3  # words behind "of" within which a thing is named: "of all SCO countries"
TAG = 3  # words at the end of a sentence that make a question of it: "was not it"


def sentences(utterance: Utterance) -> tuple[tuple[int, ...], ...]:
    """Return the token places of each sentence, in order."""
    found: dict[int, list[int]] = {}
    for place, token in enumerate(utterance.tokens):
        found.setdefault(token.sentence, []).append(place)
    return tuple(tuple(places) for places in found.values())


def asks(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a sentence or clause asks: by its mark, or by how it begins."""
    if not places:
        return False
    tokens = utterance.tokens
    if tokens[places[0]].sentence in utterance.asked and places[-1] == max(
        p for p in range(len(tokens)) if tokens[p].sentence == tokens[places[0]].sentence
    ):
        return True
    return words_ask(utterance, places, grammar)


def words_ask(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a sentence or clause asks by how it begins."""
    start = opening_place(utterance, places, grammar)
    if start is None:
        return False
    first = utterance.tokens[start].text
    return (
        start in question_words(utterance, grammar)
        or first in grammar.interrogatives
        or first in grammar.auxiliaries
        or first in grammar.imperatives
    )


def question_words(utterance: Utterance, grammar: GrammarShape) -> set[int]:
    """Return where question words begin: "who", "how many"."""
    return {m.start for m in utterance.mentions if m.kind == "kind" and m.id not in grammar.unanswered}


def opening_place(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> int | None:
    """Return the first place after small talk such as "and", "please" and "so"."""
    asking, told_of = question_words(utterance, grammar), {*grammar.addressed, *grammar.subjects}
    for place in places[:4]:
        text = utterance.tokens[place].text
        tells = text in grammar.auxiliaries or text in grammar.knowing
        told = tells and place > places[0] and utterance.tokens[place - 1].text in told_of
        opens = text in grammar.auxiliaries or text in grammar.imperatives or text in grammar.interrogatives
        if place in asking or (opens and not told):  # "we are", "I have": nothing is asked yet
            return place
        if place not in utterance.fillers:
            return None
    return None


def states(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a text only tells something: a full sentence without a question mark that asks for nothing.

    Without its full stop it must begin with what it tells of: "the SCO is an interesting subject".
    """
    texts = [token.text for token in utterance.tokens]
    if texts and texts[0] in (*grammar.continuations, *grammar.offers):  # "only those that were in it, please."
        return False
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    trailing = len(texts) > TAG and texts[-2] in grammar.auxiliaries and texts[-1] in pronouns
    tagged = trailing or (bool(texts) and texts[-1] in grammar.tags)  # "was it", of which the "not" is left out, and "right"
    if utterance.asked or any(m.kind == "kind" for m in utterance.mentions) or tagged:
        return False
    if not utterance.told and not _opens_with_subject(utterance, grammar):
        return False
    believed = (contains(texts[: len(form.split()) + BEFORE], [form]) for form in grammar.beliefs)
    # "Is it a myth that ...", "hm, I thought it was a member.", "I would like the shares of all members."
    if utterance.says(grammar.verdicts) or any(believed) or contains(texts, grammar.wishes):
        return False
    wishes = set(grammar.interrogatives) | set(grammar.imperatives) | set(grammar.conditions)
    if wishes & set(texts) or any(asks(utterance, places, grammar) for places in sentences(utterance)):
        return False
    return any(text in grammar.auxiliaries for text in texts[1:])


def _opens_with_subject(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a text begins with the name of an organisation, body or document, an auxiliary right behind it.

    Of a country many ask so without a mark: "Sri Lanka is a member or a partner".
    """
    texts = [token.text for token in utterance.tokens]
    start = 1 if texts and texts[0] in grammar.articles else 0
    named = (m.stop for m in utterance.mentions if m.start == start and m.kind in {"organisation", "body", "document"})
    return any(stop < len(texts) - 1 and texts[stop] in grammar.auxiliaries for stop in named)


def wonders(utterance: Utterance) -> bool:
    """Return whether a text has a question word, and not only a noun that asks: "which texts" does, "the number" does not."""
    return bool(opening_words(utterance))


def opening_words(utterance: Utterance) -> set[int]:
    """Return where question words begin that can open a question."""
    return {m.start for m in utterance.mentions if m.kind == "kind" and utterance.tokens[m.start].text in m.id.split("-")}


def only_turns(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a question only turns to somebody, and asks for what stands beside it: "can you tell me?"."""
    texts = [token.text for token in utterance.tokens if token.text not in grammar.courtesies]
    turns = len(texts) > 1 and texts[0] in grammar.auxiliaries and texts[1] in grammar.addressed
    asks_kind = any(m.kind == "kind" for m in utterance.mentions)
    return turns and not asks_kind and set(range(len(utterance.tokens))) <= utterance.fillers | utterance.light


def one_asks(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether just one of several sentences asks."""
    every = sentences(utterance)
    return len(every) > 1 and sum(asks(utterance, places, grammar) for places in every) == 1


def things(utterance: Utterance, places: Iterable[int]) -> set[str]:
    """Return the things of the field that some words name."""
    within = set(places)
    return {
        m.id
        for m in utterance.mentions
        if within >= set(range(m.start, m.stop)) and (m.kind in ENTITIES | FILTERS or m.id in SOURCES)
    }


def of_field(utterance: Utterance, places: Iterable[int] | None = None) -> bool:
    """Return whether some words, or all, speak of the field for certain: of a thing of it, "this organisation"."""
    within = set(range(len(utterance.tokens)) if places is None else places)
    mentions = [m for m in utterance.mentions if within >= set(range(m.start, m.stop))]
    sure = any(m.id in STATES or (m.kind == "status" and m.stop - m.start > 1) for m in mentions)
    return sure or bool(things(utterance, within))


def known(utterance: Utterance) -> bool:
    """Return whether each word of a part of a text is known: one that is not may be what a pronoun of the rest means."""
    return known_there(utterance, range(len(utterance.tokens)))


def timed(reading: Reading, dropped: Utterance, within: AbstractSet[int]) -> bool:
    """Return whether a reading of a part of some sentences asks of the year that the rest of them is, where it is just that."""
    places = {place for place, token in enumerate(dropped.tokens) if token.sentence in within}
    years = {m.id for m in dropped.mentions if m.kind == "year" and m.start in places}
    said = {p for m in dropped.mentions if m.kind in {"year", "time", "month"} | ENTITIES for p in range(m.start, m.stop)}
    asked = {*reading.query.of("year"), *reading.query.of("as-of")}
    return not years or bool(years & asked) or not places <= said | dropped.fillers


def unknown_head(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a word that is not known has a thing of the field for its own: "the gross product of all SCO countries"."""
    met = _met(utterance)
    links = {*grammar.date_links, *grammar.purposes}
    things = {m.start for m in utterance.mentions if m.kind in ENTITIES | FILTERS | {"content", "status"}}
    return any(
        place not in met and utterance.tokens[place + 1].text in links and things & set(range(place + 2, place + 2 + OWNED))
        for place in range(len(utterance.tokens) - 1)
    )


def one_more(utterance: Utterance) -> bool:
    """Return whether a text speaks of one thing more of a kind, without its name: "besides the Secretariat, one more body"."""
    kinds = {m.start for m in utterance.mentions if m.id in KINDRED}
    return any(m.id == "rest" and m.stop - m.start > 1 and {m.stop, m.stop + 1} & kinds for m in utterance.mentions)


def known_there(utterance: Utterance, places: Sequence[int]) -> bool:
    """Return whether each word of a clause is known: one that is not may be what the talk is about."""
    return set(places) <= _met(utterance)


def _met(utterance: Utterance) -> set[int]:
    """Return the places of the words that are known, those of a club of somebody's own left out."""
    met = {place for m in utterance.mentions if m.id != OWN_GROUP for place in range(m.start, m.stop)}
    return met | utterance.fillers | utterance.light


def clauses_of(utterance: Utterance, places: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the token places of each clause among some places, in order."""
    found: dict[int, list[int]] = {}
    for place in places:
        found.setdefault(utterance.tokens[place].clause, []).append(place)
    return [tuple(clause) for clause in found.values()]


def assents(kept: Utterance, dropped: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a part only asks for assent to what else its sentence says: "is it", "did they not"."""
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    texts = [token.text for token in kept.tokens if token.text not in grammar.negations]
    own = {token.sentence for token in kept.tokens}
    beside = [token.clause for token in dropped.tokens if token.sentence in own]
    last = bool(beside) and max(beside) < kept.tokens[0].clause
    return last and len(texts) == TAG - 1 and texts[0] in grammar.auxiliaries and texts[1] in pronouns
