"""No false alarms on real transcripts: repetitions of what was said, and a good model's lines, stay unmarked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline import llm
from pipeline.guide import FindingKind, Guide, Level
from pipeline.options import GuideOptions, WriterChoice
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.conftest import FIXTURES, SAMPLES
from tests.loopback.model_server import ModelServer

RECORDED = (
    SAMPLES / "cloudflare-create-api-token.vtt",
    SAMPLES / "apollo13-co2-adapter.txt",
    FIXTURES / "transcripts" / "bitcoin-core-debugging-workshop.md",
)


def kinds(guide: Guide) -> Counter[FindingKind]:
    return Counter(finding.kind for _, _, finding in guide.to_check)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
async def test_what_only_leaves_words_out_is_not_called_unsupported(file: Path):
    options = GuideOptions(writer=WriterChoice.EXTRACTIVE, anyway=True)
    guide = await make_guide(file.read_bytes(), file.name, options, Tools())
    found = kinds(guide)
    lines = sum(len(step.actions) + len(step.cautions) for step in guide.steps)
    assert lines
    assert not found[FindingKind.UNSUPPORTED]
    assert not found[FindingKind.UNCITED]
    assert not found[FindingKind.OVERLAP]
    assert sum(found.values()) <= max(2, 0.03 * lines)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
async def test_what_a_good_model_wrote_is_certain(file: Path):
    async with ModelServer() as server:
        server.replays()
        client = llm.Client(server.settings())
        try:
            guide = await make_guide(file.read_bytes(), file.name, GuideOptions(), Tools(model=client))
        finally:
            await client.aclose()
    assert not [step.title for step in guide.steps if step.confidence.level is Level.LOW]
    assert not kinds(guide)[FindingKind.UNSUPPORTED]
    assert not kinds(guide)[FindingKind.POLARITY]
