"""Several workers on one PostgreSQL database, each with few places, and a model that keeps them waiting: so many guides
at once, in which share of the time that one worker takes.

What is measured is the waiting, so the processors mustn't be what a guide waits for: the model answers as slowly as it
takes for all of this to use less than a fifth of them. Where other programs use them too, a guide takes longer the more
are made at once, whoever makes them. So the share is also told as it would be if a guide took as long each time: by how
many of the places were in use.

Each process makes a few guides before anything is measured, since the first ones load what later ones need. One worker
makes only some of the guides: what it takes for all of them is in proportion, as each of its places makes one guide
after the other. `--whole` has it make all of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

import psutil

from bot.playground import Limits, Playground, Timing
from tests.acceptance.conftest import clean_environment
from tests.chaos.fleet import Fleet, on_postgresql
from tests.chaos.people import ROOM, SCREENCAST
from tests.conftest import SAMPLES
from tests.forked import Start, by_itself, forking
from tests.loopback.model_server import ModelServer

SEVERAL = 4
PLACES = 5
ROUNDS_OF_ONE = 6
"""So many guides one after the other each place of the one worker makes, unless it makes all of them."""
WARM_SECONDS = 0.5
"""How long answers take while processes are warmed up."""
ANSWER_SECONDS = 3.0
LONGEST_ANSWER_SECONDS = 6.0
SHARE, SHARE_AT_WILL = 0.35, 1.0
"""Several take at most this share of the time of one; at will, if one has places for all, and there is nothing to be
gained but by processors."""
BUSY = 0.2
"""The share of the processors that this may use, and that others may use beside it."""
PATIENCE_SECONDS = 3600.0


@dataclass(frozen=True)
class Seen:
    """What a run took."""

    jobs: int
    wall: float
    """Seconds from the first drop to the last document."""
    processor: float
    """Seconds of processor time of each worker in each second."""
    calls_at_once: int
    in_use: float
    """The share of the workers' places that had a job in hand, from the first beginning to the last end."""
    ours: float
    """The share of all processors that the processes of this took, with the stand-ins and the database's server."""
    others: float
    """The share that other programs took meanwhile."""

    def for_all(self, jobs: int) -> float:
        """Seconds that so many jobs take."""
        return self.wall * jobs / self.jobs


