"""What a start makes of the file that it finds, or of none."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.telegram_app.state import Entry, SQLiteStore, open_store
from bot.telegram_app.state.database import RETRY_AFTER
from bot.telegram_app.state.schema import SCHEMA, VERSION
from tests.telegram.state_files import ALICE, NOW, PRIVATE, TALK, entry, ids, lines, mode, spoil, stays


async def test_a_newer_file_is_refused(path: Path, on_file: SQLiteStore) -> None:
    """The error names the setting, the file and what to do; the file is not touched."""
    on_file._write(f"PRAGMA user_version = {VERSION + 1}", (), NOW)
    await on_file.close()

    with pytest.raises(SettingsError, match=r"STATE_FILE: .*state\.sqlite was written by a newer sco-bot .*update sco-bot"):
        open_store(path, NOW)


@pytest.mark.parametrize("kind", ["text", "database", "folder"])
def test_somebody_elses_file_is_refused(path: Path, kind: str) -> None:
    """A file that is not ours is left as it is, with an error that names the setting."""
    path.parent.mkdir()
    if kind == "text":
        path.write_text("a letter, and a long one at that\n" * 100, encoding="utf-8")
    elif kind == "database":
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE theirs (x)")
        connection.close()
    else:
        path.mkdir()
    before = path.read_bytes() if path.is_file() else b""

    with pytest.raises(SettingsError, match="STATE_FILE: "):
        open_store(path, NOW)

    assert path.is_dir() or path.read_bytes() == before


async def test_a_place_that_cannot_be_made(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where no file can be, the state is kept in memory, and written when there can be one."""
    blocked = tmp_path / "blocked"
    blocked.touch()
    store = open_store(blocked / "state.sqlite", NOW)
    await store.remember(PRIVATE, TALK, NOW)
    assert lines(caplog) == ["ERROR"]

    blocked.unlink()
    assert await store.conversation(PRIVATE, NOW + RETRY_AFTER) == TALK

    assert stays(store)
    await store.close()


async def test_a_file_that_is_locked_at_start(path: Path, caplog: pytest.LogCaptureFixture, on_file: SQLiteStore) -> None:
    """A file in somebody else's hands is read, kept in memory, and written when it is free."""
    await on_file.remember(PRIVATE, TALK, NOW)
    await on_file.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    store = open_store(path, NOW)
    assert await store.first_time(ALICE, "media", NOW)
    assert await store.conversation(PRIVATE, NOW) == TALK
    assert lines(caplog) == ["ERROR"]

    other.execute("ROLLBACK")
    other.close()
    assert not await store.first_time(ALICE, "media", NOW + RETRY_AFTER)
    assert store.on_file
    await store.close()


def forbid_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be opened for writing, as on a read-only disk; permissions would not hold back an administrator."""

    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("bot.telegram_app.state.files.os.open", refuse)


@pytest.mark.parametrize("closed", [True, False], ids=["after a stop", "after a kill"])
async def test_a_file_that_is_read_only_at_start(
    path: Path, on_file: SQLiteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, closed: bool
) -> None:
    """What it holds is read, with what is still in its log; everything goes on in memory, and is written when it can be."""
    await on_file.receive([entry(1)], NOW)
    if closed:
        await on_file.close()

    with monkeypatch.context() as disk:
        forbid_writing(disk)
        store = open_store(path, NOW)
        assert await ids(store) == [1]
        await store.settle(1, NOW + RETRY_AFTER)
        assert not stays(store)
    assert lines(caplog) == ["ERROR"]

    assert await store.receive([entry(1), entry(2)], NOW + 2 * RETRY_AFTER) == {2}
    assert stays(store)
    await store.close()


async def test_a_newer_file_is_refused_though_it_is_read_only(
    path: Path, on_file: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be understood is not used, however it is opened."""
    on_file._write(f"PRAGMA user_version = {VERSION + 1}", (), NOW)
    await on_file.close()
    forbid_writing(monkeypatch)

    with pytest.raises(SettingsError, match="newer sco-bot"):
        open_store(path, NOW)


def holds(path: Path, content: bytes) -> bool:
    """Return whether a file has just this content."""
    return path.read_bytes() == content


async def test_a_broken_file_is_said_once_and_left_alone(
    path: Path, on_file: SQLiteStore, caplog: pytest.LogCaptureFixture
) -> None:
    """A file whose pages are garbage is not copied; the state begins anew in memory, and the file stays for its owner to see."""
    await on_file.receive([Entry(number, "x" * 3000) for number in range(50)], NOW)
    await on_file.close()
    content = spoil(path)

    store = open_store(path, NOW)
    assert await store.receive([entry(1)], NOW) == {1}
    await store.count(("answered",), NOW + 10 * RETRY_AFTER)
    await store.close()

    assert lines(caplog) == ["ERROR"]
    assert "until the next start" in caplog.text
    assert holds(path, content)


def test_tables_are_made_together_or_not_at_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that fails between two tables leaves a file without any, which the next start fills."""
    monkeypatch.setattr("bot.telegram_app.state.files.SCHEMA", SCHEMA + "CREATE TABLE journal (twice);")
    with pytest.raises(sqlite3.OperationalError):  # in memory as well
        open_store(path, NOW)

    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.fixture
def empty_file(path: Path) -> Path:
    """Return the path of a file of no bytes, which others may read."""
    path.parent.mkdir(mode=0o755)
    path.touch(mode=0o644)
    return path


async def test_a_kill_while_the_tables_are_made(empty_file: Path) -> None:
    """An empty file, as a kill at the very start leaves it, is a new one."""
    store = open_store(empty_file, NOW)

    assert store.on_file
    assert await store.receive([entry(1)], NOW) == {1}
    await store.close()


async def test_a_file_open_to_others_is_closed_to_them(empty_file: Path) -> None:
    """A file that was made with other permissions is given ours; its folder is the owner's business."""
    await open_store(empty_file, NOW).close()

    assert mode(empty_file) == "0o600"
    assert mode(empty_file.parent) == "0o755"
