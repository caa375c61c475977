"""The tables' versions: all of them replayed make what tables.py says, and each start finds the newest."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Engine, create_engine, inspect, select, text

from bot.jobs.model import new_id
from bot.store import Database, Store, StoreError, migrate
from bot.store.address import on_server, parse_url
from bot.store.migrations import VERSIONS, newest, version
from bot.store.migrations.__main__ import upgrade
from bot.store.tables import metadata
from tests.postgres_server import Server

ROOT = Path(__file__).parents[3]

FIRST: dict[str, dict[str, Any]] = {
    "jobs": {
        "id": "j1",
        "key": "T1:C1:1.2:F1",
        "team": "T1",
        "channel": "C1",
        "asker": "U1",
        "options": "{}",
        "created": 1_700_000_000.25,
        "state": "running",
        "asked": True,
        "name": "“Zürich”.vtt",
        "worker": "a:1:b",
        "attempts": 2,
    },
    "workers": {"name": "a:1:b", "until": 4e9},
    "blobs": {
        "id": "b1",
        "kind": "transcript",
        "size": 3,
        "created": 1.0,
        "expires": 4e9,
        "bytes": b"\x00\xff\x01",
    },
    "guides": {"id": "g1", "job": "j1", "created": 1.0, "expires": 4e9, "json": b'{"version": 1}'},
    "cache": {"key": "k1", "kind": "step", "size": 1, "expires": 4e9, "last_used": 1.0, "value": b"x"},
    "settings": {"scope": "channel", "team": "T1", "subject": "C1", "value": '"formal"', "changed": 1.0},
}
"""A row of each of the first tables."""


def described(engine: Engine) -> dict[str, Any]:
    """All that a database says of its tables, without the one that holds their version."""
    looked = inspect(engine)
    return {
        table: {
            "columns": [{**column, "type": str(column["type"])} for column in looked.get_columns(table)],
            "primary key": looked.get_pk_constraint(table),
            "unique": looked.get_unique_constraints(table),
            "checks": looked.get_check_constraints(table),
            "indexes": sorted(looked.get_indexes(table), key=lambda index: str(index["name"])),
        }
        for table in looked.get_table_names()
        if table != "alembic_version"
    }


@pytest.fixture
def new(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives addresses of databases that have no tables yet."""

    def make() -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'data' / f'{new_id()}.db'}"
        server: Server = request.getfixturevalue("postgres")
        return server.url(server.new_database(tables=False))

    return make


def engine_of(url: str) -> Engine:
    """A plain one, without anything that the store does to its own."""
    there = parse_url(url)
    return create_engine(there if on_server(there) else there.set(drivername="sqlite"))


@pytest.mark.both_databases
def test_all_migrations_replayed_make_the_tables(new: Callable[[], str]):
    url = new()
    upgrade(url)
    migrated, created = engine_of(url), engine_of(new())
    Path(created.url.database or "").parent.mkdir(exist_ok=True)
    metadata.create_all(created)

    assert described(migrated) == described(created)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated.dispose()
    created.dispose()


@pytest.mark.both_databases
def test_what_the_first_tables_hold_is_kept_up_to_the_newest(new: Callable[[], str]):
    url = new()
    upgrade(url, "0001")
    engine = engine_of(url)
    with engine.begin() as connection:
        for table, row in FIRST.items():
            names = ", ".join(row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{n}' for n in row)})"), row)

    upgrade(url)

    try:
        with engine.connect() as connection:
            for table, row in FIRST.items():
                (found,) = connection.execute(select(metadata.tables[table])).mappings()
                for name in row.keys() & found.keys():
                    kept = found[name]
                    is_json = isinstance(metadata.tables[table].c[name].type, JSON)
                    assert (json.dumps(kept) if is_json else kept) == row[name], f"{table}.{name}"
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    finally:
        engine.dispose()


@pytest.mark.both_databases
async def test_jobs_of_the_first_tables_go_on(new: Callable[[], str]):
    url = new()
    await asyncio.to_thread(upgrade, url, "0001")
    engine = engine_of(url)
    with engine.begin() as connection:
        job = FIRST["jobs"] | {"options": '{"tone": "formal"}'}
        names = ", ".join(job)
        connection.execute(text(f"INSERT INTO jobs ({names}) VALUES ({', '.join(f':{n}' for n in job)})"), job)
        connection.execute(text("INSERT INTO workers (name, until) VALUES ('a:1:b', 4e9)"))
    engine.dispose()

    async with Store.open(url) as store:
        assert await store.workers.beats() == {"a:1:b": 0}
        assert await store.jobs.orphans() == [], "its process may still be alive"
        await store.workers.bury("a:1:b", 0)
        (job_there,) = await store.jobs.orphans()
        assert (job_there.options.tone, job_there.losses, job_there.suspect) == ("formal", 1, "a:1:b")


def test_the_newest_version_is_alembics_head_and_each_has_one_before_it():
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    script = ScriptDirectory.from_config(config)
    revisions = [(r.revision, r.down_revision) for r in script.walk_revisions()][::-1]

    assert script.get_current_head() == newest()
    assert revisions == [(f"{n + 1:04}", f"{n:04}" if n else None) for n in range(len(revisions))]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", path.stem) for path in VERSIONS.glob("*.py") if path.stem != "__init__")


@pytest.mark.slow
async def test_a_first_start_makes_the_tables_and_loads_no_alembic_into_the_process(new: Callable[[], str]):
    url = new()
    program = (
        "import asyncio, sys\n"
        "from bot.store import Store\n"
        "async def main():\n"
        "    async with Store.open(sys.argv[1]) as store:\n"
        "        assert await store.jobs.counts() == {}\n"
        "asyncio.run(main())\n"
        "sys.exit('alembic' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, cwd=ROOT)

    assert await process.wait() == 0
    async with Store.open(url) as store:
        assert await version(store.database) == newest()


@pytest.mark.slow
@pytest.mark.both_databases
async def test_two_processes_that_start_at_once_make_the_tables_once(new: Callable[[], str]):
    url = new()

    async def start() -> str | None:
        async with Store.open(url) as store:
            return await version(store.database)

    assert set(await asyncio.gather(start(), start())) == {newest()}


async def test_current_tables_are_left_alone(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/nothing/that/could/migrate")
    database = await Database.open(url)

    await migrate(database)

    await database.close()


@pytest.mark.both_databases
async def test_a_database_of_a_newer_version_is_not_touched(url: str):
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreError, match="belongs to a newer version of Script2Doc"):
        async with Store.open(url):
            pass


@pytest.mark.both_databases
async def test_a_migration_that_fails_changes_nothing_and_says_why(new: Callable[[], str]):
    url = new()
    engine = engine_of(url)
    Path(engine.url.database or "").parent.mkdir(exist_ok=True)
    with engine.begin() as connection:
        connection.execute(text("create table guides (mine text)"))

    with pytest.raises(StoreError, match=r"couldn't be updated from version none to \d{4}.*guides.* already exists"):
        async with Store.open(url):
            pass

    assert inspect(engine).get_table_names() == ["guides"]
    engine.dispose()
