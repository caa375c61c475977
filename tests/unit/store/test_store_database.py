"""The database's connections: no update is lost, no cancellation leaves a lock behind, and errors say what to do."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from bot.store import Database, Store, StoreError
from bot.store.connection import finished
from bot.store.tables import workers


async def count_up(database: Database) -> None:
    """Reads a number and writes one more: what loses updates where transactions begin as readers."""
    async with database.writing() as connection:
        number = await connection.scalar(select(workers.c.until).where(workers.c.name == "counter"))
        await connection.execute(update(workers).where(workers.c.name == "counter").values(until=number + 1))


async def counted(database: Database) -> float:
    async with database.reading() as connection:
        number: float = await connection.scalar(select(workers.c.until).where(workers.c.name == "counter"))
    return number


async def test_a_hundred_read_then_write_transactions_at_once_lose_no_update(store: Store):
    await store.workers.renew("counter", 0)

    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(count_up(store.database))

    assert await counted(store.database) == 100


async def test_nor_do_those_of_two_connections_to_one_file(store: Store, url: str):
    await store.workers.renew("counter", 0)

    async with Store.open(url) as other, asyncio.TaskGroup() as group:
        for database in (store.database, other.database) * 50:
            group.create_task(count_up(database))

    assert await counted(store.database) == 100


@pytest.mark.parametrize("seed", range(5))
async def test_cancelled_tasks_leave_no_lock_behind(store: Store, seed: int):
    await store.workers.renew("counter", 0)
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

    async with asyncio.timeout(5):
        await count_up(store.database)


async def test_a_transaction_that_fails_writes_nothing(store: Store):
    await store.workers.renew("counter", 0)

    async def fail() -> None:
        async with store.database.writing() as connection:
            await connection.execute(update(workers).values(until=7))
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


async def test_a_reader_can_write_nothing(database: Database):
    with pytest.raises(StoreError, match="can't be written"):
        async with database.reading() as connection:
            await connection.execute(update(workers).values(until=7))


async def test_readers_go_on_while_somebody_writes(store: Store):
    await store.workers.renew("counter", 0)

    async with store.database.writing() as connection:
        await connection.execute(update(workers).values(until=7))
        assert await counted(store.database) == 0

    assert await counted(store.database) == 7


async def test_a_defect_of_ours_is_not_dressed_up_as_trouble_with_the_database(database: Database):
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(text("insert into workers (name) values ('no lease')"))


async def test_each_connection_is_told_how_to_be_safe(database: Database):
    async with database.writing() as connection:
        told = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "busy_timeout", "secure_delete", "auto_vacuum")
        }

    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "busy_timeout": 30_000,
        "secure_delete": 1,
        "auto_vacuum": 2,  # INCREMENTAL
    }


async def test_the_folder_is_made_for_nobody_else(tmp_path: Path):
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/a/b/store.db")
    await database.close()

    assert (tmp_path / "a/b/store.db").exists()
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o700


async def test_a_relative_path_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    database = await Database.open("sqlite:///data/store.db")
    await database.close()

    assert database.url.database == str(tmp_path / "data/store.db")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("no address", "is no address such as sqlite"),
        ("mysql://host/name", "of the kind “mysql” can't be used"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
        ("sqlite+aiosqlite:////proc/nowhere/store.db", "Set SCRIPT2DOC_DATABASE_URL to a path"),
    ],
)
async def test_an_address_that_cannot_be_used_is_said_with_what_to_do(url: str, said: str):
    with pytest.raises(StoreError, match=said):
        await Database.open(url)


async def test_a_file_in_the_place_of_the_folder(tmp_path: Path):
    (tmp_path / "data").write_text("I am a file")

    with pytest.raises(StoreError, match=r"The folder of the database .* can't be used"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}/data/store.db")


async def test_a_folder_in_the_place_of_the_file(tmp_path: Path):
    with pytest.raises(StoreError, match="can't be opened"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}")


async def test_a_file_that_is_no_database(tmp_path: Path):
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n" + "00:00.000 --> 00:01.000\nHello\n\n" * 100)

    with pytest.raises(StoreError, match=r"talk\.vtt is a file, but no database"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}/talk.vtt")


async def test_a_damaged_database(url: str, tmp_path: Path):
    damaged = tmp_path / "damaged.db"
    content = bytearray((tmp_path / "there" / "store.db").read_bytes())
    content[4096:40960] = b"\xff" * (40960 - 4096)
    damaged.write_bytes(content)

    with pytest.raises(StoreError, match="is damaged"):
        async with Store.open(f"sqlite+aiosqlite:///{damaged}") as store:
            await store.jobs.counts()


async def test_a_full_disk_is_said_and_what_was_kept_stays(store: Store):
    kept = await store.blobs.put(b"kept", "transcript", 2e9)
    async with store.database.writing() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(StoreError, match=r"The disk of the database .* is full\. Make room"):
        await store.blobs.put(random.Random(1).randbytes(100_000), "transcript", 2e9)

    assert await store.blobs.get(kept) == b"kept"


async def test_what_another_process_holds_too_long_is_called_busy(store: Store, tmp_path: Path):
    async with store.database.writing() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 10"))
    other = sqlite3.connect(tmp_path / "there" / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="busy for too long"):
        await store.workers.renew("here", 1)

    other.close()
    await store.workers.renew("here", 1)


async def test_deleted_room_goes_back_to_the_disk(store: Store, tmp_path: Path):
    file = tmp_path / "there" / "store.db"
    secret = random.Random(1).randbytes(2_000_000)
    await store.blobs.put(secret, "transcript", expires=1)
    await store.database.compact()
    full = file.stat().st_size

    await store.blobs.purge(now=2)
    await store.database.compact()

    assert full > 2_000_000
    assert file.stat().st_size < 200_000
    assert not any(secret[:50] in path.read_bytes() for path in file.parent.iterdir())


async def test_a_database_that_cannot_shrink_is_left_as_it_is(tmp_path: Path):
    made = sqlite3.connect(tmp_path / "old.db")
    made.executescript("create table t (x); insert into t values (zeroblob(100000)); delete from t;")
    made.close()
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/old.db")

    await database.compact()

    await database.close()
    assert (tmp_path / "old.db").stat().st_size > 100_000
