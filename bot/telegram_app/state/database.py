"""One SQLite file, opened so that a kill leaves it whole and a full disk does not stop the bot.

Statements run in the event loop's own thread, on purpose: the store's operations take 15 to 90 µs, 99 of 100 of them under
0.35 ms, while a thread of its own makes each take 2 ms under load, because it waits for the interpreter lock. What does
take milliseconds is moving the write-ahead log into the file (an fsync), so that part runs in a thread.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.errors import SettingsError
from bot.telegram_app.state.files import connect, copy, move_log, open_file, prepare, rescue

LOG = logging.getLogger(__name__)
T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], T]

RETRY_AFTER = 60.0  # seconds until a file that failed is tried again: soon enough, and no burden
CHECKPOINT_EVERY = 500  # writes; some 2 MB of log


def default_path() -> Path:
    """Return where the state lies when STATE_FILE is not set: the system's folder for a user's program state."""
    import platformdirs  # noqa: PLC0415  (for this alone; it takes a third of a megabyte)

    return platformdirs.user_state_path("sco-bot", appauthor=False) / "state.sqlite"


class Database:
    """A connection to the file, or to memory while the file cannot be used.

    A failure is logged once and its operation done again in memory, on a copy of what the file held. Each `RETRY_AFTER`
    seconds the copy is written back; a file that could not even be read is left alone until the next start.
    """

    def __init__(self, path: Path | None, now: float) -> None:
        """Open the file at the path, creating it, or a place in memory for None.

        Raises:
            SettingsError: The file is of a newer version, or not a state file at all.
        """
        self._path = path
        self._file: sqlite3.Connection | None = None
        self._memory: sqlite3.Connection | None = None
        self._retry_at: float | None = None
        self._writes = 0
        self._checkpoint: threading.Thread | None = None
        if path is None:
            self._memory = prepare(connect(":memory:"))
            return
        try:
            self._file = open_file(path)
        except (OSError, sqlite3.Error) as error:
            self._fall_back(path, error, now)

    @property
    def on_file(self) -> bool:
        """Return whether what is written now outlives the process."""
        return self._memory is None

    def read(self, operation: Operation[T], now: float) -> T:
        """Return what the operation reads, which is one statement."""
        return self._run(operation, now)

    def write(self, operation: Operation[T], now: float) -> T:
        """Return what the operation returns; its statements take effect together or not at all."""
        result = self._run(lambda connection: _transaction(connection, operation), now)
        self._writes += 1
        if self._writes % CHECKPOINT_EVERY == 0:
            self.move_log(whole=False)
        return result

    def move_log(self, *, whole: bool) -> None:
        """Start to move the write-ahead log into the file, in a thread; whole leaves no trace in it of what was deleted."""
        if self._path is not None and self.on_file and not (self._checkpoint and self._checkpoint.is_alive()):
            self._checkpoint = threading.Thread(target=move_log, args=(self._path,), kwargs={"whole": whole})
            self._checkpoint.start()

    def close(self) -> None:
        """Close the file and the memory; what could not be written back is lost, and said so when it happened."""
        if self._checkpoint is not None:
            self._checkpoint.join()
        for connection in (self._file, self._memory):
            if connection is not None:
                connection.close()

    def _run(self, operation: Operation[T], now: float) -> T:
        if self._path is not None and self._retry_at is not None and now >= self._retry_at:
            self._return_to_file(self._path, now)
        if self._path is not None and self._file is not None and self._memory is None:
            try:
                return operation(self._file)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError | sqlite3.DataError):
                    raise  # ours, not the disk's
                self._fall_back(self._path, error, now)
        if self._memory is None:
            raise sqlite3.ProgrammingError("the state is closed")
        return operation(self._memory)

    def _fall_back(self, path: Path, error: Exception, now: float) -> None:
        self._memory, whole = rescue(path, self._file)
        self._retry_at = now + RETRY_AFTER if whole else None
        until = "until it can be written" if whole else "until the next start"
        LOG.error("state file %s cannot be used (%s); the state is kept in memory %s", path, error, until)

    def _return_to_file(self, path: Path, now: float) -> None:
        self._retry_at = now + RETRY_AFTER
        if self._memory is None:
            return
        try:
            if self._file is None:
                self._file = open_file(path)
            self._file.execute("BEGIN IMMEDIATE")  # or the copy below would wait without end for another process
            self._file.execute("ROLLBACK")
        except (OSError, sqlite3.Error, SettingsError):
            return
        if copy(self._memory, self._file):
            self._memory.close()
            self._memory = self._retry_at = None
            LOG.warning("state file %s can be written again", path)


def _transaction(connection: sqlite3.Connection, operation: Operation[T]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = operation(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself has taken back what a full disk cut short
            connection.execute("ROLLBACK")
        raise
    return result
