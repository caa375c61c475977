"""The tasks of the process: each has one owner, a job has one task, and whoever closes waits for documents only."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.jobs.desk import Tasks
from tests.conftest import HANG_SECONDS


class Work:
    """Something that goes on until it is let go, and notes how it ended."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()
        self.ended = ""

    async def __call__(self) -> None:
        self.begun.set()
        try:
            await self.let_go.wait()
            self.ended = "done"
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise


async def test_a_job_has_one_task_until_that_has_ended():
    tasks, first, second, third = Tasks(), Work(), Work(), Work()
    tasks.run_job("j0b", first())
    await first.begun.wait()
    tasks.run_job("j0b", second())
    assert tasks.running == 1
    first.let_go.set()
    await tasks.idle()
    assert (tasks.running, second.begun.is_set()) == (0, False)

    tasks.run_job("j0b", third())
    third.let_go.set()
    await tasks.idle()
    assert third.ended == "done"


async def test_one_job_is_stopped_and_the_others_go_on():
    tasks, one, other = Tasks(), Work(), Work()
    tasks.run_job("one", one())
    tasks.run_job("other", other())
    await asyncio.gather(one.begun.wait(), other.begun.wait())

    await tasks.stop_job("one")
    await tasks.stop_job("unknown")

    assert (one.ended, tasks.running) == ("cancelled", 1)
    other.let_go.set()
    await tasks.idle()
    assert other.ended == "done"


async def test_a_defect_is_logged_and_costs_nothing_else(caplog: pytest.LogCaptureFixture):
    async def defective() -> None:
        raise LookupError("a defect")

    tasks, other = Tasks(), Work()
    tasks.own(other(), "other")
    tasks.own(defective(), "this one")
    other.let_go.set()
    await tasks.idle()

    assert other.ended == "done"
    (said,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert said.getMessage() == "this one failed"


async def test_nobody_waits_for_what_lasts_and_closing_ends_it():
    tasks, lasting = Tasks(), Work()
    tasks.own(lasting(), "lasting", lasting=True)
    await lasting.begun.wait()

    async with asyncio.timeout(HANG_SECONDS):
        await tasks.idle()
    assert lasting.ended == ""
    await tasks.aclose()
    assert lasting.ended == "cancelled"


async def test_closing_lets_a_document_be_delivered_and_cuts_off_the_rest():
    tasks, delivering, writing, asked = Tasks(), Work(), Work(), Work()
    tasks.run_job("delivering", delivering())
    tasks.run_job("writing", writing())
    tasks.own(asked(), "asked")
    await asyncio.gather(delivering.begun.wait(), writing.begun.wait(), asked.begun.wait())
    tasks.delivers("delivering")

    delivering.let_go.set()
    await tasks.aclose()

    assert (delivering.ended, writing.ended, asked.ended) == ("done", "cancelled", "cancelled")
    assert tasks.running == 0


async def test_nothing_begins_once_it_is_closed():
    tasks, job, asked = Tasks(), Work(), Work()
    await tasks.aclose()

    tasks.run_job("j0b", job())
    tasks.own(asked(), "asked")
    await tasks.idle()

    assert (tasks.running, job.begun.is_set(), asked.begun.is_set()) == (0, False, False)
