"""The wheel: what is in it, and that it answers by itself."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READ = {
    "pycountry",
    "wordfreq",
}  # only their lists are read: `bot.knowledge.cldr`, `bot.matching.slips`
COMES_ALONG = {"httpcore", "httpx", "tornado"}  # python-telegram-bot needs them itself, in a version that fits it


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_wheel_carries_the_knowledge(wheel: Path) -> None:
    """Every knowledge file is in the wheel, under a name that no module has; tests are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    files = {path.relative_to(ROOT / "knowledge").as_posix() for path in (ROOT / "knowledge").rglob("*.yaml")}

    assert files <= {name.removeprefix("bot/_knowledge/") for name in names}
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"bot"}
    assert "bot/py.typed" in names


@pytest.mark.slow
def test_installed_wheel_answers_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed into a fresh environment, `sco-bot` answers in a folder that has no knowledge."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    places = sysconfig.get_paths("venv", vars={"base": str(home), "platbase": str(home)})
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(places["purelib"])
    # The libraries are those of this run; a .pth file in a folder that is added so is not read, so an editable install is not.
    Path(places["purelib"], "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    script = "import bot, sys; from bot.cli import main; print(bot.__file__, file=sys.stderr); sys.exit(main())"
    python = Path(places["scripts"]) / ("python.exe" if os.name == "nt" else "python")

    done = subprocess.run(
        [str(python), "-c", script, "ask", "--json", "where is RATS?"],
        cwd=tmp_path, env={"PATH": os.defpath, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr.strip().startswith(str(home))
    assert "Tashkent" in json.loads(done.stdout)["text"]


def test_console_script() -> None:
    """`sco-bot` is the command line's main."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["scripts"] == {"sco-bot": "bot.cli:main"}


def _name(requirement: str) -> str:
    """Return the name of a requirement as registries compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def _imported(folder: str) -> set[str]:
    """Return the top-level modules that the Python files of a folder import, ours and the standard library's left out."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"bot", "tests"}


@pytest.mark.parametrize("folder", ["bot", "tests"])
def test_what_is_imported_is_declared(folder: str) -> None:
    """Each library that is imported comes with one that pyproject.toml names; nothing else is named for the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_name(text) for text in project["dependencies"]} | COMES_ALONG
    if folder == "tests":
        declared |= {_name(text) for text in project["optional-dependencies"]["dev"]}
    owners = packages_distributions()
    imported = {_name(owner) for module in _imported(folder) for owner in owners[module]}

    assert imported <= declared
    if folder == "bot":
        assert declared - COMES_ALONG - READ <= imported


def test_every_dependency_has_a_lower_bound() -> None:
    """Each range says from which version on the tests were run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]

    assert [text for text in wanted if ">=" not in text] == []
