"""JSON-lines files of labelled questions -> `Line` values; a line that cannot be used is named with file and place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import BotError, Fault


class BankError(BotError):
    """A question bank cannot be used.

    Attributes:
        faults: Every fault that was found, in the order of files and lines.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message is one line for each."""
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class Expect(StrEnum):
    """What a line wants of the reply."""

    ANSWER = "answer"
    DECLINE = "decline"
    EITHER = "either"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled question.

    Attributes:
        file: Name of its file, without folder.
        number: Its line in that file, counted from 1.
        must: Groups of alternatives; a right answer matches one of each group.
        must_not: What no right answer matches.
        section: Headings of which one has to be cited; empty when none has to be.
        today: The day on which it is asked, None for the day that the caller gives.
        xfail: Why it is known to miss, "" when it is not.
    """

    file: str
    number: int
    id: str
    question: str
    expect: Expect
    kind: str = ""
    style: str = ""
    lang: str = "en"
    conversation: str | None = None
    must: tuple[tuple[re.Pattern[str], ...], ...] = ()
    must_not: tuple[re.Pattern[str], ...] = ()
    section: tuple[str, ...] = ()
    today: date | None = None
    xfail: str = ""


def read(paths: Iterable[Path]) -> tuple[Line, ...]:
    """Return the lines of the files, in order; blank lines are passed over.

    Raises:
        BankError: With every line that cannot be used: no JSON object, a key of the wrong type, a regex that does not
            compile, an id that stands twice in its file; or a file that cannot be read.
    """
    found: list[Line] = []
    faults: list[Fault] = []
    for path in paths:
        seen: set[str] = set()
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            faults.append(Fault(str(path), 0, "", f"The file cannot be read: {reason}.", "Name a JSON-lines file."))
            continue
        for number, row in enumerate(text.split("\n"), 1):  # splitlines() would also cut at U+2028 inside a question
            if not row.strip():
                continue
            name = ""
            try:
                data = json.loads(row)
                name = str(data.get("id", "")) if isinstance(data, dict) else ""
                line = _line(path.name, number, data, seen)
            except json.JSONDecodeError as error:
                faults.append(Fault(str(path), number, "", f"This is not valid JSON: {error}.", "Write one JSON object a line."))
            except _WrongError as error:
                faults.append(Fault(str(path), number, name, error.problem, error.remedy))
            else:
                found.append(line)
    if faults:
        raise BankError(tuple(faults))
    return tuple(found)


class _WrongError(Exception):
    """A line is not as it should be."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def _line(file: str, number: int, data: object, seen: set[str]) -> Line:
    if not isinstance(data, dict):
        raise _WrongError("The line is not a JSON object.", 'Write {"id": …, "question": …, "expect": …}.')
    name, expect = _text(data, "id"), _text(data, "expect")
    if name in seen:
        raise _WrongError("The id stands twice in this file.", "Give one of the two another id.")
    seen.add(name)
    if expect not in set(Expect):
        raise _WrongError(f'"expect" is "{expect}".', f"Write one of: {', '.join(Expect)}.")
    return Line(
        file=file,
        number=number,
        id=name,
        question=_text(data, "question"),
        expect=Expect(expect),
        kind=_text(data, "kind", ""),
        style=_text(data, "style", ""),
        lang=_text(data, "lang", "en"),
        conversation=_text(data, "conversation", "") or None,
        must=tuple(_patterns(group, "must") for group in _list(data, "must")),
        must_not=_patterns(_list(data, "must_not"), "must_not"),
        section=tuple(_texts(_list(data, "section"), "section")),
        today=_date(data),
        xfail=_text(data, "xfail", ""),
    )


def _text(data: dict[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        problem = f'"{key}" is missing.' if value is None else f'"{key}" is not a text.'
        raise _WrongError(problem, f'Write "{key}": "…".')
    return value


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _WrongError(f'"{key}" is not a list.', f'Write "{key}": […].')
    return value


def _texts(values: object, key: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        shape = "a list of lists of texts" if key == "must" else "a list of texts"
        raise _WrongError(f'"{key}" is not {shape}.', f'Put each text of "{key}" in double quotes, in brackets.')
    return values


def _patterns(values: object, key: str) -> tuple[re.Pattern[str], ...]:
    found = []
    for text in _texts(values, key):
        try:
            found.append(re.compile(text, re.IGNORECASE))
        except re.error as error:
            raise _WrongError(f'The regex "{text}" of "{key}" does not compile: {error}.', "Mend the regex.") from error
    return tuple(found)


def _date(data: dict[str, Any]) -> date | None:
    text = _text(data, "today", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _WrongError(f'"today" is "{text}".', 'Write a date such as "2025-11-30".') from None
