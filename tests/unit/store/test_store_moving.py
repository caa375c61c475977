"""A database is moved whole, and only where nothing can be lost by it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.jobs.model import Job, JobState
from bot.store import Database, Store, StoreError
from bot.store.jobs import _row
from bot.store.moving import LEFT, Moved, move
from bot.store.settings import Scope
from bot.store.tables import cache, jobs, metadata, workers
from tests.databases import database_in
from tests.postgres_server import Server

JOBS = 550
"""More than are copied at a time."""


@pytest.fixture
def other(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of the other kind."""
    if kind == "postgresql":
        return database_in(tmp_path, "other.db")
    server: Server = request.getfixturevalue("postgres")
    return server.url(server.new_database())


@pytest.fixture
def number_of_jobs() -> int:
    return 40


@pytest.fixture
async def filled(url: str, new_job: Callable[..., Job], number_of_jobs: int) -> str:
    """A database with jobs of all states, documents, cache entries and settings, which nobody uses."""
    chance = random.Random(7)
    async with Store.open(url) as store:
        states = list(JobState)
        rows = [
            replace(
                new_job(),
                state=states[number % len(states)],
                name=f"Call {number} ü 漢.vtt",
                document=await store.blobs.put(chance.randbytes(3_000), "document", 2e9) if number % 10 == 0 else None,
                created=1_700_000_000 + number / 7,
            )
            for number in range(number_of_jobs)
        ]
        async with store.database.writing() as connection:
            await connection.execute(insert(jobs), [_row(job) for job in rows])
        for number in range(20):
            await store.cache.put(f"step:{number}", "step", chance.randbytes(500_000 if number == 3 else 50))
            await store.guides.put(json.dumps({"version": number}).encode(), rows[number].id, 2e9)
        await store.settings.put(Scope.CHANNEL, "T1", "C1", {"tone": "friendly", "glossary": ["Zürich"]})
    return url


async def rows_of(url: str) -> dict[str, list[Any]]:
    database = await Database.open(url)
    try:
        async with database.reading() as connection:
            return {
                table.name: sorted(map(repr, await connection.execute(select(table))))
                for table in metadata.sorted_tables
                if table.name not in LEFT
            }
    finally:
        await database.close()


async def moved(source: str, target: str, **how: Any) -> tuple[Moved, ...]:
    return await asyncio.to_thread(move, source, target, **how)


@pytest.mark.both_databases
@pytest.mark.parametrize("number_of_jobs", [JOBS])
async def test_every_row_arrives_as_it_was(filled: str, other: str):
    before = await rows_of(filled)

    counts = {each.table: each.rows for each in await moved(filled, other)}

    assert counts["jobs"] == JOBS
    assert counts["cache"] == 20
    assert await rows_of(other) == before == await rows_of(filled)
    assert counts == {name: len(rows) for name, rows in before.items()}


async def test_what_was_moved_is_used_as_before(filled: str, other: str):
    await moved(filled, other)

    async with Store.open(other) as store:
        waiting = {job.id for job in await store.jobs.orphans()}
        assert len(waiting) > 0
        assert await store.settings.get(Scope.CHANNEL, "T1", "C1") == {"tone": "friendly", "glossary": ["Zürich"]}


async def test_a_database_in_use_is_left_alone(filled: str, other: str):
    async with Store.open(filled) as store:
        await store.workers.renew("host:1:beef")

        def meanwhile(seconds: float) -> None:
            asyncio.run_coroutine_threadsafe(store.workers.renew("host:1:beef"), loop).result()

        loop = asyncio.get_running_loop()
        with pytest.raises(StoreError, match="in use by host:1:beef"):
            await moved(filled, other, pause=meanwhile)
    assert not any((await rows_of(other)).values())


async def test_the_lease_of_a_process_that_is_gone_is_no_hindrance_and_stays(filled: str, other: str):
    async with Store.open(filled) as store:
        await store.workers.renew("host:1:dead")
    waits: list[float] = []

    await moved(filled, other, pause=waits.append)

    assert len(waits) == 1
    database = await Database.open(other)
    async with database.reading() as connection:
        assert (await connection.execute(select(workers))).all() == []
    await database.close()


