"""What model servers do beside the standard, and are understood: the model writes the whole guide.

Time leaps, at the default settings. What servers cost that fail for good is in `test_model_patience`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from aiohttp import web

from pipeline.guide import WriterKind
from tests.integration.timed_guides import talk, timed_guide
from tests.loopback.model_answers import made_up
from tests.loopback.model_characters import error
from tests.loopback.odd_answers import after, begun, cut, first, refusing, send, silent
from tests.loopback.odd_server import Behaviour, OddServer, Seen, good
from tests.loopback.raw_server import RawServer

TALK = talk(10)
STEPS = 2


def has_schema(seen: Seen) -> bool:
    return str(seen.form["type"]) == "json_schema"


def has_options(seen: Seen) -> bool:
    return "stream_options" in seen.body


def has_system(seen: Seen) -> bool:
    return any(message["role"] == "system" for message in seen.body["messages"])


FORBIDDEN = {"type": "extra_forbidden", "loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}
RAW = json.dumps({"error": {"message": "response_format json_schema is not supported by this model"}})


async def in_parts(seen: Seen) -> web.StreamResponse:
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Let me think"}]}
    return await good(seen, message={"content": [thought, {"type": "text", "text": seen.answer()}]})


async def in_reasoning(seen: Seen) -> web.StreamResponse:
    return await good(seen, message={"content": None, "reasoning_content": seen.answer()})


async def in_a_tool_call(seen: Seen) -> web.StreamResponse:
    call = {"index": 0, "function": {"name": "answer", "arguments": seen.answer()}}
    return await good(seen, message={"content": None, "tool_calls": [call]})


async def after_thoughts(seen: Seen) -> web.StreamResponse:
    return await good(seen, f'Okay, JSON like {{"title": ...}}. Let me look.\n</think>\n\n{seen.answer()}')


async def ignoring_the_form(seen: Seen) -> web.StreamResponse:
    return await good(seen, None if "JSON object" in seen.text else "# Steps\n\n1. Open it.")


async def not_streaming(seen: Seen) -> web.StreamResponse:
    seen.body.pop("stream", None)
    return await good(seen)


async def counting_zeros_at_the_end(seen: Seen) -> web.StreamResponse:
    return await good(seen, usage={"prompt_tokens": 0, "completion_tokens": 0})


async def thinking_for_long(seen: Seen) -> web.StreamResponse:
    """75 seconds of thoughts before each answer that is streamed."""
    if not seen.streamed:
        return await good(seen)
    response = await begun(seen)
    for number in range(75):
        delta = {"reasoning_content": f"hm {number} "}
        await send(response, {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        await asyncio.sleep(1)
    await send(response, {"choices": [{"index": 0, "delta": {"content": seen.answer()}, "finish_reason": "stop"}]})
    return response


class OneAtATime:
    """It queues all others, as Ollama does with OLLAMA_NUM_PARALLEL=1."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._turn = seconds, asyncio.Lock()

    async def __call__(self, seen: Seen) -> web.StreamResponse:
        async with self._turn:
            await asyncio.sleep(self._seconds)
            return await good(seen)


async def with_one_flawed_field(seen: Seen) -> web.StreamResponse:
    answer = made_up(seen.asked, STEPS)
    if seen.asked.kind == "outline":
        answer |= {"title": None, "prerequisites": None, "no_procedure": False}
    if seen.asked.kind == "step":
        answer |= {"goal": [], "cautions": [{"kind": "Important", "text": "Take care."}], "missing": None}
    return await good(seen, json.dumps(answer)[:-1] + ",}")


