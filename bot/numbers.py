"""Numbers, years and dates in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.text import Token

COUNT = 10  # up to here a number in words may just count what it stands before: "the two bodies", "which three"
FIRST_YEAR, LAST_YEAR = 1900, 2100  # a number in between is read as a year


def numbers(tokens: Sequence[Token], grammar: GrammarShape) -> list[Mention]:
    """Return the mentions of kind "number", "count", "year", "month" and "ordinal".

    Ids are digits ("24", "2009"), for a year with its month and day ISO 8601 ("2012-06-07"), for a month "6", for an
    ordinal "2" ("-1" for the last). Read are ``24``, ``twenty four``, ``two thousand nine``, ``twenty eleven``,
    ``7 June 2012``, ``June 7, 2012``, ``2nd`` and ``second``.
    """
    found: list[Mention] = []
    place = 0
    while place < len(tokens):
        mention = _date(tokens, place, grammar) or _number(tokens, place, grammar) or _ordinal(tokens, place, grammar)
        if mention is None:
            place += 1
        else:
            found.append(mention)
            if mention.kind == "number" and not tokens[place].text[0].isdigit() and float(mention.id) <= COUNT:
                found.append(Mention("count", mention.id, mention.start, mention.stop))
            place = mention.stop
    return found


def _date(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a month, with the year and the day beside it."""
    word = tokens[place].text
    day = _day(word)
    if day is not None and place + 1 < len(tokens):
        month = place + 1
        if tokens[month].text == "of" and month + 1 < len(tokens):
            month += 1
        if tokens[month].text in grammar.months:
            year = _number(tokens, month + 1, grammar)
            if year is not None and year.kind == "year":
                return Mention("year", f"{year.id}-{grammar.months[tokens[month].text]:02}-{day:02}", place, year.stop)
    if word not in grammar.months or (word == "may" and not _month_may(tokens, place)):
        return None
    number = grammar.months[word]
    after = place + 1
    if after + 1 < len(tokens) and (day := _day(tokens[after].text)) is not None:
        year = _number(tokens, after + 1, grammar)
        if year is not None and year.kind == "year":
            return Mention("year", f"{year.id}-{number:02}-{day:02}", place, year.stop)
    if after < len(tokens) and tokens[after].text == "of":
        after += 1
    year = _number(tokens, after, grammar)
    if year is not None and year.kind == "year":
        return Mention("year", f"{year.id}-{number:02}", place, year.stop)
    return Mention("month", str(number), place, place + 1)


def _month_may(tokens: Sequence[Token], place: int) -> bool:
    """Tell the month from the verb: "in May 2010", not "may I ask"."""
    return place + 1 < len(tokens) and tokens[place + 1].text.isdigit()


def _day(word: str) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None  # noqa: PLR2004 - days of a month


def _number(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    if place >= len(tokens):
        return None
    word = tokens[place].text
    if re.fullmatch(r"0\d", word):
        return Mention("year", f"20{word}", place, place + 1)  # "in 09"
    if re.fullmatch(r"\d+(\.\d+)?", word):
        value, stop = float(word), place + 1
        if stop < len(tokens) and tokens[stop].text in grammar.scales and tokens[stop].text != "hundred":
            value, stop = value * grammar.scales[tokens[stop].text], stop + 1
        return _mention(value, place, stop)
    value_in_words, stop = _in_words(tokens, place, grammar)
    return None if stop == place else _mention(value_in_words, place, stop)


def _mention(value: float, start: int, stop: int) -> Mention:
    text = f"{value:g}" if value != int(value) else str(int(value))
    year = value == int(value) and FIRST_YEAR <= value <= LAST_YEAR
    return Mention("year" if year else "number", text, start, stop)


def _in_words(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> tuple[int, int]:
    """Return the value of a run of number words, and where it ends (``place`` when there is none)."""
    groups: list[int] = []  # what was said one after another: "twenty eleven" is [20, 11]
    stop = place
    while stop < len(tokens):
        word = tokens[stop].text
        if word in grammar.digits:
            value = grammar.digits[word]
            if groups and groups[-1] % 10 == 0 and groups[-1] % 100 and value < 10:  # noqa: PLR2004 - "fifty six"
                groups[-1] += value
            elif groups and groups[-1] % 100 == 0:
                groups[-1] += value  # "two thousand nine"
            else:
                groups.append(value)
        elif word in grammar.tens:
            value = grammar.tens[word]
            if groups and groups[-1] % 100 == 0:
                groups[-1] += value
            else:
                groups.append(value)
        elif word in grammar.scales and groups:
            groups[-1] *= grammar.scales[word]
        elif word == "and" and groups and groups[-1] % 100 == 0 and stop + 1 < len(tokens):
            following = tokens[stop + 1].text
            if following not in grammar.digits and following not in grammar.tens:
                break
        else:
            break
        stop += 1
    if not groups:
        return 0, place
    if len(groups) == 2 and 19 <= groups[0] <= 20 and groups[1] < 100:  # noqa: PLR2004 - "twenty eleven", "nineteen ninety six"
        return groups[0] * 100 + groups[1], stop
    if len(groups) > 1:  # two numbers side by side: only the first is read here
        first = next(end for end in range(place + 1, stop + 1) if _in_words(tokens[:end], place, grammar)[1] == end)
        return groups[0], first
    if stop - place == 1 and tokens[place].text in {"one", "oh"}:
        return 0, place  # a pronoun
    return groups[0], stop


def _ordinal(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    value = grammar.ordinals.get(tokens[place].text)
    return None if value is None else Mention("ordinal", str(value), place, place + 1)
