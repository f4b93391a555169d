"""The README's commands, run as they are printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot.cli import cli
from tests.test_cli import environment

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def command(heading: str) -> str:
    """Return the one line of the code block under a heading."""
    found = re.search(rf"^## {heading}\n.*?```sh\n(.+?)\n```", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    assert "\n" not in found[1]
    return found[1]


def test_ci_runs_the_test_command() -> None:
    """`.ci/run` takes the test command from the README, by the same heading."""
    assert "## Run the tests" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert "pytest" in command("Run the tests")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_links_lead_somewhere(path: str) -> None:
    """Each file that the README links is there."""
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("question", "shown"), re.findall(r'^\$ sco-bot ask "(.+)"\n((?:(?![$`]).*\n)+)', README, re.MULTILINE))
def test_the_exchange_is_real(tmp_path: Path, question: str, shown: str) -> None:
    """What the README shows as an answer is the answer."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", question], cwd=tmp_path, env=environment(tmp_path),
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == shown.strip()


def test_it_shows_every_room() -> None:
    """The picture of the rooms names each module and package of `bot`, and nothing that is not there."""
    picture = README.split("```text\nbot/\n")[1].split("```")[0]
    shown = set(re.findall(r"(?:^|\s)([a-z_]+(?:\.py|/))(?=\s)", picture))
    there = {path.name for path in (ROOT / "bot").glob("*.py")} - {"__init__.py", "__main__.py"}
    there |= {f"{path.parent.name}/" for path in (ROOT / "bot").glob("*/__init__.py")}

    assert shown == there


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_explained(name: str) -> None:
    """Each command stands in the README and has a help text, as has each of its options."""
    command = cli.commands[name]

    assert f"sco-bot {name}" in README
    assert command.help
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def test_it_says_that_it_is_unofficial() -> None:
    """A reader learns at once whose bot this is not."""
    opening = README.split("\n## ")[0]

    assert "unofficial" in opening
    assert "Small Arms Survey" in opening


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SCO_BOT_TEST_INSTALL"), reason="installs libraries over the network; .ci/run sets it")
def test_chat_command_on_a_fresh_checkout(tmp_path: Path) -> None:
    """The first command leads from a fresh checkout into a running chat."""
    checkout = tmp_path / "checkout"
    kept = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", ".env")
    shutil.copytree(ROOT, checkout, ignore=kept)
    env = {key: value for key, value in os.environ.items() if not key.startswith(("TELEGRAM_", "VIRTUAL_ENV", "PYTHON"))}

    done = subprocess.run(
        command("Start it"), shell=True, cwd=checkout, env=env, input="who are the members?\nquit\n",
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "Kyrgyzstan" in done.stdout
