"""Chats are answered side by side, and no more of them at once than is good."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.telegram.conftest import Start
from tests.telegram.fake_api import Fault
from tests.telegram.harness import QUICK
from tests.telegram.world import person

AT_ONCE = 3


async def test_some_chats_at_once(start: Start) -> None:
    """While the server holds every answer up, as many chats are being answered as may be, and the others wait."""
    async with start(tuning=replace(QUICK, at_once=AT_ONCE, read_timeout=30.0, grace=0.1)) as bot:
        bot.api.faults.append(Fault("hang", times=99))
        for number in range(2 * AT_ONCE):
            user = person(100 + number)
            bot.api.say(bot.api.world.private(user), user, "Who are the members?")

        await bot.api.until(lambda: sum(call.error == "fault: hang" for call in bot.api.calls) >= AT_ONCE)
        await asyncio.sleep(0.2)

        assert sum(call.error == "fault: hang" for call in bot.api.calls) == AT_ONCE


async def test_talk_does_not_wait_behind_a_question(start: Start) -> None:
    """While a group's question has to wait, what its people say to each other is done with, as is what is edited of it."""
    async with start() as bot:
        group = bot.api.world.supergroup()
        bot.api.faults.append(Fault("error", code=429, parameters={"retry_after": 1}))
        bot.api.say(group, person(7), "/ask Who are the members?")
        await bot.api.until(lambda: any(call.error for call in bot.api.calls))
        said = [bot.api.say(group, person(8), "Look it up") for _ in range(20)]
        bot.api.push(*[bot.api.world.edited(message, "Let us look it up") for message in said])
        bot.api.say(group, person(8), "/ask Who are the members?")
        await bot.api.taken()
        await asyncio.sleep(0.2)
        assert len(bot.api.made("sendMessage")) == 0
        waiting = len(await bot.room.desk.store.unsettled(bot.room.desk.now()))
        assert len(await bot.heard()) == 2

    assert waiting == 2


async def test_a_chat_takes_no_more_than_its_room(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """Of a chat that is asked more than may be answered, what is too much is dropped with a line each; others do not notice."""
    async with start(tuning=replace(QUICK, most_in_line=5)) as bot:
        group, user = bot.api.world.supergroup(), person(7)
        bot.api.faults.append(Fault("error", code=429, parameters={"retry_after": 1}))
        for number in range(8):
            bot.api.say(group, person(100 + number), "/ask Who are the members?")
        bot.api.say(bot.api.world.private(user), user, "Who are the members?")
        first = (await bot.api.sent())[0]
        messages = await bot.heard()
        left = await bot.room.desk.store.unsettled(bot.room.desk.now())

    assert first["chat"]["id"] == user["id"]
    assert len(messages) == 1 + 5
    assert caplog.text.count("one more was dropped") == 3
    assert left == ()
