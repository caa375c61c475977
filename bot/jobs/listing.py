"""A person's latest jobs, as lists of them are shown."""

from __future__ import annotations

import asyncio

from bot.jobs.desk import Desk
from bot.jobs.model import OFFERED, REFUSED, REPEATED, Job, JobState
from bot.jobs.thread import permalink
from bot.messages.usage import JobLine

MOST = 10


async def latest_of(desk: Desk, team: str, user: str) -> list[JobLine]:
    """The newest first, each with its link as far as Slack gives one. Raises StoreError."""
    jobs = await desk.store.jobs.recent_of(team, user, MOST)
    answered = {job.redo_of for job in jobs}
    return await asyncio.gather(*(_line(desk, job, answered=job.id in answered) for job in jobs))


async def _line(desk: Desk, job: Job, *, answered: bool) -> JobLine:
    there = job.progress_ts or job.thread_ts
    link = await permalink(desk.client, job.channel, there) if there else None
    return JobLine(job.id, job.name, _told(job, answered=answered), job.created, link)


def _told(job: Job, *, answered: bool) -> str:
    """A job's state as its person knows it: what ended without a guide wasn't always cancelled by somebody, and what
    ended with a question waits until that is `answered` by another job."""
    error = job.error or ""
    if error == OFFERED or error.startswith(REFUSED):
        return "not used" if answered else "waiting for your answer"
    if job.state is not JobState.CANCELLED or not error:
        return job.state
    return "already made" if error.startswith(REPEATED) else "not used"
