"""Files made to take long, ten at a time, while somebody uses `/script2doc jobs`: how soon that is acknowledged, how
long each file waits for its answer, and what memory the bot and its processes take.

    make hostile                                   every kind of file, at 25 kB, 1 MB and 19 MB
    make hostile HOSTILE="--sizes 1000000 words"   some of it
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from bot.playground import Limits, Playground
from tests.benchmarks.load import bot_process
from tests.unit.readers.hostile import FILES

AT_ONCE = 10
SIZES = (25_000, 1_000_000, 19_000_000)
"""Characters. A transcript has at most 20,000,000 bytes."""
PAUSE = 0.5
"""Seconds between commands."""
PATIENCE_SECONDS = 120.0
ACKNOWLEDGE_SECONDS, ANSWER_SECONDS, MEGABYTES = 0.2, 20.0, 400


@dataclass(frozen=True)
class Answered:
    """What became of one file."""

    name: str
    seconds: float
    """From its drop to the end of its job."""
    state: str
    error: str | None


@dataclass(frozen=True)
class Seen:
    answered: list[Answered]
    acknowledged: list[float]
    """Seconds, of the commands and of everything else that was delivered meanwhile."""
    memory: int
    """The most bytes, resident, of the bot and its processes together."""


async def drop(kinds: Sequence[str], size: int) -> Seen:
    """What is seen while files of these kinds, each of so many characters, are dropped at once: each once for nobody,
    which is looked at first, and once with a mention, which is read whatever it is."""
    files = [(f"{kind}-{way}", kind, way) for kind in kinds for way in ("dropped", "asked")]
    # Made before anything is timed: this process also plays Slack, and sees an acknowledgement as late as it is busy.
    contents = [(FILES[kind][1](size) + "\n" * (way == "asked")).encode() for _, kind, way in files]
    settings = {"SCRIPT2DOC_JOBS_PER_PERSON": "100", "SCRIPT2DOC_EDITS_PER_MINUTE": "3000"}
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/hostile.db"
        settings["SCRIPT2DOC_DATABASE_URL"] = f"sqlite+aiosqlite:///{database}"
        async with Playground(limits=Limits.unlimited()) as playground, bot_process(playground, **settings) as process:
            most = 0

            async def watch() -> None:
                nonlocal most
                while True:
                    most = max(most, await asyncio.to_thread(memory_of, process))
                    await asyncio.sleep(0.1)

            async def use() -> None:
                while True:
                    await playground.slash_command("#general", playground.you.id, "/script2doc", "jobs")
                    await asyncio.sleep(PAUSE)

            beside = [asyncio.create_task(watch()), asyncio.create_task(use())]
            began = time.time()
            for (stem, kind, way), content in zip(files, contents, strict=True):
                text = f"<@{playground.app_user.id}>" if way == "asked" else ""
                stored = f"{stem}.{FILES[kind][0].rsplit('.')[-1]}"
                await playground.post_message("#how-to-guides", playground.you.id, text, [(stored, content)])
            try:
                rows = await ended(database, len(files), began + PATIENCE_SECONDS)
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
            answered = [
                Answered(name, (finished or time.time()) - began, state, error) for name, state, error, finished in rows
            ]
            return Seen(answered, [receipt.seconds for receipt in playground.receipts], most)


async def ended(database: str, files: int, until: float) -> list[tuple[str, str, str | None, float | None]]:
    """The name, state, error and end of all jobs, when so many have ended or it is `until` (seconds since the
    epoch)."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as jobs:
        while True:
            rows = jobs.execute("select name, state, error, finished from jobs").fetchall()
            if sum(finished is not None for *_, finished in rows) >= files or time.time() > until:
                return rows
            await asyncio.sleep(0.2)


def memory_of(process: psutil.Process) -> int:
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += each.memory_info().rss
    return total


async def measure(kinds: Sequence[str], sizes: Sequence[int], *, detail: bool) -> int:
    """Prints a line for each ten files, and returns how many figures are over their bound."""
    missed = 0
    for size in sizes:
        for some in (kinds[place : place + AT_ONCE // 2] for place in range(0, len(kinds), AT_ONCE // 2)):
            seen = await drop(some, size)
            took = sorted(seen.acknowledged)
            slowest = max(seen.answered, key=lambda each: each.seconds)
            late = [each for each in seen.answered if each.state in ("queued", "running", "delivering")]
            over = (
                took[int(len(took) * 0.99)] > ACKNOWLEDGE_SECONDS,
                slowest.seconds > ANSWER_SECONDS,
                seen.memory > MEGABYTES * 1e6,
            )
            missed += sum(over)
            marks = "".join(("  OVER" * any(over), f"  {len(late)} UNANSWERED" * bool(late)))
            print(
                f"{size:>10,}  {' '.join(some):<52.52}  acknowledged p99 {took[int(len(took) * 0.99)] * 1000:4.0f} ms"
                f" of {len(took)}, answered {slowest.seconds:5.1f} s ({slowest.name}),"
                f" {seen.memory / 1e6:3.0f} MB{marks}",
                flush=True,
            )
            if detail:
                for each in sorted(seen.answered, key=lambda each: each.seconds):
                    print(f"{'':12}{each.name:<24}{each.seconds:6.1f} s  {each.state}  {(each.error or '')[:100]}")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="make hostile", description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", default=list(FILES), help="which kinds of file; all unless told")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="characters of each file")
    parser.add_argument("--detail", action="store_true", help="a line for each file")
    asked = parser.parse_args()
    missed = asyncio.run(measure(asked.kinds, asked.sizes, detail=asked.detail))
    if missed:
        print(f"{missed} of the figures are over their bound.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
