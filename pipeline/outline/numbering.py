"""Steps as they are named -> numbered steps, no more than may be and none lost."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.options import MAX_STEPS
from pipeline.outline import PlannedStep
from pipeline.outline.answer import tidy_title
from pipeline.outline.windows import Found
from pipeline.transcript import Transcript, count_words

QUOTED_AT_MOST = 1.5
"""How often the transcript's words are given to all steps together."""


class Numbering:
    """Numbers the steps as they come; those beyond the most that may be are folded into the last, never lost.

    Where the steps together quote the transcript more than one and a half times, later ones keep only what no other
    step has: a model that gives everything to each step would have everything paid for once a step.
    """

    def __init__(self, transcript: Transcript, most: int) -> None:
        self._transcript = transcript
        self._most = min(most, MAX_STEPS)
        self._room = QUOTED_AT_MOST * transcript.words + 200
        self._seen: set[int] = set()
        self._last: list[Found] = []
        self.count = 0

    def take(self, steps: Iterator[Found]) -> Iterator[PlannedStep]:
        """Gives numbered steps; the last that may be is kept back, for what may still come."""
        for step in steps:
            if self.count + 1 < self._most:
                yield self._numbered(step.title, step.ids)
            else:
                self._last.append(step)

    def rest(self) -> Iterator[PlannedStep]:
        """What was kept back."""
        if self._last:
            title = tidy_title("; ".join(dict.fromkeys(step.title for step in self._last)))
            yield self._numbered(title, frozenset().union(*(step.ids for step in self._last)))
            self._last = []

    def _numbered(self, title: str, ids: frozenset[int]) -> PlannedStep:
        self.count += 1
        if self._words(ids) > self._room:
            ids = ids - self._seen or self._share(ids)
        self._room -= self._words(ids)
        self._seen |= ids
        return PlannedStep(self.count, title, tuple(sorted(ids)))

    def _share(self, ids: frozenset[int]) -> frozenset[int]:
        """As many of the first of these as one step of many has."""
        room, share = self._transcript.words / self._most, set[int]()
        for number in sorted(ids):
            room -= count_words(self._transcript[number].text)
            if share and room < 0:
                break
            share.add(number)
        return frozenset(share)

    def _words(self, ids: frozenset[int]) -> int:
        return sum(count_words(self._transcript[n].text) for n in ids)
