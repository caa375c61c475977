"""Jobs in the database: one for each key, one worker at a time, and never back from an end."""

from __future__ import annotations

import asyncio
import time
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.jobs.model import Job, JobState
from bot.limits import JobLimits, Limit
from bot.store import LeaseLost, Store, tables
from pipeline.options import GuideOptions, Tone
from tests.unit.store.conftest import NewJob

NOW = 1_800_000_000.0


async def running(store: Store, job: Job, worker: str = "here") -> Job:
    """A job that a worker has in hand."""
    await store.workers.renew(worker)
    await store.jobs.add(job)
    claimed = await store.jobs.claim(job.id, worker)
    assert claimed is not None
    return claimed


async def ended(store: Store, job: Job, state: JobState) -> Job:
    """A job that has gone all its way."""
    await running(store, job)
    if state is JobState.DONE:
        await store.jobs.update(job.id, "here", state=JobState.DELIVERING)
    return await store.jobs.end(job.id, "here", state)


def test_a_row_is_a_job_field_by_field():
    assert [column.name for column in tables.jobs.columns] == [field.name for field in fields(Job)]


async def test_a_job_comes_back_as_it_was_kept(store: Store, new_job: NewJob):
    options = GuideOptions(title="Einrichten", tone=Tone.FORMAL, urls=("https://a.example/x",), steps=7, anyway=True)
    job = new_job(options=options, asked=True, thread_ts="1700000000.000100", file_id="F1", name="talk.vtt")

    kept, created = await store.jobs.add(job)

    assert created
    assert kept == job
    assert await store.jobs.get(job.id) == job


async def test_what_slack_delivers_twice_is_one_job(store: Store, new_job: NewJob):
    first = new_job(key="T1:C1:1700000000.000100:F1")
    again = new_job(key="T1:C1:1700000000.000100:F1")

    answers = await asyncio.gather(*(store.jobs.add(job) for job in (first, again) * 10))

    assert [created for _, created in answers].count(True) == 1
    assert len({job.id for job, _ in answers}) == 1


async def test_however_many_ask_at_once_a_person_has_no_more_jobs_than_they_may(store: Store, new_job: NewJob):
    asked = await asyncio.gather(*(store.jobs.add_all([new_job(), new_job()], JobLimits(5)) for _ in range(10)))

    refused = [outcome.reached for outcome in asked if outcome.reached]
    assert [full.limit for full in refused] == [Limit.PERSON_AT_ONCE] * 7, "two each, as long as there is a place"
    assert {full.most for full in refused} == {6}, "as many as they have"
    assert [len(outcome.stored) for outcome in asked if outcome.reached] == [0] * 7
    assert len(await store.jobs.active_of("T1", "U1")) == 6


async def test_what_slack_delivers_again_is_no_new_request(store: Store, new_job: NewJob):
    jobs = [new_job(), new_job()]
    for job in (new_job(), new_job(asker="U2"), jobs[0]):
        await store.jobs.add(job)

    deliveries = await asyncio.gather(*(store.jobs.add_all(jobs, JobLimits(1)) for _ in range(3)))

    assert [asked.others for asked in deliveries] == [1, 1, 1]
    assert sorted(created for asked in deliveries for _, created in asked.stored) == [False] * 5 + [True]


async def test_what_other_apps_post_is_not_counted(store: Store, new_job: NewJob):
    for _ in range(3):
        assert (await store.jobs.add_all([new_job(asker="")], JobLimits(1, person_an_hour=1))).reached is None


async def test_an_unknown_job_is_none(store: Store):
    assert await store.jobs.get("nobody") is None
    assert await store.jobs.claim("nobody", "here") is None
    assert not await store.jobs.cancel("nobody")


async def test_one_worker_gets_a_job_however_many_ask(store: Store, new_job: NewJob):
    job = new_job()
    await store.jobs.add(job)
    names = [f"worker {n}" for n in range(20)]
    for name in names:
        await store.workers.renew(name)

    claims = await asyncio.gather(*(store.jobs.claim(job.id, name) for name in names))

    (won,) = [claimed for claimed in claims if claimed]
    assert (won.state, won.attempts) == (JobState.RUNNING, 1)
    assert won.started is not None


