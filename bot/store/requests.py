"""The requests' queries: what people asked for, from before Slack is told that it was taken until it is done."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import delete, select, update

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.tables import requests, workers


class Unwanted(Exception):
    """Nobody waits any more for it to be kept."""


@dataclass(frozen=True)
class KeptRequest:
    """A row of `requests`."""

    id: str
    """Made of what was asked for, so that what Slack delivers twice is kept once."""
    kind: str
    value: Mapping[str, Any]
    """What was asked for, as JSON."""
    created: float
    worker: str
    """The process that deals with it."""
    attempts: int = 1
    """How often a process began with it."""


@dataclass(eq=False)
class _Waiting:
    request: KeptRequest
    wanted: Callable[[], bool]
    outcome: bool | Exception | None = None
    """Whether it is new, or why it isn't kept; None as long as nobody has tried."""


_HELD = select(workers.c.name).where(workers.c.name == requests.c.worker).exists()


class Requests:
    """What was asked for and isn't done. Every method raises StoreError if the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._keeping = asyncio.Lock()

    async def keep(self, request: KeptRequest, wanted: Callable[[], bool]) -> bool:
        """Keeps a request; False if it was kept already. Raises Unwanted, and keeps nothing, if it isn't `wanted` any
        more once the database has taken it. Slack waits meanwhile, so this goes before all else that is written, and
        what arrives while one transaction runs is kept together in the next."""
        mine = _Waiting(request, wanted)
        self._waiting.append(mine)
        async with self._keeping:
            if mine.outcome is None:
                group, self._waiting = self._waiting, []
                try:
                    await self._keep(group)
                except StoreError as error:
                    for each in group:
                        each.outcome = error
                except BaseException:
                    self._waiting = [each for each in group if each is not mine] + self._waiting
                    raise
        if isinstance(mine.outcome, Exception):
            raise mine.outcome
        return bool(mine.outcome)

    async def _keep(self, group: Sequence[_Waiting]) -> None:
        rows = list({each.request.id: each.request for each in group}.values())

        def wanted() -> set[str]:
            return {each.request.id for each in group if each.wanted()}

        if self._database.on_server:
            new, known = await self._keep_on_server(rows, wanted)
        else:
            new, known = await self._database.at_once(partial(_keep_in_file, rows, wanted))
        for each in group:
            each.outcome = each.request.id in new if each.request.id in known else Unwanted()
            new.discard(each.request.id)  # of two of the same, one is new

    async def _keep_on_server(
        self, rows: Sequence[KeptRequest], wanted: Callable[[], set[str]]
    ) -> tuple[set[str], set[str]]:
        values = [{**row.__dict__, "value": dict(row.value)} for row in rows]
        async with self._database.writing(urgent=True) as connection:
            keeping = connection.insert_into(requests).values(values).on_conflict_do_nothing(index_elements=["id"])
            new = set((await connection.execute(keeping.returning(requests.c.id))).scalars())
            known = wanted()
            if unwanted := new - known:
                await connection.execute(delete(requests).where(requests.c.id.in_(unwanted)))
        return new, known

    async def claim_orphans(self, worker: str) -> list[KeptRequest]:
        """Makes this worker the one that deals with what others have left behind that have no lease any more. The
        oldest first."""
        claiming = update(requests).where(~_HELD).values(worker=worker, attempts=requests.c.attempts + 1)
        async with self._database.writing() as connection:
            rows = (await connection.execute(claiming.returning(requests))).mappings().all()
        return sorted((KeptRequest(**row) for row in rows), key=lambda request: request.created)

    async def done(self, *ids: str) -> None:
        """Forgets requests."""
        async with self._database.writing() as connection:
            await connection.execute(delete(requests).where(requests.c.id.in_(ids)))

    async def purge(self, before: float) -> int:
        """Deletes what was asked for before this time (seconds since the epoch), and returns how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(requests).where(requests.c.created < before))).rowcount


def _keep_in_file(
    rows: Sequence[KeptRequest], wanted: Callable[[], set[str]], connection: sqlite3.Connection
) -> tuple[set[str], set[str]]:
    """The ids of the rows that are new, and of those that are still wanted once SQLite has let us write."""
    known = wanted()
    names = [column.name for column in requests.columns]
    adding = f"INSERT INTO requests ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) ON CONFLICT DO NOTHING"  # noqa: S608 — our own names
    new = set()
    for row in rows:
        values = {**row.__dict__, "value": json.dumps(row.value)}
        if row.id in known and connection.execute(adding, [values[name] for name in names]).rowcount:
            new.add(row.id)
    return new, known
