"""Ctrl-C on `python -m pipeline`, at every moment: one line, the usual exit code, and nothing half-written."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.acceptance.conftest import ROOT
from tests.conftest import HANG_SECONDS, SAMPLES, further
from tests.loopback.model_server import ModelServer

SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"
STOPPED = "Stopped. Nothing was written."


@asynccontextmanager
async def pipeline(
    folder: Path, *words: str | Path, flags: tuple[str, ...] = (), env: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m pipeline` with these words, at work in a folder; its standard input stays open and empty."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *flags, "-m", "pipeline", *map(str, words)),
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**clean, "PYTHONPATH": str(ROOT), **(env or {})},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        process._transport.close()  # type: ignore[attr-defined]


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """The exit code, and what was still printed as an error. The process must not wait for its input to end."""
    assert process.stderr is not None
    said = await asyncio.wait_for(process.stderr.read(), HANG_SECONDS)
    code = await asyncio.wait_for(process.wait(), HANG_SECONDS)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    return code, said.decode()


async def loaded(process: asyncio.subprocess.Process, module: str) -> None:
    """Returns as soon as the process says that it has loaded a module."""
    assert process.stderr is not None
    while (line := await process.stderr.readline()).decode().rsplit("|", 1)[-1].strip() != module:
        assert line, f"{module} was never loaded"


@pytest.mark.parametrize("package", ["pipeline", "bot"])
def test_nothing_that_takes_a_while_is_loaded_before_signals_are_handled(package: str):
    """Python's own start can't be helped; what `python -m`, or the command `script2doc`, loads of ours can. Not even
    `signal`, which loads `enum`: Ctrl-C would end in a traceback meanwhile."""
    told = f"import sys, runpy; before = set(sys.modules); import {package}.__main__; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-S", "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    ours = {"pipeline": {"pipeline", "pipeline.version"}, "bot": {"bot", "bot.signals_at_first"}}[package]
    assert set(done.stdout.split()) - {"__future__"} == {*ours, f"{package}.__main__"}


@pytest.mark.parametrize(
    "module",
    [
        *("argparse", "pipeline.command.making", "pipeline.outline.extractive_outline"),
        *further("pipeline.options", "pipeline.command.main", "asyncio"),
        *further("pipeline.errors", "pipeline.readers.turns", "pipeline.writing"),
    ],
)
async def test_while_it_loads_and_while_it_waits_for_its_input(tmp_path: Path, module: str):
    async with pipeline(tmp_path, "-", flags=("-X", "importtime")) as process:
        await asyncio.wait_for(loaded(process, module), HANG_SECONDS)
        process.send_signal(signal.SIGINT)
        code, said = await ended(process)
    assert code == 130
    assert [line for line in said.splitlines() if not line.startswith("import time:")] == [STOPPED]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), *further((signal.SIGHUP, 129))]
)
async def test_while_the_model_thinks(tmp_path: Path, number: signal.Signals, code: int):
    asked = asyncio.Event()
    async with ModelServer() as server:
        server.pace(first=3600)
        server.answers(lambda _: asked.set())
        async with pipeline(tmp_path, SCREENCAST, env=server.env) as process:
            await asyncio.wait_for(asked.wait(), HANG_SECONDS)
            process.send_signal(number)
            got, said = await ended(process)
    assert got == code
    assert said.splitlines()[-1] == STOPPED
    assert list(tmp_path.iterdir()) == []


async def test_while_libreoffice_is_at_work(tmp_path: Path):
    work, programs, temporary = (tmp_path / name for name in ("work", "programs", "temporary"))
    for folder in (work, programs, temporary):
        folder.mkdir()
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    program = programs / "soffice"
    program.write_text(f'#!/bin/sh\necho $$ >"{ready}"\nexec sleep 3600\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    async with pipeline(work, SCREENCAST, "-o", "guide.pdf", env={"PATH": path, "TMPDIR": str(temporary)}) as process:
        number = int(await asyncio.wait_for(asyncio.to_thread(ready.read_text), HANG_SECONDS))
        process.send_signal(signal.SIGINT)
        code, said = await ended(process)
    assert code == 130
    assert said.splitlines()[-1] == STOPPED
    assert list(work.iterdir()) == list(temporary.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


async def test_between_two_files(tmp_path: Path):
    async with pipeline(tmp_path, SCREENCAST, "-") as process:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), HANG_SECONDS)
        process.send_signal(signal.SIGINT)
        code, said = await ended(process)
    assert code == 130
    assert said.splitlines()[-1] == "Stopped after writing one guide."
    assert [path.name for path in tmp_path.iterdir()] == ["cloudflare-create-api-token guide.docx"]


async def test_after_the_last_line(tmp_path: Path):
    async with pipeline(tmp_path, SCREENCAST) as process:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), HANG_SECONDS)
        # It has nothing left to do, and may have ended. Popen's own way to send a signal would take its exit code then.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGINT)
        code, _ = await ended(process)
    assert code in (0, 130)
    assert [path.name for path in tmp_path.iterdir()] == ["cloudflare-create-api-token guide.docx"]


async def test_what_it_was_told_to_ignore_stays_ignored(tmp_path: Path):
    asked = asyncio.Event()
    async with ModelServer() as server:
        server.replays()
        server.answers(lambda _: asked.set())
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup starts a process
        try:
            async with pipeline(tmp_path, SCREENCAST, env=server.env) as process:
                await asyncio.wait_for(asked.wait(), HANG_SECONDS)
                process.send_signal(signal.SIGHUP)
                code, _ = await ended(process)
        finally:
            signal.signal(signal.SIGHUP, before)
    assert code == 0
