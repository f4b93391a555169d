"""Words -> mentions: countries, organisations, bodies, documents, years, numbers and the vocabulary's words, slips undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.knowledge import OCCASION
from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.numbers import numbers
from bot.slips import MERGED, NAME_CUTOFF, candidates, is_english, is_scrambled, outnumbers, restored, swaps
from bot.text import Text, Token, cut
from bot.utterance import Utterance
from bot.vocabulary import FILLER, LIGHT, NAMES, SHORTEST, Vocabulary

HOLDING = frozenset({"document", "body", "group", "year", "foreign", "office", "organ", "currency", "period"})
"""Further kinds whose words belong to them alone, as those of `NAMES` do."""
SORTS = frozenset({"doctype", "force", "status", "area"})
"""Kinds of words whose phrases are more than their words."""
TIMES = frozenset({"time", "year", "month", "now"})
"""Kinds of words that say when."""
CLAUSE = 3  # words of a clause that "when" may join to a question; fewer are what is asked: "when exactly"
MARGIN = 6.0  # points of likeness by which one word may be nearer than another and still leave it possible
SHORT_FORM = 3  # letters of a short form that takes a possessive without its apostrophe: "scos"
JOINED = 5  # letters from which a word may be two: "ofthe"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A word that a token may stand for."""

    word: str
    score: float
    within_name: bool = False
    """The token is an English word of its own: it is read so only within a longer known name."""


def read(text: str, index: Vocabulary, grammar: GrammarShape) -> Utterance:
    """Return what the words of a text mean."""
    whole = cut(text, grammar.contractions, grammar.day_endings)
    tokens = _months(_repaired(whole, index), index, grammar)
    readings, slips, doubts = _readings(tokens, index, grammar)
    tokens = _mended(tokens, readings, index, grammar)
    found = [*_occasions(tuple(_mentions(index, readings)), tokens, grammar), *numbers(tokens, grammar)]
    found += _placed(tokens, found, grammar)
    found += [Mention("as-of", m.id, m.start, m.stop) for m in found if m.kind == "year" and m.id in index.dates]
    found = [m for m in found if not _joins(m, found, tokens, grammar) and not _counts(m, found, tokens, grammar)]
    fillers, light = (frozenset(i for m in found if m.kind == kind for i in range(m.start, m.stop)) for kind in (FILLER, LIGHT))
    return Utterance(tokens, _longest(found), fillers, light - fillers, slips, doubts, whole.asked, whole.told)


def _months(tokens: tuple[Token, ...], index: Vocabulary, grammar: GrammarShape) -> tuple[Token, ...]:
    """Return the tokens with slips in the names of months mended: a date stands or falls with them."""

    def mended(word: str) -> str:
        if len(word) < SHORTEST or not word.isalpha() or word in grammar.months or is_english(word):
            return word
        by_letters = {"".join(sorted(month)): month for month in grammar.months}
        long = [month for month in grammar.months if len(month) > SHORTEST]
        near = process.extractOne(word, long, scorer=fuzz.ratio, score_cutoff=NAME_CUTOFF) if len(word) > SHORTEST else None
        return by_letters.get("".join(sorted(word)), near[0] if near and word not in index.known else word)

    found = ((token, mended(token.text)) for token in tokens)
    return tuple(token if word == token.text else replace(token, text=word) for token, word in found)


