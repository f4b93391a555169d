"""YAML files -> entries with their places; every fault of shape named with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.errors import Fault, KnowledgeError
from bot.knowledge import shapes

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times as fast
_REMEDIES = (
    (re.compile(r"got `(bool|int|float|date|datetime)`"), "Put the text in double quotes."),
    (re.compile(r"unknown field `(\w+)`"), "Take the key out, or mend its spelling."),
    (re.compile(r"missing required field `(\w+)`"), "Add the key."),
)


@dataclass(slots=True)
class Entries:
    """What stands in a knowledge folder, by section.

    Attributes:
        sections: Section -> entry id -> the entry in its shape (or a plain value).
        places: (section, entry id) -> (file, line).
        faults: What was wrong in the files.
    """

    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, section: str, entry: str, problem: str, remedy: str) -> None:
        """Note a fault of an entry, with its place."""
        file, line = self.places.get((section, entry), ("", 0))
        self.faults.append(Fault(file or section, line, entry, problem, remedy))


def read(folder: Path) -> Entries:
    """Return all entries of the YAML files below a folder; faults are noted, not raised.

    Raises:
        KnowledgeError: The folder is not there or holds no YAML file.
    """
    files = sorted(folder.rglob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise KnowledgeError((Fault(str(folder), 0, "", "No knowledge files are there.", "Name a folder with *.yaml files."),))
    entries = Entries()
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            root = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
        except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
            entries.faults.append(_syntax(name, error))
            continue
        if root is not None:
            _file(entries, name, root)
    return entries


def _syntax(name: str, error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    line = mark.line + 1 if mark is not None else 0
    return Fault(name, line, "", f"This is not valid YAML: {problem}.", "Check quotes, colons and indentation just above.")


def _file(entries: Entries, name: str, root: yaml.Node) -> None:  # noqa: C901 - one branch for each sort of section
    if not isinstance(root, yaml.MappingNode):
        entries.faults.append(Fault(name, 1, "", "The file is not a mapping.", 'Begin it with a section, e.g. "facts:".'))
        return
    for section, node, line in _pairs(entries, name, root):
        if section in shapes.MAPPINGS:
            shape = shapes.MAPPINGS[section]
            for key, value, at in _pairs(entries, name, node):
                _entry(entries, section, (key, name, at), shape, value)
        elif section in shapes.LISTS:
            shape, naming = shapes.LISTS[section]
            for value in node.value if isinstance(node, yaml.SequenceNode) else ():
                plain = _plain(entries, name, value)
                key = str(plain.get(naming, "")) if isinstance(plain, dict) else ""
                _entry(entries, section, (key, name, value.start_mark.line + 1), shape, value)
        elif section == "grammar":
            _entry(entries, section, ("grammar", name, line), shapes.GrammarShape, node)
        elif section == "cased":
            _entry(entries, section, ("cased", name, line), list[str], node)
        elif section in shapes.PLAIN:
            for key, value, at in _pairs(entries, name, node):
                _entry(entries, section, (key, name, at), shapes.PLAIN[section], value)
        else:
            known = ", ".join(sorted([*shapes.MAPPINGS, *shapes.LISTS, *shapes.PLAIN]))
            entries.faults.append(Fault(name, line, "", f'"{section}" is no section.', f"Write one of: {known}."))


def _entry(entries: Entries, section: str, at: tuple[str, str, int], shape: Any, node: yaml.Node) -> None:  # noqa: ANN401 - msgspec takes any type
    key, name, line = at
    group = entries.sections.setdefault(section, {})
    if key in group:
        first = entries.places[section, key]
        entries.faults.append(
            Fault(name, line, key, f"The id stands twice (first in {first[0]}:{first[1]}).", "Give one of them another id.")
        )
        return
    entries.places[section, key] = (name, line)
    try:
        group[key] = msgspec.convert(_plain(entries, name, node), type=shape)
    except msgspec.ValidationError as error:
        text = str(error)
        problem, _, path = text.partition(" - at `$")
        remedy = next((line for pattern, line in _REMEDIES if pattern.search(text)), "See knowledge/README.md for the form.")
        entries.faults.append(
            Fault(name, _line_of(node, path.rstrip("`")), key, f"{problem}{' in ' + path.strip('.`') if path else ''}.", remedy)
        )


def _line_of(node: yaml.Node, path: str) -> int:
    """Return the line of the value that a path such as ``.cite[0]`` leads to, or of the nearest node on the way."""
    for key, index in re.findall(r"\.([\w-]+)|\[(\d+)\]", path):
        if isinstance(node, yaml.MappingNode):
            inner = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and index and int(index) < len(node.value):
            inner = node.value[int(index)]
        else:
            inner = None
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1


def _pairs(entries: Entries, name: str, node: yaml.Node) -> Iterator[tuple[str, yaml.Node, int]]:
    if not isinstance(node, yaml.MappingNode):
        entries.faults.append(
            Fault(name, node.start_mark.line + 1, "", "A mapping is expected here.", 'Write "id: {...}" entries.')
        )
        return
    seen: set[str] = set()
    for key, value in node.value:
        if not key.tag.endswith(":str"):
            entries.faults.append(
                Fault(name, key.start_mark.line + 1, str(key.value), "The key is not a text.", "Put the key in double quotes.")
            )
        elif key.value in seen:
            entries.faults.append(
                Fault(name, key.start_mark.line + 1, key.value, "The key stands twice.", "Keep one of the two.")
            )
        else:
            seen.add(key.value)
            yield key.value, value, key.start_mark.line + 1


def _plain(entries: Entries, name: str, node: yaml.Node) -> Any:  # noqa: ANN401 - plain YAML
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(entries, name, value) for key, value, _ in _pairs(entries, name, node)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(entries, name, value) for value in node.value]
    tag = node.tag.rpartition(":")[2]
    if tag == "int" and re.fullmatch(r"-?\d+", node.value):
        return int(node.value)
    if tag == "float" and re.fullmatch(r"-?\d+\.\d+", node.value):
        return float(node.value)
    if tag == "bool":
        return node.value.lower() in {"true", "yes", "on"}
    return None if tag == "null" else _Date(node.value) if tag == "timestamp" else str(node.value)


class _Date:
    """An unquoted date: refused wherever a text is wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