async def test_a_database_with_rows_is_not_written_to(filled: str, other: str):
    async with Store.open(other) as store:
        await store.settings.put(Scope.CHANNEL, "T9", "C9", {"tone": "formal"})
    before = await rows_of(other)

    with pytest.raises(StoreError, match="isn't empty: “settings” has 1 rows"):
        await moved(filled, other)

    assert await rows_of(other) == before


async def test_what_the_app_has_noted_of_itself_in_the_new_one_is_no_hindrance(filled: str, other: str):
    async with Store.open(other) as store:
        await store.settings.put(Scope.APP, "", "listening", {"at": 1.0})

    await moved(filled, other)

    assert await rows_of(other) == await rows_of(filled)


@pytest.mark.parametrize("number_of_jobs", [JOBS])
async def test_a_move_that_is_broken_off_leaves_nothing_behind(filled: str, other: str):
    stopped: list[str] = []

    def stop_at_cache(line: str) -> None:
        stopped.append(line)
        if line.startswith(cache.name):
            raise StoreError("stopped")

    with pytest.raises(StoreError, match="stopped"):
        await moved(filled, other, tell=stop_at_cache)

    assert len(stopped) > 1
    assert not any((await rows_of(other)).values())


SPOILING = {
    "sqlite": ["CREATE TRIGGER spoil AFTER INSERT ON jobs BEGIN UPDATE jobs SET attempts = 7 WHERE id = NEW.id; END"],
    "postgresql": [
        "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.attempts := 7; RETURN NEW; END'",
        "CREATE TRIGGER spoil BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION spoil()",
    ],
}
"""Has a database keep something else than what it was given."""


@pytest.mark.both_databases
async def test_a_row_that_arrives_changed_is_noticed_and_nothing_stays(filled: str, other: str):
    database = await Database.open(other)
    async with database.writing() as connection:
        for statement in SPOILING["postgresql" if other.startswith("postgresql") else "sqlite"]:
            await connection.execute(text(statement))
    await database.close()

    with pytest.raises(StoreError, match="rows of “jobs” arrived changed"):
        await moved(filled, other)

    assert not any((await rows_of(other)).values())


async def test_a_database_of_an_older_version_is_updated_first(tmp_path: Path, other: str):
    from bot.store.migrations.__main__ import upgrade

    old = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    upgrade(old, "0001")

    with pytest.raises(StoreError, match="another version of Script2Doc"):
        await moved(old, other)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("sqlite:///{tmp}/folder", "{tmp}/folder is a folder. Set TO to a file in it"),
        (
            "sqlite:///{tmp}/notes.txt",
            "{tmp}/notes.txt isn't a database file. Move it away, or set TO to another path.",
        ),
        ("sqlite:///{tmp}/notes.txt/b.db", "The folder of the database {tmp}/notes.txt/b.db can't be used"),
        ("postgresql://me:secret@127.0.0.1:1/x", "The database “x” on 127.0.0.1:1 can't be reached"),
    ],
    ids=["folder", "no database", "no folder", "no server"],
)
async def test_a_target_that_cannot_be_used_is_said_by_its_name(url: str, tmp_path: Path, target: str, said: str):
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_bytes(bytes(range(256)) * 20)

    with pytest.raises(StoreError) as caught:
        await moved(url, target.format(tmp=tmp_path))

    assert said.format(tmp=tmp_path) in str(caught.value)
    assert "SCRIPT2DOC_DATABASE_URL" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("sqlite:///{tmp}/none.db", "sqlite:///{tmp}/b.db", "There is no database"),
        ("sqlite:///{tmp}/a.db", "sqlite+aiosqlite:///{tmp}/a.db", "name the same database"),
        ("mysql://a/b", "sqlite:///{tmp}/b.db", "doesn't support “mysql” databases. Set FROM to"),
        ("sqlite:///{tmp}/a.db", "b.db", "^TO isn't a valid address."),
        ("sqlite:///{tmp}/a.db", "postgresql://host", "^TO names no database."),
        ("sqlite:///{tmp}/a.db", "sqlite://", "^TO names no file."),
        ("b", "sqlite:///{tmp}/b.db", "^FROM isn't a valid address."),
    ],
)
async def test_an_address_that_cannot_be_meant_is_said(tmp_path: Path, source: str, target: str, said: str):
    with pytest.raises(StoreError, match=said):
        await moved(source.format(tmp=tmp_path), target.format(tmp=tmp_path))
    assert not (tmp_path / "b.db").exists()
