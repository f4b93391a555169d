"""What every test of the Telegram room may ask for."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.telegram_app.room import Room, Tuning
from bot.telegram_app.state import SQLiteStore, memory_store
from tests.telegram.fake_api import PATIENCE, TOKEN, FakeApi
from tests.telegram.hand_made import HandMade, settings

QUICK = Tuning(send_pauses=(0.01,) * 30, poll_pauses=(0.01,), conflict_pause=0.05, read_timeout=0.5, grace=2.0)


@dataclass
class Running:
    """The whole bot, in work on the fake server."""

    api: FakeApi
    assistant: HandMade
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


Start = Callable[..., AbstractAsyncContextManager[Running]]


@pytest_asyncio.fixture
async def api() -> AsyncIterator[FakeApi]:
    """Return a running fake of the Bot API."""
    async with FakeApi() as running:
        yield running


@pytest.fixture
def start(api: FakeApi) -> Start:
    """Return what starts the bot with options, as an async context manager that stops it."""

    @asynccontextmanager
    async def starting(**options: Any) -> AsyncIterator[Running]:
        wanted = Options(**options)
        assistant = HandMade()
        now = [dt.datetime.now(dt.UTC)]
        given = {"telegram_bot_token": SecretStr(TOKEN), "telegram_api_url": api.url} | wanted.settings
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

    return starting


@pytest_asyncio.fixture
async def bot(start: Start) -> AsyncIterator[Running]:
    """Return the bot as it runs without settings; at the end, the server has refused nothing that it said."""
    async with start() as running:
        yield running
    assert running.api.failed() == []
