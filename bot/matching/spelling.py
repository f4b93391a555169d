"""The words of a text as they were meant: split and joined words, slips, and possessives without their apostrophe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.knowledge.shapes import GrammarShape
from bot.matching.slips import (
    MERGED,
    NAME_CUTOFF,
    NEAR,
    candidates,
    completing,
    is_english,
    is_scrambled,
    outnumbers,
    restored,
    swaps,
)
from bot.matching.vocabulary import FILLER, LIGHT, NAMES, SHORTEST, Vocabulary
from bot.text import Text, Token

MARGIN = 6.0  # points of likeness by which one word may be nearer than another and still leave it possible
SHORT_FORM = 3  # letters of a short form that takes a possessive without its apostrophe: "scos"
JOINED = 5  # letters from which a word may be two: "ofthe"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word that a token may stand for."""

    word: str
    score: float
    within_name: bool = False
    """The token is an English word of its own: it is read so only within a longer known name."""


def months(tokens: tuple[Token, ...], index: Vocabulary, grammar: GrammarShape) -> tuple[Token, ...]:
    """Return the tokens with slips in the names of months mended: a date stands or falls with them."""

    def nearest(word: str) -> str:
        if len(word) < SHORTEST or not word.isalpha() or word in grammar.months or is_english(word):
            return word
        by_letters = _by_letters(tuple(grammar.months))
        long = [month for month in grammar.months if len(month) > SHORTEST]
        near = process.extractOne(word, long, scorer=fuzz.ratio, score_cutoff=NAME_CUTOFF) if len(word) > SHORTEST else None
        return by_letters.get("".join(sorted(word)), near[0] if near and word not in index.known else word)

    found = ((token, nearest(token.text)) for token in tokens)
    return tuple(token if word == token.text else replace(token, text=word) for token, word in found)


@lru_cache(maxsize=8)
def _by_letters(known: tuple[str, ...]) -> Mapping[str, str]:
    """Return the letters of each word in order -> the word; a grammar keeps its months."""
    return {"".join(sorted(word)): word for word in known}


def repaired(whole: Text, index: Vocabulary, grammar: GrammarShape) -> tuple[Token, ...]:
    """Return the tokens with split words put together and joined words cut: ``ob servers``, ``memberstates``, ``runnin``."""
    merged: list[Token] = []
    for token in (_unclipped(token, index, grammar) for token in whole.tokens):
        last = merged[-1] if merged else None
        if last is not None and last.sentence == token.sentence:
            both = last.text + token.text
            known = last.text in index.known and token.text in index.known
            if len(both) >= MERGED and both in index.known and not known:
                merged[-1] = Token(both, f"{last.raw} {token.raw}", last.clause, last.sentence)
                continue
        merged.append(token)
    return tuple(part for token in merged for part in _split(token, index))


def _unclipped(token: Token, index: Vocabulary, grammar: GrammarShape) -> Token:
    """Return a token with the ending that was clipped in speech, where that makes it known: ``waitin``."""
    word = token.text
    for end, whole in grammar.clipped.items():
        full = f"{word.removesuffix(end)}{whole}"
        if word.endswith(end) and len(word) > SHORTEST and full in index.known and word not in index.known:
            return replace(token, text=full)
    return token


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


