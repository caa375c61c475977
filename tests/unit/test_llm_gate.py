"""How many calls go at once: optimistic at first, fewer when the server objects, more again when it doesn't."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.errors import ModelBusy
from pipeline.llm.gate import Gate, Turn
from pipeline.llm.quota import Quota, retry_after, seconds


async def enter(gate: Gate, number: int) -> list[Turn]:
    return [await gate.enter() for _ in range(number)]


async def test_all_that_may_go_at_once_go_at_once_and_the_next_waits() -> None:
    gate = Gate(3)
    await enter(gate, 3)
    fourth = asyncio.create_task(gate.enter())
    await asyncio.sleep(0)
    assert not fourth.done()

    gate.leave()

    await fourth
    assert gate.under_way == 3


async def test_those_who_wait_come_in_the_order_in_which_they_came_but_a_retry_first() -> None:
    gate = Gate(1)
    await gate.enter()
    order: list[str] = []

    async def call(name: str, first: bool = False) -> None:
        await gate.enter(first=first)
        order.append(name)
        gate.leave()

    async with asyncio.TaskGroup() as group:
        for name in "ab":
            group.create_task(call(name))
        await asyncio.sleep(0)
        group.create_task(call("retried", first=True))
        await asyncio.sleep(0)
        gate.leave()

    assert order == ["retried", "a", "b"]


async def test_one_that_gives_up_waiting_leaves_no_hole() -> None:
    gate = Gate(1)
    await gate.enter()
    given_up, next_one = asyncio.create_task(gate.enter()), asyncio.create_task(gate.enter())
    await asyncio.sleep(0)

    given_up.cancel()
    gate.leave()

    await next_one
    assert gate.under_way == 1


async def test_one_that_gives_up_at_the_moment_it_is_let_in_gives_its_place_on() -> None:
    gate = Gate(1)
    await gate.enter()
    given_up, next_one = asyncio.create_task(gate.enter()), asyncio.create_task(gate.enter())
    await asyncio.sleep(0)

    gate.leave()
    given_up.cancel()

    await next_one
    assert gate.under_way == 1


async def test_a_refusal_halves_the_limit_once_for_all_that_were_sent_before_it() -> None:
    gate = Gate(16)
    turns = await enter(gate, 16)

    for turn in turns[8:]:
        gate.too_many(turn, 0)
        gate.leave()

    assert gate.limit == 8


async def test_refusal_after_refusal_ends_at_one_at_a_time_which_the_turn_tells() -> None:
    gate = Gate(8)
    for _ in range(4):
        turn = await gate.enter()
        gate.too_many(turn, 0)
        gate.leave()

    assert gate.limit == 1
    turn = await gate.enter()
    assert turn.alone == "the server's rate limit allows no more than one call at a time"


async def test_good_answers_let_it_grow_again() -> None:
    gate = Gate(8)
    turn = await gate.enter()
    gate.too_many(turn, 0)
    gate.leave()
    assert gate.limit == 1

    for _ in range(40):
        gate.good(await gate.enter(), 100)
        gate.leave()

    assert gate.limit == 8


async def test_answers_that_become_slow_under_load_shrink_it() -> None:
    now = [100.0]
    gate = Gate(4, clock=lambda: now[0])

    for pace in [0.01] * 10 + [0.2] * 10:
        turns = await enter(gate, gate.limit)
        now[0] += pace * 100
        for turn in turns:
            gate.good(turn, 100)
            gate.leave()

    assert gate.limit < 4


async def test_slow_answers_without_load_say_nothing() -> None:
    now = [100.0]
    gate = Gate(16, clock=lambda: now[0])

    for pace in [0.01] * 10 + [0.2] * 10:
        turn = await gate.enter()
        now[0] += pace * 100
        gate.good(turn, 100)
        gate.leave()

    assert gate.limit == 16


async def test_nothing_goes_until_the_time_that_the_server_named() -> None:
    now = [100.0]
    gate = Gate(4, clock=lambda: now[0])
    turn = await gate.enter()
    gate.too_many(turn, 0.05)
    gate.leave()

    waiting = asyncio.create_task(gate.enter())
    await asyncio.sleep(0)
    assert not waiting.done()
    now[0] += 0.05
    await waiting


async def test_those_who_wait_are_sent_away_when_the_server_wants_an_hour() -> None:
    gate = Gate(1, patience=10)
    turn = await gate.enter()
    waiting = asyncio.create_task(gate.enter())
    await asyncio.sleep(0)

    gate.too_many(turn, 3600)
    gate.leave()

    with pytest.raises(ModelBusy, match="60 minutes"):
        await waiting
    with pytest.raises(ModelBusy):
        await gate.enter()
    assert gate.under_way == 0


async def test_what_the_server_still_takes_is_kept_to() -> None:
    now = [100.0]
    gate = Gate(10, clock=lambda: now[0])
    turn = await gate.enter()
    gate.heard(
        turn,
        {
            "x-ratelimit-limit-requests": "10",
            "x-ratelimit-remaining-requests": "2",
            "x-ratelimit-reset-requests": "800ms",
        },
    )

    calls = [asyncio.create_task(gate.enter()) for _ in range(4)]
    await asyncio.sleep(0)
    assert [call.done() for call in calls] == [True, True, False, False]
    now[0] += 0.8
    await asyncio.gather(*calls)


def test_tokens_are_kept_to_as_well() -> None:
    quota = Quota("tokens")
    quota.heard(
        {
            "x-ratelimit-limit-tokens": "1000",
            "x-ratelimit-remaining-tokens": "100",
            "x-ratelimit-reset-tokens": "9s",
        },
        now=50.0,
        began=50.0,
        sent=0.0,
    )

    assert quota.wait(100, 50.0) == 0
    assert quota.wait(400, 50.0) == pytest.approx(3)
    assert quota.wait(400, 52.0) == pytest.approx(1)


def test_what_was_sent_since_the_server_counted_is_taken_off() -> None:
    quota = Quota("requests")
    headers = {
        "x-ratelimit-limit-requests": "20",
        "x-ratelimit-remaining-requests": "10",
        "x-ratelimit-reset-requests": "10s",
    }
    for _ in range(13):
        quota.spend(1)

    quota.heard(headers, now=53.0, began=50.0, sent=1.0)

    assert quota.wait(1, 53.0) == 0
    assert quota.wait(2, 53.0) == pytest.approx(1.0)


async def test_a_quota_that_is_used_up_is_no_reason_for_fewer_at_a_time() -> None:
    gate = Gate(16)
    turns = await enter(gate, 16)

    headers = {
        "x-ratelimit-limit-requests": "10",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "100ms",
    }
    gate.too_many(turns[-1], 0.01, headers)

    assert gate.limit == 16


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after-ms": "120", "retry-after": "1"}, 0.12),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({}, None),
    ],
)
def test_how_long_a_response_asks_to_wait(headers: dict[str, str], wait: float | None) -> None:
    assert retry_after(headers) == wait


@pytest.mark.parametrize(
    ("text", "value"), [("1s", 1.0), ("6m0s", 360.0), ("88ms", 0.088), ("1h2m3s", 3723.0), ("7", 7.0), ("x", None)]
)
def test_spans_as_openai_writes_them(text: str, value: float | None) -> None:
    assert seconds(text) == value


async def test_after_an_answer_that_came_too_late_one_goes_alone_and_then_as_many_as_were_answered() -> None:
    gate = Gate(16)
    turns = await enter(gate, 8)
    for turn in turns[:3]:
        gate.good(turn, 100)
        gate.leave()

    for turn in turns[3:]:
        gate.late(turn)
    assert gate.limit == 1
    for _ in turns[3:]:
        gate.leave()

    limits = []
    for _ in range(12):
        gate.good(await gate.enter(), 100)
        gate.leave()
        limits.append(gate.limit)
    assert limits == [2] + [3] * 11


async def test_while_a_model_is_being_loaded_one_call_asks_whether_it_is_there() -> None:
    gate = Gate(8)
    turns = await enter(gate, 8)
    for turn in turns:
        gate.too_many(turn, 0, crowded=False)
        gate.leave()

    assert gate.limit == 1
    turn = await gate.enter()
    assert turn.alone is None, "it isn't because of the others"
    gate.good(turn, 100)
    gate.leave()
    assert gate.limit == 8
