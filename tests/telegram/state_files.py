"""What the tests of the state on file have in common."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.model import Conversation
from bot.telegram_app.state import Entry, SQLiteStore, Store, Who

NOW = 1_800_000_000.0
ALICE, BOB = 11, 22
TALK = Conversation(mentions=(("country", "kaz"),), intent="budget.share")
PRIVATE = Who(ALICE, ALICE)


async def ids(store: Store, now: float = NOW) -> list[int]:
    """Return the ids of the unanswered updates, in the order in which they are taken up."""
    return [entry.update_id for entry in await store.unsettled(now)]


def entry(update_id: int, chat: int = ALICE, sender: int = ALICE) -> Entry:
    """Return an entry for the journal."""
    return Entry(update_id, f'{{"update_id":{update_id}}}', chat, sender)


def mode(path: Path) -> str:
    """Return the permissions."""
    return oct(path.stat().st_mode & 0o777)


def stays(store: SQLiteStore) -> bool:
    """Return whether what is written now outlives the process."""
    return store.on_file


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the levels of what was logged for people to see."""
    return [record.levelname for record in caplog.records if record.levelno >= logging.WARNING]


def fill_disk(store: SQLiteStore) -> None:
    """Let the file grow no more, as on a full disk."""
    assert store._database._file is not None
    pages = store._database._file.execute("PRAGMA page_count").fetchone()[0]
    store._database._file.execute(f"PRAGMA max_page_count = {pages}")


def empty_disk(store: SQLiteStore) -> None:
    """Let the file grow again."""
    assert store._database._file is not None
    store._database._file.execute("PRAGMA max_page_count = 1000000")


def forbid(store: SQLiteStore) -> None:
    """Let nothing be written to the file, as on a disk that has turned read-only."""
    assert store._database._file is not None
    store._database._file.execute("PRAGMA query_only = ON")


def spoil(path: Path) -> bytes:
    """Overwrite all but the first page, and return what the file is then."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"garbage!" * (len(content) // 8 - 512))
    return path.read_bytes()
