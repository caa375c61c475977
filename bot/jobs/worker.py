"""Runs jobs, as many at once as there are places, and brings each to an end, whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot.jobs.desk import Desk
from bot.jobs.model import Job, JobState
from bot.jobs.run import JobRun
from bot.jobs.thread import metadata
from bot.messages import outcome
from bot.metrics import Reason, reason_of
from bot.observe import about
from bot.store import LeaseLost, StoreError

log = logging.getLogger(__name__)

ATTEMPTS = 5
"""How often a job is started. One that takes its process down each time must not do so for ever."""


class Worker:
    """Runs jobs under the lease of this process."""

    def __init__(self, desk: Desk, *, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives the current time in seconds since the epoch; leases end by it."""
        self._desk = desk
        self._clock = clock
        self._places = asyncio.Semaphore(desk.settings.jobs_at_once)
        self._unended: dict[str, tuple[str, Reason]] = {}

    def launch(self, job_id: str) -> None:
        """Runs a stored job as soon as there is a place, unless it is under way here or another process owns it."""
        self._desk.tasks.run_job(job_id, self._run(job_id))

    async def _run(self, job_id: str) -> None:
        async with self._places:
            with about(job=job_id):
                job = await self._desk.store.jobs.claim(job_id, self._desk.worker, self._clock())
                if job is not None:
                    await self._guard(job)

    async def _guard(self, job: Job) -> None:
        """Runs a job, and ends it whatever `run` raises: errors of Slack, the network and the database, and defects."""
        try:
            run = JobRun(self._desk, job)
            await (run.give_up() if job.attempts > ATTEMPTS else run.run())
        except LeaseLost:
            log.info("taken over or cancelled")
        except SlackApiError as error:
            log.error("Slack refused: %s", error)
            await self._end(job.id, f"Slack refused: {error.response['error']}", reason_of(error))
        except (OSError, TimeoutError) as error:
            log.error("Slack couldn't be reached: %s", error)
            await self._end(job.id, "Slack couldn't be reached.", reason_of(error))
        except StoreError as error:
            log.error("the database can't be used: %s", error)
            said = "Script2Doc's database isn't available right now. Tell whoever runs Script2Doc."
            await self._tell_and_end(job.id, said, reason_of(error))
        except Exception as error:
            # Catch-all: a bug that one job meets must not stop the others.
            log.exception("failed unexpectedly")
            said = "An error in Script2Doc stopped it. Try again, or tell whoever runs it; the log has the details."
            await self._tell_and_end(job.id, said, reason_of(error))

    async def _tell_and_end(self, job_id: str, said: str, reason: Reason) -> None:
        with contextlib.suppress(SlackApiError, OSError, StoreError):
            job = await self._desk.store.jobs.get(job_id)
            if job and job.progress_ts:
                place = (job.channel, job.progress_ts)
                message = outcome.failure_message(job.name, said, job.id)
                await self._desk.editor.finish(place, message, metadata(job.id, "progress"))
        await self._end(job_id, said, reason)

    async def end_the_unended(self) -> None:
        """Ends jobs whose end the database didn't take. Called with each renewal of the lease, since no other process
        continues a job whose worker lives."""
        for job_id, (error, reason) in list(self._unended.items()):
            await self._end(job_id, error, reason)

    async def _end(self, job_id: str, error: str, reason: Reason) -> None:
        """Ends a job as failed. If the database doesn't take that now, it is tried again later."""
        try:
            await self._desk.store.jobs.end(job_id, self._desk.worker, JobState.FAILED, error=error)
        except LeaseLost:
            self._unended.pop(job_id, None)
        except StoreError:
            self._unended[job_id] = error, reason
        else:
            self._unended.pop(job_id, None)
            self._desk.metrics.job_failed(reason)
