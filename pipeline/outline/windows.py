"""Splits long transcripts into overlapping windows, and merges the windows' steps by the utterances they share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.transcript import Transcript

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


@dataclass(frozen=True)
class Found:
    """A step as the windows' outlines name it."""

    title: str
    ids: frozenset[int]
    way: str | None = None
    origins: frozenset[tuple[int, int]] = frozenset()
    """(window, the step's number there) of all the steps that it is made of."""
    when: str | None = None
    """The condition under which it is done, if it has one as a whole."""
    optional: bool = False
    rescue: bool = False


def cut(transcript: Transcript, words: int) -> tuple[Window, ...]:
    """Windows of about this many words and of equal size, each overlapping the next. There is one if everything fits.
    No window is inside another: if utterances are long, there are fewer and larger windows."""
    sizes = list(transcript.words_by_id.values())
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


def merged(windows: Sequence[Window], steps: Sequence[Sequence[Found]]) -> list[Found]:
    """The steps of the whole transcript in order, from each window's steps. Two that neighbouring windows have both
    named are one. No step is lost or given twice."""
    taken: set[int] = set()
    whole: list[Found] = []
    for number, some in enumerate(steps):
        for step in some:
            if id(step) in taken:
                continue
            if number + 1 < len(windows):
                step = _with_same(step, windows[number], windows[number + 1], steps[number + 1], taken)
            whole.append(step)
    return whole


def _apart(one: Found, other: Found) -> bool:
    """Whether they belong to different ways."""
    return bool(one.way and other.way and one.way.casefold() != other.way.casefold())


def _with_same(step: Found, left: Window, right: Window, others: Sequence[Found], taken: set[int]) -> Found:
    """The step of the left window, with the same steps of the right one; their ids (of objects) go into `taken`."""
    whole, longest = step, len(step.ids)
    for other in others:
        mine = {n for n in step.ids if n in right}
        theirs = {n for n in other.ids if n in left}
        if not mine or not theirs or id(other) in taken or _apart(step, other):
            continue
        if len(mine & theirs) < SAME_STEP_SHARE * min(len(mine), len(theirs)):
            continue
        taken.add(id(other))
        title = whole.title
        if len(other.ids) > longest:
            title, longest = other.title, len(other.ids)
        when = whole.when if whole.when == other.when else None
        whole = Found(
            title,
            whole.ids | other.ids,
            whole.way or other.way,
            whole.origins | other.origins,
            when,
            whole.optional and other.optional,
            whole.rescue and other.rescue,
        )
    return whole
