"""What calls cost: a job's cap, the day's cap over all jobs, and the books of one call."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from pipeline.errors import BudgetExceeded
from pipeline.guide import Usage
from pipeline.llm.meter import DayAllowance, Meter


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, *date: int) -> None:
        self.put(*date)

    def put(self, *date: int) -> None:
        self.now = datetime(*date, tzinfo=UTC).timestamp()  # type: ignore[arg-type, misc]

    def __call__(self) -> float:
        return self.now


async def spend(day: DayAllowance, tokens: int) -> None:
    """One call that takes all that it may."""
    (await Meter().reserve(day, tokens)).settle(Usage(calls=1, input_tokens=tokens))


async def test_the_days_tokens_come_back_at_midnight_utc() -> None:
    clock = Clock(2026, 3, 1, 0, 0, 1)
    day = DayAllowance(1000, clock)
    await spend(day, 1000)
    clock.put(2026, 3, 1, 23, 59, 59)
    with pytest.raises(BudgetExceeded):
        await spend(day, 1)

    clock.put(2026, 3, 2, 0, 0, 1)
    await spend(day, 1000)

    assert day.used == 1000
    with pytest.raises(BudgetExceeded):
        await spend(day, 1)


async def test_a_call_that_is_under_way_at_midnight_counts_for_the_day_on_which_it_ends() -> None:
    clock = Clock(2026, 3, 1, 23, 59, 59)
    day = DayAllowance(1000, clock)
    late = await Meter().reserve(day, 600)

    clock.put(2026, 3, 2, 0, 0, 1)
    late.settle(Usage(calls=1, input_tokens=100))
    with pytest.raises(BudgetExceeded):
        await spend(day, 901)
    await spend(day, 900)

    assert day.used == 1000


async def test_one_day_serves_all_jobs_and_what_is_refused_is_reserved_nowhere() -> None:
    day = DayAllowance(1000)
    meter = Meter(1000)
    other = await Meter().reserve(day, 900)

    with pytest.raises(BudgetExceeded, match="for today"):
        await Meter().reserve(day, 1001)
    other.settle(Usage())
    (await meter.reserve(day, 1000)).settle(Usage(1, 1000))

    with pytest.raises(BudgetExceeded, match="this job"):
        await meter.reserve(day, 1)


async def test_a_call_waits_for_what_others_have_reserved_and_may_not_use() -> None:
    day, meter = DayAllowance(1000), Meter(2000)
    first, second = await Meter().reserve(day, 500), await Meter().reserve(day, 400)
    third = asyncio.ensure_future(meter.reserve(day, 300))
    fourth = asyncio.ensure_future(meter.reserve(day, 700))
    await asyncio.sleep(0)
    assert not third.done()

    second.settle(Usage(1, 100))
    (await third).settle(Usage(1, 300))
    await asyncio.sleep(0)
    assert not fourth.done(), "500 are still reserved"
    first.settle(Usage(1, 500))
    with pytest.raises(BudgetExceeded, match="for today"):
        await fourth


async def test_a_call_that_waits_can_be_cancelled() -> None:
    day = DayAllowance(1000)
    first = await Meter().reserve(day, 900)
    waiting = asyncio.ensure_future(Meter().reserve(day, 200))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    first.settle(Usage())
    await Meter().reserve(day, 1000)


async def test_a_call_that_is_settled_twice_counts_once() -> None:
    day, meter = DayAllowance(None), Meter()
    ticket = await meter.reserve(day, 100)

    ticket.settle(Usage(calls=1, input_tokens=40))
    ticket.settle(Usage(calls=1, input_tokens=100))

    assert day.used == meter.usage.tokens == 40
