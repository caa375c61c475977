"""What is allowed in a minute is kept to in each sixty seconds, by one process and by several that share it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm import Client, ModelSettings
from pipeline.llm.gate import Gate
from pipeline.llm.rate import WINDOW_SECONDS, Rate
from tests.clock import LeapingClock


def most_in_a_minute(sent: Sequence[tuple[float, float]]) -> float:
    """The largest amount in any sixty seconds of what was sent: (when, how much)."""
    return max(sum(much for at, much in sent if began <= at < began + WINDOW_SECONDS) for began, _ in sent)


@given(st.lists(st.tuples(st.floats(0, 50), st.integers(1, 30)), min_size=1, max_size=60), st.integers(30, 90))
def test_in_any_sixty_seconds_there_is_no_more_than_a_minutes(calls: list[tuple[float, int]], most: int) -> None:
    rate, at, sent = Rate(most), 0.0, []
    for pause, amount in calls:
        at += pause
        at += rate.wait(amount, at)
        assert rate.wait(amount, at) < 1e-6
        rate.spend(amount, at + 1e-6)
        sent.append((at + 1e-6, float(amount)))

    assert most_in_a_minute(sent) <= most


def test_nothing_waits_as_long_as_there_is_room_and_then_for_the_oldest_to_be_a_minute_old() -> None:
    rate = Rate(3)
    for at in (0.0, 10.0, 20.0):
        assert rate.wait(1, at) == 0
        rate.spend(1, at)

    assert rate.wait(1, 30.0) == WINDOW_SECONDS - 30
    assert rate.wait(2, 30.0) == WINDOW_SECONDS - 20
    assert rate.wait(1, WINDOW_SECONDS) == 0


def test_what_is_more_than_all_goes_alone() -> None:
    rate = Rate(100)
    assert rate.wait(500, 0.0) == 0
    rate.spend(500, 0.0)

    assert rate.wait(1, 10.0) == WINDOW_SECONDS - 10


def test_what_was_used_in_the_end_counts() -> None:
    rate = Rate(100)
    spent = rate.spend(90, 0.0)
    assert rate.wait(20, 1.0) == WINDOW_SECONDS - 1

    rate.correct(spent, 40)
    assert rate.wait(60, 1.0) == 0

    assert rate.wait(100, WINDOW_SECONDS) == 0
    rate.correct(spent, 90)
    assert rate.wait(100, WINDOW_SECONDS) == 0, "that minute is over"


def test_without_a_limit_nothing_is_kept() -> None:
    rate = Rate(None)
    rate.share(3)
    rate.spend(10**9, 0.0)

    assert rate.wait(10**9, 0.0) == 0


@pytest.mark.parametrize(("requests", "tokens", "at_most"), [(10, None, 10), (None, 1_000, 4)])
async def test_two_processes_together_send_no_more_in_a_minute_than_one_may(
    requests: int | None, tokens: int | None, at_most: int
) -> None:
    with LeapingClock() as clock:
        gates = [Gate(200, requests=requests, tokens=tokens) for _ in range(2)]
        for gate in gates:
            gate.share(2)
        sent: list[tuple[float, float]] = []

        async def call(gate: Gate) -> None:
            turn = await gate.enter(tokens=100, most=250)
            sent.append((turn.began, 1.0))
            await asyncio.sleep(3)
            gate.used(turn, 250)
            gate.leave()

        await asyncio.gather(*(call(gate) for gate in gates for _ in range(12)))
        taken = clock.seconds

    assert len(sent) == 24
    assert most_in_a_minute(sent) == at_most
    assert taken == pytest.approx(WINDOW_SECONDS * ((24 - 1) // at_most) + 3, abs=1), "nor fewer than they may"


async def test_an_answer_that_is_shorter_than_it_could_be_makes_room_at_once() -> None:
    gate = Gate(200, tokens=1_000)
    turn = await gate.enter(tokens=100, most=900)
    waiting = asyncio.create_task(gate.enter(tokens=100, most=900))
    await asyncio.sleep(0)
    assert not waiting.done()

    gate.used(turn, 100)
    gate.leave()

    assert (await waiting).spent is not None


async def test_the_settings_arrive_at_the_gate() -> None:
    named = {"REQUESTS_PER_MINUTE": "500", "TOKENS_PER_MINUTE": "200000"}
    env = {f"SCRIPT2DOC_MODEL_{name}": value for name, value in named.items()}
    for said, expected in (({}, (None, None)), (env, (500, 200_000))):
        settings = ModelSettings.from_env({"OPENAI_API_KEY": "k", **said})
        assert settings is not None
        client = Client(settings)
        assert (client.gate.request_rate.most, client.gate.token_rate.most) == expected
        await client.aclose()
