"""The database's connections: one engine that writes, one that reads, and what each connection is told first.

SQLite has one writer at a time. The writing engine therefore has a single connection, for which the tasks of a process
queue in order, and begins with BEGIN IMMEDIATE: a transaction that begins as a reader and then writes either loses
what others wrote in between or fails. Readers work on snapshots beside it (WAL).
"""

from __future__ import annotations

import asyncio
import contextlib
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
"""How long one waits for a database that another process, or the queue of this one, keeps busy."""

READERS = 4
"""Connections that read at the same time; each is a thread of the driver."""

WRITERS = 1
"""Connections that write at the same time."""


class Database:
    """One database. `reading()` and `writing()` raise StoreError where it can't be used."""

    def __init__(self, url: URL, reading: AsyncEngine, writing: AsyncEngine) -> None:
        self.url = url
        self._reading = reading
        self._writing = writing
        self._places_to_read = asyncio.Semaphore(READERS)
        self._places_to_write = asyncio.Semaphore(WRITERS)

    @classmethod
    async def open(cls, url: str) -> Database:
        """Opens the database, and makes its file and folder where there is none. Its tables aren't looked at: see
        `bot.store.migrations.migrate`. Raises StoreError."""
        there = parse_url(url)
        with _explaining(there):
            await asyncio.to_thread(make_file, Path(there.database or ""))
        database = cls(there, _engine(there, writing=False), _engine(there, writing=True))
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
        """A transaction: committed at the end, rolled back on errors and when the task is cancelled. On SQLite nobody
        else writes meanwhile; elsewhere that holds for rows that were read with `with_for_update`."""
        async with self._connected(self._writing, self._places_to_write) as connection:
            await finished(_begun(connection))
            yield Connection(connection)
            await finished(connection.commit())

    async def compact(self) -> None:
        """Gives the room of what was deleted back to the disk, in bites between which others can write."""
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
        """Closes all connections. Whoever is using one is cut off."""
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
    """Makes SQLite's file and folder where there are none, and sets the two modes that belong to the file. Raises
    StoreError and sqlite3.Error."""
    try:
        # Transcripts are nobody else's business on a shared machine.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise folder_unusable(error, str(file)) from error
    with contextlib.closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        until = time.monotonic() + BUSY_SECONDS
        while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # taken only before the first table is made
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                # Of two that change the mode at once, one is refused without being kept waiting (SQLite: "Register A
                # Callback To Handle SQLITE_BUSY Errors", on what could be a deadlock).
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)


def tell_sqlite(connection: Any, *, writing: bool) -> None:
    """What every new connection is told; it is forgotten when it closes."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    if writing:
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Deleted transcripts are overwritten, not only forgotten.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA journal_size_limit = 67108864")
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
        tell_sqlite(connection, writing=writing)

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
    """One bite; whether there is more. On the driver's own connection, since no checkpoint is made in a transaction."""
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
