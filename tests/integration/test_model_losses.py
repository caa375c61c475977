"""Nothing of a recording is lost without a word, and nothing is thrown away that has come."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from pipeline import llm, progress
from pipeline.guide import Guide, WriterKind
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from pipeline.writing.model_writer import READERS
from tests.conftest import HANG_SECONDS
from tests.loopback.model_answers import made_up
from tests.loopback.model_server import ModelServer
from tests.loopback.odd_server import Behaviour, OddServer, Seen, good, refusal

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


@pytest.mark.parametrize("streaming", [True, False])
async def test_steps_by_a_model_that_cuts_their_questions_see_less_of_the_recording(streaming: bool) -> None:
    """The outline's model has a longer context, so only the steps' questions are cut."""
    context = 4_096

    async def cutting(seen: Seen) -> web.StreamResponse:
        if seen.streamed and not streaming:
            return refusal(400, {"error": "streaming is not supported"})
        if seen.body["model"] == "large" or seen.tokens <= context:
            return await good(seen)
        return await good(seen, usage={"prompt_tokens": context, "completion_tokens": 200})

    async with OddServer(cutting) as server:
        guide = await guide_of(server, recording(200), outline_model="large")

    assert [step.fallback for step in guide.steps] == [None] * len(guide.steps)
    fitting = {seen.asked.step for seen in server.requests if seen.asked.kind == "step" and seen.tokens <= context}
    assert fitting == {step.number for step in guide.steps}, "each was asked for again, with less around it"


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
    asked = [kind for kind in refused if kind not in READERS]
    assert len(asked) <= 2, "the whole guide is simply not read where it doesn't fit"


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
    assert "Some of the recording is in no step" in (guide.making.note or "")
    assert ": 1:40–" in (guide.making.note or "")
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
        if seen.asked.kind == "outline" and len(lines := json.loads(text)["steps"]) > 1:
            text = text[: text.index(json.dumps(lines[1]))]
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


CHATTER = "In the year {n} the weather was so bad that nobody in our village could remember anything like it."


async def test_what_was_planned_from_a_question_that_was_cut_is_planned_again() -> None:
    """Nothing is told to be done in what is cut off, so only the answer's end says that its plan is one of a part."""
    context, let_go = 4_000, asyncio.Event()
    said = [*(CHATTER.format(n=1_800 + n) for n in range(100)), *(TOLD[n % 3].format(n=n) for n in range(100))]
    lines = [f"[{n // 12:02}:{n % 12 * 5:02}] {text}" for n, text in enumerate(said)]

    async def cutting(seen: Seen) -> web.StreamResponse:
        if seen.asked.kind == "step":
            let_go.set()
        if seen.tokens <= context:
            return await good(seen)
        user = seen.body["messages"][-1]
        kept = user["content"][-(context * 4 - len(seen.body["messages"][0]["content"])) :]
        cut = Seen(seen.http, {**seen.body, "messages": [seen.body["messages"][0], {**user, "content": kept}]}, 1)
        usage = {"prompt_tokens": context, "completion_tokens": 9}
        text = json.dumps(made_up(cut.asked, 4))
        return await good(seen, text, usage=usage, before_end=let_go.wait)

    events: list[progress.Event] = []
    async with OddServer(cutting) as server, asyncio.timeout(HANG_SECONDS):
        client = llm.Client(server.settings())
        try:
            data = "\n".join(lines).encode()
            guide = await make_guide(data, "talk.txt", GuideOptions(), Tools(model=client), events.append)
        finally:
            await client.aclose()

    assert planned(server) == set(range(1, 201)), "all of the recording is in the plan"
    assert all(step.writer is WriterKind.MODEL for step in guide.steps)
    assert "cuts off what is longer than 4,000 tokens" in (guide.making.note or "")
    (again,) = [event for event in events if isinstance(event, progress.OutlineReplaced)]
    assert again.by_the_model
    last = [event.number for event in events[events.index(again) :] if isinstance(event, progress.StepPlanned)]
    assert last == [step.number for step in guide.steps]


