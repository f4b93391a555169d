"""How many small changes to the program its tests notice: a sample of mutants by cosmic-ray, the same for the same seed.

    python -m tests.benchmarks.mutation                   the score, and each mutant that lived as a diff
    python -m tests.benchmarks.mutation --write           the same; the table also into README.md beside this file
    python -m tests.benchmarks.mutation --only slips      one part of the program

Mutated is a copy of the checkout, never the checkout. Places are sampled, not mutants, and each place is mutated once: one "|"
alone has ten mutants. Annotations and what stands in decorators are left out. A test that is expected to fail may pass.
"""

from __future__ import annotations

import argparse
import ast
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
README = Path(__file__).with_name("README.md")
OPENING, CLOSING = "<!-- mutation -->\n", "<!-- /mutation -->"
SEED = 7
TIMEOUT = 90  # seconds for the tests of one mutant: one that never ends is killed
SAMPLE = {
    "bot/matching/reading.py": 12,
    "bot/matching/spelling.py": 8,
    "bot/matching/slips.py": 16,
    "bot/matching/vocabulary.py": 5,
    "bot/intents/fitting.py": 24,
    "bot/dialogue/understanding.py": 16,
    "bot/dialogue/references.py": 15,
    "bot/answering": 3,  # of each of its modules
}
"""Part of the program -> places of it that are mutated."""
TESTS = (
    *("tests/test_matching.py", "tests/test_intents.py", "tests/test_dialogue.py", "tests/answering"),
    *("tests/test_segments.py", "tests/test_questions.py", "tests/test_assistant.py"),
)
"""The quickest first; the first failure ends a run."""
OPTIONS = [option for plugin in ("no:cacheprovider", "no:xdist", "no:pytest_cov", "lenient") for option in ("-p", plugin)]
COMMAND = [sys.executable, "-m", "pytest", "-x", "-q", *OPTIONS, *TESTS]
LENIENT = """
def pytest_collection_modifyitems(items):
    for item in items:
        for mark in item.iter_markers("xfail"):
            mark.kwargs["strict"] = False
"""


class Place(NamedTuple):
    """A place that can be mutated."""

    module: str
    start: tuple[int, int]
    end: tuple[int, int]


class Score(NamedTuple):
    """What became of the mutants of a part."""

    places: int
    sampled: int
    killed: int