async def test_a_job_is_taken_over_only_when_its_worker_has_no_lease_any_more(store: Store, new_job: NewJob):
    job = await running(store, new_job(), "there")

    assert await store.jobs.claim(job.id, "here") is None
    await store.workers.drop("there")
    taken = await store.jobs.claim(job.id, "here")

    assert taken is not None
    assert (taken.worker, taken.attempts, taken.started) == ("here", 2, job.started)
    assert (taken.losses, taken.suspect) == (0, None), "it was let go in good order"


async def test_a_worker_that_has_renewed_its_lease_is_not_buried(store: Store, new_job: NewJob):
    job = await running(store, new_job(), "there")
    seen = await store.workers.beats()
    await store.workers.renew("there")

    assert not await store.workers.bury("there", seen["there"])
    assert await store.jobs.get(job.id) == job
    assert await store.jobs.claim(job.id, "here") is None

    seen = await store.workers.beats()
    assert await store.workers.bury("there", seen["there"])
    assert not await store.workers.bury("there", seen["there"]), "once is enough"
    assert await store.jobs.claim(job.id, "here") is not None


@pytest.mark.both_databases
async def test_what_a_worker_had_in_hand_when_it_died_is_suspected_until_it_is_known_what_it_died_of(
    store: Store, new_job: NewJob
):
    bad, good, other = [await running(store, new_job(), "first") for _ in range(3)]
    waiting, _ = await store.jobs.add(new_job())
    await ended(store, new_job(), JobState.DONE)

    async def dies(worker: str) -> list[tuple[int, str | None]]:
        await store.workers.bury(worker, (await store.workers.beats())[worker])
        found = [await store.jobs.get(job.id) for job in (bad, good, other, waiting)]
        return [(job.losses, job.suspect) for job in found if job]

    assert await dies("first") == [(1, "first")] * 3 + [(0, None)]

    await store.workers.renew("second")
    await store.jobs.claim(bad.id, "second")
    assert await dies("second") == [(2, "first"), (1, None), (1, None), (0, None)], "it was alone"

    await store.workers.renew("third")
    for job in (good, waiting):
        await store.jobs.claim(job.id, "third")
    assert await dies("third") == [(2, "first"), (2, "third"), (1, None), (1, "third")], "not the one before"


@pytest.mark.both_databases
async def test_losses_count_anew_once_a_job_comes_further(store: Store, new_job: NewJob):
    """Whatever its processes died of, it wasn't what the job has done since."""
    job = await running(store, new_job(), "first")

    async def losses() -> int:
        found = await store.jobs.get(job.id)
        assert found is not None
        return found.losses

    async def dies(worker: str, heir: str) -> None:
        await store.workers.bury(worker, (await store.workers.beats())[worker])
        await store.workers.renew(heir)
        assert await store.jobs.claim(job.id, heir) is not None

    await dies("first", "second")
    await store.jobs.update(job.id, "second", name="another.vtt", progress_ts="1.2")
    assert await losses() == 1, "so far it comes each time"
    await store.jobs.update(job.id, "second", source="a" * 64)
    assert await losses() == 0
    await dies("second", "third")
    await store.jobs.update(job.id, "third", source="b" * 64)
    assert await losses() == 1, "it had come so far before"
    await store.cache.put("step:1", "step", b"{}")
    assert await losses() == 1, "that is another's"
    await store.cache.of(job.id).put("step:2", "step", b"{}")
    assert await losses() == 0
    await dies("third", "fourth")
    await store.jobs.update(job.id, "fourth", state=JobState.DELIVERING, guide="g", document="d")
    assert await losses() == 0


@pytest.mark.both_databases
async def test_who_lost_a_job_can_write_nothing_to_it(store: Store, new_job: NewJob):
    job = await running(store, new_job(), "there")
    await store.workers.drop("there")
    taken = await store.jobs.claim(job.id, "here")

    with pytest.raises(LeaseLost):
        await store.jobs.update(job.id, "there", progress_ts="1700000000.000200")
    with pytest.raises(LeaseLost):
        await store.jobs.end(job.id, "there", JobState.FAILED)

    assert await store.jobs.get(job.id) == taken


async def test_a_job_that_was_being_delivered_goes_on_being_so(store: Store, new_job: NewJob):
    job = await running(store, new_job())
    await store.jobs.update(job.id, "here", state=JobState.DELIVERING, guide="g", document="d")
    await store.workers.drop("here")

    (orphan,) = await store.jobs.orphans()
    taken = await store.jobs.claim(job.id, "there")

    assert orphan.id == job.id
    assert taken is not None
    assert (taken.state, taken.guide, taken.document) == (JobState.DELIVERING, "g", "d")