@dataclass
class Company:
    """So many workers, beside one process that receives."""

    workers: int
    places: int
    """In each of them."""
    playground: Playground
    model: ModelServer
    fleet: Fleet
    talk: str = field(default_factory=lambda: (SAMPLES / SCREENCAST).read_text(encoding="utf-8"))
    dropped: int = 0

    async def makes(self, jobs: int, answer_seconds: float) -> Seen:
        """Has so many guides made. The first ones of a process load what the later ones need."""
        self.model.pace(first=answer_seconds)
        self.model.most_at_once = 0
        working = [psutil.Process(self.fleet.pid(name)) for name in self.fleet.members if name != "serve"]
        assert self.fleet.server is not None
        whole = Processes((*working, self.fleet.pid("serve"), self.fleet.server.pid))
        before, made_before = sum(map(_spent, working)), self._made()
        began, since = time.monotonic(), time.time()
        for _ in range(jobs):
            self.dropped += 1
            text = self.talk.replace("An API token", f"API token number {self.dropped}", 1)
            name = f"talk-{self.dropped}.vtt"
            await self.playground.post_message(ROOM, self.playground.you.id, "", [(name, text.encode())])
        await self.playground.until(lambda: self._made() >= made_before + jobs, PATIENCE_SECONDS)
        wall = time.monotonic() - began
        spent = sum(map(_spent, working)) - before
        ours, others = whole.shares()
        await self.playground.settled()
        there = await self._ended(since, jobs)
        in_hand = sum(finished - started for started, finished in there)
        lasted = max(finished for _, finished in there) - min(started for started, _ in there)
        in_use = in_hand / (lasted * self.workers * self.places)
        return Seen(jobs, wall, spent / wall / self.workers, self.model.most_at_once, in_use, ours, others)

    async def _ended(self, since: float, number: int) -> list[tuple[float, float]]:
        """When the jobs that were begun since then have begun and ended, once that is noted of so many."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                rows = self.fleet.query("SELECT started, finished FROM jobs WHERE finished IS NOT NULL")
                there = [(started, finished) for started, finished in rows if started >= since]
                if len(there) >= number:
                    return there
                await asyncio.sleep(0.1)

    def _made(self) -> int:
        return sum(file.name.endswith(".docx") and bool(file.shares) for file in self.playground.files)


@asynccontextmanager
async def company(workers: int, places: int, starter: Start = by_itself) -> AsyncIterator[Company]:
    """Workers that are warmed up."""
    timing = Timing(acknowledge=30.0, share=0.1)
    with tempfile.TemporaryDirectory() as folder:
        async with Playground(timing=timing, limits=Limits.unlimited()) as playground, ModelServer(steps=3) as model:
            environment = {
                "SLACK_API_URL": playground.api_url,
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_APP_TOKEN": playground.app_token,
                "SCRIPT2DOC_JOBS_PER_PERSON": "1000",
                "SCRIPT2DOC_EDITS_PER_MINUTE": "3000",
                "SCRIPT2DOC_LOG_LEVEL": "INFO",
                **model.env,
            }
            async with on_postgresql(Path(folder), environment, workers, starter=starter) as fleet:
                fleet.own = {name: {"SCRIPT2DOC_JOBS_AT_ONCE": str(places)} for name in fleet.members}
                fleet.own["serve"]["SCRIPT2DOC_JOBS_AT_ONCE"] = "0"
                for name in fleet.members:
                    await fleet.start(name)
                for name in fleet.members:
                    await fleet.ready(name)
                made = Company(workers, places, playground, model, fleet)
                await made.makes(workers * min(places, PLACES), WARM_SECONDS)
                yield made


async def compare(
    jobs: int, places: int = PLACES, *, whole: bool, report: Callable[[str], None]
) -> tuple[float, Seen, Seen]:
    """How long the model's answers took, and what one worker and several took that have so many places each. One makes
    all jobs if `whole`."""
    seconds = ANSWER_SECONDS
    with forking(clean_environment()) as starter:
        async with company(SEVERAL, places, starter) as there:
            seen = await there.makes(SEVERAL * min(places, PLACES), seconds)
            report(
                f"with answers after {seconds:g} s this takes {seen.ours:.0%} of the processors, "
                f"others {seen.others:.0%}"
            )
            if seen.ours >= BUSY:
                seconds = min(LONGEST_ANSWER_SECONDS, float(ceil(1.2 * seconds * seen.ours / BUSY)))
            several = await there.makes(jobs, seconds)
        async with company(1, places, starter) as there:
            one = await there.makes(jobs if whole else min(jobs, ROUNDS_OF_ONE * places), seconds)
    return seconds, one, several


class Processes:
    """The processor time that this process, these, and all that they start take from now on."""

    def __init__(self, roots: Iterable[psutil.Process | int]) -> None:
        named = (root if isinstance(root, psutil.Process) else psutil.Process(root) for root in roots)
        self._roots = [psutil.Process(), *named]
        self._began, self._before = self._all(), {}
        self._before = self._spent()

    def shares(self) -> tuple[float, float]:
        """Of all the time that the processors had: the shares of these, and of everything else that ran."""
        (busy, whole), (busy_before, whole_before) = self._all(), self._began
        ours = sum(spent - self._before.get(each, 0.0) for each, spent in self._spent().items())
        whole -= whole_before
        return ours / whole, max(0.0, (busy - busy_before - ours) / whole)

    def _all(self) -> tuple[float, float]:
        times = psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0.0)
        whole = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
        return whole - idle, whole

    def _spent(self) -> dict[psutil.Process, float]:
        found = {}
        for root in self._roots:
            for process in (root, *root.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    found[process] = _spent(process) if process in self._roots[1:] else sum(process.cpu_times()[:2])
        return found


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system
