"""What a transcript says, in the short form that tests compare."""

from __future__ import annotations

from pipeline.options import Limits
from pipeline.readers import read_transcript, sniff
from pipeline.readers.confined_work import beginning
from pipeline.readers.transcript_reader import read_transcript_here
from pipeline.readers.verdict import Sniff
from pipeline.transcript import Transcript


async def read(
    source: str | bytes, name: str = "transcript", limits: Limits | None = None, *, apart: bool = False
) -> Transcript:
    """The transcript of a text or of bytes. `apart`: whether a document is parsed in a process of its own, as jobs have
    it done; to start one takes longer than to parse."""
    data = source.encode() if isinstance(source, str) else source
    if apart:
        return await read_transcript(data, name, limits)
    return read_transcript_here(data, name, limits or Limits())


def sniffed(data: bytes, name: str) -> Sniff:
    """Whether a file is a transcript; documents are parsed in this process."""
    return sniff(data, name, beginning)


async def said(source: str | bytes, *, apart: bool = False) -> list[tuple[float | None, str | None, str]]:
    """(start, speaker, text) of each utterance."""
    return [(u.start, u.speaker, u.text) for u in (await read(source, apart=apart)).utterances]


async def texts(source: str | bytes) -> list[str]:
    return [utterance.text for utterance in (await read(source)).utterances]