def everything_in_each(seen: Seen) -> dict[str, Any]:
    answer = made_up(seen.asked, 6)
    ids = f"1-{max(seen.asked.own)}"
    return {**answer, "steps": [f"{line.partition(' | ')[0]} | {ids}" for line in answer["steps"]]}


def one_for_everything(seen: Seen) -> dict[str, Any]:
    return made_up(seen.asked, 1)


COARSE = {"everything in each step": everything_in_each, "one step for everything": one_for_everything}


@pytest.mark.parametrize("plan", COARSE.values(), ids=COARSE.keys())
async def test_a_plan_that_tells_nothing_apart_is_asked_for_once_more(plan: Callable[[Seen], dict[str, Any]]) -> None:
    async def careless(seen: Seen) -> web.StreamResponse:
        first = seen.asked.kind == "outline" and "THE LAST PLAN WAS MADE" not in seen.text
        return await good(seen, json.dumps(plan(seen) if first else made_up(seen.asked, 6)))

    async with OddServer(careless) as server:
        guide = await guide_of(server, recording(60))

    asked = [seen for seen in server.requests if seen.asked.kind == "outline"]
    written = [seen for seen in server.requests if seen.asked.kind == "step"]
    assert (len(asked), len(written)) == (2, 6)
    assert sorted(number for seen in written for number in seen.asked.own) == list(range(1, 61))
    assert guide.making.note is None


async def test_what_all_steps_share_for_good_is_spread_over_them() -> None:
    async def careless(seen: Seen) -> web.StreamResponse:
        return await good(seen, json.dumps(everything_in_each(seen)) if seen.asked.kind == "outline" else None)

    async with OddServer(careless) as server:
        guide = await guide_of(server, recording(60))

    own = {seen.asked.step: sorted(seen.asked.own) for seen in server.requests if seen.asked.kind == "step"}
    assert sorted(number for ids in own.values() for number in ids) == list(range(1, 61)), "each line in one step"
    assert [ids[0] for _, ids in sorted(own.items())] == [1, 11, 21, 31, 41, 51], "where their titles were said"
    assert len([seen for seen in server.requests if seen.asked.kind == "outline"]) == 2
    assert {step.writer for step in guide.steps} == {WriterKind.MODEL}


async def test_a_plan_that_stays_a_single_step_is_said_to_be_one() -> None:
    async def careless(seen: Seen) -> web.StreamResponse:
        return await good(seen, json.dumps(one_for_everything(seen)) if seen.asked.kind == "outline" else None)

    async with OddServer(careless) as server:
        guide = await guide_of(server, recording(60))

    assert len([seen for seen in server.requests if seen.asked.kind == "outline"]) == 2
    assert "most of a long recording as a single step" in (guide.making.note or "")


DRAFT = json.dumps({"names": [], "steps": [{"title": "A draft of it all", "utterances": "1-40", "way": None}]})


async def thinking_aloud(seen: Seen) -> web.StreamResponse:
    return await good(seen, f"<think>Perhaps {DRAFT}, or better {seen.answer()}?</think>\n{seen.answer()}")


async def thinking_without_a_beginning(seen: Seen) -> web.StreamResponse:
    return await good(seen, f"Perhaps {DRAFT}? No, that is too coarse.\n</think>\n{seen.answer()}")


async def all_in_reasoning(seen: Seen) -> web.StreamResponse:
    thoughts = f"Perhaps {DRAFT}? No, better: {seen.answer()}"
    return await good(seen, message={"content": None, "reasoning_content": thoughts})


async def words_beside_reasoning(seen: Seen) -> web.StreamResponse:
    thoughts = f"Perhaps {DRAFT}? No, better: {seen.answer()}"
    return await good(seen, message={"content": "\n\nThe plan is as above.", "reasoning": thoughts})


