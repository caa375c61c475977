"""Databases for the store's tests: each runs on SQLite and on PostgreSQL. `make test` takes SQLite for all of them, and
PostgreSQL for those that are marked `both_databases`: with what is about PostgreSQL alone they make each statement at
least once. `make tables` takes the others."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.model import Job, new_id
from bot.store import Database, Store
from pipeline.options import GuideOptions
from tests.databases import database_in
from tests.postgres_server import Server

FOLDER = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        row = getattr(item, "callspec", None)
        on_postgres = row is not None and row.params.get("kind") == "postgresql" and FOLDER in item.path.parents
        if on_postgres and not item.get_closest_marker("both_databases"):
            item.add_marker(pytest.mark.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with all tables, of this test's own."""
    if kind == "sqlite":
        return database_in(tmp_path, "store.db")
    server: Server = request.getfixturevalue("postgres")
    return server.url(server.new_database())


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with Store.open(url) as opened:
        yield opened


@pytest.fixture
def database(store: Store) -> Database:
    return store.database


NewJob = Callable[..., Job]


@pytest.fixture
def new_job() -> NewJob:
    """Makes a job that differs from the next: `new_job(team="T2")`."""

    def make(**fields: Any) -> Job:
        job = Job(
            id=new_id(),
            key=f"T1:C1:{time.time()}:{new_id()}",
            team="T1",
            channel="C1",
            asker="U1",
            options=GuideOptions(),
            created=time.time(),
        )
        return replace(job, **fields)

    return make
