"""How updates are asked for when another program has the same token."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tests.telegram.conftest import Start
from tests.telegram.fake_api import Fault
from tests.telegram.harness import QUICK
from tests.telegram.world import person

ANN = person(7)
PAUSE = 0.2


async def test_conflict_is_not_made_worse(start: Start) -> None:
    """After each conflict the bot pauses before it asks again, so that two programs do not end each other's requests for ever."""
    async with start(tuning=replace(QUICK, conflict_pause=PAUSE)) as bot:
        await bot.api.until(lambda: bot.api.polled)
        bot.api.faults.append(Fault("error", "getUpdates", 3, code=409, description="Conflict"))
        bot.api.release()
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
        assert len(await bot.heard()) == 1

    times = [call.at for call in bot.api.calls if call.method == "getUpdates" and call.error]
    assert len(times) == 3
    assert [later - earlier >= PAUSE for earlier, later in pairwise(times)] == [True, True]
