"""What holds for all of the project's own files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("test_*.py"))


def _ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_a_module_has_one_subject(path: Path) -> None:
    """A module of more than 350 lines holds more than one subject."""
    assert len(path.read_text("utf-8").splitlines()) <= 350


@pytest.mark.parametrize("path", TESTS, ids=_ids)
def test_each_test_states_its_behaviour(path: Path) -> None:
    """The docstring of a test says in a sentence what holds."""

    def tests(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for child in ast.walk(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and child.name.startswith("test_"):
                yield child

    silent = [
        test.name for test in tests(ast.parse(path.read_text("utf-8"))) if not (ast.get_docstring(test) or "").endswith(".")
    ]

    assert silent == []
