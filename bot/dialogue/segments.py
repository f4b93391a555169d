"""A long text -> the parts of it that ask: sentences, clauses, what follows "I need to know"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from bot.dialogue.fragments import FILTERS, contains
from bot.dialogue.pronouns import KINDRED, points_back
from bot.intents import ENTITIES, Reading
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.text import phrase

SOURCES = frozenset({"profile", "by-profile"})
"""Words for the primary source."""
BEFORE = 2  # words before "I thought": "but then I thought"
STATES = frozenset({"organisation", "country-word"})
"""Words for the organisation and its states, which a club of another kind has none of."""
OWN_GROUP = "own-group"
"""The word for a club or company of somebody's own, whose members and budget are none of the SCO's."""
SIDES = frozenset({"before", "after"})
"""Words that set a time by what stands beside it."""
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
    if utterance.asked or any(m.kind == "kind" for m in utterance.mentions) or _tagged(texts, grammar):
        return False
    believed = (contains(texts[: len(form.split()) + BEFORE], form) for form in grammar.beliefs)
    if utterance.says(grammar.verdicts) or any(believed):  # "true or false: ...", "hm, I thought it was a member."
        return False
    if not utterance.told and not _opens_with_subject(utterance, grammar):
        return False
    wishes = set(grammar.interrogatives) | set(grammar.imperatives) | set(grammar.conditions)
    if wishes & set(texts) or any(asks(utterance, places, grammar) for places in sentences(utterance)):
        return False
    return any(text in grammar.auxiliaries for text in texts[1:])


def _tagged(texts: Sequence[str], grammar: GrammarShape) -> bool:
    """Return whether a sentence ends in what makes a question of it: "right", "was not it", "do they not"."""
    if not texts or texts[-1] in grammar.tags:
        return bool(texts)
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    return len(texts) > TAG and texts[-1] in pronouns and texts[-2] in grammar.negations and texts[-3] in grammar.auxiliaries


def _opens_with_subject(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a text begins with the name of an organisation, body or document, an auxiliary right behind it.

    Of a country many ask so without a mark: "Sri Lanka is a member or a partner".
    """
    texts = [token.text for token in utterance.tokens]
    start = 1 if texts and texts[0] in grammar.articles else 0
    named = (m.stop for m in utterance.mentions if m.start == start and m.kind in {"organisation", "body", "document"})
    return any(stop < len(texts) - 1 and texts[stop] in grammar.auxiliaries for stop in named)


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
    if len(every) > 1:
        yield from asking or _named(utterance, every)
    for places in asking or (every if len(every) == 1 else ()):
        for cut in (_after_preamble, _after_lead_in, _embedded):
            rest = cut(utterance, places, grammar)
            if rest:
                yield rest
        clauses = clauses_of(utterance, places)
        if len(clauses) > 1:
            # Where one clause has the question word, another only says more of it: "..., one day before the decision?".
            worded = [clause for clause in clauses if words_ask(utterance, clause, grammar)]
            for clause in reversed(worded or clauses):
                others = [c for c in clauses if c != clause]
                safe = not any(
                    _conditional(utterance, c, grammar) or _only_asks(utterance, c, grammar) or not _known(utterance, c)
                    for c in others
                )
                # "Of the four organisations, in which ...": of what is asked, the clause says.
                safe = safe and not any(utterance.tokens[c[0]].text in grammar.restrictors for c in others)
                safe = safe and not any(_bounds(utterance, c, clause) for c in others)
                # "Are those the only ones, or are more planned?" is not answered by its first half.
                safe = safe and not any(
                    c[0] > clause[0] and utterance.tokens[c[0]].text in grammar.contrasts and words_ask(utterance, c, grammar)
                    for c in others
                )
                if safe and asks(utterance, clause, grammar):
                    yield clause


