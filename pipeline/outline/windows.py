"""Splits long transcripts into overlapping windows, and merges the windows' steps by the utterances they share."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.transcript import Transcript, count_words

OVERLAP_SHARE = 0.08
"""The share of a window that the next one sees too. A step that one of them splits is whole in the other."""
SAME_STEP_SHARE = 0.5
"""Two windows' steps are the same if they share this much of what the smaller one has in the overlap."""


@dataclass(frozen=True)
class Window:
    """Utterances `first` to `last`, both included."""

    first: int
    last: int

    def __contains__(self, utterance_id: int) -> bool:
        return self.first <= utterance_id <= self.last


@dataclass
class Found:
    """A step as one window's outline names it."""

    title: str
    ids: frozenset[int]
    taken: bool = False
    """Whether it was passed on, alone or as part of another step."""


def cut(transcript: Transcript, words: int) -> tuple[Window, ...]:
    """Windows of about this many words and of equal size, each overlapping the next. There is one if everything fits.
    No window is inside another: if utterances are long, there are fewer and larger windows."""
    sizes = [count_words(u.text) for u in transcript.utterances]
    total = sum(sizes)
    if total <= words:
        return (Window(1, len(sizes)),)
    overlap = words * OVERLAP_SHARE
    number = math.ceil((total - overlap) / (words - overlap))
    stride = (total - overlap) / number
    starts, ends, before = [1] * number, [len(sizes)] * number, 0.0
    for position, size in enumerate(sizes, 1):
        for window in range(number):
            if window and before <= window * stride:
                starts[window] = position
            if window < number - 1 and before < (window + 1) * stride + overlap:
                ends[window] = position
        before += size
    kept: list[Window] = []
    for first, last in zip(starts, ends, strict=True):
        part = Window(first, max(first, last))
        if kept and part.last == kept[-1].last:
            continue
        # If an utterance is longer than the stride, the next window may begin with the same one.
        if kept and part.first == kept[-1].first:
            kept.pop()
        kept.append(part)
    return tuple(kept)


@dataclass
class Merger:
    """Takes each window's steps as they are named. Gives the steps of the whole transcript in order, as early as
    possible.

    A step in the overlap waits until the next window is complete, since both may have named it. No step is lost or
    given twice.
    """

    windows: tuple[Window, ...]
    _steps: list[list[Found]] = field(init=False)
    _complete: list[bool] = field(init=False)
    _at: int = 0

    def __post_init__(self) -> None:
        self._steps = [[] for _ in self.windows]
        self._complete = [False for _ in self.windows]

    def add(self, window: int, title: str, ids: frozenset[int]) -> Iterator[Found]:
        """Adds a step of a window. Gives the steps that are ready."""
        self._steps[window].append(Found(title, ids))
        return self._ready()

    def complete(self, window: int) -> Iterator[Found]:
        """Notes that this window is complete. Gives the steps that are ready."""
        self._complete[window] = True
        return self._ready()

    def _ready(self) -> Iterator[Found]:
        while self._at < len(self.windows):
            following = self._at + 1 < len(self.windows)
            for step in self._steps[self._at]:
                if step.taken:
                    continue
                shared = following and any(n in self.windows[self._at + 1] for n in step.ids)
                if shared and not self._complete[self._at + 1]:
                    return
                step.taken = True
                yield self._merged(step) if shared else step
            if not self._complete[self._at]:
                return
            self._at += 1

    def _merged(self, step: Found) -> Found:
        """The step, merged with the same step of the following window."""
        left, right = self.windows[self._at], self.windows[self._at + 1]
        title, ids, longest = step.title, step.ids, len(step.ids)
        for other in self._steps[self._at + 1]:
            mine = {n for n in step.ids if n in right}
            theirs = {n for n in other.ids if n in left}
            if not theirs or other.taken or len(mine & theirs) < SAME_STEP_SHARE * min(len(mine), len(theirs)):
                continue
            other.taken = True
            ids |= other.ids
            if len(other.ids) > longest:
                title, longest = other.title, len(other.ids)
        return Found(title, ids, taken=True)
