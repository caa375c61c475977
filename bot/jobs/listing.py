"""A person's latest jobs, as lists of them are shown."""

from __future__ import annotations

import asyncio

from bot.jobs.desk import Desk
from bot.jobs.model import OFFERED, REPEATED, Job, JobState
from bot.jobs.thread import permalink
from bot.messages.usage import JobLine

MOST = 10


async def latest_of(desk: Desk, team: str, user: str) -> list[JobLine]:
    """The newest first, each with its link as far as Slack gives one. Raises StoreError."""
    jobs = await desk.store.jobs.recent_of(team, user, MOST)
    return await asyncio.gather(*(_line(desk, job) for job in jobs))


async def _line(desk: Desk, job: Job) -> JobLine:
    there = job.progress_ts or job.thread_ts
    link = await permalink(desk.client, job.channel, there) if there else None
    return JobLine(job.id, job.name, _told(job), job.created, link)


def _told(job: Job) -> str:
    """A job's state as its person knows it: what ended without a guide wasn't always cancelled by somebody."""
    if job.state is not JobState.CANCELLED or not job.error:
        return job.state
    if job.error == OFFERED:
        return "waiting for your answer"
    return "already made" if job.error.startswith(REPEATED) else "not used"
