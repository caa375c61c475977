"""Requests in the database: kept at once, before everything else that waits, and only as long as somebody waits."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.store import Scope, Store
from bot.store.line import Line
from bot.store.requests import KeptRequest, Unwanted
from tests.conftest import HANG_SECONDS


def request(name: str, worker: str = "here") -> KeptRequest:
    return KeptRequest(name, "Commanded", {"text": "“Zürich” \x00", "files": []}, time.time(), worker)


async def rows(store: Store) -> list[KeptRequest]:
    """All that is kept, in order of time."""
    return await store.requests.claim_orphans("nobody with a lease")


@pytest.mark.both_databases
async def test_what_is_kept_by_many_at_once_comes_back_once(store: Store):
    asked = [request(f"r{n}") for n in range(20)]

    new = await asyncio.gather(*(store.requests.keep(each, lambda: True) for each in asked * 3))

    assert sum(new) == 20
    assert not await store.requests.keep(asked[0], lambda: True)
    found = await rows(store)
    assert {each.id: dict(each.value) for each in found} == {each.id: dict(each.value) for each in asked}
    await store.requests.done(*(each.id for each in asked))
    assert await rows(store) == []


@pytest.mark.both_databases
async def test_what_nobody_waits_for_any_more_is_not_kept(store: Store):
    outcomes = await asyncio.gather(
        store.requests.keep(request("late"), lambda: False),
        store.requests.keep(request("in time"), lambda: True),
        return_exceptions=True,
    )

    assert isinstance(outcomes[0], Unwanted)
    assert outcomes[1] is True
    assert [each.id for each in await rows(store)] == ["in time"]


async def test_a_request_stays_with_a_worker_that_lives(store: Store):
    await store.workers.renew("here")
    await store.requests.keep(request("mine"), lambda: True)

    assert await store.requests.claim_orphans("there") == []
    await store.workers.drop("here")
    (taken,) = await store.requests.claim_orphans("there")
    assert (taken.worker, taken.attempts) == ("there", 2)


@pytest.mark.both_databases
async def test_a_cancelled_task_takes_nobody_elses_request_with_it(store: Store):
    tasks = [asyncio.create_task(store.requests.keep(request(f"r{n}"), lambda: True)) for n in range(4)]
    await asyncio.sleep(0)
    tasks[0].cancel()

    await asyncio.gather(*tasks, return_exceptions=True)

    assert {"r1", "r2", "r3"} <= {each.id for each in await rows(store)}


async def test_it_goes_before_all_else_that_waits_to_be_written(store: Store):
    written: list[str] = []

    async def other(n: int) -> None:
        await store.settings.put(Scope.PERSON, "T1", f"U{n}", {})
        written.append("setting")

    others = [asyncio.create_task(other(n)) for n in range(60)]
    await asyncio.sleep(0)
    await store.requests.keep(request("urgent"), lambda: True)
    written.append("request")
    await asyncio.gather(*others)

    assert written.index("request") < 30


async def test_places_are_given_in_order_and_none_is_lost_by_a_cancellation():
    line = Line(1)
    entered: list[str] = []
    await line.enter()

    async def enter(name: str, *, urgent: bool = False) -> None:
        await line.enter(urgent=urgent)
        entered.append(name)
        line.leave()

    tasks = [asyncio.create_task(enter(name)) for name in "abcd"]
    urgent = asyncio.create_task(enter("urgent", urgent=True))
    await asyncio.sleep(0)
    tasks[1].cancel()
    line.leave()
    tasks[0].cancel()  # perhaps at the very moment at which it is let in
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    await asyncio.gather(*tasks[2:], urgent)

    assert entered[0] == "urgent"
    assert entered[-2:] == ["c", "d"]
    async with asyncio.timeout(HANG_SECONDS):
        await line.enter()
