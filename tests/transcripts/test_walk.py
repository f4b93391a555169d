"""The transcript is what the bot says today."""

from __future__ import annotations

from tests.transcripts.walk import HERE, written


async def test_walk_is_true() -> None:
    """Walked again, every line is the same; ``python -m tests.transcripts.walk`` writes it anew."""
    assert HERE.read_text("utf-8") == await written()
