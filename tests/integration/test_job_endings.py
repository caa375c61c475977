"""How jobs end that take too long, and how they go on: after an orderly stop, and while the database is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import pytest

from bot.jobs import worker
from bot.jobs.model import JobState
from bot.playground import Limits, Playground
from bot.playground.workspace import Message
from bot.slack_client import Waiting
from tests import postgres_server
from tests.clock import Clock
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, sample, text_of
from tests.integration.test_shared_queue import opened
from tests.loopback.model_server import ModelServer
from tests.postgres_server import Server


async def test_a_job_that_takes_too_long_ends_with_a_message(open_office: OpenOffice):
    async with open_office(SCRIPT2DOC_JOB_SECONDS="3") as office:
        office.playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
        dropped = await office.drop(SCREENCAST)
        await office.playground.until(lambda: office.said(ROOM, dropped.ts, "It took too long, so I stopped trying."))
        await office.bot.desk.tasks.idle()
        assert office.bot.running == 0
        assert office.documents(ROOM, dropped.ts) == []
        assert len(office.progress(ROOM, dropped.ts)) == 1


@pytest.mark.parametrize("name", ["talk.vtt", "talk.txt"])
@pytest.mark.parametrize("reached", [True, False])
async def test_time_that_runs_out_while_the_first_message_is_posted(open_office: OpenOffice, name: str, reached: bool):
    """Whether Slack has got the message or not: none goes on to say that the transcript is being read. That a job was
    given up is said where a message was seen, or where the file's name says that it is a transcript."""
    async with open_office(SCRIPT2DOC_JOB_SECONDS="3") as office:
        posting = office.playground.fail_next("chat.postMessage", after=reached, delay=HANG_SECONDS)
        dropped = await drop_as(office, name)
        await asyncio.wait_for(posting.met.wait(), HANG_SECONDS)
        await office.bot.desk.tasks.idle()
        said = [text_of(message) for message in office.progress(ROOM, dropped.ts)]
    told = reached or name == "talk.vtt"
    assert ["It took too long, so I stopped trying." in each for each in said] == [True] * told


@pytest.mark.parametrize("reached", [True, False])
async def test_a_job_that_is_stopped_while_its_first_message_is_posted(open_office: OpenOffice, reached: bool):
    async with open_office() as office:
        posting = office.playground.fail_next("chat.postMessage", after=reached, delay=HANG_SECONDS)
        dropped = await office.drop(SCREENCAST)
        await asyncio.wait_for(posting.met.wait(), HANG_SECONDS)
        (job,) = await office.bot.store.jobs.in_hand_of(office.bot.desk.worker)
        you = office.playground.you.id
        await office.playground.slash_command("#general", you, "/script2doc", f"cancel {job.id}")
        await office.bot.desk.tasks.idle()
        said = [text_of(message) for message in office.progress(ROOM, dropped.ts)]
    assert [f"<@{you}>" in each and "Reading" not in each for each in said] == [True] * reached


async def drop_as(office: Office, name: str) -> Message:
    """The screencast is dropped under another name."""
    return await office.playground.post_message(ROOM, office.playground.you.id, "", [(name, sample(SCREENCAST))])


async def test_pauses_for_slack_are_no_work(open_office: OpenOffice):
    clock = Clock()

    async def at_once(_: float) -> None: ...

    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock.passes(seconds)

    async with open_office(SCRIPT2DOC_JOB_SECONDS="15", waiting=Waiting(pause=at_once)) as office:
        office.bot.service._worker._pause = pause
        office.playground.fail_next("chat.postMessage", error="internal_error", times=2)
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        assert sum(pauses) > 15


async def test_after_an_orderly_stop_the_message_says_that_it_goes_on(open_office: OpenOffice):
    async with Playground(timing=PATIENT) as playground:
        upload = playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
        async with open_office(cast(Playground, nullcontext(playground))) as office:
            dropped = await office.drop(SCREENCAST)
            await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
        (message,) = [m for m in playground.thread(ROOM, dropped.ts) if m.by_app]
        assert "Resuming in a moment" in text_of(message)

        async with open_office(cast(Playground, nullcontext(playground))) as office:
            await office.summary(ROOM, dropped.ts)
            assert len(office.documents(ROOM, dropped.ts)) == 1
            assert len(office.progress(ROOM, dropped.ts)) == 1


async def test_each_of_twenty_jobs_says_that_it_goes_on(open_office: OpenOffice):
    """As many as a process has in hand by default, within what Slack takes in a minute."""
    talk = sample(SCREENCAST)
    files = [(f"talk-{number}.vtt", talk + f"\n\nNOTE {number}\n".encode()) for number in range(20)]
    async with (
        ModelServer() as model,
        Playground(timing=PATIENT, limits=Limits(post_burst=50)) as playground,
    ):
        model.hold("outline")
        async with open_office(
            cast(Playground, nullcontext(playground)),
            **model.env,
            SCRIPT2DOC_JOBS_PER_PERSON="20",
            SCRIPT2DOC_LEASE_SECONDS="60",
        ) as office:
            dropped = await playground.post_message(ROOM, playground.you.id, "", files)
            async with asyncio.timeout(HANG_SECONDS):
                jobs, team = office.bot.store.jobs, "T0PLAYGROUND"
                while (
                    len([job for job in await jobs.in_thread(team, dropped.channel, dropped.ts) if job.progress_ts])
                    < 20
                ):
                    await asyncio.sleep(0.05)
            await playground.until(lambda: sum(call.method == "chat.update" for call in playground.calls) >= 8)
            stopping = time.monotonic()
        took = time.monotonic() - stopping
        said = [text_of(message) for message in office.progress(ROOM, dropped.ts)]

        assert ["Resuming in a moment" in each for each in said] == [True] * 20
        assert [call for call in playground.calls if call.method == "chat.update" and not call.ok] == []
        assert took < worker.HAND_OVER_SECONDS


@pytest.fixture
def own_server(postgres_of_all: Server, postgres_pattern: Path) -> Iterator[Server]:
    """A server that the test may stop."""
    programs = postgres_server.programs()
    assert programs is not None
    with postgres_server.running(programs, postgres_pattern) as server:
        yield server


@pytest.mark.slow
async def test_a_job_goes_on_after_the_database_was_away(own_server: Server, monkeypatch: pytest.MonkeyPatch):
    """It is away for longer than a statement waits for it."""
    monkeypatch.setattr("bot.store.database.BUSY_SECONDS", 0.5)
    async with opened(own_server) as company:
        bot = await company.process(receives=True, SCRIPT2DOC_JOBS_AT_ONCE="2")
        waited: list[float] = []

        async def pause(seconds: float) -> None:
            waited.append(seconds)
            await asyncio.sleep(0.2)

        bot.service._worker._pause = pause
        fault = company.playground.fail_next("files.getUploadURLExternal", delay=1.0)
        ts = await company.drop()
        await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
        own_server.stop()
        async with asyncio.timeout(HANG_SECONDS):
            while not waited:
                await asyncio.sleep(0.01)
        own_server.start()
        await company.until_done(ts)
        job = await company.job(bot, ts, JobState.DONE)
        assert job.losses == 0
        assert len([m for m in company.playground.thread(ROOM, ts) if m.files and m.by_app]) == 1
