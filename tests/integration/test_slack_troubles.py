"""Slack's troubles one by one: what was done although it didn't say so, what came late, and who is told what."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.app import running_bot
from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.rates import Limits
from bot.serve import listening, until_stopped_or_rejected
from bot.settings import SettingsError
from bot.signals import Stop
from bot.store import Store
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.slack_faults import SCALED

PROMPT = replace(PATIENT, share=0.0)


async def idle(office: Office) -> None:
    async with asyncio.timeout(HANG_SECONDS):
        await office.playground.settled()
        await office.bot.desk.tasks.idle()
        await office.playground.settled()


def documents(office: Office) -> list[str]:
    """The names of all documents that can be seen anywhere."""
    held = {id for m in office.playground.workspace.messages.values() if not m.deleted for id in m.files}
    return [file.name for file in office.playground.files if file.id in held and file.name.endswith(".docx")]


async def test_a_reply_to_a_message_that_was_deleted_is_one_guide_in_the_channel(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        dropped = await office.drop(SCREENCAST)
        office.playground.workspace.remove(dropped)
        await idle(office)
        (progress,) = [m for m in office.playground.messages(ROOM) if m.by_app]
        assert progress.thread_ts is None, "Slack has put it into the channel"
        assert len(documents(office)) == 1
        assert len(office.documents(ROOM, progress.ts)) == 1, "the document is in its thread"
        assert "is in this thread" in text_of(progress)


async def test_a_document_that_no_share_tells_of_is_found_in_the_conversation(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        office.playground.faults.hidden = True
        dropped = await office.drop(SCREENCAST)
        await idle(office)
        assert "is in this thread" in office.last(ROOM, dropped.ts)
        assert len(documents(office)) == 1
        assert [call for call in office.playground.calls if call.method == "files.delete"] == []


async def test_a_progress_message_that_was_deleted_has_its_summary_posted_anew(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        office.playground.fail_next("download", status=500, times=3)  # until its message is there
        dropped = await office.drop(SCREENCAST, text=f"<@{office.playground.app_user.id}>")
        await office.playground.until(lambda: office.progress(ROOM, dropped.ts))
        (first,) = office.progress(ROOM, dropped.ts)
        office.playground.workspace.remove(first)
        await idle(office)
        (summary,) = office.progress(ROOM, dropped.ts)
        assert "is in this thread" in text_of(summary)
        assert len(documents(office)) == 1


async def test_where_the_app_may_not_post_the_guide_comes_directly(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        room = office.playground.channel(ROOM).id
        refused = "restricted_action_read_only_channel"
        office.playground.fail_next("chat.postMessage", error=refused, channel=room, times=100)
        await office.drop(SCREENCAST)
        await idle(office)
        direct = office.playground.direct_message(office.playground.you.id).id
        (parent,) = office.playground.messages(direct)
        assert refused in text_of(parent)
        assert len(office.documents(direct, parent.ts)) == 1
        assert "is in this thread" in office.last(direct, parent.ts)


async def test_a_job_that_slack_broke_off_at_the_delivery_is_taken_up_by_the_next_process(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT)) as office:
        office.playground.fail_next("files.completeUploadExternal", error="internal_error", times=1)
        dropped = await office.drop(SCREENCAST)
        refused = office.playground.until(
            lambda: [c for c in office.playground.calls if c.method == "files.completeUploadExternal"]
        )
        await refused
        await office.bot.desk.tasks.aclose()
        assert await office.bot.store.jobs.counts() == {JobState.DELIVERING: 1}
        await office.bot.store.workers.drop(office.bot.desk.worker)
        async with running_bot(office.settings, {}, SCALED) as bot, listening(office.settings, bot):
            await office.summary(ROOM, dropped.ts)
            await bot.desk.tasks.idle()
            assert await bot.store.jobs.counts() == {JobState.DONE: 1}
        assert len(documents(office)) == 1


async def test_an_app_that_stops_has_no_lease_for_which_another_process_would_wait(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT)) as office:
        while_it_runs = list(await office.bot.store.workers.beats())
        settings = office.settings

    async with Store.open(settings.database_url) as store:
        assert (while_it_runs, list(await store.workers.beats())) == ([office.bot.desk.worker], [])


async def finished(office: Office) -> str:
    """The ts of a finished guide's message."""
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    await idle(office)
    return office.progress(ROOM, dropped.ts)[-1].ts


