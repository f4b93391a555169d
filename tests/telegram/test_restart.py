"""Stopped and started again: context survives, nothing is answered twice."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from bot.telegram_app.state import Entry, open_store
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


async def test_what_was_left_over_a_day_ago(start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """At a start, what was left unanswered more than a day ago is answered in private, and dropped in a group with a line."""
    caplog.set_level(logging.INFO)
    async with start(store=open_store(tmp_path / "state.sqlite", 0.0)) as bot:
        world, store = bot.api.world, bot.room.desk.store
        asked = int(bot.now[0].timestamp()) - 25 * 3600
        for chat in (world.private(ANN), world.supergroup()):
            left = world.update("message", world.message(chat, ANN, "/ask Who are the members?", date=asked))
            await store.receive([Entry(left["update_id"], json.dumps(left), chat["id"], ANN["id"])], asked)
    async with start(store=open_store(tmp_path / "state.sqlite", 0.0)) as bot:
        (answer,) = await bot.heard()

    assert answer["chat"]["type"] == "private"
    assert caplog.text.count("more than a day old") == 1
    assert "2 questions of the last run are taken up again" in caplog.text


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
