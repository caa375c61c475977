"""SQLite's own ways: what each connection is told, what each error means for the operator, and room given back."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sqlite3
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text, update

from bot.store import Database, Store, StoreError
from bot.store.cache import StoreCache
from bot.store.tables import workers
from tests.databases import database_in


@pytest.fixture
def kind() -> str:
    return "sqlite"


async def test_a_reader_can_write_nothing(database: Database):
    with pytest.raises(StoreError, match="can't be written"):
        async with database.reading() as connection:
            await connection.execute(update(workers).values(beat=7))


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


async def test_many_that_open_a_new_file_at_once_all_get_in(tmp_path: Path):
    """Each time with a new file, since only the first ones to come change its mode."""
    for n in range(20):
        url = f"sqlite+aiosqlite:///{tmp_path}/{n}/store.db"
        for database in await asyncio.gather(*(Database.open(url) for _ in range(8))):
            await database.close()


async def test_the_folder_is_made_for_nobody_else(tmp_path: Path):
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/a/b/store.db")
    await database.close()

    assert (tmp_path / "a/b/store.db").exists()
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
async def test_the_files_are_made_for_nobody_else_in_a_folder_that_is_there(tmp_path: Path):
    tmp_path.chmod(0o755)

    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/script2doc.db")
    async with database.writing():
        pass
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    await database.close()

    assert modes
    assert set(modes.values()) == {0o600}


async def test_a_relative_path_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    database = await Database.open("sqlite:///data/store.db")
    await database.close()

    assert database.url.database == str(tmp_path / "data/store.db")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("no address", "isn't a valid address. It should look like sqlite"),
        ("mysql://host/name", "doesn't support “mysql” databases"),
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
    with pytest.raises(StoreError, match="is a folder"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}")


async def test_a_file_that_is_no_database(tmp_path: Path):
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n" + "00:00.000 --> 00:01.000\nHello\n\n" * 100)

    with pytest.raises(StoreError, match=r"talk\.vtt isn't a database file"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}/talk.vtt")


async def test_a_damaged_database(url: str, tmp_path: Path):
    damaged = tmp_path / "damaged.db"
    content = bytearray((tmp_path / "store.db").read_bytes())
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

    with pytest.raises(StoreError, match=r"The disk with the database .* is full\. Free up some space"):
        await store.blobs.put(random.Random(1).randbytes(100_000), "transcript", 2e9)

    assert await store.blobs.get(kept) == b"kept"


async def test_a_full_disk_costs_entries_and_no_job(database: Database, caplog: pytest.LogCaptureFixture):
    cache = StoreCache(database)
    async with database.writing() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with caplog.at_level(logging.WARNING):
        await asyncio.gather(*(cache.put(f"step:{n}", "step", b"x" * 100_000) for n in range(5)))

    assert await cache.get("step:1") is None
    assert "can't be kept: The disk" in caplog.text
    assert cache._waiting == []


async def test_what_another_process_holds_too_long_is_called_busy(store: Store, tmp_path: Path):
    async with store.database.writing() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 10"))
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="busy for too long"):
        await store.workers.renew("here")

    other.close()
    await store.workers.renew("here")


async def test_deleted_room_goes_back_to_the_disk(store: Store, tmp_path: Path):
    file = tmp_path / "store.db"
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


async def test_an_empty_file_is_not_taken_for_a_new_database(tmp_path: Path):
    """As a copy leaves it that was broken off, or a full disk."""
    (tmp_path / "store.db").touch()

    with pytest.raises(StoreError, match=r"store\.db is empty: .* Restore a backup, or delete the file"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}/store.db")


async def test_a_new_database_leaves_nothing_beside_it(tmp_path: Path):
    await (await Database.open(f"sqlite+aiosqlite:///{tmp_path}/store.db")).close()

    assert [file.name for file in tmp_path.iterdir()] == ["store.db"]
    assert (tmp_path / "store.db").stat().st_size > 0


async def test_a_file_that_is_deleted_or_replaced_meanwhile_is_not_written_to(store: Store, tmp_path: Path):
    file, away = tmp_path / "store.db", tmp_path / "away"
    await store.workers.renew("here")

    async def refused() -> None:
        for use in (store.workers.renew("here"), store.workers.beats(), store.database.at_once(lambda _: None)):
            with pytest.raises(StoreError, match="was deleted or replaced while the app was running"):
                await use

    file.rename(away)
    await refused()
    file.write_bytes(away.read_bytes())
    await refused()
    away.replace(file)
    await store.workers.renew("here")
    assert await store.workers.beats() == {"here": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
async def test_a_file_that_may_only_be_read():
    """The same for root, who may write everything, as somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(database_in(Path(folder)).removeprefix("sqlite+aiosqlite:///"))
        file.chmod(0o444)
        Path(folder).chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            with pytest.raises(StoreError, match=r"can't be (written to|opened)\. .*write"):
                await Database.open(f"sqlite+aiosqlite:///{file}")
        finally:
            if root:
                os.seteuid(0)
            Path(folder).chmod(0o700)
