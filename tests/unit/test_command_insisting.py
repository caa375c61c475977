"""What `--writer model` means for a run: it ends as soon as the model can't be reached."""

from __future__ import annotations

import asyncio

import pytest

from pipeline import progress
from pipeline.command.insisting import by_the_model
from pipeline.errors import ModelError
from pipeline.guide import Guide
from tests.fixtures.guides.cloudflare import GUIDE

REASON = "The language model couldn't be reached."


async def test_the_first_stage_that_cant_reach_the_model_is_the_last():
    told: list[progress.Event] = []
    read = progress.StageStarted(progress.Stage.READ)

    async def make(listen: progress.Listener) -> Guide:
        listen(read)
        listen(progress.OutlineReplaced(REASON, unreachable=True))
        await asyncio.Event().wait()  # as steps whose calls nobody answers
        raise AssertionError

    with pytest.raises(ModelError) as caught:
        await by_the_model(make, told.append)

    assert caught.value.message.startswith(f"{REASON} No guide was made, because --writer model asks for one")
    assert told == [read], "nothing is redone without the model"


async def test_an_outline_that_only_cant_be_used_leaves_the_steps_to_the_model():
    told: list[progress.Event] = []
    unusable = progress.OutlineReplaced("The language model's answer was cut off.")

    async def make(listen: progress.Listener) -> Guide:
        listen(unusable)
        await asyncio.sleep(0)
        return GUIDE

    assert await by_the_model(make, told.append) is GUIDE
    assert told == [unusable]


@pytest.mark.parametrize("unreachable", [False, True])
async def test_a_run_that_is_stopped_meanwhile_is_cancelled(unreachable: bool):
    under_way, ended = asyncio.Event(), asyncio.Event()

    async def make(listen: progress.Listener) -> Guide:
        try:
            under_way.set()
            await asyncio.Event().wait()
        finally:
            listen(progress.OutlineReplaced(REASON, unreachable))
            ended.set()
        raise AssertionError

    run = asyncio.create_task(by_the_model(make, progress.nobody))
    await under_way.wait()
    run.cancel()

    with pytest.raises(asyncio.CancelledError):
        await run
    assert ended.is_set(), "and has cleaned up"
