"""The bot with a language model behind it: steps finish one by one, jobs are cancelled, keys are rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.jobs.model import JobState
from bot.store import Scope, Store
from tests.databases import database_in
from tests.integration.conftest import ROOM, SCREENCAST, OpenOffice, text_of
from tests.integration.sharing import transcript
from tests.loopback.model_server import Fault, ModelServer


async def test_the_message_shows_the_steps_as_they_finish(open_office: OpenOffice):
    async with ModelServer() as model:
        third = model.hold("step", 3)
        async with open_office(**model.env) as office:
            dropped = await office.drop(SCREENCAST)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "complete"))
            assert "in_progress" in office.last(ROOM, dropped.ts), "some steps are done while others are written"
            third.set()
            summary = await office.summary(ROOM, dropped.ts)
            assert len(office.progress(ROOM, dropped.ts)) == 1
            assert "written by gpt-4.1-mini" in summary
            assert "tokens" not in summary


async def test_a_cancelled_job_stops_at_once_and_can_be_started_again(open_office: OpenOffice):
    async with ModelServer() as model:
        steps = model.hold("step")
        async with open_office(**model.env) as office:
            you = office.playground.you.id
            dropped = await office.drop(SCREENCAST)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "in_progress"))
            (message,) = office.progress(ROOM, dropped.ts)

            stranger = office.playground.stranger.id
            await office.playground.press(message.ts, "cancel_job", stranger)
            await office.playground.until(lambda: office.playground.ephemeral(stranger))
            assert "Only" in text_of(office.playground.ephemeral(stranger)[0])

            await office.playground.press(message.ts, "cancel_job", you)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "Stopped by"))
            await office.bot.desk.tasks.idle()
            assert await office.bot.store.jobs.counts() == {JobState.CANCELLED: 1}
            assert office.documents(ROOM, dropped.ts) == []

            steps.set()
            await office.playground.press(message.ts, "retry_job", you)
            await office.summary(ROOM, dropped.ts)
            assert len(model.of("outline")) == 1, "the outline was finished before, and is not paid for again"
            assert len(office.documents(ROOM, dropped.ts)) == 1


@pytest.mark.parametrize("target", ["progress", "command"])
async def test_a_job_is_cancelled_by_its_id_too(open_office: OpenOffice, target: str):
    async with ModelServer() as model:
        model.hold("step")
        async with open_office(**model.env) as office:
            you = office.playground.you.id
            dropped = await office.drop(SCREENCAST)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "in_progress"))
            (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", you)
            if target == "command":
                await office.playground.slash_command("#general", you, "/script2doc", f"cancel {job.id}")
            else:
                (message,) = office.progress(ROOM, dropped.ts)
                await office.playground.press(message.ts, "cancel_job", you)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "Stopped by"))


async def test_a_rejected_key_is_told_and_the_guide_comes_all_the_same(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**{**model.env, "OPENAI_API_KEY": "sk-wrong"}) as office:
        dropped = await office.drop(SCREENCAST)
        summary = await office.summary(ROOM, dropped.ts)
        assert "rejected the key" in summary
        assert len(office.documents(ROOM, dropped.ts)) == 1


async def test_a_model_that_is_down_for_one_step_costs_that_step_alone(open_office: OpenOffice):
    async with ModelServer() as model:
        model.fails(Fault.REFUSAL, kind="step", step=2, times=None)
        async with open_office(**model.env) as office:
            dropped = await office.drop(SCREENCAST)
            summary = await office.summary(ROOM, dropped.ts)
            assert "Step 2 was written without the model" in summary
            assert "Step 3" not in summary


async def test_the_same_again_with_other_options_pays_for_what_is_new(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        you = office.playground.you.id
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        paid = len(model.requests)
        (message,) = office.progress(ROOM, dropped.ts)
        await office.playground.press(message.ts, "redo_job", you)
        await office.playground.until(lambda: office.playground.views.top(you))
        await office.playground.submit_view(you, {"recording": {"value": {"value": "https://video.example/talk"}}})
        await office.playground.until(lambda: len(office.documents(ROOM, dropped.ts)) == 2)
        assert [request.kind for request in model.requests[paid:]] == []


async def test_what_is_being_made_already_is_not_made_twice(open_office: OpenOffice):
    async with ModelServer() as model:
        steps = model.hold("step")
        async with open_office(**model.env) as office:
            dropped = await office.drop(SCREENCAST)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "in_progress"))
            file = office.playground.workspace.messages[dropped.ts].files[0]
            link = f"https://playground.slack.com/files/U0ROBINHALE/{file}/talk.vtt"
            await office.playground.slash_command("#general", office.playground.colleague.id, "/script2doc", link)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "already making a guide"))
            steps.set()
            await office.summary(ROOM, dropped.ts)
            assert len(office.documents(ROOM, dropped.ts)) == 1
            assert len(model.of("outline")) == 1


async def test_a_copy_in_the_same_message_names_the_file_that_is_made_there(open_office: OpenOffice):
    async with ModelServer() as model:
        steps = model.hold("step")
        async with open_office(**model.env) as office:
            you = office.playground.you.id
            files = [("talk.vtt", transcript()), ("talk copy.vtt", transcript())]
            dropped = await office.playground.post_message(ROOM, you, files=files)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "is the same file as"))
            assert office.said(
                ROOM,
                dropped.ts,
                "talk copy.vtt is the same file as talk.vtt. I'm already making a guide from talk.vtt with these "
                "options. The guide will be in this thread.",
            )
            steps.set()
            await office.playground.until(lambda: office.documents(ROOM, dropped.ts))
            await office.bot.desk.tasks.idle()
            assert len(office.documents(ROOM, dropped.ts)) == 1


async def test_a_days_tokens_are_counted_in_the_database_and_outlive_the_process(
    open_office: OpenOffice, tmp_path: Path
):
    async with ModelServer() as model:
        env = {**model.env, "SCRIPT2DOC_MODEL_DAILY_TOKENS": "60000"}
        async with open_office(**env) as office:
            dropped = await office.drop(SCREENCAST)
            await office.summary(ROOM, dropped.ts)
            assert office.bot.desk.tools.model is not None
            used = office.bot.desk.tools.model.day.used
            while_serving = await office.bot.store.settings.get(Scope.WORKSPACE, "", "model tokens")
    async with Store.open(database_in(tmp_path)) as store:
        after = await store.settings.get(Scope.WORKSPACE, "", "model tokens")

    assert while_serving is not None
    assert after is not None
    assert while_serving["claimed"] >= used > 0
    assert after["claimed"] == used, "what it had claimed and not used was given back"