def _named(utterance: Utterance, every: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield the one sentence that names a thing of the field, of several that do not ask: "wrong key. budget of the SCO"."""
    things = {m.start for m in utterance.mentions if m.kind in ENTITIES}
    found = [places for places in every if things & set(places)]
    if len(found) == 1:
        yield found[0]


def _people(grammar: GrammarShape) -> set[str]:
    """Return the pronouns that stand for who said something: "is she right?"."""
    return {form for shape in grammar.pronouns.values() if shape.means == ["person"] for form in shape.forms}


def wonders(utterance: Utterance) -> bool:
    """Return whether a text has a question word, and not only a noun that asks: "which texts" does, "the number" does not."""
    return bool(_opening_words(utterance))


def _opening_words(utterance: Utterance) -> set[int]:
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
    before, after = (_things(utterance, part) for part in ([p for clause in clauses[:start] for p in clause], rest))
    pointing = points_back(utterance.part(rest), grammar) and all(_known(utterance, clause) for clause in clauses[:start])
    return rest if (before | after) and (before <= after or pointing) else ()


def _speaks_of_asker(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a clause only greets, or tells of who asks or what for."""
    texts = [utterance.tokens[place].text for place in places]
    greets = set(places) <= utterance.fillers
    told = texts[0] in grammar.purposes or bool(set(texts) & set(grammar.askers))
    return greets or (told and not words_ask(utterance, places, grammar))


def _things(utterance: Utterance, places: Iterable[int]) -> set[str]:
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
    return sure or bool(_things(utterance, within))


def known(utterance: Utterance) -> bool:
    """Return whether each word of a part of a text is known: one that is not may be what a pronoun of the rest means."""
    return _known(utterance, range(len(utterance.tokens)))


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


def _known(utterance: Utterance, places: Sequence[int]) -> bool:
    """Return whether each word of a clause is known: one that is not may be what the talk is about."""
    return set(places) <= _met(utterance)


def _met(utterance: Utterance) -> set[int]:
    """Return the places of the words that are known, those of a club of somebody's own left out."""
    met = {place for m in utterance.mentions if m.id != OWN_GROUP for place in range(m.start, m.stop)}
    return met | utterance.fillers | utterance.light


def _conditional(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    return any(utterance.tokens[place].text in grammar.conditions for place in places[:2])


def _bounds(utterance: Utterance, places: Sequence[int], clause: Sequence[int]) -> bool:
    """Return whether a clause sets the time that another asks of: "after India joined, how many were there?", but "are today"."""
    opens = any(m.kind == "time" and m.id in SIDES and m.start == places[0] for m in utterance.mentions)
    present = any(m.kind == "now" and m.start in clause for m in utterance.mentions)
    return opens and not present and bool(_things(utterance, places))


def _only_asks(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> bool:
    """Return whether a clause is no more than a question word, which belongs to the next: "when, precisely, was it"."""
    asking = [m for m in utterance.mentions if m.kind == "kind" and m.id not in grammar.unanswered]
    covered = {place for m in asking for place in range(m.start, m.stop)}
    return bool(covered & set(places)) and set(places) <= covered | utterance.fillers


def clauses_of(utterance: Utterance, places: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the token places of each clause among some places, in order."""
    found: dict[int, list[int]] = {}
    for place in places:
        found.setdefault(utterance.tokens[place].clause, []).append(place)
    return [tuple(clause) for clause in found.values()]


def _after_lead_in(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> tuple[int, ...]:
    """Return what follows the last "could you tell me" of a sentence; () when there is none or nothing follows."""
    texts = [utterance.tokens[p].text for p in places]
    best = -1
    for form in grammar.lead_ins:
        parts = list(phrase(form))
        first = 0 if parts[0] in grammar.interrogatives else 1  # "how do you know that ...?"
        for start in range(first, len(texts) - len(parts)):
            if texts[start : start + len(parts)] == parts:
                best = max(best, start + len(parts))
    rest = tuple(places[best:]) if 0 < best < len(places) else ()
    begins = utterance.tokens[places[0]].text
    if rest and begins in grammar.interrogatives and not _known(utterance, places[:best]):
        return ()  # "what did the ministry say about the claim that ...?"
    # "At our football club I wonder who the members are": of what nobody knows.
    return rest if rest and (_known(utterance, places[:best]) or of_field(utterance, rest)) else ()


def _embedded(utterance: Utterance, places: Sequence[int], grammar: GrammarShape) -> tuple[int, ...]:
    """Return what follows the words with which somebody turns to somebody: "to a layman, could you explain what the Five were?".

    () where these words name a thing of the field, or have a word that is not known and the rest names no such thing.
    """
    opening = _opening_words(utterance)
    words = (*grammar.interrogatives, *grammar.conditions[1:2])
    start = next((n for n, p in enumerate(places) if p in opening or utterance.tokens[p].text in words), 0)
    before, rest = places[:start], tuple(places[start:])
    turned_to = {*grammar.askers, *grammar.addressed} & {utterance.tokens[place].text for place in before}
    # Neither another question, nor members of something else: "my band has six members, what does it cost?".
    others = any(m.kind in {"kind", "status"} for m in utterance.mentions if before and before[0] <= m.start < rest[0])
    if not turned_to or others or _things(utterance, before):
        return ()
    return rest if _known(utterance, before) or of_field(utterance, rest) else ()
