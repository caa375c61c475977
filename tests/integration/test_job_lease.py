"""The lease on jobs: renewed while the process lives, taken over when it is gone, and no job takes processes down for
ever."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import slack_client
from bot.edits import Editor
from bot.jobs.desk import Desk, Tasks
from bot.jobs.job_messages import JobMessages
from bot.jobs.lease import ROUNDS, Lease
from bot.jobs.model import Job, JobState, new_id
from bot.jobs.queue import InProcess
from bot.jobs.worker import LOSSES, Worker
from bot.messages.language import Words
from bot.messages.message import Message
from bot.messages.offer import Unsure
from bot.messages.progress import Phase
from bot.playground import Playground, Timing
from bot.settings import read_settings
from bot.slack_files import SlackFiles
from bot.store import LeaseLost, Store
from pipeline.llm import Client, ModelSettings
from pipeline.options import GuideOptions
from pipeline.tools import Tools
from tests.conftest import HANG_SECONDS
from tests.databases import database_in
from tests.integration.conftest import sample

ROOM = "#how-to-guides"
SCREENCAST = "cloudflare-create-api-token.vtt"
LEASE = 30.0


@dataclass
class Hours:
    """Pauses that end when the test says so."""

    asked: list[float] = field(default_factory=list)
    """The pauses that were made, in seconds."""
    _ends: asyncio.Event = field(default_factory=asyncio.Event)
    _begins: asyncio.Event = field(default_factory=asyncio.Event)

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
            self._ends.set()
            await self._begins.wait()


@dataclass
class Process:
    """A process that runs jobs; what people ask for doesn't reach it."""

    desk: Desk
    lease: Lease

    @classmethod
    def of(cls, desk: Desk, hours: Hours) -> Process:
        worker = Worker(desk)
        return cls(desk, Lease(desk, worker, InProcess(worker), pause=hours.pause))

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

    async def in_hand(self, worker: str, *, dead: bool = True, losses: int = 0, suspect: str | None = None) -> Job:
        """A job that a process has in hand, which has a lease unless it is `dead`."""
        job = Job(
            id=new_id(),
            key=new_id(),
            team="T0PLAYGROUND",
            channel=self.playground.channel(ROOM).id,
            asker=self.playground.you.id,
            options=GuideOptions(),
            created=time.time(),
            state=JobState.RUNNING,
            asked=True,
            thread_ts=self.thread,
            file_id=self.file,
            worker=worker,
            attempts=1,
            losses=losses,
            suspect=suspect,
        )
        if not dead:
            await self.desk.store.workers.renew(worker)
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
            talk = [(SCREENCAST, sample(SCREENCAST))]
            message = await playground.post_message(ROOM, playground.you.id, "", talk)
            yield Shop(playground, desk, message.ts, message.files[0])
            await editor.aclose()
            await files.aclose()


