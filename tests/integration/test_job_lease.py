"""The lease on jobs: renewed while the process lives, taken over when it is gone, and no job is tried for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import slack_client
from bot.edits import Editor
from bot.jobs.desk import Desk, Tasks
from bot.jobs.lease import Lease
from bot.jobs.model import Job, JobState, new_id
from bot.jobs.worker import ATTEMPTS, Worker
from bot.playground import Playground, Timing
from bot.settings import read_settings
from bot.slack_files import SlackFiles
from bot.store import Store
from pipeline.options import GuideOptions
from pipeline.tools import Tools
from tests.conftest import HANG_SECONDS, SAMPLES
from tests.databases import database_in

ROOM = "#how-to-guides"
SCREENCAST = "cloudflare-create-api-token.vtt"
LEASE = 30.0


@dataclass
class Hours:
    """A clock that stands, and pauses that end when the test says so."""

    now: float = 1_800_000_000.0
    asked: list[float] = field(default_factory=list)
    """The pauses that were made, in seconds."""
    _ends: asyncio.Event = field(default_factory=asyncio.Event)
    _begins: asyncio.Event = field(default_factory=asyncio.Event)

    def clock(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.asked.append(seconds)
        self._begins.set()
        await self._ends.wait()
        self._ends.clear()

    async def pass_by(self) -> None:
        """Lets the pause under way go by, and what comes after it be done, until the next one."""
        async with asyncio.timeout(HANG_SECONDS):
            await self._begins.wait()
            self._begins.clear()
            self.now += self.asked[-1]
            self._ends.set()
            await self._begins.wait()


@dataclass
class Process:
    """A process that runs jobs; what people ask for doesn't reach it."""

    desk: Desk
    lease: Lease

    @classmethod
    def of(cls, desk: Desk, hours: Hours) -> Process:
        worker = Worker(desk, clock=hours.clock)
        return cls(desk, Lease(desk, worker, clock=hours.clock, pause=hours.pause))

    async def stop(self) -> None:
        await self.desk.tasks.aclose()
        await self.lease.let_go()


