"""Words -> mentions: countries, organisations, bodies, documents, years, numbers and the vocabulary's words, slips undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.forms import expand
from bot.knowledge import Form, KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.numbers import numbers
from bot.text import Text, Token, cut, words

FILLER, LIGHT = "filler", "light"
"""Kinds of words without content, and of words with little."""

NAMES = frozenset({"country", "place", "city", "organisation", "region"})
"""Kinds whose words are read through a slip only where `NAME_CUTOFF` allows it."""

HOLDING = frozenset({"document", "body", "group", "year", "foreign"})
"""Further kinds whose words belong to them alone."""

SORTS = frozenset({"doctype", "force", "status", "area"})
"""Kinds of words whose phrases are more than their words."""

NAME_CUTOFF = 80.0  # fuzz.ratio: strangers reach 75 (iraq ~ iran), slips of names begin at 80 (chian ~ china)
SHORTEST = 4  # letters of a word that is read through a slip; of three letters each is next to a hundred others
LONG = 8  # letters from which two edits still tell words apart: "contribtutes", but not "state" ~ "status"
ENGLISH = 3.0  # Zipf frequency, wordfreq's scale: words used once in a million; "untied" and all slips are rarer
ARTICLES = frozenset({"the", "a", "an"})
"""Words that may stand between the words of a name: "charter of the SCO"."""
NEARLY = 3.0  # fuzz.ratio: "trafiking" is nearer to "trafficking" (90) than to "training" (82), as near to two names are 0 to 3
MERGED = 6  # letters of a word that is put together again: "ob servers"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A question with what its words mean."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    """From left to right; several may cover the same words, each a possible reading."""
    fillers: frozenset[int]
    """Tokens that carry no content."""
    light: frozenset[int] = frozenset()
    """Tokens that no question hangs on, unless they are all that there is beside a name."""
    slips: tuple[tuple[str, str], ...] = ()
    """(as typed, as read), for each word that was read through a slip."""
    doubts: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(token, names equally near to it), for each word that could be a slip of several names."""
    asked: frozenset[int] = frozenset()
    """Sentences that end in a question mark."""
    told: bool = False
    """Whether the text ends in a full stop."""

    def part(self, kept: Iterable[int]) -> Utterance:
        """Return the utterance of some of its tokens; mentions that are cut through fall away."""
        order = sorted(set(kept))
        place = {old: new for new, old in enumerate(order)}
        moved = [
            Mention(m.kind, m.id, place[m.start], place[m.start] + m.stop - m.start, m.score, m.form)
            for m in self.mentions
            if all(index in place for index in range(m.start, m.stop))
        ]
        return Utterance(
            tuple(self.tokens[index] for index in order),
            tuple(moved),
            frozenset(place[index] for index in self.fillers if index in place),
            frozenset(place[index] for index in self.light if index in place),
            self.slips,
            tuple((place[index], ids) for index, ids in self.doubts if index in place),
            self.asked,
            self.told,
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A word that a token may stand for."""

    word: str
    score: float
    within_name: bool = False
    """The token is an English word of its own: it is read so only within a longer known name."""


@dataclass
class Vocabulary:
    """All known forms, indexed by their words."""

    trie: dict[str, Any] = field(default_factory=dict)
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    """Word -> kinds of the forms that it stands in."""
    meanings: dict[str, frozenset[str]] = field(default_factory=dict)
    """Word -> ids of the forms that are just this word."""
    dates: frozenset[str] = frozenset()
    """Dates that the sources speak of as a whole: "2012", "2012-06", "2012-06-07"."""

    def __post_init__(self) -> None:
        """Prepare the list that slips are looked up in."""
        self.choices = tuple(word for word in self.known if len(word) >= SHORTEST - 1 and word.isalpha())


def vocabulary(base: KnowledgeBase) -> Vocabulary:
    """Return the index of everything that the knowledge can recognise."""
    trie: dict[str, Any] = {}
    known: dict[str, set[str]] = {}
    meanings: dict[str, set[str]] = {}
    for form in (*base.forms, *_fillers(base.grammar), *_entries(base)):
        for text in expand(form.text):
            parts = words(text)
            if not parts:
                continue
            node = trie
            for word in parts:
                known.setdefault(word, set()).add(form.kind)
                node = node.setdefault(word, {})
            node.setdefault("", {})[form.kind, form.id] = None
            if len(parts) == 1:
                meanings.setdefault(parts[0], set()).add(form.id)
    frozen = {word: frozenset(kinds) for word, kinds in known.items()}
    days = {source.as_of for fact in base.related("status") for source in (fact.cite[0].source,)}
    dates = frozenset(day[:size] for day in days for size in (4, 7, 10))
    return Vocabulary(trie, frozen, {word: frozenset(ids) for word, ids in meanings.items()}, dates)


def _fillers(grammar: GrammarShape) -> Iterator[Form]:
    """Yield the filler forms: a line with commas lists phrases, one without lists words."""
    for kind, lines in ((FILLER, grammar.fillers), (LIGHT, grammar.light)):
        for line in lines:
            for text in line.split(",") if "," in line else line.split():
                yield Form(kind, kind, text.strip())


def _entries(base: KnowledgeBase) -> Iterator[Form]:
    """Yield the words of the plain entries' wordings, so that they are known and their slips are read."""
    for wording in base.questions:
        for word in words(wording):
            yield Form("word", entry_word(word), word)


def entry_word(word: str) -> str:
    """Return the id of a word of a plain entry's wordings."""
    return f"={word}"


def read(text: str, index: Vocabulary, grammar: GrammarShape) -> Utterance:
    """Return what the words of a text mean."""
    whole = cut(text, grammar.contractions)
    tokens = _repaired(whole, index)
    readings, slips, doubts = _readings(tokens, index)
    found = [*_mentions(index, readings), *numbers(tokens, grammar)]
    found += [Mention("as-of", m.id, m.start, m.stop) for m in found if m.kind == "year" and m.id in index.dates]
    fillers, light = (frozenset(i for m in found if m.kind == kind for i in range(m.start, m.stop)) for kind in (FILLER, LIGHT))
    return Utterance(tokens, _longest(found), fillers, light - fillers, slips, doubts, whole.asked, whole.told)


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
    if word in index.known or len(word) < MERGED or not word.isalpha() or is_english(word) or _near(word, index):
        return (token,)
    for cutting in range(len(word) - 2, 0, -1):
        left, right = word[:cutting], word[cutting:]
        if left in index.known and right in index.known and max(len(left), len(right)) >= SHORTEST:
            return tuple(Token(part, token.raw, token.clause, token.sentence) for part in (left, right))
    return (token,)


def _readings(
    tokens: tuple[Token, ...], index: Vocabulary
) -> tuple[list[list[_Reading]], tuple[tuple[str, str], ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    readings: list[list[_Reading]] = []
    slips: list[tuple[str, str]] = []
    doubts: list[tuple[int, tuple[str, ...]]] = []
    for place, token in enumerate(tokens):
        word = token.text
        if word in index.known:
            readings.append([_Reading(word, 100.0)])
            continue
        near = _near(word, index) if len(word) >= SHORTEST and word.isalpha() else ()
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


def _near(word: str, index: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Return the known words that a word may be a slip of, all at the lowest distance, with their score.

    One edit or one swap of neighbours; two edits from eight letters on. A word of the vocabulary must begin alike. A name
    need not, but then no other name may be as near: "chana" is neither China nor Ghana, and both are returned.
    """
    if len(word) < SHORTEST:
        return ()
    most = 2 if len(word) >= LONG else 1
    found = [
        (other, int(distance), _ratio(word, other))
        for other, distance, _ in process.extract(word, index.choices, scorer=OSA.distance, score_cutoff=most, limit=None)
        if len(other) >= SHORTEST
    ]
    names = [hit for hit in found if index.known[hit[0]] & NAMES and hit[2] >= NAME_CUTOFF]
    lowest = min((distance for _, distance, _ in names), default=0)
    names = [hit for hit in names if hit[1] == lowest]
    plain = [hit for hit in found if not index.known[hit[0]] & NAMES and _starts_alike(word, hit[0], hit[1])]
    if not any(_starts_alike(word, other, distance) for other, distance, _ in names):
        names = []  # a slip in the first letter of a name is rarer than another name
    good = [*names, *plain]
    if not good:
        return ()
    nearest = min(distance for _, distance, _ in good)
    closest = [hit for hit in good if hit[1] == nearest]
    # Endings are added by rule, so that some forms are no words: "maed" is "made", not "maked".
    real = [hit for hit in closest if index.known[hit[0]] & NAMES or is_english(hit[0])] if len(closest) > 1 else []
    closest = real or closest
    swapped = [hit for hit in closest if sorted(hit[0]) == sorted(word)]
    closest = swapped or closest  # two letters that changed places: "fuonded" is "founded", not "funded"
    best = max(score for _, _, score in closest) - (NEARLY if nearest > 1 else 100.0)
    return tuple(sorted((other, score) for other, _, score in closest if score >= best))


def _ratio(word: str, other: str) -> float:
    """Return fuzz.ratio, a swap of neighbours counted as one edit: ``chian ~ china`` is 80."""
    return fuzz.ratio(word, other)


def _starts_alike(word: str, other: str, distance: int) -> bool:
    """A slip in the first letter is rare: a swap of the first two, or a letter dropped or doubled from a long word."""
    if word[0] == other[0]:
        return True
    if distance > 1:
        return False
    return word[:2] == other[1::-1] or (len(word) != len(other) and len(other) >= MERGED)


@lru_cache(maxsize=1)
def _frequencies() -> Mapping[str, float]:
    from wordfreq import get_frequency_dict  # noqa: PLC0415  (0.2 s; most questions hold no unknown word near a known one)

    return get_frequency_dict("en", "small")


def is_english(word: str) -> bool:
    """Return whether a word is in common use in English, so that it is no slip of another."""
    return _frequencies().get(word, 0.0) >= 10 ** (ENGLISH - 9)


def _mentions(index: Vocabulary, readings: list[list[_Reading]]) -> Iterator[Mention]:
    for start in range(len(readings)):
        stack: list[tuple[dict[str, Any], int, float, bool, tuple[str, ...]]] = [(index.trie, start, 100.0, False, ())]
        while stack:
            node, place, score, borrowed, said = stack.pop()
            skipped = place > start and readings[place - 1][0].word in ARTICLES and said[-1] != readings[place - 1][0].word
            for kind, name in () if skipped else node.get("", ()):
                # An English word is read as part of a name only if the name has another word to hold it.
                if said and (not borrowed or (len(said) > 1 and kind in NAMES)):
                    yield Mention(kind, name, start, place, score, " ".join(said))
            if place < len(readings):
                if said and readings[place][0].word in ARTICLES and len(readings) > place + 1:
                    stack.append((node, place + 1, score, borrowed, said))
                for reading in readings[place]:
                    after = node.get(reading.word)
                    if after is not None and reading.word:
                        lower = min(score, reading.score)
                        stack.append((after, place + 1, lower, borrowed or reading.within_name, (*said, reading.word)))


def _longest(found: list[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that no longer one hides: ``un secretariat`` hides ``secretariat``."""
    kept = [m for m in found if m.kind not in {FILLER, LIGHT} and not any(_hides(other, m) for other in found)]
    return tuple(sorted(set(kept), key=lambda m: (m.start, -m.stop, m.kind, m.id)))


def _hides(longer: Mention, mention: Mention) -> bool:
    """Return whether a longer mention takes a shorter one's words for itself.

    A name does, a word does among its own group ("not binding", "binding"), a phrase of fillers does to plain words; other
    words stay readings beside each other, of which the rules choose.
    """
    if not (longer.start <= mention.start and mention.stop <= longer.stop):
        return False
    if longer.stop - longer.start <= mention.stop - mention.start:
        return False
    if longer.kind in {FILLER, LIGHT}:
        return mention.kind in {"word", "kind"}
    if longer.kind in SORTS and mention.kind == "word":
        return True  # "other documents": no others, no rest
    return longer.kind in NAMES | HOLDING or longer.kind == mention.kind != "word"
