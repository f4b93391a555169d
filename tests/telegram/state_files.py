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
