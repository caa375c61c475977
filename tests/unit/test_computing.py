"""How long a stage may compute, and how many long ones do at once."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.computing import LONG_WORDS, Computing
from pipeline.errors import TookTooLong

ENOUGH = 60.0
"""Seconds."""


async def most_at_once(words: int, stages: int = 4) -> int:
    computing, now, most = Computing(), 0, 0

    async def stage() -> None:
        nonlocal now, most
        async with computing.turn(words, ENOUGH):
            now += 1
            most = max(most, now)
            for _ in range(3):
                await asyncio.sleep(0)
            now -= 1

    await asyncio.gather(*(stage() for _ in range(stages)))
    return most


async def test_long_transcripts_take_turns():
    assert await most_at_once(LONG_WORDS) == 1


async def test_short_transcripts_wait_for_nobody():
    assert await most_at_once(LONG_WORDS - 1) == 4


async def test_a_stage_over_its_time_gives_its_turn_to_the_next():
    computing = Computing()

    with pytest.raises(TookTooLong):
        async with computing.turn(LONG_WORDS, 0.0):
            await asyncio.Event().wait()
    async with computing.turn(LONG_WORDS, ENOUGH):
        pass


async def test_what_is_done_apart_waits_for_its_like_and_for_no_stage():
    computing, done = Computing(), list[str]()

    async def read(name: str) -> None:
        async with computing.apart():
            done.append(f"{name} begins")
            await asyncio.sleep(0)
            done.append(f"{name} ends")

    async with computing.turn(LONG_WORDS, ENOUGH):
        await asyncio.gather(read("one"), read("another"))

    assert done == ["one begins", "one ends", "another begins", "another ends"]
