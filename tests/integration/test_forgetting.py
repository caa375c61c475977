"""`/script2doc forget`: what is kept of a person is asked about, deleted, and nowhere in the database's files."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.jobs.model import JobState
from bot.playground.workspace import Message
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import guides, quiet, told
from tests.kinds_of_talks import HOW_TO, timed
from tests.loopback.model_server import ModelServer

PLANTED = "marmalade behind the zebra"
TALK = timed(HOW_TO["en"]).replace("the name of your network", f"the name of the {PLANTED}")
TEAM = "T0PLAYGROUND"


async def drop(office: Office, *, user: str = "", channel: str = ROOM) -> Message:
    by = user or office.playground.you.id
    message = await office.playground.post_message(channel, by, "", [("talk.txt", TALK.encode())])
    await quiet(office)
    return message


async def ask(office: Office, user: str = "") -> Message:
    """What a person is told who types `/script2doc forget`."""
    who = user or office.playground.you.id
    await office.playground.slash_command(ROOM, who, "/script2doc", "forget")
    await quiet(office)
    return office.playground.ephemeral(who)[-1]


async def forget(office: Office, user: str = "") -> Message:
    who = user or office.playground.you.id
    question = await ask(office, who)
    await office.playground.press(question.ts, "forget_person", who)
    await quiet(office)
    return office.playground.ephemeral(who)[-1]


def kept(office: Office) -> int:
    """How often the planted words are in the database's files."""
    file = Path(office.settings.database_url.removeprefix("sqlite+aiosqlite:///"))
    lying = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
    assert file in lying
    return sum(path.read_bytes().count(PLANTED.encode()) for path in lying)


async def test_it_asks_first_and_then_nothing_is_left(office: Office):
    message = await drop(office)
    assert await guides(office, message) == 1
    question = await ask(office)
    asked, buttons = text_of(question), str(question.blocks)
    before = kept(office)
    await office.playground.press(question.ts, "forget_person", office.playground.you.id)
    await quiet(office)

    assert "I keep 1 guide, 2 transcripts and documents of yours, and the list of your requests." in asked
    assert "Forget everything?" in buttons, "the button asks once more"
    assert before > 1
    assert kept(office) == 0
    assert told(office)[-1].startswith(
        "I've deleted everything I had stored about you. Files in Slack are still there."
    )
    assert await guides(office, message) == 1, "in Slack"
    assert "I have nothing stored about you." in text_of(await ask(office))


async def test_answers_of_a_model_are_forgotten_too(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        message = await drop(office)
        assert await guides(office, message) == 1
        cached = (await office.bot.store.forgetting.kept_of(TEAM, office.playground.you.id)).answers
        await forget(office)

        assert cached > 1
        assert kept(office) == 0
        assert not (await office.bot.store.forgetting.kept_of(TEAM, office.playground.you.id)).anything


async def test_what_a_colleague_has_made_of_the_same_recording_stays(office: Office):
    colleague = office.playground.colleague.id
    await drop(office)
    theirs = await drop(office, user=colleague, channel="#general")
    await forget(office)
    done = office.progress(theirs.channel, theirs.ts)[-1]
    await office.playground.press(done.ts, "as_markdown", colleague)
    await quiet(office)

    names = [file.name for file in office.playground.files]
    assert [name for name in names if name.endswith(".md")], "it can still be had in another form"
    assert await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id) == []
    assert len(await office.bot.store.jobs.recent_of(TEAM, colleague)) == 1
    assert kept(office) > 0
    await forget(office, colleague)
    assert kept(office) == 0


async def test_whoever_presses_the_button_is_forgotten_and_nobody_else(office: Office):
    await drop(office)
    question = await ask(office)
    await office.playground.press(question.ts, "forget_person", office.playground.colleague.id)
    await quiet(office)

    assert len(await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id)) == 1


