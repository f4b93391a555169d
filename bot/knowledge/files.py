"""YAML files -> entries with their places; every fault of shape named with file and line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from sys import intern
from typing import Any

import msgspec
import yaml

from bot.errors import Fault, KnowledgeError
from bot.knowledge import shapes

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times as fast
_REMEDIES = (
    (re.compile(r"Expected `[^`]*\bstr\b[^`]*`, got `(bool|int|float|date)`"), "Put the text in double quotes."),
    (re.compile(r"Expected `[^`]*\bstr\b[^`]*`, got"), 'Write one text in double quotes: "...".'),
    (re.compile(r"Expected `[^`]*\bint\b[^`]*`, got"), "Write a whole number, in figures and without quotes."),
    (re.compile(r"Expected `int` [<>]= (1|12)\b"), "Write the number of a month, 1 to 12."),
    (re.compile(r"Expected `array`, got"), 'Write a list: ["...", "..."].'),
    (re.compile(r"Expected `object`, got"), 'Write keys with their values: {key: "..."}; knowledge/README.md lists the keys.'),
    (re.compile(r"unknown field `(\w+)`"), "Take the key out, or mend its spelling."),
    (re.compile(r"missing required field `(\w+)`"), "Add the key."),
)
_ALIAS = re.compile(r"(^|[\s\[{,:-])\*\S", re.MULTILINE)
FIGURES = 18  # of a whole number that is read, so that it fits into 64 bits; the largest of the sources has seven
DEEPEST = 12  # levels of lists and mappings within an entry; the shapes need four


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
    files = sorted(folder.rglob("*.y*ml")) if folder.is_dir() else []
    if not any(path.suffix == ".yaml" for path in files):
        raise KnowledgeError((Fault(str(folder), 0, "", "No knowledge files are there.", "Name a folder with *.yaml files."),))
    entries = Entries()
    for path in files:
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".yaml":
            entries.faults.append(Fault(name, 0, "", "The file is passed over.", "Let its name end in .yaml."))
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            entries.faults.append(Fault(name, line, "", "The file is not UTF-8 text.", "Save it as UTF-8."))
            continue
        except OSError as error:
            entries.faults.append(
                Fault(name, 0, "", f"The file cannot be read: {error.strerror}.", "Put a readable file there, or take it away.")
            )
            continue
        root = _root(entries, name, text)
        if root is not None:
            _file(entries, name, root)
    return entries


def _root(entries: Entries, name: str, text: str) -> yaml.Node | None:
    """Return what a file holds; None where it holds nothing, or what cannot be read (then with a fault)."""
    try:
        # An alias may lead back to itself, or stand for millions of entries.
        aliases = [e for e in yaml.parse(text, Loader=_LOADER) if isinstance(e, yaml.AliasEvent)] if _ALIAS.search(text) else []
        for anchor, line in dict.fromkeys((event.anchor, _line(event.start_mark)) for event in aliases):
            problem = f"The alias *{anchor} stands here; aliases are not read."
            entries.faults.append(Fault(name, line, "", problem, "Write out what it stands for."))
        return None if aliases else yaml.compose(text, Loader=_LOADER)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = "A control character stands here, which YAML does not allow."
        entries.faults.append(Fault(name, line, "", problem, "Take it out."))
    except yaml.MarkedYAMLError as error:
        problem = f"This is not valid YAML: {', '.join(filter(None, (error.context, error.problem)))}."
        remedy = "Check quotes, colons and indentation just above."
        entries.faults.append(Fault(name, _line(error.problem_mark), "", problem, remedy))
    except RecursionError:  # without the C loader
        entries.faults.append(_deep(name, 0, ""))
    return None


def _line(mark: Any) -> int:  # noqa: ANN401 - the marks of both loaders
    return int(mark.line) + 1 if mark is not None else 0


def _deep(name: str, line: int, entry: str) -> Fault:
    return Fault(name, line, entry, "Lists and mappings stand in one another too deeply.", "Check brackets and indentation.")


def _file(entries: Entries, name: str, root: yaml.Node) -> None:  # noqa: C901 - one branch for each sort of section
    if not isinstance(root, yaml.MappingNode):
        entries.faults.append(Fault(name, 1, "", "The file is not a mapping.", 'Begin it with a section, e.g. "facts:".'))
        return
    for section, node, line in _pairs(entries, name, root):
        if section in shapes.MAPPINGS:
            shape = shapes.MAPPINGS[section]
            for key, value, at in _pairs(entries, name, node, section):
                _entry(entries, section, (key, name, at), shape, value)
        elif section in shapes.LISTS:
            shape, naming = shapes.LISTS[section]
            if not isinstance(node, yaml.SequenceNode):
                entries.faults.append(
                    Fault(name, line, "", f'"{section}" is not a list.', f'Begin each entry with "- {naming}: ...".')
                )
                continue
            for value in node.value:
                _entry(entries, section, (_named(value, naming), name, value.start_mark.line + 1), shape, value)
        elif section == "grammar":
            _entry(entries, section, ("grammar", name, line), shapes.GrammarShape, node)
        elif section == "cased":
            _entry(entries, section, ("cased", name, line), list[str], node)
        elif section in shapes.PLAIN:
            for key, value, at in _pairs(entries, name, node, section):
                _entry(entries, section, (key, name, at), shapes.PLAIN[section], value)
        else:
            known = ", ".join(sorted([*shapes.MAPPINGS, *shapes.LISTS, *shapes.PLAIN]))
            entries.faults.append(Fault(name, line, "", f'"{section}" is no section.', f"Write one of: {known}."))


def _named(node: yaml.Node, naming: str) -> str:
    """Return the id of an entry of a list, "" where it has none."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == naming and isinstance(value, yaml.ScalarNode)), "")


