"""The program as an operator starts it for several workspaces: installed in a browser, killed, started again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.acceptance.conftest import BotProcess, Ran, clean_environment
from tests.conftest import HANG_SECONDS
from tests.forked import Start
from tests.integration.companies import ACME, BOLT, Companies, companies
from tests.integration.conftest import ROOM


@asynccontextmanager
async def started(here: Companies, log: Path, start: Start) -> AsyncIterator[BotProcess]:
    """The bot, once its pages answer."""
    process = await start([], clean_environment(**here.env()), log)
    made = BotProcess(process, log)
    try:
        async with asyncio.timeout(HANG_SECONDS):
            while not await answers(here):
                assert process.returncode is None, made.said
        here.slack.deliver_over_http(here.page("events"))
        yield made
    finally:
        if process.returncode is None:
            await made.kill()


async def answers(here: Companies) -> bool:
    try:
        return (await here.visit(here.page("install")))[0] == 200
    except aiohttp.ClientConnectorError:
        await asyncio.sleep(0.05)
        return False


async def test_a_kill_loses_neither_installs_nor_jobs_and_no_log_has_a_token(
    tmp_path: Path, forked: Start, ran_forked: Ran
):
    async with companies(tmp_path) as here:
        async with started(here, tmp_path / "first.log", forked) as bot:
            assert await here.install(ACME.id) == 200
            assert await here.install(BOLT.id) == 200
            stuck = [
                here.slack[team].fail_next("files.completeUploadExternal", delay=HANG_SECONDS)
                for team in (ACME.id, BOLT.id)
            ]
            first, second = await here.drop(ACME.id), await here.drop(BOLT.id)
            async with asyncio.timeout(HANG_SECONDS):
                await asyncio.gather(*(fault.met.wait() for fault in stuck))
            await bot.kill()
        async with started(here, tmp_path / "second.log", forked) as bot:
            await asyncio.gather(here.done(ACME.id, first), here.done(BOLT.id, second))
            for team, dropped in ((ACME.id, first), (BOLT.id, second)):
                assert len(here.documents(team)) == 1
                assert len(here.slack[team].thread(ROOM, dropped.ts)) == 3
            assert await bot.stop() == 0
        code, out, _ = await ran_forked("doctor", **here.env())
        logs = out + "".join(path.read_text() for path in tmp_path.glob("*.log"))

    assert "workspaces   2: “Acme”, “Bolt”." in out
    assert code == 0, out
    secrets = [here.slack[team].bot_token for team in (ACME.id, BOLT.id)]
    secrets += [here.slack.client_secret, here.slack.signing_secret, here.env()["SCRIPT2DOC_TOKEN_KEYS"]]
    assert not [secret for secret in secrets if secret in logs]


async def test_a_new_key_is_one(ran_forked: Ran, tmp_path: Path):
    code, out, errors = await ran_forked("new-key", folder=tmp_path)

    assert (code, errors) == (0, "")
    assert re.fullmatch(r"[\w-]{43}=\n", out)
