"""The jobs' queries. Each change is one statement whose conditions keep to the states below, whoever else is at work.

queued → running → delivering → done | failed | cancelled. Nothing un-ends a job; a cancellation wins over a run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, delete, func, or_, select, update

from bot.jobs.model import OFFERED, OFFERED_ANYWAY, Job, JobState
from bot.limits import JobLimits, Reached
from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.errors import LeaseLost
from bot.store.limits import ENDED, hold, room_for
from bot.store.settings import Scope
from bot.store.tables import jobs, settings, workers
from bot.store.workers import IN_HAND
from pipeline.errors import OptionError
from pipeline.options import GuideOptions

log = logging.getLogger(__name__)

MILESTONES = frozenset(
    (
        *("state", "name", "channel", "thread_ts", "progress_ts", "source", "fingerprint"),
        *("guide", "document", "upload", "error"),
    )
)
"""What a worker may write while it runs a job."""
PROGRESS = frozenset(("source", "fingerprint", "guide", "document", "upload"))
"""Those with which a job comes further, the first time that each is written."""

TOKENS = ".tokens"
"""What follows a job's id where its tokens are noted, as a setting of the job."""

_HELD = select(workers.c.name).where(workers.c.name == jobs.c.worker).exists()
"""Whether the job's worker has a lease."""

FIELDS = tuple(field.name for field in fields(Job))


@dataclass(frozen=True)
class Added:
    """What came of the jobs of one request."""

    stored: tuple[tuple[Job, bool], ...]
    """For each that is stored what `add` returns."""
    others: int
    """How many others of the person's are active."""
    left: tuple[Job, ...] = ()
    """Those for which there is no room, and that aren't stored."""
    reached: Reached | None = None
    """Why."""