def respelled(
    tokens: tuple[Token, ...], index: Vocabulary, grammar: GrammarShape
) -> tuple[list[list[Reading]], tuple[tuple[str, str], ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """Return what each word may stand for, and how it was mended.

    Returns:
        For each token the words that it may be, the nearest first; the slips as (typed, read); and for each place at which a
        slip may be one of several names, the ids of these.
    """
    readings: list[list[Reading]] = []
    slips: list[tuple[str, str]] = []
    doubts: list[tuple[int, tuple[str, ...]]] = []
    for place, token in enumerate(tokens):
        word = token.text
        if word in index.known:
            others = [other for other in swaps(word, index) if index.known[other] & NAMES]
            readings.append([Reading(word, 100.0), *(Reading(other, NAME_CUTOFF, within_name=True) for other in others)])
            continue
        owner = _owner(word, index, grammar)
        if owner:  # "russias share"
            readings.append([Reading(owner, 100.0)])
            continue
        near = candidates(word, index) or _owned(word, index, grammar) if word.isalpha() else ()
        if not near and len(word) >= SHORTEST - 1 and not is_english(word):
            near = tuple((other, NAME_CUTOFF) for other in swaps(word, index))
            if not near and len(word) < SHORTEST and word.isalpha() and not token.raw.isupper():  # capitals are a short form
                near = restored(word, index)
        beside = (
            _in_company([found[0].word for found in readings], tokens, index) if word.isalpha() and len(word) >= SHORTEST else ()
        )
        company = () if near else beside
        near = near or company
        best = max((score for _, score in near), default=0.0)
        near = tuple(pair for pair in near if pair[1] > best - MARGIN)  # "fonded" is "founded", though "funded" is not far
        english = bool(near) and not company and is_english(word)
        meant = {index.meanings(other) for other, _ in near if index.known[other] & NAMES and index.meanings(other)}
        if len(meant) > 1 and not english:
            doubts.append((place, tuple(sorted({name for ids in meant for name in ids}))))
            near = tuple(pair for pair in near if not index.known[pair[0]] & NAMES)
        further = [] if english else [pair for pair in beside if _as_near(word, pair[0], near)]  # "mou with csot": of no cost
        readings.append([Reading(other, score, english) for other, score in (*near, *further)] or [Reading(word, 0.0)])
        if near and not english:
            slips.append((token.raw, near[0][0]))
    return readings, tuple(slips), tuple(doubts)


def _as_near(word: str, other: str, near: Sequence[tuple[str, float]]) -> bool:
    """Return whether a word is one more that a slip may stand for: it takes no more edits than the nearest of those.

    Where two letters only changed places, no other word is as near: "agreemenst" is "agreements".
    """
    others = [one for one, _ in near]
    if any(sorted(one) == sorted(word) for one in others) and sorted(other) != sorted(word):
        return False
    return other not in others and OSA.distance(word, other) <= min((OSA.distance(word, one) for one in others), default=0)


def _in_company(read: Sequence[str], tokens: tuple[Token, ...], index: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Return the word that a token stands for by the words beside it in its sentence, those before it as they are read."""
    place = len(read)
    token = tokens[place]
    # No more words than `completing` looks at, or many slips in a row would each be looked for from the place of every other.
    first = max(0, place - NEAR)
    before = [read[p] for p in range(first, place) if tokens[p].sentence == token.sentence]
    after = [_nearest(other.text, index) for other in tokens[place + 1 : place + 1 + NEAR] if other.sentence == token.sentence]
    return completing(token.text, before, after, index)


def _nearest(word: str, index: Vocabulary) -> str:
    """Return the word that another is most likely a slip of, itself where it is none: beside "pont" stands "conact"."""
    near = candidates(word, index) if word not in index.known and word.isalpha() else ()
    return near[0][0] if near else word


def mended(
    tokens: tuple[Token, ...], readings: list[list[Reading]], index: Vocabulary, grammar: GrammarShape
) -> tuple[Token, ...]:
    """Return the tokens with slips in small words undone, as these are looked for by themselves: "is taht more" points back.

    So are those of numbers: "4 mlilion".
    """
    return tuple(
        replace(token, text=found[0].word)
        if found[0].word != token.text
        and (found[0].word in grammar.ordinals or (len(found) == 1 and _is_small(found[0].word, index, grammar)))
        else token
        for token, found in zip(tokens, readings, strict=True)
    )


def _is_small(word: str, index: Vocabulary, grammar: GrammarShape) -> bool:
    return word in grammar.scales or bool({FILLER, LIGHT, "kind"} & index.known.get(word, frozenset()))


def _owned(word: str, index: Vocabulary, grammar: GrammarShape) -> tuple[tuple[str, float], ...]:
    """Return the names whose possessive, without its apostrophe, a word may be a slip of: "russas share"."""
    stems = (word.removesuffix(ending) for ending in grammar.possessives if word.endswith(ending))
    near = (pair for stem in stems if len(stem) > SHORTEST and not is_english(stem) for pair in candidates(stem, index))
    return tuple(pair for pair in near if index.known[pair[0]] & NAMES)


def _owner(word: str, index: Vocabulary, grammar: GrammarShape) -> str:
    """Return the name of which a word is the possessive without its apostrophe, "" where it is none."""
    stems = [word.removesuffix(ending) for ending in grammar.possessives if word.endswith(ending)]
    long = (stem for stem in stems if len(stem) >= SHORTEST or (len(stem) >= SHORT_FORM and not is_english(word)))  # "the scos"
    return next((stem for stem in long if index.known.get(stem, frozenset()) & NAMES), "")
