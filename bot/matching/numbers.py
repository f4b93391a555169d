"""Numbers, years and dates in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.text import Token

COUNT = 10  # up to here a number in words may just count what it stands before: "the two bodies", "which three"
CENTURIES = (19, 20)  # what a year in words begins with: "nineteen ninety six", "twenty eleven"
FIRST_YEAR, LAST_YEAR = 1900, 2100  # a number in between is read as a year
FIGURES = 15  # of a number that is read: so many a float still holds exactly, and from 309 on it would be infinite
DECADE = 9  # years from the first to the last of a decade
HUNDRED = 100  # the least scale; after figures only larger ones are read: "4 million", not "4 hundred"


def numerals(grammar: GrammarShape) -> frozenset[str]:
    """Return the words with which something that `numbers` reads may begin, where it does not begin with a figure."""
    phrases = (*grammar.decades, *grammar.fractions, *grammar.year_parts, *grammar.ordinals)
    words = (*grammar.year_words, *grammar.months, *grammar.digits, *grammar.tens)
    apart = (decade.removesuffix(end) for decade in grammar.decades for end in grammar.possessives)  # "the 90 s"
    return frozenset({*words, *(phrase.split()[0] for phrase in phrases), *apart})


def numbers(tokens: Sequence[Token], grammar: GrammarShape, begin: Collection[str]) -> list[Mention]:
    """Return the mentions of kind "number", "count", "year", "month" and "ordinal".

    Ids are digits ("24", "2009"), for a year with its month and day ISO 8601 ("2012-06-07"), for a month "6", for an
    ordinal "2" ("-1" for the last). Read are ``24``, ``twenty four``, ``five point nine``, ``two thousand nine``,
    ``twenty eleven``, ``7 June 2012``, ``June 7, 2012``, ``2nd`` and ``second``. A number of more than `FIGURES` figures is none.

    Args:
        tokens: Of the question.
        grammar: The words for numbers.
        begin: What `numerals` returns of the grammar; no other word is looked at.
    """
    found: list[Mention] = []
    place = 0
    while place < len(tokens):
        word = tokens[place].text
        if word not in begin and not word[:1].isdigit():
            place += 1
            continue
        decade = _decade(tokens, place, grammar)
        if decade:
            found += decade
            place = decade[0].stop
            continue
        part = _fraction(tokens, place, grammar)
        if part is not None:
            found += [part, Mention("word", "percent", part.start, part.stop)]
            place = part.stop
            continue
        mention = (
            _date(tokens, place, grammar)
            or _part_of_year(tokens, place, grammar)
            or _named_year(tokens, place, grammar)
            or _year_named(tokens, place, grammar)
            or _number(tokens, place, grammar)
            or _ordinal(tokens, place, grammar)
        )
        if mention is None:
            place += 1
        else:
            mention = _up_to_next(tokens, mention, grammar)
            before = found[-1] if found else None
            if before and before.kind == mention.kind == "year" and before.stop == place and _same_clause(tokens, place):
                found.append(Mention("time", "between", before.start, mention.stop))  # "2001-2004"
            found.append(mention)
            counts = mention.kind == "number" and mention.id.isdigit() and int(mention.id) <= COUNT
            if counts and not _measured(tokens, mention, grammar):
                found.append(Mention("count", mention.id, mention.start, mention.stop))
            place = mention.stop
    return found


def _measured(tokens: Sequence[Token], number: Mention, grammar: GrammarShape) -> bool:
    """Return whether a number in figures is an amount by what follows it, or because nothing does: "6 per cent", "pay 6"."""
    if not tokens[number.start].text[0].isdigit():
        return False
    behind = next((token.text for token in tokens[number.stop :] if token.text not in grammar.courtesies), "")
    return not behind or behind in grammar.measures


def _same_clause(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].clause == tokens[place - 1].clause


def _part_of_year(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a year with the month that the words before it mean: "early 2023", "at the beginning of 2023"."""
    for length in (4, 3, 2, 1):
        month = grammar.year_parts.get(" ".join(token.text for token in tokens[place : place + length]))
        year = _number(tokens, place + length, grammar) if month else None
        if year is not None and year.kind == "year":
            return replace(year, id=f"{year.id}-{month:02}", start=place)
    return None


