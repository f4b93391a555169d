"""The file of dated facts that the knowledge's updates come from, read so that they can be held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NAME = "updates-since-2012.yaml"


@dataclass(frozen=True, slots=True)
class Update:
    """An entry of the file.

    Attributes:
        statement: What it says, with its note and the day from which it holds, as text to be searched.
        note: Its note alone; a source that is named in it counts as one of its sources.
        sources: Ids of sources, or of entries that it was counted from.
    """

    statement: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Updates:
    """The whole file."""

    facts: Mapping[str, Update]
    sources: Mapping[str, str]
    """Id -> title, publisher, date and note, as text to be searched."""


def read_updates(folder: Path) -> Updates | None:
    """Return the file of a folder; None where it is not there.

    Raises:
        ValueError: It is no YAML of the shape that is expected.
    """
    try:
        text = (folder / NAME).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (a safe loader)
        facts = {str(entry["id"]): _update(entry) for entry in data["facts"]}
        sources = {str(entry["id"]): _text(entry, "title", "publisher", "published", "note") for entry in data["sources"]}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error).partition("\n")[0]) from error
    return Updates(facts, sources)


def _update(entry: Mapping[str, Any]) -> Update:
    return Update(
        _text(entry, "statement", "note", "valid_from", "subject"),
        str(entry.get("note") or ""),
        tuple(str(source) for source in entry["sources"]),
    )


def _text(entry: Mapping[str, Any], *keys: str) -> str:
    return "\n".join(str(entry[key]) for key in keys if entry.get(key) is not None)
