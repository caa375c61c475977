"""Asks a server a little, the way a job does, and says what was found out; for an operator's check."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.llm.calls import Call
from pipeline.llm.client import Client
from pipeline.llm.dialect import Form
from pipeline.llm.failures import TooLong, TruncatedAnswer
from pipeline.llm.meter import Meter

CHECK_TOKENS = 1_000
"""Room for a model that thinks before it says a word."""
READY: Mapping[str, Any] = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}
LONG_LINES = 320
"""Lines of the long question of a check, of 16 words each: about 6,000 tokens."""
FEWEST_TIMED_TOKENS = 30
"""An answer with fewer tokens says little about the server's speed."""


@dataclass(frozen=True)
class Checked:
    """What a check has found out about a server."""

    seconds: float
    """How long the slower model took to answer."""
    form: Form
    """How it is asked for the form of an answer."""
    streams: bool
    tokens_per_second: float | None
    """None where the answer was too short to tell."""


async def check(client: Client) -> Checked:
    """Asks the model for one word, and the outline's model too where that is another. The answer is streamed, as an
    outline's is. Raises ModelError where one doesn't answer."""
    await client.sdk()
    slowest, tokens_per_second = 0.0, None
    for model in dict.fromkeys((client.settings.model, client.settings.outline_model)):
        call = Call("check", model, "Answer with ready: true.", "Are you ready?", READY, CHECK_TOKENS, prompt="")
        began = time.perf_counter()
        meter = Meter()
        await _answered(client, call, meter)
        slowest = max(slowest, time.perf_counter() - began)
        if meter.usage.output_tokens >= FEWEST_TIMED_TOKENS and not meter.usage.estimated:
            tokens_per_second = meter.usage.output_tokens / (time.perf_counter() - began)
    dialect = client.dialect(client.settings.model)
    return Checked(slowest, dialect.form, dialect.streaming is not False, tokens_per_second)


async def check_context(client: Client) -> None:
    """Asks the outline's model something as long as a recording of half an hour, to see whether all of it is read.
    What is learned is in the client's `contexts`. Raises ModelError."""
    line = "Then open the next page of the settings, and choose the name of the machine from the list.\n"
    model = client.settings.outline_model
    call = Call("check", model, "Answer with ready: true.", LONG_LINES * line, READY, CHECK_TOKENS, prompt="")
    with contextlib.suppress(TooLong):  # what the refusal says of the context is known then
        client.contexts.cut(call, await _answered(client, call, Meter()))


async def _answered(client: Client, call: Call, meter: Meter) -> int | None:
    """How many tokens of the question the server counted, once it has answered. A model that thinks for long answers a
    job's questions, which have more room."""
    with contextlib.suppress(TruncatedAnswer):
        stream = await client.stream(call, meter)
        try:
            async for _ in stream:
                pass
        finally:
            await stream.aclose()
        return stream.input_tokens
    return None
