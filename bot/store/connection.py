"""A connection whose statements run to their end, also where the task that waits for them is cancelled.

A cancellation that reaches SQLAlchemy in the middle of a statement makes it throw the connection away; with SQLite the
transaction that stood open on it then goes on holding the database for everyone, since a closed connection lives on
for as long as something of it is referred to (SQLite, "Closing A Database Connection", zombies). So each statement,
begin and commit is finished first, which takes milliseconds, and then the cancellation goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Executable, Table
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
        """The first column of the first row, or None where there is no row."""
        return (await self.execute(statement)).scalar()

    async def run_sync(self, work: Callable[[SyncConnection], T]) -> T:
        return await finished(self._connection.run_sync(work))

    def insert_into(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say ON CONFLICT: SQLAlchemy has one for each dialect, both used in the same way."""
        return postgresql.insert(table) if self._connection.dialect.name == "postgresql" else sqlite.insert(table)


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to. It is finished even where the waiting task is cancelled, which then is at once."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue  # told again; the first time is enough
        if not task.cancelled():
            task.exception()  # nobody waits for it any more
        raise
