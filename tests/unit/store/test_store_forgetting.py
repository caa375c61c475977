"""What is kept of one person is deleted, and what others use as well stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot.jobs.model import Job, JobState
from bot.store import Scope, Store
from bot.store.encryption import TokenCipher, new_key
from bot.store.forgetting import Kept
from bot.store.installations import Installations, Installed
from bot.store.requests import KeptRequest
from bot.store.tables import cache, guides, installations, jobs, metadata, settings
from tests.unit.store.conftest import NewJob

LATER = 4_000_000_000.0
PLANTED = b"the marmalade stands behind the zebra"


async def made(store: Store, job: Job, transcript: bytes, *, ended: bool = True) -> Job:
    """A job with all that it leaves behind."""
    await store.jobs.add(job)
    await store.jobs.claim(job.id, "w")
    source = await store.blobs.put(transcript, "transcript", LATER)
    document = await store.blobs.put(b"docx of " + job.id.encode() + transcript, "document", LATER)
    guide = await store.guides.put(b'{"quote": "' + transcript + b'"}', job.id, LATER)
    await store.settings.put(Scope.JOB, job.team, f"{job.id}.pdf", {"upload": transcript.decode()})
    await store.cache.of(job.id).put(f"step:{job.id}", "step", transcript)
    reached = {"source": source, "document": document, "guide": guide, "name": transcript.decode()}
    kept = await store.jobs.update(job.id, "w", state=JobState.DELIVERING, **reached)
    if ended:
        kept = await store.jobs.end(job.id, "w", JobState.DONE, error=transcript.decode())
    return kept


async def lying_about(store: Store) -> bytes:
    """All that is in the database's files; of a server, all that is in its tables."""
    if store.database.on_server:
        async with store.database.reading() as connection:
            rows = [row for table in metadata.sorted_tables for row in await connection.execute(select(table))]
        return b"".join(each if isinstance(each, bytes) else str(each).encode() for row in rows for each in row)
    file = Path(str(store.database.url.database))
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


async def test_nothing_of_a_person_is_left_in_the_files(store: Store, new_job: NewJob):
    job = await made(store, new_job(), PLANTED)
    await store.cache.put("step:of an earlier version", "step", PLANTED)
    await store.settings.put(Scope.PERSON, "T1", "U1", {"title": PLANTED.decode()})
    kept = await store.forgetting.kept_of("T1", "U1")
    before = await lying_about(store)

    assert await store.forgetting.forget("T1", "U1") == kept == Kept(jobs=1, files=2, guides=1, answers=2)
    assert before.count(PLANTED) > 5
    assert (await lying_about(store)).count(PLANTED) == 0
    assert await store.jobs.get(job.id) is None
    assert not (await store.forgetting.kept_of("T1", "U1")).anything


async def test_what_other_people_use_as_well_stays(store: Store, new_job: NewJob):
    mine = await made(store, new_job(), PLANTED)
    theirs = await made(store, new_job(asker="U2"), PLANTED)
    elsewhere = await made(store, new_job(team="T2"), b"another company's")
    shared = store.cache.of(mine.id)
    await shared.put("outline:shared", "outline", b"plan")
    assert await store.cache.of(theirs.id).get("outline:shared") == b"plan"
    await shared.put("page:1", "page", b"a page of the web")

    assert (await store.forgetting.forget("T1", "U1")).jobs == 1

    assert await store.blobs.get(str(theirs.source)) == PLANTED
    assert await store.blobs.get(str(theirs.document))
    assert await store.blobs.get(str(mine.document)) is None
    assert await store.guides.get(str(theirs.guide))
    assert await store.guides.get(str(mine.guide)) is None
    assert await store.settings.get(Scope.JOB, "T1", f"{theirs.id}.pdf")
    assert await store.settings.get(Scope.JOB, "T1", f"{mine.id}.pdf") is None
    assert [await store.cache.get(f"step:{job.id}") for job in (mine, theirs)] == [None, PLANTED]
    assert await store.cache.get("outline:shared") == b"plan"
    assert await store.cache.get("page:1") == b"a page of the web"
    assert await store.jobs.get(theirs.id) == theirs
    assert await store.jobs.get(elsewhere.id) == elsewhere
    assert await store.blobs.get(str(elsewhere.source))

    await store.forgetting.forget("T1", "U2")
    assert await store.cache.get("outline:shared") is None
    assert PLANTED not in await lying_about(store)


