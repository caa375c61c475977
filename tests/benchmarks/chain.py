"""One job against its ideal chain: the longest path through the delays that the servers were told to have.

    ideal = max( the outline's last token,
                 max( the end of the steps in the outline, the reference pages )
                 + the longest step's last token + the last token of its comparison )
            + the last token of the edits of the whole guide

Every delay is known beforehand: the model server's pace for each call and the length of each answer, the reference
site's delay for each page. Whatever `make_guide` takes beyond that is its own time.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass

from pipeline import llm, progress
from pipeline.cache import MemoryCache
from pipeline.guide import Guide
from pipeline.knowledge import Fetcher
from pipeline.options import GuideOptions, Limits
from pipeline.outline.outline_scanner import OutlineScanner
from pipeline.render.formats import render
from pipeline.run import make_guide
from pipeline.tools import Tools
from pipeline.writing.model_writer import READERS
from tests.conftest import SAMPLES
from tests.loopback.model_sending import CHARS
from tests.loopback.model_server import ModelServer
from tests.loopback.reference_site import ReferenceSite

SCREENCAST = "cloudflare-create-api-token.vtt"
STEPS = 8
PAGES = 5
PAGE_DELAY = 0.5
"""Seconds; the web application that this descends from took 2.5 s for five such pages, one after another."""


@dataclass(frozen=True)
class Pace:
    """Of the model: seconds to the first token, tokens a second, and how much the calls differ."""

    first: float
    tokens_per_second: float
    spread: float = 0.3
    seed: int = 13


REAL = Pace(first=0.5, tokens_per_second=100)
"""About what fast hosted models do."""
SHORT = Pace(first=0.3, tokens_per_second=200)


@dataclass(frozen=True)
class Measured:
    """One run: what it took, what it could not have done without, and what was made. Seconds."""

    wall: float
    ideal: float
    guide: Guide
    first_begun: float
    """When step 1's writing began."""
    outline_ended: float

    @property
    def over(self) -> float:
        return self.wall - self.ideal


def page_urls(site: ReferenceSite) -> list[str]:
    body = "<html><head><title>Page {n}</title></head><body><main><h1>Page {n}</h1><p>{text}</p></main></body></html>"
    text = "The token has a name, a list of permissions and a time to live. " * 20
    return [site.put(f"/page-{n}", body.format(n=n, text=text)) for n in range(PAGES)]


def paced(model: ModelServer, pace: Pace) -> None:
    model.pace(first=pace.first, tokens_per_second=pace.tokens_per_second)
    model.vary(pace.seed, pace.spread)


async def one_job(pace: Pace, *, calls: int = 64, pages: bool = True) -> Measured:
    """Makes one guide of eight steps with five pages; nothing is cached."""
    async with ModelServer(steps=STEPS) as model, ReferenceSite(delay=PAGE_DELAY) as site:
        paced(model, pace)
        urls = page_urls(site) if pages else []
        limits, cache = site.limits(), MemoryCache()
        client, fetcher = llm.Client(model.settings(calls=calls)), Fetcher(limits, cache)
        try:
            await warm(client, fetcher, cache, limits)
            model.requests.clear()
            options = GuideOptions(steps=STEPS, urls=tuple(urls))
            tools = Tools(cache=MemoryCache(), limits=limits, model=client, fetcher=Fetcher(limits, MemoryCache()))
            data, times = (SAMPLES / SCREENCAST).read_bytes(), Times()
            began = time.monotonic()
            guide = await make_guide(data, SCREENCAST, options, tools, times)
            wall = time.monotonic() - began
            assert tools.fetcher is not None
            await tools.fetcher.aclose()
        finally:
            await client.aclose()
            await fetcher.aclose()
        return Measured(
            wall, ideal_chain(model, PAGE_DELAY if pages else 0.0), guide, times.begun - began, times.outlined - began
        )


