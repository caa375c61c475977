"""Nothing of a recording is lost without a word, and nothing is thrown away that has come."""

from __future__ import annotations

import asyncio
import json
import re
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
from tests.loopback.model_server import ModelServer
from tests.loopback.odd_server import OddServer, Seen, good

TOLD = (
    "Open the page number {n} of the settings and switch on the option that is called after it.",
    "Then click the button number {n} on the right and type the name of the machine into the field.",
    "Next you choose the region number {n} from the list, and you press save at the bottom of the page.",
)


def recording(sentences: int) -> bytes:
    """A talk in which each sentence tells what to do."""
    lines = [f"[{n // 12:02}:{n % 12 * 5:02}] {TOLD[n % 3].format(n=n + 1)}" for n in range(sentences)]
    return "\n".join(lines).encode()


async def guide_of(server: OddServer, data: bytes, **settings: Any) -> Guide:
    client = llm.Client(server.settings(**settings))
    try:
        return await make_guide(data, "talk.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()


def cited(guide: Guide) -> set[int]:
    return {int(source[1:]) for step in guide.steps for action in step.actions for source in action.citations}


def planned(server: OddServer) -> set[int]:
    """The utterances of all steps that were asked for."""
    return {number for seen in server.requests if seen.asked.kind == "step" for number in seen.asked.own}


def only(asked: dict[str, Any], steps: slice) -> dict[str, Any]:
    return {**asked, "steps": asked["steps"][steps]}


async def test_a_server_that_cuts_the_question_gets_smaller_ones_and_is_told_of() -> None:
    """As Ollama does where `num_ctx` is too small: it keeps the end, and says how much it has read."""
    context = 4_000

    async def cutting(seen: Seen) -> web.StreamResponse:
        if seen.tokens <= context:
            return await good(seen)
        user = seen.body["messages"][-1]
        kept = user["content"][-(context * 4 - len(seen.body["messages"][0]["content"])) :]
        cut = Seen(seen.http, {**seen.body, "messages": [seen.body["messages"][0], {**user, "content": kept}]}, 1)
        return await good(
            seen, json.dumps(made_up(cut.asked, 4)), usage={"prompt_tokens": context, "completion_tokens": 9}
        )

    async with OddServer(cutting) as server:
        guide = await guide_of(server, recording(300))

    assert planned(server) == set(range(1, 301)), "all of the recording is in the plan"
    assert all(step.writer is WriterKind.MODEL for step in guide.steps)
    assert "cuts off what is longer than 4,000 tokens" in (guide.making.note or "")
    assert "OLLAMA_CONTEXT_LENGTH" in (guide.making.note or "")


async def test_a_server_that_says_its_context_gets_questions_that_fit() -> None:
    context = 6_000

    async def refusing(seen: Seen) -> web.StreamResponse:
        if seen.tokens + 500 > context:
            said = f"request ({seen.tokens} tokens) exceeds the available context size ({context} tokens)"
            named = {"code": 400, "message": said, "type": "exceed_context_size_error", "n_ctx": context}
            return web.json_response({"error": named}, status=400)
        return await good(seen)

    async with OddServer(refusing) as server:
        guide = await guide_of(server, recording(300))

    assert planned(server) == set(range(1, 301))
    assert [step.fallback for step in guide.steps] == [None] * len(guide.steps)
    refused = [seen.asked.kind for seen in server.requests if seen.status == 400]
    assert len(refused) - refused.count("revise") <= 2, "the whole guide is simply not read where it doesn't fit"


async def test_an_outline_that_stops_early_is_asked_for_the_rest() -> None:
    async def stopping(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, 6)
        first = seen.asked.kind == "outline" and "ALREADY PLANNED" not in seen.text
        return await good(seen, json.dumps(only(answer, slice(2)) if first else answer))

    async with OddServer(stopping) as server:
        guide = await guide_of(server, recording(60))

    asked = [seen.text for seen in server.requests if seen.asked.kind == "outline"]
    assert len(asked) == 2
    assert "name only the steps that are missing, from the utterances 21-60\n- " in asked[1]
    assert planned(server) == set(range(1, 61))
    assert guide.making.note is None


async def test_a_hole_in_the_middle_is_filled_where_it_is() -> None:
    async def leaving_out(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, 6)
        if seen.asked.kind == "outline" and "ALREADY PLANNED" not in seen.text:
            answer["steps"] = answer["steps"][:2] + answer["steps"][4:]
        return await good(seen, json.dumps(answer))

    async with OddServer(leaving_out) as server:
        await guide_of(server, recording(60))

    firsts = {seen.asked.step: min(seen.asked.own) for seen in server.requests if seen.asked.kind == "step"}
    assert [firsts[number] for number in sorted(filter(None, firsts))] == [1, 11, 21, 31, 41, 51]


@pytest.mark.parametrize("again", ["the same steps", "nothing"])
async def test_what_the_model_leaves_out_for_good_is_said(again: str) -> None:
    async def stopping(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, 6)
        if seen.asked.kind == "outline":
            answer = only(made_up(Seen(seen.http, seen.body, 1).asked, 6), slice(2))
            if "ALREADY PLANNED" in seen.text and again == "nothing":
                answer["steps"] = []
            elif "ALREADY PLANNED" in seen.text:
                answer["steps"] = [{"title": "Open it", "utterances": "1-9", "way": None}]
        return await good(seen, json.dumps(answer))

    async with OddServer(stopping) as server:
        guide = await guide_of(server, recording(60))

    assert len([seen for seen in server.requests if seen.asked.kind == "outline"]) == 2
    assert "No step covers the recording from 1:40 to" in (guide.making.note or "")
    assert {step.writer for step in guide.steps} == {WriterKind.MODEL}


@pytest.mark.parametrize(
    "loop", [" \n" * 20_000, '{"title": "Open it", "utterances": "1-3", "way": null}, ' * 2_000, "0, " * 20_000]
)
async def test_a_loop_is_noticed_while_it_runs_and_what_came_before_is_kept(loop: str) -> None:
    sent: list[int] = []

    async def looping(seen: Seen) -> web.StreamResponse:
        if seen.asked.kind != "outline":
            return await good(seen)
        steps = [{"title": f"Open page {n}", "utterances": f"{n}-{n + 9}", "way": None} for n in range(1, 60, 10)]
        text = '{"no_procedure": null, "names": [], "steps": [' + ", ".join(map(json.dumps, steps)) + ", " + loop
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(seen.http)
        for start in range(0, len(text), 40):
            chunk = {"choices": [{"index": 0, "delta": {"content": text[start : start + 40]}, "finish_reason": None}]}
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            await asyncio.sleep(0)
            sent.append(40)
        return response

    async with OddServer(looping) as server:
        guide = await guide_of(server, recording(60))

    assert planned(server) == set(range(1, 61))
    assert {step.writer for step in guide.steps} == {WriterKind.MODEL}
    assert "repeated itself" in (guide.making.note or "")
    assert len([seen for seen in server.requests if seen.asked.kind == "outline"]) <= 3


async def test_a_stream_that_ends_early_each_time_goes_on_as_long_as_it_brings_something() -> None:
    async def ending_early(seen: Seen) -> web.StreamResponse:
        text = seen.answer()
        if seen.asked.kind == "outline" and text.count('"utterances"') > 1:
            second = [found.start() for found in re.finditer(r'\{"title"', text)][1]
            text = text[:second]
        return await good(seen, text)

    async with OddServer(ending_early, steps=5) as server:
        guide = await guide_of(server, recording(40))

    assert planned(server) == set(range(1, 41))
    assert guide.making.note is None


async def test_steps_that_are_being_written_are_not_asked_for_twice_when_a_later_field_is_wrong() -> None:
    async def flawed(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, 4)
        if seen.asked.kind == "outline":
            answer |= {"prerequisites": [None, "An account"], "choices": "none", "title": ["A", "guide"]}
        return await good(seen, json.dumps(answer))

    async with OddServer(flawed) as server:
        guide = await guide_of(server, recording(30))

    kinds = [seen.asked.kind for seen in server.requests]
    assert (kinds.count("outline"), kinds.count("step")) == (1, 4)
    assert all(step.fallback is None for step in guide.steps)


async def test_what_fails_in_the_same_way_three_times_is_not_asked_any_more() -> None:
    async def hopeless(seen: Seen) -> web.StreamResponse:
        return await good(seen, '{"x": ')

    async with OddServer(hopeless) as server:
        guide = await guide_of(server, recording(120))

    steps = {seen.asked.step for seen in server.requests if seen.asked.kind == "step"}
    assert len(guide.steps) > 5
    assert len(steps) <= 4
    assert {step.writer for step in guide.steps} == {WriterKind.EXTRACTIVE}


async def test_thoughts_are_a_sign_of_life() -> None:
    async def thinking(seen: Seen) -> web.StreamResponse:
        if not seen.streamed:
            return await good(seen)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(seen.http)
        for name in ("reasoning_content", "reasoning") * 8:
            chunk = {"choices": [{"index": 0, "delta": {name: "hm "}, "finish_reason": None}]}
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            await asyncio.sleep(0.05)
        chunk = {"choices": [{"index": 0, "delta": {"content": seen.answer()}, "finish_reason": "stop"}]}
        await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        return response

    async with OddServer(thinking) as server:
        guide = await guide_of(server, recording(30), silence_seconds=0.7, call_seconds=HANG_SECONDS)

    assert [step.fallback for step in guide.steps] == [None] * 4
    assert len([seen for seen in server.requests if seen.asked.kind == "outline"]) == 1


async def test_calls_that_a_server_queues_have_their_time_from_when_it_is_their_turn() -> None:
    """One at a time, an eighth of a call's time each: as Ollama does with OLLAMA_NUM_PARALLEL=1."""
    turn = asyncio.Lock()

    async def queueing(seen: Seen) -> web.StreamResponse:
        async with turn:
            await asyncio.sleep(0.4)
            return await good(seen)

    async with OddServer(queueing, steps=12) as server:
        guide = await guide_of(server, recording(60), call_seconds=3.5)

    assert [step.fallback for step in guide.steps] == [None] * 12
    assert len([seen for seen in server.requests if seen.asked.kind == "step"]) == 12


async def test_a_good_server_gets_the_questions_that_it_always_got() -> None:
    async with ModelServer(steps=6) as server:
        client = llm.Client(server.settings())
        try:
            await make_guide(recording(60), "talk.txt", GuideOptions(), Tools(model=client))
        finally:
            await client.aclose()

    kinds = [request.kind for request in server.requests]
    assert (kinds.count("outline"), kinds.count("step")) == (1, 6)
    outline = server.of("outline")[0].body
    assert set(outline) == {
        *("model", "messages", "response_format", "max_tokens", "temperature", "stream", "stream_options"),
    }
    assert [message["role"] for message in outline["messages"]] == ["system", "user"]
