"""The status of an agent: a thread shows that it is worked on, can be stopped there, and shows when that is over."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.model import Job, JobState
from bot.jobs.sessions import BEGUN_A_MINUTE, Sessions
from bot.playground import Playground
from bot.playground.manifest import Manifest
from bot.playground.workspace import Message
from pipeline.options import GuideOptions
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import quiet
from tests.integration.slack_faults import KINDS, SCALED

STATUS = "agents.sessions.setStatus"


def statuses(office: Office) -> list[str]:
    """What was called, in order."""
    return [call.args["status"] for call in office.playground.calls if call.method == STATUS]


def working(office: Office, dropped: Message) -> bool:
    return office.playground.agents.processing(dropped.channel, dropped.parent or dropped.ts)


async def under_way(office: Office, **more: Any) -> Message:
    """A transcript that is being made into a guide, and stays so until the fault is cleared."""
    office.playground.fail_next("download", delay=3600)
    dropped = await office.drop(SCREENCAST, text=f"<@{office.playground.app_user.id}>", **more)
    await office.playground.until(lambda: working(office, dropped))
    return dropped


async def test_a_thread_shows_that_it_is_worked_on_until_the_guide_is_there(office: Office):
    dropped = await office.drop(SCREENCAST)
    await office.playground.until(lambda: working(office, dropped))
    await quiet(office)

    assert statuses(office) == ["processing", "active"]
    assert not working(office, dropped)
    (call, _) = [call for call in office.playground.calls if call.method == STATUS]
    assert call.args["initiator_user_id"] == office.playground.you.id
    assert call.args["title"] == SCREENCAST


async def test_a_direct_message_shows_it_too(office: Office):
    room = office.playground.direct_message(office.playground.you.id)
    dropped = await office.drop(SCREENCAST, channel=room.id)
    await quiet(office)

    assert statuses(office) == ["processing", "active"]
    assert not working(office, dropped)


async def test_slacks_stop_stops_the_job_and_the_app_leaves_processing(office: Office):
    dropped = await under_way(office)
    office.playground.stop_session(ROOM, dropped.ts, office.playground.you.id)
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {JobState.CANCELLED: 1}
    assert f"Stopped by <@{office.playground.you.id}>" in office.last(ROOM, dropped.ts)
    assert not working(office, dropped)
    assert office.documents(ROOM, dropped.ts) == []


async def test_an_admin_may_stop_what_a_colleague_asked_for(office: Office):
    dropped = await under_way(office, user=office.playground.colleague.id)
    office.playground.stop_session(ROOM, dropped.ts, office.playground.you.id)
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {JobState.CANCELLED: 1}


@pytest.mark.parametrize("who", ["colleague", "guest", "stranger"])
async def test_nobody_else_stops_it_and_they_learn_why(office: Office, who: str):
    other = getattr(office.playground, who).id
    dropped = await under_way(office)
    office.playground.stop_session(ROOM, dropped.ts, other)
    await office.playground.until(lambda: office.playground.ephemeral(other))

    assert await office.bot.store.jobs.counts() == {JobState.RUNNING: 1}
    assert f"Only <@{office.playground.you.id}>, who asked for this guide" in text_of(
        office.playground.ephemeral(other)[-1]
    )
    assert working(office, dropped)


async def test_a_workspace_stops_only_its_own(office: Office):
    dropped = await under_way(office)
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    found = await office.bot.store.jobs.in_thread("T0OTHER", dropped.channel, dropped.ts)

    assert found == []
    assert not job.state.ended


async def test_stop_where_nothing_is_under_way_still_ends_what_slack_shows(office: Office):
    dropped = await office.drop(SCREENCAST)
    await quiet(office)
    office.playground.agents.set_status(dropped.channel, dropped.ts, "processing", "")
    office.playground.stop_session(ROOM, dropped.ts, office.playground.guest.id)
    await quiet(office)

    assert not working(office, dropped)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}


async def test_of_several_jobs_in_a_thread_the_last_ends_it(office: Office):
    with office.playground.events.muted():
        dropped = await office.drop(SCREENCAST)
    first = Job("j0b1", "t", "T1", dropped.channel, office.playground.you.id, GuideOptions(), 0.0, thread_ts=dropped.ts)
    second = replace(first, id="j0b2")
    sessions = office.bot.desk.sessions
    for job in (first, second):
        sessions.begin(job)
    sessions.end(first)
    await office.bot.desk.tasks.idle()
    between = working(office, dropped)
    sessions.end(second)
    await office.bot.desk.tasks.idle()

    assert between
    assert statuses(office) == ["processing", "active"]


async def test_beginnings_are_left_out_once_half_of_slacks_rate_is_used_and_ends_with_them(office: Office):
    with office.playground.events.muted():
        dropped = [await office.playground.post_message(ROOM, office.playground.you.id, "x") for _ in range(30)]
    jobs = [
        Job(f"j{n}", f"t{n}", "T1", m.channel, m.user, GuideOptions(), 0.0, thread_ts=m.ts)
        for n, m in enumerate(dropped)
    ]
    now = [0.0]
    sessions = Sessions(office.bot.desk.client, office.bot.desk.tasks.own, clock=lambda: now[0])
    for job in jobs:
        sessions.begin(job)
    for job in jobs:
        sessions.end(job)
    await office.bot.desk.tasks.idle()
    assert statuses(office) == ["processing"] * BEGUN_A_MINUTE + ["active"] * BEGUN_A_MINUTE

    now[0] = 61.0
    sessions.begin(replace(jobs[0], id="later"))
    await office.bot.desk.tasks.idle()
    assert statuses(office)[-1] == "processing"


@pytest.mark.parametrize("kind", ["cut", "500", "429", "ratelimited 200", "done, then cut"])
async def test_whatever_slack_does_the_guide_comes_and_the_end_is_said_in_the_end(open_office: OpenOffice, kind: str):
    # Slack's answers are waited for as long as ever: were the download given up and tried again, the job would end.
    async with open_office(Playground(timing=PATIENT), waiting=SCALED) as office:
        dropped = await under_way(office)
        fault = office.playground.fail_next(STATUS, **KINDS[kind] | {"times": 2})
        office.playground.stop_session(ROOM, dropped.ts, office.playground.you.id)
        await quiet(office)
        assert fault.met.is_set()
        await office.playground.until(lambda: not working(office, dropped))

        again = await office.drop(SCREENCAST)
        await office.summary(ROOM, again.ts)
        await office.playground.until(lambda: not working(office, again))


async def test_where_the_app_is_no_agent_it_is_tried_once_and_said_once(
    open_office: OpenOffice, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    granted = Manifest.load()
    older = replace(granted, agent=False)
    async with open_office(Playground(timing=PATIENT, manifest=older)) as office:
        for _ in range(2):
            dropped = await office.drop(SCREENCAST, text=f"<@{office.playground.app_user.id}> anyway")
            await quiet(office)
            assert len(office.documents(ROOM, dropped.ts)) == 1 or office.progress(ROOM, dropped.ts)

        assert len(statuses(office)) == 1
    said = [record.getMessage() for record in caplog.records if "no status" in record.getMessage()]
    assert len(said) == 1
    assert "reinstall" in said[0]


async def test_the_document_does_not_wait_for_a_status_that_hangs(office: Office):
    office.playground.fail_next(STATUS, delay=3600)
    dropped = await office.drop(SCREENCAST)
    await office.playground.until(lambda: office.announcements(ROOM, dropped.ts))

    assert len(office.documents(ROOM, dropped.ts)) == 1
