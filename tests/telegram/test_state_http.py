"""The state file in trouble, as people who write to the bot see it: answered all the same, and the owner is told once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.telegram_app.state import Entry, SQLiteStore, open_store
from bot.telegram_app.state.database import RETRY_AFTER
from bot.telegram_app.state.schema import VERSION
from tests.telegram.conftest import Start
from tests.telegram.fake_api import FakeApi
from tests.telegram.launching import PATIENCE, Launch, ended, written
from tests.telegram.state_files import NOW, empty_disk, fill_disk, forbid, lines, spoil
from tests.telegram.world import person

ANN = person(7)
CROWD = [person(100 + number, f"User{number}") for number in range(40)]


@pytest.mark.parametrize("fail", [fill_disk, forbid], ids=["full", "read-only"])
async def test_answers_go_on_when_the_file_fails(
    start: Start, on_file: SQLiteStore, caplog: pytest.LogCaptureFixture, fail: Callable[[SQLiteStore], None]
) -> None:
    """Every question is answered once, follow-ups lean on what was said before and since; one line says what is wrong."""
    async with start(store=on_file, settings={"health_listen": "127.0.0.1:0"}) as bot:
        chat = bot.api.world.private(ANN)
        bot.api.say(chat, ANN, "What share does China pay?")
        await bot.idle()
        fail(on_file)
        bot.api.say(chat, ANN, "and Uzbekistan?")
        for user in CROWD:
            bot.api.say(bot.api.world.private(user), user, "Who are the members?")
        await bot.idle()
        bot.api.say(chat, ANN, "and Russia?")
        said = await bot.heard()
        url = f"http://127.0.0.1:{bot.room.server.port}/healthz"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            report = await response.json()

    assert len(said) == len(CROWD) + 3
    assert [text["text"][:12] for text in said if text["chat"]["id"] == ANN["id"]] == [
        "China pays 2",
        "Uzbekistan p",
        "Russia pays ",
    ]
    assert lines(caplog) == ["ERROR"]
    assert "the state is kept in memory until it can be written" in caplog.text
    assert (report["ok"], report["state_on_file"]) == (True, False)


async def test_the_file_is_used_again_when_it_can_be(start: Start, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """When the disk has room again, what was said meanwhile is written, and outlives a restart."""
    store = open_store(path, NOW)
    async with start(store=store) as bot:
        chat = bot.api.world.private(ANN)
        bot.api.say(chat, ANN, "hello")
        await bot.idle()
        fill_disk(store)
        for user in CROWD:
            bot.api.say(bot.api.world.private(user), user, "Who are the members?")
        bot.api.say(chat, ANN, "What share does China pay?")
        await bot.idle()
        assert not store.on_file
        empty_disk(store)
        bot.now[0] = bot.now[0].fromtimestamp(bot.now[0].timestamp() + 2 * RETRY_AFTER, bot.now[0].tzinfo)
        bot.api.say(chat, ANN, "hello")
        await bot.idle()
        later = bot.now[0]
    assert lines(caplog) == ["ERROR", "WARNING"]

    async with start(store=open_store(path, later.timestamp())) as bot:
        bot.now[0] = later
        bot.api.say(bot.api.world.private(ANN), ANN, "and Uzbekistan?")
        said = await bot.heard()
    assert said[-1]["text"].startswith("Uzbekistan pays 5")
    assert len(said) == len(CROWD) + 4  # of both runs: nothing is answered a second time


def newer(path: Path) -> None:
    """Make a state file of the next version."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def letter(path: Path) -> None:
    """Make a file that is no state file."""
    path.write_text("a letter, and a long one at that\n" * 100, encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "line"), [(newer, "was written by a newer sco-bot"), (letter, "is not a state file")], ids=["newer", "letter"]
)
async def test_a_file_that_is_not_ours_ends_the_bot(
    launch: Launch, api: FakeApi, tmp_path: Path, make: Callable[[Path], None], line: str
) -> None:
    """One clear line names the setting and the file, the exit code is 2, the file is as it was, and nobody was asked."""
    path = tmp_path / "state.sqlite"
    make(path)
    before = path.read_bytes()
    async with launch() as process:
        code, said = await ended(process)

    assert code == 2
    assert len(said.splitlines()) == 1
    assert said.startswith(f"STATE_FILE: {path} {line}")
    assert path.read_bytes() == before
    assert (api.calls, api.polled) == ([], 0)


async def test_a_broken_file_is_left_alone(launch: Launch, api: FakeApi, tmp_path: Path) -> None:
    """With garbage in the file the bot answers from memory; one line names the file, which stays for its owner to see."""
    path = tmp_path / "state.sqlite"
    store = open_store(path, NOW)
    await store.receive([Entry(number, "x" * 3000) for number in range(50)], NOW)
    await store.close()
    content = spoil(path)
    async with launch() as process:
        said = await written(process, "ready")
        for text in ("What share does China pay?", "and Uzbekistan?"):
            api.say(api.world.private(ANN), ANN, text)
        await api.until(lambda: len(api.made("sendMessage")) == 2, PATIENCE)
        process.terminate()
        code, rest = await ended(process)

    assert code == 0
    assert (said + rest).count("ERROR") == 1
    assert f"state file {path} cannot be used" in said
    assert "until the next start" in said
    assert "Traceback" not in said + rest
    assert path.read_bytes() == content
