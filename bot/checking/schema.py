"""The JSON Schema of the knowledge files, which editors use as one types; made from the shapes that the loader holds them to.

``python -m bot.checking.schema`` writes it to knowledge/schema.json. A file is bound to it by its first line:
``# yaml-language-server: $schema=../schema.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from bot.knowledge import bundled, shapes

NAME = "schema.json"


def schema() -> dict[str, Any]:
    """Return the schema of a knowledge file: any of the known sections, each with entries in its shape."""
    wanted = [*shapes.MAPPINGS.values(), *(shape for shape, _ in shapes.LISTS.values()), *shapes.PLAIN.values()]
    found, parts = msgspec.json.schema_components(wanted, ref_template="#/$defs/{name}")
    made = iter(found)
    sections: dict[str, Any] = {name: {"type": "object", "additionalProperties": next(made)} for name in shapes.MAPPINGS}
    sections |= {name: {"type": "array", "items": next(made)} for name in shapes.LISTS}
    for name in shapes.PLAIN:
        one = next(made)
        sections[name] = one if name in SINGLE else {"type": "object", "additionalProperties": one}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A knowledge file of sco-bot",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "$defs": parts,
    }


SINGLE = frozenset({"cased", "grammar"})
"""Sections that are one value, not a value for each key."""


def text() -> str:
    """Return the schema as it is written to the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main(folder: Path | None = None) -> None:
    """Write the schema into a knowledge folder."""
    ((folder or bundled()) / NAME).write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
