"""Reactions on the transcript's message: seen, then done; and nothing waits for them."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.jobs.model import Job, JobState
from bot.playground import Playground
from bot.playground.manifest import Manifest
from pipeline.options import GuideOptions
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice

APOLLO = "apollo13-co2-adapter.txt"


def reacted(office: Office) -> list[str]:
    """What the bot tried, in order."""
    calls = [call for call in office.playground.calls if call.method.startswith("reactions.")]
    return [f"{call.method.removeprefix('reactions.')} {call.args['name']}" for call in calls]


async def settled(office: Office) -> None:
    await office.playground.settled()
    await office.bot.desk.tasks.idle()


async def test_the_transcripts_message_shows_that_it_was_seen_and_then_that_it_is_done(office: Office):
    thread = await office.playground.post_message(ROOM, office.playground.you.id, "Here it comes.")
    dropped = await office.drop(SCREENCAST, thread_ts=thread.ts)
    await settled(office)

    assert reacted(office) == ["add eyes", "remove eyes", "add white_check_mark"]
    assert dropped.reactions == {"white_check_mark": [office.playground.app_user.id]}
    assert thread.reactions == {}


async def test_of_several_transcripts_on_a_message_the_last_takes_the_eyes_away(office: Office):
    with office.playground.events.muted():
        dropped = await office.drop(SCREENCAST, APOLLO)
    first = Job("j0b1", "t", "T1", dropped.channel, office.playground.you.id, GuideOptions(), 0.0, thread_ts=dropped.ts)
    second = replace(first, id="j0b2")
    reactions = office.bot.desk.reactions
    for job in (first, second):
        reactions.begin(job)
    reactions.end(first, done=True)
    await office.bot.desk.tasks.idle()
    between = list(dropped.reactions)
    reactions.end(second, done=False)
    await office.bot.desk.tasks.idle()

    assert between == ["eyes", "white_check_mark"]
    assert list(dropped.reactions) == ["white_check_mark"]


async def test_what_gives_no_guide_is_not_marked_as_done(office: Office):
    mention = f"<@{office.playground.app_user.id}>"
    asked = await office.playground.post_message(ROOM, office.playground.you.id, mention, [("talk.vtt", b"WEBVTT\n")])
    await settled(office)

    assert reacted(office) == ["add eyes", "remove eyes"]
    assert asked.reactions == {}


async def test_a_dropped_file_that_is_ignored_gets_no_reaction(office: Office):
    await office.playground.post_message(ROOM, office.playground.you.id, "", [("notes.txt", b"Milk, bread, tea.")])
    await settled(office)

    assert await office.bot.store.jobs.counts() == {JobState.CANCELLED: 1}
    assert reacted(office) == []


async def test_where_the_rate_is_used_up_no_more_is_tried_and_nothing_waits(office: Office):
    office.playground.fail_next("reactions.add", error="ratelimited", retry_after=3600, times=9)
    first = await office.drop(SCREENCAST)
    second = await office.drop(APOLLO)
    await settled(office)

    assert len(office.documents(ROOM, first.ts)) == len(office.documents(ROOM, second.ts)) == 1
    assert sum(call.startswith("add") for call in reacted(office)) == 1


@pytest.mark.parametrize("error", ["internal_error", "message_not_found"])
async def test_a_reaction_that_fails_is_dropped(office: Office, error: str):
    office.playground.fail_next("reactions.add", error=error, times=2)
    dropped = await office.drop(SCREENCAST)
    await settled(office)

    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}
    assert reacted(office) == ["add eyes", "remove eyes", "add white_check_mark"], "each is tried once"
    assert dropped.reactions == {}


async def test_the_document_does_not_wait_for_a_reaction_that_hangs(open_office: OpenOffice):
    async with open_office() as office:
        office.playground.fail_next("reactions.add", delay=3600)
        dropped = await office.drop(SCREENCAST)
        await office.playground.until(lambda: office.announcements(ROOM, dropped.ts))

        assert len(office.documents(ROOM, dropped.ts)) == 1
        assert dropped.reactions == {}


async def test_without_the_scope_it_is_tried_once_and_said_once(
    open_office: OpenOffice, caplog: pytest.LogCaptureFixture
):
    granted = Manifest.load()
    older = replace(granted, scopes=granted.scopes - {"reactions:write"})
    async with open_office(Playground(timing=PATIENT, manifest=older)) as office:
        first = await office.drop(SCREENCAST)
        await settled(office)
        second = await office.drop(APOLLO)
        await settled(office)

        assert len(office.documents(ROOM, first.ts)) == len(office.documents(ROOM, second.ts)) == 1
        assert reacted(office) == ["add eyes"]
    said = [r.getMessage() for r in caplog.records if "reactions:write" in r.getMessage() and r.levelno >= logging.INFO]
    assert len(said) == 1
    assert "reinstall" in said[0]
