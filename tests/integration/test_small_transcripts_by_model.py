"""Two instructions are enough for a language model's guide too, and a guide always has a title."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from pipeline import llm
from pipeline.guide import Guide, WriterKind
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.loopback.model_server import ModelServer

TYPED = b"Open Settings.\nClick Security.\nTurn on two-step verification.\nScan the code with your phone.\n"


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


async def guide_by(server: ModelServer, data: bytes) -> Guide:
    client = llm.Client(server.settings())
    try:
        return await make_guide(data, "notes.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()


@pytest.mark.parametrize("data", [TYPED, b"Unscrew the cover.\nReplace both batteries.\n"])
async def test_a_model_plans_a_few_instructions(server: ModelServer, data: bytes) -> None:
    guide = await guide_by(server, data)

    assert {step.writer for step in guide.steps} == {WriterKind.MODEL}
    assert {n for step in guide.steps for action in step.actions for n in action.citations}


async def test_a_guide_without_a_title_is_named_by_its_only_step(server: ModelServer) -> None:
    steps = [{"title": "Turn on two-step verification", "utterances": "1-2"}]
    server.answers(
        {"title": "", "no_procedure": None, "steps": steps, "audience": None, "prerequisites": []}, kind="outline"
    )

    guide = await guide_by(server, TYPED)

    assert guide.title == guide.steps[0].title == "Turn on two-step verification"
