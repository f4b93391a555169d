"""Facts of later sources: worded as their support allows, and held against the file of updates that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.checking.faults import Faults
from bot.checking.reading import NAMED, NOTHING, Content, Reader
from bot.forms import expand
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.updates import NAME, Updates, read_updates
from bot.model import Citation, Fact
from bot.text import words

ANNOUNCED = "announced"
"""The word of en/words whose forms say that something was still to come."""
_DATE = re.compile(r"\d{4}(-\d\d)?(-\d\d)?")
_ISO = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")


def check(base: KnowledgeBase, faults: Faults) -> None:
    """Note how facts are worded against their support.

    One of medium confidence names a publisher; what holds only from a day after all its sources says that it was announced.
    """
    marks = [words(text) for form in base.forms if form.id == ANNOUNCED for text in expand(form.text)]
    for fact in base.facts.values():
        said = words(f"{fact.say} {fact.short}")
        if fact.updates and not fact.confidence:
            faults.add("facts", fact.id, "It has `updates`, but no `confidence`.", "Write that of the entry it comes from.")
        if fact.confidence == "medium" and not any(_within(words(name), said) for name in _publishers(fact.cite)):
            names = "; ".join(dict.fromkeys(cite.source.publisher for cite in fact.cite))
            problem = "Its confidence is medium, and its sentence does not say whose word it is."
            faults.add("facts", fact.id, problem, f"Name a publisher in `say`: {names}.")
        if marks and _to_come(fact) and not any(_within(mark, said) for mark in marks):
            problem = f"It holds from {long_date(fact.valid_from)}, after the last of its sources, and does not say so."
            faults.add("facts", fact.id, problem, "Say that it was announced, or cite a source of that day.")


def _publishers(cites: Iterable[Citation]) -> Iterator[str]:
    """Yield what the publishers are called: as a whole, without what stands in brackets, each of "A / B", and without "The"."""
    for cite in cites:
        whole = cite.source.publisher
        bare = re.sub(r"\s*\(.*?\)", "", whole)
        bracketed = re.findall(r"\(([^)]*)\)", whole)
        for name in (whole, bare, *bracketed, *bare.split(" / "), *bare.split(", ")):
            yield name.removeprefix("The ").removeprefix("the ")


def _within(part: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return bool(part) and any(said[spot : spot + len(part)] == part for spot in range(len(said) - len(part) + 1))


def _to_come(fact: Fact) -> bool:
    """Return whether a fact begins after the last date on which its sources speak; its own `as_of` is no witness."""
    spoken = [day for cite in fact.cite for day in (cite.source.as_of, cite.source.read)]
    size = len(fact.valid_from)
    return bool(size) and all(day[:size] < fact.valid_from[: len(day)] for day in spoken if day)


def check_sources(base: KnowledgeBase, folder: Path, faults: Faults) -> None:
    """Note what the entries that facts name under `updates` do not say, and sources that they do not have.

    A folder without the file is passed over.
    """
    try:
        updates = read_updates(folder)
    except ValueError as error:
        faults.add("sources", "", f"{NAME} cannot be read: {error}.", "Put back the file as it was.")
        return
    if updates is None:
        return
    reader = Reader(base)
    for fact in base.facts.values():
        if fact.updates:
            _try(fact, base, updates, reader, faults)


def _try(fact: Fact, base: KnowledgeBase, updates: Updates, reader: Reader, faults: Faults) -> None:
    for name in fact.updates:
        if name not in updates.facts:
            faults.add("facts", fact.id, f'{NAME} has no entry "{name}".', "Mend the id under `updates`.")
    entries = _entries(fact.updates, updates)
    notes = " ".join(updates.facts[name].note for name in entries)
    known = {source for name in entries for source in updates.facts[name].sources}
    for cite in fact.cite:
        if cite.source.id not in known and cite.source.id not in notes:
            problem = f'The entries under `updates` do not have the source "{cite.source.id}".'
            faults.add("facts", fact.id, problem, "Cite one of theirs, or name the entry that it belongs to.")
    cited = [updates.sources.get(cite.source.id, "") for cite in fact.cite]
    heard = NOTHING
    for text in (*(updates.facts[name].statement for name in entries), *cited):
        heard |= reader.read(text) | reader.read(" ".join(long_date(day) for day in _days(text)))
    for missing in _missing(fact, base, reader, heard):
        problem = f"The entries under `updates` do not have {missing}."
        faults.add("facts", fact.id, problem, f"Compare the fact with {NAME}.")


def _days(text: str) -> Iterator[str]:
    """Yield the ISO dates of a text that there are."""
    for day in _ISO.findall(text):
        try:
            date.fromisoformat(f"{day}-01"[:10])
        except ValueError:
            continue
        yield day


def _entries(names: Iterable[str], updates: Updates) -> tuple[str, ...]:
    """Return the entries and those that they were counted from."""
    found = dict.fromkeys(name for name in names if name in updates.facts)
    for name in tuple(found):
        found |= dict.fromkeys(source for source in updates.facts[name].sources if source in updates.facts)
    return tuple(found)


def _missing(fact: Fact, base: KnowledgeBase, reader: Reader, heard: Content) -> Iterator[str]:
    """Yield numbers, months, names and dates of a fact that are not heard."""
    said = reader.read(f"{fact.say} {fact.short}")
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    ids = {value for value in (fact.subject, *values) if isinstance(value, str) and base.kinds.get(value) in NAMED}
    yield from (f"the number {number}" for number in sorted(said.numbers - heard.numbers - {len(values)}))
    yield from (f"the month {month}" for month in sorted(said.months - heard.months))
    yield from (f"the name of {name}" for name in sorted((said.names | ids) - heard.names - {"sco"}))
    yield from (f"the number {value}" for value in values if isinstance(value, int) and value not in heard.numbers)
    days = [value for value in values if isinstance(value, str) and _DATE.fullmatch(value)]
    for day in (fact.valid_from, *days):
        if day and not _heard(day, heard):
            yield f"the date {day}"
    until = fact.valid_until
    ends = (until, _day_before(until)) if until else ()
    if ends and not any(_heard(day if not day.endswith(("-01-01", "-12-31")) else day[:4], heard) for day in ends):
        yield f"the date {until}"  # what ends with a year may be told by years alone: "for 2025-2027"


def _day_before(day: str) -> str:
    """Return the last day that is meant by the first one after it; a year or month as it is."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if len(day) == len("2012-06-07") else day


def _heard(day: str, heard: Content) -> bool:
    year, month, date_of_month = (*(int(part) for part in day.split("-")), 0, 0)[:3]
    return (
        year in heard.numbers and (not month or month in heard.months) and (not date_of_month or date_of_month in heard.numbers)
    )