@pytest.mark.both_databases
async def test_milestones_are_written_and_the_rest_stays(store: Store, new_job: NewJob):
    job = await running(store, new_job(thread_ts="1700000000.000100"))

    written = await store.jobs.update(job.id, "here", source="s", fingerprint="f")

    assert written == replace(job, source="s", fingerprint="f")
    assert await store.jobs.get(job.id) == written


@pytest.mark.parametrize(
    ("milestones", "refused"),
    [
        ({}, TypeError),
        ({"worker": "me"}, TypeError),
        ({"colour": "red"}, TypeError),
        ({"state": JobState.DONE}, ValueError),
        ({"state": JobState.QUEUED}, ValueError),
    ],
)
async def test_what_is_no_milestone_is_refused(
    store: Store, new_job: NewJob, milestones: dict[str, object], refused: type[Exception]
):
    job = await running(store, new_job())

    with pytest.raises(refused):
        await store.jobs.update(job.id, "here", **milestones)


async def test_done_comes_only_after_delivering(store: Store, new_job: NewJob):
    job = await running(store, new_job())

    with pytest.raises(LeaseLost):
        await store.jobs.end(job.id, "here", JobState.DONE)
    with pytest.raises(ValueError, match="no end"):
        await store.jobs.end(job.id, "here", JobState.DELIVERING)


@pytest.mark.both_databases
@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
async def test_nothing_un_ends_a_job(store: Store, new_job: NewJob, state: JobState):
    job = await ended(store, new_job(), state)
    assert job.finished is not None

    assert not await store.jobs.cancel(job.id)
    await store.workers.drop("here")
    assert await store.jobs.claim(job.id, "there") is None
    assert await store.jobs.orphans() == []
    for other in (JobState.DONE, JobState.FAILED):
        with pytest.raises(LeaseLost):
            await store.jobs.end(job.id, "here", other)
    with pytest.raises(LeaseLost):
        await store.jobs.update(job.id, "here", state=JobState.DELIVERING)

    assert await store.jobs.get(job.id) == job


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DELIVERING])
async def test_a_cancellation_wins_over_whoever_has_the_job(store: Store, new_job: NewJob, state: JobState):
    job = new_job()
    await store.jobs.add(job)
    if state is not JobState.QUEUED:
        await running(store, job)
    if state is JobState.DELIVERING:
        await store.jobs.update(job.id, "here", state=state)

    assert await store.jobs.cancel(job.id)

    with pytest.raises(LeaseLost):
        await store.jobs.end(job.id, "here", JobState.FAILED)
    found = await store.jobs.get(job.id)
    assert found is not None
    assert found.state is JobState.CANCELLED


async def test_of_a_cancellation_and_an_end_at_once_exactly_one_wins(store: Store, new_job: NewJob):
    job = await running(store, new_job())
    await store.jobs.update(job.id, "here", state=JobState.DELIVERING)

    ended, cancelled = await asyncio.gather(
        store.jobs.end(job.id, "here", JobState.DONE), store.jobs.cancel(job.id), return_exceptions=True
    )

    assert isinstance(ended, LeaseLost) == (cancelled is True)


async def test_orphans_are_the_queued_and_those_without_a_living_worker_oldest_first(store: Store, new_job: NewJob):
    living = await running(store, new_job(), "living")
    late = await running(store, new_job(created=NOW - 2), "late")
    await store.workers.bury("late", 0)
    gone = await running(store, new_job(created=NOW - 1), "gone")
    await store.workers.drop("gone")
    queued, _ = await store.jobs.add(new_job(created=NOW - 3))

    orphans = await store.jobs.orphans()

    assert [job.id for job in orphans] == [queued.id, late.id, gone.id]
    assert living.id not in {job.id for job in orphans}


@pytest.mark.both_databases
async def test_a_repeat_is_of_the_latest_guide_and_not_of_what_failed(store: Store, new_job: NewJob):
    await ended(store, new_job(fingerprint="f", created=NOW - 2), JobState.DONE)
    latest = await ended(store, new_job(fingerprint="f", created=NOW - 1), JobState.DONE)
    await ended(store, new_job(fingerprint="f", created=NOW), JobState.FAILED)
    await ended(store, new_job(fingerprint="other", created=NOW), JobState.DONE)

    assert await store.jobs.find_repeat("f") == latest
    assert await store.jobs.find_repeat("never") is None


