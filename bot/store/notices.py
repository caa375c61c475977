"""Notices between the processes that share a PostgreSQL database: that a job was cancelled, so that whoever has it in
hand looks at once, and not with the next renewal of its lease."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.postgres import conninfo

log = logging.getLogger(__name__)

CHANNEL = "script2doc_cancelled"
AGAIN_SECONDS = 1.0
"""The pause before a lost connection is made again."""
QUIET_SECONDS = 30.0
"""After this time without a notice the connection is tried."""


class Notices:
    """Sends and receives notices. With SQLite there is one process, which knows by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send(self) -> None:
        """Tells all processes that a job was cancelled. A notice that can't be sent is only late."""
        if not self._database.on_server:
            return
        try:
            async with self._database.writing() as connection:
                await connection.execute(select(func.pg_notify(CHANNEL, "")))
        except StoreError as error:
            log.warning("the other processes can't be told of a cancelled job: %s", error)

    async def listen(self, noticed: Callable[[], Awaitable[None]]) -> None:
        """Calls `noticed` for each notice, and once at the beginning of each connection, since what was sent before it
        is lost. Goes on until it is cancelled, and returns at once with SQLite."""
        if not self._database.on_server:
            return
        import psycopg

        while True:
            try:
                connecting = psycopg.AsyncConnection.connect(conninfo(self._database.url), autocommit=True)
                async with await connecting as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await noticed()
                    while True:
                        async for _ in connection.notifies(timeout=QUIET_SECONDS, stop_after=1):
                            await noticed()
                        await connection.execute("SELECT 1")
            except (psycopg.Error, StoreError) as error:
                log.warning("cancelled jobs are noticed late, since the database is away: %s", error)
            except Exception:
                # Catch-all: what one notice leads to mustn't keep the next from being heard.
                log.exception("what was noticed failed unexpectedly")
            await asyncio.sleep(AGAIN_SECONDS)
