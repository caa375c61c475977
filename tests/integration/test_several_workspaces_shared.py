"""Several workspaces on several processes: what one process is told, the others go by."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import Bot, running_bot
from bot.settings import read_settings
from bot.store.tables import metadata
from tests.conftest import HANG_SECONDS
from tests.integration.companies import ACME, BOLT, PLANTED, TALK, Companies, companies, teams_with_jobs
from tests.integration.conftest import UNHURRIED
from tests.postgres_server import Server

pytestmark = pytest.mark.slow


@pytest.fixture
async def here(postgres: Server, tmp_path: Path) -> AsyncIterator[tuple[Companies, Bot]]:
    """Two workspaces, a process that receives and runs nothing, and a worker that runs their jobs."""
    shared = {"SCRIPT2DOC_DATABASE_URL": postgres.url(postgres.new_database())}
    async with companies(tmp_path) as made, made.served(SCRIPT2DOC_JOBS_AT_ONCE="0", **shared):
        settings = read_settings(made.env(**shared))
        async with running_bot(settings, {}, UNHURRIED, confined=False) as worker:
            await made.install(ACME.id)
            await made.install(BOLT.id)
            yield made, worker


async def lying_about(bot: Bot) -> str:
    async with bot.store.database.reading() as connection:
        return str([(await connection.execute(select(table))).all() for table in metadata.sorted_tables])


async def test_a_worker_acts_with_the_token_of_each_workspace(here: tuple[Companies, Bot]):
    made, _ = here
    first, second = await asyncio.gather(made.drop(ACME.id), made.drop(BOLT.id))
    await asyncio.gather(made.done(ACME.id, first), made.done(BOLT.id, second))

    assert [len(made.documents(team)) for team in (ACME.id, BOLT.id)] == [1, 1]


async def test_an_uninstall_stops_what_another_process_has_in_hand(here: tuple[Companies, Bot]):
    made, worker = here
    assert made.bot
    fault = made.slack[ACME.id].fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
    await made.drop(ACME.id, "talk.vtt", TALK)
    await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
    assert PLANTED in await lying_about(worker)

    made.slack.uninstall(ACME.id)
    await made.slack[ACME.id].settled()
    await made.bot.desk.tasks.idle()

    async with asyncio.timeout(HANG_SECONDS / 2):
        while worker.running:
            await asyncio.sleep(0.01)  # it is told by the database
    assert PLANTED not in await lying_about(worker)
    assert await teams_with_jobs(made) == []
    await made.done(BOLT.id, await made.drop(BOLT.id))


async def test_a_job_that_waits_for_a_token_is_run_once_another_process_has_got_one(here: tuple[Companies, Bot]):
    made, _ = here
    made.slack.revoke(ACME.id, told=False)
    made.slack[ACME.id].events.mute(muted=False)
    waiting = await made.drop(ACME.id)
    await made.slack[ACME.id].settled()
    await made.done(BOLT.id, await made.drop(BOLT.id))
    assert made.documents(ACME.id) == []

    await made.install(ACME.id)
    await made.done(ACME.id, waiting)
    assert len(made.documents(ACME.id)) == 1


async def test_each_workspaces_edits_are_shared_by_the_processes(here: tuple[Companies, Bot]):
    made, worker = here
    await made.done(ACME.id, await made.drop(ACME.id))
    editors = [worker.desk.of(team).editor for team in (ACME.id, BOLT.id)]  # one is there already, the other is new

    async with asyncio.timeout(HANG_SECONDS):
        while [editor.per_minute for editor in editors] != [20, 20]:
            await asyncio.sleep(0.01)
