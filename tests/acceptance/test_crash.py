"""SIGKILL in the middle of a job, at seven moments: the next process finishes it, pays for no finished step again, and
the thread has one progress message and one document."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.playground.events import Timing
from bot.playground.workspace import Message
from tests.acceptance.conftest import StartBot
from tests.conftest import HANG_SECONDS, SAMPLES, further
from tests.forked import Start
from tests.loopback.model_server import ModelServer

ROOM = "#how-to-guides"
SCREENCAST = "cloudflare-create-api-token.vtt"
TIMING = Timing(acknowledge=HANG_SECONDS, retries=(0.0, 0.5, 2.0))
"""Slack's retries of what a dead process didn't acknowledge, in seconds instead of minutes."""


@pytest.fixture
def start(forked: Start) -> Start:
    """How a process starts is no matter of these tests: test_process.py starts it as an operator does."""
    return forked


Moment = Callable[[Playground, ModelServer], Awaitable[None]]


async def before_the_download(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("files.info", delay=60).met.wait()


async def when_the_reply_was_posted_and_not_noted(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("chat.postMessage", after=True, delay=60).met.wait()


async def while_steps_are_written(playground: Playground, model: ModelServer) -> None:
    model.pace("step", 4, first=HANG_SECONDS)
    await playground.until(lambda: shown_as_done(playground) >= 3)


async def before_the_upload_is_completed(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("files.completeUploadExternal", delay=60).met.wait()


async def when_the_upload_was_completed_and_not_noted(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("files.completeUploadExternal", after=True, delay=60).met.wait()


async def when_the_document_is_in_the_thread(playground: Playground, model: ModelServer) -> None:
    await playground.until(lambda: documents(playground))


async def when_the_end_was_announced_and_not_noted(playground: Playground, model: ModelServer) -> None:
    await playground.fail_next("chat.postMessage", after=True, delay=60, once="upload").met.wait()


DELIVERING = [
    before_the_upload_is_completed,
    when_the_upload_was_completed_and_not_noted,
    when_the_document_is_in_the_thread,
    when_the_end_was_announced_and_not_noted,
]
FIRST = when_the_upload_was_completed_and_not_noted


def shown_as_done(playground: Playground) -> int:
    """The steps that the progress message ticks off."""
    return sum(str(m.blocks).count("complete") for m in playground.workspace.messages.values() if m.by_app)


def kept(database: Path) -> Counter[str]:
    """How many answers of each kind are in the database."""
    with closing(sqlite3.connect(database)) as rows:
        return Counter(dict(rows.execute("SELECT kind, count(*) FROM cache GROUP BY kind")))


async def all_ended(database: Path) -> None:
    """Returns when the database says that no job goes on."""
    asked = "SELECT count(*) FROM jobs WHERE state NOT IN ('done', 'failed', 'cancelled')"
    async with asyncio.timeout(HANG_SECONDS):
        while True:
            with closing(sqlite3.connect(database)) as rows:
                if rows.execute(asked).fetchone() == (0,):
                    return
            await asyncio.sleep(0.05)


def documents(playground: Playground) -> list[str]:
    held = {id for message in playground.workspace.messages.values() for id in message.files}
    return [file.name for file in playground.files if file.name.endswith(".docx") and file.id in held]


def replies(playground: Playground, ts: str) -> list[Message]:
    """What the app says in a thread, but for documents and their announcements."""
    return [m for m in playground.thread(ROOM, ts) if m.by_app and not m.files and not announces(m)]


def announcements(playground: Playground, ts: str) -> list[Message]:
    return [m for m in playground.thread(ROOM, ts) if announces(m)]


def announces(message: Message) -> bool:
    return bool(message.metadata and message.metadata["event_payload"]["part"] == "announcement")


@pytest.mark.parametrize(
    "moment",
    [
        FIRST,
        *further(before_the_download, when_the_reply_was_posted_and_not_noted, while_steps_are_written),
        *further(*(each for each in DELIVERING if each is not FIRST)),
    ],
    ids=lambda moment: moment.__name__,
)
async def test_a_job_killed_at_any_moment_is_finished_once(moment: Moment, start_bot: StartBot, database: Path):
    async with Playground(timing=TIMING) as playground, ModelServer() as model:
        model.pace(first=0.2, tokens_per_second=400)
        bot = await start_bot(playground, **model.env)
        dropped = await playground.post_message(
            ROOM, playground.you.id, "", [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
        )
        await moment(playground, model)
        await bot.kill()
        done, paid, before = shown_as_done(playground), kept(database), len(model.requests)
        model.pace("step", 4, first=0.2, tokens_per_second=400)

        again = await start_bot(playground, **model.env)
        await playground.until(
            lambda: any("is in this thread" in str(m.blocks) for m in replies(playground, dropped.ts))
        )
        await playground.settled()
        assert await again.stop() == 0

        assert len(replies(playground, dropped.ts)) == 1, again.said
        assert len(documents(playground)) == 1, again.said
        assert len(announcements(playground, dropped.ts)) == 1, again.said
        assert paid["step"] >= done, "a step that is shown as done is kept"
        asked_again = Counter(request.kind for request in model.requests[before:])
        assert asked_again == kept(database) - paid, "what is kept is not paid for twice"
        assert not (asked_again and moment in DELIVERING)
        with sqlite3.connect(database) as rows:
            assert rows.execute("SELECT state FROM jobs").fetchall() == [("done",)]


async def test_what_was_acknowledged_is_done_though_the_process_is_killed_at_once(start_bot: StartBot, database: Path):
    """A drop, and a command whose file has yet to be looked up. Slack sends neither again."""
    async with Playground(timing=TIMING) as playground:
        bot = await start_bot(playground)
        playground.fail_next("files.info", delay=60, times=9)
        dropped = await playground.post_message(
            ROOM, playground.you.id, "", [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
        )
        await playground.settled()
        link = f"https://playground.slack.com/files/{playground.you.id}/{dropped.files[0]}/talk.vtt"
        receipt = await playground.slash_command(ROOM, playground.you.id, "/script2doc", f'{link} title="Another"')
        assert receipt.acknowledged
        await bot.kill()
        sent = len(playground.receipts)
        playground.faults.clear()

        again = await start_bot(playground)
        await playground.until(lambda: len(documents(playground)) == 2)
        await playground.settled()
        assert await again.stop() == 0

        assert len(replies(playground, dropped.ts)) == 2, again.said
        told = [receipt.delivery.payload.get("event", {}).get("ts") for receipt in playground.receipts[sent:]]
        assert dropped.ts not in told
        with sqlite3.connect(database) as rows:
            assert rows.execute("SELECT count(*) FROM requests").fetchall() == [(0,)]


async def test_a_job_that_waits_at_a_stop_goes_on_at_the_next_start(start_bot: StartBot):
    lease = {"SCRIPT2DOC_LEASE_SECONDS": "3600"}  # a stopped process leaves none to wait for
    async with Playground(timing=TIMING) as playground, ModelServer() as model:
        model.pace(first=0.2, tokens_per_second=400)
        model.pace("step", 2, first=HANG_SECONDS)
        bot = await start_bot(playground, **model.env, **lease)
        dropped = await playground.post_message(
            ROOM, playground.you.id, "", [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
        )
        await playground.until(lambda: shown_as_done(playground) >= 3)
        assert await bot.stop() == 0
        model.pace("step", 2, first=0.1)
        await start_bot(playground, **model.env, **lease)
        await playground.until(
            lambda: any("is in this thread" in str(m.blocks) for m in replies(playground, dropped.ts))
        )
        assert len(replies(playground, dropped.ts)) == 1
        assert len(documents(playground)) == 1


async def test_a_file_that_takes_processes_down_takes_no_other_with_it(start_bot: StartBot, database: Path):
    """Three deaths with it in hand: its person is told, and the guide of the file that was beside it is made."""
    elsewhere = "#support-team"
    async with Playground(timing=TIMING) as playground:
        talk = (SAMPLES / SCREENCAST).read_bytes()
        dropped = []
        for death in range(3):
            bad = playground.fail_next("chat.postMessage", channel=playground.channel(ROOM).id, delay=60)
            bot = await start_bot(playground)
            if death == 0:
                good = playground.fail_next("chat.postMessage", channel=playground.channel(elsewhere).id, delay=60)
                for room in (ROOM, elsewhere):
                    dropped.append(await playground.post_message(room, playground.you.id, "", [(SCREENCAST, talk)]))
                await asyncio.wait_for(good.met.wait(), HANG_SECONDS)
            await asyncio.wait_for(bad.met.wait(), HANG_SECONDS)
            await bot.kill()
        again = await start_bot(playground)
        told = "interrupted too many times"
        await playground.until(lambda: told in str([m.blocks for m in replies(playground, dropped[0].ts)]))
        made = "is in this thread"
        await playground.until(lambda: made in str([m.blocks for m in playground.thread(elsewhere, dropped[1].ts)]))
        await all_ended(database)  # people are told before it is noted
        assert await again.stop() == 0
        with sqlite3.connect(database) as rows:
            (made, losses), given_up = sorted(rows.execute("SELECT state, losses FROM jobs"))
        # The first death counts for both, unless the good one came further afterwards; the others for the bad one.
        assert (made, given_up) == ("done", ("failed", 3)), again.said
        assert losses <= 1, again.said
        assert len(documents(playground)) == 1
