"""The workers' queries: one row for each process, which is its lease on all the jobs that it owns."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import workers


class Workers:
    """The processes that run jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, worker: str, until: float) -> None:
        """Gives the worker a lease until this time, or a longer one."""
        async with self._database.writing() as connection:
            renewing = connection.insert_into(workers).values(name=worker, until=until)
            await connection.execute(
                renewing.on_conflict_do_update(index_elements=["name"], set_={"until": renewing.excluded.until})
            )

    async def drop(self, worker: str) -> None:
        """Ends the worker's lease, so that other workers can claim its jobs at once."""
        async with self._database.writing() as connection:
            await connection.execute(delete(workers).where(workers.c.name == worker))

    async def names(self) -> list[str]:
        """All workers that have a row, their leases run out or not."""
        async with self._database.reading() as connection:
            return list((await connection.execute(select(workers.c.name).order_by(workers.c.name))).scalars())

    async def purge(self, now: float) -> int:
        """Deletes the rows of leases that have run out, which mean the same as none, and returns how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(workers).where(workers.c.until <= now))).rowcount
