"""What a transcript says, in the short form that tests compare."""

from __future__ import annotations

from pipeline.options import Limits
from pipeline.readers import read_transcript
from pipeline.transcript import Transcript


async def read(source: str | bytes, name: str = "transcript", limits: Limits | None = None) -> Transcript:
    """The transcript of a text or of bytes."""
    return await read_transcript(source.encode() if isinstance(source, str) else source, name, limits or Limits())


async def said(source: str | bytes) -> list[tuple[float | None, str | None, str]]:
    """(start, speaker, text) of each utterance."""
    return [(u.start, u.speaker, u.text) for u in (await read(source)).utterances]


async def texts(source: str | bytes) -> list[str]:
    return [utterance.text for utterance in (await read(source)).utterances]
