"""A writer and the model's server that it asks, without a bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pipeline import llm
from pipeline.cache import MemoryCache
from pipeline.options import GuideOptions
from pipeline.outline import OutlineEnd, Plan, PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import StepRequest, Written
from pipeline.writing.model_writer import ModelWriter
from tests.conftest import HANG_SECONDS
from tests.loopback.model_server import ModelServer

TALK = Transcript(
    "talk",
    tuple(
        Utterance(n, f"Now open page {n} of the settings and switch on the option number {n}.") for n in range(1, 25)
    ),
    language="en",
)
QUICK = {"retries": 2, "busy_seconds": HANG_SECONDS, "backoff_seconds": 0.01}
"""Settings with which a broken server is asked again soon."""


@dataclass
class Job:
    """A writer with what it shares with others of its process."""

    client: llm.Client
    meter: llm.Meter
    writer: ModelWriter

    async def outline(self, options: GuideOptions | None = None) -> tuple[list[PlannedStep], OutlineEnd]:
        items = [item async for item in self.writer.outline(TALK, options or GuideOptions())]
        plan, end = items
        assert isinstance(plan, Plan)
        assert isinstance(end, OutlineEnd)
        return list(plan.steps), end

    async def step(self) -> Written:
        return await self.writer.write(StepRequest(PlannedStep(1, "Open a page", (3, 4)), (), TALK, GuideOptions()))


StartJob = Callable[..., Job]


@asynccontextmanager
async def jobs_of(server: ModelServer) -> AsyncIterator[StartJob]:
    """`start(job_tokens, NAME=value)` makes a job that asks this server, with these settings for the rest."""
    clients = []

    def start(job_tokens: int | None = None, **settings: Any) -> Job:
        client = llm.Client(server.settings(**{**QUICK, **settings}))
        clients.append(client)
        meter = llm.Meter(job_tokens)
        return Job(client, meter, ModelWriter(client, meter, MemoryCache()))

    try:
        yield start
    finally:
        for client in clients:
            await client.aclose()
