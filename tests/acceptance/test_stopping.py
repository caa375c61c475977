"""SIGTERM and Ctrl-C while the bot starts, however slowly: it says so, ends with 0 and leaves nothing. And the
playground that is told to stop when nobody can read its last words."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.acceptance.conftest import ROOT, bot_environment, clean_environment
from tests.conftest import HANG_SECONDS, further
from tests.forked import Start


@asynccontextmanager
async def starting(word: str, **env: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot WORD`, killed at the end if it is still there."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", word),
        cwd=ROOT,
        env=clean_environment(**env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def begun(forked: Start, word: str, log: Path, **env: str) -> AsyncIterator[Callable[[int, int], Awaitable[str]]]:
    """The same, forked from a process that has loaded it: for what happens later. Gives what sends it a signal, and
    returns what it has said once it has ended with a code."""
    process = await forked([word], clean_environment(**env), log)

    async def end(number: int, code: int) -> str:
        process.send_signal(number)
        ended_with = await asyncio.wait_for(process.wait(), HANG_SECONDS)
        assert ended_with == code, log.read_text(encoding="utf-8")
        return log.read_text(encoding="utf-8")

    try:
        yield end
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process, number: int, code: int = 0) -> str:
    """What it has said on stderr, after it was sent a signal and has ended with this code."""
    process.send_signal(number)
    _, errors = await asyncio.wait_for(process.communicate(), HANG_SECONDS)
    assert process.returncode == code, errors
    return errors.decode()


@pytest.mark.parametrize(
    ("method", "number"), [("auth.test", signal.SIGTERM), ("apps.connections.open", signal.SIGINT)]
)
async def test_while_slack_is_slow_to_answer(method: str, number: signal.Signals, tmp_path: Path, forked: Start):
    async with Playground() as playground:
        fault = playground.fail_next(method, delay=10 * HANG_SECONDS)
        async with begun(forked, "serve", tmp_path / "log", **bot_environment(playground, tmp_path)) as end:
            await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
            errors = await end(number, 0)

    assert f"stopped during the start ({number.name})" in errors
    assert "Traceback" not in errors
    assert "Unclosed" not in errors


async def test_a_check_that_is_broken_off_ends_as_shells_give_it(tmp_path: Path, forked: Start):
    async with Playground() as playground:
        fault = playground.fail_next("auth.test", delay=10 * HANG_SECONDS)
        errors = tmp_path / "errors"
        process = await forked(
            ["doctor"], clean_environment(**bot_environment(playground, tmp_path)), tmp_path / "out", errors
        )
        await asyncio.wait_for(fault.met.wait(), HANG_SECONDS)
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), HANG_SECONDS) == 130
        assert errors.read_text() == ""


@pytest.mark.parametrize(
    ("word", "number", "code"),
    [
        ("serve", signal.SIGTERM, 0),
        ("doctor", signal.SIGINT, 130),
        *further(("serve", signal.SIGINT, 0), ("doctor", signal.SIGTERM, 143)),
    ],
)
async def test_while_modules_are_loaded(word: str, number: signal.Signals, code: int, tmp_path: Path):
    """Nothing is open yet, and the loop that would hear the signal doesn't run. A server is stopped as asked; a check
    that is broken off hasn't found that all is well."""
    slow = tmp_path / "slack_bolt"
    slow.mkdir()
    told = fifo(tmp_path / "told")
    (slow / "__init__.py").write_text(
        f"import signal\nopen({str(told)!r}, 'w').close()\nwhile True: signal.pause()\n", encoding="utf-8"
    )
    async with (
        Playground() as playground,
        starting(word, **bot_environment(playground, tmp_path), PYTHONPATH=str(tmp_path)) as process,
    ):
        # `python -m` puts the working folder first, then PYTHONPATH: ours is found before the installed one.
        await asyncio.wait_for(asyncio.to_thread(told.read_text), HANG_SECONDS)
        errors = await ended(process, number, code)
    assert errors == (f"script2doc: stopped during the start ({number.name})\n" if word == "serve" else "")


async def test_while_the_tables_are_made_their_process_ends_too(tmp_path: Path):
    told = fifo(tmp_path / "told")
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "if 'bot.store.migrations' in sys.orig_argv:\n"
        f"    with open({str(told)!r}, 'w') as out: out.write(str(os.getpid()))\n"
        "    while True: signal.pause()\n",
        encoding="utf-8",
    )
    none_yet = {"SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", "PYTHONPATH": str(tmp_path)}
    async with (
        Playground() as playground,
        starting("serve", **bot_environment(playground, tmp_path) | none_yet) as process,
    ):
        migrating = int(await asyncio.wait_for(asyncio.to_thread(told.read_text), HANG_SECONDS))
        errors = await ended(process, signal.SIGINT)

    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.kill(migrating, 0)


async def test_while_another_program_holds_the_database(tmp_path: Path, forked: Start):
    """The driver's thread waits half a minute for it and can't be interrupted."""
    with contextlib.closing(sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        async with (
            Playground() as playground,
            begun(forked, "serve", tmp_path / "log", **bot_environment(playground, tmp_path)) as end,
        ):
            await playground.until(lambda: "auth.test" in [call.method for call in playground.calls])
            errors = await end(signal.SIGTERM, 0)

    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "numbers", [(signal.SIGTERM, signal.SIGTERM), *further(((signal.SIGINT,),), ((signal.SIGHUP,),))]
)
async def test_the_playground_leaves_no_folder_behind(numbers: tuple[int, ...], tmp_path: Path):
    """Also when its terminal is closed, and when make passes on a signal that the whole group has had."""
    async with starting(
        "playground", SCRIPT2DOC_PLAYGROUND_PORT="0", TMPDIR=str(tmp_path), PYTHONUNBUFFERED="1"
    ) as process:
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readline(), HANG_SECONDS)
        assert list(tmp_path.iterdir())
        for number in numbers[1:]:
            process.send_signal(number)
        await ended(process, numbers[0])

    assert not list(tmp_path.iterdir())


async def test_the_playground_stops_quietly_where_its_terminal_is_gone(tmp_path: Path):
    mine, its = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "playground", "--no-browser"),
        cwd=ROOT,
        # Python keeps what it couldn't write until its end only where it buffers.
        env=clean_environment(SCRIPT2DOC_PLAYGROUND_PORT="0", TMPDIR=str(tmp_path), PYTHONUNBUFFERED=""),
        stdout=its,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(its)
    try:
        said = b""
        while b"Ctrl-C" not in said:
            said += await asyncio.wait_for(asyncio.to_thread(os.read, mine, 1000), HANG_SECONDS)
        os.close(mine)
        errors = await ended(process, signal.SIGHUP)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()

    assert "Traceback" not in errors
    assert "Exception ignored" not in errors
    assert not list(tmp_path.iterdir())


def fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path
