"""The bot as a process of its own, started as an operator starts it, against a playground in the test; and the command
line and the doctor in the test's own process."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.doctor import examine
from bot.playground import Playground
from pipeline.command.main import main
from tests.acceptance.command import ROOT as ROOT
from tests.acceptance.command import Command
from tests.conftest import HANG_SECONDS
from tests.databases import database_in
from tests.forked import AnyProcess, Start, by_itself, forking

SETTINGS = ("SLACK_", "OPENAI_", "AZURE_", "SCRIPT2DOC_")
"""How the name of each setting of the app begins."""


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without any setting of the app, and with these."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith(SETTINGS)}, **more}


async def ran(*words: str, folder: Path | str = ROOT, **env: str) -> tuple[int, str, str]:
    """Exit code, output and errors of `python -m …`, started in a folder."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(ROOT), **env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), errors.decode()


def bot_environment(playground: Playground, folder: Path) -> dict[str, str]:
    """What a bot needs to serve this playground, with its database in a folder."""
    return {
        "SLACK_API_URL": playground.api_url,
        "SLACK_BOT_TOKEN": playground.bot_token,
        "SLACK_APP_TOKEN": playground.app_token,
        "SCRIPT2DOC_DATABASE_URL": database_in(folder),
    }


@dataclass
class BotProcess:
    """One `python -m bot`."""

    process: AnyProcess
    log: Path

    async def kill(self) -> None:
        """SIGKILL: nothing in the process can prepare for it."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM, as a service manager sends it; the exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), HANG_SECONDS)

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


StartBot = Callable[..., Awaitable[BotProcess]]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "jobs.db"


@pytest.fixture(scope="session")
def forked() -> Iterator[Start]:
    """Starts processes of the bot sooner, for tests that aren't about how it starts."""
    with forking(clean_environment()) as start:
        yield start


Ran = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
def ran_forked(forked: Start) -> Ran:
    """As `ran("bot", …)`, for tests that aren't about how it starts: `await ran_forked("doctor", NAME="value")`."""

    async def run(*words: str, folder: Path | str = ROOT, **env: str) -> tuple[int, str, str]:
        with TemporaryDirectory(prefix="said-") as said:
            out, errors = Path(said) / "out", Path(said) / "errors"
            process = await forked(list(words), clean_environment(**env), out, errors, folder)
            try:
                code = await asyncio.wait_for(process.wait(), 60)
            except BaseException:
                process.kill()
                raise
            return code, out.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8")

    return run


@pytest.fixture
def start() -> Start:
    """How `start_bot` starts it."""
    return by_itself


@pytest.fixture
async def start_bot(tmp_path: Path, database: Path, start: Start) -> AsyncIterator[StartBot]:
    """`await start_bot(playground, NAME="value")` starts the bot and waits until it is connected."""
    async with AsyncExitStack() as stack:

        async def started_for(playground: Playground, **env: str) -> BotProcess:
            log = tmp_path / f"bot-{len(list(tmp_path.glob('bot-*.log')))}.log"
            settings = {**bot_environment(playground, tmp_path), "SCRIPT2DOC_LEASE_SECONDS": "2", **env}
            process = await start([], clean_environment(**settings), log)
            started = BotProcess(process, log)

            async def end() -> None:
                if process.returncode is None:
                    await started.kill()

            stack.push_async_callback(end)
            connected = asyncio.create_task(_connected(playground, started))
            await asyncio.wait_for(connected, HANG_SECONDS)
            return started

        yield started_for


async def _connected(playground: Playground, started: BotProcess) -> None:
    """Waits for the bot's socket; raises AssertionError with the bot's own words where it ends before."""
    waiting = asyncio.create_task(playground.sockets.connected.wait())
    ended = asyncio.create_task(started.process.wait())
    await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        waiting.cancel()
        raise AssertionError(f"the bot ended with {ended.result()}:\n{started.said}")
    ended.cancel()
    await waiting


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`python -m pipeline` in the test's own process, with these settings and no others, for tests of the answer: to
    start a process takes longer than to answer."""

    def run(*words: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        for name in [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))]:
            monkeypatch.delenv(name)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        code = main([str(word) for word in words])
        return subprocess.CompletedProcess(words, code, *capsys.readouterr())

    return run


Doctor = Callable[..., Awaitable[tuple[bool, str]]]


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Doctor:
    """`await doctor(folder=…, NAME="value")`: whether all is well, and what `python -m bot doctor` prints, in the
    test's own process. `ran` has its exit codes."""

    async def examined(*, folder: Path | str = ROOT, **env: str) -> tuple[bool, str]:
        with monkeypatch.context() as patched:
            patched.chdir(folder)
            for name in [name for name in os.environ if name.startswith(SETTINGS)]:
                patched.delenv(name)
            for name, value in env.items():
                patched.setenv(name, value)
            try:
                well = await examine()
            finally:
                logging.disable(logging.NOTSET)
        printed = capsys.readouterr()
        assert printed.err == ""
        return well, printed.out

    return examined
