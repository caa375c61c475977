"""The bot under load, in the playground: how soon it acknowledges, what memory it takes, and what an idle one costs.

The bot is a process of its own, so that what is measured is its time and not the playground's or the model server's.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.playground import Limits, Playground
from tests.conftest import SAMPLES
from tests.loopback.model_server import ModelServer

ROOT = Path(__file__).parents[2]
SCREENCAST = "cloudflare-create-api-token.vtt"


@asynccontextmanager
async def bot_process(playground: Playground, **env: str) -> AsyncIterator[psutil.Process]:
    """A bot connected to the playground."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "OPENAI_", "AZURE_", "SCRIPT2DOC_"))}
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            cwd=ROOT,
            stderr=asyncio.subprocess.DEVNULL,
            env={
                **clean,
                "SLACK_API_URL": playground.api_url,
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_APP_TOKEN": playground.app_token,
                "SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/jobs.db",
                "SCRIPT2DOC_LOG_LEVEL": "ERROR",
                **env,
            },
        )
        await asyncio.wait_for(playground.sockets.connected.wait(), 30)
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()
            await process.wait()


@dataclass(frozen=True)
class Idle:
    memory: int
    """Bytes, resident."""
    cpu: float
    """Seconds of processor time in each second."""


async def idle(seconds: float) -> Idle:
    """What a bot costs that has just started and has nothing to do."""
    async with Playground() as playground, bot_process(playground, OPENAI_API_KEY="sk-idle") as process:
        await asyncio.sleep(1)
        before = process.cpu_times()
        await asyncio.sleep(seconds)
        after = process.cpu_times()
        spent = (after.user + after.system) - (before.user + before.system)
        return Idle(process.memory_info().rss, spent / seconds)


@dataclass(frozen=True)
class Loaded:
    jobs: int
    wall: float
    """Seconds from the first drop to the last document."""
    acknowledged_99: float
    """Seconds, of everything that was sent while the jobs ran."""
    acknowledged_50: float
    deliveries: int
    memory: int
    """Bytes, resident, at the end."""


async def many_jobs(jobs: int, pokes: int) -> Loaded:
    """So many different transcripts dropped at once by many people, and commands sent all the while."""
    transcript = (SAMPLES / SCREENCAST).read_text(encoding="utf-8")
    async with Playground(limits=Limits.unlimited()) as playground, ModelServer() as model:
        model.pace(first=0.5, tokens_per_second=100)
        env = {**model.env, "SCRIPT2DOC_JOBS_PER_PERSON": str(jobs), "SCRIPT2DOC_JOBS_AT_ONCE": str(jobs)}
        async with bot_process(playground, **env, SCRIPT2DOC_EDITS_PER_MINUTE="3000") as process:
            began = time.monotonic()
            for number in range(jobs):
                text = transcript.replace("An API token", f"API token number {number}", 1)
                files = [(f"talk-{number}.vtt", text.encode())]
                await playground.post_message("#how-to-guides", playground.you.id, "", files)
            for _ in range(pokes):
                await playground.slash_command("#general", playground.you.id, "/script2doc", "help")
                await asyncio.sleep(0.05)

            def documents() -> bool:
                return sum(file.name.endswith(".docx") and bool(file.shares) for file in playground.files) >= jobs

            await playground.until(documents, 300)
            wall = time.monotonic() - began
            # The app's own messages come back to it as events, and are acknowledged like any other.
            took = sorted(receipt.seconds for receipt in playground.receipts if receipt.acknowledged)
            return Loaded(
                jobs,
                wall,
                took[int(len(took) * 0.99)],
                statistics.median(took),
                len(took),
                process.memory_info().rss,
            )
