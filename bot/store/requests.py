"""The requests' queries: what people asked for, from before Slack is told that it was taken until it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from bot.store.database import Database
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


_HELD = select(workers.c.name).where(workers.c.name == requests.c.worker).exists()


class Requests:
    """What was asked for and isn't done. Every method raises StoreError if the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, request: KeptRequest, wanted: Callable[[], bool]) -> bool:
        """Keeps a request; False if it was kept already. Raises Unwanted, and keeps nothing, if it isn't `wanted` any
        more once the database has taken it."""
        async with self._database.writing() as connection:
            values = {**request.__dict__, "value": dict(request.value)}
            keeping = connection.insert_into(requests).values(values).on_conflict_do_nothing(index_elements=["id"])
            new = (await connection.execute(keeping.returning(requests.c.id))).one_or_none() is not None
            if not wanted():
                raise Unwanted
        return new

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
