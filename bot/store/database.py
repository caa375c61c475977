"""The database's connections: one engine for writing and one for reading, SQLite's or PostgreSQL's."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from sqlalchemy import URL, exc
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store import postgres, sqlite
from bot.store.address import file_of, on_server, parse_url, told
from bot.store.connection import Connection, finished
from bot.store.errors import DatabaseAway, DatabaseBusy, explained
from bot.store.line import Line

log = logging.getLogger(__name__)

T = TypeVar("T")

BUSY_SECONDS = 30.0
"""The longest wait for a place in the queue of this process, and for a server that is away for a moment."""

AGAIN_SECONDS = 0.2
"""The pause before a server that is away is asked again for a connection."""


class Database:
    """One database. `reading()` and `writing()` raise StoreError if it can't be used."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.on_server = on_server(url)
        """Whether it is PostgreSQL's, which several machines can share."""
        ways = postgres if self.on_server else sqlite
        self._reading = ways.engine(url, writing=False)
        self._writing = ways.engine(url, writing=True)
        self._places_to_read = Line(ways.READERS)
        self._places_to_write = Line(ways.WRITERS)
        file = file_of(url)
        self._at_once = sqlite.AtOnce(file) if file else None
        self._same_file = sqlite.SameFile(file) if file else None
        self.patience = 0.0
        """Seconds for which a server that is away is waited for."""

    @classmethod
    async def open(cls, url: str, patience: float = 0.0) -> Database:
        """Opens the database; SQLite's file and folder are made if they don't exist. Tables are made and updated
        elsewhere, by `bot.store.migrations.migrate`. A server that is away, as while it restarts, is waited for so many
        seconds. Raises StoreError."""
        parsed = parse_url(url)
        if file := file_of(parsed):
            with _explaining(parsed):
                await asyncio.to_thread(sqlite.make_file, file)
        database = cls(parsed)
        try:
            # A read-only file or folder is noticed here, and not at the first job.
            try:
                await database._begun_once()
            except DatabaseAway as error:
                if not patience:
                    raise
                log.warning("%s It is tried again for %g s.", error, patience)
                database.patience = patience
                await database._begun_once()
        except BaseException:
            await database.close()
            raise
        database.patience = BUSY_SECONDS
        return database

    async def _begun_once(self) -> None:
        """Begins a transaction, and leaves it at that. Raises StoreError."""
        async with self.writing():
            pass

    @property
    def told(self) -> str:
        """What an operator knows it by."""
        return told(self.url)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for reading; each statement sees what was committed before it began."""
        async with self._connected(self._reading, self._places_to_read) as connection:
            yield Connection(connection)

    @asynccontextmanager
    async def writing(self, *, urgent: bool = False) -> AsyncIterator[Connection]:
        """A transaction: committed at the end, rolled back on errors and when the task is cancelled. An `urgent` one
        goes before all others of this process. What it reads for
        what it writes is to be read `with_for_update`, which keeps others from changing it meanwhile. (With SQLite
        nobody else writes at all.)"""
        async with self._connected(self._writing, self._places_to_write, urgent=urgent) as connection:
            await finished(_begun(connection))
            yield Connection(connection)
            await finished(connection.commit())

    async def at_once(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` makes of SQLite's own connection, in a transaction that goes before all others of this process
        and takes as little time as can be. `work` is called in another thread, and SQLite alone can do that."""
        assert self._at_once is not None
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await self._places_to_write.enter(urgent=True)
        except TimeoutError:
            raise DatabaseBusy from None
        try:
            with _explaining(self.url):
                self._check_file()
                return await finished(self._at_once.write(work))
        finally:
            self._places_to_write.leave()

    async def compact(self) -> None:
        """Gives the space of deleted rows back to the disk, a part at a time, so that others can write in between.
        PostgreSQL does so by itself (autovacuum)."""
        left = not self.on_server
        while left:
            async with self._connected(self._writing, self._places_to_write) as connection:
                left = await finished(sqlite.compact(connection))

    @asynccontextmanager
    async def _connected(
        self, engine: AsyncEngine, places: Line, *, urgent: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """Waits for a place, in order, and gives a connection whose transaction, if still open, is rolled back."""
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await places.enter(urgent=urgent)
        except TimeoutError:
            raise DatabaseBusy from None
        try:
            self._check_file()
            connection = await self._started(engine)
            try:
                with _explaining(self.url):
                    yield connection
            finally:
                await _given_back(connection)
        finally:
            places.leave()

    def _check_file(self) -> None:
        """Raises StoreError if SQLite's file isn't the one that was opened. That takes microseconds."""
        if self._same_file:
            self._same_file.check()

    async def _started(self, engine: AsyncEngine) -> AsyncConnection:
        """A connection. A server that is away, as while it restarts, is asked again for a while."""
        until = time.monotonic() + self.patience
        while True:
            connection = engine.connect()
            try:
                with _explaining(self.url):
                    await finished(_started(connection))
                return connection
            except DatabaseAway:
                if time.monotonic() >= until:
                    raise
            except asyncio.CancelledError:
                await _given_back(connection)
                raise
            await asyncio.sleep(AGAIN_SECONDS)

    async def close(self) -> None:
        """Closes the connections. One in use isn't cut off: it is closed once it has been given back."""
        if self._at_once:
            await self._at_once.close()
        await self._reading.dispose()
        await self._writing.dispose()


async def _started(connection: AsyncConnection) -> None:
    await connection.start()


async def _given_back(connection: AsyncConnection) -> None:
    """Closes a connection. By then it's decided what was done and what wasn't: a server that goes away only now, while
    it is told to roll back, makes no difference."""
    if connection.sync_connection is None:
        return
    try:
        await finished(connection.close())
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        log.debug("a connection is lost: %s", error)


async def _begun(connection: AsyncConnection) -> None:
    await connection.begin()


@contextmanager
def _explaining(url: URL) -> Iterator[None]:
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        said = explained(error, told(url))
        if said is None:
            raise
        raise said from error
