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
    places = " and ".join(_joined([between(transcript, each) for each in some]))
    return f"No step covers the recording {places}, though it seems to have instructions there."


_AFTER = "after the words "


def _joined(places: list[str]) -> list[str]:
    """The places, of which those that are told by words share what comes before their words."""
    *first, last = [place.removeprefix(_AFTER) for place in places if place.startswith(_AFTER)] or [""]
    words = f"{_AFTER}{', '.join(first)} and {last}" if first else f"{_AFTER}{last}"
    return [*(place for place in places if not place.startswith(_AFTER)), *([words] if last else [])]


def between(transcript: Transcript, stretch: Stretch) -> str:
    """Where a stretch is, for a reader: "from 12:30 to 25:10", or its first words."""
    begin, end = transcript[stretch.first].start, transcript[stretch.last].end or transcript[stretch.last].start
    if begin is not None and end is not None:
        return f"from {_clock(begin)} to {_clock(end)}"
    words = " ".join(transcript[stretch.first].text.split()[:8]).rstrip(".,;:")
    return f"{_AFTER}“{words} …”"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
