"""SIGKILL in the middle of a job, at six moments: the next process finishes it, pays for no finished step again, and
the thread has one progress message and one document."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.playground.events import Timing
from bot.playground.workspace import Message
from tests.acceptance.conftest import StartBot
from tests.conftest import SAMPLES
from tests.loopback.model_server import ModelServer

ROOM = "#how-to-guides"
SCREENCAST = "cloudflare-create-api-token.vtt"
TIMING = Timing(retries=(0.0, 0.5, 2.0))
"""Slack's retries of what a dead process didn't acknowledge, in seconds instead of minutes."""

Moment = Callable[[Playground, ModelServer], Awaitable[None]]


async def before_the_download(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("files.info", delay=60).met.wait()


async def when_the_reply_was_posted_and_not_noted(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("chat.postMessage", after=True, delay=60).met.wait()


async def while_steps_are_written(playground: Playground, model: ModelServer) -> None:
    # Step 4 takes longer than all the rest, so that there is a moment at which others are finished and it is not.
    model.pace("step", 4, first=5.0, tokens_per_second=200)
    await playground.until(lambda: len(finished(model)) >= 4, 20)


async def before_the_upload_is_completed(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("files.completeUploadExternal", delay=60).met.wait()


async def when_the_upload_was_completed_and_not_noted(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("files.completeUploadExternal", after=True, delay=60).met.wait()


async def when_the_document_is_in_the_thread(playground: Playground, model: ModelServer) -> None:
    await playground.until(lambda: documents(playground), 20)


MOMENTS = [
    before_the_download,
    when_the_reply_was_posted_and_not_noted,
    while_steps_are_written,
    before_the_upload_is_completed,
    when_the_upload_was_completed_and_not_noted,
    when_the_document_is_in_the_thread,
]


def finished(model: ModelServer) -> set[tuple[str, int | None]]:
    """The calls that were answered in full."""
    return {(r.kind, r.step) for r in model.requests if r.ended and r.fault is None and r.sent_tokens}


def documents(playground: Playground) -> list[str]:
    held = {id for message in playground.workspace.messages.values() for id in message.files}
    return [file.name for file in playground.files if file.name.endswith(".docx") and file.id in held]


def replies(playground: Playground, ts: str) -> list[Message]:
    return [m for m in playground.thread(ROOM, ts) if m.by_app and not m.files]


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
async def test_a_job_killed_at_any_moment_is_finished_once(moment: Moment, start_bot: StartBot, database: Path):
    async with Playground(timing=TIMING) as playground, ModelServer() as model:
        model.pace(first=0.2, tokens_per_second=400)
        bot = await start_bot(playground, **model.env)
        dropped = await playground.post_message(
            ROOM, playground.you.id, "", [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
        )
        await moment(playground, model)
        await bot.kill()
        killed, paid = time.monotonic(), finished(model)
        paid -= {(r.kind, r.step) for r in model.requests if r.ended and killed - r.ended < 0.2}

        again = await start_bot(playground, **model.env)
        await playground.until(
            lambda: any("is in this thread" in str(m.blocks) for m in replies(playground, dropped.ts)), 40
        )
        await playground.settled(15)
        assert await again.stop() == 0

        assert len(replies(playground, dropped.ts)) == 1, again.said
        assert len(documents(playground)) == 1, again.said
        for kind, step in paid:
            assert len(model.of(kind, step)) == 1, f"{kind} {step} was paid for twice"
        with sqlite3.connect(database) as rows:
            assert rows.execute("SELECT state FROM jobs").fetchall() == [("done",)]


async def test_a_job_that_waits_at_a_stop_goes_on_at_the_next_start(start_bot: StartBot):
    async with Playground(timing=TIMING) as playground, ModelServer() as model:
        model.pace(first=0.2, tokens_per_second=400)
        model.pace("step", 2, first=30.0)
        bot = await start_bot(playground, **model.env)
        dropped = await playground.post_message(
            ROOM, playground.you.id, "", [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
        )
        await playground.until(lambda: len(finished(model)) >= 3, 20)
        assert await bot.stop() == 0
        model.pace("step", 2, first=0.1)
        began = time.monotonic()
        await start_bot(playground, **model.env)
        await playground.until(
            lambda: any("is in this thread" in str(m.blocks) for m in replies(playground, dropped.ts)), 20
        )
        assert time.monotonic() - began < 15, "a stopped process leaves no lease to wait for"
        assert len(replies(playground, dropped.ts)) == 1
        assert len(documents(playground)) == 1
