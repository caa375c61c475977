"""The database's connections: one engine that writes, one that reads, and what each connection is told first.

SQLite has one writer at a time. The writing engine therefore has a single connection, for which the tasks of a process
queue in order, and begins with BEGIN IMMEDIATE: a transaction that begins as a reader and then writes either loses
what others wrote in between or fails. Readers work on snapshots beside it (WAL).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, event, exc, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.errors import StoreError, explained, folder_unusable

BUSY_SECONDS = 30
"""How long one waits for a database that another process, or the queue of this one, keeps busy."""

READERS = 4
"""Connections that read at the same time; each is a thread of the driver."""


class Database:
    """One database. `reading()` and `writing()` raise StoreError where it can't be used."""

    def __init__(self, url: URL, reading: AsyncEngine, writing: AsyncEngine) -> None:
        self.url = url
        self._reading = reading
        self._writing = writing

    @classmethod
    async def open(cls, url: str) -> Database:
        """Opens the database, and makes its file and folder where there is none. Its tables aren't looked at: see
        `bot.store.migrations.migrate`. Raises StoreError."""
        there = parse_url(url)
        try:
            await asyncio.to_thread(_make_folder, Path(there.database or ""))
        except OSError as error:
            raise folder_unusable(error, there.database or "") from error
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
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading; each statement sees what was committed before it began."""
        with _explaining(self.url):
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that nobody else's writing can come between; committed at the end, rolled back on errors and
        when the task is cancelled."""
        with _explaining(self.url):
            async with self._writing.begin() as connection:
                yield connection

    async def compact(self) -> None:
        """Gives the room of what was deleted back to the disk, in bites between which others can write."""
        if self._writing.dialect.name != "sqlite":
            return
        left = 1
        while left:
            with _explaining(self.url):
                # The driver's own connection, since a checkpoint can't be made within a transaction.
                async with self._writing.connect() as connection:
                    driver: Any = (await connection.get_raw_connection()).driver_connection
                    await driver.execute_fetchall("PRAGMA incremental_vacuum(1000)")
                    ((left,),) = await driver.execute_fetchall("PRAGMA freelist_count")
                    if not left or not await self._can_shrink(driver):
                        await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
                        left = 0

    @staticmethod
    async def _can_shrink(driver: Any) -> bool:
        """False for a file that was made elsewhere, without the setting that lets it shrink."""
        ((mode,),) = await driver.execute_fetchall("PRAGMA auto_vacuum")
        return bool(mode)

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
            "SCRIPT2DOC_DATABASE_URL is no address such as sqlite+aiosqlite:///data/script2doc.db."
        ) from None
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(
            f"Databases of the kind “{parsed.get_backend_name()}” can't be used by this version. Set "
            "SCRIPT2DOC_DATABASE_URL to sqlite+aiosqlite:///data/script2doc.db."
        )
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("SCRIPT2DOC_DATABASE_URL names no file. Set it to sqlite+aiosqlite:///data/script2doc.db.")
    return parsed.set(drivername="sqlite+aiosqlite", database=str(Path(parsed.database).absolute()))


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say ON CONFLICT: SQLAlchemy has one for each dialect, and both are used in the same way."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def tell_sqlite(connection: Any, *, writing: bool) -> None:
    """What every new connection is told; all of it but the two modes of the file is forgotten when it closes."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    if writing:
        cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of the file; taken only before its first table is made
        cursor.execute("PRAGMA journal_mode = WAL")  # of the file
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
        pool_size=1 if writing else READERS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        tell_sqlite(connection, writing=writing)

    if writing:

        @event.listens_for(engine.sync_engine, "begin")
        def begun(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _make_folder(file: Path) -> None:
    # Transcripts are nobody else's business on a shared machine.
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _explaining(url: URL) -> Iterator[None]:
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        said = explained(error, url.database or url.render_as_string())
        if said is None:
            raise
        raise said from error
