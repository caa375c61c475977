"""Real transcripts with the documentation that people wrote for the same: passages are found there and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cache import MemoryCache
from pipeline.knowledge import Fetcher, References, Shelf
from pipeline.knowledge.parsers import Parsers
from pipeline.options import Limits
from pipeline.readers import read_transcript
from pipeline.transcript import Transcript
from tests.conftest import HANG_SECONDS
from tests.loopback.reference_site import ReferenceSite

WORDS = 180
"""About as many as a step has."""
PAIRS = ("g01", "g02", "g04", "g08", "g09", "g11", "g12", "g13", "g15")
SUBJECTS = ({"g02", "g04", "g08"}, {"g08", "g09", "g11"}, {"g12", "g13", "g15"})
"""Pairs of one subject may find something in each other's pages."""


@pytest.fixture
async def paired(transcripts: Path) -> dict[str, tuple[Transcript, Shelf]]:
    """Each transcript with the shelf of its own pages, fetched from loopback."""
    made: dict[str, tuple[Transcript, Shelf]] = {}
    async with ReferenceSite() as site:
        parsers = Parsers()
        fetcher = Fetcher(site.limits(), MemoryCache(), parsers=parsers)
        for name in PAIRS:
            [folder] = transcripts.glob(f"gold/{name}_*")
            [file] = folder.glob("transcript.*")
            pages = sorted(folder.glob("gold_article*"))
            urls = [site.put(f"/{name}/{page.name}", page.read_bytes(), "text/plain; charset=utf-8") for page in pages]
            async with References.start(urls, fetcher, wait=HANG_SECONDS) as references:
                shelf = await references.shelf()
            assert all(reference.fetched for reference in shelf.references())
            made[name] = (await read_transcript(file.read_bytes(), file.name, Limits()), shelf)
        await fetcher.aclose()
        await parsers.aclose()
    return made


def parts(transcript: Transcript) -> Iterator[str]:
    said: list[str] = []
    for utterance in transcript.utterances:
        said += utterance.text.split()
        if len(said) >= WORDS:
            yield " ".join(said)
            said = []


async def test_passages_are_chosen_from_the_right_pages_and_no_others(paired):
    own = right = others = wrong = 0
    for name, (transcript, shelf) in paired.items():
        for said in parts(transcript):
            own += 1
            right += bool(shelf.choose(said))
            for other, (_, elsewhere) in paired.items():
                if other != name and not any({name, other} <= subject for subject in SUBJECTS):
                    others += 1
                    wrong += bool(elsewhere.choose(said))
    assert own > 100
    assert right / own > 0.8  # 104 of 115; what is left is greetings, breaks and talk about other things
    assert wrong / others < 0.005


async def test_the_step_about_creating_a_token_finds_where_tokens_are_created(paired):
    _, shelf = paired["g01"]
    [passage] = shelf.choose(
        "Create the API token. Start from the dashboard, go to My Profile, API Tokens, select Create Token, and choose "
        "the Edit zone DNS template."
    )
    assert passage.heading == "Create API token"
    assert "Select Create Token." in passage.text
