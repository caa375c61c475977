"""Several workers on one PostgreSQL database, each with few places, and a model that keeps them waiting: so many guides
at once, in which share of the time that one worker takes.

Where other programs use the processors too, a guide takes longer the more are made at once, whoever makes them. So the
share is also told as it would be if a guide took as long each time: by how many of the places were in use.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
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
SHARE = 0.35
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


async def measure(workers: int, jobs: int) -> Seen:
    """Has so many guides made by so many workers."""
    talk = (SAMPLES / SCREENCAST).read_text(encoding="utf-8")
    timing = Timing(acknowledge=30.0, share=0.1)
    with tempfile.TemporaryDirectory() as folder:
        async with Playground(timing=timing, limits=Limits.unlimited()) as playground, ModelServer(steps=3) as model:
            model.pace(first=ANSWER_SECONDS)
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
                await playground.settled()
                jobs_there = fleet.query("SELECT started, finished FROM jobs WHERE finished IS NOT NULL")
                in_hand = sum(finished - started for started, finished in jobs_there)
                lasted = max(finished for _, finished in jobs_there) - min(started for started, _ in jobs_there)
                in_use = in_hand / (lasted * workers * PLACES)
                return Seen(wall, spent / wall / workers, model.most_at_once, in_use)


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system
