"""What every test of the Telegram room may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram_app.state import SQLiteStore, open_store
from tests.telegram.fake_api import FakeApi
from tests.telegram.harness import Running, running
from tests.telegram.launching import Launch, launched
from tests.telegram.state_files import NOW

Start = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have RetryAfter speak of a time-delta; else the library warns of its own attribute."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest_asyncio.fixture
async def api() -> AsyncIterator[FakeApi]:
    """Return a running fake of the Bot API."""
    async with FakeApi() as server:
        yield server


@pytest.fixture
def start(api: FakeApi) -> Start:
    """Return what starts the bot with options, as an async context manager that stops it."""
    return partial(running, api)


@pytest.fixture
def launch(api: FakeApi, tmp_path: Path) -> Launch:
    """Return what starts the bot as a process with options, as an async context manager that kills it."""
    return partial(launched, api, tmp_path)


@pytest_asyncio.fixture
async def bot(start: Start) -> AsyncIterator[Running]:
    """Return the bot as it runs without settings; at the end, the server has refused nothing that it said."""
    async with start() as room:
        yield room
    assert room.api.failed() == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the state lies."""
    return tmp_path / "folder" / "state.sqlite"


@pytest_asyncio.fixture
async def on_file(path: Path) -> AsyncIterator[SQLiteStore]:
    """Yield an empty store in a file."""
    opened = open_store(path, NOW)
    yield opened
    await opened.close()