@pytest.mark.both_databases
async def test_what_was_asked_for_before_is_unknown_until_it_has_its_fingerprint(store: Store, new_job: NewJob):
    first = await running(store, new_job(created=NOW - 1, thread_ts="1.1"), "one")
    second = await running(store, new_job(created=NOW, thread_ts="1.1"), "one")

    assert await store.jobs.has_unknown_before(second)
    assert not await store.jobs.has_unknown_before(first)
    assert not await store.jobs.has_unknown_before(replace(second, thread_ts="2.2"))
    await store.jobs.update(first.id, "one", fingerprint="f")
    assert not await store.jobs.has_unknown_before(second)


@pytest.mark.both_databases
async def test_a_person_has_active_and_recent_jobs_in_one_team(store: Store, new_job: NewJob):
    old = await ended(store, new_job(created=NOW - 3), JobState.DONE)
    active = await running(store, new_job(created=NOW - 2))
    waiting, _ = await store.jobs.add(new_job(created=NOW - 1))
    await store.jobs.add(new_job(asker="U2"))
    await store.jobs.add(new_job(team="T2"))
    await ended(store, new_job(created=NOW - 1), JobState.CANCELLED)  # a dropped file that was ignored

    assert await store.jobs.active_of("T1", "U1") == [waiting, active]
    assert await store.jobs.recent_of("T1", "U1") == [waiting, active, old]
    assert await store.jobs.recent_of("T1", "U1", 1) == [waiting]
    assert await store.jobs.counts() == {
        JobState.DONE: 1,
        JobState.RUNNING: 1,
        JobState.QUEUED: 3,
        JobState.CANCELLED: 1,
    }


@pytest.mark.both_databases
async def test_jobs_are_purged_some_time_after_their_end(store: Store, new_job: NewJob):
    done = await ended(store, new_job(), JobState.DONE)
    active = await running(store, new_job())

    assert await store.jobs.purge(time.time() - 1) == 0
    async with store.database.writing() as connection:  # the machine's clock was years behind when it ended
        mine = tables.jobs.c.id == done.id
        await connection.execute(update(tables.jobs).where(mine).values(finished=1.0))
    assert await store.jobs.purge(time.time() - 86_400) == 0
    assert await store.jobs.purge(time.time() + 1) == 1
    assert await store.jobs.get(done.id) is None
    assert await store.jobs.get(active.id) == active


@pytest.mark.both_databases
async def test_a_thread_has_the_jobs_of_its_channel_the_newest_first(store: Store, new_job: NewJob):
    first, _ = await store.jobs.add(new_job(thread_ts="1.2", created=NOW - 2))
    second, _ = await store.jobs.add(new_job(thread_ts="1.2", created=NOW - 1, asker="U2"))
    for elsewhere in ({"team": "T2"}, {"channel": "C2"}, {"thread_ts": "1.3"}, {"thread_ts": None}):
        await store.jobs.add(new_job(**{"thread_ts": "1.2"} | elsewhere))

    assert await store.jobs.in_thread("T1", "C1", "1.2") == [second, first]


@pytest.mark.both_databases
async def test_options_of_another_version_hide_no_job(store: Store, new_job: NewJob, caplog: pytest.LogCaptureFixture):
    job, _ = await store.jobs.add(new_job())
    async with store.database.writing() as connection:
        await connection.execute(update(tables.jobs).values(options={"colour": "red", "tone": "loud"}))

    (found,) = await store.jobs.recent_of("T1", "U1")

    assert found == replace(job, options=GuideOptions())
    assert job.id in caplog.text


@given(name=st.text(max_size=50))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
async def test_any_file_name_can_be_kept(store: Store, new_job: NewJob, name: str):
    kept, _ = await store.jobs.add(new_job(name=name + "\x00\ud800"))

    assert kept.name == name.replace("\x00", "") + "?"


async def test_a_worker_has_one_row_however_often_it_renews(store: Store):
    for name in ("here", "here", "there"):
        await store.workers.renew(name)

    assert await store.workers.beats() == {"here": 1, "there": 0}
    await store.workers.drop("nobody")
    await store.workers.drop("here")
    assert await store.workers.beats() == {"there": 0}
