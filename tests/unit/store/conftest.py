"""Databases for the store's tests. A further kind is one more entry in KINDS, and every test runs on it too."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.model import Job, new_id
from bot.store import Database, Store
from bot.store.migrations.__main__ import upgrade
from pipeline.options import GuideOptions


def new_sqlite(shared: Path, own: Path) -> str:
    """A copy of a database whose tables are made once, since Alembic takes its time."""
    template = shared / "template.db"
    if not template.exists():
        upgrade(f"sqlite:///{template}")
    shutil.copy(template, own / "store.db")
    return f"sqlite+aiosqlite:///{own / 'store.db'}"


KINDS = {"sqlite": new_sqlite}
"""Each makes an empty database with all tables, of a folder for all tests and one for this test; gives its address."""


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, shared: Path, tmp_path: Path) -> str:
    """The address of an empty database."""
    return KINDS[kind](shared, tmp_path)


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
