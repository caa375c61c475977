"""Who runs the jobs that wait. In a single process, that one; where processes share a PostgreSQL database, any of them.

A queue wakes and distributes, no more: the lease in our own tables decides who owns a job.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from bot.jobs.desk import Desk
from bot.jobs.model import Job
from bot.jobs.worker import Worker


class Queue(Protocol):
    """Where jobs wait to be run."""

    async def offer(self, job: Job) -> None:
        """Has a stored job run as soon as somebody can. It doesn't matter how often a job is offered, and one whose
        offer is lost is offered again: by whoever next looks for jobs that nobody owns."""

    def begin(self) -> None:
        """From now on this process runs what is offered."""


class InProcess:
    """Runs all jobs in this process."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def offer(self, job: Job) -> None:
        self._worker.launch(job)

    def begin(self) -> None:
        """It runs them already."""


@asynccontextmanager
async def opened(desk: Desk, worker: Worker) -> AsyncIterator[Queue]:
    """The queue for this desk's database. Raises StoreError."""
    if not desk.store.database.on_server:
        yield InProcess(worker)
        return
    from bot.jobs.queue.shared import Shared  # loads Procrastinate, which nobody else needs

    async with Shared.opened(desk, worker) as shared:
        yield shared


__all__ = ["InProcess", "Queue", "opened"]
