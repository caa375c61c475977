"""The cache in the database: what a killed job had finished, and what another job can use again.

Losing an entry costs time, never correctness. So a database that can't take one is logged and no job fails for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, delete, func, literal, select, update

from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.errors import DatabaseAway, StoreError
from bot.store.tables import cache, cache_uses, jobs

log = logging.getLogger(__name__)

T = TypeVar("T")

TRIES = 3
"""How often an entry is read or stored while the database's server goes away and comes back."""
DAY_SECONDS = 86_400.0
TOUCH_AFTER_SECONDS = 3600.0
"""The time of an entry's last use may be this much too old, so that not every reading means writing."""

MOST_TOUCHES = 200
"""Times of last use wait for the next `put` to be written with it. This many are written without one."""


@dataclass
class _Entry:
    key: str
    kind: str
    value: bytes
    job: str | None = None
    stored: bool = False


class StoreCache:
    """A `pipeline.cache.Cache`. Entries are stored in groups: while one transaction runs, all that arrives gathers for
    the next, and each `put` returns when its own entry is on the disk."""

    def __init__(
        self,
        database: Database,
        *,
        max_bytes: int = 500_000_000,
        max_entry: int = 8_000_000,
        max_age: float = 30 * DAY_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`max_bytes` bounds all values together: beyond it, the least recently used are deleted. `max_entry` bounds
        one value in bytes, `max_age` the seconds since it was put."""
        self._database = database
        self._max_bytes = max_bytes
        self._max_entry = min(max_entry, max_bytes)
        self._max_age = max_age
        self._clock = clock
        self._waiting: list[_Entry] = []
        self._touched: set[str] = set()
        self._used: set[tuple[str, str]] = set()
        """Keys of entries, each with a job that has used it, which aren't noted yet."""
        self._storing = asyncio.Lock()
        self._added = max_bytes
        """Bytes that were put since the total was last compared with `max_bytes`. It begins so high that the first
        `put` compares it."""

    def of(self, job: str) -> CacheOfJob:
        """The same cache, which notes what this job puts there or finds."""
        return CacheOfJob(self, job)

    async def get(self, key: str, job: str | None = None) -> bytes | None:
        """The value put under this key, or None. `job` is the id of who uses it."""
        now = self._clock()
        try:
            found = await _tried(lambda: self._find(key, now))
            if found is None:
                return None
            if job is not None:
                self._used.add((key, job))
            if found.last_used < now - TOUCH_AFTER_SECONDS:
                self._touched.add(key)
            if len(self._touched) + len(self._used) >= MOST_TOUCHES:
                await self.flush()
        except StoreError as error:
            log.warning("the cache can't be read: %s", error)
            return None
        value: bytes = found.value
        return value

    async def _find(self, key: str, now: float) -> Row[Any] | None:
        finding = select(cache.c.value, cache.c.last_used).where(cache.c.key == key, cache.c.expires > now)
        async with self._database.reading() as connection:
            return (await connection.execute(finding)).one_or_none()

    async def put(self, key: str, kind: str, value: bytes, job: str | None = None) -> None:
        """Keeps the value; `kind` is what it is (see `pipeline.cache.Cache`), `job` the id of who has made it."""
        if len(value) > self._max_entry:
            log.info("a cache entry of %d bytes (%s) is too large to be kept", len(value), kind)
            return
        entry = _Entry(key, kind, value, job)
        try:
            await _tried(lambda: self._store(entry))
        except StoreError as error:
            log.warning("a cache entry (%s) can't be kept: %s", kind, error)

    async def flush(self) -> None:
        """Writes the times of last use, and the uses, that were gathered. Raises StoreError."""
        async with self._storing:
            if self._touched or self._used:
                async with self._database.writing() as connection:
                    await self._touch(connection)

    async def _store(self, mine: _Entry) -> None:
        """Stores all entries that wait, unless another task has stored `mine` with its own already."""
        self._waiting.append(mine)
        try:
            async with self._storing:
                if mine.stored:
                    return
                group, self._waiting = self._waiting, []
                try:
                    await self._write(group)
                except BaseException:
                    # The tasks that wait for the lock try again, each with the entries that are left.
                    self._waiting = [entry for entry in group if entry is not mine] + self._waiting
                    raise
                for entry in group:
                    entry.stored = True
        finally:
            if not mine.stored and mine in self._waiting:
                self._waiting.remove(mine)

    async def _write(self, group: list[_Entry]) -> None:
        now = self._clock()
        rows = {
            entry.key: {
                "key": entry.key,
                "kind": entry.kind,
                "size": len(entry.value),
                "expires": now + self._max_age,
                "last_used": now,
                "value": entry.value,
            }
            for entry in group
        }
        async with self._database.writing() as connection:
            # In the order of their keys: two processes that wait for each other's rows wait for ever.
            adding = connection.insert_into(cache)
            new = {name: adding.excluded[name] for name in ("kind", "size", "expires", "last_used", "value")}
            await connection.execute(
                adding.on_conflict_do_update(index_elements=["key"], set_=new), [rows[key] for key in sorted(rows)]
            )
            makers = sorted({entry.job for entry in group if entry.job is not None})
            if makers:  # they have come further, so what they have lost before counts no more
                anew = update(jobs).where(jobs.c.id.in_(makers), jobs.c.losses > 0).values(losses=0)
                await connection.execute(anew)
            made = sorted({(entry.key, entry.job) for entry in group if entry.job is not None})
            if made:  # these are there: all of them in one statement
                noting = connection.insert_into(cache_uses).on_conflict_do_nothing()
                await connection.execute(noting, [{"key": key, "job": job} for key, job in made])
            await self._touch(connection)
            self._added += sum(len(entry.value) for entry in group)
            if self._added > self._max_bytes // 20:
                await self._prune(connection)

    async def _touch(self, connection: Connection) -> None:
        if self._touched:
            touched = _free(cache.c.key.in_(sorted(self._touched)))
            await connection.execute(update(cache).where(cache.c.key.in_(touched)).values(last_used=self._clock()))
            self._touched.clear()
        for key, job in sorted(self._used):
            # An entry that is gone by now has no uses.
            use = select(cache.c.key, literal(job)).where(cache.c.key == key)
            noting = connection.insert_into(cache_uses).from_select(["key", "job"], use)
            await connection.execute(noting.on_conflict_do_nothing())
        self._used.clear()

    async def _prune(self, connection: Connection) -> None:
        """Deletes the least recently used entries until the rest is small enough."""
        so_far = func.sum(cache.c.size).over(order_by=(cache.c.last_used.desc(), cache.c.key.desc()))
        ranked = select(cache.c.key, so_far.label("so_far")).subquery()
        surplus = select(ranked.c.key).where(ranked.c.so_far > self._max_bytes)
        await connection.execute(delete(cache).where(cache.c.key.in_(_free(cache.c.key.in_(surplus)))))
        self._added = 0


class CacheOfJob:
    """A `pipeline.cache.Cache` whose entries are known to be used by one job."""

    def __init__(self, cache: StoreCache, job: str) -> None:
        self._cache = cache
        self._job = job

    async def get(self, key: str) -> bytes | None:
        return await self._cache.get(key, self._job)

    async def put(self, key: str, kind: str, value: bytes) -> None:
        await self._cache.put(key, kind, value, self._job)


async def _tried(work: Callable[[], Awaitable[T]]) -> T:
    """What comes of reading or storing an entry, which may be done again: an answer that is kept isn't to be paid for
    twice since the server went away in the middle. Each try waits for it. Raises what the last one raises."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(DatabaseAway):
            return await work()
    return await work()


def _free(condition: ColumnElement[bool]) -> Select[tuple[str]]:
    """The keys of entries that no other process is writing: nobody waits for the others, which need no change then."""
    return select(cache.c.key).where(condition).with_for_update(skip_locked=True)


async def purge_expired(database: Database, now: float) -> int:
    """Deletes what is too old, and returns how many entries that were. Raises StoreError."""
    async with database.writing() as connection:
        expired = _free(cache.c.expires <= now)
        return (await connection.execute(delete(cache).where(cache.c.key.in_(expired)))).rowcount
