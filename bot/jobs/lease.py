"""Renews this process's lease on its jobs, and takes over the jobs of processes whose lease has ended."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable

from bot.jobs.desk import Desk
from bot.jobs.queue import Queue
from bot.jobs.worker import Worker
from bot.store import StoreError

log = logging.getLogger(__name__)


ROUNDS = 3
"""How often a lease is renewed before it would end."""


def worker_name() -> str:
    """A unique name for this process: host, process id and a random part, since process ids are used again."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class Lease:
    """Keeps this process the owner of its jobs for as long as it lives, and starts jobs that no process owns."""

    def __init__(
        self,
        desk: Desk,
        worker: Worker,
        queue: Queue,
        *,
        take_up: Callable[[], Awaitable[None]] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`take_up` takes up what else processes have left behind that are gone. `pause` waits between two renewals,
        for the number of seconds that it is given."""
        self._desk = desk
        self._worker = worker
        self._queue = queue
        self._workers = desk.store.workers
        self._pause = pause
        self._take_up_requests = take_up
        self._stood: dict[str, tuple[int, int]] = {}
        """Of each other worker: its beat, and for how many rounds that has stood still."""

    async def start(self) -> None:
        """Takes the lease and starts the jobs that earlier processes left behind. From then on, a task of the desk
        renews it and looks for such jobs. Raises StoreError."""
        await self._bury_dead_processes()
        await self._renew()
        await self._look_around()
        await self.take_up()
        self._desk.tasks.own(self._keep(), "lease", lasting=True)

    async def let_go(self) -> None:
        """Ends the lease, and offers unfinished jobs to the other processes. Call it when no task is left. Where the
        database can't be used, the lease ends when it isn't renewed any more."""
        try:
            await self._workers.drop(self._desk.worker)
            if self._desk.store.database.on_server:
                for job in await self._desk.store.jobs.orphans():
                    if job.worker == self._desk.worker:
                        await self._queue.offer(job)
        except StoreError as error:
            log.warning("the lease couldn't be ended: %s", error)

    async def take_up(self) -> None:
        """Has the jobs run that no process owns, and takes up what others were asked for that are gone. Raises
        StoreError."""
        if self._take_up_requests:
            await self._take_up_requests()
        for job in await self._desk.store.jobs.orphans():
            if job.id not in self._desk.tasks.jobs:
                await self._queue.offer(job)

    async def _keep(self) -> None:
        """Renews the lease once a round, looks after the others, and starts jobs that no process owns."""
        while True:
            await self._pause(self._desk.settings.lease_seconds / ROUNDS)
            try:
                await self._renew()
                await self._look_around()
                await self.take_up()
                await self._worker.stop_what_was_lost()
                await self._worker.end_the_unended()
            except StoreError as error:
                # A database that was busy for a moment must not end the lease for good.
                log.error("the lease couldn't be renewed: %s", error)
            except Exception:
                # Catch-all: a process that no longer renews its lease loses its jobs and takes up no others.
                log.exception("a round of the lease failed unexpectedly")

    async def _renew(self) -> None:
        began = time.monotonic()
        await self._workers.renew(self._desk.worker, self._desk.settings.jobs_at_once)
        self._desk.renewed.at = began

    async def _look_around(self) -> None:
        """Buries the workers whose beat has stood still for all rounds of a lease. Rounds are counted, and not seconds:
        where all were frozen for a while, as with their machine, each has time to renew its lease."""
        beats = await self._workers.beats()
        stood = {}
        for worker, beat in beats.items():
            before, rounds = self._stood.get(worker, (None, 0))
            stood[worker] = beat, rounds + 1 if beat == before else 0
            if worker != self._desk.worker and stood[worker][1] >= ROUNDS and await self._workers.bury(worker, beat):
                log.warning("the process %s is gone; its jobs are continued", worker)
        self._stood = stood
        self._desk.share_rates(max(1, len(stood)), max(1, await self._workers.that_run_jobs()))

    async def _bury_dead_processes(self) -> None:
        """Buries this machine's processes that no longer run, without waiting for their leases. Where several machines
        share the database, a container may have this one's name, with processes that can't be seen from here."""
        if self._desk.store.database.on_server:
            return
        for worker, beat in (await self._workers.beats()).items():
            host, _, rest = worker.partition(":")
            pid = rest.partition(":")[0]
            if host == socket.gethostname() and pid.isdigit() and not _alive(int(pid)):
                await self._workers.bury(worker, beat)


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return False  # an earlier process had our id, as in a container, where it is always 1
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
