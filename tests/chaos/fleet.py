"""The processes that are killed: those of the bot and, on PostgreSQL, the server."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.acceptance.conftest import clean_environment
from tests.conftest import HANG_SECONDS
from tests.databases import database_in
from tests.forked import AnyProcess, Start, by_itself
from tests.postgres_server import Server, programs, running

Rows = list[tuple[Any, ...]]

SERVER = "server"
STOP_SECONDS = 20.0
"""How long a process may take to finish its jobs or to hand them back."""
START_SECONDS = 300.0
"""How long a process may take to start, on a machine that has other things to do."""
YOUNG_SECONDS = 20.0
"""So long Python itself may take to start there: until then a signal has its own effect."""
READY = "connected to Slack over Socket Mode", "waiting for jobs"
"""What a process logs that has started."""
STARTS_OF_A_SERVER = 50
"""How often a server is started that was killed: its own processes hold its memory for a moment longer."""


@dataclass
class Fleet:
    """Processes of the bot on one database. `members` are their names, each with the command that it runs."""

    members: dict[str, str]
    environment: dict[str, str]
    folder: Path
    query: Callable[[str], Rows]
    """Asks the database itself."""
    server: Server | None = None
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    """What stands in the environment of one of them alone."""
    starter: Start = by_itself
    only: str | None = None
    """The only one that is killed."""
    kills: dict[str, int] = field(default_factory=dict)
    left_behind: list[psutil.Process] = field(default_factory=list)
    """Processes that those which were killed had started."""
    _processes: dict[str, AnyProcess] = field(default_factory=dict)
    _began: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Of each: where its log began at its last start, and when that was (`time.monotonic`)."""
    _starting: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    """One thread starts all servers: they end with the thread that has started them."""

    @property
    def victims(self) -> list[str]:
        return [self.only] if self.only else [*self.members, *([SERVER] if self.server else [])]

    async def start(self, name: str) -> None:
        if name == SERVER:
            assert self.server is not None
            await asyncio.get_running_loop().run_in_executor(self._starting, _start, self.server)
            return
        log = self.folder / f"{name}.log"
        log.touch()
        self._began[name] = log.stat().st_size, time.monotonic()
        environment = clean_environment(**self.environment, **self.own.get(name, {}))
        self._processes[name] = await self.starter([self.members[name]], environment, log)

    def pid(self, name: str) -> int:
        return self._processes[name].pid

    async def ready(self, name: str) -> None:
        """Returns when it has started. Raises TimeoutError."""
        began = self._began.get(name, (0, 0.0))[0]
        async with asyncio.timeout(START_SECONDS):
            while name != SERVER and not any(word in self.said(name, began) for word in READY):
                await asyncio.sleep(0.1)

    @contextlib.asynccontextmanager
    async def frozen(self, name: str) -> AsyncIterator[None]:
        """As long as the block runs the process does nothing more."""
        process = self._processes.get(name)
        if process is None or process.returncode is not None:
            yield
            return
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGCONT)

    async def kill(self, name: str) -> None:
        """SIGKILL: nothing in the process can prepare for it. Returns when it is dead."""
        self.kills[name] = self.kills.get(name, 0) + 1
        if name == SERVER:
            assert self.server is not None
            await asyncio.to_thread(self.server.stop, signal.SIGKILL)
            return
        process = self._processes[name]
        if process.returncode is not None:
            raise AssertionError(f"{name} has ended by itself with {process.returncode}:\n{self.said(name)[-3000:]}")
        with contextlib.suppress(psutil.NoSuchProcess):
            self.left_behind += psutil.Process(process.pid).children(recursive=True)
        process.kill()
        await process.wait()

    async def stop(self, *names: str) -> list[str]:
        """SIGTERM to these, or to all; a line for each that doesn't end well and soon."""
        stopping = {name: self._processes[name] for name in names or self.members}
        for process in stopping.values():
            if process.returncode is None:
                process.terminate()
        wrong = []
        for name, process in stopping.items():
            try:
                code = await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                wrong.append(f"{name} hasn't ended {STOP_SECONDS:g} s after SIGTERM")
                process.kill()
                await process.wait()
            else:
                young = time.monotonic() - self._began[name][1] < YOUNG_SECONDS
                if code and not (young and code == -signal.SIGTERM):
                    wrong.append(f"{name} has ended with {code}: {self.said(name)[-1000:]}")
        return wrong

    async def end(self) -> None:
        for process in self._processes.values():
            if process.returncode is None:
                process.kill()
                await process.wait()
        self._starting.shutdown(wait=False)

    def said(self, name: str, began: int = 0) -> str:
        """The log of a process, from this byte on."""
        return (self.folder / f"{name}.log").read_bytes()[began:].decode("utf-8", errors="replace")

    async def alone(self) -> list[psutil.Process]:
        """What still runs of the processes that were started by those which were killed, after a moment."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                while any(_runs(process) for process in self.left_behind):
                    await asyncio.sleep(0.05)
        return [process for process in self.left_behind if _runs(process)]


@asynccontextmanager
async def on_sqlite(folder: Path, environment: dict[str, str], *, starter: Start = by_itself) -> AsyncIterator[Fleet]:
    """One process, which does everything."""
    url = database_in(folder)

    def query(statement: str) -> Rows:
        with contextlib.closing(sqlite3.connect(folder / "jobs.db", timeout=HANG_SECONDS)) as database:
            return database.execute(statement).fetchall()

    settings = {**environment, "SCRIPT2DOC_DATABASE_URL": url}
    fleet = Fleet({"serve": "serve"}, settings, folder, query, starter=starter)
    try:
        yield fleet
    finally:
        await fleet.end()


@asynccontextmanager
async def on_postgresql(
    folder: Path, environment: dict[str, str], workers: int = 2, *, starter: Start = by_itself
) -> AsyncIterator[Fleet]:
    """One process that receives and works, and others that only work."""
    found = programs()
    if found is None:
        raise SystemExit("Needs PostgreSQL: apt-get install postgresql")
    with running(found) as server:
        name = server.new_database()
        fleet = Fleet(
            {"serve": "serve"} | {f"worker-{number + 1}": "worker" for number in range(workers)},
            {**environment, "SCRIPT2DOC_DATABASE_URL": server.url(name)},
            folder,
            lambda statement: server.sql(statement, name),
            server,
            starter=starter,
        )
        try:
            yield fleet
        finally:
            await fleet.end()


FLEETS = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def _start(server: Server) -> None:
    for attempt in range(STARTS_OF_A_SERVER):
        try:
            server.start()
        except RuntimeError:
            if attempt == STARTS_OF_A_SERVER - 1:
                raise
        else:
            return


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
