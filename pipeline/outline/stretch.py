"""A part of a recording that is in no step, and how a reader is told where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.transcript import Transcript


@dataclass(frozen=True)
class Stretch:
    """Utterances `first` to `last`, both included, none of which is in a step."""

    first: int
    last: int
    words: int


def not_covered(transcript: Transcript, some: Iterable[Stretch]) -> str:
    """That no step covers these parts, though somebody is told there what to do."""
    places = ", ".join(between(transcript, each) for each in some)
    return f"Some of the recording is in no step, though it seems to have instructions: {places}."


def between(transcript: Transcript, stretch: Stretch) -> str:
    """Where a stretch is, for a reader: "12:30–25:10", or its first words."""
    begin, end = transcript[stretch.first].start, transcript[stretch.last].end or transcript[stretch.last].start
    if begin is not None and end is not None:
        return f"{_clock(begin)}–{_clock(end)}"
    words = " ".join(transcript[stretch.first].text.split()[:8]).rstrip(".,;:")
    return f"“{words} …”"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
