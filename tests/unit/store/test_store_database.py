"""The database's connections: no update is lost, and no cancellation leaves a lock behind."""

from __future__ import annotations

import asyncio
import random

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from bot.store import Database, Store
from bot.store.connection import finished
from bot.store.tables import workers
from tests.conftest import HANG_SECONDS, further


async def count_up(database: Database) -> None:
    """Reads a number and writes one more: what loses updates where transactions begin as readers."""
    async with database.writing() as connection:
        reading = select(workers.c.beat).where(workers.c.name == "counter")
        number = await connection.scalar(reading.with_for_update())
        await connection.execute(update(workers).where(workers.c.name == "counter").values(beat=number + 1))


async def counted(database: Database) -> int:
    async with database.reading() as connection:
        number: int = await connection.scalar(select(workers.c.beat).where(workers.c.name == "counter"))
    return number


@pytest.mark.both_databases
async def test_a_hundred_read_then_write_transactions_at_once_lose_no_update(store: Store):
    await store.workers.renew("counter")

    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(count_up(store.database))

    assert await counted(store.database) == 100


async def test_nor_do_those_of_two_connections_to_one_file(store: Store, url: str):
    await store.workers.renew("counter")

    async with Store.open(url) as other, asyncio.TaskGroup() as group:
        for database in (store.database, other.database) * 50:
            group.create_task(count_up(database))

    assert await counted(store.database) == 100


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", [0, 1, *further(2, 3, 4)])
async def test_cancelled_tasks_leave_no_lock_behind(store: Store, seed: int):
    await store.workers.renew("counter")
    chance = random.Random(seed)

    for _ in range(10):
        tasks = [asyncio.create_task(count_up(store.database)) for _ in range(8)]
        tasks += [asyncio.create_task(counted(store.database)) for _ in range(8)]  # type: ignore[arg-type]
        for task in chance.sample(tasks, 12):
            for _ in range(chance.randrange(40)):
                await asyncio.sleep(0)
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert not [o for o in outcomes if isinstance(o, BaseException) and not isinstance(o, asyncio.CancelledError)]

    async with asyncio.timeout(HANG_SECONDS):
        await count_up(store.database)


async def test_a_transaction_that_fails_writes_nothing(store: Store):
    await store.workers.renew("counter")

    async def fail() -> None:
        async with store.database.writing() as connection:
            await connection.execute(update(workers).values(beat=7))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await counted(store.database) == 0


async def test_what_is_cancelled_goes_on_being_cancelled_when_its_statement_is_done():
    began, may_end = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def statement() -> None:
        began.set()
        await may_end.wait()
        ended.append("statement")

    task = asyncio.create_task(finished(statement()))
    await began.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    may_end.set()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["statement"]


@pytest.mark.both_databases
async def test_readers_go_on_while_somebody_writes(store: Store):
    await store.workers.renew("counter")

    async with store.database.writing() as connection:
        await connection.execute(update(workers).values(beat=7))
        assert await counted(store.database) == 0

    assert await counted(store.database) == 7


@pytest.mark.both_databases
async def test_a_defect_of_ours_is_not_dressed_up_as_trouble_with_the_database(database: Database):
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(text("insert into workers (name) values ('no lease')"))
