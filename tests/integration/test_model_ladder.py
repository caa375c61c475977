"""Whatever a model's server does, the person gets a guide that says what happened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from pipeline import llm
from pipeline.cache import Cache, MemoryCache
from pipeline.errors import NoProcedure
from pipeline.guide import Guide, WriterKind
from pipeline.options import GuideOptions, Limits
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.conftest import SAMPLES, further
from tests.loopback.model_answers import no_steps
from tests.loopback.model_server import Fault, ModelServer

FILE = SAMPLES / "cloudflare-create-api-token.vtt"


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        server.replays()
        yield server


async def guide_by(
    server: ModelServer, limits: Limits | None = None, cache: Cache | None = None, **settings: Any
) -> Guide:
    """The Cloudflare guide, by a client that doesn't try long."""
    quick = {"retries": 1, "backoff_seconds": 0.01, "busy_seconds": 0.2}
    client = llm.Client(server.settings(**{**quick, **settings}))
    try:
        tools = Tools(model=client, limits=limits or Limits(), cache=cache or MemoryCache())
        return await make_guide(FILE.read_bytes(), FILE.name, GuideOptions(), tools)
    finally:
        await client.aclose()


SAID = {
    Fault.RATE_LIMIT: "rate limit",
    Fault.SERVER_ERROR: "had an error (status 500)",
    Fault.NO_CREDIT: "no credit left",
    Fault.FILTERED_QUESTION: "content filter",
    Fault.TOO_LONG: "too long for the language model",
    Fault.REFUSAL: "declined",
    Fault.FILTERED_ANSWER: "content filter",
    Fault.TRUNCATED: "cut off",
    Fault.EMPTY: "cut off or wasn't in the requested format",
    Fault.INVALID_JSON: "cut off or wasn't in the requested format",
    Fault.DISCONNECT: "broke off",
    Fault.SILENCE: "",
    Fault.HANG: "took too long",
    Fault.GARBAGE: "A web page came",
    Fault.STREAM_ERROR: "had an error: The server had an error.",
}


FIRST = (Fault.SERVER_ERROR, Fault.INVALID_JSON, Fault.SILENCE, Fault.REFUSAL, Fault.TOO_LONG, Fault.NO_CREDIT)


@pytest.mark.parametrize("fault", [*FIRST, *further(*(fault for fault in Fault if fault not in FIRST))])
async def test_when_a_step_fails_it_is_written_without_the_model_and_says_why(
    server: ModelServer, fault: Fault
) -> None:
    cache, hasty = MemoryCache(), dict[str, Any]()
    if fault in (Fault.SILENCE, Fault.HANG):
        # Everything but this step is made before, so that no other answer can come too late on a slow machine.
        server.fails(Fault.REFUSAL, kind="step", step=2)
        await guide_by(server, cache=cache)
        hasty = {"silence_seconds": 0.3, "call_seconds": 0.3}
    server.fails(fault, kind="step", step=2, times=None)

    guide = await guide_by(server, cache=cache, **hasty)

    second, others = guide.steps[1], guide.steps[:1] + guide.steps[2:]
    assert second.writer is WriterKind.EXTRACTIVE
    assert second.actions
    assert SAID[fault] in (second.fallback or "")
    assert all(step.writer is WriterKind.MODEL and step.fallback is None for step in others)
    assert guide.without_model == (2,)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.REFUSAL, Fault.TRUNCATED, Fault.DISCONNECT])
async def test_when_the_outline_fails_the_guide_says_so(server: ModelServer, fault: Fault) -> None:
    server.fails(fault, kind="outline", times=None)

    guide = await guide_by(server)

    assert guide.steps
    assert guide.making.note is not None
    assert SAID[fault] in guide.making.note


@pytest.mark.parametrize(("key", "models"), [("sk-wrong", None), ("sk-loopback", {"gpt-4o"})])
async def test_a_key_or_model_that_is_not_taken_leads_to_a_guide_without_the_model(
    server: ModelServer, key: str, models: set[str] | None
) -> None:
    server.models = models

    guide = await guide_by(server, api_key=key)

    assert all(step.writer is WriterKind.EXTRACTIVE and step.actions for step in guide.steps)
    assert "to be checked." in (guide.making.note or "")
    assert key not in guide.to_json().decode()


async def test_a_job_that_runs_out_of_tokens_is_finished_without_them(server: ModelServer) -> None:
    guide = await guide_by(server, Limits(job_tokens=14_000))

    assert guide.making.usage.tokens <= 14_000
    assert guide.without_model
    assert all("14,000 tokens for this job" in (guide.steps[n - 1].fallback or "") for n in guide.without_model)


async def test_no_procedure_is_told_in_the_models_words(server: ModelServer) -> None:
    reason = "It is a stand-up meeting in which nobody explains anything."
    server.answers(no_steps(reason, "Stand-up"), kind="outline")

    with pytest.raises(NoProcedure, match=reason):
        await guide_by(server)


async def test_a_secret_that_was_said_reaches_neither_the_server_nor_the_cache():
    class Remembering(MemoryCache):
        def __init__(self) -> None:
            super().__init__()
            self.kept = b""

        async def put(self, key: str, kind: str, value: bytes) -> None:
            self.kept += value
            await super().put(key, kind, value)

    talk = (
        "[00:00:01] Open the admin page and click Sign in.\n[00:00:09] Type the password Walnut88 into the form.\n"
        "[00:00:15] Then enter the PIN 8306 and press OK.\n[00:00:21] Click Save and close the page.\n"
    )
    cache = Remembering()
    async with ModelServer() as made_up:
        client = llm.Client(made_up.settings())
        try:
            await make_guide(talk.encode(), "talk.txt", GuideOptions(), Tools(model=client, cache=cache))
        finally:
            await client.aclose()
        asked = str([request.body for request in made_up.requests])

    assert "the password <password> into the form" in asked
    assert "the PIN <pin> and press OK" in asked
    for secret in ("Walnut", "8306"):
        assert secret not in asked
        assert secret not in cache.kept.decode()
