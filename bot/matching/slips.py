"""Slips of the pen: the known words that an unknown word may stand for."""

from __future__ import annotations

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgspec
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.matching.framing import PART
from bot.matching.vocabulary import FILLER, LIGHT, NAMES, SHORTEST, Vocabulary

NAME_CUTOFF = 80.0  # fuzz.ratio: strangers reach 75 (iraq ~ iran), slips of names begin at 80 (chian ~ china)
LONG = 8  # letters from which two edits still tell words apart: "contribtutes", but not "state" ~ "status"
ENGLISH = 3.0  # Zipf frequency, wordfreq's scale: words used once in a million; "untied" and all slips are rarer
NEARLY = 3.0  # fuzz.ratio: "trafiking" is nearer to "trafficking" (90) than to "training" (82), as near to two names are 0 to 3
RARER = 1000  # times that a word is rarer than its parts where it is but a slip: "ofthe"
RIVAL = 4  # times that a word must be commoner than any other that a slip of three letters may stand for
SELDOM = 50  # times that a word may be commoner than one of which two letters changed places
COMPANY = 100  # times that a word must be commoner than an English one that is read for it beside its company: "pont of contact"
PLACES = 0xFFF  # low bits of a hash that hold a place in the list: it has some 600 lists of words, each of one share
NEAR = 2  # words on each side of a slip that may make a known phrase with it
MERGED = 6  # letters of a word that is put together again: "ob servers"


