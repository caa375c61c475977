"""A URL -> its page: from the cache while that is fresh, else safely over the wire; once for all who ask at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from yarl import URL

from pipeline.cache import Cache, cache_key
from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge import extract, walls
from pipeline.knowledge.addresses import Rules, read_url
from pipeline.knowledge.locations import locations
from pipeline.knowledge.page import Moved, Page, page_from_bytes, page_to_bytes
from pipeline.knowledge.trouble import Missing, Unreachable
from pipeline.options import Limits
from pipeline.version import VERSION

if TYPE_CHECKING:
    import aiohttp

    from pipeline.knowledge.connect import CheckedResolver, Lookup
    from pipeline.knowledge.parsers import Parsers

log = logging.getLogger(__name__)

USER_AGENT = f"Script2Doc/{VERSION} (reads pages that a person asked for)"
FRESH_SECONDS = 3600.0
"""A page fetched less than so long ago is used without asking its server."""
OLDEST_SECONDS = 30 * 86400.0
"""A page fetched longer ago is fetched as if it had never been."""


@dataclass
class _Flight:
    task: asyncio.Task[Page]
    waiting: int = 0


class Fetcher:
    """One for each process: its connections, its parsing processes, and the fetches under way."""

    def __init__(
        self,
        limits: Limits,
        cache: Cache,
        *,
        allow_hosts: Collection[str] = (),
        deny_hosts: Collection[str] = (),
        lookup: Lookup | None = None,
        parsers: Parsers | None = None,
        proxy: str | None = None,
        address: str | None = None,
        fresh: float = FRESH_SECONDS,
    ) -> None:
        """`allow_hosts`, where not empty, are the only hosts asked, and `deny_hosts` never; each stands for itself and
        what is below it. `lookup` resolves names in place of the system. `parsers` are shared with others, who end
        them. `proxy` is an http URL that all requests go through: names are still resolved and checked here where
        that is possible. `address` is a web or mail address where those whose pages are read learn who reads them; it
        goes into the User-Agent. `fresh`: seconds."""
        self._limits = limits
        self._cache = cache
        self._rules = Rules.of(limits, allow_hosts, deny_hosts)
        self._lookup = lookup
        self._proxy = proxy
        self._user_agent = f"{USER_AGENT[:-1]}; +{address})" if address else USER_AGENT
        self._fresh = fresh
        self._flights: dict[str, _Flight] = {}
        self._session: aiohttp.ClientSession | None = None
        self._resolver: CheckedResolver | None = None
        self._parsers = parsers
        self._shares_parsers = parsers is not None

    def check(self, url: str) -> URL:
        """The address that would be fetched, as far as that can be known without DNS. Raises ReferenceUnavailable with
        the reason in words."""
        return self._rules.check(url)

    async def fetch(self, url: str) -> Page:
        """The page at this address. Raises ReferenceUnavailable with the reason in words; its subclass OutOfResources
        where it was this machine's fault. Whoever asks for a page under way waits for the same one."""
        checked = self.check(url)
        key = str(checked) + _tab(url)
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.create_task(self._fetch(url, checked)))
            flight.task.add_done_callback(lambda _: self._flights.pop(key, None))
        flight.waiting += 1
        try:
            page = await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            if flight.waiting == 1:  # nobody else waits for it
                flight.task.cancel()
                self._flights.pop(key, None)
                await asyncio.gather(flight.task, return_exceptions=True)
            raise
        finally:
            flight.waiting -= 1
        return replace(page, url=url)

    async def warm(self) -> None:
        """Gets what the first page needs ready while it is on its way."""
        await self._open_parsers().warm()

    async def aclose(self) -> None:
        """Lets go of everything. Fetches under way are cancelled."""
        under_way = [flight.task for flight in self._flights.values()]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        if self._resolver is not None:
            await self._resolver.close()
        if self._parsers is not None and not self._shares_parsers:
            await self._parsers.aclose()
            self._parsers = None
        self._session = self._resolver = None

    async def _fetch(self, asked: str, checked: URL) -> Page:
        began = time.perf_counter()
        candidates = locations(_with_tab(checked, asked))
        missing: ReferenceUnavailable | None = None
        for candidate in candidates:
            try:
                page = await self._page_at(candidate)
            except Missing as why:
                missing = missing or why
            else:
                log.info("fetched %s: %d words in %.2f s", checked.host, page.words, time.perf_counter() - began)
                return page
        assert missing is not None
        raise missing

    async def _page_at(self, url: URL) -> Page:
        """The page at one address: kept and fresh, kept and unchanged, or new."""
        target = self._rules.check(url)
        key = cache_key("page", url=str(target), version=extract.VERSION)
        kept = await self._kept(key)
        if kept and kept.age < self._fresh:
            return kept.page
        try:
            async with asyncio.timeout(self._limits.fetch_seconds) as clock:
                return await self._from_server(target, key, kept, clock)
        except TimeoutError:
            problem: ReferenceUnavailable = ReferenceUnavailable(
                f"{target.host} took longer than {self._limits.fetch_seconds:g} s to send the page."
            )
        except Unreachable as trouble:
            problem = ReferenceUnavailable(trouble.message)
        if kept:  # what it said last time is better than nothing, and its date stands in the document
            log.info("used the cached page of %s: %s", target.host, problem.message)
            return kept.page
        raise problem

    async def _from_server(self, url: URL, key: str, kept: _Kept | None, clock: asyncio.Timeout) -> Page:
        from pipeline.knowledge import transfer

        conditions = kept.conditions if kept else {}
        for _ in range(3):  # a page may say in its text that it has moved
            if self._proxy:
                await self._check_names(url)
            answer = await transfer.get(
                self._open_session(),
                url,
                self._rules,
                most=self._limits.page_bytes,
                headers=conditions,
                proxy=self._proxy,
            )
            if answer.status == 304 and kept:
                return await self._keep(key, replace(kept.page, fetched=_now()), {**kept.about, "at": time.time()})
            if answer.url != str(url) and walls.is_login_address(answer.url):
                raise ReferenceUnavailable("The page asks for a login.")
            if why := walls.by_status(answer.status, url.host or ""):
                if answer.status in (404, 410):
                    raise Missing(why)
                raise Unreachable(why) if answer.status >= 500 else ReferenceUnavailable(why)
            try:
                with _stopped(clock):
                    found = await self._open_parsers().extract(
                        answer.body,
                        answer.url,
                        answer.headers.get("content-type", ""),
                        self._limits.fetch_seconds,
                    )
            except Moved as moved:
                url, conditions = transfer.redirected(URL(answer.url), str(moved), self._rules), {}
                continue
            page = Page(str(url), answer.url, found.title, _now(), found.blocks)
            about = {
                "etag": answer.headers.get("etag"),
                "last_modified": answer.headers.get("last-modified"),
                "at": time.time(),
            }
            if "no-store" in answer.headers.get("cache-control", "").lower():
                return page
            return await self._keep(key, page, about)
        raise ReferenceUnavailable("The page keeps redirecting elsewhere.")

    async def _kept(self, key: str) -> _Kept | None:
        data = await self._cache.get(key)
        if data is None:
            return None
        try:
            page, about = await asyncio.to_thread(page_from_bytes, data)
            kept = _Kept(page, about, time.time() - float(about["at"]))
        except (ValueError, TypeError, KeyError):
            return None
        return kept if 0 <= kept.age < OLDEST_SECONDS else None

    async def _keep(self, key: str, page: Page, about: dict[str, Any]) -> Page:
        await self._cache.put(key, "page", await asyncio.to_thread(page_to_bytes, page, **about))
        return page

    async def _check_names(self, url: URL) -> None:
        """Before a proxy resolves the name in its own way. Raises ReferenceUnavailable."""
        from pipeline.knowledge.connect import Refused

        self._open_session()
        assert self._resolver is not None
        try:
            await self._resolver.resolve(url.raw_host or "", url.port or 0)
        except Refused as refused:
            raise refused.why from None
        except OSError:
            log.info("%s can't be resolved here; the proxy decides", url.host)

    def _open_session(self) -> aiohttp.ClientSession:
        from pipeline.knowledge import connect  # aiohttp is loaded by the first page

        if self._session is None:
            through = (URL(self._proxy).raw_host or "",) if self._proxy else ()
            rules = replace(self._rules, private_hosts=(*self._rules.private_hosts, *through))
            pool, self._resolver = connect.connector(rules, self._lookup)
            self._session = connect.open_session(pool, self._user_agent)
        return self._session

    def _open_parsers(self) -> Parsers:
        from pipeline.knowledge.parsers import Parsers

        if self._parsers is None:
            self._parsers = Parsers()
        return self._parsers


