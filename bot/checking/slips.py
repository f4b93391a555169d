"""Slips of one country's name that are read as another country."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.checking.faults import Faults
from bot.forms import expand
from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.slips import NAME_CUTOFF
from bot.matching.vocabulary import vocabulary
from bot.text import words

NEAR = 3  # edits between two names of which a single slip can look like the other: Austria and Australia have two

Reads = Callable[[str], frozenset[str]]
"""Returns the countries that a single word is read as."""


def reads(base: KnowledgeBase) -> Reads:
    """Return how the vocabulary of a knowledge reads a single word as countries."""
    index = vocabulary(base)

    @cache
    def countries_of(word: str) -> frozenset[str]:
        return frozenset(mention.id for mention in read(word, index, base.grammar).mentions if mention.kind == "country")

    return countries_of


def check(base: KnowledgeBase, countries_of: Reads, faults: Faults) -> None:
    """Note one-letter slips of a country's name that are read as a country with a similar name.

    A slip that is itself a known word is none. One that is more like a name of the other country is none either (``brundi``,
    of Brunei, is nearer to Burundi); one that is equally like both must be read as neither.
    """
    names = _names(base)
    known = {word for form in base.forms for text in expand(form.text) for word in words(text)}
    for entity, other, slip in _candidates(names):
        alike = _likeness(slip, names[other])
        if slip in known or alike < NAME_CUTOFF or alike > _likeness(slip, names[entity]):
            continue
        if countries_of(slip) == {other}:
            problem = f'"{slip}", a slip of a name of {base.name(entity)}, is read as {base.name(other)}.'
            faults.add("countries", other, problem, f"Add the slip to the forms of {entity}, or list it under `ambiguous`.")


def _names(base: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Return the names of one word that each country has."""
    found: dict[str, dict[str, None]] = {}
    for form in base.forms:
        parts = words(form.text)
        if form.kind == "country" and len(parts) == 1:
            found.setdefault(form.id, {})[parts[0]] = None
    return {entity: tuple(names) for entity, names in found.items()}


def _candidates(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """Yield (country, a country with a name close to one of its own, a slip of that name)."""
    for entity, other in permutations(sorted(names), 2):
        found: dict[str, None] = {}
        for name in names[entity]:
            for neighbour in names[other]:
                if name != neighbour and OSA.distance(name, neighbour, score_cutoff=NEAR) <= NEAR:
                    found |= dict.fromkeys(one_letter_slips(name, neighbour))
        yield from ((entity, other, slip) for slip in found)


def _likeness(slip: str, names: tuple[str, ...]) -> float:
    return max(fuzz.ratio(slip, name) for name in names)


def one_letter_slips(name: str, neighbour: str) -> Iterator[str]:
    """Yield slips of a name, some twice: a letter left out, doubled, swapped with the next, added or replaced.

    Letters are added and replaced from the neighbour's, as only these can make a slip look like it.
    """
    letters = sorted(set(neighbour))
    for place in range(len(name)):
        before, letter, after = name[:place], name[place], name[place + 1 :]
        slips = [before + after, before + letter + letter + after, before + after[:1] + letter + after[1:]]
        slips += [before + one + after for one in letters] + [before + one + letter + after for one in letters]
        yield from (slip for slip in slips if slip not in {name, neighbour})