def candidates(word: str, index: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Return the known words that a word may be a slip of, all at the lowest distance, with their score.

    One edit or one swap of neighbours; two edits from eight letters on. A word of the vocabulary must begin alike. A name
    need not, but then no other name may be as near: "chana" is neither China nor Ghana, and both are returned.
    """
    if len(word) < SHORTEST:
        return ()
    most = 2 if len(word) >= LONG else 1
    found = [
        (other, int(distance), fuzz.ratio(word, other))
        for other, distance, _ in process.extract(
            word, index.about_as_long(word, most), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        if len(other) >= SHORTEST or index.known[other] <= {FILLER, LIGHT}
    ]
    names = [hit for hit in found if _in_names(hit[0], index) and hit[2] >= NAME_CUTOFF]
    lowest = min((distance for _, distance, _ in names), default=0)
    names = [hit for hit in names if hit[1] == lowest]
    plain = [hit for hit in found if not _in_names(hit[0], index) and _starts_alike(word, hit[0], hit[1])]
    if not any(_starts_alike(word, other, distance) for other, distance, _ in names):
        names = []  # a slip in the first letter of a name is rarer than another name
    good = [*names, *plain]
    if not good:
        return ()
    nearest = min(distance for _, distance, _ in good)
    closest = [hit for hit in good if hit[1] == nearest]
    # Endings are added by rule, so that some forms are no words: "maed" is "made", not "maked".
    real = [hit for hit in closest if _in_names(hit[0], index) or is_english(hit[0])] if len(closest) > 1 else []
    closest = real or closest
    if not names and _means_another(word, nearest, {other for other, _, _ in closest}):
        return ()
    most_common = max(_english().share(other) for other, _, _ in closest)
    swapped = [
        hit
        for hit in closest
        # "realy" is "really" rather than "relay", which is that much rarer.
        if sorted(hit[0]) == sorted(word) and (hit in names or SELDOM * _english().share(hit[0]) >= most_common)
    ]
    closest = swapped or closest  # two letters that changed places: "fuonded" is "founded", not "funded"
    if nearest == 1 and not swapped:  # "fouded" is "founded": it is nearer than "folded", and the commoner word
        top = max(closest, key=lambda hit: hit[2])
        common = _english().share(top[0])
        rarer = {hit for hit in closest if hit[2] < top[2] - NEARLY and RIVAL * _english().share(hit[0]) < common}
        closest = [hit for hit in closest if hit not in rarer or _in_names(hit[0], index)]
    best = max(score for _, _, score in closest) - (NEARLY if nearest > 1 else 100.0)
    return tuple(sorted((other, score) for other, _, score in closest if score >= best))


def completing(word: str, before: Sequence[str], after: Sequence[str], index: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Return the one word that makes a known phrase with the words beside it: "sri lnkaa", "pont of contact".

    Beside such company two edits may be undone in a short word, too, and one in an English word that is much rarer.

    Args:
        word: One that is not known.
        before: The words before it, the nearest last.
        after: The words behind it, the nearest first.
        index: All known words and phrases.
    """
    english = is_english(word)
    most = 1 if english or len(word) <= SHORTEST else 2
    found = [
        (other, fuzz.ratio(word, other))
        for other, _, _ in process.extract(
            word, index.about_as_long(word, most), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        if other[0] == word[0] and len(other) >= SHORTEST and _completes(other, before, after, index)
    ]
    found.sort(key=lambda hit: (-hit[1], hit[0]))
    if not found or (len(found) > 1 and found[1][1] == found[0][1]):
        return ()
    best = found[0][0]
    rare = not english or _english().share(best) > COMPANY * _english().share(word)
    return ((best, NAME_CUTOFF),) if rare else ()


def _completes(word: str, before: Sequence[str], after: Sequence[str], index: Vocabulary) -> bool:
    """Return whether a word makes a known phrase with words beside it, one of them more than a small word."""
    for left in range(min(len(before), NEAR) + 1):
        for right in range(min(len(after), NEAR) + 1):
            company = (*before[len(before) - left :], *after[:right])
            said = " ".join((*before[len(before) - left :], word, *after[:right]))
            means = any(kind not in {FILLER, LIGHT, PART} for kind, _ in index.meant(said))
            if means and any(not index.known.get(other, frozenset()) & {FILLER, LIGHT} for other in company):
                return True
    return False


def _in_names(word: str, index: Vocabulary) -> bool:
    """Return whether a word stands in names, and is no small word besides: "that" of "the structure that fights terrorism"."""
    return bool(index.known[word] & NAMES) and FILLER not in index.known[word]


def swaps(word: str, index: Vocabulary) -> list[str]:
    """Return the small words and words of names that differ by one swap of neighbours: "wsa" is "was", "sir" may be "sri".

    A short form is written exactly: "CSO" is no SCO.
    """
    alike = index.swapped.get("".join(sorted(word)), ())
    return sorted(other for other in alike if other != word and other not in index.short and OSA.distance(word, other) == 1)


def restored(word: str, index: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Return the one word that a word of three letters is a slip of: two letters changed places or one was left out.

    ``pya -> pay``, ``fve -> five``. Both must begin alike, and no other English word may be as near: of so short a word
    each is next to many others.
    """
    found = {
        other: _english().share(other)
        for other in index.about_as_long(word, 1)
        if other[0] == word[0]
        and (sorted(other) == sorted(word) or len(other) == len(word) + 1)
        and OSA.distance(word, other) == 1
    }
    if not found:
        return _missed(word, index)
    best = max(found, key=lambda other: (found[other], other))
    rivals = [other for other in _english_like(word, 1) if other not in {best, word} and OSA.distance(word, other) == 1]
    if index.known[best] <= NAMES or any(RIVAL * _english().share(other) > found[best] for other in rivals):
        return _missed(word, index)
    return ((best, NAME_CUTOFF),)


def _missed(word: str, index: Vocabulary) -> tuple[tuple[str, float], ...]:
    """Return the one small word of which a thumb hit the key beside the right one: ``amd -> and``, ``thr -> the``."""
    found = [
        other
        for other in index.small
        if len(other) == len(word)
        and sum(one != two for one, two in zip(word, other, strict=True)) == 1
        and all(one == two or two in index.beside.get(one, "") for one, two in zip(word, other, strict=True))
    ]
    return ((found[0], NAME_CUTOFF),) if len(found) == 1 else ()


def _means_another(word: str, distance: int, closest: set[str]) -> bool:
    """Return whether an English word that nobody knows here is nearer: "preisdent" is no slip of "present".

    Nearer is one edit less, or as many where its letters only changed places and it is not much rarer.
    """
    swapped = any(sorted(other) == sorted(word) for other in closest)
    common = max(_english().share(other) for other in closest)
    english = _english_like(word, distance)
    return any(
        edits < distance or (not swapped and sorted(other) == sorted(word) and RIVAL * _english().share(other) > common)
        for other, edits, _ in process.extract(word, english, scorer=OSA.distance, score_cutoff=distance, limit=None)
        if other not in closest
    )


def _english_like(word: str, most: int) -> list[str]:
    """Return the common English words that begin alike and are at most so many letters longer or shorter."""
    lengths = range(len(word) - most, len(word) + most + 1)
    return [other for length in lengths for other in _english().common(word[0], length)]


def _starts_alike(word: str, other: str, distance: int) -> bool:
    """A slip in the first letter is rare: a swap of the first two, or a letter dropped or doubled from a long word."""
    if word[0] == other[0]:
        return True
    if distance > 1:
        return False
    return word[:2] == other[1::-1] or (len(word) != len(other) and len(other) >= MERGED)


class _English:
    """How common English words are, by their hash: a quarter of a megabyte for 29,000, where a table takes two and a half.

    A word that is not among them has the hash of one, of 52 bits, once in some 10^11 words.
    """

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        """Keep the words: the n-th list has those of the share 10 ** (-n / 100)."""
        every = (hash(word) & ~PLACES | place for place, words in enumerate(lists) for word in words)
        self._hashes = array("q", sorted(every))
        least = round(100 * (9 - ENGLISH))
        found: dict[tuple[str, int], list[str]] = {}
        for word in (word for words in lists[: least + 1] for word in words if len(word) >= SHORTEST and word.isalpha()):
            found.setdefault((word[0], len(word)), []).append(word)
        self._texts = {beginning: "".join(words) for beginning, words in found.items()}

    def common(self, letter: str, length: int) -> list[str]:
        """Return the common words that begin with a letter and are so long, the commonest first."""
        text = self._texts.get((letter, length), "")
        return [text[place : place + length] for place in range(0, len(text), length)]

    def share(self, word: str) -> float:
        """Return the share of a word among all words, 0 to 1; 0 for one that is not known."""
        wanted = hash(word) & ~PLACES
        place = bisect_left(self._hashes, wanted)
        found = place < len(self._hashes) and self._hashes[place] & ~PLACES == wanted
        return 10 ** (-(self._hashes[place] & PLACES) / 100) if found else 0.0


@lru_cache(maxsize=1)
def _english() -> _English:
    """Return wordfreq's small list of English.

    The list is read as wordfreq reads it, without the package around it: that takes 90 ms and 6 MB to import. The format
    ("cBpack") is told in `wordfreq.read_cBpack`: after a header, the n-th list has the words of the share 10 ** (-n / 100).

    Raises:
        RuntimeError: wordfreq is not installed, or its list is in another format.
    """
    package = find_spec("wordfreq")
    if package is None or package.origin is None:
        raise RuntimeError("wordfreq is not installed")
    packed = Path(package.origin).with_name("data") / "small_en.msgpack.gz"
    header, *lists = msgspec.msgpack.decode(gzip.decompress(packed.read_bytes()))
    if header != {"format": "cB", "version": 1}:
        raise RuntimeError(f"{packed} is no list of words in a format that is known: {header}")
    return _English(lists)


def is_english(word: str) -> bool:
    """Return whether a word is in common use in English, so that it is no slip of another."""
    return _english().share(word) >= 10 ** (ENGLISH - 9)


def is_scrambled(word: str) -> bool:
    """Return whether a word has the letters of an English one, two of them swapped: "perfrom" is no "per from"."""
    alike = sorted(word)
    return any(sorted(other) == alike and OSA.distance(word, other) == 1 for other in _english_like(word, 0))


def outnumbers(common: str, rare: str) -> bool:
    """Return whether a word is so much commoner than another that this can be but a slip."""
    return _english().share(common) > RARER * _english().share(rare)
