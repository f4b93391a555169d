"""A long text -> the parts of it that may hold the whole question, the longest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.dialogue.pronouns import points_back
from bot.dialogue.segments import (
    SOURCES,
    asks,
    clauses_of,
    known_there,
    of_field,
    opening_place,
    opening_words,
    sentences,
    things,
    words_ask,
)
from bot.dialogue.signs import EXTREMES
from bot.forms import by_first_word
from bot.intents import ENTITIES
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance

SIDES = frozenset({"before", "after"})
"""Words that set a time by what stands beside it."""
SPARED = "without"
"""Word that leaves out what stands behind it."""
MOST_CLAUSES = 40  # of a sentence in which each is held against each other; of more, none is the question by itself


def divides(utterance: Utterance, places: Collection[int], grammar: GrammarShape) -> bool:
    """Return whether a part keeps half of what asks for something that nobody answers: "what definition of | extremism ...?"."""
    asked = [{*range(m.start, m.stop)} for m in utterance.mentions if m.kind == "kind" and m.id in grammar.unanswered]
    return any(span & {*places} and span - {*places} for span in asked)


def narrowed(utterance: Utterance, grammar: GrammarShape) -> Iterator[tuple[int, ...]]:
    """Yield the parts of a text that may hold the whole question, the longest first.

    Yields:
        Token places. A clause never stands without its condition ("if ...").
    """
    every = sentences(utterance)
    asking = [places for places in every if asks(utterance, places, grammar)]
    told = [places for places in every if places not in asking]
    sourced = {p for m in utterance.mentions if m.id in SOURCES for p in range(m.start, m.stop)}
    if told and asking and all(set(places) <= utterance.fillers | utterance.light | sourced for places in asking):
        # "My colleague insists that ... By the profile, is that right?": what is told is what is asked.
        tag = (place for place in asking[-1] if utterance.tokens[place].text not in _people(grammar))
        yield (*(_after_lead_in(utterance, told[-1], grammar) or told[-1]), *tag)
    if told and asking and all(_only_orders(utterance, places, grammar) for places in asking):
        # "I would like to know what the agreement of 2008 covers. Please name the areas.": the order says no more than that.
        rests = (_after_lead_in(utterance, places, grammar) for places in told)
        yield from (rest for rest in rests if rest and words_ask(utterance, rest, grammar))
    if len(every) > 1:
        yield from asking or _named(utterance, every)
    for places in asking or (every if len(every) == 1 else ()):
        for cut in (_after_preamble, _after_lead_in, _embedded):
            rest = cut(utterance, places, grammar)
            if rest:
                yield rest
        yield from _alone(utterance, clauses_of(utterance, places), grammar)


def _alone(utterance: Utterance, clauses: Sequence[tuple[int, ...]], grammar: GrammarShape) -> Iterator[tuple[int, ...]]:
    """Yield the clauses of a sentence of which each may be the question by itself, the last first."""
    if not 1 < len(clauses) <= MOST_CLAUSES:
        return
    # Where one clause has the question word, another only says more of it: "..., one day before the decision?".
    worded = [clause for clause in clauses if words_ask(utterance, clause, grammar)]
    for clause in reversed(worded or clauses):
        if not asks(utterance, clause, grammar):
            continue
        others = [c for c in clauses if c != clause]
        safe = not any(
            _conditional(utterance, c, grammar) or _only_asks(utterance, c, grammar) or not known_there(utterance, c)
            for c in others
        )
        # "Of the four organisations, in which ...": of what is asked, the clause says.
        safe = safe and not any(_restricts(utterance, c, grammar) for c in others)
        safe = safe and not any(_bounds(utterance, c, clause) or _coordinated(utterance, c, clause, grammar) for c in others)
        # "Are those the only ones, or are more planned?" is not answered by its first half.
        safe = safe and not any(
            c[0] > clause[0] and utterance.tokens[c[0]].text in grammar.contrasts and words_ask(utterance, c, grammar)
            for c in others
        )
        if safe:
            yield clause


def _restricts(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a clause says of what is asked: "of the four organisations, ...", "not counting Uzbekistan, ...".

    Or when: "at its largest, ...".
    """
    spared = any(m.id == SPARED and m.start <= places[0] < m.stop for m in utterance.mentions)
    phrases = {place for m in utterance.mentions if m.id not in EXTREMES for place in range(m.start, m.stop)}  # "at least"
    extremes = {m.start for m in utterance.mentions if m.id in EXTREMES and m.start in places}
    ranked = bool(extremes - phrases) and not things(utterance, places)
    return utterance.tokens[places[0]].text in grammar.restrictors or (spared and bool(things(utterance, places))) or ranked


