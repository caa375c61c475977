"""Several processes on one PostgreSQL database: one is told by Slack, the others run the jobs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from procrastinate.exceptions import ConnectorException

from bot.app import Bot, running_bot
from bot.jobs.model import Job, JobState
from bot.playground import Playground
from bot.serve import listening
from bot.settings import read_settings
from bot.store.migrations import queue_tables
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, UNHURRIED, sample, text_of
from tests.postgres_server import Server

pytestmark = pytest.mark.slow


@dataclass
class Company:
    """A workspace with a process that receives, and any number that run jobs."""

    playground: Playground
    url: str
    stack: AsyncExitStack

    async def process(self, *, receives: bool = False, **env: str) -> Bot:
        """Starts one; that which receives runs no jobs unless it is told so."""
        env = {"SCRIPT2DOC_JOBS_AT_ONCE": "0"} | env if receives else env
        settings = read_settings(
            {
                "SLACK_BOT_TOKEN": self.playground.bot_token,
                "SLACK_APP_TOKEN": self.playground.app_token,
                "SLACK_API_URL": self.playground.api_url,
                "SCRIPT2DOC_DATABASE_URL": self.url,
                "SCRIPT2DOC_LEASE_SECONDS": "3",
                **env,
            }
        )
        bot = await self.stack.enter_async_context(running_bot(settings, env, UNHURRIED, confined=False))
        if receives:
            await self.stack.enter_async_context(listening(settings, bot))
        return bot

    async def drop(self, name: str = SCREENCAST) -> str:
        content = sample(SCREENCAST) + f"\n\nNOTE {name}\n".encode()
        message = await self.playground.post_message(ROOM, self.playground.you.id, "", [(name, content)])
        return message.ts

    def said(self, ts: str) -> list[str]:
        return [text_of(message) for message in self.playground.thread(ROOM, ts) if message.by_app]

    async def job(self, bot: Bot, ts: str, *states: JobState) -> Job:
        """The job of a thread, once it is in one of these states."""
        place = "T0PLAYGROUND", self.playground.channel(ROOM).id, ts
        async with asyncio.timeout(HANG_SECONDS):
            while True:
                for job in await bot.store.jobs.in_thread(*place):
                    if job.state in states:
                        return job
                await asyncio.sleep(0.01)

    async def until_done(self, *threads: str) -> None:
        await self.playground.until(
            lambda: all(any("is in this thread" in said for said in self.said(ts)) for ts in threads)
        )


@asynccontextmanager
async def opened(server: Server) -> AsyncIterator[Company]:
    async with Playground(timing=PATIENT) as playground, AsyncExitStack() as stack:
        yield Company(playground, server.url(server.new_database()), stack)


@pytest.fixture
async def company(postgres: Server) -> AsyncIterator[Company]:
    async with opened(postgres) as made:
        yield made


async def test_what_one_process_receives_others_run_each_job_once(company: Company):
    bots = [await company.process(receives=True), await company.process(), await company.process()]

    threads = [await company.drop(f"talk {n}.vtt") for n in range(5)]
    await company.until_done(*threads)
    await company.playground.settled()

    for ts in threads:
        assert len([said for said in company.said(ts) if "is in this thread" in said]) == 1
        documents = [f for m in company.playground.thread(ROOM, ts) for f in m.files if m.by_app]
        assert len(documents) == 1
        job = await company.job(bots[0], ts, JobState.DONE)
        assert (job.attempts, job.losses) == (1, 0)
        assert job.worker in {bot.desk.worker for bot in bots[1:]}


async def test_a_job_waits_until_there_is_somebody_to_run_it(company: Company):
    receiving = await company.process(receives=True)
    ts = await company.drop()
    await company.job(receiving, ts, JobState.QUEUED)

    await company.process()
    await company.until_done(ts)


async def test_one_process_can_do_it_all(company: Company):
    await company.process(receives=True, SCRIPT2DOC_JOBS_AT_ONCE="2")
    await company.until_done(await company.drop())


async def test_a_cancel_reaches_the_process_that_runs_the_job_within_a_second(company: Company):
    """Long before the next renewal of its lease would tell it."""
    receiving = await company.process(receives=True, SCRIPT2DOC_LEASE_SECONDS="600")
    running = await company.process(SCRIPT2DOC_LEASE_SECONDS="600")
    fault = company.playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
    ts = await company.drop()
    await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
    job = await company.job(receiving, ts, JobState.DELIVERING)
    assert (running.running, job.worker) == (1, running.desk.worker)

    began = time.monotonic()
    assert await receiving.store.jobs.cancel(job.id)
    await receiving.store.notices.send()
    await running.desk.tasks.finished(job.id)
    assert time.monotonic() - began < 100, "it was told, and didn't find out with its lease"

    while (now := await receiving.store.jobs.get(job.id)) and now.worker:
        await asyncio.sleep(0.01)


async def test_who_cancels_says_the_last_word(company: Company):
    receiving = await company.process(receives=True)
    await company.process()
    fault = company.playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
    ts = await company.drop()
    await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
    job = await company.job(receiving, ts, JobState.DELIVERING)

    await company.playground.slash_command(ROOM, company.playground.you.id, "/script2doc", f"cancel {job.id}")
    await company.playground.until(lambda: any("Stopped by" in said for said in company.said(ts)))
    await company.playground.settled()

    assert len(company.said(ts)) == 1
    assert "Stopped by" in company.said(ts)[0]


async def test_an_orderly_stop_hands_jobs_over_at_once(company: Company):
    receiving = await company.process(receives=True, SCRIPT2DOC_LEASE_SECONDS="600")
    fault = company.playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
    async with AsyncExitStack() as stopping:
        first = Company(company.playground, company.url, stopping)
        await first.process(SCRIPT2DOC_LEASE_SECONDS="600")
        ts = await company.drop()
        await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
        await company.process(SCRIPT2DOC_LEASE_SECONDS="600")
    await company.until_done(ts)
    job = await company.job(receiving, ts, JobState.DONE)
    assert (job.attempts, job.losses) == (2, 0)


async def test_the_queue_has_its_tables_beside_ours_and_they_are_made_once(postgres: Server):
    name = postgres.new_database()
    query = "SELECT count(*) FROM information_schema.tables WHERE table_schema = '{}' AND table_name LIKE 'procras%'"
    assert postgres.sql(query.format(queue_tables.SCHEMA), name)[0][0] >= 4
    assert postgres.sql(query.format("public"), name) == [(0,)]
    assert postgres.sql("SELECT version FROM procrastinate.script2doc_tables", name) == [(queue_tables.installed(),)]


async def test_tables_of_an_older_queue_are_brought_up_to_date(postgres: Server):
    from procrastinate.schema import SchemaManager

    from bot.store import Database
    from bot.store.migrations.__main__ import upgrade

    name = postgres.new_database(tables=False)
    await asyncio.to_thread(upgrade, postgres.url(name), "0001")
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    old = [file for file in files if file.name < "03.02"]
    postgres.sql("CREATE SCHEMA procrastinate", name)
    for file in old:
        postgres.sql(f"SET search_path TO procrastinate; {file.read_text()}", name)
    postgres.sql("CREATE TABLE procrastinate.script2doc_tables (version text NOT NULL)", name)
    postgres.sql("INSERT INTO procrastinate.script2doc_tables VALUES ('3.1.0')", name)
    database = await Database.open(postgres.url(name))
    assert not await queue_tables.up_to_date(database)

    await asyncio.to_thread(upgrade, postgres.url(name))

    assert await queue_tables.up_to_date(database)
    await database.close()
    functions = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'procrastinate'::regnamespace ORDER BY 1, 2"
    assert postgres.sql(functions, name) == postgres.sql(functions, postgres.new_database())


@pytest.mark.parametrize("name", ["procrastinate.worker", "asyncio"])
async def test_a_database_that_is_away_is_a_line_in_the_log_and_a_defect_is_not(
    company: Company, caplog: pytest.LogCaptureFixture, name: str
):
    await company.process(receives=True)
    library = logging.getLogger(name)
    for error in (ConnectorException("the connection is lost"), ValueError("a defect")):
        library.exception("poll_jobs_to_abort error", exc_info=error)

    away, defect = [record for record in caplog.records if record.name == library.name and record.levelno >= 30]
    assert (away.levelname, away.getMessage()) == ("WARNING", "the queue is away: the connection is lost")
    assert away.exc_info is None
    assert (defect.levelname, defect.getMessage()) == ("ERROR", "poll_jobs_to_abort error")
    assert defect.exc_info is not None