class Jobs:
    """Jobs in the database. Every method raises StoreError if the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, job: Job) -> tuple[Job, bool]:
        """Stores a job and returns (it, True), or (the job that already has its key, False)."""
        async with self._database.writing() as connection:
            return await _add(connection, job)

    async def add_all(self, asked: Sequence[Job], limits: JobLimits) -> Added:
        """Stores the jobs of one request of a person in one transaction: those that were stored before, and as many new
        ones as the limits leave room for. A person's limit at once is for requests: what is asked for together waits,
        so that it can be more. An app's jobs aren't counted as a person's."""
        first, keys = asked[0], [job.key for job in asked]
        mine = jobs.c.team == first.team, jobs.c.asker == first.asker, jobs.c.state.not_in(ENDED)
        async with self._database.writing() as connection:
            await hold(connection, first, limits)
            active = list((await connection.execute(select(jobs.c.key).where(*mine))).scalars()) if first.asker else []
            known = set((await connection.execute(select(jobs.c.key).where(jobs.c.key.in_(keys)))).scalars())
            others = len([key for key in active if key not in keys])
            new = [job for job in asked if job.key not in known]
            # A request that has begun goes on: of what was stored of it, more mustn't be refused now than then.
            room, reached = (
                await room_for(connection, first, limits, 0 if known else len(active)) if new else (None, None)
            )
            left = new[room:] if room is not None else []
            stored = [await _add(connection, job) for job in asked if job not in left]
        return Added(tuple(stored), others, tuple(left), reached if left else None)

    async def get(self, job_id: str) -> Job | None:
        found = await self._select(jobs.c.id == job_id)
        return found[0] if found else None

    async def claim(self, job_id: str, worker: str) -> Job | None:
        """Makes this worker the owner of the job, and returns it; None if it has ended or another worker owns it. A job
        that was being delivered stays in that state."""
        orphaned = and_(jobs.c.state.in_(IN_HAND), ~_HELD)
        claiming = (
            update(jobs)
            .where(jobs.c.id == job_id, or_(jobs.c.state == JobState.QUEUED, orphaned))
            .values(
                state=case((jobs.c.state == JobState.QUEUED, JobState.RUNNING.value), else_=jobs.c.state),
                worker=worker,
                attempts=jobs.c.attempts + 1,
                started=func.coalesce(jobs.c.started, time.time()),
            )
        )
        async with self._database.writing() as connection:
            row = (await connection.execute(claiming.returning(jobs))).mappings().one_or_none()
            return _job(row) if row else None

    async def update(self, job_id: str, worker: str, **milestones: Any) -> Job:
        """Writes what this worker has reached, by the names of Job's fields; `state` only goes on to DELIVERING.
        Raises LeaseLost if the job isn't this worker's any more."""
        if wrong := set(milestones) - MILESTONES:
            raise TypeError(f"no milestones of a job: {', '.join(sorted(wrong))}")
        if not milestones:
            raise TypeError("nothing to write")
        if milestones.get("state", JobState.DELIVERING) is not JobState.DELIVERING:
            raise ValueError("a running job can only go on to DELIVERING; `end` ends it")
        return await self._change(job_id, worker, IN_HAND, milestones)

    async def end(self, job_id: str, worker: str, state: JobState, error: str | None = None) -> Job:
        """Ends a job that this worker owns; DONE only after DELIVERING. Raises LeaseLost."""
        if not state.ended:
            raise ValueError(f"{state} is no end")
        before = (JobState.DELIVERING,) if state is JobState.DONE else IN_HAND
        return await self._change(job_id, worker, before, {"state": state, "error": error, "finished": time.time()})

    async def cancel(self, job_id: str) -> bool:
        """Cancels a job, whoever owns it. False if it has ended already or isn't known."""
        cancelling = (
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.state.not_in(ENDED))
            .values(state=JobState.CANCELLED.value, finished=time.time())
        )
        async with self._database.writing() as connection:
            return (await connection.execute(cancelling)).rowcount == 1

    async def lost(self, worker: str, ids: Sequence[str]) -> list[Job]:
        """Those of these jobs that the worker mustn't go on with: cancelled, or another worker's by now."""
        cancelled = jobs.c.state == JobState.CANCELLED
        others = and_(jobs.c.state.in_(IN_HAND), jobs.c.worker != worker, _HELD)
        return await self._select(jobs.c.id.in_(ids), or_(cancelled, others)) if ids else []

    async def in_hand_of(self, worker: str) -> list[Job]:
        """The jobs that this worker has begun and not ended."""
        return await self._select(jobs.c.worker == worker, jobs.c.state.in_(IN_HAND))

    async def release(self, job_id: str, worker: str) -> None:
        """Notes that the worker has let go of a job that somebody has cancelled."""
        mine = jobs.c.id == job_id, jobs.c.worker == worker, jobs.c.state == JobState.CANCELLED
        async with self._database.writing() as connection:
            await connection.execute(update(jobs).where(*mine).values(worker=None))

    async def hand_back(self, job_id: str, worker: str) -> None:
        """Lets go of a job that this worker has begun, so that it waits for a worker again."""
        mine = jobs.c.id == job_id, jobs.c.worker == worker, jobs.c.state.in_(IN_HAND)
        async with self._database.writing() as connection:
            await connection.execute(update(jobs).where(*mine).values(worker=None))

    async def active_in(self, teams: Sequence[str]) -> list[Job]:
        """The jobs of these workspaces that haven't ended, the newest first."""
        return await self._select(jobs.c.team.in_(teams), jobs.c.state.not_in(ENDED))

    async def orphans(self) -> list[Job]:
        """Jobs that wait for a worker: queued ones, and those whose worker has no lease any more. The oldest first."""
        orphaned = and_(jobs.c.state.in_(IN_HAND), ~_HELD)
        return await self._select(or_(jobs.c.state == JobState.QUEUED, orphaned), newest_first=False)

    async def find_repeat(self, fingerprint: str, before: Job | None = None) -> Job | None:
        """The latest job that made a guide of the same, or is making it; with `before`, only one asked for earlier than
        that job, so that of two under way the later one gives way."""
        same = [jobs.c.fingerprint == fingerprint, jobs.c.state.in_((JobState.DONE, *IN_HAND))]
        if before is not None:
            same.append(_earlier_than(before))
        found = await self._select(*same, limit=1)
        return found[0] if found else None

    async def has_unknown_before(self, job: Job) -> bool:
        """Whether a job of the same thread that was asked for earlier is being run and has no fingerprint yet, so that
        it may still turn out to be of the same file."""
        place = jobs.c.team == job.team, jobs.c.channel == job.channel, jobs.c.thread_ts == job.thread_ts
        unknown = jobs.c.fingerprint.is_(None), jobs.c.state == JobState.RUNNING
        return bool(await self._select(*place, *unknown, _earlier_than(job), limit=1))

    async def active_of(self, team: str, asker: str) -> list[Job]:
        """A person's jobs that haven't ended, the newest first."""
        return await self._select(jobs.c.team == team, jobs.c.asker == asker, jobs.c.state.not_in(ENDED))

    async def posted_of(self, team: str, asker: str) -> list[Job]:
        """A person's jobs that have ended and whose guide is in Slack, the newest first."""
        theirs = jobs.c.team == team, jobs.c.asker == asker
        return await self._select(*theirs, jobs.c.state.in_(ENDED), jobs.c.upload.is_not(None))

    async def recent_of(self, team: str, asker: str, limit: int = 10) -> list[Job]:
        """A person's last jobs, the newest first, without dropped files that were ignored silently."""
        silent = and_(jobs.c.state == JobState.CANCELLED, ~jobs.c.asked, jobs.c.progress_ts.is_(None))
        ignored = and_(silent, func.coalesce(jobs.c.error, "").not_in((OFFERED, OFFERED_ANYWAY)))
        return await self._select(jobs.c.team == team, jobs.c.asker == asker, ~ignored, limit=limit)

    async def made_since(self, team: str, since: float, asker: str | None = None) -> tuple[int, int]:
        """How many guides were made of what was asked for since then (seconds since the epoch), and of how many tokens
        of a model: for one person, or for a whole team."""
        theirs = and_(jobs.c.team == team, jobs.c.created >= since, jobs.c.state == JobState.DONE)
        if asker is not None:
            theirs = and_(theirs, jobs.c.asker == asker)
        counting = select(func.count()).select_from(jobs).where(theirs)
        noted = and_(settings.c.scope == Scope.JOB, settings.c.team == team)
        of_job = settings.c.subject == jobs.c.id.concat(TOKENS)
        spending = select(settings.c.value).join(jobs, of_job).where(theirs, noted)
        async with self._database.reading() as connection:
            made: int = await connection.scalar(counting)
            spent = (await connection.execute(spending)).scalars()
            return made, sum(int(value["tokens"]) for value in spent)

    async def in_thread(self, team: str, channel: str, thread_ts: str) -> list[Job]:
        """The jobs of a thread, the newest first."""
        return await self._select(jobs.c.team == team, jobs.c.channel == channel, jobs.c.thread_ts == thread_ts)

    async def counts(self) -> dict[JobState, int]:
        """The number of jobs in each state; states without any are left out."""
        counting = select(jobs.c.state, func.count().label("number")).group_by(jobs.c.state)
        async with self._database.reading() as connection:
            return {JobState(row.state): row.number for row in await connection.execute(counting)}

    async def purge(self, ended_before: float) -> int:
        """Deletes jobs that ended before this time, and returns how many. None that was asked for later: where it ended
        the clock was wrong."""
        old = jobs.c.finished < ended_before, jobs.c.created < ended_before
        deleting = delete(jobs).where(jobs.c.state.in_(ENDED), *old)
        async with self._database.writing() as connection:
            return (await connection.execute(deleting)).rowcount

    async def _change(self, job_id: str, worker: str, before: tuple[JobState, ...], values: dict[str, Any]) -> Job:
        # What a job hasn't brought down by now it has left behind: its losses count anew.
        new = [jobs.c[name].is_(None) for name in PROGRESS & values.keys() if values[name] is not None]
        losses = case((or_(*new), 0), else_=jobs.c.losses) if new else jobs.c.losses
        mine = jobs.c.id == job_id, jobs.c.worker == worker, jobs.c.state.in_(before)
        changing = update(jobs).where(*mine).values({**values, "losses": losses})
        async with self._database.writing() as connection:
            row = (await connection.execute(changing.returning(jobs))).mappings().one_or_none()
        if row is None:
            raise LeaseLost
        return _job(row)

    async def _select(
        self, *conditions: ColumnElement[bool], limit: int | None = None, newest_first: bool = True
    ) -> list[Job]:
        order = (jobs.c.created.desc(), jobs.c.id) if newest_first else (jobs.c.created, jobs.c.id)
        selecting = select(jobs).where(*conditions).order_by(*order).limit(limit)
        async with self._database.reading() as connection:
            return [_job(row) for row in (await connection.execute(selecting)).mappings()]


def _earlier_than(job: Job) -> ColumnElement[bool]:
    return or_(jobs.c.created < job.created, and_(jobs.c.created == job.created, jobs.c.id < job.id))


async def _add(connection: Connection, job: Job) -> tuple[Job, bool]:
    adding = connection.insert_into(jobs).values(_row(job)).on_conflict_do_nothing()
    added = (await connection.execute(adding.returning(jobs.c.id))).one_or_none()
    kept = (await connection.execute(select(jobs).where(jobs.c.key == job.key))).mappings().one()
    return _job(kept), added is not None


def _row(job: Job) -> dict[str, Any]:
    values = {name: getattr(job, name) for name in FIELDS}
    return {**values, "options": job.options.to_dict(), "state": job.state.value}


def _job(row: RowMapping) -> Job:
    return Job(**{**row, "options": _options(row), "state": JobState(row["state"])})


def _options(row: RowMapping) -> GuideOptions:
    try:
        return GuideOptions.from_dict(row["options"])
    except (OptionError, TypeError, ValueError) as error:
        # Another version wrote them. One such row must not keep a list of jobs from being shown.
        log.warning("the options of job %s can't be read, so it has the defaults: %s", row["id"], error)
        return GuideOptions()
