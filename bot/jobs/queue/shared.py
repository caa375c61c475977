"""Jobs that all processes share: Procrastinate on the same PostgreSQL database.

It wakes a process that has a place free (LISTEN/NOTIFY). What it loses costs time and nothing else: jobs that no
process owns are offered again, and rows of processes that died are deleted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from bot.jobs.desk import Desk
from bot.jobs.model import Job
from bot.jobs.worker import Worker
from bot.observe import about
from bot.store import DatabaseAway, StoreError
from bot.store.migrations.queue_tables import SCHEMA
from bot.store.postgres import conninfo

log = logging.getLogger(__name__)

TASK = "run"
QUEUE = "jobs"
AGAIN_SECONDS = 2.0
"""The pause before the queue is asked again, after the database was away."""
POLL_SECONDS = 5.0
"""How often it is looked at where no notice has come."""
CONNECTIONS = 3


class Shared:
    """The queue of all processes that use the database."""

    def __init__(self, desk: Desk, worker: Worker, app: procrastinate.App) -> None:
        self._desk = desk
        self._worker = worker
        self._app = app
        self._task = app.configure_task(TASK, queue=QUEUE)

    @classmethod
    @asynccontextmanager
    async def opened(cls, desk: Desk, worker: Worker) -> AsyncIterator[Shared]:
        """Connected while the context is open. Raises StoreError."""
        connector = procrastinate.PsycopgConnector(
            conninfo=conninfo(desk.store.database.url, search_path=SCHEMA),
            min_size=1,
            max_size=CONNECTIONS - 1,  # one more listens
            timeout=10.0,
            name="queue",
        )
        app = procrastinate.App(connector=connector)
        for name in ("procrastinate.worker", "asyncio"):  # it leaves some of its tasks to themselves
            logging.getLogger(name).addFilter(in_a_line)

        @app.task(name=TASK, queue=QUEUE)
        async def run(job_id: str) -> None:
            with about(job=job_id):
                try:
                    await worker.run(job_id)
                except StoreError as error:
                    log.warning("job %s is offered again once the database answers: %s", job_id, error)

        try:
            await app.open_async()
        except (ConnectorException, psycopg.Error) as error:
            await app.close_async()
            raise _away(error) from error
        try:
            yield cls(desk, worker, app)
        finally:
            await app.close_async()

    async def offer(self, job: Job) -> None:
        try:
            await self._app.configure_task(TASK, queue=QUEUE, queueing_lock=job.id).defer_async(job_id=job.id)
        except AlreadyEnqueued:
            pass
        except ConnectorException as error:
            raise _away(error) from error

    def begin(self) -> None:
        if self._desk.settings.jobs_at_once:
            self._desk.tasks.own(self._work(), "queue", lasting=True)

    async def _work(self) -> None:
        """Runs what is offered, until it is cancelled."""
        while True:
            try:
                await self._clean()
                await self._app.run_worker_async(
                    queues=[QUEUE],
                    name=self._desk.worker,
                    concurrency=self._desk.settings.jobs_at_once,
                    fetch_job_polling_interval=POLL_SECONDS,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=0.0,
                )
            except Exception as error:
                # Catch-all: whatever the queue meets, jobs must be run again as soon as that is over.
                log.warning("the queue is away: %s", error, exc_info=not isinstance(error, ConnectorException))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _clean(self) -> None:
        """Deletes the rows of what processes had in hand that have died. The jobs themselves are offered anew."""
        manager = self._app.job_manager
        for row in await manager.get_stalled_jobs(queue=QUEUE):
            assert row.id is not None
            await manager.finish_job_by_id_async(row.id, Status.FAILED, delete_job=True)


def in_a_line(record: logging.LogRecord) -> bool:
    """A filter for what the library logs: that the database is away is no defect, and takes no traceback to say."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, ConnectorException):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args, record.exc_info = "the queue is away: %s", (error.__cause__ or error,), None
    return True


def _away(error: Exception) -> DatabaseAway:
    return DatabaseAway(f"The queue in the database can't be used: {error.__cause__ or error}. Check the server.")
