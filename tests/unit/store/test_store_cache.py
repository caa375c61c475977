"""The cache in the database: many tasks at once, limits, age, and what is forgotten first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from sqlalchemy import event, text

from bot.store import Database
from bot.store.cache import DAY_SECONDS, StoreCache, purge_expired
from pipeline.cache import Cache, cache_key


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def keys(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list((await connection.execute(text("select key from cache order by key"))).scalars())


async def test_it_is_a_cache_as_the_pipeline_knows_it(database: Database):
    cache: Cache = StoreCache(database)
    key = cache_key("step", model="m", ids=[1, 2])

    assert await cache.get(key) is None
    await cache.put(key, "step", b"the step")
    assert await cache.get(key) == b"the step"
    await cache.put(key, "step", b"the step, better")
    assert await cache.get(key) == b"the step, better"
    assert await StoreCache(database).get(key) == b"the step, better"


async def test_many_tasks_put_at_once_in_a_few_transactions(database: Database):
    cache = StoreCache(database)
    transactions: list[object] = []
    event.listen(database._writing.sync_engine, "commit", transactions.append)

    async with asyncio.TaskGroup() as group:
        for n in range(500):
            group.create_task(cache.put(f"step:{n}", "step", b"%d" % n))

    assert [await cache.get(f"step:{n}") for n in (0, 250, 499)] == [b"0", b"250", b"499"]
    assert len(await keys(database)) == 500
    assert len(transactions) < 10


async def test_when_put_returns_the_entry_is_on_the_disk(database: Database):
    cache, elsewhere = StoreCache(database), StoreCache(database)

    async def put_and_look(n: int) -> bytes | None:
        await cache.put(f"step:{n}", "step", b"x")
        return await elsewhere.get(f"step:{n}")

    assert set(await asyncio.gather(*(put_and_look(n) for n in range(50)))) == {b"x"}


async def test_a_cancelled_task_takes_nobody_elses_entry_with_it(database: Database):
    cache = StoreCache(database)

    tasks = [asyncio.create_task(cache.put(f"step:{n}", "step", b"x")) for n in range(4)]
    # The first stores for all; it is cancelled in the middle of that.
    engine = database._writing.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *_: tasks[0].cancel(), once=True)

    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert await keys(database) == ["step:1", "step:2", "step:3"]
    assert cache._waiting == []


async def test_an_entry_that_is_too_large_is_not_kept(database: Database):
    cache = StoreCache(database, max_entry=10)

    await cache.put("page:1", "page", b"x" * 11)
    await cache.put("page:2", "page", b"x" * 10)

    assert await keys(database) == ["page:2"]


async def test_an_old_entry_is_not_given_and_is_deleted(database: Database, clock: Clock):
    cache = StoreCache(database, max_age=DAY_SECONDS, clock=clock)
    await cache.put("step:1", "step", b"x")
    clock.now += DAY_SECONDS / 2
    await cache.put("step:2", "step", b"x")

    clock.now += DAY_SECONDS / 2

    assert await cache.get("step:1") is None
    assert await cache.get("step:2") == b"x"
    assert await purge_expired(database, clock()) == 1
    assert await keys(database) == ["step:2"]


@pytest.mark.both_databases
async def test_beyond_the_limit_what_was_used_longest_ago_goes(database: Database, clock: Clock):
    cache = StoreCache(database, max_bytes=30, clock=clock)
    for n in range(3):
        await cache.put(f"step:{n}", "step", b"x" * 10)
        clock.now += 4000
    assert await cache.get("step:0") is not None  # used again, so it isn't the first to go any more

    await cache.put("step:3", "step", b"x" * 10)

    assert await keys(database) == ["step:0", "step:2", "step:3"]


async def test_a_smaller_limit_holds_from_the_first_entry_on(database: Database, clock: Clock):
    for n in range(10):
        await StoreCache(database, clock=clock).put(f"step:{n}", "step", b"x" * 10)
        clock.now += 1

    await StoreCache(database, max_bytes=40, clock=clock).put("step:new", "step", b"x" * 10)

    assert await keys(database) == ["step:7", "step:8", "step:9", "step:new"]


@pytest.mark.both_databases
async def test_reading_writes_nothing_within_the_hour_and_little_after_it(database: Database, clock: Clock):
    cache = StoreCache(database, clock=clock)
    await asyncio.gather(*(cache.put(f"step:{n}", "step", b"x") for n in range(300)))
    transactions: list[object] = []
    event.listen(database._writing.sync_engine, "commit", transactions.append)

    for n in range(300):
        await cache.get(f"step:{n}")
    assert len(transactions) == 0

    clock.now += 4000
    for n in range(300):
        await cache.get(f"step:{n}")
    assert len(transactions) == 1
    await cache.flush()
    assert len(transactions) == 2
    async with database.reading() as connection:
        assert await connection.scalar(text("select count(*) from cache where last_used > 1800003999")) == 300
