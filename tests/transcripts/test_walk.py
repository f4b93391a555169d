"""The transcript is what the bot says today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.walk import HERE, written

README = Path(__file__).parents[2] / "README.md"


async def test_walk_is_true() -> None:
    """Walked again, every line is the same; ``python -m tests.transcripts.walk`` writes it anew."""
    assert HERE.read_text("utf-8") == await written()


def test_readme_shows_a_part_of_it() -> None:
    """What the README shows of the walk stands there word for word, up to the buttons."""
    shown = README.read_text("utf-8").split("(tests/transcripts/walk.md)")[1].partition("\n> ")[2].partition("\n```\n")[0]

    assert "Source: " in shown
    assert shown in HERE.read_text("utf-8")


@pytest.mark.parametrize("setting", ["Inline mode", "Guest mode", "Group privacy"])
def test_readme_says_what_to_set(setting: str) -> None:
    """What the bot cannot set by itself stands in the table of what to set in @BotFather."""
    table = README.read_text("utf-8").split("@BotFather, under", 1)[1].partition("\n\n")[2].partition("\n\n")[0]

    assert f"| {setting}" in table
