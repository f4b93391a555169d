"""The whole bot in work on the fake server, in the same process, for tests, transcripts and benchmarks."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.settings import Secret
from bot.telegram_app.limits import Rate
from bot.telegram_app.room import Room, Tuning
from bot.telegram_app.state import SQLiteStore, memory_store
from tests.telegram.fake_api import PATIENCE, TOKEN, FakeApi
from tests.telegram.hand_made import HandMade, settings

MANY = Rate(1000, 1.0)
QUICK = Tuning(
    send_pauses=(0.01,) * 30,
    poll_pauses=(0.01,),
    conflict_pause=0.05,
    read_timeout=0.5,
    grace=2.0,
    chat=MANY,
    group=MANY,
    before_welcome=0.1,
    album_wait=0.1,
)
"""Short pauses, and no pace within a chat; `Tuning()` has that of the public server."""


@dataclass
class Running:
    """The whole bot, in work on the fake server."""

    api: FakeApi
    assistant: Any
    room: Room
    now: list[dt.datetime]
    """The time, for tests to move on; one entry."""

    async def idle(self) -> None:
        """Wait until every update that was pushed is received and worked on."""
        await self.api.taken()
        async with asyncio.timeout(PATIENCE):
            await self.room.queue.join()

    async def heard(self) -> list[Any]:
        """Return the messages that the bot has sent, once it has nothing to do any more."""
        await self.idle()
        return [call.result for call in self.api.made("sendMessage")]


@dataclass
class Options:
    """How a test wants the bot."""

    settings: dict[str, Any] = field(default_factory=dict)
    store: SQLiteStore | None = None
    tuning: Tuning = QUICK
    webhook: bool = False
    load: Callable[[], Any] | None = None
    assistant: Any = None
    """Who answers; the hand-made one when None."""


@asynccontextmanager
async def running(api: FakeApi, **options: Any) -> AsyncGenerator[Running, None]:
    """Yield the bot, which is started with these `Options` and stopped afterwards."""
    wanted = Options(**options)
    assistant = wanted.assistant or HandMade()
    now = [dt.datetime.now(dt.UTC)]
    given = {"telegram_bot_token": Secret(TOKEN), "telegram_api_url": api.url} | wanted.settings
    room = Room(
        assistant,
        settings(**given),
        wanted.store or memory_store(),
        clock=lambda: now[0],
        webhook=wanted.webhook,
        load=wanted.load,
        tuning=wanted.tuning,
    )
    try:
        await room.start()
        yield Running(api, assistant, room, now)
    finally:
        await room.stop()
