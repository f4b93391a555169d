"""All known forms of the knowledge, indexed by their words."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.forms import expand
from bot.knowledge import Form, KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.framing import PART
from bot.matching.numbers import numerals
from bot.text import words

FILLER, LIGHT = "filler", "light"
"""Kinds of words without content, and of words with little."""

NAMES = frozenset({"country", "place", "city", "organisation", "region", "person"})
"""Kinds whose words are read through a slip only where `NAME_CUTOFF` allows it."""

BITS = 1 << 18  # of the set of beginnings: some 15 for each that there is
SHORTEST = 4  # letters of a word that is read through a slip; of three letters each is next to a hundred others


class Beginnings:
    """The first words of forms: a set that says of a few words more that they are in it, and is a hundred times smaller.

    What is taken for a beginning and is none costs one look at the next word, and finds nothing there.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._bits = bytearray(BITS // 8)

    def add(self, text: str) -> None:
        """Put a text in, as one bit."""
        place = hash(text) % BITS
        self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, text: str) -> bool:
        """Return whether a text may be one of those that were put in."""
        place = hash(text) % BITS
        return bool(self._bits[place >> 3] & 1 << (place & 7))


Meant = tuple[tuple[str, str], ...]
"""(kind, id) of the forms that are just some words."""


class Phrases:
    """What forms of several words mean, by the hash of their text: half a megabyte for 48,000, where a table takes four.

    A text that is no form has the hash of one, of 64 bits, once in some 10^14 texts.
    """

    def __init__(self, meant: Mapping[int, Meant] = MappingProxyType({})) -> None:
        """Keep what the texts mean that have these hashes."""
        self._hashes = array("q", sorted(meant))
        self._every = tuple(dict.fromkeys(meant.values()))
        places = {one: place for place, one in enumerate(self._every)}
        self._places = array("I", (places[meant[one]] for one in self._hashes))

    def __contains__(self, text: str) -> bool:
        """Return whether a text is a form."""
        return bool(self.get(text, ()))

    def get(self, text: str, default: Meant) -> Meant:
        """Return what a text means; the default for one that is no form."""
        wanted = hash(text)
        place = bisect_left(self._hashes, wanted)
        found = place < len(self._hashes) and self._hashes[place] == wanted
        return self._every[self._places[place]] if found else default


