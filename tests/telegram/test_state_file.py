"""The file of the state: whose it is, and what happens to it when the disk or the process fails."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.telegram_app.state import Entry, Exchange, SQLiteStore, Who, default_path, open_store
from bot.telegram_app.state.database import RETRY_AFTER
from tests.telegram.state_files import (
    ALICE,
    BOB,
    NOW,
    PRIVATE,
    TALK,
    empty_disk,
    entry,
    fill_disk,
    forbid,
    ids,
    lines,
    mode,
    stays,
)


async def overfill(store: SQLiteStore) -> None:
    """Write more than fits into the pages that the file has."""
    await store.receive([Entry(number, "x" * 3000) for number in range(100, 120)], NOW)


async def test_everything_outlives_a_restart(path: Path, on_file: SQLiteStore) -> None:
    """A store opened on the file finds what the one before wrote."""
    await on_file.receive([entry(1)], NOW)
    await on_file.remember(PRIVATE, TALK, NOW)
    await on_file.close()

    again = open_store(path, NOW)

    assert (await ids(again), await again.conversation(PRIVATE, NOW)) == ([1], TALK)
    await again.close()


async def test_the_file_is_its_owners_alone(path: Path, on_file: SQLiteStore) -> None:
    """Nobody else may read the folder, the file or what SQLite puts beside it."""
    await on_file.count(("x",), NOW)

    modes = {file.name: mode(file) for file in (path.parent, *path.parent.iterdir())}

    assert modes == {"folder": "0o700", "state.sqlite": "0o600", "state.sqlite-wal": "0o600", "state.sqlite-shm": "0o600"}


def test_the_default_place_is_the_users_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a setting the file lies where the system keeps programs' state."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    place = default_path()

    assert place.is_relative_to(tmp_path)
    assert place.parts[-2:] == ("sco-bot", "state.sqlite")


async def test_the_log_of_the_file_does_not_grow_without_end(path: Path, on_file: SQLiteStore) -> None:
    """The write-ahead log is moved into the file every few hundred writes."""
    for number in range(6000):
        await on_file.receive([Entry(number, "x" * 1000)], NOW)
        await on_file.settle(number, NOW)
        if number % 250 == 249 and on_file._database._checkpoint is not None:
            on_file._database._checkpoint.join()  # a pause between messages, which a test does not have

    assert path.with_name("state.sqlite-wal").stat().st_size < 20e6


async def test_a_full_disk_is_said_once_and_answers_go_on(on_file: SQLiteStore, caplog: pytest.LogCaptureFixture) -> None:
    """Conversations and the journal go on in memory, with all that the file held; one line in the log."""
    await on_file.receive([entry(1)], NOW)
    await on_file.remember(PRIVATE, TALK, NOW)
    fill_disk(on_file)

    await overfill(on_file)
    await on_file.settle(1, NOW)

    assert await on_file.receive([entry(1), entry(2)], NOW) == {2}
    assert await on_file.conversation(PRIVATE, NOW) == TALK
    assert lines(caplog) == ["ERROR"]
    assert not stays(on_file)


async def test_a_read_only_file_is_said_once(on_file: SQLiteStore, caplog: pytest.LogCaptureFixture) -> None:
    """When the file system turns read-only, everything goes on in memory."""
    await on_file.remember(PRIVATE, TALK, NOW)
    forbid(on_file)

    for number in range(5):
        assert await on_file.receive([entry(number)], NOW) == {number}

    assert await on_file.conversation(PRIVATE, NOW) == TALK
    assert lines(caplog) == ["ERROR"]


async def test_the_state_returns_to_the_file(path: Path, on_file: SQLiteStore, caplog: pytest.LogCaptureFixture) -> None:
    """When the disk has room again, all that happened meanwhile is written: what came, what was answered, what was forgotten."""
    await on_file.receive([entry(1), entry(2, BOB, BOB)], NOW)
    fill_disk(on_file)
    await overfill(on_file)
    await on_file.settle(1, NOW)
    await on_file.forget(BOB, NOW)
    await on_file.count(("answered",), NOW)

    await on_file.count(("answered",), NOW + RETRY_AFTER)  # tried, and still full
    assert not stays(on_file)
    empty_disk(on_file)
    await on_file.count(("answered",), NOW + 2 * RETRY_AFTER)

    assert stays(on_file)
    assert lines(caplog) == ["ERROR", "WARNING"]
    await on_file.close()
    again = open_store(path, NOW)
    assert await ids(again) == list(range(100, 120))
    assert await again.counters(NOW) == {"answered": 3}
    await again.close()


async def test_a_failed_write_leaves_no_half(path: Path, on_file: SQLiteStore) -> None:
    """A batch that does not fit is not in the file at all; what was there before is."""
    await on_file.receive([entry(1)], NOW)
    fill_disk(on_file)
    await overfill(on_file)
    await on_file.close()

    again = open_store(path, NOW)

    assert await ids(again) == [1]
    await again.close()


async def test_a_large_file_is_not_copied_into_memory(
    on_file: SQLiteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Beyond some size the state begins anew when the disk fails, and the file is left alone until the next start."""
    monkeypatch.setattr("bot.telegram_app.state.files.COPY_LIMIT", 1000)
    await on_file.receive([entry(1)], NOW)
    fill_disk(on_file)
    await overfill(on_file)
    empty_disk(on_file)

    assert await on_file.receive([entry(1)], NOW + 10 * RETRY_AFTER) == {1}
    assert not stays(on_file)
    assert "until the next start" in caplog.text


