"""The state file on disk: opened for its owner alone, refused when it is not ours, and copied to and from memory."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from pathlib import Path

from bot.errors import SettingsError
from bot.telegram_app.state.schema import APPLICATION_ID, SCHEMA, VERSION

LOG = logging.getLogger(__name__)

BUSY_TIMEOUT = 0.5  # seconds to wait for another process, e.g. a backup; the bot stands still as long
COPY_LIMIT = 64 * 1024 * 1024  # bytes of a file that are copied into memory when it fails; a day's state is about 1 MB


def connect(name: str) -> sqlite3.Connection:
    """Return a connection to a file or to ":memory:", which begins and ends no transaction by itself."""
    connection = sqlite3.connect(name, timeout=BUSY_TIMEOUT, isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")  # what a person had deleted is not to be read from the file's gaps
    return connection


def open_file(path: Path) -> sqlite3.Connection:
    """Return a connection to the file, created for its owner only; the folder too, when it is new."""
    if path.is_dir():
        raise SettingsError(f"STATE_FILE: {path} is a folder; name a file in it")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with contextlib.suppress(OSError):  # somebody else's file that we may write
        path.chmod(0o600)  # SQLite gives its -wal and -shm the same
    connection = connect(str(path))
    try:
        _refuse_foreign(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # whole after a kill; a power cut may cost the last moments
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # `move_log` does it
        return prepare(connection)
    except BaseException:
        connection.close()
        raise


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    try:
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise SettingsError(f"STATE_FILE: {path} is not a state file ({error}); name another place or remove it") from error
    if tables and owner != APPLICATION_ID:
        raise SettingsError(f"STATE_FILE: {path} is the database of another program; name another place")
    if version > VERSION:
        raise SettingsError(
            f"STATE_FILE: {path} was written by a newer sco-bot (version {version}, this one knows {VERSION}); "
            "update sco-bot or name another place"
        )


def prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the connection with the tables in it, made in one step."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {marks} COMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return connection


def rescue(path: Path, file: sqlite3.Connection | None) -> tuple[sqlite3.Connection, bool]:
    """Return a database in memory with what the file holds, and whether that is all of it, so that it may replace the file.

    Raises:
        SettingsError: The file, which cannot be written, is not ours or of a newer version.
    """
    memory = connect(":memory:")
    whole = copy(file, memory) if file is not None else _copy_read_only(path, memory)
    if not _is_sound(memory):
        memory.close()
        memory, whole = connect(":memory:"), False
    return prepare(memory), whole


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _copy_read_only(path: Path, memory: sqlite3.Connection) -> bool:
    """Copy a file that could not be opened for writing; True also when there is none."""
    try:
        if not path.exists():
            return True
        # Beside a log there is more to read than the file; without one, on a read-only disk, SQLite must not try to make one.
        log = path.with_name(f"{path.name}-wal").exists()
        options = "mode=ro" if log else "mode=ro&immutable=1"
        readable = sqlite3.connect(f"{path.absolute().as_uri()}?{options}", timeout=BUSY_TIMEOUT, uri=True)
    except (OSError, sqlite3.Error):
        return False
    with contextlib.closing(readable):
        try:
            _refuse_foreign(readable, path)
        except sqlite3.Error:
            return False
        return copy(readable, memory)


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> bool:
    """Make the target equal to the source; False, and the target as it was, when that cannot be done."""
    try:
        pages, size = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        if pages * size > COPY_LIMIT:
            return False
        source.backup(target)
    except (OSError, sqlite3.Error):
        return False
    return True


def move_log(path: Path, *, whole: bool) -> None:
    """Move the write-ahead log into the file; whole, so that nothing is left of it. For a thread: it may take a while."""
    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if whole:  # second, for it keeps writers out, and now has next to nothing left to do
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (OSError, sqlite3.Error) as error:
        LOG.debug("the log of the state file stays as it is: %s", error)  # the next write meets the same and says so
