"""Counts the jobs that limits are for: a person's and a workspace's, at once and in an hour. They are counted in the
transaction that stores more of them, so that processes that do so at the same moment count together.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, not_, select

from bot.jobs.model import Job, JobState
from bot.limits import JobLimits, Limit, Reached
from bot.store.connection import Connection
from bot.store.tables import jobs

HOUR_SECONDS = 3600.0
ENDED = tuple(state for state in JobState if state.ended)


async def hold(connection: Connection, job: Job, limits: JobLimits) -> None:
    """Keeps other transactions from storing jobs that are counted with this one, until this one ends."""
    if limits.workspace is not None or limits.workspace_an_hour is not None:
        await connection.alone(f"jobs of {job.team}")
    if job.asker:
        await connection.alone(f"jobs of {job.team}:{job.asker}")


async def room_for(
    connection: Connection, job: Job, limits: JobLimits, active: int
) -> tuple[int | None, Reached | None]:
    """For how many jobs like this one there is room, None for any number, and which limit that is due to. `active`:
    how many of the person's haven't ended. The transaction must be alone in what it counts, see `hold`."""
    if limits.spent:
        return 0, limits.spent
    if limits.person is not None and job.asker and active >= limits.person and not limits.late:
        return 0, Reached(Limit.PERSON_AT_ONCE, active)
    found: list[tuple[int, Reached]] = []
    team = jobs.c.team == job.team
    theirs = and_(team, jobs.c.asker == job.asker)
    if limits.workspace is not None and not limits.late:
        there = await _created(connection, team, jobs.c.state.not_in(ENDED))
        found.append((limits.workspace - len(there), Reached(Limit.WORKSPACE_AT_ONCE, limits.workspace)))
    for limit, most, whose in (
        (Limit.PERSON_AN_HOUR, limits.person_an_hour if job.asker else None, theirs),
        (Limit.WORKSPACE_AN_HOUR, limits.workspace_an_hour, team),
    ):
        if most is not None:
            now = job.created
            hour = [jobs.c.created > now - HOUR_SECONDS, *([jobs.c.created <= now] if limits.late else ())]
            there = await _created(connection, whose, _COUNTS, *hour)
            # The oldest one that has to be an hour old for one more; of those that are stored now, if there are
            # none yet.
            leaves = there[max(0, len(there) - most)] if there else now
            found.append((most - len(there), Reached(limit, most, leaves + HOUR_SECONDS)))
    if not found:
        return None, None
    # Of several that leave as little, the one that lasts longest.
    room, reached = min(found, key=lambda each: (max(0, each[0]), -(each[1].again or 0)))
    return max(0, room), reached


_COUNTS = not_(and_(jobs.c.state == JobState.CANCELLED, jobs.c.error.is_not(None)))
"""Files that turned out to be no transcripts, or the same as before, are ended with a reason, and count for nothing.
What a person has cancelled counts."""


async def _created(connection: Connection, *which: ColumnElement[bool]) -> list[float]:
    """When these jobs were asked for, the oldest first."""
    finding = select(jobs.c.created).where(*which).order_by(jobs.c.created)
    return list((await connection.execute(finding)).scalars())
