"""What calls of a model cost: the caps that hold them, and what is counted of those that failed or were let go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import pytest

from pipeline.errors import BudgetExceeded
from pipeline.options import GuideOptions
from pipeline.outline import Plan
from tests.integration.model_calls import TALK, StartJob, jobs_of
from tests.loopback.model_server import Fault, ModelServer


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer(steps=4) as server:
        yield server


@pytest.fixture
async def jobs(server: ModelServer) -> AsyncIterator[StartJob]:
    async with jobs_of(server) as start:
        yield start


async def test_nothing_is_sent_beyond_the_jobs_cap(server: ModelServer, jobs: StartJob) -> None:
    job = jobs(job_tokens=7_000)

    await job.step()
    with pytest.raises(BudgetExceeded, match="7,000 tokens for this job"):
        await job.outline()

    assert len(server.requests) == 1


async def test_nothing_is_sent_beyond_the_days_cap(server: ModelServer, jobs: StartJob) -> None:
    job = jobs(daily_tokens=7_000)

    await job.step()
    with pytest.raises(BudgetExceeded, match="7,000 tokens for today"):
        await job.outline()

    assert len(server.requests) == 1


async def test_usage_adds_up_over_failures_too(server: ModelServer, jobs: StartJob) -> None:
    server.fails(Fault.SERVER_ERROR, times=1)
    server.fails(Fault.TRUNCATED, times=1)
    job = jobs()

    await job.step()

    usage = job.meter.usage
    answered = [request for request in server.requests if request.status == 200]
    assert usage.calls == 3
    assert usage.input_tokens == sum(request.prompt_tokens for request in answered)
    assert usage.output_tokens == sum(request.completion_tokens for request in answered)
    fresh = usage.input_tokens - usage.cached_tokens
    assert usage.cost == pytest.approx((fresh * 0.4 + usage.cached_tokens * 0.1 + usage.output_tokens * 1.6) / 1e6)
    assert not usage.estimated


async def test_a_server_that_does_not_count_is_estimated(server: ModelServer, jobs: StartJob) -> None:
    server.sends_usage = False
    job = jobs()

    await job.outline()

    usage = job.meter.usage
    assert usage.estimated
    assert usage.input_tokens == pytest.approx(server.requests[0].prompt_tokens, rel=0.05)
    assert usage.output_tokens == pytest.approx(server.requests[0].completion_tokens, rel=0.05)


async def test_a_model_without_a_price_has_no_cost(server: ModelServer, jobs: StartJob) -> None:
    job = jobs(model="our-own")

    await job.step()

    assert job.meter.usage.cost is None


async def test_cancelling_lets_go_at_once_and_estimates(server: ModelServer, jobs: StartJob) -> None:
    server.pace(first=60)
    job = jobs()
    task = asyncio.create_task(job.step())
    await server.asked(1)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert job.client.gate.under_way == 0
    assert job.meter.usage.estimated
    assert job.meter.usage.input_tokens == pytest.approx(server.requests[0].prompt_tokens, rel=0.05)


async def test_an_outline_that_nobody_reads_any_more_is_let_go(server: ModelServer, jobs: StartJob) -> None:
    server.pace(tokens_per_second=50)
    job = jobs()

    items = job.writer.outline(TALK, GuideOptions())
    assert isinstance(items, AsyncGenerator)
    first = await anext(items)
    await items.aclose()

    assert isinstance(first, Plan)
    assert [step.number for step in first.steps] == [1, 2, 3, 4]
    assert job.client.gate.under_way == 0
    assert job.meter.usage.estimated
