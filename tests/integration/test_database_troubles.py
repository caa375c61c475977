"""What people see while SQLite's file can't be used, and afterwards: nothing that was asked for is lost, and whoever
waits for an answer gets it in words."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import select

from bot.jobs.model import JobState
from bot.playground import Playground
from bot.slack_client import Waiting
from bot.store.tables import jobs
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, sample, text_of
from tests.loopback.model_server import ModelServer

UNAVAILABLE = "database isn't available right now"


@pytest.fixture
async def hurried(open_office: OpenOffice) -> AsyncIterator[Office]:
    """An office whose Slack sends again soon what isn't acknowledged."""
    timing = replace(PATIENT, event=0.3, retries=(0.2,) * 500, share=0.0)
    async with open_office(
        Playground(timing=timing), waiting=Waiting(keep=HANG_SECONDS), SCRIPT2DOC_LEASE_SECONDS="600"
    ) as office:
        yield office


@contextlib.contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """No file may grow any more (setrlimit(2), RLIMIT_FSIZE; Python ignores the signal)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "jobs.db-wal").stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def deleted_file(folder: Path) -> Iterator[None]:
    """Somebody moves it away, and back."""
    (folder / "jobs.db").rename(folder / "away")
    try:
        yield
    finally:
        (folder / "away").rename(folder / "jobs.db")


@contextlib.contextmanager
def damaged_file(folder: Path) -> Iterator[None]:
    """All but its first page, which every connection has read. It stays so."""
    file = folder / "jobs.db"
    with contextlib.closing(sqlite3.connect(file)) as rows:
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\xff" * (file.stat().st_size - 4096))
    yield


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits and lets no open file be moved")
@pytest.mark.parametrize("trouble", [full_disk, deleted_file, damaged_file], ids=lambda trouble: trouble.__name__)
async def test_what_cannot_be_kept_is_not_acknowledged_and_commands_are_answered_in_words(
    trouble, hurried: Office, tmp_path: Path
):
    playground = hurried.playground
    with trouble(tmp_path):
        dropped = await hurried.drop(SCREENCAST)
        receipt = await playground.slash_command(ROOM, playground.you.id, "/script2doc", "settings drops=off")
        assert receipt.acknowledged
        assert UNAVAILABLE in str(receipt.answer)
        await playground.until(lambda: len(playground.receipts) >= 5)
        told = [receipt for receipt in playground.receipts if receipt.delivery.kind == "events_api"]
        assert not any(receipt.acknowledged for receipt in told)

    if trouble is damaged_file:
        return
    await hurried.summary(ROOM, dropped.ts)
    await playground.settled()
    assert len(hurried.documents(ROOM, dropped.ts)) == 1
    assert len(hurried.progress(ROOM, dropped.ts)) == 1


@pytest.mark.parametrize("trouble", [full_disk, deleted_file], ids=lambda trouble: trouble.__name__)
async def test_a_job_that_cannot_be_kept_any_more_ends_in_words(trouble, hurried: Office, tmp_path: Path):
    playground = hurried.playground
    upload = playground.fail_next("files.getUploadURLExternal", delay=0.5)
    dropped = await hurried.drop(SCREENCAST)
    await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
    with trouble(tmp_path):
        await playground.until(lambda: hurried.said(ROOM, dropped.ts, UNAVAILABLE))
        await hurried.bot.desk.tasks.idle()
    (job,) = await hurried.bot.store.jobs.in_hand_of(hurried.bot.desk.worker)
    await hurried.bot.service._worker.end_the_unended()
    ended = await hurried.bot.store.jobs.get(job.id)
    assert ended is not None
    assert ended.state is JobState.FAILED


async def test_a_message_that_cannot_be_noted_is_the_one_that_says_how_it_ended(hurried: Office, tmp_path: Path):
    posted = hurried.playground.fail_next("chat.postMessage", after=True, delay=0.5)
    dropped = await hurried.drop(SCREENCAST)
    await asyncio.wait_for(posted.met.wait(), HANG_SECONDS)
    with deleted_file(tmp_path):
        await hurried.playground.until(lambda: hurried.said(ROOM, dropped.ts, UNAVAILABLE))
        await hurried.bot.desk.tasks.idle()
    assert len(hurried.progress(ROOM, dropped.ts)) == 1


async def test_who_cannot_know_whose_the_job_is_tells_its_person_once_that_is_known(
    open_office: OpenOffice, tmp_path: Path
):
    """The lease ends while the database is away."""
    paused, back = asyncio.Event(), asyncio.Event()

    async def pause(seconds: float) -> None:
        paused.set()
        await back.wait()

    async with open_office(SCRIPT2DOC_LEASE_SECONDS="1") as office:
        office.bot.service._worker._pause = pause
        upload = office.playground.fail_next("files.getUploadURLExternal", delay=2.0)
        dropped = await office.drop(SCREENCAST)
        await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
        with deleted_file(tmp_path):
            await asyncio.wait_for(paused.wait(), HANG_SECONDS)
            assert not office.said(ROOM, dropped.ts, UNAVAILABLE)
        back.set()
        await office.playground.until(lambda: office.said(ROOM, dropped.ts, UNAVAILABLE))
        await office.bot.desk.tasks.idle()
        (job,) = await office.bot.store.jobs.in_thread(
            office.playground.workspace.team.id, office.playground.channel(ROOM).id, dropped.ts
        )
        assert job.state is JobState.FAILED
        assert len(office.progress(ROOM, dropped.ts)) == 1


async def test_who_is_never_told_in_the_thread_is_told_alone_in_the_end(open_office: OpenOffice, tmp_path: Path):
    """The lease has ended, and the file stays away for as long as a job is tried again."""

    async def pause(seconds: float) -> None:
        await asyncio.sleep(0.01)

    async with open_office(SCRIPT2DOC_LEASE_SECONDS="1") as office:
        office.bot.service._worker._pause = pause
        upload = office.playground.fail_next("files.getUploadURLExternal", delay=2.0)
        dropped = await office.drop(SCREENCAST)
        await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
        with deleted_file(tmp_path):
            await office.playground.until(lambda: office.playground.ephemeral(office.playground.you.id))
            await office.bot.desk.tasks.idle()
        (told,) = office.playground.ephemeral(office.playground.you.id)
        assert UNAVAILABLE in text_of(told)
        assert not office.said(ROOM, dropped.ts, UNAVAILABLE), "another process may have made it, for all that is known"


async def test_a_process_that_stops_while_its_file_is_gone_leaves_words(open_office: OpenOffice, tmp_path: Path):
    async with ModelServer() as model, Playground(timing=PATIENT) as playground:
        model.hold("outline")
        there = cast(Playground, nullcontext(playground))
        async with open_office(there, **model.env, SCRIPT2DOC_LEASE_SECONDS="600") as office:
            dropped = await office.drop(SCREENCAST)
            await model.asked(1)
            (tmp_path / "jobs.db").unlink()
        assert UNAVAILABLE in office.last(ROOM, dropped.ts)


async def test_a_job_goes_on_after_the_database_was_locked(
    open_office: OpenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """For longer than SQLite waits for it."""
    monkeypatch.setattr("bot.store.sqlite.BUSY_SECONDS", 0.1)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0.05)

    async with open_office(SCRIPT2DOC_LEASE_SECONDS="600") as office:
        office.bot.service._worker._pause = pause
        upload = office.playground.fail_next("files.getUploadURLExternal", delay=0.5)
        dropped = await office.drop(SCREENCAST)
        await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
        with contextlib.closing(sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            async with asyncio.timeout(HANG_SECONDS):
                while len(pauses) < 2:
                    await asyncio.sleep(0.01)
            other.execute("ROLLBACK")
        await office.summary(ROOM, dropped.ts)
        assert len(office.documents(ROOM, dropped.ts)) == 1
        assert len(office.progress(ROOM, dropped.ts)) == 1


async def test_two_bots_on_one_file_make_each_guide_once(open_office: OpenOffice):
    async with Playground(timing=PATIENT) as playground, AsyncExitStack() as stack:
        office, other = [
            await stack.enter_async_context(
                open_office(cast(Playground, nullcontext(playground)), SCRIPT2DOC_LEASE_SECONDS="600")
            )
            for _ in range(2)
        ]
        talk = sample(SCREENCAST)
        threads = []
        for n in range(4):
            files = [(SCREENCAST, talk + f"\n\nNOTE {n}\n".encode())]
            threads.append((await playground.post_message(ROOM, playground.you.id, "", files)).ts)
        for ts in threads:
            await office.summary(ROOM, ts)
        for each in (office, other):
            await each.bot.desk.tasks.idle()
        await playground.settled()
        assert [len(office.documents(ROOM, ts)) for ts in threads] == [1] * 4
        assert [len(office.progress(ROOM, ts)) for ts in threads] == [1] * 4
        async with office.bot.store.database.reading() as connection:
            attempts = list((await connection.execute(select(jobs.c.attempts))).scalars())
        assert attempts == [1] * 4


@pytest.mark.parametrize("hours", [-2, 2])
async def test_a_clock_that_is_set_while_a_job_runs_changes_no_duration(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch, hours: int
):
    async with open_office() as office:
        right = time.time
        upload = office.playground.fail_next("files.getUploadURLExternal", delay=0.1)
        dropped = await office.drop(SCREENCAST)
        await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
        monkeypatch.setattr("bot.jobs.run.time.time", lambda: right() + 3600 * hours)
        summary = await office.summary(ROOM, dropped.ts)
        assert "Made in" in summary
        assert "hour" not in summary
        assert "-" not in summary.partition("Made in")[2][:12]
        await office.bot.desk.tasks.idle()
        seconds = office.bot.metrics.registry.get_sample_value("script2doc_job_seconds_sum")
        assert seconds is not None
        assert 0 < seconds < 3600


@pytest.mark.parametrize("hours", [-2, 2])
async def test_what_was_posted_is_found_again_though_the_clock_was_wrong_then(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch, hours: int
):
    """A process dies between a post and its note of that, and the next one has another clock."""
    right = time.time
    async with Playground(timing=PATIENT) as playground:
        with monkeypatch.context() as wrong:
            there = SimpleNamespace(time=lambda: right() + 3600 * hours, monotonic=time.monotonic)
            wrong.setattr("bot.slack_clock.time", there)
            async with open_office(cast(Playground, nullcontext(playground))) as office:
                posted = playground.fail_next("chat.postMessage", after=True, delay=HANG_SECONDS)
                dropped = await office.drop(SCREENCAST)
                await asyncio.wait_for(posted.met.wait(), HANG_SECONDS)
                playground.faults.clear()
        async with open_office(cast(Playground, nullcontext(playground))) as office:
            summary = await office.summary(ROOM, dropped.ts)
            assert "Made in" in summary
            assert " h " not in summary
            await office.bot.desk.tasks.idle()
            assert len(office.progress(ROOM, dropped.ts)) == 1
            assert len(office.documents(ROOM, dropped.ts)) == 1
