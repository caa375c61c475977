"""The guide as a canvas: made once, where it can be seen, and only where Slack lets the app."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.jobs.requests import OtherForm, Pressed
from bot.playground import Playground
from bot.playground.files import StoredFile
from bot.playground.manifest import Manifest
from bot.playground.refusal import Refused
from bot.playground.workspace import Message
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, part_of, text_of
from tests.integration.sharing import quiet
from tests.integration.slack_faults import KINDS, SCALED
from tests.integration.test_deleting import delete


async def finished(office: Office, channel: str = ROOM) -> Message:
    """The summary of a guide."""
    dropped = await office.drop(SCREENCAST, channel=channel, text="https://video.example/1")
    await office.summary(channel, dropped.ts)
    await quiet(office)
    return office.progress(channel, dropped.ts)[-1]


async def press(office: Office, done: Message, user: str = "") -> None:
    await office.playground.press(done.ts, "as_canvas", user or office.playground.you.id)
    await quiet(office)


def canvases(office: Office) -> list[StoredFile]:
    return [f for f in office.playground.files if f.described.get("filetype") == "quip" and f.state == "complete"]


def told(office: Office, user: str = "") -> list[str]:
    return [text_of(message) for message in office.playground.ephemeral(user or office.playground.you.id)]


def posted(office: Office, done: Message) -> list[Message]:
    thread = office.playground.thread(done.channel, done.parent or "")
    return [message for message in thread if part_of(message) == "canvas"]


async def test_it_is_a_tab_of_the_channel_and_its_thread_says_where(office: Office):
    done = await finished(office)
    await press(office, done)

    (canvas,) = canvases(office)
    assert list(canvas.shares) == [done.channel]
    assert b"## Steps" in canvas.content or b"### " in canvas.content
    assert b"](#" not in canvas.content
    (said,) = posted(office, done)
    link = office.playground.workspace.file_json(canvas.id)["permalink"]
    assert f"The guide as a canvas: <{link}|" in text_of(said)
    assert told(office) == []


async def test_pressed_again_it_is_named_and_not_made_again(office: Office):
    done = await finished(office)
    await press(office, done)
    await press(office, done, office.playground.colleague.id)

    assert len(canvases(office)) == len(posted(office, done)) == 1
    assert "There's a canvas of this guide already: <" in told(office, office.playground.colleague.id)[-1]


async def test_one_that_was_deleted_is_made_anew(office: Office):
    done = await finished(office)
    await press(office, done)
    canvases(office)[0].state = "deleted"
    await press(office, done)

    assert len(canvases(office)) == 1


async def test_in_a_direct_message_its_person_may_open_it(office: Office):
    room = office.playground.direct_message(office.playground.you.id).id
    done = await finished(office, room)
    await press(office, done)

    (canvas,) = canvases(office)
    assert office.playground.workspace.file_seen_by(canvas.id, office.playground.you.id)
    with pytest.raises(Refused):
        office.playground.workspace.file_seen_by(canvas.id, office.playground.colleague.id)
    assert posted(office, done)


async def test_without_the_scope_there_is_no_button(open_office: OpenOffice):
    granted = Manifest.load()
    older = replace(granted, scopes=granted.scopes - {"canvases:write"})
    async with open_office(Playground(timing=PATIENT, manifest=older)) as office:
        done = await finished(office)
        assert "as_canvas" not in json.dumps(done.blocks)
        assert "as_slides" in json.dumps(done.blocks)


@pytest.mark.parametrize("elsewhere", [{"team": "T0OTHER"}, {"channel": "C0GENERAL01"}])
async def test_a_guide_of_another_place_is_not_given_away(office: Office, elsewhere: dict[str, str]):
    await finished(office)
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    pressed = replace(Pressed(job.team, job.channel, office.playground.stranger.id, job.id, "", None), **elsewhere)
    assert await office.bot.service.take(OtherForm(pressed, ".canvas"))
    await quiet(office)

    assert canvases(office) == []
    assert "I no longer have this guide." in told(office, office.playground.stranger.id)[-1]


@pytest.mark.parametrize("kind", ["cut", "500", "429", "lasting", "done, then cut", "done, then 500"])
async def test_whatever_slack_does_there_is_one_canvas_at_most_and_its_person_knows(open_office: OpenOffice, kind: str):
    planned = KINDS[kind] | ({"error": "canvas_disabled_user_team"} if kind == "lasting" else {})
    async with open_office(Playground(timing=PATIENT), waiting=SCALED) as office:
        done = await finished(office)
        fault = office.playground.fail_next("canvases.create", **planned)
        await press(office, done)

        assert fault.met.is_set()
        assert len(canvases(office)) <= 1
        assert posted(office, done) or told(office)
        if kind == "lasting":
            assert "`canvas_disabled_user_team`" in told(office)[-1]
        if kind.startswith("done"):
            assert "Look for it before you press the button again." in told(office)[-1]


async def test_what_could_not_be_said_of_a_canvas_is_said_the_next_time(office: Office):
    done = await finished(office)
    office.playground.fail_next("chat.postMessage", error="restricted_action")
    await press(office, done)
    assert posted(office, done) == []
    await press(office, done)

    assert len(canvases(office)) == len(posted(office, done)) == 1


async def test_it_is_deleted_with_its_guide(office: Office):
    done = await finished(office)
    await press(office, done)
    await delete(office, done)

    assert canvases(office) == []
    assert posted(office, done) == []
