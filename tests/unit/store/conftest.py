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


def sqlite_at(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'store.db'}"


KINDS = {"sqlite": sqlite_at}


@pytest.fixture(scope="session", params=KINDS)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database whose tables are made; made once, since Alembic takes its time."""
    folder = tmp_path_factory.mktemp(request.param)
    upgrade(KINDS[request.param](folder))
    return folder


@pytest.fixture
def url(template: Path, tmp_path: Path) -> str:
    """The address of an empty database."""
    shutil.copytree(template, tmp_path / "there")
    return sqlite_at(tmp_path / "there")


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
