"""What no question can do without: names that lead somewhere, dates that there are, and forms that can be written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from bot.errors import Fault, KnowledgeError
from bot.forms import FormError, expand, listed

if TYPE_CHECKING:
    from bot.knowledge import Form
    from bot.knowledge.files import Entries
    from bot.knowledge.shapes import FramesShape
    from bot.model import Fact, Source

_Value = TypeVar("_Value")

_SECTIONS = {"country": "countries", "place": "places", "city": "cities", "organisation": "organisations", "chat": "chat"}


class Known(dict[str, _Value]):
    """Entries by id; one that is not there is a fault of the knowledge, not of the program."""

    def __init__(self, section: str, values: Mapping[str, _Value]) -> None:
        """Keep the entries of a section."""
        super().__init__(values)
        self._section = section

    def __missing__(self, key: str) -> _Value:
        """Tell that an entry is not there.

        Raises:
            KnowledgeError: Always.
        """
        problem = f'No entry is called "{key}", and an answer needs it.'
        raise KnowledgeError((Fault(self._section, 0, key, problem, "Add it, or mend what names it; `sco-bot check` helps."),))


def check_forms(entries: Entries, forms: Iterable[Form]) -> None:
    """Note forms whose brackets cannot be written out; with these no question can be read at all."""
    for form in forms:
        try:
            expand(form.text)
        except FormError as error:
            section = _SECTIONS.get(form.kind, "words" if ("words", form.id) in entries.places else "names")
            remedy = "Mend its brackets, or write several shorter forms."
            entries.fault(section, form.id, f'The form "{form.text}" {error}.', remedy)


def check_small_words(entries: Entries, lines: Iterable[str]) -> None:
    """Note small words of the grammar whose brackets cannot be written out."""
    for text in (text for line in lines for text in listed(line)):
        try:
            expand(text)
        except FormError as error:
            remedy = "Mend its brackets; only phrases that commas divide may have blanks."
            entries.fault("grammar", "grammar", f'The small word "{text}" {error}.', remedy)


def check_frames(entries: Entries, shape: FramesShape) -> None:
    """Note parts and orders of frames whose brackets cannot be written out, and parts in an order that are not there."""
    for text in (*(text for forms in shape.parts.values() for text in forms), *shape.orders):
        try:
            expand(text)
        except FormError as error:
            entries.fault("grammar", "grammar", f'The frame "{text}" {error}.', "Mend its brackets.")
            return
    named = {part: order for order in shape.orders for form in expand(order) for part in form.split()}
    for part in sorted(named.keys() - shape.parts.keys()):
        problem = f'The frame "{named[part]}" has the part "{part}", which is not there.'
        entries.fault("grammar", "grammar", problem, f"Write of: {', '.join(shape.parts)}.")


def check_share(entries: Entries, fact: Fact) -> None:
    """Note a share that is no number of per cent; answers add them up."""
    if fact.relation == "share" and not re.fullmatch(r"\d+(\.\d+)?", str(fact.value)):
        remedy = 'Write a number of per cent: value: 21, or with a decimal point in quotes: value: "17.6".'
        entries.fault("facts", fact.id, f"The value {fact.value!r} is no share.", remedy)


def check_dates(entries: Entries, sources: Iterable[Source], facts: Iterable[Fact]) -> None:
    """Note dates that cannot be read, and sources that have neither a date nor the day on which they were read."""
    for source in sources:
        key = "as_of" if source.as_of or not source.read else "read"
        check_date(entries, "sources", source.id, getattr(source, key), key)
    for fact in facts:
        for key in ("as_of", "valid_from", "valid_until"):
            if getattr(fact, key) or (key == "as_of" and not fact.cite[:1]):
                check_date(entries, "facts", fact.id, getattr(fact, key), key)


def check_date(entries: Entries, section: str, entry: str, text: str, key: str = "as_of") -> None:
    """Note a date that there is none of; it is said with every answer."""
    try:
        year, month, day = [*(int(part) for part in text.split("-")), 1, 1][:3]
        date(year, month, day)
        written = len(text) in {4, 7, 10} and text.replace("-", "").isdecimal()
    except ValueError:
        written = False
    if not written:
        problem = f'The date "{text}" in {key} cannot be read.'
        entries.fault(section, entry, problem, 'Write "2012-06-07", "2012-06" or "2012".')
