"""The cache in memory: it holds so many bytes, and forgets what was used longest ago."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cache import MemoryCache, cache_key
from pipeline.llm.calls import Call

NAMES = tuple("abcdef")


async def kept(cache: MemoryCache) -> dict[str, bytes]:
    """What it still has."""
    found = {name: await cache.get(name) for name in NAMES}
    return {name: value for name, value in found.items() if value is not None}


async def test_what_was_used_longest_ago_is_forgotten_first():
    cache = MemoryCache(max_bytes=30)
    for name in ("a", "b", "c"):
        await cache.put(name, "step", bytes(10))
    await cache.get("a")

    await cache.put("d", "step", bytes(10))

    assert set(await kept(cache)) == {"a", "c", "d"}


async def test_a_value_that_is_put_again_takes_the_room_of_one():
    cache = MemoryCache(max_bytes=30)
    await cache.put("a", "step", bytes(10))
    for _ in range(10):
        await cache.put("b", "step", bytes(20))

    assert set(await kept(cache)) == {"a", "b"}


@given(sizes=st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 60)), max_size=40))
async def test_it_never_holds_more_than_it_may(sizes: list[tuple[str, int]]):
    cache = MemoryCache(max_bytes=50)
    for name, size in sizes:
        await cache.put(name, "page", bytes(size))
        assert sum(map(len, (await kept(cache)).values())) <= 50


def test_whatever_decides_a_value_decides_its_key():
    keys = {
        cache_key("step", model="m", ids=[1, 2]),
        cache_key("step", model="n", ids=[1, 2]),
        cache_key("step", model="m", ids=[2, 1]),
        cache_key("page", model="m", ids=[1, 2]),
    }

    assert len(keys) == 4


def test_all_that_decides_an_answer_is_in_the_key_of_its_call():
    call = Call("step", "gpt-4.1-mini", "system", "user", {"type": "object"}, 100, prompt="step-1")
    others: dict[str, Any] = {field.name: f"not {field.default}" for field in fields(Call)} | {"schema": {}}

    same = {name for name, other in others.items() if replace(call, **{name: other}).key == call.key}
    assert same == {"label"}
