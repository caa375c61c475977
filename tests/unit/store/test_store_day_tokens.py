"""Processes on one database share a day's tokens, and together use no more."""

from __future__ import annotations

import asyncio

import pytest

from bot.store import Store
from bot.store.day_tokens import DayTokens
from pipeline.errors import BudgetExceeded
from pipeline.guide import Usage
from pipeline.llm.meter import DayAllowance, Meter

DAY, NEXT = "2026-11-30", "2026-12-01"


@pytest.fixture
def tokens(store: Store) -> DayTokens:
    return DayTokens(store.settings, 1_000)


async def test_what_many_claim_at_once_is_no_more_than_there_is(tokens: DayTokens):
    given = await asyncio.gather(*(tokens.claim(DAY, 70) for _ in range(30)))

    assert sum(given) == 1_000
    assert sorted(set(given)) == [0, 20, 70]


async def test_what_is_given_back_can_be_claimed_again_and_a_day_has_its_own(tokens: DayTokens):
    assert await tokens.claim(DAY, 1_000) == 1_000
    assert await tokens.claim(DAY, -400) == -400
    assert await tokens.claim(DAY, 500) == 400
    assert await tokens.claim(NEXT, 900) == 900
    assert await tokens.claim(DAY, 10) == 0, "that day is over"
    assert await tokens.claim(DAY, -10) == -10
    assert await tokens.claim(NEXT, 900) == 100


async def test_what_is_left_of_a_day_counts_only_that_day(tokens: DayTokens):
    await tokens.claim(DAY, 900)
    assert (await tokens.left(DAY), await tokens.left(NEXT)) == (100, 1_000)


async def use(day: DayAllowance, tokens: int) -> int:
    """The tokens of calls until the day has no more: each reserves so many, and uses half of them."""
    used = 0
    while True:
        try:
            ticket = await Meter().reserve(day, tokens)
        except BudgetExceeded:
            return used
        await asyncio.sleep(0)
        ticket.settle(Usage(calls=1, input_tokens=tokens // 2))
        used += tokens // 2


async def test_processes_together_use_a_days_tokens_and_no_more(store: Store):
    most = 10_000
    days = [DayAllowance(most) for _ in range(4)]
    for day in days:
        day.share(DayTokens(store.settings, most).claim)

    used = await asyncio.gather(*(use(day, 100) for day in days for _ in range(3)))
    for day in days:
        await day.give_back()

    assert most - len(days) * 200 <= sum(used) <= most
    assert await DayTokens(store.settings, most).claim(days[0]._day, most) == most - sum(used)


async def test_what_calls_under_way_have_reserved_is_not_given_back(store: Store):
    shared = DayTokens(store.settings, 1_000)
    day = DayAllowance(1_000)
    day.share(shared.claim)
    ticket = await Meter().reserve(day, 600)
    await day.give_back()

    assert await shared.left(day._day) == 400
    ticket.settle(Usage(calls=1, input_tokens=250))
    await day.give_back()
    assert await shared.left(day._day) == 750


async def test_few_calls_wait_for_a_claim(store: Store):
    shared, claims = DayTokens(store.settings, 10_000), 0

    async def claim(day: str, tokens: int) -> int:
        nonlocal claims
        claims += 1
        return await shared.claim(day, tokens)

    day = DayAllowance(10_000)
    day.share(claim)
    for _ in range(100):
        (await Meter().reserve(day, 10)).settle(Usage(calls=1, input_tokens=10))

    assert claims == 5


async def test_a_day_that_nobody_counts_is_used_by_nobody():
    async def away(day: str, tokens: int) -> int:
        return 0

    day = DayAllowance(1_000)
    day.share(away)

    with pytest.raises(BudgetExceeded, match="shared by all processes"):
        await Meter().reserve(day, 1)
