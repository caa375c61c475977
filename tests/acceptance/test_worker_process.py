"""`python -m bot worker` beside `python -m bot serve`, each a process of its own: what it does when it is stopped, and
when somebody stops a guide that it makes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground import Playground, Timing
from bot.playground.workspace import Message
from tests.chaos.fleet import on_postgresql
from tests.conftest import HANG_SECONDS, SAMPLES
from tests.forked import Start

ROOM = "#how-to-guides"
SCREENCAST = "cloudflare-create-api-token.vtt"

pytestmark = pytest.mark.slow


async def test_a_worker_hands_back_when_it_is_stopped_and_lets_go_when_a_guide_is(tmp_path: Path, forked: Start):
    """Their leases are so long that only a word from the other process can tell them in time."""
    async with Playground(timing=Timing(acknowledge=HANG_SECONDS, share=0.1)) as playground:
        environment = {
            "SLACK_API_URL": playground.api_url,
            "SLACK_BOT_TOKEN": playground.bot_token,
            "SLACK_APP_TOKEN": playground.app_token,
            "SCRIPT2DOC_LEASE_SECONDS": "3600",
        }
        async with on_postgresql(tmp_path, environment, workers=1, starter=forked) as fleet:
            fleet.own = {"serve": {"SCRIPT2DOC_JOBS_AT_ONCE": "0"}}
            for name in fleet.members:
                await fleet.start(name)
                await fleet.ready(name)

            def said(ts: str) -> list[Message]:
                return [message for message in playground.thread(ROOM, ts) if message.by_app and not message.files]

            async def begun() -> str:
                """The thread of a guide that is ready to be uploaded."""
                upload = playground.fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
                talk = [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes() + f"\n\nNOTE {upload!r}\n".encode())]
                message = await playground.post_message(ROOM, playground.you.id, "", talk)
                await asyncio.wait_for(upload.met.wait(), HANG_SECONDS)
                return message.ts

            first = await begun()
            assert await fleet.stop("worker-1") == []
            (message,) = said(first)
            assert "Resuming in a moment" in str(message.blocks)
            await fleet.start("worker-1")
            await playground.until(lambda: any("is in this thread" in str(m.blocks) for m in said(first)))

            second = await begun()
            ((job,),) = fleet.query("SELECT id FROM jobs WHERE state = 'delivering'")
            receipt = await playground.slash_command(ROOM, playground.you.id, "/script2doc", f"cancel {job}")
            assert receipt.acknowledged
            await playground.until(lambda: any("Stopped by" in str(m.blocks) for m in said(second)))
            async with asyncio.timeout(HANG_SECONDS):
                while fleet.query(f"SELECT 1 FROM jobs WHERE id = '{job}' AND worker IS NOT NULL"):
                    await asyncio.sleep(0.05)
            assert await fleet.stop() == []
        held = {file for message in playground.thread(ROOM, first) for file in message.files}
        assert sum(file.name.endswith(".docx") and file.id in held for file in playground.files) == 1
        assert not [message for message in playground.thread(ROOM, second) if message.files]