def _joins(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a question word only joins a clause to a question: "who pays when a project begins".

    Another question word is before it, no "and", and more than a word behind it: "who signed it, and when exactly" asks twice.
    """
    if mention.kind != "kind" or mention.stop - mention.start > 1 or tokens[mention.start].text not in grammar.subordinators:
        return False
    behind = [token for token in tokens[mention.stop :] if token.sentence == tokens[mention.start].sentence]
    if mention.start == 0 or len(behind) < CLAUSE or tokens[mention.start - 1].clause != tokens[mention.start].clause:
        return False
    opening = next((token.text for token in tokens if token.text not in grammar.courtesies), "")
    asked = any(m.kind == "kind" and m.stop < mention.start for m in found) or opening in grammar.auxiliaries
    return asked and tokens[mention.start - 1].text not in {*grammar.joints, *grammar.alternatives}


def _occasions(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield the mentions; those that mean a day only behind certain words ("since Ufa") as that day, or not at all."""
    for mention in found:
        if mention.kind != OCCASION:
            yield mention
            continue
        if _before(mention.start, tokens, grammar) in grammar.occasion_links and not _presence(mention, found, tokens, grammar):
            yield replace(mention, kind="year")


def _presence(meeting: Mention, found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether the word before a meeting says who was there: "was Japan at the summit?", "who was at the summit?"."""
    place = meeting.start - 1
    while place and tokens[place].text in grammar.articles:
        place -= 1
    if tokens[place].text not in grammar.presence:
        return False
    starts = {place, *(m.start for m in found if m.kind == "country" and m.stop == place)}
    return any(_before(start, tokens, grammar) in grammar.auxiliaries for start in starts)


def _before(place: int, tokens: tuple[Token, ...], grammar: GrammarShape) -> str:
    """Return the word before a place, articles left out; "" where there is none."""
    return next((tokens[p].text for p in range(place - 1, -1, -1) if tokens[p].text not in grammar.articles), "")


def _placed(tokens: tuple[Token, ...], mentions: list[Mention], grammar: GrammarShape) -> list[Mention]:
    """Return the small words that make a kind of question by their place alone.

    "What does a member do" ends in its verb, which what says only when may follow ("what did he do before that?"); "should it
    join" begins with it.
    """
    found = []
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    timed = {p for m in mentions if m.kind in TIMES for p in range(m.start, m.stop)}
    timed |= {p for p, token in enumerate(tokens) if token.text in {*grammar.courtesies, *pronouns} and p - 1 in timed}
    for sentence in dict.fromkeys(token.sentence for token in tokens):
        places = [p for p, t in enumerate(tokens) if t.sentence == sentence and t.text not in grammar.courtesies]
        while places and places[-1] in timed:
            places.pop()
        first, last = (tokens[places[0]].text, tokens[places[-1]].text) if places else ("", "")
        found += _sums(tokens, mentions, places, grammar)
        if first in grammar.openers:
            found.append(Mention("kind", grammar.openers[first], min(places), min(places) + 1))
        helped = any(tokens[place].text in grammar.auxiliaries for place in places[1:-1])
        if first in grammar.interrogatives and helped and last in grammar.deeds:
            found.append(Mention("kind", grammar.deeds[last], places[-1], places[-1] + 1))
    return found


def _sums(tokens: tuple[Token, ...], mentions: list[Mention], places: Sequence[int], grammar: GrammarShape) -> list[Mention]:
    """Return the signs of sums that stand between two numbers, each as the kind of question that it makes."""
    ends = {m.stop for m in mentions if m.kind == "number"}
    starts = {m.start for m in mentions if m.kind == "number"}
    texts = {place: tokens[place].text for place in places}
    return [
        Mention("kind", grammar.operators[text], place, place + 1)
        for place, text in texts.items()
        if text in grammar.operators and place in ends and {place + 1, place + 2} & starts
    ]


def _counts(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a word is no name and no question before a number: "the five binding texts", "that number thirty"."""
    numbered = any(
        m.kind == "count"
        and m.stop == mention.stop
        and all(token.text in grammar.articles for token in tokens[mention.start : m.start])  # not "the Shanghai Five deal with"
        for m in found
    )
    behind = any(m.start == mention.stop and not m.names.isdisjoint(grammar.counted) for m in found)
    figure = mention.id == "how-many" and any(m.kind == "number" and m.start == mention.stop for m in found)
    return figure or (mention.kind == "group" and numbered and behind)


def _repaired(whole: Text, index: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with split words put together and joined words cut: ``ob servers``, ``memberstates``."""
    merged: list[Token] = []
    for token in whole.tokens:
        last = merged[-1] if merged else None
        if last is not None and last.sentence == token.sentence:
            both = last.text + token.text
            known = last.text in index.known and token.text in index.known
            if len(both) >= MERGED and both in index.known and not known:
                merged[-1] = Token(both, f"{last.raw} {token.raw}", last.clause, last.sentence)
                continue
        merged.append(token)
    return tuple(part for token in merged for part in _split(token, index))


def _split(token: Token, index: Vocabulary) -> tuple[Token, ...]:
    word = token.text
    if word in index.known or len(word) < JOINED or not word.isalpha() or candidates(word, index) or is_scrambled(word):
        return (token,)
    english = is_english(word)
    for cutting in range(len(word) - 2, 0, -1):
        left, right = word[:cutting], word[cutting:]
        if (
            left in index.known
            and right in index.known
            and (
                _small(word, left, right, index)
                or (not english and (max(len(left), len(right)) >= SHORTEST or "kind" in index.known[left]))  # "howbig"
            )
        ):
            return tuple(Token(part, token.raw, token.clause, token.sentence) for part in (left, right))
    return (token,)


def _small(word: str, left: str, right: str, index: Vocabulary) -> bool:
    """Return whether a word is two small words, often enough joined to look like a word of its own: "ofthe"."""
    return len(left) > 1 and all(FILLER in index.known[part] and outnumbers(part, word) for part in (left, right))


def _readings(
    tokens: tuple[Token, ...], index: Vocabulary, grammar: GrammarShape
) -> tuple[list[list[_Reading]], tuple[tuple[str, str], ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    readings: list[list[_Reading]] = []
    slips: list[tuple[str, str]] = []
    doubts: list[tuple[int, tuple[str, ...]]] = []
    for place, token in enumerate(tokens):
        word = token.text
        if word in index.known:
            others = [other for other in swaps(word, index) if index.known[other] & NAMES]
            readings.append([_Reading(word, 100.0), *(_Reading(other, NAME_CUTOFF, within_name=True) for other in others)])
            continue
        owner = _owner(word, index, grammar)
        if owner:  # "russias share"
            readings.append([_Reading(owner, 100.0)])
            continue
        near = candidates(word, index) if word.isalpha() else ()
        if not near and len(word) >= SHORTEST - 1 and not is_english(word):
            near = tuple((other, NAME_CUTOFF) for other in swaps(word, index))
            if not near and len(word) < SHORTEST and word.isalpha() and not token.raw.isupper():  # capitals are a short form
                near = restored(word, index)
        best = max((score for _, score in near), default=0.0)
        near = tuple(pair for pair in near if pair[1] > best - MARGIN)  # "fonded" is "founded", though "funded" is not far
        english = bool(near) and is_english(word)
        meant = {
            frozenset(index.meanings.get(other, ()))
            for other, _ in near
            if index.known[other] & NAMES and other in index.meanings
        }
        if len(meant) > 1 and not english:
            doubts.append((place, tuple(sorted({name for ids in meant for name in ids}))))
            near = tuple(pair for pair in near if not index.known[pair[0]] & NAMES)
        readings.append([_Reading(other, score, english) for other, score in near] or [_Reading(word, 0.0)])
        if near and not english:
            slips.append((token.raw, near[0][0]))
    return readings, tuple(slips), tuple(doubts)


def _mended(
    tokens: tuple[Token, ...], readings: list[list[_Reading]], index: Vocabulary, grammar: GrammarShape
) -> tuple[Token, ...]:
    """Return the tokens with slips in small words undone, as these are looked for by themselves: "is taht more" points back.

    So are those of numbers: "4 mlilion".
    """
    small = {FILLER, LIGHT, "kind"}
    return tuple(
        replace(token, text=found[0].word)
        if len(found) == 1
        and found[0].word != token.text
        and (found[0].word in grammar.scales or small & index.known.get(found[0].word, frozenset()))
        else token
        for token, found in zip(tokens, readings, strict=True)
    )


def _owner(word: str, index: Vocabulary, grammar: GrammarShape) -> str:
    """Return the name of which a word is the possessive without its apostrophe, "" where it is none."""
    stems = (word.removesuffix(ending) for ending in grammar.possessives if word.endswith(ending))
    long = (stem for stem in stems if len(stem) >= SHORTEST or (len(stem) >= SHORT_FORM and not is_english(word)))  # "the scos"
    return next((stem for stem in long if index.known.get(stem, frozenset()) & NAMES), "")


def _mentions(index: Vocabulary, readings: list[list[_Reading]]) -> Iterator[Mention]:
    for start in range(len(readings)):
        stack: list[tuple[str, int, float, bool]] = [("", start, 100.0, False)]
        while stack:
            said, place, score, borrowed = stack.pop()
            before = readings[place - 1][0].word if place > start else ""
            skipped = before in index.articles and said.rpartition(" ")[2] != before
            for kind, name in () if skipped else index.forms.get(said, ()):
                # An English word is read as part of a name only if the name has another word to hold it.
                if not borrowed or (" " in said and kind in NAMES):
                    yield Mention(kind, name, start, place, score, said)
            if place < len(readings):
                if said and readings[place][0].word in index.articles and len(readings) > place + 1:
                    stack.append((said, place + 1, score, borrowed))
                for reading in readings[place]:
                    longer = f"{said} {reading.word}" if said else reading.word
                    if longer in index.forms:
                        lower = min(score, reading.score)
                        stack.append((longer, place + 1, lower, borrowed or reading.within_name))


def _longest(found: list[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that no longer one hides: ``un secretariat`` hides ``secretariat``."""
    small = {(m.start, m.stop) for m in found if m.kind == FILLER}
    kept = [
        m
        for m in found
        if m.kind not in {FILLER, LIGHT}
        and not any(_hides(other, m) or ((m.start, m.stop) in small and _around(other, m)) for other in found)
    ]
    return tuple(sorted(set(kept), key=lambda m: (m.start, -m.stop, m.kind, m.id)))


def _around(phrase: Mention, name: Mention) -> bool:
    """Return whether a phrase of small words holds a name that is a small word, too: "let us return" is not of the US."""
    return (
        phrase.kind == FILLER
        and name.kind in NAMES
        and phrase.start <= name.start
        and name.stop <= phrase.stop
        and phrase.stop - phrase.start > 1
    )


def _hides(longer: Mention, mention: Mention) -> bool:
    """Return whether a longer mention takes a shorter one's words for itself.

    A name does, a word does among its own group ("not binding", "binding"), a phrase of fillers does to plain words; other
    words stay readings beside each other, of which the rules choose.
    """
    within = longer.start <= mention.start and mention.stop <= longer.stop
    if not within or longer.stop - longer.start <= mention.stop - mention.start:
        return False
    if longer.kind in {FILLER, LIGHT}:
        return mention.kind in {"word", "kind", "content", "force", "comparison", "time", "rank"}
    if longer.kind == "now":  # "not in 2012" is today, "by the profile of 2012" names no time besides
        return mention.kind in {"year", "as-of", "now", "organisation", "comparison", "kind"} or mention.id == "not"
    # "The three evils" are no threat besides; "other documents": no others, no rest.
    if (longer.kind == "topic" and mention.kind == "content") or (longer.kind in SORTS and mention.kind == "word"):
        return True
    return longer.kind in NAMES | HOLDING or longer.kind == mention.kind != "word"
