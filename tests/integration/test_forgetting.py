"""`/script2doc forget`: what is kept of a person is asked about, deleted, and nowhere in the database's files."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.jobs.forgotten import MOST_EDITED, without_forms
from bot.jobs.model import JobState
from bot.playground.workspace import Message
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import PROMPTLY, ROOM, SCREENCAST, Office, OpenOffice, text_of
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


def files(office: Office, message: Message) -> list[str]:
    """The ids of what is in the thread of a message."""
    return [id for each in office.playground.thread(message.channel, message.ts) for id in each.files]


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


async def press(office: Office, ts: str, action: str, user: str = "") -> None:
    await office.playground.press(ts, action, user or office.playground.you.id)
    await quiet(office)


async def test_guides_in_slack_are_deleted_too_where_that_is_chosen(office: Office):
    mine = await drop(office)
    await press(office, office.progress(ROOM, mine.ts)[-1].ts, "as_markdown")
    theirs = await drop(office, user=office.playground.colleague.id, channel="#general")
    question = await ask(office)
    asked = text_of(question)
    await press(office, question.ts, "forget_person_and_guides")

    assert "“Forget and delete guides” deletes the guides I posted for you, too" in asked
    assert "I've deleted everything I had stored about you, and your guides in Slack." in told(office)[-1]
    assert files(office, mine) == []
    assert mine.reactions == {}
    assert await guides(office, theirs) == 1
    (left,) = office.playground.thread(mine.channel, mine.ts)
    assert left.text == f"<@{office.playground.you.id}> deleted the guide from talk.txt."
    assert await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id) == []


async def test_who_has_no_guide_in_slack_isnt_asked_about_it(office: Office):
    await office.playground.post_message(ROOM, office.playground.you.id, "", [("notes.txt", b"Milk. Bread. Call Bob.")])
    await quiet(office)
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "settings")
    question = await ask(office)

    assert "delete guides" not in str(question.blocks) + text_of(question)


async def test_nothing_is_forgotten_before_the_guides_are_deleted_in_slack(open_office: OpenOffice):
    async with open_office(waiting=PROMPTLY) as office:
        message = await drop(office)
        question = await ask(office)
        office.playground.fail_next("files.delete", error="internal_error", times=10)
        await press(office, question.ts, "forget_person_and_guides")

        assert "That didn't work." in told(office)[-1]
        assert len(await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id)) == 1
        assert await guides(office, message) == 1


async def test_a_forgotten_guide_can_still_be_deleted_in_slack(office: Office):
    message = await drop(office)
    done = office.progress(ROOM, message.ts)[-1]
    await press(office, done.ts, "as_markdown")
    assert len(files(office, message)) == 2
    await forget(office)
    await office.playground.press(done.ts, "delete_guide", office.playground.you.id)
    asked = await office.playground.until(lambda: office.playground.views.top(office.playground.you.id))
    await office.playground.submit_view(office.playground.you.id, {})
    await quiet(office)

    assert "Delete this guide?" in str(asked.payload["blocks"])
    assert files(office, message) == []
    (left,) = office.playground.thread(ROOM, message.ts)
    assert left.text == f"<@{office.playground.you.id}> deleted this guide."


async def test_of_two_forgotten_guides_of_a_name_only_the_documents_are_told_apart(office: Office):
    message = await drop(office)
    first = office.progress(ROOM, message.ts)[-1]
    await press(office, first.ts, "redo_job")
    await office.playground.submit_view(office.playground.you.id, {"audience": {"value": {"value": "New colleagues"}}})
    await quiet(office)
    second = office.progress(ROOM, message.ts)[-1]
    await press(office, second.ts, "as_markdown")
    await forget(office)
    before = files(office, message)
    await office.playground.press(first.ts, "delete_guide", office.playground.you.id)
    await office.playground.until(lambda: office.playground.views.top(office.playground.you.id))
    await office.playground.submit_view(office.playground.you.id, {})
    await quiet(office)

    assert len(before) == 3
    assert files(office, message) == before[1:], "the Markdown file may be of either"
    assert second.ts in [each.ts for each in office.progress(ROOM, message.ts)]


async def test_a_forgotten_guide_is_deleted_by_nobody_else_and_they_learn_why(office: Office):
    message = await drop(office)
    done = office.progress(ROOM, message.ts)[-1]
    await forget(office)
    colleague = office.playground.colleague.id
    await press(office, done.ts, "delete_guide", colleague)
    asker = f"Only <@{office.playground.you.id}>, who asked for this guide, or an admin can do that."
    assert asker in text_of(office.playground.ephemeral(colleague)[-1])
    assert office.playground.views.top(colleague) is None

    announced = next(
        each for each in office.playground.thread(ROOM, message.ts) if "your guide is ready" in text_of(each)
    )
    await office.bot.desk.client.chat_delete(channel=announced.channel, ts=announced.ts)
    await quiet(office)
    await press(office, done.ts, "delete_guide", colleague)
    assert "An admin can delete them in Slack." in text_of(office.playground.ephemeral(colleague)[-1])
    assert await guides(office, message) == 1


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


def buttons(message: Message) -> list[str]:
    return [
        each["action_id"] for block in message.blocks or [] for each in block.get("elements", []) if "action_id" in each
    ]


async def test_only_buttons_that_work_are_left_below_a_forgotten_guide(office: Office):
    message = await drop(office)
    done = office.progress(ROOM, message.ts)[-1]
    before, said = buttons(done), text_of(done)
    edits = len(office.playground.edits(done.ts))
    await forget(office)

    assert {"redo_job", "as_markdown", "delete_guide"} <= set(before)
    assert buttons(done) == ["delete_guide"]
    assert text_of(done).splitlines()[:3] == said.splitlines()[:3]
    assert len(office.playground.edits(done.ts)) == edits + 1


async def test_of_many_forgotten_guides_only_so_many_messages_are_edited(office: Office):
    await drop(office)
    (job,) = await office.bot.store.jobs.posted_of(TEAM, office.playground.you.id)
    calls = len(office.playground.calls)
    await without_forms(office.bot.desk, [job] * (MOST_EDITED + 5))

    edited = [call for call in office.playground.calls[calls:] if call.method == "chat.update"]
    assert len(edited) == MOST_EDITED


@pytest.mark.parametrize("method", ["conversations.replies", "chat.update"])
@pytest.mark.parametrize("error", ["is_archived", "internal_error"])
async def test_where_slack_refuses_it_forgetting_is_done_all_the_same(open_office: OpenOffice, method: str, error: str):
    async with open_office(waiting=PROMPTLY) as office:
        message = await drop(office)
        question = await ask(office)
        office.playground.fail_next(method, error=error, times=20)
        async with asyncio.timeout(HANG_SECONDS):
            await press(office, question.ts, "forget_person")

        assert "I've deleted everything I had stored about you." in told(office)[-1]
        assert "redo_job" in buttons(office.progress(ROOM, message.ts)[-1])


async def test_a_forgotten_guide_has_no_other_forms_and_says_so(office: Office):
    message = await drop(office)
    done = office.progress(ROOM, message.ts)[-1]
    office.playground.fail_next("chat.update", error="is_archived")  # its buttons stay
    await forget(office)
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