async def test_a_forgotten_guide_has_no_other_forms_and_says_so(office: Office):
    message = await drop(office)
    await forget(office)
    done = office.progress(ROOM, message.ts)[-1]
    for action in ("as_markdown", "redo_job"):
        await office.playground.press(done.ts, action, office.playground.you.id)
        await quiet(office)
        assert "I no longer have this guide." in told(office)[-1]


async def test_what_is_being_made_is_stopped_first(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        model.pace(first=1000.0)
        by = office.playground.you.id
        message = await office.playground.post_message(ROOM, by, "", [("talk.txt", TALK.encode())])
        await office.playground.until(lambda: office.said(ROOM, message.ts, "Finding the steps"))
        await office.playground.slash_command(ROOM, by, "/script2doc", "forget")
        await office.playground.until(lambda: office.playground.ephemeral(by))
        await office.playground.press(office.playground.ephemeral(by)[-1].ts, "forget_person", by)
        async with asyncio.timeout(HANG_SECONDS):
            await quiet(office)

        assert office.last(ROOM, message.ts).startswith(f"Stopped by <@{by}>.")
        assert JobState.RUNNING not in await office.bot.store.jobs.counts()
        assert kept(office) == 0


async def test_it_is_told_in_the_language_of_who_asks(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    await drop(office)

    assert "Von Ihnen ist gespeichert: 1 Anleitung, 2 Transkripte und Dokumente" in text_of(await ask(office))


async def test_a_workspace_that_uninstalls_the_app_is_forgotten(office: Office):
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    office.playground.events.app_uninstalled()
    await office.playground.settled()
    await office.bot.desk.tasks.idle()

    assert await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id) == []
    assert not (await office.bot.store.forgetting.kept_of(TEAM, office.playground.you.id)).anything


async def test_a_workspace_whose_job_is_under_way_is_forgotten_with_it(office: Office):
    upload = office.playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
    await office.drop(SCREENCAST)
    await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
    office.playground.events.tokens_revoked()
    await office.playground.settled()
    await office.bot.desk.tasks.idle()

    assert await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id) == []
    assert not (await office.bot.store.forgetting.kept_of(TEAM, office.playground.you.id)).anything


async def test_what_is_revoked_of_people_is_not_ours(office: Office):
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    event = {"type": "tokens_revoked", "tokens": {"oauth": [office.playground.you.id], "bot": []}}
    body = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event": event, "event_id": "Ev1"}
    office.playground.outbox.send_event(body)
    await office.playground.settled()
    await office.bot.desk.tasks.idle()

    assert len(await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id)) == 1


async def test_an_organization_that_uninstalls_the_app_of_one_token_is_forgotten(office: Office):
    await drop(office)
    event = {"type": "app_uninstalled"}
    body = {"type": "event_callback", "team_id": "E0GRID", "enterprise_id": "E0GRID", "event": event, "event_id": "Ev1"}
    office.playground.outbox.send_event(body | {"api_app_id": "A1"})
    await office.playground.settled()
    await office.bot.desk.tasks.idle()

    assert await office.bot.store.forgetting.teams() == []


async def test_a_file_that_is_deleted_in_slack_is_forgotten_and_what_others_have_made_of_it_stays(office: Office):
    first = await drop(office)
    second = await drop(office, user=office.playground.colleague.id, channel="#general")
    (job,) = await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id)
    assert job.source is not None
    blobs, files = office.bot.store.blobs, {file.id: file for file in office.playground.files}
    assert b"marmalade" in (await blobs.get(job.source) or b"")

    office.playground.remove_file(files[first.files[0]])
    await quiet(office)
    assert await blobs.get(job.source), "the colleague's file has the same bytes"
    office.playground.remove_file(files[second.files[0]])
    await quiet(office)
    assert await blobs.get(job.source) is None
    assert await guides(office, first) == 1
    (done,) = office.progress(ROOM, first.ts)
    await office.playground.press(done.ts, "as_markdown", office.playground.you.id)
    await quiet(office)
    assert any(file.name.endswith(".md") for file in office.playground.files), "its guide is still there"
