"""python -m pipeline with each kind of model server, by the settings that README names for it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.guide import Guide, WriterKind
from tests.acceptance.conftest import ROOT, ran
from tests.conftest import SAMPLES, further
from tests.loopback.model_characters import CHARACTERS, Character
from tests.loopback.odd_server import OddServer

SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"
FIRST = ("Azure OpenAI, with an old API version",)
OF_AZURE = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_API_KEY"}
"""Without the API version, which has a default."""


@pytest.mark.parametrize("name", [*FIRST, *further(*(name for name in CHARACTERS if name not in FIRST))])
async def test_a_process_that_a_user_starts_has_its_guide_written_by_the_model(name: str, tmp_path: Path) -> None:
    character, out = CHARACTERS[name], tmp_path / "guide.json"
    async with OddServer(character.behaviour) as server:
        words = ("pipeline", str(SCREENCAST), "-o", str(out))
        code, _, said = await ran(*words, folder=tmp_path, **character.environment(server.root))

    assert code == 0, said
    guide = Guide.from_json(out.read_bytes())
    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * 4
    assert guide.making.note is None
    assert "without" not in said, "nothing is said to be missing"


def rows() -> dict[str, str]:
    """README's table of servers: name -> settings."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.split("| server | settings |\n|---|---|\n")[1].split("\n\n")[0]
    return dict(line.strip("| ").split(" | ", 1) for line in table.splitlines())


@pytest.mark.parametrize(("name", "character"), CHARACTERS.items())
def test_readme_names_the_settings_with_which_it_was_tried(name: str, character: Character) -> None:
    settings = rows()[character.row or name]

    named = set(re.findall(r"\b(?:OPENAI|AZURE_OPENAI)_[A-Z_]+", settings))
    set_here = set(character.environment("http://127.0.0.1"))
    if character.azure:
        assert named == set_here & OF_AZURE
    elif name == "OpenAI":
        assert named == set_here - {"OPENAI_BASE_URL"}
    else:
        assert named == set_here
        (url,) = re.findall(r"OPENAI_BASE_URL=(\S+?)`", settings)
        assert urlsplit(url).path == character.path
