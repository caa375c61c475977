"""What an odd server does, as far as several tests need it: refusals, streams that begin, and silence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.loopback.odd_server import Behaviour, Seen, good, refusal

PAGE = "<!doctype html><title>Open WebUI</title>"


def always(status: int, body: Any, **headers: str) -> Behaviour:
    """Refuses everything."""

    async def behave(seen: Seen) -> web.StreamResponse:
        return refusal(status, body, **headers)

    return behave


def first(times: int, status: int, body: Any, **headers: str) -> Behaviour:
    """Refuses so many times, and answers then."""

    async def behave(seen: Seen) -> web.StreamResponse:
        return refusal(status, body, **headers) if seen.number <= times else await good(seen)

    return behave


def refusing(wrong: Callable[[Seen], bool], status: int, body: Any) -> Behaviour:
    """Refuses what is wrong."""

    async def behave(seen: Seen) -> web.StreamResponse:
        return refusal(status, body) if wrong(seen) else await good(seen)

    return behave


def after(seconds: float, behaviour: Behaviour) -> Behaviour:
    """Does something after so many seconds."""

    async def behave(seen: Seen) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await behaviour(seen)

    return behave


def from_the_steps_on(behaviour: Behaviour) -> Behaviour:
    """Answers well as long as outlines are asked for."""

    async def behave(seen: Seen) -> web.StreamResponse:
        return await (good if seen.asked.kind == "outline" else behaviour)(seen)

    return behave


async def begun(seen: Seen, *deltas: dict[str, Any]) -> web.StreamResponse:
    """A stream that has begun with these deltas."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(seen.http)
    for delta in deltas:
        await send(response, {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    return response


async def send(response: web.StreamResponse, value: Any) -> None:
    """Sends an event."""
    await response.write(b"data: " + json.dumps(value).encode() + b"\n\n")


def streamed_error(value: Any, *before: dict[str, Any]) -> Behaviour:
    """An error inside a stream, after these deltas."""

    async def behave(seen: Seen) -> web.StreamResponse:
        response = await begun(seen, *before)
        await send(response, value)
        return response

    return behave


async def silent(seen: Seen) -> web.StreamResponse:
    """Takes the question, and says nothing."""
    await asyncio.Event().wait()
    raise AssertionError


async def cut(seen: Seen) -> web.StreamResponse:
    """Cuts the connection before a word is said."""
    assert seen.http.transport is not None
    seen.http.transport.abort()
    return web.Response()


def silent_after(share: float) -> Behaviour:
    """Says a part of the answer, and nothing more; without any of it, only that it has begun."""

    async def behave(seen: Seen) -> web.StreamResponse:
        text = seen.answer()
        await begun(seen, *([{"content": text[: int(len(text) * share)]}] if share else []))
        return await silent(seen)

    return behave


async def cut_in_the_middle(seen: Seen) -> web.StreamResponse:
    """Cuts the connection in the middle of the answer."""
    text = seen.answer()
    response = await begun(seen, {"content": text[: len(text) // 3]})
    await asyncio.sleep(0.1)
    assert seen.http.transport is not None
    seen.http.transport.abort()
    return response


def dripping(what: Callable[[int], bytes | dict[str, Any]], seconds: float) -> Behaviour:
    """Sends a piece every so many seconds, without end: bytes, or a delta."""

    async def behave(seen: Seen) -> web.StreamResponse:
        response, number = await begun(seen), 0
        while True:
            number += 1
            piece = what(number)
            if isinstance(piece, bytes):
                await response.write(piece)
            else:
                await send(response, {"choices": [{"index": 0, "delta": piece, "finish_reason": None}]})
            await asyncio.sleep(seconds)

    return behave
