"""The JSON Schema that editors use, and the files that it is for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.checking import schema

KNOWLEDGE = Path(__file__).resolve().parents[1] / "knowledge"
FILES = sorted(KNOWLEDGE.rglob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """Return a validator of the schema, which is itself valid."""
    made = schema.schema()
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def test_the_file_is_up_to_date() -> None:
    """knowledge/schema.json is what the shapes say; ``python -m bot.checking.schema`` writes it."""
    assert (KNOWLEDGE / schema.NAME).read_text("utf-8") == schema.text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(KNOWLEDGE).as_posix())
def test_every_file_fits(validator: jsonschema.Draft202012Validator, path: Path) -> None:
    """The schema accepts each file of the knowledge."""
    faults = [error.message for error in validator.iter_errors(yaml.safe_load(path.read_text("utf-8")))]

    assert faults == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(KNOWLEDGE).as_posix())
def test_every_file_names_the_schema(path: Path) -> None:
    """The first line binds the file to the schema, so that an editor needs no setting."""
    way = "../" * (len(path.relative_to(KNOWLEDGE).parts) - 1)

    assert path.read_text("utf-8").split("\n")[0] == f"# yaml-language-server: $schema={way}schema.json"


@pytest.mark.parametrize(
    "data",
    [
        {"fakts": []},
        {"facts": {"id": "x"}},
        {"facts": [{"id": "x", "subject": "sco", "relation": "r", "value": 1, "say": "S."}]},
        {"facts": [{"id": False, "subject": "sco", "relation": "r", "value": 1, "say": "S.", "cite": ["p: s"]}]},
        {"phrases": {"x": 1}},
    ],
)
def test_a_slip_is_marked(validator: jsonschema.Draft202012Validator, data: Any) -> None:
    """An unknown section, a wrong shape, a missing key and a wrong type are no valid file."""
    assert not validator.is_valid(data)
