"""Delete, below a guide: what goes and what stays, who may, and what Slack may do meanwhile."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.jobs.requests import Delete, Pressed
from bot.playground import Playground
from bot.playground.workspace import Message
from tests.conftest import crossed
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import quiet
from tests.integration.slack_faults import KINDS, SCALED

TEAM = "T0PLAYGROUND"
PLANTED = "Kumquatovia"


async def finished(office: Office, user: str = "") -> tuple[Message, Message]:
    """A dropped transcript and the summary of its guide."""
    dropped = await office.drop(SCREENCAST, user=user)
    await office.summary(ROOM, dropped.ts)
    await quiet(office)
    return dropped, office.progress(ROOM, dropped.ts)[-1]


async def delete(office: Office, done: Message, user: str = "") -> None:
    user = user or office.playground.you.id
    await office.playground.press(done.ts, "delete_guide", user)
    await office.playground.until(lambda: office.playground.views.top(user))
    await office.playground.submit_view(user, {})
    await quiet(office)


def files(office: Office, dropped: Message) -> list[str]:
    return [id for message in office.playground.thread(ROOM, dropped.ts) for id in message.files]


async def test_the_guide_goes_from_slack_and_from_here_and_the_transcript_stays(office: Office):
    dropped, done = await finished(office)
    for form in ("as_markdown", "as_slides"):
        await office.playground.press(done.ts, form, office.playground.you.id)
        await quiet(office)
    assert len(files(office, dropped)) == 3
    await delete(office, done)

    assert files(office, dropped) == []
    (left,) = office.playground.thread(ROOM, dropped.ts)
    assert text_of(left).startswith(f"<@{office.playground.you.id}> deleted the guide from {SCREENCAST}.")
    assert [block["type"] for block in left.blocks] == ["section"]
    assert office.playground.workspace.files[dropped.files[0]].state == "complete"
    assert await office.bot.store.jobs.counts() == {}
    kept = await office.bot.store.forgetting.kept_of(TEAM, office.playground.you.id)
    assert not kept.anything


async def test_the_transcripts_message_no_longer_shows_that_its_guide_is_done(office: Office):
    dropped, first = await finished(office)
    await office.playground.press(first.ts, "redo_job", office.playground.you.id)
    await office.playground.until(lambda: office.playground.views.top(office.playground.you.id))
    await office.playground.submit_view(office.playground.you.id, {"title": {"value": {"value": "Another"}}})
    await quiet(office)
    second = office.progress(ROOM, dropped.ts)[-1]
    assert second.ts != first.ts
    await delete(office, first)
    between = list(dropped.reactions)
    await delete(office, second)

    assert between == ["white_check_mark"], "there is still a guide from it"
    assert dropped.reactions == {}


async def test_it_asks_once_more(office: Office):
    _, done = await finished(office)
    you = office.playground.you.id
    await office.playground.press(done.ts, "delete_guide", you)
    asked = await office.playground.until(lambda: office.playground.views.top(you))

    assert "Delete this guide?" in str(asked.payload["blocks"])
    assert "That can't be undone." in str(asked.payload["blocks"])
    await quiet(office)
    assert len(office.progress(ROOM, done.parent or "")) == 1
    (job,) = await office.bot.store.jobs.recent_of(TEAM, you)
    assert job.guide is not None


async def test_what_another_guide_uses_stays(office: Office):
    _, first = await finished(office)
    await office.playground.press(first.ts, "redo_job", office.playground.you.id)
    await office.playground.until(lambda: office.playground.views.top(office.playground.you.id))
    await office.playground.submit_view(office.playground.you.id, {"title": {"value": {"value": "Another"}}})
    await quiet(office)
    done = [m for m in office.progress(ROOM, first.parent or "") if m.ts != first.ts][-1]
    await delete(office, first)
    (job,) = await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id)

    assert job.source is not None
    assert await office.bot.store.blobs.get(job.source) is not None
    assert job.guide is not None
    assert await office.bot.store.guides.get(job.guide) is not None
    await office.playground.press(done.ts, "as_markdown", office.playground.you.id)
    await quiet(office)
    assert any(file.name.endswith(".md") for file in office.playground.files)


async def test_nothing_of_it_is_left_in_the_database_file(office: Office, tmp_path: Path):
    text = (
        f"So first we open the settings of {PLANTED}. Now click on New token. Then type a name for it, and click on "
        "Continue. Next, choose the permissions that you want. Finally, click on Create token and copy it. "
    )
    vtt = f"WEBVTT\n\n00:00:00.000 --> 00:00:59.000\n{text}\n"
    mention = f"<@{office.playground.app_user.id}>"
    dropped = await office.playground.post_message(
        ROOM, office.playground.you.id, mention, [(f"{PLANTED}.vtt", vtt.encode())]
    )
    await office.summary(ROOM, dropped.ts)
    await quiet(office)
    database = next(tmp_path.rglob("*.db"))

    def there() -> bool:
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return PLANTED.encode() in database.read_bytes()

    assert there()
    await delete(office, office.progress(ROOM, dropped.ts)[-1])
    assert not there()


async def test_an_admin_may_delete_what_a_colleague_asked_for(office: Office):
    dropped, done = await finished(office, office.playground.colleague.id)
    await delete(office, done, office.playground.you.id)

    assert files(office, dropped) == []
    assert await office.bot.store.jobs.counts() == {}


@pytest.mark.parametrize("who", ["colleague", "guest", "stranger"])
async def test_nobody_else_deletes_it_and_they_learn_why(office: Office, who: str):
    other = getattr(office.playground, who).id
    dropped, done = await finished(office)
    before = text_of(done)
    await office.playground.press(done.ts, "delete_guide", other)
    await quiet(office)

    assert office.playground.views.top(other) is None, "they aren't asked what they may not answer"
    assert f"Only <@{office.playground.you.id}>, who asked for this guide" in text_of(
        office.playground.ephemeral(other)[-1]
    )
    assert len(files(office, dropped)) == 1
    assert text_of(done) == before


async def test_a_member_of_another_workspace_deletes_nothing(office: Office):
    dropped, _ = await finished(office)
    (job,) = await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id)
    pressed = Pressed("T0OTHER", job.channel, office.playground.you.id, job.id, "", dropped.ts)
    assert await office.bot.service.take(Delete(pressed))
    await quiet(office)

    assert "I no longer have this guide." in text_of(office.playground.ephemeral(office.playground.you.id)[-1])
    assert len(files(office, dropped)) == 1


async def test_pressed_twice_it_is_deleted_once(office: Office):
    _, done = await finished(office)
    pressed = [
        Pressed(TEAM, done.channel, office.playground.you.id, job, str(n), done.parent)
        for n in (1, 2)
        for job in [(await office.bot.store.jobs.recent_of(TEAM, office.playground.you.id))[0].id]
    ]
    for each in pressed:
        assert await office.bot.service.take(Delete(each))
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {}


@pytest.mark.parametrize(
    ("kind", "method"), crossed(["cut", "500", "429", "done, then cut"], ["files.delete", "chat.update"])
)
async def test_what_slack_does_not_do_now_can_be_done_again(open_office: OpenOffice, method: str, kind: str):
    async with open_office(Playground(timing=PATIENT), waiting=SCALED) as office:
        dropped, done = await finished(office)
        fault = office.playground.fail_next(method, **KINDS[kind] | {"times": 9 if kind in ("cut", "500") else 1})
        await delete(office, done)
        assert fault.met.is_set()
        office.playground.faults.clear()
        if await office.bot.store.jobs.counts():
            assert "Try again in a minute." in text_of(office.playground.ephemeral(office.playground.you.id)[-1])
            await delete(office, done)

        assert files(office, dropped) == []
        assert await office.bot.store.jobs.counts() == {}


async def test_a_file_that_slack_keeps_is_named_and_all_else_goes(office: Office):
    _, done = await finished(office)
    office.playground.fail_next("files.delete", error="cant_delete_file")
    await delete(office, done)

    assert "Slack doesn't let me delete 1 file of this guide." in text_of(
        office.playground.ephemeral(office.playground.you.id)[-1]
    )
    assert await office.bot.store.jobs.counts() == {}


async def test_what_somebody_has_deleted_in_slack_already_is_no_trouble(office: Office):
    dropped, done = await finished(office)
    office.playground.workspace.files[files(office, dropped)[0]].state = "deleted"
    await delete(office, done)

    assert office.playground.ephemeral(office.playground.you.id) == []
    assert await office.bot.store.jobs.counts() == {}
