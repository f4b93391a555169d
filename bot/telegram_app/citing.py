"""Where an answer stands: the short line under it, the full view behind the button, and references to copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.answering.saying import capital
from bot.knowledge import long_date
from bot.model import Citation, Source
from bot.telegram_app.markup import Node, bold, clipped, code, code_block, link, quote, to_plain, units
from bot.telegram_app.words import Words

LONGEST_PLACES = 300
"""Code units of the sections under an answer; more would be longer than the answers are."""
LONGEST_SHORT = 900
"""Code units of the block under an answer."""
LONGEST_NOTE = 700
LONGEST_FULL = 3600
"""Code units of a page of the full view; the rest of 4096 is room for what is clipped in units, not in words."""
_BIBTEX_SPECIAL = re.compile(r"([&%$#_{}])")
_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Places = Mapping[Source, Mapping[str, tuple[int, ...]]]


def short(citations: Iterable[Citation], words: Words, *, button: bool = True) -> tuple[Node, ...]:
    """Return the block under an answer, folded until it is pressed; nothing when nothing is cited.

    Its first line says section, items and date, as that is what a reader looks for; the next are title and publisher. The last
    says how many sources have no room here, and with which button they are shown, if there is one.
    """
    lines: list[Node] = []
    cited = by_source(citations)
    for place, (source, sections) in enumerate(cited.items()):
        where = clipped("; ".join(_place(words, name, items) for name, items in sections.items()), LONGEST_PLACES)
        said = words("telegram.source.line", places=where, date=dated(source, words)) + "\n"
        title = clipped(source.title, LONGEST_PLACES)
        publisher = clipped(f", {source.publisher}", LONGEST_PLACES) if source.publisher else ""
        entry: list[Node] = [said, link(source.url, title), publisher]
        # They must leave room for the answer.
        if lines and units(to_plain([*lines, *entry])) > LONGEST_SHORT:
            rest = words("telegram.source.more", count=len(cited) - place)
            shown = words("telegram.source.more.button", more=rest, button=words("telegram.button.source"))
            lines += ["\n", shown if button else rest]
            break
        lines += ["\n", *entry] if lines else entry
    return (quote(*lines),) if lines else ()


def full(citations: Iterable[Citation], words: Words) -> tuple[tuple[Node, ...], ...]:
    """Return pages with each source in full: what it is, its dates, the places, the address, and references to copy."""
    pages: list[tuple[Node, ...]] = []
    for source, sections in by_source(citations).items():
        entry = _entry(source, sections, words)
        joined = (*pages[-1], "\n\n", *entry) if pages else ()
        if pages and units(to_plain(joined)) <= LONGEST_FULL:
            pages[-1] = joined
        else:
            pages.append(tuple(entry))  # one source always fits
    return tuple(pages)


def _entry(source: Source, sections: Mapping[str, tuple[int, ...]], words: Words) -> list[Node]:
    """Return what the full view says of one source, at most some 3,000 code units."""
    plain = words("telegram.source.date", date=words.date(source.as_of)) if source.as_of else f"{capital(dated(source, words))}."
    dates = source.dates or (plain,)
    places = "\n".join(f"• {_place(words, name, items)}" for name, items in sections.items())
    return [
        *(bold(clipped(source.title, LONGEST_PLACES)), "\n", words("telegram.source.publisher", publisher=source.publisher)),
        *("\n\n", clipped("\n".join([*dates, source.note]).strip(), LONGEST_NOTE)),
        *("\n\n", bold(words("telegram.source.places")), "\n", clipped(places, LONGEST_NOTE)),
        *("\n\n", link(source.url, source.url)),
        *("\n\n", bold(words("telegram.source.apa")), "\n", code(apa(source, words))),
        *("\n\n", bold(words("telegram.source.bibtex")), "\n", code_block(bibtex(source), "bibtex")),
    ]


def apa(source: Source, words: Words) -> str:
    """Return the source as a reference in the style of the APA: who, (year, month day), title, address.

    One without a date says when it was read instead.
    """
    year, *rest = source.as_of.split("-")
    when = f"{year}, {words.date(source.as_of).replace(year, '').strip()}" if rest else year or dated(source, words)
    if len(rest) == 2:  # noqa: PLR2004 - month and day: "June 7", as the APA orders them
        when = f"{year}, {words(f'telegram.month.{int(rest[0])}')} {int(rest[1])}"
    return words("telegram.cite.apa", publisher=source.publisher, date=when, title=source.title, url=source.url)


def dated(source: Source, words: Words) -> str:
    """Return the date of a source's information; of one that shows none, that it is undated and when it was read."""
    return words.date(source.as_of) if source.as_of else words("telegram.source.undated", date=words.date(source.read))


def bibtex(source: Source) -> str:
    """Return the source as an entry for BibTeX."""
    year, *rest = source.as_of.split("-")
    fields = {
        "author": "{" + _bibtex(source.publisher) + "}",
        "title": "{" + _bibtex(source.title) + "}",
        "year": year,
        "url": source.url,
        "note": _bibtex(f"Information of {source.as_of}" if source.as_of else f"Undated, read {long_date(source.read)}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if rest and rest[0].isdecimal() and 1 <= int(rest[0]) <= len(_BIBTEX_MONTHS):
        lines.insert(3, f"  month = {_BIBTEX_MONTHS[int(rest[0]) - 1]},")
    return "\n".join([f"@misc{{{source.id},", *lines, "}"])


def by_source(citations: Iterable[Citation]) -> Places:
    """Return source -> section -> items, each once, in the order in which they are cited first."""
    found: dict[Source, dict[str, list[int]]] = {}
    for citation in citations:
        items = found.setdefault(citation.source, {}).setdefault(citation.section, [])
        if citation.item is not None and citation.item not in items:
            items.append(citation.item)
    return {source: {section: tuple(sorted(items)) for section, items in sections.items()} for source, sections in found.items()}


def ranges(items: tuple[int, ...]) -> str:
    """Return numbers as people write them: a run of them as its ends with a dash between, others with commas."""
    runs: list[list[int]] = []
    for item in items:
        if runs and item == runs[-1][-1] + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _place(words: Words, section: str, items: tuple[int, ...]) -> str:
    if not items:
        return section
    key = "telegram.source.item" if len(items) == 1 else "telegram.source.items"
    return words(key, section=section, items=ranges(items))


def _bibtex(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(r"\\\1", text)