def _named_year(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a year with the word before it that only says that it is one: "in the year 2018"."""
    if tokens[place].text not in grammar.year_words:
        return None
    year = _number(tokens, place + 1, grammar)
    return replace(year, start=place) if year is not None and year.kind == "year" else None


def _year_named(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a year with the word behind it that only says that it is one: "in 2001 year"."""
    year = _number(tokens, place, grammar)
    if year is None or year.kind != "year" or year.stop >= len(tokens) or tokens[year.stop].text != grammar.year_words[0]:
        return None
    return replace(year, stop=year.stop + 1)


def _up_to_next(tokens: Sequence[Token], year: Mention, grammar: GrammarShape) -> Mention:
    """Return a year with the two figures of the next one behind it: "2025 to 26", "twenty twenty five to twenty six"."""
    if year.kind != "year" or not year.id.isdigit() or year.stop >= len(tokens):
        return year
    if tokens[year.stop].text not in grammar.range_links:
        return year
    following = _number(tokens, year.stop + 1, grammar)
    ends = following is not None and following.id == str((int(year.id) + 1) % 100)
    return replace(year, stop=following.stop) if following is not None and ends else year


def _decade(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> list[Mention]:
    """Return the first and the last year of a decade, as of a time from ... to ...: "the nineties", "the 1990s"."""
    word = tokens[place].text
    figures = re.fullmatch(r"((?:19|20)\d0)'?s", word)
    apart = place + 1 < len(tokens) and tokens[place + 1].text in grammar.possessives  # the tokens of "the 90s", "the 1990s"
    spelt = grammar.decades.get(f"{word}{tokens[place + 1].text}", 0) if apart else 0
    split = bool(spelt) or (apart and re.fullmatch(r"(?:19|20)\d0", word) is not None)
    first = int(figures[1]) if figures else spelt or (int(word) if split else grammar.decades.get(word, 0))
    if not first:
        return []
    stop = place + (2 if split else 1)
    years = [Mention("year", str(year), place, stop) for year in (first, first + DECADE)]
    return [*years, Mention("time", "between", place, stop)]


def _fraction(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a part of a whole in per cent: ``a tenth -> 10``."""
    value = grammar.fractions.get(" ".join(token.text for token in tokens[place : place + 2]))
    return None if value is None else Mention("number", value, place, place + 2)


def _date(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a month, with the year and the day beside it."""
    word = tokens[place].text
    day = _day(word, grammar)
    if day is not None and place + 1 < len(tokens):
        month = place + 1
        if tokens[month].text in grammar.date_links and month + 1 < len(tokens):
            month += 1
        if tokens[month].text in grammar.months:
            year = _number(tokens, month + 1, grammar)
            if year is not None and year.kind == "year":
                return Mention("year", f"{year.id}-{grammar.months[tokens[month].text]:02}-{day:02}", place, year.stop)
    if word not in grammar.months or (word in grammar.month_verbs and not _before_figures(tokens, place)):
        return None
    number = grammar.months[word]
    after = place + 1
    if after + 1 < len(tokens) and (day := _day(tokens[after].text, grammar)) is not None:
        year = _number(tokens, after + 1, grammar)
        if year is not None and year.kind == "year":
            return Mention("year", f"{year.id}-{number:02}-{day:02}", place, year.stop)
    if after < len(tokens) and tokens[after].text in grammar.date_links:
        after += 1
    year = _number(tokens, after, grammar)
    if year is not None and year.kind == "year":
        return Mention("year", f"{year.id}-{number:02}", place, year.stop)
    return Mention("month", str(number), place, place + 1)


def _before_figures(tokens: Sequence[Token], place: int) -> bool:
    """Tell the month from the verb: "in May 2010", not "may I ask"."""
    return place + 1 < len(tokens) and tokens[place + 1].text.isdigit()


def _day(word: str, grammar: GrammarShape) -> int | None:
    if grammar.ordinals.get(word, 0) > 0:
        return grammar.ordinals[word]  # "the third of July"
    match = re.fullmatch(r"(\d{1,2})([^\W\d_]*)", word)
    if match is None or match[2] not in {"", *grammar.day_endings}:
        return None
    return int(match[1]) if 1 <= int(match[1]) <= 31 else None  # noqa: PLR2004 - days of a month


def _number(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    if place >= len(tokens):
        return None
    word = tokens[place].text
    century = 20 if re.fullmatch(r"0\d", word) else 19 if re.fullmatch(r"9\d", word) and _linked(tokens, place, grammar) else 0
    if century:
        return Mention("year", f"{century}{word}", place, place + 1)  # "in 09", "in 96"
    if re.fullmatch(r"\d+(\.\d+)?", word):
        if len(word) > FIGURES:
            return None
        value, stop = float(word), place + 1
        scale = grammar.scales.get(tokens[stop].text, 1) if stop < len(tokens) else 1
        if scale > HUNDRED:
            value, stop = value * scale, stop + 1
        mention = _mention(value, place, stop)
        if mention is not None and mention.kind == "year" and stop < len(tokens):  # "2025-26"
            ends = tokens[stop].text == f"{(int(value) + 1) % 100:02}"
            return replace(mention, stop=stop + 1) if ends else mention
        return mention
    return _spoken(tokens, place, grammar)


def _linked(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> bool:
    """Return whether a year may stand here: behind "in", "since"."""
    return place > 0 and tokens[place - 1].text in grammar.year_links


def _spoken(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    """Return a number in words, with one figure behind its point: "five point nine"."""
    value, stop = _in_words(tokens, place, grammar)
    point = stop > place and stop + 1 < len(tokens) and tokens[stop].text in grammar.decimal_points
    behind = grammar.digits.get(tokens[stop + 1].text, COUNT) if point else COUNT
    if behind < COUNT:
        return _mention(value + behind / 10, place, stop + 2)
    return None if stop == place else _mention(value, place, stop)


def _mention(value: float, start: int, stop: int) -> Mention | None:
    if value >= 10**FIGURES:
        return None
    text = f"{value:.{FIGURES}g}"
    year = value == int(value) and FIRST_YEAR <= value <= LAST_YEAR
    return Mention("year" if year else "number", text, start, stop)


def _in_words(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> tuple[int, int]:
    """Return the value of a run of number words, and where it ends (``place`` when there is none)."""
    groups: list[int] = []  # what was said one after another: "twenty eleven" is [20, 11]
    ends: list[int] = []  # where each group ends
    stop = place
    while stop < len(tokens):
        word = tokens[stop].text
        if word in grammar.number_joints and groups and groups[-1] % 100 == 0:
            following = tokens[stop + 1].text if stop + 1 < len(tokens) else ""
            if following not in grammar.digits and following not in grammar.tens:
                break
            stop += 1
            continue
        if not _grown(groups, word, grammar):
            break
        stop += 1
        ends[len(groups) - 1 :] = [stop]
    alone = stop - place == 1 and (groups == [1] or tokens[place].text in grammar.interjections)
    if not groups or alone:  # "one" is a pronoun, "oh" a sound
        return 0, place
    if len(groups) == 2 and CENTURIES[0] <= groups[0] <= CENTURIES[1] and groups[1] < 100:  # noqa: PLR2004 - "twenty eleven"
        return groups[0] * 100 + groups[1], stop
    return groups[0], ends[0]


def _grown(groups: list[int], word: str, grammar: GrammarShape) -> bool:
    """Add a number word to the groups, to the last one where they belong together; tell whether it is a number word."""
    if word in grammar.scales and groups:
        groups[-1] *= grammar.scales[word]
        return True
    value = grammar.digits.get(word, grammar.tens.get(word))
    if value is None:
        return False
    round_hundred = bool(groups) and groups[-1] % 100 == 0  # "two thousand nine"
    tens_and_ones = bool(groups) and groups[-1] % 10 == 0 and word in grammar.digits and value < 10  # noqa: PLR2004 - "fifty six"
    if round_hundred or tens_and_ones:
        groups[-1] += value
    else:
        groups.append(value)
    return True


def _ordinal(tokens: Sequence[Token], place: int, grammar: GrammarShape) -> Mention | None:
    for length in (3, 2, 1):  # "next to last", "but one", "second"
        value = grammar.ordinals.get(" ".join(token.text for token in tokens[place : place + length]))
        if value is not None and place + length <= len(tokens):
            return Mention("ordinal", str(value), place, place + length)
    return None
