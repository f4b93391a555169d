"""The bot as a process of its own: what starts it, and what it has written when it ends."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from tests.telegram.fake_api import TOKEN, FakeApi

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0

Process = asyncio.subprocess.Process
Launch = Callable[..., AbstractAsyncContextManager[Process]]


@asynccontextmanager
async def launched(api: FakeApi, folder: Path, **more: Any) -> AsyncIterator[Process]:
    """Start the bot with the hand-made assistant as a process; it is killed at the end when it still runs."""
    given = {"telegram_api_url": api.url, "telegram_bot_token": TOKEN, "state_file": str(folder / "state.sqlite")} | more
    async with _process("-m", "tests.telegram.program", json.dumps(given)) as process:
        yield process


@asynccontextmanager
async def launched_whole(api: FakeApi, folder: Path, *arguments: str) -> AsyncIterator[Process]:
    """Start ``python -m bot telegram`` with arguments; it is killed at the end when it still runs."""
    given = {"TELEGRAM_API_URL": api.url, "TELEGRAM_BOT_TOKEN": TOKEN, "STATE_FILE": str(folder / "state.sqlite")}
    async with _process("-m", "bot", "telegram", *arguments, **given) as process:
        yield process


@asynccontextmanager
async def _process(*arguments: str, **environment: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: Process) -> tuple[int, str]:
    """Return the exit code of a process and what it wrote."""
    async with asyncio.timeout(PATIENCE):
        out, error = await process.communicate()
    assert process.returncode is not None
    return process.returncode, (out + error).decode()


async def written(process: Process, text: str) -> str:
    """Return the lines that a process has written, up to one that has the text, once it has written that."""
    assert process.stderr is not None
    lines = [""]
    async with asyncio.timeout(PATIENCE):
        while text not in lines[-1]:
            line = (await process.stderr.readline()).decode()
            assert line, f"it ended without: {text}"
            lines.append(line)
    return "".join(lines)