class Times:
    """Listens for two moments of a run (`time.monotonic`)."""

    def __init__(self) -> None:
        self.begun = self.outlined = 0.0

    def __call__(self, event: progress.Event) -> None:
        if isinstance(event, progress.StepStarted) and event.number == 1:
            self.begun = time.monotonic()
        if isinstance(event, progress.OutlineDone):
            self.outlined = time.monotonic()


async def warm(client: llm.Client, fetcher: Fetcher, cache: MemoryCache, limits: Limits) -> None:
    """What a process does once, and not for each job: imports, the first connection."""
    await llm.check(client)
    tools = Tools(cache=cache, limits=limits, fetcher=fetcher)
    options = GuideOptions(anyway=True)
    guide = await make_guide((SAMPLES / SCREENCAST).read_bytes(), SCREENCAST, options, tools)
    await render(guide, options, tools)


def ideal_chain(model: ModelServer, pages: float) -> float:
    """Seconds, from the delays that the model server was told and the lengths of its answers."""
    (outline,) = model.of("outline")
    pace = model.pace_of("outline")
    named = pace.at(plan_end(outline.answer))
    ends = [pace.at(tokens_in(outline.answer))]
    for number in range(1, len(json.loads(outline.answer)["steps"]) + 1):
        for request in model.of("step", number)[:1]:
            written = model.pace_of("step", number).at(tokens_in(request.answer))
            compared = model.pace_of("judge").at(tokens_in(model.of("judge")[0].answer))
            ends.append(max(named, pages) + written + compared)
    for request in model.of("repair"):
        raise AssertionError(f"step {request.step} had to be repaired: the chain has no place for it")
    edited = [(kind, request) for kind in READERS for request in model.of(kind)]
    return max(ends) + max(model.pace_of(kind).at(tokens_in(request.answer)) for kind, request in edited)


def plan_end(answer: str) -> int:
    """How many tokens of an outline's answer were out when its last step was complete."""
    scanner = OutlineScanner()
    for start in range(0, len(answer), CHARS):
        scanner.feed(answer[start : start + CHARS])
        if scanner.steps_complete:
            return start // CHARS + 1
    raise AssertionError("the outline has no steps")


def tokens_in(answer: str) -> int:
    return -(-len(answer) // CHARS)


async def at_a_rate_limit(jobs: int, per_second: float, burst: int) -> tuple[float, float]:
    """Seconds that so many jobs take together, and the fewest in which the server takes their calls."""
    async with ModelServer(steps=STEPS) as model:
        client = llm.Client(model.settings(calls=32))
        data, options = (SAMPLES / SCREENCAST).read_bytes(), GuideOptions(steps=STEPS)
        try:
            await make_guide(data, SCREENCAST, options, Tools(model=client))
            calls = len(model.requests) * jobs
            model.per_second, model.burst = per_second, burst
            began = time.monotonic()
            await asyncio.gather(*(make_guide(data, SCREENCAST, options, Tools(model=client)) for _ in range(jobs)))
            return time.monotonic() - began, (calls - burst) / per_second
        finally:
            await client.aclose()


async def cached_runs(runs: int) -> list[float]:
    """Seconds of each run of a job whose outline, steps and pages are all in the cache."""
    async with ModelServer(steps=STEPS) as model, ReferenceSite() as site:
        limits, cache = site.limits(), MemoryCache()
        client, fetcher = llm.Client(model.settings()), Fetcher(limits, cache)
        tools = Tools(cache=cache, limits=limits, model=client, fetcher=fetcher)
        options = GuideOptions(steps=STEPS, urls=tuple(page_urls(site)))
        data, took = (SAMPLES / SCREENCAST).read_bytes(), []
        try:
            await make_guide(data, SCREENCAST, options, tools)
            paid = len(model.requests)
            for _ in range(runs):
                began = time.perf_counter()
                await make_guide(data, SCREENCAST, options, tools)
                took.append(time.perf_counter() - began)
            assert len(model.requests) == paid, "a cached job asks the model nothing"
        finally:
            await client.aclose()
            await fetcher.aclose()
        return took
