"""SQLite's own ways: its file and what is stored in it, the pragmas of each connection, and room given back.

SQLite has one writer at a time. So the writing engine has a single connection, for which the tasks of a process queue
in order. Its transactions begin with BEGIN IMMEDIATE: one that began as a reader couldn't write any more once somebody
else has written (SQLITE_BUSY_SNAPSHOT). Readers aren't held up, since each sees a snapshot (WAL).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, event
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.errors import StoreError, folder_unusable

T = TypeVar("T")

BUSY_SECONDS = 30
"""The longest wait for a database that another process has locked."""

READERS = 4
"""Connections that read at the same time; each is a thread of the driver."""

WRITERS = 1
"""Connections that write at the same time."""

JOURNAL_BYTES = 64 * 1024 * 1024
"""To this size SQLite cuts the write-ahead log back when it starts it anew, so that one large write doesn't take up the
disk for ever (SQLite: "PRAGMA journal_size_limit")."""


def make_file(file: Path) -> None:
    """Makes SQLite's file and folder if they don't exist, and sets the two modes that are stored in the file:
    auto_vacuum and journal_mode. Raises StoreError and sqlite3.Error."""
    try:
        # Others on a shared machine mustn't read the transcripts.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make_new(file)
        elif file.is_dir():
            raise StoreError(
                f"{file} is a folder. Set SCRIPT2DOC_DATABASE_URL to a file in it, such as {file}/script2doc.db."
            )
        elif file.is_file() and file.stat().st_size == 0:
            raise StoreError(
                f"The database {file} is empty: it was cut off, or something else has made it. Restore a backup, or "
                "delete the file to begin with a new one."
            )
    except OSError as error:
        raise folder_unusable(error, str(file)) from error
    _set_modes(file)


def _make_new(file: Path) -> None:
    """Makes a file that is a database from its first moment on, so that an empty one is always an accident, even where
    a process was killed here or several begin at once."""
    new = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    # The files that SQLite puts beside it get the same mode.
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _set_modes(new)
        try:
            os.link(new, file)
        except FileExistsError:
            pass  # another process was first
        except OSError:  # a file system without links
            if not file.exists():
                new.rename(file)
    finally:
        new.unlink(missing_ok=True)


def _set_modes(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        until = time.monotonic() + BUSY_SECONDS
        while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # has no effect once there is a table
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                # If two processes change the mode at once, SQLite refuses one of them without waiting for the timeout,
                # since both could wait for ever (SQLite: "Register A Callback To Handle SQLITE_BUSY Errors").
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)


class SameFile:
    """Notices that the database's file was deleted or replaced since it was opened. SQLite doesn't: it goes on with the
    one that it has open, and all of that is gone when the process ends."""

    def __init__(self, file: Path) -> None:
        """Raises StoreError if there is no such file."""
        self._file = file
        self._opened = self._now()
        self.check()

    def check(self) -> None:
        """Raises StoreError if it isn't the file that was opened."""
        if self._opened is None or self._now() != self._opened:
            raise StoreError(
                f"The database {self._file} was deleted or replaced while the app was running, so nothing can be kept. "
                "Stop the app, put the file or a backup of it there, and start the app again."
            )

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def set_pragmas(connection: Any, *, writing: bool) -> None:
    """Sets the pragmas of a new connection. They aren't stored in the file, so every connection needs them."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    if writing:
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Deleted transcripts are overwritten with zeros, so that nothing of them is left in the file.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")
    else:
        cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def begin_immediate(connection: SyncConnection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def engine(url: URL, *, writing: bool) -> AsyncEngine:
    """The connections that write, or those that only read."""
    made = create_async_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        pool_size=WRITERS if writing else READERS,
        max_overflow=0,
        hide_parameters=True,
    )

    @event.listens_for(made.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        set_pragmas(connection, writing=writing)

    if writing:
        event.listen(made.sync_engine, "begin", begin_immediate)
    return made


class AtOnce:
    """Runs whole transactions in one call of a thread of its own: where each statement waits for its turn on a busy
    event loop, a transaction of three takes five times as long."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="at-once")
        self._connection: sqlite3.Connection | None = None

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` makes of a connection, in a transaction. Raises what it raises, and sqlite3.Error."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._write, work)

    async def close(self) -> None:
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            self._connection = sqlite3.connect(self._file, timeout=BUSY_SECONDS, isolation_level=None)
            set_pragmas(self._connection, writing=True)
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return result

    def _close(self) -> None:
        if self._connection:
            self._connection.close()


async def compact(connection: AsyncConnection) -> bool:
    """Frees up to 1000 pages, and returns whether more can be freed. After the last ones, it also empties the
    write-ahead log. It uses the driver's own connection, since there can be no checkpoint in a transaction."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute_fetchall("PRAGMA incremental_vacuum(1000)")
    ((left,),) = await driver.execute_fetchall("PRAGMA freelist_count")
    ((can_shrink,),) = await driver.execute_fetchall("PRAGMA auto_vacuum")
    if left and can_shrink:
        return True
    await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    return False