async def never_done_thinking(seen: Seen) -> web.StreamResponse:
    if seen.asked.kind != "outline":
        return await good(seen)
    return await good(seen, f"<think>Perhaps {DRAFT}? No, better: {seen.answer()}. Or", finish="length")


async def never_done_thinking_apart(seen: Seen) -> web.StreamResponse:
    if seen.asked.kind != "outline":
        return await good(seen)
    thoughts = f"Perhaps {DRAFT}? No, better: {seen.answer()}. Or"
    return await good(seen, message={"content": "", "reasoning": thoughts}, finish="length")


THINKING = [
    *((thinking_aloud, True), (thinking_without_a_beginning, True), (all_in_reasoning, True)),
    *((words_beside_reasoning, True), (never_done_thinking, False), (never_done_thinking_apart, False)),
]


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize(("behaviour", "done"), THINKING)
async def test_a_plan_among_thoughts_is_the_last_one_there(behaviour: Behaviour, done: bool, streaming: bool) -> None:
    async def behave(seen: Seen) -> web.StreamResponse:
        if seen.streamed and not streaming:
            return refusal(400, {"error": "streaming is not supported"})
        return await behaviour(seen)

    async with OddServer(behave) as server:
        guide = await guide_of(server, recording(40))

    written = [seen for seen in server.requests if seen.asked.kind == "step" and seen.status == 200]
    assert sorted(number for seen in written for number in seen.asked.own) == list(range(1, 41))
    assert len(guide.steps) == 4
    assert {step.writer for step in guide.steps} == {WriterKind.MODEL}
    assert (guide.making.note is None) is done, "a plan of a model that was still thinking is said to be one"


@pytest.mark.parametrize("where", ["content", "reasoning_content"])
async def test_a_step_that_repeats_itself_is_stopped_while_it_does(where: str) -> None:
    sent: list[int] = []

    async def looping(seen: Seen) -> web.StreamResponse:
        if seen.asked.kind != "step" or seen.asked.step != 2:
            return await good(seen)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(seen.http)
        for _ in range(2_000):
            delta = {where: '{"instruction": "Open it.", "utterances": [1]}, '}
            chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            await asyncio.sleep(0)
            sent.append(1)
        return response

    async with OddServer(looping) as server:
        guide = await guide_of(server, recording(40))

    assert [step.writer for step in guide.steps].count(WriterKind.EXTRACTIVE) == 1
    assert "repeated itself" in (guide.steps[1].fallback or "")
    assert len([seen for seen in server.requests if seen.asked.kind == "step" and seen.asked.step == 2]) == 1
    assert len(sent) < 2_000, "it was let go in the middle"


async def test_what_fails_in_the_same_way_three_times_is_not_asked_any_more() -> None:
    async def hopeless(seen: Seen) -> web.StreamResponse:
        return await good(seen, '{"x": ')

    async with OddServer(hopeless) as server:
        guide = await guide_of(server, recording(120))

    steps = {seen.asked.step for seen in server.requests if seen.asked.kind == "step"}
    assert len(guide.steps) > 5
    assert len(steps) <= 4
    assert {step.writer for step in guide.steps} == {WriterKind.EXTRACTIVE}


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


async def test_what_was_cut_off_is_asked_for_once_more_with_twice_the_room() -> None:
    rooms: dict[tuple[int, ...], list[int]] = {}

    async def short_of_room(seen: Seen) -> web.StreamResponse:
        if seen.asked.kind != "step":
            return await good(seen)
        room = rooms.setdefault(tuple(seen.asked.own), [])
        room.append(seen.limit)
        return await (good(seen, '{"title": "Op', finish="length") if len(room) == 1 else good(seen))

    async with OddServer(short_of_room) as server:
        guide = await guide_of(server, recording(40))

    assert [step.fallback for step in guide.steps] == [None] * 4
    assert [second / first for first, second in rooms.values()] == [2.0] * 4
