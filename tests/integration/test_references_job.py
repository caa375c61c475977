"""The reference pages of a job: fetched at once, waited for until one cutoff, each failing by itself."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from pipeline import progress
from pipeline.cache import MemoryCache, cache_key
from pipeline.confined import process
from pipeline.errors import ReferenceUnavailable
from pipeline.guide import ReferenceStatus
from pipeline.knowledge import Fetcher, Page, References, extract, fetch_in_parallel, fetch_one_after_another
from pipeline.knowledge.fetch import OLDEST_SECONDS
from pipeline.knowledge.page import Extract, page_from_bytes, page_to_bytes
from pipeline.knowledge.parsers import Parsers
from pipeline.knowledge.trouble import OutOfResources
from tests.clock import Clock
from tests.conftest import HANG_SECONDS
from tests.loopback.reference_site import LOGIN, ReferenceSite

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def parsers() -> AsyncIterator[Parsers]:
    made = Parsers()
    await made.extract(b"The first page waits until the libraries are loaded.", "", "text/plain", HANG_SECONDS)
    yield made
    await made.aclose()


@pytest_asyncio.fixture(loop_scope="module")
async def site() -> AsyncIterator[ReferenceSite]:
    async with ReferenceSite() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def fetcher(site: ReferenceSite, parsers: Parsers) -> AsyncIterator[Fetcher]:
    made = Fetcher(site.limits(), MemoryCache(), parsers=parsers)
    yield made
    await made.aclose()


async def test_five_pages_are_fetched_side_by_side(site, fetcher):
    site.hold_until(5)  # what asks for one page after another gets none
    urls = [site.url(f"/docs/page-{n}") for n in range(5)]
    events: list[progress.Event] = []
    async with References.start(urls, fetcher, wait=HANG_SECONDS, listen=events.append) as references:
        shelf = await references.shelf()
    assert site.most_at_once == 5
    assert [r.status for r in shelf.references()] == [ReferenceStatus.UNUSED] * 5
    done = [event for event in events if isinstance(event, progress.ReferenceDone)]
    assert {event.url for event in done} == set(urls)
    assert events[0] == progress.StageStarted(progress.Stage.FETCH)
    assert isinstance(events[-1], progress.StageFinished)


async def test_nothing_waits_for_pages_that_came_while_it_was_busy(site, fetcher):
    arrived = asyncio.Event()

    def listen(event: progress.Event) -> None:
        if isinstance(event, progress.StageFinished):
            arrived.set()

    urls = [site.url("/docs/a"), site.url("/docs/b")]
    async with References.start(urls, fetcher, wait=HANG_SECONDS, listen=listen) as references:
        await arrived.wait()  # stands for an outline that takes longer than the pages
        asking = asyncio.create_task(references.shelf())
        await asyncio.sleep(0)
        assert asking.done()
        assert len(asking.result().references()) == 2


async def test_a_page_that_hangs_costs_the_cutoff_and_no_more(site, fetcher):
    urls = [site.url("/hang"), site.url("/docs/install"), site.url("/nothing-here")]
    await fetcher.fetch(urls[1])  # so that a slow machine has it before the cutoff too
    events: list[progress.Event] = []
    async with References.start(urls, fetcher, wait=1, listen=events.append) as references:
        shelf, other = await asyncio.gather(references.shelf(), references.shelf())
        assert shelf is other
    late, there, missing = shelf.references({"p1"})
    assert late.status is ReferenceStatus.LATE
    assert late.reason == "The page hadn't arrived 1 s after the start, so the guide was made without it."
    assert there.status is ReferenceStatus.USED
    assert there.title == "Install · Acme Gateway docs"
    assert there.fetched
    assert missing.status is ReferenceStatus.FAILED
    assert missing.reason == "There is no page at this address (404)."
    told = {event.url: event.status for event in events if isinstance(event, progress.ReferenceDone)}
    assert told == {late.url: late.status, there.url: ReferenceStatus.UNUSED, missing.url: missing.status}


async def test_what_comes_late_is_there_for_the_next_job(site, fetcher):
    arrived = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        await arrived.wait()
        return web.Response(text=site_page, content_type="text/html")

    site_page = "<main><h1>Late</h1><p>" + "It took its time to come here. " * 20 + "</p></main>"
    url = site.handle("/slow", slow)
    async with References.start([url], fetcher, wait=0.05) as references:
        shelf = await references.shelf()
        assert shelf.references()[0].status is ReferenceStatus.LATE
        arrived.set()
        assert (await fetcher.fetch(url)).title == "Late"
        assert shelf.references()[0].status is ReferenceStatus.LATE
        assert not shelf.passages
    async with References.start([url], fetcher, wait=HANG_SECONDS) as references:
        assert (await references.shelf()).passages
    assert site.requests["/slow"] == 1


async def test_a_page_asked_for_twice_is_one(site, fetcher):
    urls = [site.url("/docs/a"), site.url("/docs/b"), site.url("/docs/a") + "#ports", site.url("/docs/b")]
    async with References.start(urls, fetcher, wait=HANG_SECONDS) as references:
        shelf = await references.shelf()
    assert [(r.id, r.url) for r in shelf.references()] == [("r1", urls[0]), ("r2", urls[1])]
    assert list(shelf.passages) == ["p1", "p2"]
    assert site.requests == {"/docs/a": 1, "/docs/b": 1}


async def test_without_pages_everything_is_free(site, fetcher):
    before, events = asyncio.all_tasks(), list[progress.Event]()
    async with References.start([], fetcher, wait=3, listen=events.append) as references:
        assert asyncio.all_tasks() == before
        assert (await references.shelf()).references() == ()
    assert fetcher._session is None
    assert events == []


async def test_without_a_fetcher_each_page_says_so(site):
    async with References.start([site.url("/docs/a")], None, wait=3) as references:
        [reference] = (await references.shelf()).references()
    assert reference.status is ReferenceStatus.FAILED
    assert reference.reason == "Reference pages can't be fetched here."


async def test_leaving_early_leaves_nothing_running(site, fetcher):
    before = asyncio.all_tasks()
    urls = [site.url("/hang"), site.url("/drip")]
    async with References.start(urls, fetcher, wait=HANG_SECONDS) as references:
        waiting = asyncio.create_task(references.shelf())
        await site.asked(2)
    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled()
    served = {task for task in asyncio.all_tasks() if "web_protocol" in repr(task)}  # the site's own
    assert asyncio.all_tasks() - served == before - served
    assert not fetcher._flights


class Crowded(Fetcher):
    """Stands for a machine with room for one fetch at a time."""

    under_way = 0

    async def fetch(self, url: str) -> Page:
        if self.under_way:
            raise OutOfResources
        self.under_way += 1
        try:
            return await super().fetch(url)
        finally:
            self.under_way -= 1


async def test_one_after_another_where_there_is_no_room_for_all_at_once(site, parsers, caplog):
    caplog.set_level("INFO", "pipeline.knowledge")
    fetcher = Crowded(site.limits(), MemoryCache(), parsers=parsers)
    urls = [site.url("/docs/a"), site.url("/docs/b"), site.url("/nothing-here"), site.url("/docs/c")]
    try:
        async with References.start(urls, fetcher, wait=HANG_SECONDS) as references:
            found = (await references.shelf()).references()
    finally:
        await fetcher.aclose()
    assert [r.status.value for r in found] == ["unused", "unused", "failed", "unused"]
    assert site.most_at_once == 1
    assert (
        "3 of 4 reference pages, fetched one after another (3 of 4: too many for this machine at once)" in caplog.text
    )


async def test_no_file_descriptors_are_a_trouble_of_this_machine(site, fetcher):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    url = site.url("/docs/a")
    await fetcher.warm()
    with ExitStack() as opened:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, len(os.listdir("/proc/self/fd")) + 50), hard))
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        use_up_descriptors(opened)
        with pytest.raises(OutOfResources):
            await fetcher.fetch(url)
    assert await fetcher.fetch(url)


def use_up_descriptors(opened: ExitStack) -> None:
    with suppress(OSError):  # too many open files
        while True:
            opened.enter_context(Path(os.devnull).open())  # noqa: SIM115 — the stack closes it


async def test_both_ways_bring_the_same(site, fetcher):
    urls = [site.url("/docs/a"), site.url("/nothing-here"), site.url("/keys.md")]
    one = await fetch_one_after_another(urls, fetcher)
    assert site.most_at_once == 1
    other = await fetch_in_parallel(urls, fetcher)
    assert [isinstance(page, Page) for page in one] == [True, False, True]
    assert one[0] == other[0]
    assert str(one[1]) == str(other[1])


async def test_ten_jobs_fetch_a_page_once(site, fetcher):
    pages = await asyncio.gather(*(fetcher.fetch(site.url("/docs/a") + f"#{n}") for n in range(10)))
    assert site.requests["/docs/a"] == 1
    assert [page.url[-2:] for page in pages] == [f"#{n}" for n in range(10)]


async def test_who_leaves_takes_nobody_with_them(site, fetcher):
    let_go = site.hold()
    url = site.url("/docs/a")
    first, second = (asyncio.create_task(fetcher.fetch(url)) for _ in range(2))
    await site.asked(1)
    first.cancel()
    let_go.set()
    assert (await second).words > 100
    assert first.cancelled()
    assert site.requests == {"/docs/a": 1}


async def test_connections_are_kept(site, fetcher):
    for n in range(5):
        await fetcher.fetch(site.url(f"/docs/{n}"))
    assert site.connections == 1


async def test_a_fresh_page_is_not_asked_for_again(site, parsers):
    cache = MemoryCache()
    for _ in range(2):  # as after a restart
        fetcher = Fetcher(site.limits(), cache, parsers=parsers)
        page = await fetcher.fetch(site.url("/versioned"))
        await fetcher.aclose()
    assert page.words > 100
    assert site.requests["/versioned"] == 1


async def test_an_older_page_is_asked_for_on_condition(site, parsers):
    fetcher = Fetcher(site.limits(), MemoryCache(), parsers=parsers, fresh=0.0)
    first = await fetcher.fetch(site.url("/versioned"))
    again = await fetcher.fetch(site.url("/versioned"))
    site.put("/versioned", site.answers["/versioned"].body.replace(b"Versioned", b"Second"), etag='"v2"')
    third = await fetcher.fetch(site.url("/versioned"))
    await fetcher.aclose()
    assert again.blocks == first.blocks
    assert site.not_modified == 1
    assert third.title == "Second · Acme Gateway docs"


async def test_the_kept_page_serves_while_its_server_is_in_trouble(site, parsers):
    cache = MemoryCache()
    fetcher = Fetcher(site.limits(), cache, parsers=parsers, fresh=0.0)
    hasty = Fetcher(site.limits(fetch_seconds=0.3), cache, parsers=parsers, fresh=0.0)
    url = site.put("/docs/kept", site.answers["/versioned"].body)
    first = await fetcher.fetch(url)
    site.put("/docs/kept", b"", status=503)
    assert await fetcher.fetch(url) == first
    site.handle("/docs/kept", site.handlers["/hang"])
    assert await hasty.fetch(url) == first
    del site.handlers["/docs/kept"]
    site.put("/docs/kept", b"", status=404)
    with pytest.raises(ReferenceUnavailable, match="no page at this address"):
        await fetcher.fetch(url)
    await hasty.aclose()
    await fetcher.aclose()


async def test_what_may_not_be_kept_is_not(site, fetcher):
    url = site.put("/secret", site.answers["/versioned"].body, headers={"Cache-Control": "private, no-store"})
    await fetcher.fetch(url)
    await fetcher.fetch(url)
    assert site.requests["/secret"] == 2


@pytest.mark.parametrize("back", [OLDEST_SECONDS, -3600.0], ids=["too old", "of a clock that was wrong"])
async def test_a_kept_page_is_none_if_its_age_is_nothing_to_go_by(site, parsers, back: float):
    cache = MemoryCache()
    fetcher = Fetcher(site.limits(), cache, parsers=parsers)
    url = site.put("/docs/aged", site.answers["/versioned"].body)
    await fetcher.fetch(url)
    key = cache_key("page", url=url, version=extract.VERSION)
    page, about = page_from_bytes(await cache.get(key) or b"")
    await cache.put(key, "page", page_to_bytes(page, **{**about, "at": about["at"] - back}))
    site.put("/docs/aged", b"", status=503)
    with pytest.raises(ReferenceUnavailable):
        await fetcher.fetch(url)
    await fetcher.aclose()


async def everywhere(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


async def test_a_repository_is_read_from_its_readme(site, parsers):
    limits = site.limits("github.com", "raw.githubusercontent.com")
    fetcher = Fetcher(limits, MemoryCache(), parsers=parsers, lookup=everywhere)
    site.put("/acme/gateway/HEAD/readme.md", "# Gateway\n\nStart it with `gateway start` and look at the console.")
    page = await fetcher.fetch(site.url("/acme/gateway", "github.com"))
    await fetcher.aclose()
    assert page.title == "Gateway"
    assert page.url == site.url("/acme/gateway", "github.com")
    assert [request.path for request in site.received] == [
        "/acme/gateway/HEAD/README.md",
        "/acme/gateway/HEAD/readme.md",
    ]


async def test_a_document_that_isnt_shared_asks_for_a_login(site, parsers):
    limits = site.limits("docs.google.com", "accounts.google.com")
    fetcher = Fetcher(limits, MemoryCache(), parsers=parsers, lookup=everywhere)
    login = site.url("/v3/signin/identifier", "accounts.google.com")
    site.put("/document/d/1AbC/export", b"", status=302, headers={"Location": login})
    site.put("/v3/signin/identifier", LOGIN)
    with pytest.raises(ReferenceUnavailable, match="The page asks for a login"):
        await fetcher.fetch(site.url("/document/d/1AbC/edit?usp=sharing", "docs.google.com"))
    await fetcher.aclose()


async def test_an_operators_lists(site, parsers):
    limits = site.limits("docs.acme.example", "old.acme.example")
    fetcher = Fetcher(
        limits,
        MemoryCache(),
        parsers=parsers,
        lookup=everywhere,
        allow_hosts=("acme.example",),
        deny_hosts=("old.acme.example",),
    )
    assert await fetcher.fetch(site.url("/docs/a", "docs.acme.example"))
    site.put("/away", b"", status=302, headers={"Location": site.url("/docs/a", "old.acme.example")})
    with pytest.raises(ReferenceUnavailable, match=r"redirects elsewhere: Pages from old\.acme\.example are blocked"):
        await fetcher.fetch(site.url("/away", "docs.acme.example"))
    with pytest.raises(ReferenceUnavailable, match="isn't one of the hosts allowed"):
        await fetcher.fetch(site.url("/docs/a"))
    await fetcher.aclose()


async def test_pages_are_parsed_without_the_secrets_of_the_app(site, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    parsers = Parsers()
    fetcher = Fetcher(site.limits(), MemoryCache(), parsers=parsers)
    await fetcher.fetch(site.url("/docs/a"))
    [pid] = parsers.pids
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"very-secret" not in environment
    await fetcher.aclose()
    await parsers.aclose()
    assert not Path(f"/proc/{pid}").exists()


async def test_a_parsing_process_that_dies_is_replaced(site, fetcher, parsers):
    await fetcher.fetch(site.url("/docs/a"))
    for pid in parsers.pids:
        os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(HANG_SECONDS):
        while parsers.pids:
            await asyncio.sleep(0.01)
    assert await fetcher.fetch(site.url("/docs/b"))


async def test_a_parsing_process_has_bounded_memory(site):
    parsers = Parsers(memory=110_000_000)
    fetcher = Fetcher(site.limits(page_bytes=20_000_000), MemoryCache(), parsers=parsers)
    url = site.put("/huge", "<main>" + "<p>word</p>" * 150_000 + "</main>")
    with pytest.raises(ReferenceUnavailable, match=r"needs more memory|damaged, or designed to cause harm"):
        await fetcher.fetch(url)
    await fetcher.aclose()
    await parsers.aclose()


async def test_a_machine_that_cant_load_the_libraries_in_time(monkeypatch):
    monkeypatch.setattr(process, "LOAD_SECONDS", 0.0)
    parsers = Parsers()
    with pytest.raises(OutOfResources):
        await parsers.extract(b"A page.", "", "text/plain", HANG_SECONDS)
    await parsers.aclose()


async def test_a_page_with_more_text_than_anyone_takes(monkeypatch):
    monkeypatch.setattr(process, "ANSWER_BYTES", 10_000)
    parsers = Parsers()
    with pytest.raises(ReferenceUnavailable, match="far more text than can be used"):
        await parsers.extract(b"A long page. " * 10_000, "", "text/plain", HANG_SECONDS)
    await parsers.aclose()


async def test_a_page_that_takes_long_to_read(parsers):
    with pytest.raises(ReferenceUnavailable, match=r"longer than 0\.1 s to read"):
        await parsers.extract(b"<main>" + b"<p>word</p>" * 300_000 + b"</main>", "", "text/html", 0.1)
    assert await parsers.extract(b"The next page is read as ever.", "", "text/plain", HANG_SECONDS)


class Slow(Parsers):
    """Stands for a machine on which reading begins only when the server's time is long over."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    async def extract(self, body: bytes, url: str, content_type: str, seconds: float) -> Extract:
        self._clock.passes(1.5 * seconds)
        return await super().extract(body, url, content_type, HANG_SECONDS)


async def test_a_slow_machine_is_no_slow_server(site):
    clock = Clock()
    parsers = Slow(clock)
    fetcher = Fetcher(site.limits(fetch_seconds=100.0), MemoryCache(), parsers=parsers)
    url = site.put("/elsewhere", '<html><meta http-equiv="refresh" content="0;url=/notes.txt"></html>')
    assert (await fetcher.fetch(url)).title == "Release notes"
    url = site.put("/nowhere", '<html><meta http-equiv="refresh" content="0;url=/hang"></html>')
    fetching = asyncio.create_task(fetcher.fetch(url))
    await site.asked(4)
    clock.passes(100.0)
    with pytest.raises(ReferenceUnavailable, match="took longer than 100 s to send the page"):
        await fetching
    await fetcher.aclose()
    await parsers.aclose()
