"""Times told by small words: counted from the day of the question ("ten years ago"), or as a bound ("by 2018")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Mention
from bot.text import phrase

HAPPENING = frozenset({"join", "sign", "adopt", "happen", "entry"})
"""Words for what happens in a year, and is not only so in it."""
BY_YEAR = "by-end"
"""The word for a year up to which, and in which, something happened."""
FARTHEST = 99  # years that may be counted back
YEAR = 4  # characters of an ISO date that name its year


def resolved(utterance: Utterance, today: str, grammar: GrammarShape) -> Utterance:
    """Return the utterance with each time that is counted from the day of the question as its year, and each bound marked.

    Args:
        utterance: What was said.
        today: The day of the question, ISO 8601.
        grammar: Says how such times are worded.
    """
    if any(m.kind == "year" for m in utterance.mentions):  # "last year in Tianjin": the meeting tells the year
        return _bounded(utterance, grammar)
    this = int(today[:YEAR])
    found: list[Mention] = []
    for start, stop in _places(utterance, grammar.last_year):
        found.append(_year(this - 1, start, stop))
    if any(m.id in HAPPENING for m in utterance.mentions):  # "did India join this year?"; what is so this year is so now
        found += [_year(this, start, stop) for start, stop in _places(utterance, grammar.this_year)]
    for start, stop in _places(utterance, grammar.years_ago):
        found += [_year(this - count, m.start, stop) for m, count in _numbers(utterance) if m.stop == start]
    for start, stop in _places(utterance, grammar.past_years):
        for m, count in _numbers(utterance):
            if m.start == stop and utterance.tokens[m.stop : m.stop + 1] and _is_years(utterance, m.stop, grammar):
                found.append(_year(this - count, start, m.stop + 1))
                found += [Mention("time", "after", start, m.stop + 1), Mention("word", "since", start, m.stop + 1)]
    if not found:
        return utterance
    held = {place for m in found for place in range(m.start, m.stop)}
    left = [m for m in utterance.mentions if not held & set(range(m.start, m.stop))]
    mentions = sorted([*left, *dict.fromkeys(found)], key=lambda m: (m.start, -m.stop, m.kind, m.id))
    return replace(utterance, mentions=tuple(mentions), fillers=utterance.fillers - held)


def _bounded(utterance: Utterance, grammar: GrammarShape) -> Utterance:
    """Return the utterance with the words for a bound beside a year as one: "signed by 2005", "from 2008 or after"."""
    years = {m.start for m in utterance.mentions if m.kind == "year"}
    ends = {m.stop for m in utterance.mentions if m.kind == "year"}
    places = [p for p, token in enumerate(utterance.tokens) if token.text in grammar.bys and p + 1 in years]
    later = [(start, stop) for start, stop in _places(utterance, grammar.onwards) if start in ends]
    bounds = (
        *(Mention("word", BY_YEAR, place, place + 1) for place in places),
        *(Mention("time", "after", start, stop) for start, stop in later),
        *(Mention("word", "since", start, stop) for start, stop in later),
    )
    return replace(utterance, mentions=(*utterance.mentions, *bounds)) if bounds else utterance


def _year(year: int, start: int, stop: int) -> Mention:
    return Mention("year", str(year), start, stop)


def _numbers(utterance: Utterance) -> list[tuple[Mention, int]]:
    """Return the numbers that may count years, with their values."""
    numbers = [m for m in utterance.mentions if m.kind == "number" and m.id.isdigit()]
    return [(m, int(m.id)) for m in numbers if 0 < int(m.id) <= FARTHEST]


def _is_years(utterance: Utterance, place: int, grammar: GrammarShape) -> bool:
    """Return whether the word for years stands at a place."""
    return any(phrase(form)[0] == utterance.tokens[place].text for form in grammar.years_ago)


def _places(utterance: Utterance, forms: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the phrases stand: the first place of each, and that behind it."""
    texts = tuple(token.text for token in utterance.tokens)
    spans = ((start, start + len(words)) for words in map(phrase, forms) for start in range(len(texts)))
    known = {phrase(form) for form in forms}
    return [(start, stop) for start, stop in dict.fromkeys(spans) if texts[start:stop] in known]
