"""Chats are answered side by side, and no more of them at once than is good."""

from __future__ import annotations

import asyncio
from dataclasses import replace

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
