"""What every test of the Telegram room may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.telegram.fake_api import FakeApi


@pytest_asyncio.fixture
async def api() -> AsyncIterator[FakeApi]:
    """Return a running fake of the Bot API."""
    async with FakeApi() as running:
        yield running
