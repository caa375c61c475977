"""A person's latest jobs, as lists of them are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.jobs.desk import Desk
from bot.jobs.model import OFFERED, OFFERED_ANYWAY, REFUSED, REPEATED, Job, JobState
from bot.jobs.thread import permalink
from bot.messages.usage import JobLine
from pipeline.options import WriterChoice
from pipeline.provenance import without_idle

MOST = 10
WAITING = "waiting for your answer"
WAITING_SECONDS = 86_400.0
"""So long a question waits in the list. What one person alone sees is gone once they load Slack again."""


async def latest_of(desk: Desk, team: str, user: str) -> list[JobLine]:
    """The newest first, each with its link as far as Slack gives one. Raises StoreError."""
    jobs = await desk.store.jobs.recent_of(team, user, MOST)
    return await asyncio.gather(*(_line(desk, job) for job in jobs if not _is_answered(job, jobs)))


async def _line(desk: Desk, job: Job) -> JobLine:
    there = job.progress_ts or job.thread_ts
    link = await permalink(desk.client, job.channel, there) if there else None
    state = shown_state(job, desk.client.clock.now())
    anyway = _insists(job.error or "") if state == WAITING else None
    model = desk.tools.model is not None and job.options.writer is not WriterChoice.EXTRACTIVE
    options = job.options if model else without_idle(job.options)
    return JobLine(job.id, job.name, state, job.created, link, options, anyway)


def _is_answered(job: Job, jobs: Iterable[Job]) -> bool:
    """Whether a job ended with a question that was answered: by its button, or by asking for the same file in another
    way. The answer is a job of its own, which says what came of it."""
    return _asks(job) and any(
        other.redo_of == job.id
        or (other.created > job.created and job.file_id and (other.team, other.file_id) == (job.team, job.file_id))
        for other in jobs
    )


def _asks(job: Job) -> bool:
    error = job.error or ""
    return error == OFFERED or _insists(error)


def _insists(error: str) -> bool:
    """Whether the question is if a guide is to be made anyway."""
    return error == OFFERED_ANYWAY or error.startswith(REFUSED)


def shown_state(job: Job, now: float) -> str:
    """A job's state as its person knows it: what ended without a guide wasn't always cancelled by somebody, and what
    ended with a question waits for the answer, but not for ever."""
    error = job.error or ""
    if _asks(job):
        return WAITING if now - job.created < WAITING_SECONDS else "not used"
    if job.state is not JobState.CANCELLED or not error:
        return job.state
    return "already made" if error.startswith(REPEATED) else "not used"