def _entry(entries: Entries, section: str, at: tuple[str, str, int], shape: Any, node: yaml.Node) -> None:  # noqa: ANN401 - msgspec takes any type
    key, name, line = at
    group = entries.sections.setdefault(section, {})
    if key in group or (key and (section, key) in entries.places):
        first = entries.places[section, key]
        entries.faults.append(
            Fault(name, line, key, f"The id stands twice (first in {first[0]}:{first[1]}).", "Give one of them another id.")
        )
        return
    entries.places[section, key] = (name, line)
    before = len(entries.faults)
    plain = _plain(entries, name, node, key)
    if len(entries.faults) > before:
        return  # what is missing now would only be told once more
    try:
        group[key] = msgspec.convert(plain, type=shape)
        if not key.strip():
            entries.faults.append(Fault(name, line, key, "The id is empty.", "Give the entry a name of its own."))
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


def _pairs(entries: Entries, name: str, node: yaml.Node, entry: str = "") -> Iterator[tuple[str, yaml.Node, int]]:
    if not isinstance(node, yaml.MappingNode):
        entries.faults.append(
            Fault(name, node.start_mark.line + 1, entry, "Keys with their values are expected here.", 'Write "key: value" lines.')
        )
        return
    seen: set[str] = set()
    for key, value in node.value:
        shown = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not isinstance(key, yaml.ScalarNode) or not key.tag.endswith(":str"):
            entries.faults.append(
                Fault(name, key.start_mark.line + 1, shown or entry, "The key is not a text.", "Put the key in double quotes.")
            )
        elif key.value in seen:
            entries.faults.append(
                Fault(name, key.start_mark.line + 1, key.value, "The key stands twice.", "Keep one of the two.")
            )
        else:
            seen.add(key.value)
            yield key.value, value, key.start_mark.line + 1


def _plain(entries: Entries, name: str, node: yaml.Node, entry: str, depth: int = 0) -> Any:  # noqa: ANN401 - plain YAML
    if depth > DEEPEST:
        entries.faults.append(_deep(name, node.start_mark.line + 1, entry))
        return None
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(entries, name, value, entry, depth + 1) for key, value, _ in _pairs(entries, name, node, entry)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(entries, name, value, entry, depth + 1) for value in node.value]
    plain = _scalar(node.tag.rpartition(":")[2], str(node.value))
    if not isinstance(plain, str) or " " in plain:
        return plain
    return intern(plain)  # rules name the same few hundred words thousands of times; no two texts are the same


def _scalar(tag: str, text: str) -> int | float | bool | date | str | None:
    """Return what an unquoted word is to YAML: no shape has a fraction or a date, so these are refused wherever they stand."""
    if tag == "int" and re.fullmatch(rf"-?\d{{1,{FIGURES}}}", text):
        return int(text)
    if tag in {"int", "float"}:
        return math.nan
    if tag == "bool":
        return text.lower() in {"true", "yes", "on"}
    return None if tag == "null" else date.min if tag == "timestamp" else text