async def test_what_is_under_way_keeps_what_it_needs(store: Store, new_job: NewJob):
    running = await made(store, new_job(), PLANTED, ended=False)
    ended = await made(store, new_job(), PLANTED)

    assert (await store.forgetting.forget("T1", "U1")).jobs == 1

    assert await store.jobs.get(ended.id) is None
    assert await store.jobs.get(running.id) == running
    assert await store.blobs.get(str(running.source)) == PLANTED
    assert await store.guides.get(str(running.guide))
    assert await store.cache.get(f"step:{running.id}") == PLANTED


@pytest.mark.both_databases
async def test_a_cache_entry_that_is_gone_has_no_uses(store: Store, new_job: NewJob):
    job = replace(new_job(), id="j0b1")
    cached = store.cache.of(job.id)
    await cached.put("step:1", "step", PLANTED)
    assert await cached.get("step:1") == PLANTED
    await made(store, job, b"other")
    await store.forgetting.forget("T1", "U1")
    await store.cache.of("j0b2").put("step:1", "step", b"anew")

    assert await store.cache.get("step:1") == b"anew"
    assert (await store.forgetting.kept_of("T1", "U1")).jobs == 0


async def test_the_settings_of_channels_are_nobodys(store: Store, new_job: NewJob):
    await made(store, new_job(), PLANTED)
    setting = {"drops": {"set": "off", "by": "U1", "at": 1.0}, "references": ["https://a.example"]}
    await store.settings.put(Scope.CHANNEL, "T1", "C1", setting)
    await store.settings.note_once("T1", "answered:C1:1.2")

    await store.forgetting.forget("T1", "U1")

    assert await store.settings.get(Scope.CHANNEL, "T1", "C1") == setting
    assert not await store.settings.note_once("T1", "answered:C1:1.2")


def cipher() -> TokenCipher:
    return TokenCipher([new_key()])


def installed(workspace: str, **fields: Any) -> Installed:
    return Installed(workspace, PLANTED.decode(), "xoxb-1", "B1", "U0BOT", installed=1.0, **fields)


@pytest.mark.both_databases
async def test_nothing_of_a_workspace_is_left_in_the_files(store: Store, new_job: NewJob):
    there = Installations(store.database, cipher())
    await there.put(installed("T1"))
    await there.put(installed("T2"))
    await made(store, new_job(), PLANTED)
    running = await made(store, new_job(asker="U2", channel="C2"), PLANTED + b", running", ended=False)
    theirs = await made(store, new_job(team="T2"), b"another company's")
    await store.settings.put(Scope.WORKSPACE, "T1", "T1", {"note": PLANTED.decode()})
    await store.settings.put(Scope.CHANNEL, "T1", "C1", {"note": PLANTED.decode()})
    await store.settings.put(Scope.CHANNEL, "T2", "C1", {"note": "theirs"})
    for id, team, value in (
        ("1", "T1", {"team": "T1", "text": PLANTED.decode()}),
        ("2", "T1", {"pressed": {"team": "T1", "job": PLANTED.decode()}}),
        ("3", "T2", {"team": "T2"}),
    ):
        await store.requests.keep(KeptRequest(id, "Commanded", value, 1.0, team), lambda: True)
    await store.requests.keep(KeptRequest("4", "Gone", {"team": "T1"}, 1.0, "w"), lambda: True)
    async with store.database.writing() as connection:
        await connection.execute(update(installations).where(installations.c.workspace == "T2").values(name="theirs"))
    before = await lying_about(store)

    assert await store.forgetting.forget_workspaces(["T1"], spared=["Gone"]) == Kept(
        jobs=2, files=4, guides=2, answers=2
    )

    assert before.count(PLANTED) > 10
    assert PLANTED not in await lying_about(store)
    assert await store.jobs.get(running.id) is None
    assert await there.of("T1") is None
    assert await there.of("T2") is not None
    assert await store.jobs.get(theirs.id) == theirs
    assert await store.blobs.get(str(theirs.source)) == b"another company's"
    assert await store.settings.get(Scope.CHANNEL, "T2", "C1") == {"note": "theirs"}
    assert {kept.id for kept in await store.requests.claim_orphans("w2")} == {"3", "4"}


