"""Each kind of model server, as its stand-in behaves, ends in a guide that the model wrote."""

from __future__ import annotations

import pytest

from pipeline import llm
from pipeline.guide import WriterKind
from pipeline.options import GuideOptions
from pipeline.run import make_document
from pipeline.tools import Tools
from tests.clock import LeapingClock
from tests.conftest import SAMPLES, further
from tests.loopback.model_characters import CHARACTERS
from tests.loopback.odd_server import OddServer

FILE = SAMPLES / "cloudflare-create-api-token.vtt"


FIRST = ("OpenAI", "Azure OpenAI, with an old API version", "Ollama, old", "llama.cpp", "Gemini", "Anthropic")


@pytest.mark.parametrize("name", [*FIRST, *further(*(name for name in CHARACTERS if name not in FIRST))])
async def test_a_guide_is_written_by_the_model_whatever_its_server_is_like(name: str) -> None:
    character = CHARACTERS[name]
    async with OddServer(character.behaviour) as server:
        where = {"azure_endpoint": server.root} if character.azure else {"base_url": server.root + character.path}
        client = llm.Client(server.settings(**where, **character.settings))
        with LeapingClock():
            try:
                document = await make_document(FILE.read_bytes(), FILE.name, GuideOptions(), Tools(model=client))
                asked = len(server.requests)
                again = await make_document(
                    FILE.read_bytes(), FILE.name, GuideOptions(audience="operators"), Tools(model=client)
                )
            finally:
                await client.aclose()

    for guide in (document.guide, again.guide):
        assert [step.fallback for step in guide.steps] == [None] * 4
        assert all(step.writer is WriterKind.MODEL and step.actions for step in guide.steps)
        assert guide.making.note is None
    assert document.docx
    refused = [seen for seen in server.requests[asked:] if seen.status != 200]
    assert not refused, "what was learned is kept"
