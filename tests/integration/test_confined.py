"""The sandbox: each of its limits, held against a process that does its worst."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipeline.confined import limits, loading, process
from pipeline.confined.pool import Pool
from pipeline.confined.process import Ended, NotStarted, Process, TooLarge, TooSlow, ask_once, ask_once_now
from tests.conftest import HANG_SECONDS
from tests.loopback.raw_server import RawServer
from tests.processes import children, gone

WORK = "tests.loopback.hostile_work"


async def do(what: str, body: bytes = b"", seconds: float = HANG_SECONDS, **more: Any) -> dict[str, Any]:
    return await ask_once(WORK, {"do": what, **more}, body, seconds)


async def until_it_hangs() -> None:
    nice = psutil.Process().nice() + limits.NICE + 1
    async with asyncio.timeout(HANG_SECONDS):
        while not any(child.nice() == nice for child in children()):
            await asyncio.sleep(0.01)


async def test_what_is_asked_is_answered_and_nothing_that_is_printed():
    assert await do("count", b"x" * 3_000_000) == {"bytes": 3_000_000}
    assert not children()


async def test_waiting_for_it_where_a_loop_runs():
    assert ask_once_now(WORK, {"do": "count"}, b"four", HANG_SECONDS) == {"bytes": 4}
    assert not children()


async def test_memory():
    found = await do("take", memory=limits.MEMORY)

    assert found["error"] == "MemoryError"


async def test_open_files():
    found = await do("open", files=limits.OPEN_FILES)

    assert "Too many open files" in found["message"]


async def test_no_file_is_written(tmp_path: Path):
    found = await do("write", file=str(tmp_path / "trace"))

    assert "File too large" in found["message"]


async def test_no_process_is_started():
    found = await do("start")

    assert found["error"] == "PermissionError"
    assert "subprocess.Popen isn't allowed" in found["message"]
    assert (await do("limit", name="RLIMIT_NPROC"))["limit"] == [0, 0]


async def test_what_was_started_all_the_same_ends_with_it():
    """Only root can start something past Python; for others the system refuses."""
    found = await do("fork")

    if os.geteuid() == 0:
        await gone(found["child"])
    else:
        assert found["child"] == -1


async def test_nothing_is_asked_over_the_network():
    async with RawServer(b"") as server:
        found = await do("connect", port=server.port)

    assert found["error"] == "PermissionError"
    assert server.connections == 0


async def test_no_core_is_dumped_and_the_app_goes_first():
    assert (await do("limit", name="RLIMIT_CORE"))["limit"] == [0, 0]
    one = await Process.start(WORK)
    try:
        await one.ask({"do": "count"}, b"", HANG_SECONDS)
        assert psutil.Process(one.pid).nice() == psutil.Process().nice() + limits.NICE
    finally:
        await one.end()


async def test_an_answer_that_is_too_large():
    with pytest.raises(TooLarge):
        await do("fill", characters=process.ANSWER_BYTES + 1)

    assert not children()


async def test_a_file_that_takes_too_long():
    with pytest.raises(TooSlow):
        await do("hang", seconds=0.3)

    assert not children()


async def test_a_process_that_dies():
    with pytest.raises(Ended):
        await do("die")

    assert not children()


async def test_an_answer_without_a_look_at_the_file():
    with pytest.raises(Ended):
        await ask_once("tests.loopback.hasty_work", {}, b"x" * 10_000_000, HANG_SECONDS)

    assert not children()


async def test_whoever_is_cancelled_leaves_no_process():
    task = asyncio.create_task(do("hang"))
    await until_it_hangs()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()


async def test_cancelled_in_a_pool_the_next_gets_another_process():
    pool = Pool(WORK)
    try:
        await pool.ask({"do": "count"}, b"", HANG_SECONDS)
        [first] = pool.pids
        task = asyncio.create_task(pool.ask({"do": "hang"}, b"", HANG_SECONDS))
        await until_it_hangs()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert task.cancelled()
        assert await pool.ask({"do": "count"}, b"four", HANG_SECONDS) == {"bytes": 4}
        assert first not in pool.pids
    finally:
        await pool.aclose()
    assert not children()


def orphan(lifetime: int, **request: Any) -> int:
    """How a process ends that computes for ever while nobody looks at a clock."""
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline.confined.child", WORK, str(limits.MEMORY), str(lifetime)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=process.environment(),
    ) as child:
        assert child.stdin
        # On a busy machine a second of the processor's time takes much longer by the clock, which would end it first.
        asked = {"do": "compute", "bytes": 0, "seconds": HANG_SECONDS, "processor_seconds": 1, **request}
        child.stdin.write(json.dumps(asked).encode() + b"\n")
        child.stdin.flush()
        try:
            return child.wait(timeout=HANG_SECONDS)
        finally:
            child.kill()


def test_processor_time_of_a_request():
    assert orphan(0) == -signal.SIGXCPU


def test_processor_time_of_a_process_that_ignores_it():
    assert orphan(2, stubborn=True) == -signal.SIGKILL


async def test_a_clock_of_its_own_that_is_no_shorter_than_its_askers():
    left = (await do("clock", seconds=60.0))["seconds"]

    assert 60 < left <= 60 + loading.SECONDS + 1


def test_a_process_ends_when_its_app_is_gone():
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.confined.child", WORK, str(limits.MEMORY), "0"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=process.environment(),
        timeout=HANG_SECONDS,
    )

    assert (done.returncode, done.stdout) == (0, b"loaded\n")


async def test_loading_a_library_isnt_reading():
    """Neither by the clock nor in processor time, both of which allow a second here."""
    assert await do("load", seconds=1.0) == {}


@pytest.mark.tables  # as the test above, at another moment; each computes for two seconds
async def test_a_library_loaded_while_nobody_waits_isnt_reading_either():
    one = await Process.start(WORK)
    try:
        await one.ask({"do": "count"}, b"", HANG_SECONDS)
        while one._process.stdout and not one._process.stdout._buffer:  # type: ignore[attr-defined]
            await asyncio.sleep(0.01)  # until it says that it is loading
        assert await one.ask({"do": "count"}, b"four", 1.0) == {"bytes": 4}
    finally:
        await one.end()


async def test_loading_has_a_bound_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "LOAD_SECONDS", 0.01)

    with pytest.raises(NotStarted):
        await do("load")

    assert not children()


async def test_it_knows_no_secret(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", "very-secret")

    names = (await do("list"))["names"]

    assert "PYTHONPATH" in names
    assert "OPENAI_API_KEY" not in names
