"""The sections of names and words -> what things are called, and all forms by which they are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.knowledge.cldr import countries

OCCASION = "occasion"
"""Kind of the forms that mean a day only behind certain words ("since Ufa"); their id is that day."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which something is written."""

    kind: str
    id: str
    text: str
    """May hold the shorthand of `bot.forms`."""
    group: str = ""


def vocabulary(sections: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, tuple[str, str]], dict[str, str], tuple[Form, ...]]:
    """Return id -> (name in a sentence, full title), id -> kind, and the forms."""
    names: dict[str, tuple[str, str]] = {}
    kinds: dict[str, str] = {}
    forms: list[Form] = []

    def add(kind: str, key: str, name: tuple[str, str], texts: list[str]) -> None:
        names[key], kinds[key] = name, kind
        forms.extend(Form(kind, key, text) for text in texts)

    for key, shape in sections.get("names", {}).items():
        add(shape.kind, key, (shape.name, shape.title or shape.name), [*shape.forms, *([shape.title] if shape.title else [])])
    for key, shape in sections.get("organisations", {}).items():
        add("organisation", key, (shape.name, shape.long), [shape.name, shape.long, *shape.forms])
    extra = sections.get("countries", {})
    for key, standard in countries().items():
        shape = extra.get(key)
        name = (shape.name if shape else "") or standard
        add(
            "country",
            key,
            (name, standard),
            [standard, name, *(shape.forms if shape else []), *(shape.adjectives if shape else [])],
        )
    for key, shape in sections.get("places", {}).items():
        add(shape.kind, key, (shape.name, shape.name), [shape.name, *shape.forms, *shape.adjectives])
    for key, shape in sections.get("cities", {}).items():
        add("city", key, (shape.name, shape.name), [shape.name, *shape.forms])
    forms.extend(_occasions(sections))
    for text, ids in sections.get("ambiguous", {}).items():
        forms.extend(Form("country", key, text) for key in ids)
    for key, shape in sections["words"].items():
        forms.extend(Form(shape.group or "word", key, text, shape.group) for text in shape.forms)
    for key, shape in sections.get("chat", {}).items():
        forms.extend(Form("chat", key, text) for text in shape.forms)
    return names, kinds, tuple(forms)


def _occasions(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[Form]:
    """Yield the forms that mean a day behind certain words."""
    for shape in sections.get("occasions", {}).values():
        yield from (Form(OCCASION, shape.date, text) for text in shape.behind)
