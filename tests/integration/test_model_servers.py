"""What model servers do beside the standard: what the person is told, and how often the server is asked.

Times are a four-hundredth of the defaults: a busy server is waited for 0.3 s, a call 0.45 s. How often a server is
asked tells whether a guide has one patience with it: a slow machine asks less often.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from pipeline import llm
from pipeline.guide import Guide, WriterKind
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.conftest import HANG_SECONDS
from tests.loopback.model_answers import made_up
from tests.loopback.model_characters import error
from tests.loopback.odd_server import Behaviour, OddServer, Seen, good, refusal
from tests.loopback.raw_server import RawServer

TALK = "\n".join(
    f"[00:{n:02}] Open page {n} of the settings, click the button number {n} and choose the option called fast."
    for n in range(10)
).encode()
STEPS = 2
BUSY_SECONDS, CALL_SECONDS = 0.3, 0.45


async def guide_of(server: OddServer, **settings: Any) -> Guide:
    scaled = {"busy_seconds": BUSY_SECONDS, "retries": 4}
    client = llm.Client(server.settings(**{**scaled, **settings}))
    try:
        return await make_guide(TALK, "talk.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()


def always(status: int, body: Any, **headers: str) -> Behaviour:
    async def behave(seen: Seen) -> web.StreamResponse:
        return refusal(status, body, **headers)

    return behave


def first(times: int, status: int, body: Any, **headers: str) -> Behaviour:
    """Refuses so many times, and answers then."""

    async def behave(seen: Seen) -> web.StreamResponse:
        return refusal(status, body, **headers) if seen.number <= times else await good(seen)

    return behave


def refusing(wrong: Callable[[Seen], bool], status: int, body: Any) -> Behaviour:
    async def behave(seen: Seen) -> web.StreamResponse:
        return refusal(status, body) if wrong(seen) else await good(seen)

    return behave


# --- Servers that come round


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


async def with_one_flawed_field(seen: Seen) -> web.StreamResponse:
    answer = made_up(seen.asked, STEPS)
    if seen.asked.kind == "outline":
        answer |= {"title": None, "prerequisites": None, "no_procedure": False}
    if seen.asked.kind == "step":
        answer |= {"goal": [], "cautions": [{"kind": "Important", "text": "Take care."}], "missing": None}
    return await good(seen, json.dumps(answer)[:-1] + ",}")


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
    "A19 loading": (first(3, 503, {"error": {"code": 503, "message": "Loading model"}}, retry_after_ms="20"), 3),
    "A20 maximum pending requests": (
        first(3, 503, {"error": "server busy, maximum pending requests exceeded"}, retry_after="0.02"),
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


@pytest.mark.parametrize("name", COMING_ROUND)
async def test_a_server_that_can_be_understood_writes_the_whole_guide(name: str) -> None:
    behaviour, most_refused = COMING_ROUND[name]
    async with OddServer(behaviour, STEPS) as server:
        guide = await guide_of(server, busy_seconds=30.0)

    refused = [seen for seen in server.requests if seen.status != 200]
    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * STEPS
    assert guide.making.note is None
    assert len(refused) <= most_refused


# --- Servers that fail for good


@dataclass
class Lasting:
    behaviour: Behaviour
    told: str
    """What the person reads of it."""
    most: int
    """Requests at most."""
    settings: dict[str, Any] = field(default_factory=dict)


async def silent(seen: Seen) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def cut(seen: Seen) -> web.StreamResponse:
    assert seen.http.transport is not None
    seen.http.transport.abort()
    return web.Response()


PAGE = "<!doctype html><title>Open WebUI</title>"
LASTING = {
    "A1 429 that says 0 s": Lasting(
        always(429, error("exceeded token rate limit"), retry_after="0", retry_after_ms="0"), "rate limit", 12
    ),
    "A2 429 that stays": Lasting(
        always(429, [{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}], retry_after_ms="50"), "rate limit", 12
    ),
    "503 that stays": Lasting(always(503, {"error": "Loading model"}, retry_after_ms="50"), "still being loaded", 12),
    "529 that stays": Lasting(always(529, error("Overloaded"), retry_after_ms="50"), "too busy", 12),
    "500": Lasting(always(500, error("The server had an error")), "error (status 500): The server had an error", 5),
    "502 with a page": Lasting(always(502, PAGE), "error (status 502).", 5),
    "cut before the answer": Lasting(cut, "broke off", 5),
    "silent": Lasting(silent, "took too long to answer", 1, {"call_seconds": CALL_SECONDS}),
    "A26 a 200 that knows no such path": Lasting(
        always(200, {"error": "Unexpected endpoint or method. (POST /chat/completions)"}), "OPENAI_BASE_URL needs", 1
    ),
    "A27 a page": Lasting(always(200, PAGE), "A web page came from", 2),
    "404 with a page": Lasting(always(404, PAGE), "no language model at", 1),
    "404 of a path": Lasting(always(404, {"detail": "Not Found"}), "no language model at", 1),
    "404 of a model": Lasting(always(404, error("model 'x' not found, try pulling it first")), "know the model", 1),
    "400 of a model": Lasting(always(400, error("Model Not Exist")), "doesn't know the model", 1),
    "A43 402": Lasting(always(402, error("Insufficient Balance")), "no credit left", 1),
    "A44 403 country": Lasting(
        always(403, error("Country, region, or territory not supported")), "country or region", 1
    ),
    "A44 403 firewall": Lasting(
        always(403, error("Access denied due to Virtual Network/Firewall rules.")), "firewall rules", 1
    ),
    "403 with a page": Lasting(always(403, PAGE), "A firewall or a proxy", 1),
    "403 of a key": Lasting(always(403, error("API key lacks access")), "rejected the key", 1),
    "401 without a key": Lasting(always(401, error("Unauthorized")), "asks for a key", 1, {"api_key": ""}),
    "A44 data policy": Lasting(always(404, error("No endpoints found matching your data policy")), "data policy", 1),
    "A44 not a chat model": Lasting(
        always(404, error("This is not a chat model and thus not supported in v1/chat/completions")), "chat model", 1
    ),
    "A45 a key that isn't ASCII": Lasting(good, "OPENAI_API_KEY contains a character", 0, {"api_key": "sk-…"}),
    "a key with a line break": Lasting(good, "a line break", 0, {"api_key": "sk-1\nsk-2"}),
    "a refusal that nothing helps against": Lasting(always(400, {"error": "No."}), "rejected the request: No.", 9),
    "A17 context": Lasting(
        always(400, error("the request exceeds the available context size (512 tokens)")), "too long", 8
    ),
    "A18 413": Lasting(always(413, PAGE), "too long for the language model", 8),
    "an answer that is no JSON, whatever one asks": Lasting(lambda seen: good(seen, "I can't."), "format", 9),
}


@pytest.mark.parametrize("name", LASTING)
async def test_a_server_that_fails_for_good_costs_one_patience_and_is_told(name: str) -> None:
    row = LASTING[name]
    async with OddServer(row.behaviour, STEPS) as server, asyncio.timeout(HANG_SECONDS):
        guide = await guide_of(server, **row.settings)

    assert row.told in (guide.making.note or "")
    assert all(step.writer is WriterKind.EXTRACTIVE and step.actions for step in guide.steps)
    assert len(server.requests) <= row.most


async def test_what_was_cut_before_any_answer_costs_nothing() -> None:
    async with OddServer(cut, STEPS) as server:
        guide = await guide_of(server)

    assert (guide.making.usage.tokens, guide.making.usage.estimated) == (0, False)


async def test_a_server_that_is_not_there_is_given_up_for_all() -> None:
    async with RawServer() as closed:
        gone = closed.url("/v1")
    async with OddServer(good, STEPS) as server:
        guide = await guide_of(server, base_url=gone)

    assert "couldn't be reached" in (guide.making.note or "")
    assert guide.making.usage.calls == 5, "the outline's tries, and none for a step"


async def test_a_job_that_begins_later_tries_anew() -> None:
    async with OddServer(first(5, 500, error("The server had an error")), STEPS) as server:
        client = llm.Client(server.settings(busy_seconds=BUSY_SECONDS))
        try:
            tools = Tools(model=client)
            before = await make_guide(TALK, "talk.txt", GuideOptions(), tools)
            after = await make_guide(TALK, "talk.txt", GuideOptions(), tools)
        finally:
            await client.aclose()

    assert "status 500" in (before.making.note or "")
    assert [step.fallback for step in after.steps] == [None] * STEPS
