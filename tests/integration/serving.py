"""`python -m bot serve` and `python -m bot playground` in the test's own process."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.playground import Playground
from bot.serve import in_slack
from bot.serve_playground import in_playground
from bot.settings import Settings, read_settings
from bot.signals import Stop
from pipeline.settings import aliases
from tests.conftest import HANG_SECONDS
from tests.databases import database_in


def name_of(field: str) -> str:
    """What a setting is called in the environment."""
    return aliases(Settings.model_fields[field].validation_alias)[0]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def under_way(work: Callable[[Stop], Awaitable[None]]) -> AsyncIterator[None]:
    """What serves, from the end of its start until it is stopped. Raises what its start raises."""
    started = asyncio.Event()

    class Told(Stop):
        async def wait(self) -> None:
            started.set()
            await super().wait()

    async def served() -> None:
        task = asyncio.current_task()
        assert task is not None
        await work(Told(task))

    serving = asyncio.create_task(served())
    waiting = asyncio.create_task(started.wait())
    async with asyncio.timeout(HANG_SECONDS):
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if serving.done():
        await serving
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@asynccontextmanager
async def served(tmp_path: Path, **given: str) -> AsyncIterator[Playground]:
    """`python -m bot serve` in this process, with these settings, by the names of their fields."""
    async with Playground() as playground:
        env = {
            "SLACK_BOT_TOKEN": playground.bot_token,
            "SLACK_API_URL": playground.api_url,
            "SCRIPT2DOC_DATABASE_URL": database_in(tmp_path),
            **{name_of(field): value for field, value in given.items()},
        }
        async with under_way(lambda stop: in_slack(read_settings(env), env, stop)):
            yield playground


async def status(method: str, url: str) -> int:
    async with aiohttp.ClientSession() as session, session.request(method, url) as answer:
        return answer.status


@asynccontextmanager
async def played(**given: str) -> AsyncIterator[None]:
    """`python -m bot playground`, in the same way."""
    env = {name_of(field): value for field, value in given.items()}
    async with under_way(lambda stop: in_playground(read_settings(env), env, stop)):
        yield
