"""A short form of `make chaos`. On SQLite, kills at certain moments are in test_crash.py."""

from __future__ import annotations

import pytest

from tests.chaos import course
from tests.conftest import further
from tests.forked import Start

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("database", ["postgresql", *further("sqlite")])
async def test_nothing_is_lost_and_nothing_is_done_twice(database: str, forked: Start):
    outcome = await course.run(
        database, kills=3, requests=3, seed=5, seconds=600, patience=100, logs=None, starter=forked
    )
    assert outcome.breaches == [], outcome
    assert sum(outcome.kills.values()) == 3
    assert outcome.counted.done >= 3
