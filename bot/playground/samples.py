"""The two real transcripts that the page drops with one click, each with its licence and source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Sample:
    file: str
    """Its name on disk."""
    name: str
    """Its name when it's dropped: what somebody would call it."""
    title: str
    what: str
    licence: str
    source: str

    @property
    def note(self) -> str:
        return f"{self.source} · {self.licence}"

    def content(self) -> bytes:
        return (FOLDER / self.file).read_bytes()


SAMPLES = (
    Sample(
        "cloudflare-create-api-token.vtt",
        "cloudflare-create-api-token.vtt",
        "Create an API token",
        "Captions from a 3-minute screencast",
        "CC BY 4.0, © Cloudflare, Inc.",
        "cloudflare/cloudflare-docs",
    ),
    Sample(
        "apollo13-co2-adapter.txt",
        "Apollo 13 CO2 adapter.txt",
        "Build the CO₂ adapter",
        "Houston talks Apollo 13 through it",
        "NASA, public domain",
        "Spacelog",
    ),
)