@dataclass
class Vocabulary:
    """All known forms, indexed by their words."""

    words: dict[str, Meant] = field(default_factory=dict)
    """Word -> what the forms mean that are just this word."""
    phrases: Phrases = field(default_factory=Phrases)
    """Words of a form of several, with a blank between -> the same."""
    beginnings: Beginnings = field(default_factory=Beginnings)
    """The first words of those of several words."""
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    """Word -> kinds of the forms that it stands in."""
    swapped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Letters of a word in order -> words of names, and small words, that have just these: "irs" is "sri"."""
    articles: frozenset[str] = frozenset()
    """Words that may stand between the words of a name: "charter of the SCO"."""
    short: frozenset[str] = frozenset()
    """Short forms of organisations and bodies, which are only read as they are written: "sco", "un"."""
    dates: frozenset[str] = frozenset()
    """Dates that the sources speak of as a whole: "2012", "2012-06", "2012-06-07"."""

    small: frozenset[str] = frozenset()
    """Words of three letters without content: "and", "the"."""
    numerals: frozenset[str] = frozenset()
    """Words with which a number, a date or a place in an order may begin."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """Letter -> those on the keys beside it."""

    def __post_init__(self) -> None:
        """Prepare the lists that slips are looked up in."""
        self._by_length: dict[int, list[str]] = {}
        self._near: dict[tuple[int, int], list[str]] = {}
        for word in self.known:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def meanings(self, word: str) -> frozenset[str]:
        """Return the ids of the forms that are just this word."""
        return frozenset(name for _, name in self.words.get(word, ()))

    def meant(self, said: str) -> Meant:
        """Return (kind, id) of the forms that are just these words, with a blank between."""
        return (self.phrases if " " in said else self.words).get(said, ())

    def about_as_long(self, word: str, most: int) -> list[str]:
        """Return the words that are at most so many letters longer or shorter: no others are so few edits away."""
        asked = (len(word), most)
        if asked not in self._near:
            lengths = range(len(word) - most, len(word) + most + 1)
            self._near[asked] = [known for length in lengths for known in self._by_length.get(length, ())]
        return self._near[asked]


def vocabulary(base: KnowledgeBase) -> Vocabulary:
    """Return the index of everything that the knowledge can recognise."""
    known: dict[str, set[str]] = {}
    short: set[str] = set()
    single: dict[str, Meant] = {}
    several: dict[int, Meant] = {}  # by hash
    beginnings = Beginnings()
    same: dict[tuple[str, str], tuple[tuple[str, str]]] = {}  # what a form means, kept once for all forms of an entry
    for form in (*base.forms, *_fillers(base.grammar), *_entries(base)):
        meant = same.setdefault((form.kind, form.id), ((form.kind, form.id),))
        used: set[str] = set()
        for text in expand(form.text):
            parts = words(text)
            if not parts:
                continue
            used.update(parts)
            said = parts[0]
            for word in parts[1:]:
                beginnings.add(said)
                said = f"{said} {word}"
            others = single.get(said, ()) if len(parts) == 1 else several.get(hash(said), ())
            every = meant if not others else others if meant[0] in others else others + meant
            if len(parts) == 1:
                single[said] = every
            else:
                several[hash(said)] = every
            if len(parts) == 1 and form.kind in {"organisation", "body"} and len(said) < SHORTEST:
                short.add(said)
        for word in used:
            known.setdefault(word, set()).add(form.kind)
    frozen = _shared(known)
    days = {source.as_of for fact in base.related("status") for source in (fact.cite[0].source,)}
    dates = frozenset(day[:size] for day in days for size in (4, 7, 10))
    swapped: dict[str, tuple[str, ...]] = {}
    for word, kinds in frozen.items():
        if kinds & (NAMES | {FILLER, LIGHT, "kind"}) and len(word) >= SHORTEST - 1:
            letters = "".join(sorted(word))
            swapped[letters] = (*swapped.get(letters, ()), word)
    articles = frozenset({*base.grammar.articles} & {*base.grammar.definite})
    denied = set(base.grammar.negations)
    small = frozenset(w for w, kinds in frozen.items() if len(w) == SHORTEST - 1 and FILLER in kinds and w not in denied)
    beside = _beside(base.grammar.keyboard)
    counting = numerals(base.grammar)
    return Vocabulary(
        single, Phrases(several), beginnings, frozen, swapped, articles, frozenset(short), dates, small, counting, beside
    )


def _beside(rows: Sequence[str]) -> dict[str, str]:
    """Return letter -> the letters left and right of it in its row."""
    pairs = [(row[place], row[place + 1]) for row in rows for place in range(len(row) - 1)]
    found: dict[str, str] = {}
    for one, other in pairs:
        found[one] = found.get(one, "") + other
        found[other] = found.get(other, "") + one
    return found


def _shared(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Return the sets frozen, each kept once: some 5,000 words are of some 100 combinations of kinds."""
    kept: dict[frozenset[str], frozenset[str]] = {}
    return {key: kept.setdefault(one, one) for key, one in ((key, frozenset(values)) for key, values in sets.items())}


def _fillers(grammar: GrammarShape) -> Iterator[Form]:
    """Yield the filler forms: a line with commas lists phrases, one without lists words; and the parts of the frames."""
    for kind, lines in ((FILLER, grammar.fillers), (LIGHT, grammar.light)):
        for line in lines:
            for text in line.split(",") if "," in line else line.split():
                yield Form(kind, kind, text.strip())
    for part, forms in grammar.frames.parts.items():
        yield from (Form(PART, part, form) for form in forms)


def _entries(base: KnowledgeBase) -> Iterator[Form]:
    """Yield the words of the plain entries' wordings, so that they are known and their slips are read."""
    for wording in base.questions:
        for word in words(wording):
            yield Form("word", entry_word(word), word)


def entry_word(word: str) -> str:
    """Return the id of a word of a plain entry's wordings."""
    return f"={word}"
