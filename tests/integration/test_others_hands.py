"""Every control of a guide in the hands of others: a stranger, a guest, and a member of another workspace. Nothing is
shown, changed or cancelled."""

from __future__ import annotations

import pytest

from bot.jobs.model import Job, JobState
from bot.messages.outcome import ANYWAY, REDO, RETRY
from bot.messages.progress import CANCEL
from bot.playground.workspace import Message
from bot.store import Store
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import guides, mention, quiet
from tests.loopback.model_server import ModelServer

TEAM = "T0PLAYGROUND"
OTHERS = ("stranger", "guest", "member of another workspace")


def other(office: Office, who: str) -> str:
    """The id of this person; from now on what people do comes with their workspace."""
    if who in ("stranger", "guest"):
        return str(getattr(office.playground, who).id)
    office.playground.interactions.team = {"id": "T0ELSEWHERE", "domain": "elsewhere"}
    return office.playground.colleague.id


async def jobs(store: Store, user: str) -> list[Job]:
    return await store.jobs.recent_of(TEAM, user, 20)


async def finished(office: Office) -> Message:
    dropped = await office.drop(SCREENCAST)
    assert await guides(office, dropped) == 1
    (done,) = office.progress(ROOM, dropped.ts)
    return done


def told_alone(office: Office, user: str) -> str:
    return "\n".join(text_of(message) for message in office.playground.ephemeral(user))


@pytest.mark.parametrize("who", OTHERS)
async def test_a_finished_guide_is_not_made_again_by_others(office: Office, who: str):
    done = await finished(office)
    user = other(office, who)
    await office.playground.press(done.ts, REDO, user)
    await quiet(office)

    assert office.playground.views.top(user) is None
    assert "Only" in told_alone(office, user) or "I no longer have this guide" in told_alone(office, user)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}


@pytest.mark.parametrize("who", OTHERS)
async def test_a_form_with_anothers_job_in_it_changes_nothing(office: Office, who: str):
    done = await finished(office)
    you = office.playground.you.id
    await office.playground.press(done.ts, REDO, you)
    form = await office.playground.until(lambda: office.playground.views.top(you))
    user = other(office, who)
    office.playground.views.open(user, form.payload)
    await office.playground.submit_view(user, {"title": {"value": {"value": "Mine"}}})
    await quiet(office)

    assert "Only" in told_alone(office, user) or "I no longer have this guide" in told_alone(office, user)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("button", [RETRY, ANYWAY])
async def test_a_failed_guide_is_not_tried_again_by_others(office: Office, who: str, button: str):
    you = office.playground.you.id
    if button == RETRY:
        office.playground.fail_next("download", status=410, times=9)
        asked = await office.drop(SCREENCAST, text=mention(office))
    else:
        script = b"#!/bin/sh\nset -e\nfor f in *.txt; do\n  cp $f /backup\ndone\necho Open the settings, press Save.\n"
        asked = await office.playground.post_message(ROOM, you, mention(office), [("backup.sh", script)])
    await quiet(office)
    (failed,) = office.progress(ROOM, asked.ts)
    user = other(office, who)
    await office.playground.press(failed.ts, button, user)
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {JobState.FAILED: 1}
    assert office.documents(ROOM, asked.ts) == []


@pytest.mark.parametrize("who", OTHERS)
async def test_a_guide_being_made_is_not_stopped_by_others(open_office: OpenOffice, who: str):
    async with ModelServer() as model, open_office(**model.env) as office:
        steps = model.hold("step")
        asked = await office.drop(SCREENCAST, text=mention(office))
        await office.playground.until(lambda: office.said(ROOM, asked.ts, "in_progress"))
        (progress,) = office.progress(ROOM, asked.ts)
        (job,) = await jobs(office.bot.store, office.playground.you.id)
        user = other(office, who)
        await office.playground.press(progress.ts, CANCEL, user)
        await office.playground.slash_command("#general", user, "/script2doc", f"cancel {job.id}")
        await office.playground.until(lambda: len(office.playground.ephemeral(user)) == 2)
        assert await office.bot.store.jobs.counts() == {JobState.RUNNING: 1}
        steps.set()
        await quiet(office)

        assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}


@pytest.mark.parametrize("who", OTHERS)
async def test_the_lists_of_others_show_nothing_of_it(office: Office, who: str):
    await finished(office)
    user = other(office, who)
    await office.playground.slash_command("#general", user, "/script2doc", "jobs")
    office.playground.open_home(user)
    await quiet(office)

    home = office.playground.views.homes[user].payload
    assert SCREENCAST not in told_alone(office, user)
    assert SCREENCAST not in str(home)