async def said_to(office: Office, user: str) -> str:
    await office.playground.until(lambda: office.playground.ephemeral(user))
    return text_of(office.playground.ephemeral(user)[-1])


@pytest.mark.parametrize(
    ("button", "by_stranger", "method", "error", "answer"),
    [
        pytest.param(
            "redo_job", False, "views.open", "expired_trigger_id", "Press the button again", id="a form comes too late"
        ),
        pytest.param("redo_job", True, "users.info", "user_not_found", "Only", id="a stranger isn't known"),
        pytest.param(
            *("as_markdown", False, "files.completeUploadExternal", "storage_limit_reached", "storage_limit_reached"),
            id="another form isn't taken",
        ),
    ],
)
async def test_who_presses_a_button_is_told_what_slack_refused(
    open_office: OpenOffice, button: str, by_stranger: bool, method: str, error: str, answer: str
):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        people = office.playground
        done, who = await finished(office), (people.stranger if by_stranger else people.you).id
        people.fail_next(method, error=error)
        await people.press(done, button, who)
        assert answer in await said_to(office, who)


async def test_a_form_whose_opening_slack_confirmed_too_late_is_open(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        done, you = await finished(office), office.playground.you.id
        office.playground.fail_next("views.open", status=500, after=True)
        await office.playground.press(done, "redo_job", you)
        await idle(office)
        assert office.playground.views.top(you)
        assert office.playground.ephemeral(you) == []


@pytest.mark.parametrize("team", [None, {"id": "T09THEIRS", "domain": "theirs"}], ids=["org-wide", "Slack Connect"])
async def test_a_form_belongs_to_the_workspace_of_the_app(open_office: OpenOffice, team: dict[str, str] | None):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        done, you = await finished(office), office.playground.you.id
        if team is None:
            office.playground.interactions.team = None
        await office.playground.press(done, "redo_job", you)
        await office.playground.until(lambda: office.playground.views.top(you))
        office.playground.interactions.team = team
        receipt = await office.playground.submit_view(you, {"title": {"value": {"value": "Another title"}}})
        assert receipt.acknowledged
        await idle(office)
        assert office.playground.ephemeral(you) == []
        assert len(documents(office)) == 2


async def test_a_token_that_is_revoked_stops_the_app_and_leaves_its_job_for_later(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        office.playground.fail_next("files.info", error="token_revoked", times=100)
        stop = Stop(asyncio.current_task())  # type: ignore[arg-type]
        await office.drop(SCREENCAST)
        async with asyncio.timeout(HANG_SECONDS):
            with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN \(token_revoked\)"):
                await until_stopped_or_rejected(stop, office.bot.desk.client)
        await idle(office)
        assert await office.bot.store.jobs.counts() == {JobState.RUNNING: 1}


async def test_ten_files_at_once_are_ten_guides_each_named(open_office: OpenOffice):
    limits = Limits(post_burst=30)  # the bot's waiting is scaled, and Slack's second isn't
    async with open_office(
        Playground(timing=PROMPT, limits=limits), waiting=SCALED, SCRIPT2DOC_EDITS_PER_MINUTE="1000"
    ) as office:
        cue = "00:{:02d}.000 --> 00:{:02d}.000\nNow click on Save number {}.\n"
        lines = [[cue.format(n, n + 1, f"{k}{n}") for n in range(6)] for k in range(10)]
        files = [(f"part-{k}.vtt", ("WEBVTT\n\n" + "\n".join(said)).encode()) for k, said in enumerate(lines)]
        you = office.playground.you.id
        dropped = await office.playground.post_message(ROOM, you, "", files)
        await idle(office)
        assert len(office.documents(ROOM, dropped.ts)) == 10
        (told,) = office.playground.ephemeral(you)
        assert "part-9.vtt" in text_of(told)
        assert "part-0.vtt" not in text_of(told)
        summaries = [text_of(m) for m in office.progress(ROOM, dropped.ts)]
        assert all(sum(f"part-{k}.vtt" in said for said in summaries) == 1 for k in range(10)), "each names its file"
