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
from bot.jobs.worker import Worker
from bot.store import StoreError

log = logging.getLogger(__name__)


def worker_name() -> str:
    """A unique name for this process: host, process id and a random part, since process ids are used again."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class Lease:
    """Keeps this process the owner of its jobs for as long as it lives, and starts jobs that no process owns."""

    def __init__(
        self,
        desk: Desk,
        worker: Worker,
        *,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`clock` gives the current time in seconds since the epoch; leases end by it. `pause` waits between two
        renewals, for the number of seconds that it is given."""
        self._desk = desk
        self._worker = worker
        self._clock = clock
        self._pause = pause

    async def start(self) -> None:
        """Takes the lease and starts the jobs that earlier processes left behind. From then on, a task of the desk
        renews it and looks for such jobs. Raises StoreError."""
        await self._forget_dead_processes()
        await self._renew()
        await self._take_up()
        self._desk.tasks.own(self._keep(), "lease", lasting=True)

    async def let_go(self) -> None:
        """Ends the lease, so that another process can continue unfinished jobs at once. Call it when no task is left.
        Raises StoreError."""
        await self._desk.store.workers.drop(self._desk.worker)

    async def _keep(self) -> None:
        """Renews the lease three times before it would end, and starts jobs that no process owns."""
        while True:
            await self._pause(self._desk.settings.lease_seconds / 3)
            try:
                await self._renew()
                await self._take_up()
                await self._worker.end_the_unended()
            except StoreError as error:
                # A database that was busy for a moment must not end the lease for good.
                log.error("the lease couldn't be renewed: %s", error)

    async def _renew(self) -> None:
        await self._desk.store.workers.renew(self._desk.worker, self._clock() + self._desk.settings.lease_seconds)

    async def _take_up(self) -> None:
        for job in await self._desk.store.jobs.orphans(self._clock()):
            log.info("picking up job %s, which is %s", job.id, job.state)
            self._worker.launch(job)

    async def _forget_dead_processes(self) -> None:
        """Ends the leases of this machine's processes that no longer run, even if the time isn't over yet."""
        for worker in await self._desk.store.workers.names():
            host, _, rest = worker.partition(":")
            pid = rest.partition(":")[0]
            if host == socket.gethostname() and pid.isdigit() and not _alive(int(pid)):
                await self._desk.store.workers.drop(worker)


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
