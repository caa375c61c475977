"""One run: people ask, processes are killed and started anew, and in the end everything is there."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bot.jobs.worker import LOSSES
from bot.playground import Limits, Playground, Timing
from tests.chaos.fleet import FLEETS, SERVER, START_SECONDS, Fleet
from tests.chaos.people import People
from tests.chaos.proof import KEPT, Answers, Counted, breaches, finished
from tests.forked import Start, by_itself
from tests.loopback.model_server import ModelServer

TIMING = Timing(acknowledge=3.0, retries=(0.5,) * 2000, share=0.1)
"""Slack's retries come soon instead of after minutes, and go on for as long as a run takes."""
SETTINGS = {
    "SCRIPT2DOC_LEASE_SECONDS": "3",
    "SCRIPT2DOC_JOBS_PER_PERSON": "10000",
    "SCRIPT2DOC_JOBS_AT_ONCE": "4",
    "SCRIPT2DOC_EDITS_PER_MINUTE": "3000",
}
AT_A_START = 0.15
"""The share of kills that come while a process starts."""
LOOK_SECONDS = 0.2
TELL_KILLS = 10
STOPS = 0.15
"""For each kill, so many processes are stopped in order."""


@dataclass
class Outcome:
    """What came of a run."""

    database: str
    seed: int
    kills: dict[str, int] = field(default_factory=dict)
    counted: Counted = field(default_factory=Counted)
    breaches: list[str] = field(default_factory=list)
    seconds: float = 0.0
    stops: int = 0
    """How often a process was stopped in order."""
    spared: int = 0
    """How often a kill was put off, since a job would have been given up."""

    def __str__(self) -> str:
        killed = ", ".join(f"{number} of {name}" for name, number in sorted(self.kills.items()))
        lines = [
            f"{self.database}, seed {self.seed}: {sum(self.kills.values())} kills ({killed}) and {self.stops} stops in "
            f"{self.seconds:.0f} s, "
            f"put off {self.spared} times for a job that would have been given up",
            f"  {self.counted}",
            f"  {len(self.breaches)} breaches",
        ]
        return "\n".join([*lines, *(f"    {breach}" for breach in self.breaches)])