def _only_orders(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a sentence is an order that names nothing of the field: "please list them all."."""
    start = opening_place(utterance, places, grammar)
    orders = start is not None and utterance.tokens[start].text in grammar.imperatives
    return orders and not things(utterance, places) and utterance.tokens[places[0]].sentence not in utterance.asked


def _named(utterance: Utterance, every: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield the one sentence that names a thing of the field, of several that do not ask: "wrong key. budget of the SCO"."""
    things = {m.start for m in utterance.mentions if m.kind in ENTITIES}
    found = [places for places in every if things & set(places)]
    if len(found) == 1:
        yield found[0]


def _people(grammar: GrammarShape) -> set[str]:
    """Return the pronouns that stand for who said something: "is she right?"."""
    return {form for shape in grammar.pronouns.values() if shape.means == ["person"] for form in shape.forms}


def _after_preamble(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> tuple[int, ...]:
    """Return what follows the first clauses of a sentence where they only say who asks, and what for; () without such clauses.

    "For my thesis on small states: how many members does the SCO have?". A thing that such a clause names may be what the talk is
    about, so the rest must name it too, or point back to it; and the rest must name something of the field itself.
    """
    clauses = clauses_of(utterance, places)
    start = 0
    while start < len(clauses) - 1 and _speaks_of_asker(utterance, clauses[start], grammar):
        start += 1
    rest = tuple(place for clause in clauses[start:] for place in clause)
    if not start or not (words_ask(utterance, clauses[-1], grammar) or asks(utterance, rest, grammar)):
        return ()
    before, after = (things(utterance, part) for part in ([p for clause in clauses[:start] for p in clause], rest))
    pointing = points_back(utterance.part(rest), grammar) and all(known_there(utterance, clause) for clause in clauses[:start])
    return rest if (before | after) and (before <= after or pointing) else ()


def _speaks_of_asker(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a clause only greets, or tells of who asks or what for."""
    texts = [utterance.tokens[place].text for place in places]
    greets = set(places) <= utterance.fillers
    told = texts[0] in grammar.purposes or bool(set(texts) & set(grammar.askers))
    return greets or (told and not words_ask(utterance, places, grammar))


def _bounds(utterance: Utterance, places: Sequence[int], clause: Sequence[int]) -> bool:
    """Return whether a clause sets the time that another asks of: "after India joined, how many were there?", but "are today"."""
    opens = any(m.kind == "time" and m.id in SIDES and m.start == places[0] for m in utterance.mentions)
    present = any(m.kind == "now" and m.start in clause for m in utterance.mentions)
    return opens and not present and bool(things(utterance, places))


def _coordinated(utterance: Utterance, one: Sequence[int], other: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether the mark between two clauses only divides things of one kind: "what did the SCO, CIS and CSTO want?"."""
    first, second = (one, other) if one[0] < other[0] else (other, one)
    start = second[0]
    opens = {start, start + 1} if utterance.tokens[start].text in grammar.joints else {start}
    ends = {m.kind for m in utterance.mentions if m.stop == start and m.kind in ENTITIES}
    return first[-1] + 1 == start and any(m.start in opens and m.kind in ends for m in utterance.mentions)


def _only_asks(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a clause is no more than a question word, which belongs to the next: "when, precisely, was it"."""
    asking = [m for m in utterance.mentions if m.kind == "kind" and m.id not in grammar.unanswered]
    covered = {place for m in asking for place in range(m.start, m.stop)}
    return bool(covered & set(places)) and set(places) <= covered | utterance.fillers


def _conditional(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    return any(utterance.tokens[place].text in grammar.conditions for place in places[:2])


def _after_lead_in(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> tuple[int, ...]:
    """Return what follows the last "could you tell me" of a sentence; () when there is none or nothing follows."""
    texts = tuple(utterance.tokens[p].text for p in places)
    best, wordings = -1, by_first_word(tuple(grammar.lead_ins))
    for start, first in enumerate(texts):
        for words in wordings.get(first, ()):
            opens = start > 0 or first in grammar.interrogatives  # "how do you know that ...?"
            stop = start + len(words)
            if opens and stop < len(texts) and texts[start:stop] == words:
                best = max(best, stop)
    rest = tuple(places[best:]) if 0 < best < len(places) else ()
    begins = utterance.tokens[places[0]].text
    if rest and begins in grammar.interrogatives and not known_there(utterance, places[:best]):
        return ()  # "what did the ministry say about the claim that ...?"
    # "At our football club I wonder who the members are": of what nobody knows.
    return rest if rest and (known_there(utterance, places[:best]) or of_field(utterance, rest)) else ()


def _embedded(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> tuple[int, ...]:
    """Return what follows the words with which somebody turns to somebody: "to a layman, could you explain what the Five were?".

    () where these words name a thing of the field, or have a word that is not known and the rest names no such thing.
    """
    opening = opening_words(utterance)
    words = (*grammar.interrogatives, *grammar.conditions[1:2])
    start = next((n for n, p in enumerate(places) if p in opening or utterance.tokens[p].text in words), 0)
    before, rest = places[:start], tuple(places[start:])
    turned_to = {*grammar.askers, *grammar.addressed} & {utterance.tokens[place].text for place in before}
    # Neither another question, nor members of something else: "my band has six members, what does it cost?".
    others = any(m.kind in {"kind", "status"} for m in utterance.mentions if before and before[0] <= m.start < rest[0])
    if not turned_to or others or things(utterance, before):
        return ()
    return rest if known_there(utterance, before) or of_field(utterance, rest) else ()
