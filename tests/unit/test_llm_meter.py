"""What calls cost: a job's cap, the day's cap over all jobs, and the books of one call."""

from __future__ import annotations

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


def spend(day: DayAllowance, tokens: int) -> None:
    """One call that takes all that it may."""
    Meter().reserve(day, tokens).settle(Usage(calls=1, input_tokens=tokens))


def test_the_days_tokens_come_back_at_midnight_utc() -> None:
    clock = Clock(2026, 3, 1, 0, 0, 1)
    day = DayAllowance(1000, clock)
    spend(day, 1000)
    clock.put(2026, 3, 1, 23, 59, 59)
    with pytest.raises(BudgetExceeded):
        spend(day, 1)

    clock.put(2026, 3, 2, 0, 0, 1)
    spend(day, 1000)

    assert day.used == 1000
    with pytest.raises(BudgetExceeded):
        spend(day, 1)


def test_a_call_that_is_under_way_at_midnight_counts_for_the_day_on_which_it_ends() -> None:
    clock = Clock(2026, 3, 1, 23, 59, 59)
    day = DayAllowance(1000, clock)
    late = Meter().reserve(day, 600)

    clock.put(2026, 3, 2, 0, 0, 1)
    late.settle(Usage(calls=1, input_tokens=100))
    with pytest.raises(BudgetExceeded):
        spend(day, 901)
    spend(day, 900)

    assert day.used == 1000


def test_one_day_serves_all_jobs_and_what_is_refused_is_reserved_nowhere() -> None:
    day = DayAllowance(1000)
    meter = Meter(1000)
    other = Meter().reserve(day, 900)

    with pytest.raises(BudgetExceeded, match="for today"):
        meter.reserve(day, 200)
    other.settle(Usage())
    meter.reserve(day, 1000)

    with pytest.raises(BudgetExceeded, match="this job"):
        meter.reserve(day, 1)


def test_a_call_that_is_settled_twice_counts_once() -> None:
    day, meter = DayAllowance(None), Meter()
    ticket = meter.reserve(day, 100)

    ticket.settle(Usage(calls=1, input_tokens=40))
    ticket.settle(Usage(calls=1, input_tokens=100))

    assert day.used == meter.usage.tokens == 40
