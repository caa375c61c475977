"""make bench: the budgets of the design, and both old optimisations against their own sequential form in one run.

Runs on loopback alone. Every figure is measured in this run; `--short` takes faster servers and fewer runs. `workers`
measures something else: what several processes on one PostgreSQL database gain. `people` measures a
crowd: two hundred people who all use the app within a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from pipeline.cache import MemoryCache
from pipeline.knowledge import Fetcher, fetch_in_parallel, fetch_one_after_another
from tests.benchmarks import chain, load, people, workers
from tests.loopback.model_server import ModelServer
from tests.loopback.reference_site import ReferenceSite
from tests.unit.readers import test_readers_budget

BUDGET_SHARE, BUDGET_SECONDS = 0.05, 0.150
"""A run may take this much more than its ideal chain."""
CACHED_SECONDS = 0.150
LONG_SECONDS, LONG_MEGABYTES = 2.0, 250
IDLE_MEGABYTES = 120
JOBS_AT_A_LIMIT, LIMIT_SHARE = 100, 0.15
"""So many jobs at once take at most this much more than the model's rate limit allows."""
ACKNOWLEDGE_SECONDS = 0.200


class Report:
    """Prints a line for each figure, and remembers whether a budget was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def line(self, what: str, figure: str, budget: str = "", met: bool = True) -> None:
        mark = "" if not budget else "ok  " if met else "OVER"
        self.missed += not met
        print(f"{what:<58}{figure:>22}  {mark:<5}{budget}", flush=True)


async def bench_chain(report: Report, pace: chain.Pace, runs: int) -> float:
    measured = [await chain.one_job(pace) for _ in range(runs)]
    middle = sorted(measured, key=lambda m: m.over)[len(measured) // 2]
    print(f"\nOne job: {chain.STEPS} steps, {chain.PAGES} pages of {chain.PAGE_DELAY} s, median of {runs}")
    report.line("ideal chain, from the servers' delays", f"{middle.ideal:.3f} s")
    report.line("make_guide", f"{middle.wall:.3f} s")
    share = middle.over / middle.ideal
    met = share <= BUDGET_SHARE and middle.over <= BUDGET_SECONDS
    said = f"at most {BUDGET_SHARE:.0%} and {BUDGET_SECONDS * 1000:.0f} ms"
    report.line("over the ideal", f"{middle.over * 1000:.0f} ms, {share:.1%}", said, met)
    report.line("step 1 begun", f"{middle.first_begun:.3f} s")
    report.line(
        "outline ended", f"{middle.outline_ended:.3f} s", "after step 1", middle.first_begun < middle.outline_ended
    )
    return middle.wall


async def bench_steps(report: Report, pace: chain.Pace) -> None:
    parallel = await chain.one_job(pace, pages=False)
    sequential = await chain.one_job(pace, pages=False, calls=1)
    print(f"\nThe model's {chain.STEPS} steps and outline: side by side, and one after another")
    report.line("one after another", f"{sequential.wall:.2f} s")
    ratio = sequential.wall / parallel.wall
    report.line("side by side", f"{parallel.wall:.2f} s, {ratio:.1f} × as fast", "at least 4 ×", ratio >= 4)
    assert parallel.guide.making.path == "parallel", parallel.guide.making
    assert sequential.guide.making.path == "sequential", sequential.guide.making


async def bench_limit(report: Report) -> None:
    wall, least = await chain.at_a_rate_limit(JOBS_AT_A_LIMIT, per_second=15, burst=10)
    print(f"\n{JOBS_AT_A_LIMIT} jobs and a model server that takes 15 calls a second")
    report.line("the fewest seconds in which it takes them", f"{least:.2f} s")
    more = wall / least - 1
    report.line("all done", f"{wall:.2f} s, {more:.0%} more", f"at most {LIMIT_SHARE:.0%} more", more <= LIMIT_SHARE)


async def bench_pages(report: Report) -> None:
    print(f"\n{chain.PAGES} reference pages that take {chain.PAGE_DELAY} s each")
    took = {}
    for name, fetch in (("one after another", fetch_one_after_another), ("side by side", fetch_in_parallel)):
        async with ReferenceSite(delay=chain.PAGE_DELAY) as site:
            fetcher = Fetcher(site.limits(), MemoryCache())
            await fetcher.fetch(site.put("/warm", "<html><body><p>" + "Warm. " * 99 + "</p></body></html>"))
            urls = chain.page_urls(site)
            began = time.perf_counter()
            pages = await fetch(urls, fetcher)
            took[name] = time.perf_counter() - began
            assert not [page for page in pages if isinstance(page, Exception)], pages
            await fetcher.aclose()
    report.line("one after another", f"{took['one after another']:.2f} s")
    ratio = took["one after another"] / took["side by side"]
    report.line("side by side", f"{took['side by side']:.2f} s, {ratio:.1f} × as fast", "at least 4 ×", ratio >= 4)


async def bench_cached(report: Report, runs: int) -> None:
    seconds = await chain.cached_runs(runs)
    print(f"\nThe same job when everything is in the cache, median of {runs}")
    middle = statistics.median(seconds)
    report.line(
        "make_guide", f"{middle * 1000:.0f} ms", f"at most {CACHED_SECONDS * 1000:.0f} ms", middle <= CACHED_SECONDS
    )


def bench_reading(report: Report) -> None:
    print("\nReading 100,000 words, processor time of a process of its own")
    with tempfile.TemporaryDirectory() as folder:
        took = {kind: test_readers_budget.measured(kind, Path(folder))[2] for kind in test_readers_budget.KINDS}
    slowest = max(took, key=took.__getitem__)
    report.line(
        f"the slowest of {len(took)} formats: {slowest}", f"{took[slowest]:.2f} s", "at most 1 s", took[slowest] <= 1
    )


async def bench_long(report: Report) -> None:
    async with ModelServer(steps=12) as model:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.benchmarks.long",
            model.base_url,
            model.key,
            "gpt-4.1-mini",
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await process.communicate()
    made = json.loads(out)
    print(f"\nA transcript of {made['words']:,.0f} words, {made['steps']:.0f} steps, with a model that answers at once")
    report.line(
        "processor time", f"{made['seconds']:.2f} s", f"at most {LONG_SECONDS:.0f} s", made["seconds"] <= LONG_SECONDS
    )
    memory = made["bytes"] / 1e6
    report.line("peak memory", f"{memory:.0f} MB", f"at most {LONG_MEGABYTES} MB", memory <= LONG_MEGABYTES)


async def bench_bot(report: Report, jobs: int) -> None:
    quiet = await load.idle(5)
    print("\nThe bot, as a process of its own, in the playground")
    memory = quiet.memory / 1e6
    report.line(
        "idle, before its first job", f"{memory:.0f} MB", f"at most {IDLE_MEGABYTES} MB", memory <= IDLE_MEGABYTES
    )
    report.line("idle, processor", f"{quiet.cpu:.1%}", "0 %", quiet.cpu < 0.005)
    loaded = await load.many_jobs(jobs, pokes=60)
    said = f"at most {ACKNOWLEDGE_SECONDS * 1000:.0f} ms"
    slowest = loaded.acknowledged_99
    report.line(
        f"acknowledged, p99 of {loaded.deliveries} while {jobs} jobs run",
        f"{slowest * 1000:.0f} ms",
        said,
        slowest <= ACKNOWLEDGE_SECONDS,
    )
    report.line(f"{jobs} jobs at once, all done", f"{loaded.wall:.1f} s, {loaded.memory / 1e6:.0f} MB")


async def bench_workers(jobs: int, places: int, *, whole: bool) -> int:
    report, began, at_will = Report(), time.monotonic(), places >= jobs
    print(f"{jobs} jobs, and {places} places in each worker; the load of the last minute is {load_now():.1f}")
    seconds, one, several = await workers.compare(
        jobs, places, whole=whole, report=lambda line: print(line, flush=True)
    )
    print(f"A model that answers in {seconds:g} s")
    for number, seen in ((1, one), (workers.SEVERAL, several)):
        took = f"{seen.wall:.1f} s, {seen.processor:.0%} of a processor each"
        report.line(f"{number} workers, {seen.jobs} jobs", took)
        report.line("places in use, and calls of the model at once", f"{seen.in_use:.0%}, {seen.calls_at_once}")
        said = f"{seen.ours:.0%}, {seen.others:.0%}"
        budget = "" if at_will else f"below {workers.BUSY:.0%}"
        report.line("of the processors: this, and others", said, budget, seen.ours < workers.BUSY or at_will)
    most = workers.SHARE_AT_WILL if at_will else workers.SHARE
    share, limit = several.wall / one.for_all(jobs), f"at most {most}"
    even = one.in_use / several.in_use / workers.SEVERAL
    of_one = f"as a share of the {one.for_all(jobs):.0f} s that one takes"
    if max(one.others, several.others) > workers.BUSY and not at_will:
        print("Other programs used the processors, so guides took longer the more were made at once:")
        report.line(of_one, f"{share:.2f}")
        report.line("the same, if a guide took as long each time", f"{even:.2f}", limit, even <= most)
    else:
        report.line(of_one, f"{share:.2f}", limit, share <= most)
    report.line("all of this", f"{time.monotonic() - began:.0f} s")
    return report.missed


def load_now() -> float:
    """How many programs wanted a processor in the last minute."""
    return os.getloadavg()[0]


async def bench_people(people_there: int) -> int:
    report = Report()
    print(f"{people_there} people in as many channels act within {people.SECONDS:.0f} s; no model, default settings")
    seen = await people.crowd(people_there)
    slowest = seen.acknowledged[-1]
    said = f"at most {people.ACKNOWLEDGE_SECONDS:.0f} s"
    met = slowest <= people.ACKNOWLEDGE_SECONDS and not seen.unacknowledged
    p99 = seen.acknowledged[int(len(seen.acknowledged) * 0.99)]
    report.line(f"the slowest of {len(seen.acknowledged)} acknowledgements", f"{slowest:.3f} s", said, met)
    report.line("99 % of them", f"{p99:.3f} s")
    done = seen.jobs.get("done", 0)
    states = ", ".join(f"{n} {state}" for state, n in sorted(seen.jobs.items()))
    report.line("jobs", states, "each done", done == people_there)
    report.line("documents in their threads", f"{seen.documents}", "each", seen.documents == people_there)
    report.line("people notified", f"{seen.notified}", "each", seen.notified == people_there)
    pressed = len(range(0, people_there, people.PRESSING))
    report.line("Markdown files for those who asked", f"{seen.markdown} of {pressed}", "each", seen.markdown == pressed)
    first, last = seen.to_document[len(seen.to_document) // 2], seen.to_document[-1]
    report.line("from a drop to its document, median and last", f"{first:.1f} s, {last:.1f} s")
    slow = seen.to_last_edit[-1]
    said = f"at most {people.LAST_EDIT_SECONDS:.0f} s"
    met = slow <= people.LAST_EDIT_SECONDS and not seen.unfinished
    report.line("from a document to the last edit, at most", f"{slow:.1f} s", said, met)
    edits = seen.refused.get("chat.update", 0)
    report.line("edits refused for their rate", f"{edits} of {seen.calls.get('chat.update', 0)}", "none", not edits)
    for method, number in sorted(seen.refused.items()):
        report.line(f"refused for its rate: {method}", f"{number} of {seen.calls[method]}")
    return report.missed


async def bench(short: bool) -> int:
    report = Report()
    pace = chain.SHORT if short else chain.REAL
    await bench_chain(report, pace, 3 if short else 5)
    await bench_cached(report, 5)
    await bench_steps(report, pace)
    await bench_pages(report)
    if not short:
        await bench_limit(report)
        await asyncio.to_thread(bench_reading, report)
        await bench_long(report)
        await bench_bot(report, 50)
    print()
    return report.missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a smoke run; figures over their budget don't fail it")
    parser.add_argument("what", nargs="?", choices=["all", "workers", "people"], default="all")
    parser.add_argument("--jobs", type=int, default=100, help="for `workers`: how many guides are made")
    parser.add_argument("--places", type=int, default=workers.PLACES, help="for `workers`: in each; 100 for no limit")
    parser.add_argument("--whole", action="store_true", help="for `workers`: one worker makes all of them, too")
    parser.add_argument("--people", type=int, default=people.PEOPLE, help="for `people`: how many act")
    asked = parser.parse_args()
    short: bool = asked.short
    logging.basicConfig(level=logging.ERROR)
    match asked.what:
        case "workers":
            missed = asyncio.run(bench_workers(asked.jobs, asked.places, whole=asked.whole))
        case "people":
            missed = asyncio.run(bench_people(asked.people))
        case _:
            missed = asyncio.run(bench(short))
    if missed:
        print(f"{missed} of the figures are over their budget.")
    return 1 if missed and not short else 0


if __name__ == "__main__":
    sys.exit(main())
