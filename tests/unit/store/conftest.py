"""Databases for the store's tests. A further kind is one more entry in KINDS, and every test runs on it too."""

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


def new_sqlite(own: Path) -> str:
    return database_in(own, "store.db")


KINDS = {"sqlite": new_sqlite}
"""Each makes an empty database with all tables, of a folder for this test; gives its address."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, tmp_path: Path) -> str:
    """The address of an empty database."""
    return KINDS[kind](tmp_path)


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