async def test_what_another_workspace_uses_as_well_stays(store: Store, new_job: NewJob):
    await made(store, new_job(), PLANTED)
    theirs = await made(store, new_job(team="T2"), PLANTED)

    await store.forgetting.forget_workspaces(["T1"])
    assert await store.blobs.get(str(theirs.source)) == PLANTED
    await store.forgetting.forget_workspaces(["T2"])
    assert PLANTED not in await lying_about(store)


@pytest.mark.both_databases
async def test_an_organization_goes_with_the_teams_that_were_heard_of(store: Store, new_job: NewJob):
    there = Installations(store.database, cipher())
    await there.put(installed("E1", enterprise="E1"))
    await there.note_team("T1", "E1")
    await there.note_team("T3", "E3")
    await made(store, new_job(), PLANTED)

    await store.forgetting.forget_workspaces(["E1", *await there.teams_of("E1")])

    assert PLANTED not in await lying_about(store)
    assert await there.teams_of("E1") == []
    assert await there.teams_of("E3") == ["T3"]


@pytest.mark.both_databases
async def test_the_bytes_of_a_deleted_file_are_gone_from_the_files(store: Store, new_job: NewJob):
    job = await made(store, new_job(file_id="F1"), PLANTED)
    async with store.database.writing() as connection:
        for table in (cache, guides, settings):
            await connection.execute(delete(table))
        await connection.execute(update(jobs).values(name="a.vtt", error=None, upload="F9"))

    assert await store.forgetting.forget_file("T2", "F1") == 0, "another workspace's"
    assert await store.forgetting.forget_file("T1", "F2") == 0
    assert await store.forgetting.forget_file("T1", "F1") == 1
    assert await store.blobs.get(str(job.source)) is None
    assert await store.blobs.get(str(job.document))
    assert await store.forgetting.forget_file("T1", "F9") == 1, "the document that was uploaded"
    assert PLANTED not in await lying_about(store)
    assert await store.forgetting.forget_file("T1", "F1") == 0


@pytest.mark.parametrize(
    ("other", "deleted", "gone"),
    [({"file_id": "F2"}, ("T1", "F2"), 1), ({"file_id": "F1", "team": "T2"}, ("T2", "F1"), 1), ({}, ("T1", "F2"), 0)],
    ids=["another file", "another workspace's", "pasted"],
)
async def test_what_came_from_another_file_too_is_kept_until_that_is_deleted(
    store: Store, new_job: NewJob, other: dict[str, str], deleted: tuple[str, str], gone: int
):
    job = await made(store, new_job(file_id="F1"), PLANTED)
    await made(store, new_job(file_id="F1", asker="U2"), PLANTED)
    await made(store, new_job(**{"file_id": None, **other}), PLANTED)

    assert await store.forgetting.forget_file("T1", "F1") == 0
    assert await store.blobs.get(str(job.source))
    assert await store.forgetting.forget_file(*deleted) == gone
    assert (await store.blobs.get(str(job.source)) is None) == bool(gone)
