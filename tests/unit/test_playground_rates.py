"""Slack's rate limits, on a clock that the tests move."""

from __future__ import annotations

import pytest

from bot.playground import Limits, Refused
from bot.playground.rates import Rates


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_call_above_the_tier_gets_a_429_that_says_when(clock: Clock) -> None:
    rates = Rates(Limits(), clock)
    for _ in range(50):
        rates.call("chat.update", 50)
        clock.now += 0.1

    with pytest.raises(Refused, match="ratelimited") as refused:
        rates.call("chat.update", 50)

    assert refused.value.status == 429
    assert refused.value.headers == {"Retry-After": "55"}


def test_who_waits_as_long_as_told_gets_through(clock: Clock) -> None:
    rates = Rates(Limits(), clock)
    for _ in range(50):
        rates.call("chat.update", 50)
    clock.now += 60

    rates.call("chat.update", 50)


def test_methods_are_counted_each_for_itself(clock: Clock) -> None:
    rates = Rates(Limits(), clock)
    for _ in range(50):
        rates.call("chat.update", 50)

    rates.call("chat.delete", 50)
    rates.call("auth.test", None)


def test_a_channel_takes_a_burst_and_then_one_message_a_second(clock: Clock) -> None:
    rates = Rates(Limits(post_burst=3), clock)
    for _ in range(3):
        rates.post("C1")

    with pytest.raises(Refused, match="ratelimited") as refused:
        rates.post("C1")
    rates.post("C2")
    assert refused.value.headers == {"Retry-After": "1"}

    clock.now += 1
    rates.post("C1")


def test_an_app_from_outside_the_marketplace_may_look_up_once_a_minute(clock: Clock) -> None:
    rates = Rates(Limits.distributed(), clock)
    rates.call("conversations.replies", 50)

    with pytest.raises(Refused, match="ratelimited"):
        rates.call("conversations.replies", 50)
    assert rates.limits.lookup_messages == 15


def test_limits_can_be_lifted(clock: Clock) -> None:
    rates = Rates(Limits.unlimited(), clock)

    for _ in range(1000):
        rates.call("chat.update", 50)
        rates.post("C1")