def main() -> None:
    """Sample, run, print; with ``--write`` also replace the table in the README."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", help="a part of the modules' names")
    parser.add_argument("--session", type=Path, default=ROOT / "mutation.sqlite3", help="where cosmic-ray keeps its work")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    session = given.session.resolve()
    session.unlink(missing_ok=True)
    parts = {part: size for part, size in SAMPLE.items() if given.only in part}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy(copy)
        (copy / "lenient.py").write_text(LENIENT, "utf-8")
        if subprocess.run(COMMAND, cwd=copy, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit("The tests fail without a mutation.")
        config = copy / "cosmic-ray.toml"
        config.write_text(_config(parts), "utf-8")
        tool = [sys.executable, "-m", "cosmic_ray.cli"]
        subprocess.run([*tool, "init", str(config), str(session)], cwd=copy, check=True)
        places = _sample(session, copy, parts, given.seed)
        subprocess.run([*tool, "exec", str(config), str(session)], cwd=copy, check=True)
    for diff in _survivors(session):
        print(diff)
    table = _table(_scores(session, places, parts), given.seed)
    print(table)
    if given.write:
        text = README.read_text("utf-8")
        before, after = text.split(OPENING)[0], text.split(CLOSING)[1]
        README.write_text(before + OPENING + table + CLOSING + after, "utf-8")


def _copy(folder: Path) -> None:
    """Copy what the tests need."""
    for name in ("bot", "knowledge", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)


def _config(parts: Iterable[str]) -> str:
    paths = ", ".join(f'"{part}"' for part in parts)
    lines = [
        "[cosmic-ray]",
        f"module-path = [{paths}]",
        f"timeout = {TIMEOUT}.0",
        "excluded-modules = []",
        f"test-command = '''{shlex.join(COMMAND)}'''",
        "distributor.name = 'local'",
    ]
    return "\n".join([*lines, ""])


def _sample(session: Path, root: Path, parts: Mapping[str, int], seed: int) -> Mapping[str, int]:
    """Leave one mutant for each sampled place in the session; return how many places each module has."""
    jobs: dict[str, dict[Place, list[str]]] = {}
    with sqlite3.connect(session) as store:
        rows = store.execute(
            "select job_id, module_path, start_pos_row, start_pos_col, end_pos_row, end_pos_col from mutation_specs order by "
            "module_path, start_pos_row, start_pos_col, end_pos_row, end_pos_col, operator_name, operator_args, occurrence"
        )
        for job, module, row, column, last, end in rows:
            place = Place(module, (row, column), (last, end))
            jobs.setdefault(module, {}).setdefault(place, []).append(job)
        kept: list[str] = []
        for module, found in jobs.items():
            still = tuple(_still(ast.parse((root / module).read_text("utf-8"))))
            for place in [place for place in found if any(a <= place.start and place.end <= b for a, b in still)]:
                del found[place]
            size = next(size for part, size in parts.items() if module.startswith(part))
            chance = random.Random(f"{seed} {module}")  # a sample, no secret
            kept += [chance.choice(found[place]) for place in chance.sample(list(found), min(size, len(found)))]
        store.execute("create temp table kept (job_id)")
        store.executemany("insert into kept values (?)", [(job,) for job in kept])
        store.execute("delete from mutation_specs where job_id not in (select job_id from kept)")
        store.execute("delete from work_items where job_id not in (select job_id from kept)")
    return {module: len(found) for module, found in jobs.items()}


def _still(tree: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the spans of annotations and decorators, whose changes no behaviour shows."""
    for node in ast.walk(tree):
        found: Sequence[ast.expr | None] = ()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found = [*node.decorator_list, node.returns]
        elif isinstance(node, ast.ClassDef):
            found = node.decorator_list
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found = [node.annotation]
        for part in found:
            if part is not None:
                before = 1 if isinstance(node, ast.FunctionDef | ast.ClassDef) and part in node.decorator_list else 0  # its "@"
                yield (part.lineno, part.col_offset - before), (part.end_lineno or part.lineno, part.end_col_offset or 0)


def _survivors(session: Path) -> Iterator[str]:
    with sqlite3.connect(session) as store:
        for (diff,) in store.execute("select diff from work_results where test_outcome = 'SURVIVED' order by diff"):
            yield "\n".join(line for line in diff.splitlines() if line.startswith(("---", "@@", "-", "+")))


def _scores(session: Path, places: Mapping[str, int], parts: Iterable[str]) -> Mapping[str, Score]:
    with sqlite3.connect(session) as store:
        rows = store.execute(
            "select module_path, count(*), sum(test_outcome != 'SURVIVED') from mutation_specs join work_results using (job_id) "
            "group by module_path"
        ).fetchall()
    found = {}
    for part in parts:
        mine = [(sampled, killed) for module, sampled, killed in rows if module.startswith(part)]
        total = sum(count for module, count in places.items() if module.startswith(part))
        found[part] = Score(total, sum(sampled for sampled, _ in mine), sum(killed for _, killed in mine))
    return found


def _table(scores: Mapping[str, Score], seed: int) -> str:
    every = Score(*(sum(column) for column in zip(*scores.values(), strict=True)))
    rows = [f"{datetime.now(UTC).date()}, seed {seed}:", ""]
    rows += ["| part | places | mutants | killed | survived | score % |", "| --- | --- | --- | --- | --- | --- |"]
    for name, score in (*scores.items(), ("all", every)):
        share = 100 * score.killed / score.sampled if score.sampled else 0.0
        rows.append(
            f"| {name} | {score.places} | {score.sampled} | {score.killed} | {score.sampled - score.killed} | {share:.1f} |"
        )
    return "\n".join([*rows, ""])


if __name__ == "__main__":
    main()
