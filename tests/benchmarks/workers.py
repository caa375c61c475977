"""Several workers on one PostgreSQL database, each with few places, and a model that keeps them waiting: so many guides
at once, in which share of the time that one worker takes.

What is measured is the waiting, so the processors mustn't be what a guide waits for: the model answers as slowly as it
takes for all of this to use less than a fifth of them. Where other programs use them too, a guide takes longer the more
are made at once, whoever makes them. So the share is also told as it would be if a guide took as long each time: by how
many of the places were in use.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import psutil

from bot.playground import Limits, Playground, Timing
from tests.chaos.fleet import on_postgresql
from tests.chaos.people import ROOM, SCREENCAST
from tests.conftest import SAMPLES
from tests.loopback.model_server import ModelServer

SEVERAL = 4
PLACES = 5
ANSWER_SECONDS = 3.0
LONGEST_ANSWER_SECONDS = 30.0
SHARE = 0.35
BUSY = 0.2
"""The share of the processors that this may use, and that others may use beside it."""
TRIALS = 3
PATIENCE_SECONDS = 3600.0


@dataclass(frozen=True)
class Seen:
    """What a run took."""

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


async def slow_enough(report: Callable[[str], None]) -> float:
    """The seconds that the model's answers have to take, so that this uses less of the processors than BUSY."""
    seconds = ANSWER_SECONDS
    for _ in range(TRIALS):
        seen = await measure(SEVERAL, SEVERAL * PLACES, seconds)
        report(
            f"with answers after {seconds:g} s this takes {seen.ours:.0%} of the processors, others {seen.others:.0%}"
        )
        if seen.ours < BUSY or seconds >= LONGEST_ANSWER_SECONDS:
            break
        seconds = min(LONGEST_ANSWER_SECONDS, float(ceil(1.2 * seconds * seen.ours / BUSY)))
    return seconds


async def measure(workers: int, jobs: int, answer_seconds: float = ANSWER_SECONDS) -> Seen:
    """Has so many guides made by so many workers."""
    talk = (SAMPLES / SCREENCAST).read_text(encoding="utf-8")
    timing = Timing(acknowledge=30.0, share=0.1)
    with tempfile.TemporaryDirectory() as folder:
        async with Playground(timing=timing, limits=Limits.unlimited()) as playground, ModelServer(steps=3) as model:
            model.pace(first=answer_seconds)
            environment = {
                "SLACK_API_URL": playground.api_url,
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_APP_TOKEN": playground.app_token,
                "SCRIPT2DOC_JOBS_PER_PERSON": str(jobs),
                "SCRIPT2DOC_EDITS_PER_MINUTE": "3000",
                "SCRIPT2DOC_LOG_LEVEL": "INFO",
                **model.env,
            }
            async with on_postgresql(Path(folder), environment, workers) as fleet:
                fleet.own = {name: {"SCRIPT2DOC_JOBS_AT_ONCE": str(PLACES)} for name in fleet.members}
                fleet.own["serve"]["SCRIPT2DOC_JOBS_AT_ONCE"] = "0"
                for name in fleet.members:
                    await fleet.start(name)
                for name in fleet.members:
                    await fleet.ready(name)
                working = [psutil.Process(fleet.pid(name)) for name in fleet.members if name != "serve"]
                assert fleet.server is not None
                whole = Processes((*working, fleet.pid("serve"), fleet.server.pid))
                before = sum(map(_spent, working))
                began = time.monotonic()
                for number in range(jobs):
                    text = talk.replace("An API token", f"API token number {number}", 1)
                    await playground.post_message(ROOM, playground.you.id, "", [(f"talk-{number}.vtt", text.encode())])

                def made() -> bool:
                    return sum(file.name.endswith(".docx") and bool(file.shares) for file in playground.files) >= jobs

                await playground.until(made, PATIENCE_SECONDS)
                wall = time.monotonic() - began
                spent = sum(map(_spent, working)) - before
                ours, others = whole.shares()
                await playground.settled()
                jobs_there = fleet.query("SELECT started, finished FROM jobs WHERE finished IS NOT NULL")
                in_hand = sum(finished - started for started, finished in jobs_there)
                lasted = max(finished for _, finished in jobs_there) - min(started for started, _ in jobs_there)
                in_use = in_hand / (lasted * workers * PLACES)
                return Seen(wall, spent / wall / workers, model.most_at_once, in_use, ours, others)


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
