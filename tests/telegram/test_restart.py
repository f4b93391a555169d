"""Stopped and started again: context survives, nothing is answered twice."""

from __future__ import annotations

from pathlib import Path

from bot.telegram_app.state import open_store
from tests.telegram.conftest import Start
from tests.telegram.world import Json, person

ANN, BOB = person(7), person(8, "Bob")


async def test_context_survives(start: Start, tmp_path: Path) -> None:
    """A follow-up after a restart leans on the question before it."""
    path = tmp_path / "state.sqlite"
    async with start(store=open_store(path, 0.0)) as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "What share does China pay?")
        await bot.idle()
    async with start(store=open_store(path, 0.0)) as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "and Uzbekistan?")
        assert (await bot.heard())[-1]["text"].startswith("Uzbekistan pays 5")


async def test_update_that_comes_twice(start: Start) -> None:
    """An update that the server delivers again is answered once."""
    async with start() as bot:
        update: Json = bot.api.world.update("message", bot.api.world.message(bot.api.world.private(ANN), ANN, "members"))
        bot.api.push(update)
        await bot.idle()
        bot.api.push(update)
        bot.api.say(bot.api.world.private(BOB), BOB, "members")
        await bot.idle()

        assert len(await bot.heard()) == 2


async def test_stop_finishes_what_is_being_answered(start: Start) -> None:
    """A question in work is answered before the bot ends."""
    async with start() as bot:
        bot.api.delay = 0.2
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
        await bot.api.taken()
    assert len(bot.api.made("sendMessage")) == 1
