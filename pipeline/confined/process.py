"""A process in which strangers' files are opened: started without the app's environment, asked, and ended with all that
it started. A thread can't be stopped, and a parser that runs wild in one takes the whole app with it.

    Trouble
    ├── NotStarted    this machine is short of memory, files, processes or time
    ├── TooSlow       the file took longer than it may
    ├── TooLarge      there is more in the file than anybody asked for
    └── Ended         the process died, or what it said is no answer
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import math
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.confined.limits import MEMORY
from pipeline.confined.loading import LOADED, LOADING
from pipeline.confined.loading import SECONDS as LOAD_SECONDS

PIECE_BYTES = 1 << 18
"""Of a file, sent at once."""
ANSWER_BYTES = 50_000_000
"""Of JSON. A book has one million."""

log = logging.getLogger(__name__)


class Trouble(Exception):
    """There is no answer."""


class NotStarted(Trouble):
    """There is no process, or it couldn't load what it needs in time: this machine is short of something."""


class TooSlow(Trouble):
    """The file took longer than it may."""


class TooLarge(Trouble):
    """The answer is larger than any that is wanted."""


class Ended(Trouble):
    """The process has died, or has said something that is no answer."""


class Process:
    """One process, which answers one request at a time. After any trouble, and when whoever asked is cancelled in the
    middle, it is of no more use: end it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._loading = True
        self._asked = False
        """Whether it owes an answer."""
        self._unsent = 0
        """Bytes of the file that aren't on their way yet."""
        self._began_with: int | None = None
        """Its address space in bytes once it had loaded what it needs at first."""

    @classmethod
    async def start(cls, work: str, memory: int = MEMORY, lifetime: float | None = None) -> Process:
        """A process that answers with the module of this name (see `child`); `memory` bounds its address space in
        bytes, `lifetime` its processor time in seconds. Raises NotStarted."""
        limits = (str(memory), str(math.ceil(lifetime or 0)))
        try:
            return cls(
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", "pipeline.confined.child", work, *limits),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                    env=environment(),
                    limit=ANSWER_BYTES,
                    start_new_session=True,  # Ctrl-C is for the app, which ends its processes itself
                )
            )
        except OSError as error:
            log.warning("no process for opening files: %s", error)
            raise NotStarted from error

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(
        self,
        request: Mapping[str, Any],
        body: bytes,
        seconds: float,
        memory: int | None = None,
        processor_seconds: float | None = None,
    ) -> dict[str, Any]:
        """The answer to a request about the bytes of a file. `seconds` bounds the reading; loading libraries for it has
        a bound of its own. `memory` bounds the address space in bytes, `processor_seconds` the processor time, which is
        `seconds` otherwise: on a busy machine, work takes longer without having more to do. Raises Trouble."""
        to = self._process.stdin
        assert to is not None
        limits = {"seconds": seconds, "processor_seconds": processor_seconds, "address_space": memory}
        limits = {name: most for name, most in limits.items() if most}
        head = json.dumps({**request, "bytes": len(body), **limits}).encode()
        self._asked = True
        self._unsent = len(body)
        sending = asyncio.create_task(self._send(to, head + b"\n", body))
        try:
            line = await self._answer(seconds)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        if self._unsent or to.transport.get_write_buffer_size():
            raise Ended  # nobody who has read the file answers before its end
        self._asked = False
        return await asyncio.to_thread(_understood, line)

    async def _send(self, to: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # it has ended already, and what it said counts
            to.write(head)
            for place in range(0, len(body), PIECE_BYTES):  # what is written at once is in memory twice
                piece = memoryview(body)[place : place + PIECE_BYTES]
                to.write(piece)
                self._unsent -= len(piece)
                await to.drain()

    async def _answer(self, seconds: float) -> bytes:
        back = self._process.stdout
        assert back is not None
        left = {True: LOAD_SECONDS, False: seconds}
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                async with asyncio.timeout(max(0.0, left[self._loading])):
                    line = await back.readuntil(b"\n")
            except TimeoutError:
                if not self._loading:
                    raise TooSlow from None
                log.warning("a process for opening files took longer than %g s to load its libraries", LOAD_SECONDS)
                raise NotStarted from None
            except asyncio.LimitOverrunError:
                raise TooLarge from None
            except (EOFError, OSError):
                raise Ended from None
            left[self._loading] -= clock() - began
            if line not in (LOADING, LOADED):
                return line
            self._loading = line == LOADING
            if self._began_with is None:
                self._began_with = _address_space(self.pid)

    def grown(self) -> float:
        """By how many bytes its address space has grown since it loaded what it needs at first. Infinite where the
        system doesn't tell."""
        now = _address_space(self.pid)
        return math.inf if now is None or self._began_with is None else now - self._began_with

    async def end(self) -> None:
        """Ends the process, and whatever it has started."""
        # What has died by itself while it owed nothing is long gone, and its number may be another's.
        if self.alive or self._asked:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                _kill_group(self._process.pid)
        transport: asyncio.SubprocessTransport = self._process._transport  # type: ignore[attr-defined]
        # asyncio leaves the pipes of a killed process to the garbage collector otherwise
        for number in (0, 1):
            pipe = transport.get_pipe_transport(number)
            if pipe is not None and not pipe.is_closing():
                pipe.abort() if isinstance(pipe, asyncio.WriteTransport) else pipe.close()
        try:
            await asyncio.shield(self._process.wait())
        finally:
            transport.close()


async def ask_once(
    work: str, request: Mapping[str, Any], body: bytes, seconds: float, processor_seconds: float | None = None
) -> dict[str, Any]:
    """The answer of a process of its own, which is gone when this returns, raises Trouble or is cancelled."""
    process = await Process.start(work, lifetime=LOAD_SECONDS + seconds + 1)
    try:
        return await process.ask(request, body, seconds, processor_seconds=processor_seconds)
    finally:
        await process.end()


def ask_once_now(work: str, request: Mapping[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
    """The same, waiting for it; also in a thread that runs an event loop, which stands still meanwhile."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask_once(work, request, body, seconds))).result()


def environment() -> dict[str, str]:
    """What a process knows of its surroundings: where programs and the project are, and none of the app's secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}


def _address_space(pid: int) -> int | None:
    """In bytes, as Linux tells it (proc_pid_statm(5))."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def _kill_group(leader: int) -> None:
    if sys.platform == "win32":
        os.kill(leader, signal.SIGTERM)
    else:
        os.killpg(leader, signal.SIGKILL)


def _understood(line: bytes) -> dict[str, Any]:
    """The answer of a process that may have been taken over by what it read."""
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        raise Ended from None
    if not isinstance(answer, dict):
        raise Ended
    return answer