async def test_a_job_that_took_its_process_down_too_often_is_not_tried_again(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone", losses=LOSSES)
    process = shop.process()
    await process.lease.start()
    await process.desk.tasks.idle()
    await process.stop()
    ended = await shop.now(job)
    assert ended.state is JobState.FAILED
    assert ended.error
    assert shop.documents == []
    (told,) = [message for message in shop.playground.thread(ROOM, shop.thread) if message.by_app]
    assert told.ts == ended.progress_ts, "the person is told"


async def test_the_last_attempt_may_still_succeed(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone", losses=LOSSES - 1, suspect="elsewhere:1:first")
    process = shop.process()
    await process.lease.start()
    await process.desk.tasks.idle()
    await process.stop()
    assert (await shop.now(job)).state is JobState.DONE
    assert len(shop.documents) == 1


async def test_the_lease_is_renewed_before_it_runs_out_as_long_as_the_process_lives(shop: Shop):
    hours, store = shop.hours, shop.desk.store
    process = shop.process()
    await process.lease.start()
    await shop.in_hand(shop.desk.worker)
    beats = set()
    for _ in range(4):
        beats.add((await store.workers.beats())[shop.desk.worker])
        assert await store.jobs.orphans() == [], "nobody else may take its job"
        await hours.pass_by()
    assert len(beats) == 4
    assert max(hours.asked) <= LEASE / 3, "two renewals may fail"
    await process.stop()
    assert len(await store.jobs.orphans()) == 1, "whoever stops lets go"


async def test_a_lease_that_runs_out_elsewhere_is_seen_without_a_new_start(shop: Shop):
    job = await shop.in_hand("elsewhere:1:slow", dead=False)
    process = shop.process()
    await process.lease.start()
    for _ in range(2):
        await shop.hours.pass_by()
    assert (await shop.now(job)).worker == "elsewhere:1:slow", "its lease still runs"
    await shop.desk.store.workers.renew("elsewhere:1:slow")
    for _ in range(3):
        await shop.hours.pass_by()
    assert (await shop.now(job)).worker == "elsewhere:1:slow", "it was renewed"
    assert sum(shop.hours.asked[2:5]) == LEASE
    await shop.hours.pass_by()
    await process.desk.tasks.idle()
    await process.stop()
    ended = await shop.now(job)
    assert (ended.state, ended.worker, ended.losses) == (JobState.DONE, shop.desk.worker, 0)


async def test_processes_share_the_workspaces_edits(shop: Shop):
    alone = shop.desk.editor.per_minute
    process = shop.process()
    await process.lease.start()
    assert shop.desk.editor.per_minute == alone
    for worker in ("elsewhere:1:there", "elsewhere:2:there"):
        await shop.desk.store.workers.renew(worker)
    await shop.hours.pass_by()
    assert shop.desk.editor.per_minute == pytest.approx(alone / 3)
    for _ in range(ROUNDS + 1):
        await shop.desk.store.workers.renew("elsewhere:1:there")
        await shop.hours.pass_by()
    assert shop.desk.editor.per_minute == pytest.approx(alone / 2), "one of them is gone"
    await process.stop()


async def test_processes_that_run_jobs_share_the_models_rates(shop: Shop):
    settings = ModelSettings(base_url="http://127.0.0.1:9/v1", requests_per_minute=60, tokens_per_minute=9_000)
    model = Client(settings)
    desk = replace(shop.desk, tools=replace(shop.desk.tools, model=model))
    process = replace(shop, desk=desk).process()

    def rates() -> tuple[float | None, float | None]:
        return model.gate.request_rate.most, model.gate.token_rate.most

    await process.lease.start()
    assert rates() == (60, 9_000)
    for worker, places in (("elsewhere:1:there", 5), ("elsewhere:2:there", 20), ("elsewhere:3:serves", 0)):
        await desk.store.workers.renew(worker, places)
    await shop.hours.pass_by()
    assert rates() == (20, 3_000), "one only serves"
    for _ in range(ROUNDS + 1):
        await desk.store.workers.renew("elsewhere:1:there", 5)
        await shop.hours.pass_by()
    assert rates() == (30, 4_500), "one of them is gone"
    await process.stop()
    await model.aclose()


async def test_clocks_have_no_say_in_who_owns_a_job(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    job = await shop.in_hand("elsewhere:1:slow", dead=False)
    process = shop.process()
    await process.lease.start()
    right = time.time
    for hours in (2, -4, 2):
        monkeypatch.setattr(time, "time", lambda hours=hours: right() + 3600 * hours)
        await shop.hours.pass_by()
        assert (await shop.now(job)).worker == "elsewhere:1:slow", "it has had no time to renew its lease"
        await shop.desk.store.workers.renew("elsewhere:1:slow")
    await process.stop()


async def test_what_ran_together_when_a_process_died_is_run_alone(shop: Shop):
    """One after the other, and before what comes after them."""
    jobs = [await shop.in_hand("elsewhere:1:gone", losses=1, suspect="elsewhere:1:gone") for _ in range(3)]
    fault = shop.playground.fail_next("files.info", delay=HANG_SECONDS)
    process = shop.process()
    await process.lease.start()
    await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
    for _ in range(20):
        await shop.desk.store.jobs.counts()
    begun = [job for job in jobs if (await shop.now(job)).worker == shop.desk.worker]
    assert len(begun) == 1
    await process.stop()


async def test_a_process_that_was_thought_dead_stops_what_it_has_lost(shop: Shop):
    process = shop.process()
    await process.lease.start()
    job = await shop.in_hand("elsewhere:1:gone")
    fault = shop.playground.fail_next("files.info", delay=HANG_SECONDS)
    await process.lease.take_up()
    await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
    # Another process buries this one while it is frozen, and takes its job.
    await shop.desk.store.workers.bury(shop.desk.worker, (await shop.desk.store.workers.beats())[shop.desk.worker])
    await shop.desk.store.workers.renew("elsewhere:2:there")
    assert await shop.desk.store.jobs.claim(job.id, "elsewhere:2:there")

    assert shop.desk.tasks.running == 1
    await shop.hours.pass_by()
    assert shop.desk.tasks.running == 0
    assert (await shop.now(job)).worker == "elsewhere:2:there"
    await process.stop()


async def test_a_process_that_may_have_lost_its_job_says_nothing_before_it_has_looked(shop: Shop):
    job = await shop.in_hand("elsewhere:2:there")
    desk = shop.desk
    mine = JobMessages(desk, replace(job, worker=desk.worker), Words("en"), again=False)
    said = len(shop.playground.thread(ROOM, shop.thread))

    desk.renewed.at = time.monotonic() - LEASE
    offered, withdrawn = mine.offer("because", Unsure.OF_CONTENT), mine.withdraw("because")
    for say in (mine.show(Phase.READING), mine.post("progress", Message("done", ())), offered, withdrawn):
        with pytest.raises(LeaseLost):
            await say
    assert len(shop.playground.thread(ROOM, shop.thread)) == said


async def test_an_end_that_the_database_refuses_is_kept_for_later(shop: Shop):
    job = await shop.in_hand("elsewhere:1:gone")
    worker = Worker(shop.desk)
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
    job = await shop.in_hand("elsewhere:1:gone")
    other = replace(shop.desk, worker="elsewhere:2:there", tasks=Tasks())
    processes = [shop.process(), Process.of(other, Hours())]
    await asyncio.gather(*(process.lease.start() for process in processes))
    await asyncio.gather(*(process.desk.tasks.idle() for process in processes))
    await asyncio.gather(*(process.stop() for process in processes))
    ended = await shop.now(job)
    assert (ended.state, ended.attempts) == (JobState.DONE, 2)
    assert len(shop.documents) == 1
