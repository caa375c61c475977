"""Transcripts, documents, guides and settings in the database, and what housekeeping deletes."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text

from bot.jobs.model import JobState
from bot.store import Scope, Store
from bot.store.housekeeping import KEEP_JOBS_SECONDS, clean, keep_house
from tests.conftest import HANG_SECONDS
from tests.unit.store.conftest import NewJob

NOW = 1_800_000_000.0


async def test_bytes_are_kept_once_under_their_sha_256(store: Store):
    data = bytes(range(256)) * 1000

    first = await store.blobs.put(data, "transcript", NOW)
    again = await store.blobs.put(data, "transcript", NOW)

    assert first == again == hashlib.sha256(data).hexdigest()
    assert await store.blobs.get(first) == data
    assert await store.blobs.get("0" * 64) is None


async def test_empty_bytes_are_bytes(store: Store):
    assert await store.blobs.get(await store.blobs.put(b"", "transcript", NOW)) == b""


async def test_putting_the_same_bytes_again_keeps_them_longer_and_never_shorter(store: Store):
    blob = await store.blobs.put(b"talk", "transcript", NOW)
    await store.blobs.put(b"talk", "transcript", NOW + 100)
    await store.blobs.put(b"talk", "transcript", NOW + 50)

    assert await store.blobs.purge(NOW + 99) == 0
    assert await store.blobs.purge(NOW + 100) == 1
    assert await store.blobs.get(blob) is None


async def test_the_same_bytes_from_many_tasks_are_kept_once(store: Store):
    blobs = await asyncio.gather(*(store.blobs.put(b"talk", "transcript", NOW + n) for n in range(20)))

    assert len(set(blobs)) == 1
    assert await store.blobs.purge(NOW + 18) == 0


@pytest.mark.both_databases
async def test_a_guide_is_kept_for_its_job(store: Store):
    guide = await store.guides.put(b'{"version": 1}', "job1", NOW)
    again = await store.guides.put(b'{"version": 1}', "job1", NOW + 10)
    other = await store.guides.put(b'{"version": 1}', "job2", NOW)

    assert guide == again != other
    assert await store.guides.get(guide) == b'{"version": 1}'
    assert await store.guides.purge(NOW) == 1
    assert await store.guides.get(other) is None
    assert await store.guides.get("nothing") is None


@pytest.mark.both_databases
async def test_settings_of_a_workspace_a_channel_and_a_person_stand_side_by_side(store: Store):
    await store.settings.put(Scope.WORKSPACE, "T1", "T1", {"tone": "formal"})
    await store.settings.put(Scope.CHANNEL, "T1", "C1", {"tone": "friendly", "glossary": ["Zürich"]})
    await store.settings.put(Scope.CHANNEL, "T2", "C1", {"tone": "neutral"})
    await store.settings.put(Scope.WORKSPACE, "T1", "T1", {"paper": "letter"})

    assert await store.settings.get(Scope.WORKSPACE, "T1", "T1") == {"paper": "letter"}
    assert await store.settings.get(Scope.CHANNEL, "T1", "C1") == {"tone": "friendly", "glossary": ["Zürich"]}
    assert await store.settings.get(Scope.PERSON, "T1", "U1") is None

    await store.settings.delete(Scope.CHANNEL, "T1", "C1")
    assert await store.settings.get(Scope.CHANNEL, "T1", "C1") is None
    assert await store.settings.get(Scope.CHANNEL, "T2", "C1") == {"tone": "neutral"}


async def test_a_setting_is_changed_by_many_at_once_and_no_change_is_lost(store: Store):
    def one_more(before: Mapping[str, Any] | None) -> dict[str, Any]:
        return {"steps": (before or {}).get("steps", 0) + 1}

    await asyncio.gather(*(store.settings.change(Scope.CHANNEL, "T1", "C1", one_more) for _ in range(50)))

    assert await store.settings.get(Scope.CHANNEL, "T1", "C1") == {"steps": 50}


@pytest.mark.both_databases
async def test_a_change_that_fails_leaves_the_setting_as_it_was(store: Store):
    def refused(before: Mapping[str, Any] | None) -> dict[str, Any]:
        raise LookupError

    await store.settings.put(Scope.CHANNEL, "T1", "C1", {"steps": 1})
    with pytest.raises(LookupError):
        await store.settings.change(Scope.CHANNEL, "T1", "C1", refused)

    assert await store.settings.get(Scope.CHANNEL, "T1", "C1") == {"steps": 1}


async def test_housekeeping_deletes_what_had_its_time_and_nothing_else(store: Store, new_job: NewJob):
    now = time.time()
    await store.blobs.put(b"old", "transcript", now - 1)
    young = await store.blobs.put(b"young", "transcript", now + 100)
    await store.guides.put(b"old", "job", now - 1)
    await store.cache.put("step:1", "step", b"x")
    await store.workers.renew("alive")
    job = new_job()
    await store.jobs.add(job)
    await store.jobs.claim(job.id, "alive")
    await store.jobs.end(job.id, "alive", JobState.FAILED)
    await store.settings.put(Scope.JOB, "T1", f"{job.id}.pdf", {"upload": "F1"})
    await store.settings.put(Scope.CHANNEL, "T1", f"C1:{job.id}.md", {"upload": "F2"})  # as 0.2.0 noted it
    await store.settings.put(Scope.CHANNEL, "T1", "C1", {"tone": "formal"})

    assert await clean(store.database, now) == {
        "blobs": 1,
        "guides": 1,
        "cache entries": 0,
        "jobs": 0,
        "requests": 0,
        "installs": 0,
        "notes": 0,
    }
    assert await store.blobs.get(young) == b"young"
    assert await store.workers.beats() == {"alive": 0}
    assert await store.jobs.get(job.id) is not None

    later = now + KEEP_JOBS_SECONDS + 100
    assert await clean(store.database, later) == {
        "blobs": 1,
        "guides": 0,
        "cache entries": 1,
        "jobs": 1,
        "requests": 0,
        "installs": 0,
        "notes": 2,
    }
    assert await store.settings.get(Scope.JOB, "T1", f"{job.id}.pdf") is None
    assert await store.settings.get(Scope.CHANNEL, "T1", "C1") == {"tone": "formal"}


class Ear(logging.Handler):
    """Tells when something is said in the log."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._heard = asyncio.Event()
        logging.getLogger("bot.store").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self._heard.set()

    async def heard(self) -> None:
        async with asyncio.timeout(HANG_SECONDS):
            await self._heard.wait()
        logging.getLogger("bot.store").removeHandler(self)


@pytest.mark.both_databases
async def test_housekeeping_goes_on_after_trouble_with_the_database(store: Store, caplog: pytest.LogCaptureFixture):
    waits, deletes = Ear("housekeeping is postponed"), Ear("housekeeping deleted 1 blobs")
    async with store.database.writing() as connection:
        await connection.execute(text("alter table blobs rename to mislaid"))
        await connection.execute(text("create view blobs as select 1 as expires"))
    caplog.set_level(logging.INFO)
    house = asyncio.create_task(keep_house(store.database, 0.001, time.time))
    await waits.heard()

    async with store.database.writing() as connection:
        await connection.execute(text("drop view blobs"))
        await connection.execute(text("alter table mislaid rename to blobs"))
    await store.blobs.put(b"old", "transcript", 1)
    await deletes.heard()

    house.cancel()
    with pytest.raises(asyncio.CancelledError):
        await house


async def test_of_many_who_note_the_same_one_is_the_first(store: Store):
    first = await asyncio.gather(*(store.settings.note_once("T1", "answered:C1:1.2") for _ in range(10)))

    assert sorted(first) == [False] * 9 + [True]
    assert await store.settings.note_once("T2", "answered:C1:1.2")
