"""A transcript: what was said, by whom, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Utterance:
    """One sentence, or a few that belong together, as a person would quote it."""

    id: int
    """Its place in the transcript, from 1; the same for the same bytes."""
    text: str
    """What was said, without mark-up, noise and invisible characters; never empty."""
    speaker: str | None = None
    start: float | None = None
    """Seconds from the start of the recording, or None where the source has no times."""
    end: float | None = None


@dataclass(frozen=True)
class Transcript:
    """Utterances in the order in which they were said. `transcript.utterances[i].id == i + 1`."""

    id: str
    """SHA-256 of the bytes that were read, in hexadecimal."""
    utterances: tuple[Utterance, ...]
    title: str | None = None
    """What the source or its name says it is about; a hint, not for certain."""
    titled_by_name: bool = False
    """Whether the title is only the file's name."""
    language: str | None = None
    """ISO 639-1 code, or None where it can't be told."""
    format: str = "text"
    """What it was read as, in words for people: "WebVTT", "SubRip", "text with times", …"""

    listed: bool = False
    """Whether it was typed as a list, so that each utterance is whole, with or without a full stop."""

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The speakers' names, in the order in which they first speak."""
        return tuple(dict.fromkeys(u.speaker for u in self.utterances if u.speaker))

    @cached_property
    def duration(self) -> float | None:
        """Seconds from the start of the recording to the last thing said, or None without times."""
        return max((t for u in self.utterances for t in (u.start, u.end) if t is not None), default=None)

    @cached_property
    def words(self) -> int:
        """How many words were said; a character counts as a word in scripts without spaces."""
        return sum(count_words(u.text) for u in self.utterances)

    def __getitem__(self, utterance_id: int) -> Utterance:
        """The utterance with this id. Raises KeyError."""
        if not 1 <= utterance_id <= len(self.utterances):
            raise KeyError(utterance_id)
        return self.utterances[utterance_id - 1]


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Kana and Chinese characters: scripts without spaces."""
_MARKS = re.compile("[\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f]")
"""Their punctuation."""


def count_words(text: str) -> int:
    """Words in a text; each Chinese or Japanese character counts as one, since they have no spaces."""
    if text.isascii():  # called for each utterance again and again, and most are
        return len(text.split())
    spaced, unspaced = _UNSPACED.subn(" ", _MARKS.sub(" ", text))
    return unspaced + len(spaced.split())