async def run(
    database: str,
    kills: int,
    requests: int,
    seed: int,
    *,
    seconds: float,
    patience: float,
    logs: Path | None,
    only: str | None = None,
    starter: Start = by_itself,
    tell: Callable[[str], None] = lambda said: None,
) -> Outcome:
    """Kills so many processes (or `only` the one of this name) while so many guides are asked for, or fewer of both
    within so many seconds. `patience`: seconds that may pass after the last kill until all guides are made. `tell` is
    told how far it has come, so that of a run that is broken off something is known."""
    outcome, began = Outcome(database, seed), time.monotonic()
    chance = random.Random(f"{seed}:{database}")
    with contextlib.ExitStack() as kept:
        folder = logs / database if logs else Path(kept.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        async with Playground(timing=TIMING, limits=Limits.unlimited()) as playground, ModelServer(steps=4) as model:
            model.pace(first=0.3, tokens_per_second=400)
            model.vary(seed, 0.9)
            environment = {
                "SLACK_API_URL": playground.api_url,
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_APP_TOKEN": playground.app_token,
                **model.env,
                **SETTINGS,
            }
            async with FLEETS[database](folder, environment, starter=starter) as fleet:
                fleet.only = only
                await Course(playground, model, fleet, chance, outcome, tell).run(kills, requests, seconds, patience)
    outcome.seconds = time.monotonic() - began
    return outcome


@dataclass
class Course:
    """The course of a run."""

    playground: Playground
    model: ModelServer
    fleet: Fleet
    chance: random.Random
    outcome: Outcome
    tell: Callable[[str], None]
    answers: Answers = field(default_factory=Answers)

    async def run(self, kills: int, requests: int, seconds: float, patience: float) -> None:
        until = time.monotonic() + seconds
        people = People(self.playground, self.chance)
        for name in self.fleet.members:
            await self.fleet.start(name)
            await self.fleet.ready(name)
        looking = asyncio.create_task(self._look())
        asking: list[asyncio.Task[None]] = []
        try:
            for number in range(kills):
                if time.monotonic() >= until:
                    break
                share = requests * (number + 1) // kills - requests * number // kills
                asking.append(asyncio.create_task(people.ask(share)))
                await self._kill_one()
                if (number + 1) % TELL_KILLS == 0:
                    asked, spared = len(people.asked), self.outcome.spared
                    self.tell(f"{self.outcome.database}: {number + 1} kills, {asked} asked for, put off {spared} times")
                if self.chance.random() < STOPS:
                    await self._stop_one()
        except TimeoutError:
            self.outcome.breaches.append(f"a process hasn't started within {START_SECONDS:g} s")
        self.outcome.kills = self.fleet.kills
        try:
            async with asyncio.timeout(patience):
                await asyncio.gather(*asking)
                while not await asyncio.to_thread(self._finished, people):
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            self.outcome.breaches.append(f"not all is done {patience:g} s after the last kill")
        looking.cancel()
        for task in asking:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            await self.playground.settled(5)
        self.outcome.breaches += await self.fleet.stop()
        self.outcome.breaches += breaches(
            self.playground, self.model, self.fleet, people.asked, self.answers, self.outcome.counted
        )
        if left := await self.fleet.alone():
            self.outcome.breaches.append(f"{len(left)} processes outlive the bots that started them: {left[:3]}")
        for name in self.fleet.members:
            raised = [
                line for line in self.fleet.said(name).splitlines() if "Traceback (most recent call last)" in line
            ]
            self.outcome.breaches += [f"in the log of {name}: {line[:300]} … {line[-700:]}" for line in raised]

    async def _kill_one(self) -> None:
        """Kills a process, at any moment of its life, and starts it anew."""
        victim = self.chance.choice(self.fleet.victims)
        await self._a_moment_of(victim)
        while True:
            async with self.fleet.frozen(victim):
                doomed = await asyncio.to_thread(self._would_be_given_up)
                if not doomed:
                    await self.fleet.kill(victim)
            if not doomed:
                break
            self.outcome.spared += 1
            await asyncio.sleep(LOOK_SECONDS)
        if victim != SERVER:
            with contextlib.suppress(psycopg.Error, sqlite3.Error):
                self.answers.saw(await asyncio.to_thread(self.fleet.query, KEPT), time.monotonic())
        await self.fleet.start(victim)

    async def _stop_one(self) -> None:
        """Has a process end in order, as for an upgrade, and starts it anew."""
        stopped = self.chance.choice(list(self.fleet.members))
        await self._a_moment_of(stopped)
        self.outcome.stops += 1
        self.outcome.breaches += await self.fleet.stop(stopped)
        await self.fleet.start(stopped)

    async def _a_moment_of(self, name: str) -> None:
        """Passes by. Mostly the process has started by then: were all killed before, nothing would happen."""
        if self.chance.random() >= AT_A_START:
            await self.fleet.ready(name)
        await asyncio.sleep(self.chance.uniform(0.0, 2.5))

    async def _look(self) -> None:
        """Sees what is kept, and when."""
        while True:
            before = time.monotonic()
            with contextlib.suppress(psycopg.Error, sqlite3.Error):
                self.answers.saw(await asyncio.to_thread(self.fleet.query, KEPT), time.monotonic())
            await asyncio.sleep(max(LOOK_SECONDS, time.monotonic() - before))

    def _would_be_given_up(self) -> bool:
        """Whether a job is in hand that has lost its process so often, without coming further, that it is what they die
        of as far as anybody can tell. (What is done about such a one, tests/acceptance/test_crash.py shows.)"""
        try:
            doomed = f"SELECT 1 FROM jobs WHERE state IN ('running', 'delivering') AND losses >= {LOSSES - 1}"
            return bool(self.fleet.query(doomed))
        except (psycopg.Error, sqlite3.Error):
            return False

    def _finished(self, people: People) -> bool:
        try:
            return finished(self.playground, self.fleet, people.asked)
        except (psycopg.Error, sqlite3.Error):
            return False