@dataclass(frozen=True)
class _Kept:
    """A page from the cache."""

    page: Page
    about: dict[str, Any]
    age: float
    """Seconds."""

    @property
    def conditions(self) -> dict[str, str]:
        pairs = (("If-None-Match", self.about.get("etag")), ("If-Modified-Since", self.about.get("last_modified")))
        return {name: str(value) for name, value in pairs if value}


@contextmanager
def _stopped(clock: asyncio.Timeout) -> Iterator[None]:
    """Stops a server's clock: reading a page has a bound of its own, and is no server's fault."""
    now, when = asyncio.get_running_loop().time, clock.when()
    assert when is not None
    left = when - now()
    clock.reschedule(None)
    try:
        yield
    finally:
        clock.reschedule(now() + left)


def same_page(url: str) -> str:
    """What two addresses have in common if they are of one page. An address that can't be read is its own."""
    try:
        return str(read_url(url)) + _tab(url)
    except ReferenceUnavailable:
        return url


def _tab(url: str) -> str:
    """The part of a Google sheet's fragment that says which of its tabs is meant: there the fragment matters."""
    fragment = url.partition("#")[2]
    return f"#{fragment}" if fragment.startswith("gid=") and "docs.google.com/spreadsheets" in url else ""


def _with_tab(url: URL, asked: str) -> URL:
    tab = _tab(asked)
    return url.with_fragment(tab.removeprefix("#")) if tab else url


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
