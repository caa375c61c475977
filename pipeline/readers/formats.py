"""Text -> Source: which format it is in, told by its content."""

from __future__ import annotations

from pipeline.readers import captions, spacelog, turns
from pipeline.readers.cue import Source


def parse(text: str, name: str) -> Source:
    """What was found in a text. Raises NotATranscript."""
    head = text[:20_000]
    if head.lstrip().startswith("WEBVTT") or captions.find(head):
        return captions.read(text)
    if spacelog.find(head):
        return spacelog.read(text)
    return turns.read(text)
