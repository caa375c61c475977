"""The database's connections: one engine for writing, one for reading, and the pragmas that each connection sets first.

SQLite has one writer at a time. So the writing engine has a single connection, for which the tasks of a process queue
in order. Its transactions begin with BEGIN IMMEDIATE: one that began as a reader couldn't write any more once somebody
else has written (SQLITE_BUSY_SNAPSHOT). Readers aren't held up, since each sees a snapshot (WAL).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, exc, make_url
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.connection import Connection, finished
from bot.store.errors import DatabaseBusy, StoreError, explained, folder_unusable

BUSY_SECONDS = 30
"""The longest wait, for the queue of this process and for a database that another process has locked."""

READERS = 4
"""Connections that read at the same time; each is a thread of the driver."""

WRITERS = 1
"""Connections that write at the same time."""

JOURNAL_BYTES = 64 * 1024 * 1024
"""To this size SQLite cuts the write-ahead log back when it starts it anew, so that one large write doesn't take up the
disk for ever (SQLite: "PRAGMA journal_size_limit")."""


class Database:
    """One database. `reading()` and `writing()` raise StoreError if it can't be used."""

    def __init__(self, url: URL, reading: AsyncEngine, writing: AsyncEngine) -> None:
        self.url = url
        self._reading = reading
        self._writing = writing
        self._places_to_read = asyncio.Semaphore(READERS)
        self._places_to_write = asyncio.Semaphore(WRITERS)

    @classmethod
    async def open(cls, url: str) -> Database:
        """Opens the database; its file and folder are made if they don't exist. Tables are made and updated elsewhere,
        by `bot.store.migrations.migrate`. Raises StoreError."""
        parsed = parse_url(url)
        with _explaining(parsed):
            await asyncio.to_thread(make_file, Path(parsed.database or ""))
        database = cls(parsed, _engine(parsed, writing=False), _engine(parsed, writing=True))
        try:
            # A read-only file or folder is noticed here, and not at the first job.
            async with database.writing():
                pass
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for reading; each statement sees what was committed before it began."""
        async with self._connected(self._reading, self._places_to_read) as connection:
            yield Connection(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """A transaction: committed at the end, rolled back on errors and when the task is cancelled. Nobody else writes
        meanwhile."""
        async with self._connected(self._writing, self._places_to_write) as connection:
            await finished(_begun(connection))
            yield Connection(connection)
            await finished(connection.commit())

    async def compact(self) -> None:
        """Gives the space of deleted rows back to the disk, a part at a time, so that others can write in between."""
        left = self._writing.dialect.name == "sqlite"
        while left:
            async with self._connected(self._writing, self._places_to_write) as connection:
                left = await finished(_compact_sqlite(connection))

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine, places: asyncio.Semaphore) -> AsyncIterator[AsyncConnection]:
        """Waits for a place, in order, and gives a connection whose transaction, if still open, is rolled back."""
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await places.acquire()
        except TimeoutError:
            raise DatabaseBusy from None
        connection = engine.connect()
        try:
            with _explaining(self.url):
                await finished(_started(connection))
                yield connection
        finally:
            try:
                if connection.sync_connection is not None:
                    await finished(connection.close())
            finally:
                places.release()

    async def close(self) -> None:
        """Closes the connections. One in use isn't cut off: it is closed once it has been given back."""
        await self._reading.dispose()
        await self._writing.dispose()


def parse_url(url: str) -> URL:
    """The database's address with an absolute path and the driver that is used here. Raises StoreError."""
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        raise StoreError(
            "SCRIPT2DOC_DATABASE_URL isn't a valid address. It should look like sqlite+aiosqlite:///data/script2doc.db."
        ) from None
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(
            f"This version doesn't support “{parsed.get_backend_name()}” databases. Set "
            "SCRIPT2DOC_DATABASE_URL to sqlite+aiosqlite:///data/script2doc.db."
        )
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("SCRIPT2DOC_DATABASE_URL names no file. Set it to sqlite+aiosqlite:///data/script2doc.db.")
    return parsed.set(drivername="sqlite+aiosqlite", database=str(Path(parsed.database).absolute()))


def make_file(file: Path) -> None:
    """Makes SQLite's file and folder if they don't exist, and sets the two modes that are stored in the file:
    auto_vacuum and journal_mode. Raises StoreError and sqlite3.Error."""
    try:
        # Others on a shared machine mustn't read the transcripts.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The files that SQLite puts beside it get the same mode.
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise folder_unusable(error, str(file)) from error
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


def _engine(url: URL, *, writing: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        pool_size=WRITERS if writing else READERS,
        max_overflow=0,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        set_pragmas(connection, writing=writing)

    if writing:

        @event.listens_for(engine.sync_engine, "begin")
        def begun(connection: SyncConnection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def _started(connection: AsyncConnection) -> None:
    await connection.start()


async def _begun(connection: AsyncConnection) -> None:
    await connection.begin()


async def _compact_sqlite(connection: AsyncConnection) -> bool:
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


@contextmanager
def _explaining(url: URL) -> Iterator[None]:
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        said = explained(error, url.database or url.render_as_string())
        if said is None:
            raise
        raise said from error
