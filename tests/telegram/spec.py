"""What the Bot API accepts by name and type, read from bot_api.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TABLE: dict[str, Any] = json.loads((Path(__file__).parent / "bot_api.json").read_text("utf-8"))
METHODS: dict[str, dict[str, str]] = TABLE["methods"]
TYPES: dict[str, dict[str, str]] = TABLE["types"]
UNIONS: dict[str, list[str]] = TABLE["unions"]

PLAIN: dict[str, type | tuple[type, ...]] = {"String": str, "Integer": int, "Float": (int, float), "Boolean": bool, "True": bool}


class Refused(Exception):  # noqa: N818 - named for what the server does
    """The server refuses a request with an error code and a description, as Telegram words them."""

    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        """Keep what the answer will say."""
        super().__init__(description)
        self.description = description
        self.code = code
        self.parameters = parameters


def decoded(method: str, raw: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a call with their types checked; what came as text is parsed first.

    Raises:
        Refused: A parameter is unknown, missing or of another type.
    """
    fields = METHODS[method]
    for name in raw:
        if name not in fields:
            raise Refused(f"Bad Request: unknown parameter {name!r} of {method}")
    values = {name: _from_text(value, fields[name]) if isinstance(value, str) else value for name, value in raw.items()}
    check_fields(values, fields, method)
    return values


def _from_text(value: str, kinds: str) -> Any:
    """Return a form field's value in the type that the parameter has; unchanged where it does not parse."""
    names = kinds.rstrip("!").split("|")
    if "String" in names and not ("Integer" in names and value.lstrip("-").isdigit()):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def check_fields(values: dict[str, Any], fields: dict[str, str], where: str) -> None:
    """Check an object against its fields.

    Raises:
        Refused: A field is unknown, missing or of another type.
    """
    for name, kinds in fields.items():
        if kinds.endswith("!") and values.get(name) is None:
            raise Refused(f"Bad Request: {where}: field {name!r} is required")
    for name, value in values.items():
        if name not in fields:
            raise Refused(f"Bad Request: {where}: unknown field {name!r}")
        names = fields[name].rstrip("!").split("|")
        problems = []
        for kind in names:
            try:
                check_value(value, kind, f"{where}.{name}")
            except Refused as refusal:
                problems.append(refusal)
            else:
                break
        else:
            raise problems[0]


def check_value(value: Any, kind: str, where: str) -> None:
    """Check one value against one type name.

    Raises:
        Refused: It is of another type.
    """
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            raise Refused(f"Bad Request: {where} must be an array")
        for place, entry in enumerate(value):
            check_value(entry, kind.removeprefix("Array of "), f"{where}[{place}]")
    elif kind in PLAIN:
        if not isinstance(value, PLAIN[kind]) or (kind in {"Integer", "Float"} and isinstance(value, bool)):
            raise Refused(f"Bad Request: {where} must be of type {kind}, got {value!r}")
    elif kind == "MaybeInaccessibleMessage":
        check_value(value, "Message", where)
    elif kind in UNIONS:
        _check_union(value, kind, where)
    elif kind in TYPES:
        if not isinstance(value, dict):
            raise Refused(f"Bad Request: {where} must be an object")
        check_fields(value, TYPES[kind], where)
    else:
        raise Refused(f"Bad Request: {where}: the type {kind} is not in bot_api.json")


def _check_union(value: Any, kind: str, where: str) -> None:
    """Check a value that may be of several types: the one whose fields fit, told apart by "type", "status" or the fields."""
    problems = []
    for name in UNIONS[kind]:
        if name not in TYPES:
            continue
        try:
            check_value(value, name, where)
        except Refused as refusal:
            problems.append(refusal)
        else:
            return
    raise problems[-1]
