"""What a passage says that can be compared: its numbers, months, names and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.forms import expand
from bot.knowledge import KnowledgeBase
from bot.text import words

NAMED = frozenset({"country", "place", "city", "organisation", "body", "organ", "group", "region", "person"})
"""Kinds whose names a sentence must not put in the place of others."""

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_ZONE = re.compile(r"[+-](\d\d)(\d\d)\b")


@dataclass(frozen=True, slots=True)
class Content:
    """What a text says."""

    numbers: frozenset[int]
    months: frozenset[int]
    names: frozenset[str]
    """Ids of countries, organisations, cities and bodies that it names."""
    words: tuple[str, ...]

    def holds(self, text: str) -> bool:
        """Return whether the words of a text stand here next to each other, each in singular or plural."""
        wanted = words(text)
        spots = range(len(self.words) - len(wanted) + 1)
        return any(all(_alike(self.words[spot + n], word) for n, word in enumerate(wanted)) for spot in spots)

    def __or__(self, other: Content) -> Content:
        """Return what either says; words of one never join those of the other."""
        return Content(
            self.numbers | other.numbers, self.months | other.months, self.names | other.names, (*self.words, "", *other.words)
        )


NOTHING = Content(frozenset(), frozenset(), frozenset(), ())


class Reader:
    """Reads texts with the names and number words of a knowledge."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Index the names by their first word."""
        grammar = base.grammar
        self._values: Mapping[str, int] = {**grammar.digits, **grammar.tens}
        self._scales: Mapping[str, int] = grammar.scales
        self._months: Mapping[str, int] = grammar.months
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for form in base.forms:
            if form.kind in NAMED:
                for text in expand(form.text):
                    self._add(words(text), form.id)

    def _add(self, parts: tuple[str, ...], entity: str) -> None:
        if parts:
            self._names.setdefault(parts[0], []).append((parts, entity))

    def read(self, text: str) -> Content:
        """Return what a text says; a number before a scale counts with it: ``4 million`` is 4,000,000.

        "One" counts as no number: it is a pronoun more often than not.
        """
        parts = words(text)
        dates = _DATE.findall(text)
        months = {int(month) for _, month, _ in dates}
        for before, word, after in zip(("", *parts), parts, (*parts[1:], ""), strict=False):
            if word in self._months and (before[:1].isdigit() or after[:1].isdigit()):  # "may" is not always May
                months.add(self._months[word])
        return Content(frozenset(self._numbers(text, parts)), frozenset(months), frozenset(self._named(parts)), parts)

    def _numbers(self, text: str, parts: tuple[str, ...]) -> Iterable[int]:
        for hours, minutes in _ZONE.findall(text):
            yield from (int(hours), int(minutes))
        for found in _NUMBER.finditer(text):
            value = int(found[0].replace(",", ""))
            following = re.match(r"\s+(\w+)", text[found.end() :])
            yield value * self._scales.get(following[1].casefold() if following else "", 1)
        for word, after in zip(parts, (*parts[1:], ""), strict=False):
            value = self._values.get(word, 1)
            if value != 1:
                yield value * self._scales.get(after, 1)

    def _named(self, parts: tuple[str, ...]) -> Iterable[str]:
        spot = 0
        while spot < len(parts):
            fitting = [(form, name) for form, name in self._names.get(parts[spot], ()) if parts[spot : spot + len(form)] == form]
            longest = max((len(form) for form, _ in fitting), default=0)
            yield from (name for form, name in fitting if len(form) == longest)
            spot += longest or 1


def _alike(word: str, other: str) -> bool:
    return word == other or word == other + "s" or other == word + "s"
