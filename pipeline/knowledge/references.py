"""The reference pages of one job. All are fetched at once, while other work goes on, until one cutoff."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable, Mapping
from types import TracebackType

from pipeline import progress
from pipeline.errors import ReferenceUnavailable
from pipeline.guide import Reference, ReferenceStatus
from pipeline.knowledge.fetch import Fetcher, same_page
from pipeline.knowledge.page import Page
from pipeline.knowledge.shelf import Shelf
from pipeline.knowledge.trouble import OutOfResources
from pipeline.loading import load

log = logging.getLogger(__name__)

HEAD_START_SECONDS = 0.02
"""The head start of requests before other preparations."""

Fetched = Page | ReferenceUnavailable


async def fetch_in_parallel(urls: Iterable[str], fetcher: Fetcher) -> tuple[Fetched, ...]:
    """The pages or the reasons for not having them, in the order of the URLs. All are fetched at once."""
    return tuple(await asyncio.gather(*(_try(url, fetcher) for url in urls)))


async def fetch_one_after_another(urls: Iterable[str], fetcher: Fetcher) -> tuple[Fetched, ...]:
    """The same, but one after another. It is used if there is no room for more at once."""
    return tuple([await _try(url, fetcher) for url in urls])


async def _try(url: str, fetcher: Fetcher) -> Fetched:
    try:
        return await fetcher.fetch(url)
    except ReferenceUnavailable as why:
        return why


def one_of_each(urls: Iterable[str]) -> tuple[str, ...]:
    """The URLs without those that lead to the same page as an earlier one."""
    kept: dict[str, str] = {}
    for url in urls:
        kept.setdefault(same_page(url), url)
    return tuple(kept.values())


class References:
    """Use it as a context manager. At its end, fetches that are still running are cancelled."""

    def __init__(self, urls: Iterable[str], fetcher: Fetcher | None, wait: float, listen: progress.Listener) -> None:
        self._urls = one_of_each(urls)
        self._fetcher = fetcher
        self._wait = wait
        self._listen = listen
        self._began = time.perf_counter()
        self._outcomes: dict[str, Fetched] = {}
        self._closed = False
        """Whether the cutoff has passed. After it, pages aren't announced or added."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._path = "in parallel"
        self._gathering: asyncio.Task[Shelf] | None = None
        self._shelf = Shelf() if not self._urls else None
        if self._urls:
            self._gathering = asyncio.create_task(self._gather())

    @classmethod
    def start(
        cls,
        urls: Iterable[str],
        fetcher: Fetcher | None,
        *,
        wait: float,
        listen: progress.Listener = progress.nobody,
    ) -> References:
        """Begins to fetch all pages at once, each page once. `wait` is in seconds from now. Without URLs, nothing is
        done and there is no task."""
        return cls(urls, fetcher, wait, listen)

    async def __aenter__(self) -> References:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [*self._tasks.values(), *([self._gathering] if self._gathering else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def shelf(self) -> Shelf:
        """What has arrived once all pages are there or the cutoff has passed. It is the same for everyone who asks."""
        if self._shelf is None:
            assert self._gathering is not None
            self._shelf = await asyncio.shield(self._gathering)
        return self._shelf

    async def _gather(self) -> Shelf:
        self._listen(progress.StageStarted(progress.Stage.FETCH))
        preparing = asyncio.create_task(self._prepare())
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._wait):
                    await self._fetch_all()
        finally:
            preparing.cancel()
            await asyncio.gather(preparing, return_exceptions=True)
        self._closed = True
        seconds = time.perf_counter() - self._began
        asked, pages = self._accounts()
        for reference in asked:
            if reference.status is ReferenceStatus.LATE:
                self._listen(progress.ReferenceDone(reference.url, reference.status, seconds, reference.reason))
        shelf = await asyncio.to_thread(Shelf.build, asked, pages)
        log.info("%d of %d reference pages, fetched %s, in %.2f s", len(pages), len(asked), self._path, seconds)
        self._listen(progress.StageFinished(progress.Stage.FETCH, seconds))
        return shelf

    async def _prepare(self) -> None:
        """Prepares what the pages will need while they are on their way."""
        # The requests go first: starting a process and loading numpy block the loop for some milliseconds.
        await asyncio.sleep(HEAD_START_SECONDS)
        if self._fetcher:
            await self._fetcher.warm()
        await load("bm25s")

    async def _fetch_all(self) -> None:
        """Fetches all at once. Pages for which this machine had no room are fetched again, one after another. Pages
        that are still on their way at the cutoff continue: they reach the cache, if not this guide."""
        fetcher = self._fetcher
        if fetcher is None:
            for url in self._urls:
                self._done(url, ReferenceUnavailable("Reference pages can't be fetched here."))
            return
        crowded: list[str] = []
        for url in self._urls:
            self._tasks[url] = asyncio.create_task(self._fetch(url, fetcher, crowded))
        await asyncio.wait([self._tasks[url] for url in self._urls])
        if crowded:
            self._path = f"one after another ({len(crowded)} of {len(self._urls)}: too many for this machine at once)"
            for url in crowded:
                [outcome] = await fetch_one_after_another([url], fetcher)
                self._done(url, outcome)

    async def _fetch(self, url: str, fetcher: Fetcher, crowded: list[str]) -> None:
        outcome = await _try(url, fetcher)
        if isinstance(outcome, OutOfResources):
            crowded.append(url)
        else:
            self._done(url, outcome)

    def _done(self, url: str, outcome: Fetched) -> None:
        if self._closed:
            return
        self._outcomes[url] = outcome
        seconds = time.perf_counter() - self._began
        if isinstance(outcome, Page):
            self._listen(progress.ReferenceDone(url, ReferenceStatus.UNUSED, seconds))
        else:
            log.info("a reference page can't be used: %s", outcome.message)
            self._listen(progress.ReferenceDone(url, ReferenceStatus.FAILED, seconds, outcome.message))

    def _accounts(self) -> tuple[list[Reference], Mapping[str, Page]]:
        """(what became of each page by now, the pages by the ids of their references)."""
        asked, pages = [], {}
        for number, url in enumerate(self._urls, 1):
            name = f"r{number}"
            match self._outcomes.get(url):
                case Page() as page:
                    pages[name] = page
                    asked.append(Reference(name, url, ReferenceStatus.UNUSED, page.title, fetched=page.fetched))
                case ReferenceUnavailable() as why:
                    asked.append(Reference(name, url, ReferenceStatus.FAILED, reason=why.message))
                case None:
                    reason = (
                        f"The page hadn't arrived {self._wait:g} s after the start, so the guide was made without it."
                    )
                    asked.append(Reference(name, url, ReferenceStatus.LATE, reason=reason))
        return asked, pages
