"""A process that is killed in the middle of writing: what it was told is kept is kept, and the rest can be read."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.jobs.model import JobState
from bot.store import Store
from tests.conftest import further
from tests.databases import database_in

ROOT = Path(__file__).parents[2]

WRITER = """
import asyncio, sys, time
from bot.jobs.model import Job, JobState
from bot.store import Store
from pipeline.options import GuideOptions

async def one(store, n):
    job, _ = await store.jobs.add(Job(f"job{n}", f"key{n}", "T", "C", "U", GuideOptions(), time.time()))
    await store.jobs.claim(job.id, "victim")
    source = await store.blobs.put(b"%d" % n * 20_000, "transcript", time.time() + 1000)
    await store.jobs.update(job.id, "victim", source=source)
    await store.cache.put(f"step:{n}", "step", b"%d" % n * 1000)
    print(n, source, flush=True)

async def main():
    async with Store.open(sys.argv[1]) as store:
        await store.workers.renew("victim")
        for first in range(0, 100_000, 10):
            await asyncio.gather(*(one(store, first + n) for n in range(10)))

asyncio.run(main())
"""


@pytest.mark.parametrize("said", [1, 55, *further(14, 120)])
async def test_what_was_written_before_a_kill_is_there_after_it(tmp_path: Path, said: int):
    url = database_in(tmp_path, "store.db")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    kept = [(await process.stdout.readline()).decode() for _ in range(said)]
    process.send_signal(signal.SIGKILL)
    kept += (await process.stdout.read()).decode().splitlines(keepends=True)
    await process.wait()

    async with Store.open(url) as store:
        for line in kept:
            if not line.endswith("\n"):
                continue  # the kill came in the middle of saying it
            n, source = line.split()
            job = await store.jobs.get(f"job{n}")
            assert job is not None
            assert (job.state, job.source, job.attempts) == (JobState.RUNNING, source, 1)
            assert await store.blobs.get(source) == n.encode() * 20_000
            assert await store.cache.get(f"step:{n}") == n.encode() * 1000
        await store.workers.drop("victim")
        orphans = await store.jobs.orphans()
        assert {f"job{line.split()[0]}" for line in kept if line.endswith("\n")} <= {job.id for job in orphans}

    with sqlite3.connect(tmp_path / "store.db") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    connection.close()
