"""What a server that fails costs, at the default settings: never more than one patience, however many steps there are.

One that says that it fails for good costs seconds; one that says it is busy, the time for which a busy server is
waited for; one that says nothing, the time of one call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from pipeline import llm
from pipeline.guide import WriterKind
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.clock import LeapingClock
from tests.conftest import further
from tests.integration.timed_guides import talk, timed_guide
from tests.loopback.model_characters import error
from tests.loopback.odd_answers import (
    PAGE,
    after,
    always,
    cut,
    cut_in_the_middle,
    dripping,
    first,
    from_the_steps_on,
    silent,
    silent_after,
    streamed_error,
)
from tests.loopback.odd_server import Behaviour, OddServer, Seen, good

DEFAULT = llm.ModelSettings
FAILS = 30.0
BUSY = DEFAULT.busy_seconds + 5
SILENT = DEFAULT.call_seconds + 5
STEPS = 12
TALK = talk(40)


@dataclass
class Lasting:
    behaviour: Behaviour
    told: str
    """What the person reads of it."""
    seconds: float = FAILS
    """What it costs at most."""
    most: int = 5
    """Requests at most, where it is so from the beginning."""
    settings: dict[str, Any] = field(default_factory=dict)


BUSY_REQUESTS = 30
"""In two minutes, with waits that grow to eight seconds."""
NOT_FOUND = {"error": "Unexpected endpoint or method. (POST /chat/completions)"}
OF_DAYS = [{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "You exceeded your current quota"}}]
LASTING = {
    "A1 429 that says 0 s": Lasting(
        always(429, error("exceeded token rate limit"), retry_after="0", retry_after_ms="0"),
        *("rate limit", BUSY, BUSY_REQUESTS),
    ),
    "A2 429 that stays": Lasting(always(429, OF_DAYS), "rate limit", BUSY, 70),
    "429 that says 7 s": Lasting(always(429, error("slow down"), retry_after="7"), "rate limit", BUSY, BUSY_REQUESTS),
    "429 that says an hour": Lasting(always(429, error("slow down"), retry_after="3600"), "60 minutes", 5, 1),
    "A19 503 that stays": Lasting(always(503, {"error": "Loading model"}), "still being loaded", BUSY, 70),
    "A20 503, a full queue": Lasting(
        always(503, {"error": "server busy, maximum pending requests exceeded"}), "too busy", BUSY, 70
    ),
    "A21 529 that stays": Lasting(always(529, error("Overloaded")), "too busy", BUSY, 70),
    "A28 a 200 that says 429": Lasting(always(200, {"error": {"code": 429}}), "rate limit", BUSY, 70),
    "overloaded in the middle": Lasting(
        streamed_error({"error": {"message": "Overloaded"}}, {"content": "{"}), "too busy", BUSY, 70
    ),
    "500": Lasting(always(500, error("The server had an error")), "error (status 500): The server had an error."),
    "502 with a page": Lasting(always(502, PAGE), "error (status 502)."),
    "503 with a page": Lasting(always(503, PAGE), "error (status 503)."),
    "500 in the middle": Lasting(
        streamed_error({"error": {"message": "CUDA out of memory", "code": 500}}, {"content": "{"}),
        *("error (status 500): CUDA out of memory.", FAILS, 3 + 2 * 5),  # outlines, and two steps of five attempts each
    ),
    "cut before the answer": Lasting(cut, "broke off before it answered"),
    "cut in the middle": Lasting(cut_in_the_middle, "broke off", FAILS, 70),
    "silent": Lasting(silent, "took too long to answer", SILENT, 1),
    "silent once it has begun": Lasting(silent_after(0), "took too long to answer", SILENT, 1),
    "silent after a bit": Lasting(silent_after(0.1), "took too long to answer", SILENT, 3),
    "silent after a half": Lasting(silent_after(0.5), "took too long to answer", SILENT, 3),
    "nothing but signs of life": Lasting(
        dripping(lambda number: b": keep-alive\n\n", 10), "took too long to answer", SILENT, 1
    ),
    "nothing but thoughts": Lasting(
        dripping(lambda number: {"reasoning_content": f"Now {number} of them. "}, 2), "took too long", SILENT, 1
    ),
    "thoughts that go round in circles": Lasting(
        # On a busy machine, one more step begins before the first of those side by side is stopped.
        dripping(lambda number: {"reasoning": "Wait. "}, 0.1),
        "repeated itself",
        185,
        5,
    ),
    "slower than anybody waits": Lasting(
        dripping(lambda number: {"content": '{"x": "y'[number - 1 : number] or "z"}, 5), "took too long", SILENT, 1
    ),
    "a gateway's patience of 50 s": Lasting(after(50, always(504, PAGE)), "error (status 504)", SILENT, 3),
    "a gateway's patience of 100 s": Lasting(after(100, always(524, PAGE)), "error (status 524)", SILENT, 2),
    "cut after 50 s": Lasting(after(50, cut), "broke off before it answered", SILENT, 3),
    "A26 a 200 that knows no such path": Lasting(always(200, NOT_FOUND), "OPENAI_BASE_URL needs", 5, 1),
    "A27 a page": Lasting(always(200, PAGE), "A web page came from", 5, 2),
    "404 with a page": Lasting(always(404, PAGE), "no language model at", 5, 1),
    "404 of a path": Lasting(always(404, {"detail": "Not Found"}), "no language model at", 5, 1),
    "404 of a model": Lasting(always(404, error("model 'x' not found, try pulling it first")), "know the model", 5, 1),
    "400 of a model": Lasting(always(400, error("Model Not Exist")), "doesn't know the model", 5, 1),
    "A43 402": Lasting(always(402, error("Insufficient Balance")), "no credit left", 5, 1),
    "A44 403 country": Lasting(
        always(403, error("Country, region, or territory not supported")), "country or region", 5, 1
    ),
    "A44 403 firewall": Lasting(
        always(403, error("Access denied due to Virtual Network/Firewall rules.")), "firewall rules", 5, 1
    ),
    "403 with a page": Lasting(always(403, PAGE), "A firewall or a proxy", 5, 1),
    "403 of a key": Lasting(always(403, error("API key lacks access")), "rejected the key", 5, 1),
    "401 without a key": Lasting(always(401, error("Unauthorized")), "asks for a key", 5, 1, {"api_key": ""}),
    "A44 data policy": Lasting(always(404, error("No endpoints found matching your data policy")), "data policy", 5, 1),
    "A44 not a chat model": Lasting(
        always(404, error("This is not a chat model and thus not supported in v1/chat/completions")),
        *("chat model", 5, 1),
    ),
    "A45 a key that isn't ASCII": Lasting(good, "OPENAI_API_KEY contains a character", 5, 0, {"api_key": "sk-…"}),
    "A45 a key with a line break": Lasting(good, "a line break", 5, 0, {"api_key": "sk-1\nsk-2"}),
    "a refusal that nothing helps against": Lasting(always(400, {"error": "No."}), "rejected the request: No.", 5, 9),
    "A17 context": Lasting(
        always(400, error("the request exceeds the available context size (512 tokens)")), "too long", 5, 8
    ),
    "A18 413": Lasting(always(413, PAGE), "too long for the language model", 5, 8),
    "an answer that is no JSON, whatever one asks": Lasting(lambda seen: good(seen, "I can't."), "format", 5, 10),
    "A41 a filter": Lasting(lambda seen: good(seen, finish="content_filter: hate"), "content filter", 5, 14),
    "A41 a limit of another name": Lasting(
        lambda seen: good(seen, '{"steps": [', finish="model_length"), "cut off", FAILS, 12
    ),
}
SINCE = {
    "the beginning": LASTING,
    "the steps": {name: row for name, row in LASTING.items() if not row.settings},
}
ALIKE = (
    *("429 that says 7 s", "A21 529 that stays", "502 with a page", "503 with a page", "silent once it has begun"),
    *("silent after a bit", "a gateway's patience of 100 s"),
)
"""What takes the same turns as the row beside it."""
FIRST = {
    "the beginning": tuple(name for name in LASTING if name not in ALIKE),
    "the steps": ("A2 429 that stays", "500", "silent", "silent after a half", "A27 a page"),
}
ROWS = [(since, name) for since, names in FIRST.items() for name in names]
OTHERS = [(since, name) for since, rows in SINCE.items() for name in rows if name not in FIRST[since]]


@pytest.mark.parametrize(("since", "name"), [*ROWS, *further(*OTHERS)])
async def test_a_server_that_fails_for_good_costs_one_patience_and_is_told(
    since: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    row = LASTING[name]
    behaviour = row.behaviour if since == "the beginning" else from_the_steps_on(row.behaviour)
    async with OddServer(behaviour, STEPS) as server:
        guide, seconds = await timed_guide(server, TALK, **row.settings)

    note, told = guide.making.note or "", [step.fallback or "" for step in guide.steps]
    assert (since == "the beginning" and row.told in note) or all(row.told in each for each in told), (note, told)
    assert all(step.writer is WriterKind.EXTRACTIVE and step.actions for step in guide.steps)
    assert seconds <= row.seconds
    if since == "the beginning":
        assert len(server.requests) <= row.most
        assert row.told in caplog.text, "the operator is told too"
    elif row.seconds == BUSY:
        assert len(server.requests) <= 5 * STEPS, "a busy server isn't asked for each step again and again"


@pytest.mark.parametrize("name", ["A2 429 that stays", "500", "silent", "silent after a half"])
async def test_nor_does_it_cost_more_where_the_recording_is_planned_in_parts(name: str) -> None:
    row = LASTING[name]
    async with OddServer(row.behaviour, STEPS) as server:
        guide, seconds = await timed_guide(server, TALK, window_words=200)

    assert row.told in (guide.making.note or "")
    assert len([seen for seen in server.requests if "part 4 of" in seen.text]) >= 1
    assert seconds <= row.seconds


async def test_a_server_that_fails_now_and_then_is_waited_for_each_time() -> None:
    """Patience is for a server that doesn't come round; one that does begins anew."""

    async def moody(seen: Seen) -> web.StreamResponse:
        return await (good(seen) if seen.number % 3 == 0 else always(503, {"error": "Loading model"})(seen))

    async with OddServer(moody, STEPS) as server:
        guide, _ = await timed_guide(server, TALK, calls=1)

    assert [step.fallback for step in guide.steps] == [None] * STEPS


async def test_a_job_that_begins_later_tries_anew() -> None:
    async with OddServer(first(5, 500, error("The server had an error")), STEPS) as server:
        client = llm.Client(server.settings())
        with LeapingClock():
            try:
                tools = Tools(model=client)
                before = await make_guide(TALK, "talk.txt", GuideOptions(), tools)
                later = await make_guide(TALK, "talk.txt", GuideOptions(), tools)
            finally:
                await client.aclose()

    assert "status 500" in (before.making.note or "")
    assert [step.fallback for step in later.steps] == [None] * STEPS
