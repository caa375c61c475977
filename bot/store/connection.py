"""A connection whose statements run to their end, even if the task that waits for them is cancelled.

A cancellation that reaches SQLAlchemy in the middle of a statement makes it throw the connection away. With SQLite, the
connection's open transaction then goes on locking the database for everyone, since a closed connection lives on as long
as one of its statements does (SQLite, "Closing A Database Connection", zombies). So each statement, begin and commit is
finished first, which takes milliseconds. Only then is the task cancelled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class Connection:
    """What queries are given."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(
        self, statement: Executable, parameters: Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """The result of a statement, all of its rows read."""
        return await finished(self._connection.execute(statement, parameters))

    async def scalar(self, statement: Executable) -> Any:
        """The first column of the first row, or None if there is no row."""
        return (await self.execute(statement)).scalar()

    async def run_sync(self, work: Callable[[SyncConnection], T]) -> T:
        return await finished(self._connection.run_sync(work))

    async def alone(self, name: str) -> None:
        """Waits until no other transaction is alone under this name; others wait for this one then. For what no row can
        be locked for, such as a number of rows. (With SQLite each transaction that writes is alone.)"""
        if self._connection.dialect.name == "postgresql":
            await self.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def insert_into(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say ON CONFLICT: SQLAlchemy has one for each dialect, both used in the same way."""
        return postgresql.insert(table) if self._connection.dialect.name == "postgresql" else sqlite.insert(table)


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """The work's result. If the task that waits for it is cancelled, the work is finished first."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue  # cancelled again, which changes nothing
        if not task.cancelled():
            task.exception()  # looked at here, so that asyncio doesn't report it as never retrieved
        raise