@dataclass
class Shop:
    """What a process that runs jobs has, and a thread of the playground with a transcript in it."""

    playground: Playground
    desk: Desk
    thread: str
    file: str
    hours: Hours = field(default_factory=Hours)

    def process(self) -> Process:
        return Process.of(self.desk, self.hours)

    async def in_hand(self, worker: str, until: float | None = None, *, attempts: int = 1) -> Job:
        """A job that a process has in hand, whose lease is made to run until then."""
        job = Job(
            id=new_id(),
            key=new_id(),
            team="T0PLAYGROUND",
            channel=self.playground.channel(ROOM).id,
            asker=self.playground.you.id,
            options=GuideOptions(),
            created=self.hours.now,
            state=JobState.RUNNING,
            asked=True,
            thread_ts=self.thread,
            file_id=self.file,
            worker=worker,
            attempts=attempts,
        )
        if until is not None:
            await self.desk.store.workers.renew(worker, until)
        await self.desk.store.jobs.add(job)
        return job

    async def now(self, job: Job) -> Job:
        """What has become of the job."""
        found = await self.desk.store.jobs.get(job.id)
        assert found is not None
        return found

    async def sql(self, statement: str) -> None:
        async with self.desk.store.database.writing() as connection:
            await connection.execute(text(statement))

    @property
    def documents(self) -> list[str]:
        held = [id for message in self.playground.thread(ROOM, self.thread) for id in message.files]
        return [f.name for f in self.playground.files if f.id in held and f.name.endswith(".docx")]


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with Playground(timing=Timing(share=0.0)) as playground:
        settings = read_settings(
            {
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_API_URL": playground.api_url,
                "SCRIPT2DOC_LEASE_SECONDS": str(LEASE),
            }
        )
        client = slack_client(settings)
        files, editor = SlackFiles(client), Editor(client, settings.edits_per_minute)
        async with Store.open(database_in(tmp_path)) as store:
            tools = Tools(cache=store.cache, limits=settings.limits)
            desk = Desk(client, files, editor, store, tools, settings, "elsewhere:1:here")
            talk = [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
            message = await playground.post_message(ROOM, playground.you.id, "", talk)
            yield Shop(playground, desk, message.ts, message.files[0])
            await editor.aclose()
            await files.aclose()


async def test_a_job_that_took_its_process_down_too_often_is_not_tried_again(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone", shop.hours.now, attempts=ATTEMPTS)
    process = shop.process()
    await process.lease.start()
    await process.desk.tasks.idle()
    await process.stop()
    ended = await shop.now(job)
    assert ended.state is JobState.FAILED
    assert ended.attempts == ATTEMPTS + 1
    assert ended.error
    assert shop.documents == []
    (told,) = [message for message in shop.playground.thread(ROOM, shop.thread) if message.by_app]
    assert told.ts == ended.progress_ts, "the person is told"


async def test_the_last_attempt_may_still_succeed(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone", shop.hours.now, attempts=ATTEMPTS - 1)
    process = shop.process()
    await process.lease.start()
    await process.desk.tasks.idle()
    await process.stop()
    ended = await shop.now(job)
    assert (ended.state, ended.attempts) == (JobState.DONE, ATTEMPTS)
    assert len(shop.documents) == 1


async def test_the_lease_is_renewed_before_it_runs_out_as_long_as_the_process_lives(shop: Shop):
    hours, jobs = shop.hours, shop.desk.store.jobs
    process = shop.process()
    await process.lease.start()
    await shop.in_hand(shop.desk.worker)
    begun = hours.now
    while hours.now <= begun + 2 * LEASE:
        assert await jobs.orphans(hours.now) == [], "nobody else may take its job"
        await hours.pass_by()
    assert max(hours.asked) <= LEASE / 2, "one renewal may fail"
    await process.stop()
    assert len(await jobs.orphans(hours.now)) == 1, "whoever stops lets go"


async def test_a_lease_that_runs_out_elsewhere_is_seen_without_a_new_start(shop: Shop):
    job = await shop.in_hand("elsewhere:1:slow", shop.hours.now + LEASE / 2)
    process = shop.process()
    await process.lease.start()
    await shop.hours.pass_by()
    assert (await shop.now(job)).worker == "elsewhere:1:slow", "its lease still runs"
    await shop.hours.pass_by()
    await process.desk.tasks.idle()
    await process.stop()
    ended = await shop.now(job)
    assert (ended.state, ended.worker) == (JobState.DONE, shop.desk.worker)


async def test_an_end_that_the_database_refuses_is_kept_for_later(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone", shop.hours.now)
    worker = Worker(shop.desk, clock=shop.hours.clock)
    await shop.sql("CREATE TRIGGER refuse BEFORE UPDATE OF error ON jobs BEGIN DELETE FROM nowhere; END")
    shop.playground.fail_next("chat.postMessage", error="is_archived", times=2)
    shop.playground.fail_next("conversations.open", error="user_not_found")

    worker.launch(job)
    await shop.desk.tasks.idle()
    await worker.end_the_unended()
    assert (await shop.now(job)).state is JobState.RUNNING, "it can't be ended yet"

    await shop.sql("DROP TRIGGER refuse")
    await worker.end_the_unended()
    ended = await shop.now(job)
    assert (ended.state, ended.error) == (
        JobState.FAILED,
        "Slack refused: is_archived. Try again, or tell whoever runs Script2Doc.",
    )


async def test_two_processes_at_once_run_a_job_once(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone", shop.hours.now)
    other = replace(shop.desk, worker="elsewhere:2:there", tasks=Tasks())
    processes = [shop.process(), Process.of(other, Hours(shop.hours.now))]
    await asyncio.gather(*(process.lease.start() for process in processes))
    await asyncio.gather(*(process.desk.tasks.idle() for process in processes))
    await asyncio.gather(*(process.stop() for process in processes))
    ended = await shop.now(job)
    assert (ended.state, ended.attempts) == (JobState.DONE, 2)
    assert len(shop.documents) == 1
