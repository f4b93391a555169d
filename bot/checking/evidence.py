"""Facts held against the texts they cite: each number, year, name and value must stand in the cited section and item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.checking.faults import Faults
from bot.checking.reading import NAMED, NOTHING, Content, Reader
from bot.knowledge import Document, KnowledgeBase, Plain, long_date
from bot.knowledge.shapes import SectionShape, SourceShape
from bot.model import Citation, Fact

Passages = Mapping[str, tuple[str, ...]]
"""Section -> its items, the first at index 0."""


def check(base: KnowledgeBase, folder: Path, faults: Faults) -> None:
    """Note what the cited passages do not say; a source without a text in the folder is passed over.

    Whether a source's text is there at all is looked at as well: a file that `sources.yaml` names must be there.
    """
    texts = _texts(base, folder, faults)
    court = _Court(base, texts, faults)
    for fact in base.facts.values():
        court.try_fact(fact)
    for name, document in base.documents.items():
        court.try_document(name, document)
    for name, entry in base.plain.items():
        court.try_entry(name, entry)


def passages(text: str, sections: Iterable[SectionShape]) -> Passages:
    """Return the sections of a source's text, each with its non-blank lines; bullets are taken off.

    A section begins at the line that is its name (item 1 is the line after it), or at the line that begins with `opens`
    (which is item 1 itself), and ends where the next one begins. Lines that begin with one of `also` belong to their
    section wherever they stand. A section whose beginning is not found has no entry.
    """
    shapes = tuple(sections)
    found: dict[str, list[str]] = {}
    also: dict[str, list[str]] = {}
    current: list[str] | None = None
    for raw in text.splitlines():
        line = raw.strip().lstrip("•").strip()
        if not line:
            continue
        belongs = next((s for s in shapes if any(line.startswith(start) for start in s.also)), None)
        if belongs is not None:
            also.setdefault(belongs.name, []).append(line)
            continue
        opening = next((s for s in shapes if s.name not in found and _opens(s, line)), None)
        if opening is not None:
            current = found.setdefault(opening.name, [])
            if opening.opens is None:
                continue
        if current is not None:
            current.append(line)
    return {name: (*items, *also.get(name, ())) for name, items in found.items()}


def _opens(section: SectionShape, line: str) -> bool:
    return line == section.name if section.opens is None else line.startswith(section.opens)


def _texts(base: KnowledgeBase, folder: Path, faults: Faults) -> Mapping[str, Passages]:
    texts: dict[str, Passages] = {}
    shapes: Mapping[str, SourceShape] = base.entries.sections["sources"]
    for name, shape in shapes.items():
        if not shape.file:
            continue
        try:
            text = (folder / shape.file).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            faults.add("sources", name, f"Its text {shape.file} cannot be read in {folder}.", "Put it there, or mend `file`.")
            continue
        texts[name] = passages(text, shape.sections)
        for section in shape.sections:
            if section.name not in texts[name]:
                opening = section.opens or section.name
                problem = f'No line of {shape.file} opens the section "{section.name}" ("{opening}").'
                faults.add("sources", name, problem, "Mend `name` or `opens`.")
    return texts


class _Court:
    """Holds statements against the passages that they cite."""

    def __init__(self, base: KnowledgeBase, texts: Mapping[str, Passages], faults: Faults) -> None:
        self._base = base
        self._texts = texts
        self._faults = faults
        self._reader = Reader(base)
        self._known: dict[str, Content] = {}
        subjects = [fact.subject for fact in base.facts.values()]
        self._implied = frozenset({max(sorted(set(subjects)), key=subjects.count)}) if subjects else frozenset()
        """What every passage speaks of without naming it: the organisation that most facts are about."""

    def try_fact(self, fact: Fact) -> None:
        """Note what of a fact its passages do not say."""
        heard = self._hear("facts", fact.id, fact.cite)
        if heard is None:
            return
        if fact.subject not in self._base.kinds:  # it is about the source itself, whose entry in sources.yaml speaks as well
            heard |= self._of_sources(fact.cite)
        values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        subject = {fact.subject} if self._base.kinds.get(fact.subject) in NAMED else set()
        said = self._reader.read(f"{fact.say} {fact.short}")
        # How many things the value lists may be said without being printed.
        self._statement("facts", fact.id, replace(said, numbers=said.numbers - {len(values)}, names=said.names | subject), heard)
        for value in values:
            for missing in self._missing(value, heard):
                self._tell("facts", fact.id, missing)
        dated = heard | self._of_sources(fact.cite)
        if not all(_heard(place, number, dated) for place, number in enumerate(_numbers(fact.as_of))):
            self._tell("facts", fact.id, f"the date {fact.as_of} of `as_of`")

    def try_document(self, name: str, document: Document) -> None:
        """Note what of a document its passages do not say: title, year, and who else takes part."""
        heard = self._hear("documents", name, document.cite)
        if heard is None:
            return
        shape = self._base.entries.sections.get("names", {}).get(name)
        title = shape.title if shape is not None else ""
        if title and not heard.holds(title):
            self._tell("documents", name, f'the title "{title}"')
        if document.year not in heard.numbers:
            self._tell("documents", name, f"the year {document.year}")
        if document.month is not None and document.month not in heard.months:
            self._tell("documents", name, f"the month {document.month}")
        for party in (*document.partners, *document.bodies):
            if party not in heard.names:
                self._tell("documents", name, f"the name of {party}")

    def try_entry(self, name: str, entry: Plain) -> None:
        """Note what of a plain answer its passages do not say."""
        heard = self._hear("entries", name, entry.cite)
        if heard is not None:
            self._statement("entries", name, self._reader.read(entry.text), heard)

    def _statement(self, section: str, name: str, said: Content, heard: Content) -> None:
        """Note numbers, months and names that are said, but not heard."""
        for number in sorted(said.numbers - heard.numbers):
            self._tell(section, name, f"the number {number}")
        for month in sorted(said.months - heard.months):
            self._tell(section, name, f"the month {month}")
        for entity in sorted(said.names - heard.names - self._implied):
            self._tell(section, name, f"the name of {entity}")

    def _missing(self, value: object, heard: Content) -> Iterator[str]:
        """Yield what of a value is not said; ids of things are names, dates are numbers, the rest is words."""
        if isinstance(value, int):
            if value not in heard.numbers:
                yield f"the number {value}"
        elif isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d)?(-\d\d)?|\d+", value):
            if not all(_heard(place, number, heard) for place, number in enumerate(_numbers(value))):
                yield f"the date {value}" if "-" in value else f"the number {value}"
        elif isinstance(value, str) and value in self._base.kinds:
            if value not in heard.names:
                yield f"the name of {value}"
        elif isinstance(value, str) and not heard.holds(value):
            yield f'the words "{value}"'

    def _hear(self, section: str, name: str, cites: tuple[Citation, ...]) -> Content | None:
        """Return what all passages say together; None where one has no text or is not there."""
        texts = [self._passage(section, name, cite) for cite in cites]
        heard = NOTHING
        for text in texts:
            if text is None:
                return None
            if text not in self._known:
                self._known[text] = self._reader.read(text)
            heard |= self._known[text]
        return heard if texts else None

    def _passage(self, section: str, name: str, cite: Citation) -> str | None:
        text = self._texts.get(cite.source.id)
        if text is None or cite.section not in text:  # a section that does not exist is told without the texts
            return None
        items = text[cite.section]
        if cite.item is None:
            return "\n".join(items)
        if not 1 <= cite.item <= len(items):
            problem = f'"{cite.section}" has {len(items)} items, not {cite.item}.'
            self._faults.add(section, name, problem, "Count the non-blank lines under the heading, from 1.")
            return None
        return items[cite.item - 1]

    def _tell(self, section: str, name: str, what: str) -> None:
        self._faults.add(
            section, name, f"The cited passage does not have {what}.", "Compare the entry and its `cite` with the source."
        )

    def _of_sources(self, cites: Iterable[Citation]) -> Content:
        heard = NOTHING
        for cite in cites:
            source = cite.source
            written = (source.title, source.publisher, source.url, *source.dates, source.note, long_date(source.as_of))
            heard |= self._reader.read("\n".join(written))
        return heard


def _numbers(date: str) -> list[int]:
    return [int(part) for part in date.split("-") if part.isdecimal()]


def _heard(place: int, number: int, heard: Content) -> bool:
    """Return whether a part of a date is said: year and day are numbers, the month (second) is a month."""
    return number in (heard.months if place == 1 else heard.numbers)
