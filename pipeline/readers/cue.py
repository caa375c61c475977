"""What the reader of a format returns: cues, before they are merged into utterances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.transcript import Member, Taken


class Cue(NamedTuple):
    """A piece of speech as its source splits it: a caption, a paragraph, a turn."""

    text: str
    speaker: str | None = None
    start: float | None = None
    """Seconds from the start of the recording."""
    end: float | None = None
    breaks: bool = False
    """Whether another person begins to speak here, named or not."""
    heading: str = ""
    """The heading that stands in the source over what begins here."""


@dataclass(frozen=True)
class Source:
    """What was found in a file."""

    format: str
    """The format in words for people: "WebVTT", "SubRip", "text with times", …"""
    cues: Sequence[Cue]
    title: str | None = None
    language: str | None = None
    """ISO 639-1 code, if the source itself states it."""
    turns: bool = False
    """Whether a cue is a speaker's whole turn or paragraph, which ends a sentence, and not a piece of a caption."""
    stated: bool = False
    """Whether the file says that it is a transcript, or can't be anything else."""

    listed: bool = False
    """Whether a cue is a line of its own, as in a typed list, or a caption that is a sentence without a full stop."""

    taken: Sequence[Taken] = ()
    """What the reader took away because nobody said it."""
    letters: int | None = None
    """The letters and digits of the file, if the reader accounts for them: those in the cues and those taken away."""
    cut: bool = False
    """Whether the end of the file is missing."""
    member: Member | None = None
    """Which of several files in it was read."""

    @property
    def timed(self) -> bool:
        return any(cue.start is not None for cue in self.cues)

    @property
    def spoken(self) -> bool:
        """Whether the source says who speaks."""
        return any(cue.speaker for cue in self.cues)
