"""The store over SQLite; also, with no file, the store in memory."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.model import Conversation
from bot.telegram_app.state.database import Database, default_path
from bot.telegram_app.state.schema import BATCH, TIDY
from bot.telegram_app.state.store import (
    ATTEMPTS,
    CONVERSATION_ENDS,
    COUNTER_STAYS,
    DAY,
    EXCHANGE_STAYS,
    MISSED_LENGTH,
    MISSED_STAYS,
    MISSED_TEXTS,
    Entry,
    Exchange,
    Missed,
    Who,
)

LOG = logging.getLogger(__name__)
Row = tuple[Any, ...]

ANSWERED = "UPDATE journal SET settled = ?, body = NULL, chat = NULL, sender = NULL WHERE settled IS NULL"
FIELDS = tuple(field.name for field in fields(Conversation))
EXCHANGE = "SELECT chat, sender, topic, question, answer, text, before, after FROM exchange WHERE chat = ?"


def open_store(path: Path | None, now: float) -> SQLiteStore:
    """Return the store in a file, at `default_path` for None.

    Raises:
        SettingsError: The file is of a newer version, or not a state file.
    """
    return SQLiteStore(Database(path or default_path(), now))


def memory_store() -> SQLiteStore:
    """Return a store that ends with the process."""
    return SQLiteStore(Database(None, 0.0))


class SQLiteStore:
    """A `Store` in one database; each method is one transaction of 15 to 90 µs, so it runs in the event loop's thread."""

    def __init__(self, database: Database) -> None:
        """Keep the database."""
        self._database = database

    @property
    def on_file(self) -> bool:
        """Return whether what is written now outlives the process."""
        return self._database.on_file

    async def receive(self, entries: Sequence[Entry], now: float) -> frozenset[int]:
        """Write updates to the journal and return the ids that were not there before."""

        def operation(connection: sqlite3.Connection) -> frozenset[int]:
            insert = "INSERT OR IGNORE INTO journal (update_id, received, chat, sender, body) VALUES (?, ?, ?, ?, ?)"
            return frozenset(
                entry.update_id
                for entry in entries
                if connection.execute(insert, (entry.update_id, now, entry.chat, entry.sender, entry.body)).rowcount
            )

        return self._database.write(operation, now)

    async def settle(self, update_id: int, now: float) -> None:
        """Note that an update is answered; of it nothing but the id stays."""
        self._write(f"{ANSWERED} AND update_id = ?", (now, update_id), now)

    async def unsettled(self, now: float) -> tuple[Entry, ...]:
        """Return what an earlier run left unanswered, the oldest first."""

        def operation(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            given_up = connection.execute(f"{ANSWERED} AND attempts >= ?", (now, ATTEMPTS)).rowcount
            if given_up:
                LOG.error("%d updates were taken up at %d starts and are given up", given_up, ATTEMPTS)
            connection.execute("UPDATE journal SET attempts = attempts + 1 WHERE settled IS NULL")
            select = (
                "SELECT update_id, body, chat, sender, received FROM journal WHERE settled IS NULL ORDER BY received, update_id"
            )
            return tuple(Entry(*row) for row in connection.execute(select))

        return self._database.write(operation, now)

    async def conversation(self, who: Who, now: float) -> Conversation:
        """Return what a follow-up may lean on."""
        select = "SELECT body FROM conversation WHERE chat = ? AND topic = ? AND sender = ? AND used > ?"
        row = self._row(select, (who.chat, who.topic, who.sender, now - CONVERSATION_ENDS), now)
        return _conversation(row[0]) if row else Conversation()

    async def remember(self, who: Who, conversation: Conversation, now: float) -> None:
        """Keep the conversation as the next question is to find it."""
        values = (who.chat, who.topic, who.sender, _text(conversation), now)
        self._write("INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?)", values, now)

    async def keep(self, exchange: Exchange, now: float) -> None:
        """Keep which message answers which."""
        who = exchange.who
        place = (who.chat, exchange.answer, exchange.question, who.topic, who.sender)
        values = (*place, exchange.text, _text(exchange.before), _text(exchange.after), now)
        insert = (
            "INSERT INTO exchange VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET question = excluded.question, "
            "topic = excluded.topic, sender = excluded.sender, text = excluded.text, before = excluded.before, "
            "after = excluded.after"
        )
        self._write(insert, values, now)

    async def by_question(self, chat: int, question: int, now: float) -> Exchange | None:
        """Return the newest answer to a message."""
        select = f"{EXCHANGE} AND question = ? AND made > ? ORDER BY made DESC, answer DESC LIMIT 1"
        return _exchange(self._row(select, (chat, question, now - EXCHANGE_STAYS), now))

    async def by_answer(self, chat: int, answer: int, now: float) -> Exchange | None:
        """Return what a message of the bot answers."""
        return _exchange(self._row(f"{EXCHANGE} AND answer = ? AND made > ?", (chat, answer, now - EXCHANGE_STAYS), now))

    async def mark(self, chat: int, answer: int, sender: int, now: float, *, helpful: bool) -> bool:
        """Keep a person's mark of an answer; return whether it changed anything."""

        def operation(connection: sqlite3.Connection) -> bool:
            select = "SELECT helpful FROM mark WHERE chat = ? AND answer = ? AND sender = ?"
            row = connection.execute(select, (chat, answer, sender)).fetchone()
            if row is not None and bool(row[0]) == helpful:
                return False
            connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?)", (chat, answer, sender, helpful, now))
            _add(connection, "helpful" if helpful else "unhelpful", 1, now)
            if row is not None:
                _add(connection, "unhelpful" if helpful else "helpful", -1, now)
            return True

        return self._database.write(operation, now)

    async def count(self, names: Sequence[str], now: float) -> None:
        """Add one to each counter of the day."""

        def operation(connection: sqlite3.Connection) -> None:
            for name in names:
                _add(connection, name, 1, now)

        self._database.write(operation, now)

    async def counters(self, now: float, days: int = 1) -> Mapping[str, int]:
        """Return the sums of the last days."""
        select = "SELECT name, sum(value) FROM counter WHERE day > ? GROUP BY name ORDER BY name"
        return dict(self._rows(select, (_day(now) - days,), now))

    async def miss(self, text: str, now: float) -> None:
        """Count a question that could not be answered."""
        plain = " ".join(text.casefold().split())[:MISSED_LENGTH]

        def operation(connection: sqlite3.Connection) -> None:
            insert = "INSERT INTO missed VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1, last = excluded.last"
            connection.execute(insert, (plain, now))

        self._database.write(operation, now)

    async def missed(self, now: float, limit: int = 20) -> tuple[Missed, ...]:
        """Return the unanswered questions of the last 30 days."""
        select = "SELECT text, times, last FROM missed WHERE last > ? ORDER BY times DESC, last DESC, text LIMIT ?"
        return tuple(Missed(*row) for row in self._rows(select, (now - MISSED_STAYS, limit), now))

    async def first_time(self, chat: int, hint: str, now: float) -> bool:
        """Return True exactly once for a chat and the name of a hint."""
        return self._write("INSERT OR IGNORE INTO hint VALUES (?, ?, ?)", (chat, hint, now), now) > 0

    async def migrate(self, old: int, new: int, now: float) -> None:
        """Carry a group's conversations and hints over to the supergroup it became."""

        def operation(connection: sqlite3.Connection) -> None:
            # Of two conversations of one person the later stays: an answer may have gone to the new chat before this is known.
            older = (
                "DELETE FROM conversation AS old WHERE chat = ? AND EXISTS (SELECT 1 FROM conversation AS new WHERE new.chat = ? "
                "AND new.topic = old.topic AND new.sender = old.sender AND new.used >= old.used)"
            )
            connection.execute(older, (old, new))
            connection.execute("UPDATE OR REPLACE conversation SET chat = ? WHERE chat = ?", (new, old))
            connection.execute("UPDATE OR REPLACE hint SET chat = ? WHERE chat = ?", (new, old))
            connection.execute("DELETE FROM exchange WHERE chat = ?", (old,))
            connection.execute("DELETE FROM mark WHERE chat = ?", (old,))

        self._database.write(operation, now)

    async def forget(self, person: int, now: float, *, only_in: int | None = None) -> None:
        """Delete everything of a user or of a chat, unanswered updates included, or what was sent as it in one chat."""
        theirs, whose = ("? IN (chat, sender)", (person,)) if only_in is None else ("sender = ? AND chat = ?", (person, only_in))

        def operation(connection: sqlite3.Connection) -> None:
            connection.execute(f"{ANSWERED} AND {theirs}", (now, *whose))
            for table in ("conversation", "exchange", "mark"):
                connection.execute(f"DELETE FROM {table} WHERE {theirs}", whose)  # noqa: S608 - our own words
            if only_in is None:
                connection.execute("DELETE FROM hint WHERE chat = ?", (person,))

        self._database.write(operation, now)
        self._database.move_log(whole=True)

    async def tidy(self, now: float) -> None:
        """Delete what is past its time, a few rows at once, with room for others between."""
        for statement, stays in TIDY:
            while self._write(statement, (now - stays, BATCH), now) == BATCH:  # noqa: ASYNC110 - this is no waiting
                await asyncio.sleep(0)
        self._write("DELETE FROM counter WHERE day <= ?", (_day(now - COUNTER_STAYS),), now)
        self._write("DELETE FROM missed WHERE last <= ?", (now - MISSED_STAYS,), now)
        newest = "DELETE FROM missed WHERE text NOT IN (SELECT text FROM missed ORDER BY last DESC LIMIT ?)"
        self._write(newest, (MISSED_TEXTS,), now)
        self._database.move_log(whole=True)

    async def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _write(self, statement: str, values: Sequence[object], now: float) -> int:
        return self._database.write(lambda connection: connection.execute(statement, tuple(values)).rowcount, now)

    def _rows(self, statement: str, values: Sequence[object], now: float) -> list[Row]:
        return self._database.read(lambda connection: connection.execute(statement, tuple(values)).fetchall(), now)

    def _row(self, statement: str, values: Sequence[object], now: float) -> Row | None:
        return next(iter(self._rows(statement, values, now)), None)


def _day(now: float) -> int:
    return int(now // DAY)


def _add(connection: sqlite3.Connection, name: str, amount: int, now: float) -> None:
    insert = "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value"
    connection.execute(insert, (_day(now), name, amount))


def _text(conversation: Conversation) -> str:
    # Plain values only, so that nothing need be copied as `dataclasses.asdict` does; that took as long as the rest.
    plain = {name: getattr(conversation, name) for name in FIELDS}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _conversation(text: str) -> Conversation:
    """Return the conversation; what an older or newer program wrote besides is left out."""
    stored = json.loads(text)
    known: dict[str, Any] = {name: _tuples(stored[name]) for name in FIELDS if name in stored}
    return Conversation(**known)


def _tuples(value: object) -> object:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _exchange(row: Row | None) -> Exchange | None:
    if row is None:
        return None
    chat, sender, topic, question, answer, text, before, after = row
    return Exchange(Who(chat, sender, topic), question, answer, text, _conversation(before), _conversation(after))
