"""A few processes that open strangers' files, kept while there is work: starting one costs more than most files do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from typing import Any

from pipeline.confined.limits import MEMORY
from pipeline.confined.process import NotStarted, Process

PROCESSES = 2
IDLE_SECONDS = 60.0
"""By default, the processes end after this time without work, and give their memory back."""
LARGE_BYTES = 500_000
"""A process that has opened a larger file may end, because of what it took for that, much is never given back."""
MOST_GROWN_BYTES = 16_000_000
"""It ends if it has grown by more since it was started. Most files of a megabyte take less, or give it back, and a
start takes longer than to sniff one."""
PATIENCE = 0.3
"""Seconds that a request waits for the first process before a second is started."""


class Pool:
    """At most two processes, with one request at a time each; the second is started only when requests queue up."""

    def __init__(self, work: str, memory: int = MEMORY, *, idle_seconds: float = IDLE_SECONDS) -> None:
        """`work` names the module that answers (see `child`), `memory` bounds the address space of a process in bytes.
        After `idle_seconds` without work the processes end."""
        self._work = work
        self._memory = memory
        self._idle_seconds = idle_seconds
        self._free: asyncio.LifoQueue[Process | None] = asyncio.LifoQueue()
        """None stands for a process that was dropped: whoever gets it starts another."""
        self._all: set[Process] = set()
        self._count = 0
        """Of processes that run or are being started."""
        self._idle: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> frozenset[int]:
        """The numbers of the processes that run."""
        return frozenset(process.pid for process in self._all if process.alive)

    async def ask(
        self, request: Mapping[str, Any], body: bytes, seconds: float, memory: int | None = None
    ) -> dict[str, Any]:
        """The answer to a request about the bytes of a file; `seconds` bounds the reading, and `memory` its address
        space in bytes, if that is less than the process has. Raises Trouble."""
        process = await self._take()
        try:
            answer = await process.ask(request, body, seconds, memory)
        except BaseException:
            await self._drop(process)  # also when cancelled in the middle of an answer
            raise
        if len(body) > LARGE_BYTES and process.grown() > MOST_GROWN_BYTES:
            await self._drop(process)
            self._later(self._replace())
        else:
            self._give_back(process)
        return answer

    async def warm(self) -> None:
        """Starts one process ahead of the first request, so that it loads its libraries while that is on its way.
        Raises NotStarted."""
        if not self._count:
            self._give_back(await self._start())

    async def aclose(self) -> None:
        """Ends all the processes."""
        if self._idle:
            self._idle.cancel()
        await asyncio.gather(*self._tasks)
        await asyncio.gather(*(process.end() for process in self._all))
        self._all.clear()

    async def _take(self) -> Process:
        if self._idle:
            self._idle.cancel()
            self._idle = None
        while True:
            if self._free.empty() and self._count < PROCESSES:
                if not self._count:
                    return await self._start()
                try:
                    async with asyncio.timeout(PATIENCE):
                        process = await self._free.get()
                except TimeoutError:
                    if self._count < PROCESSES:
                        return await self._start()
                    continue
            else:
                process = await self._free.get()
            if process is None:
                if self._count < PROCESSES:
                    return await self._start()
            elif process.alive:
                return process
            else:
                await self._drop(process)

    async def _start(self) -> Process:
        self._count += 1
        try:
            process = await Process.start(self._work, self._memory)
        except BaseException:
            self._count -= 1
            self._free.put_nowait(None)
            raise
        self._all.add(process)
        return process

    def _give_back(self, process: Process) -> None:
        self._free.put_nowait(process)
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._end_idle)

    def _end_idle(self) -> None:
        while not self._free.empty():
            if (process := self._free.get_nowait()) is not None:
                self._later(self._drop(process))

    async def _replace(self) -> None:
        # The next file is often on its way already, and waits for less than a whole start.
        with contextlib.suppress(NotStarted):
            await self.warm()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drop(self, process: Process) -> None:
        if process in self._all:
            self._all.discard(process)
            self._count -= 1
            self._free.put_nowait(None)
        await process.end()
