"""What a person and a workspace may ask for, at once and in an hour, however many processes store jobs."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.jobs.model import JobState
from bot.limits import JobLimits, Limit, Reached
from bot.store import Store
from tests.unit.store.conftest import NewJob

HOUR = 3600.0


async def test_processes_that_store_jobs_at_the_same_moment_keep_to_an_hours_limits_together(
    store: Store, url: str, new_job: NewJob
):
    limits = JobLimits(100, person_an_hour=5, workspace_an_hour=7)
    async with Store.open(url) as other:
        asked = await asyncio.gather(
            *(
                there.jobs.add_all([new_job(asker=who)], limits)
                for _ in range(6)
                for who in "AB"
                for there in (store, other)
            )
        )

    stored = [job.asker for each in asked for job, _ in each.stored]
    assert len(stored) == 7
    assert max(map(stored.count, "AB")) <= 5
    assert len([each for each in asked if each.reached]) == 24 - 7


@pytest.mark.both_databases
async def test_of_several_files_as_many_are_taken_as_there_is_room_for(store: Store, new_job: NewJob):
    began = time.time()
    earlier = new_job(created=began - 3000)
    await store.jobs.add(earlier)
    asked = [new_job() for _ in range(4)]

    first = await store.jobs.add_all(asked, JobLimits(100, person_an_hour=3))
    again = await store.jobs.add_all(asked, JobLimits(100, person_an_hour=3))

    for each in (first, again):
        assert [job.id for job, _ in each.stored] == [job.id for job in asked[:2]]
        assert each.left == tuple(asked[2:])
        assert each.reached == Reached(Limit.PERSON_AN_HOUR, 3, earlier.created + HOUR)
    assert [created for _, created in again.stored] == [False, False], "Slack has delivered it again"


async def test_only_the_last_hour_counts_and_what_was_worked_on(store: Store, new_job: NewJob):
    limits = JobLimits(100, person_an_hour=2)
    now = time.time()
    await store.jobs.add(new_job(created=now - HOUR - 1))
    await store.jobs.add(new_job(state=JobState.CANCELLED, error="It has no text."))
    await store.jobs.add(new_job(asker="U2"))
    await store.jobs.add(new_job(team="T2"))
    cancelled = new_job(created=now - 100)
    await store.jobs.add(cancelled)
    await store.jobs.cancel(cancelled.id)

    assert (await store.jobs.add_all([new_job()], limits)).reached is None
    assert (await store.jobs.add_all([new_job()], limits)).reached == Reached(
        Limit.PERSON_AN_HOUR, 2, cancelled.created + HOUR
    )


async def test_what_alone_is_more_than_an_hours_is_told_when_there_is_room(store: Store, new_job: NewJob):
    asked = await store.jobs.add_all([new_job(), new_job()], JobLimits(100, person_an_hour=1))

    assert asked.reached is not None
    assert asked.reached.again is not None
    assert abs(asked.reached.again - time.time() - HOUR) < 600
    assert (len(asked.stored), len(asked.left)) == (1, 1)


async def test_a_workspace_has_no_more_at_once_than_it_may(store: Store, new_job: NewJob):
    limits = JobLimits(5, workspace=3)
    asked = await asyncio.gather(
        *(store.jobs.add_all([new_job(asker=f"U{n}"), new_job(asker=f"U{n}")], limits) for n in range(5))
    )

    assert sum(len(each.stored) for each in asked) == 3
    assert {each.reached for each in asked if each.reached} == {Reached(Limit.WORKSPACE_AT_ONCE, 3)}
    assert (await store.jobs.add_all([new_job(team="T2")], limits)).reached is None

    done = asked[0].stored[0][0] if asked[0].stored else next(each.stored[0][0] for each in asked if each.stored)
    await store.jobs.cancel(done.id)
    assert (await store.jobs.add_all([new_job(asker="")], limits)).reached is None, "an app's count for its workspace"
    assert (await store.jobs.add_all([new_job(asker="")], limits)).reached is not None


@pytest.mark.both_databases
async def test_of_two_limits_the_one_that_lasts_longer_is_told(store: Store, new_job: NewJob):
    now = time.time()
    await store.jobs.add(new_job(asker="U2", created=now - 3000))
    mine = new_job(created=now - 60)
    await store.jobs.add(mine)

    asked = await store.jobs.add_all([new_job()], JobLimits(100, 2, 1, 2))

    assert asked.reached == Reached(Limit.PERSON_AN_HOUR, 1, mine.created + HOUR)


@pytest.mark.both_databases
async def test_where_something_else_is_used_up_nothing_new_is_taken(store: Store, new_job: NewJob):
    spent = Reached(Limit.PERSON_TOKENS, 1_000, 1.0)
    known = new_job()
    await store.jobs.add(known)

    asked = await store.jobs.add_all([known, new_job()], JobLimits(100, spent=spent))

    assert (len(asked.stored), len(asked.left), asked.reached) == (1, 1, spent)


@pytest.mark.both_databases
async def test_what_comes_late_waits_and_counts_in_the_hour_in_which_it_was_said(store: Store, new_job: NewJob):
    limits, now = JobLimits(1, 1, person_an_hour=2, late=True), time.time()
    await store.jobs.add(new_job(created=now))
    said = [now - 5000, now - 4000, now - 3000, now - 1000]

    asked = [await store.jobs.add_all([new_job(created=then)], limits) for then in said]

    assert [each.reached for each in asked] == [None, None, Reached(Limit.PERSON_AN_HOUR, 2, said[0] + HOUR), None]