OF_OPENAI = {"A13 only streaming"}
"""Asked as Azure OpenAI is, whose steps aren't streamed."""
COMING_ROUND: dict[str, tuple[Behaviour, int]] = {
    "A5 Mistral's 422": (refusing(has_options, 422, {"object": "error", "message": {"detail": [FORBIDDEN]}}), 1),
    "A6 FastAPI's 422": (refusing(has_options, 422, {"detail": [FORBIDDEN]}), 1),
    "A7 words alone": (refusing(has_schema, 400, {"error": "'response_format.type' must be 'text'"}), 2),
    "A8 what a provider said": (refusing(has_schema, 400, error("Provider error", metadata={"raw": RAW})), 1),
    "A10 a grammar": (refusing(has_schema, 400, error("Failed to initialize samplers: failed to parse grammar")), 1),
    "500 that names a field": (refusing(has_schema, 500, error("Input should be 'text': response_format")), 1),
    "A11 failed to generate JSON": (first(1, 400, error("Failed to generate JSON.", code="json_validate_failed")), 1),
    "A12 not verified to stream": (
        refusing(
            lambda seen: seen.streamed, 400, error("Your organization must be verified to stream", param="stream")
        ),
        1,
    ),
    "A13 only streaming": (
        refusing(
            lambda seen: not seen.streamed, 400, error("enable_thinking must be set to false for non-streaming calls")
        ),
        8,
    ),
    "A14 no system role": (refusing(has_system, 400, {"message": "System role not supported", "code": 400}), 1),
    "A15 context of question and answer": (
        refusing(
            lambda seen: seen.tokens + seen.limit > 9_000,
            400,
            error("maximum context length is 9000 tokens (4000 in the messages, 8000 in the completion)"),
        ),
        1,
    ),
    "A16 above the model's cap": (
        refusing(
            lambda seen: seen.limit > 4_096,
            400,
            error("max_tokens is too large: 8000. This model supports at most 4096 completion tokens"),
        ),
        1,
    ),
    "a refusal without a reason, of the schema": (refusing(has_schema, 400, {"error": "Bad Request"}), 2),
    "a refusal without a reason, of streams": (refusing(lambda seen: seen.streamed, 400, "{}"), 3),
    "a refusal without a reason, of the system role": (refusing(has_system, 422, {"detail": "invalid"}), 4),
    "a refusal without a reason, of the limit": (refusing(lambda seen: seen.limit > 2_500, 400, {}), 8),
    "A19 loading": (first(3, 503, {"error": {"code": 503, "message": "Loading model"}}), 3),
    "A20 maximum pending requests": (
        first(3, 503, {"error": "server busy, maximum pending requests exceeded"}),
        3,
    ),
    "A21 overloaded": (first(3, 529, {"type": "error", "error": {"type": "overloaded_error"}}, retry_after="0"), 3),
    "A28 a 200 that says 429": (first(1, 200, {"error": {"code": 429, "message": "Please retry in 20ms"}}), 1),
    "a 200 that says overloaded, in a stream": (first(1, 200, {"error": {"message": "Overloaded, retry in 20ms"}}), 1),
    "A4 the form isn't heeded": (ignoring_the_form, 0),
    "A29 content in parts": (in_parts, 0),
    "A30 the answer in the thoughts": (in_reasoning, 0),
    "the answer in a tool call": (in_a_tool_call, 0),
    "A31 thoughts without a beginning": (after_thoughts, 0),
    "A33, A36 flawed fields": (with_one_flawed_field, 0),
    "A42 one body where a stream was asked for": (not_streaming, 0),
    "A49 zeros": (counting_zeros_at_the_end, 0),
}


class NoMoreThan:
    """It answers so many at once, and says nothing to the others."""

    def __init__(self, most: int) -> None:
        self._most, self._under_way = most, 0

    async def __call__(self, seen: Seen) -> web.StreamResponse:
        if self._under_way >= self._most:
            return await silent(seen)
        self._under_way += 1
        try:
            await asyncio.sleep(5)
            return await good(seen)
        finally:
            self._under_way -= 1


SLOW: dict[str, tuple[Callable[[], Behaviour], int, float]] = {
    "A22 one at a time, a minute each": (lambda: OneAtATime(60), 4, 16 * 60),
    "A23 a minute of thoughts": (lambda: thinking_for_long, 2, 5 * 76),
    "A25 150 s to the first token": (lambda: after(150, good), 2, 5 * 151),
    "A22 one at a time, many steps": (lambda: OneAtATime(20), 13, 30 * 21),
}
"""Name -> what it does, with how many steps, and how many seconds the guide takes at most."""


@pytest.mark.parametrize("name", SLOW)
async def test_a_slow_server_is_waited_for_and_asked_once_for_each_thing(name: str) -> None:
    behaviour, steps, most_seconds = SLOW[name]
    async with OddServer(behaviour(), steps) as server:
        guide, seconds = await timed_guide(server, talk(4 * steps))

    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * steps
    kinds = [seen.asked.kind for seen in server.requests]
    assert (kinds.count("outline"), kinds.count("step")) == (1, steps)
    assert seconds <= most_seconds


async def test_calls_beyond_what_a_server_takes_mean_fewer_at_a_time() -> None:
    async with OddServer(NoMoreThan(4), 12) as server:
        guide, seconds = await timed_guide(server, talk(40))

    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * 12
    assert seconds <= 250


@pytest.mark.parametrize("name", COMING_ROUND)
async def test_a_server_that_can_be_understood_writes_the_whole_guide(name: str) -> None:
    behaviour, most_refused = COMING_ROUND[name]
    async with OddServer(behaviour, STEPS) as server:
        where = {"azure_endpoint": server.root} if name in OF_OPENAI else {}
        guide, seconds = await timed_guide(server, TALK, **where)

    refused = [seen for seen in server.requests if seen.status != 200]
    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * STEPS
    assert guide.making.note is None
    assert len(refused) <= most_refused
    assert seconds <= 20


async def test_what_was_cut_before_any_answer_costs_nothing() -> None:
    async with OddServer(cut, STEPS) as server:
        guide, _ = await timed_guide(server, TALK)

    assert (guide.making.usage.tokens, guide.making.usage.estimated) == (0, False)


async def test_a_server_that_is_not_there_is_given_up_for_all() -> None:
    async with RawServer() as closed:
        gone = closed.url("/v1")
    async with OddServer(good, STEPS) as server:
        guide, seconds = await timed_guide(server, TALK, base_url=gone)

    assert "couldn't be reached" in (guide.making.note or "")
    assert guide.making.usage.calls == 5, "the outline's tries, and none for a step"
    assert seconds <= 30
