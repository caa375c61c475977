"""The workers' queries: one row for each process, which is its lease on all the jobs that it owns.

A process owns its jobs for as long as its row is there. With each renewal its beat is one more; a process whose beat
stands still for too long is dead to the others, and its row is deleted. No clocks are compared, so none can be wrong.
"""

from __future__ import annotations

from sqlalchemy import delete, func, select, update

from bot.jobs.model import JobState
from bot.store.database import Database
from bot.store.tables import jobs, workers

IN_HAND = (JobState.RUNNING, JobState.DELIVERING)


class Workers:
    """The processes that run jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, worker: str, places: int = 1) -> None:
        """Renews the worker's lease, or gives it one. `places` is how many jobs it runs at once."""
        async with self._database.writing() as connection:
            renewing = connection.insert_into(workers).values(name=worker, beat=0, places=places)
            renewing = renewing.on_conflict_do_update(index_elements=["name"], set_={"beat": workers.c.beat + 1})
            await connection.execute(renewing)

    async def that_run_jobs(self) -> int:
        """How many workers with a lease run jobs."""
        counting = select(func.count()).select_from(workers).where(workers.c.places > 0)
        async with self._database.reading() as connection:
            return int(await connection.scalar(counting))

    async def beats(self) -> dict[str, int]:
        """The beat of each worker that has a lease."""
        async with self._database.reading() as connection:
            return {row.name: row.beat for row in await connection.execute(select(workers))}

    async def drop(self, worker: str) -> None:
        """Ends the worker's lease in good order, so that other workers can claim its jobs at once."""
        async with self._database.writing() as connection:
            await connection.execute(delete(workers).where(workers.c.name == worker))

    async def bury(self, worker: str, beat: int) -> bool:
        """Ends the lease of a worker that has died; False if it has renewed it since this beat. Each job that it had in
        hand may be what it died of: it has one loss more, and is a suspect together with the others. One that was alone
        clears those that it was a suspect with."""
        async with self._database.writing() as connection:
            dying = delete(workers).where(workers.c.name == worker, workers.c.beat == beat)
            if (await connection.execute(dying)).rowcount == 0:
                return False
            held = select(jobs.c.id, jobs.c.suspect).where(jobs.c.worker == worker, jobs.c.state.in_(IN_HAND))
            lost = (await connection.execute(held.with_for_update())).all()
            if len(lost) == 1 and lost[0].suspect:
                cleared = update(jobs).where(jobs.c.suspect == lost[0].suspect, jobs.c.id != lost[0].id)
                await connection.execute(cleared.values(suspect=None))
            marking = update(jobs).where(jobs.c.id.in_([job.id for job in lost]))
            suspect = func.coalesce(jobs.c.suspect, worker)
            await connection.execute(marking.values(losses=jobs.c.losses + 1, suspect=suspect))
        return True