async def test_our_own_mistakes_are_not_taken_for_the_disks(on_file: SQLiteStore) -> None:
    """An error in a statement's values is raised and does not move the state into memory."""
    with pytest.raises(sqlite3.IntegrityError):
        on_file._write("INSERT INTO missed VALUES ('x', NULL, 1)", (), NOW)

    assert on_file.on_file


async def test_what_is_forgotten_is_in_no_file(path: Path, on_file: SQLiteStore) -> None:
    """No byte of a forgotten question is left in the file or in its log."""
    await on_file.receive([Entry(1, '{"text":"embarrassing question"}', ALICE, ALICE)], NOW)
    await on_file.keep(Exchange(PRIVATE, 1, 2, "embarrassing question"), NOW)

    await on_file.forget(ALICE, NOW)
    assert on_file._database._checkpoint is not None
    on_file._database._checkpoint.join()

    assert not any(b"embarrassing" in file.read_bytes() for file in path.parent.iterdir())


# A process that is killed

VICTIM = """
import asyncio, pathlib, sys
from bot.model import Conversation
from bot.telegram_app.state import Entry, Exchange, Who, open_store

async def main() -> None:
    store = open_store(pathlib.Path(sys.argv[1]), 0.0)
    for number in range(1, 10**9):
        now = float(number)
        await store.receive([Entry(number, "x" * 2000, 1, 1)], now)
        print("got", number, flush=True)
        await store.remember(Who(1, 1), Conversation(intent=str(number)), now)
        await store.keep(Exchange(Who(1, 1), number, number), now)
        await store.settle(number, now)
        print("settled", number, flush=True)

asyncio.run(main())
"""


class Victim:
    """A process that receives and settles updates as fast as it can, and says each time how far it is."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", VICTIM, str(path)], stdout=subprocess.PIPE, text=True)

    def kill_after(self, seconds: float) -> dict[str, int]:
        """Return the last number it said for each word; the line that the kill cut short does not count."""
        with self._process as process:
            assert process.stdout is not None
            text = process.stdout.readline()  # until it runs
            time.sleep(seconds)  # any moment will do, so this is not a race
            process.send_signal(signal.SIGKILL)
            text += process.stdout.read()
        said = (line.split() for line in text.split("\n")[:-1])
        return {"settled": 0} | {word: int(number) for word, number in said}


@pytest.mark.parametrize("milliseconds", [5, 20, 60, 150, 300])
async def test_a_kill_at_any_moment_loses_nothing(path: Path, milliseconds: int) -> None:
    """What was on file before Telegram was told is there, once; what was answered is not taken up; the file is whole."""
    said = Victim(path).kill_after(milliseconds / 1000)

    again = open_store(path, 1e6)
    assert again._rows("PRAGMA integrity_check", (), 0) == [("ok",)]
    left = await ids(again, 1e6)
    received = again._rows("SELECT max(update_id) FROM journal", (), 0)[0][0]
    spoken = await again.conversation(Who(1, 1), float(said["settled"]))

    assert received in {said["got"], said["got"] + 1}
    assert len(left) <= 1
    assert all(number > said["settled"] for number in left)
    assert int(spoken.intent or 0) >= said["settled"]
    await again.close()
