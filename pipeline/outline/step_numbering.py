"""Steps as they are named -> numbered steps. There are no more than allowed, and none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.options import MAX_STEPS
from pipeline.outline import PlannedStep
from pipeline.outline.windows import Found
from pipeline.prompts.answers import tidy_title
from pipeline.transcript import Transcript, count_words

MOST_TIMES_QUOTED = 1.5
"""How often the transcript's words may be given to writers, over all steps."""


class Fold:
    """Lets a number of steps through. All further ones become part of the last step, which is kept back until the
    end."""

    def __init__(self, most: int) -> None:
        self._free = most - 1
        self._kept: list[Found] = []

    def take(self, steps: Iterable[Found]) -> Iterator[Found]:
        """Gives the steps that needn't wait for others."""
        for step in steps:
            if self._free > 0:
                self._free -= 1
                yield step
            else:
                self._kept.append(step)

    def rest(self) -> Iterator[Found]:
        """Gives what was kept back as one step; nothing if nothing was."""
        if self._kept:
            title = tidy_title("; ".join(dict.fromkeys(step.title for step in self._kept)))
            yield Found(title, frozenset[int]().union(*(step.ids for step in self._kept)))
            self._kept = []


def shares(most: int, windows: int) -> tuple[int, ...]:
    """How many steps each window may have, so that all have about `most` together. Each has at least one.

    >>> shares(15, 4)
    (4, 4, 4, 3)
    """
    return tuple(max(1, most // windows + (number < most % windows)) for number in range(windows))


class Numbering:
    """Numbers the steps as they come, up to the most allowed.

    If the steps quote the transcript more than one and a half times together, later ones keep only what no other step
    has. A model that gives everything to each step would otherwise make each step cost as much as the whole.
    """

    def __init__(self, transcript: Transcript, most: int) -> None:
        self._transcript = transcript
        self._most = min(most, MAX_STEPS)
        self._fold = Fold(self._most)
        self._room = MOST_TIMES_QUOTED * transcript.words + 200
        self._seen: set[int] = set()
        self.count = 0

    def take(self, steps: Iterable[Found]) -> Iterator[PlannedStep]:
        """Gives numbered steps, as far as they needn't wait."""
        return (self._numbered(step.title, step.ids) for step in self._fold.take(steps))

    def rest(self) -> Iterator[PlannedStep]:
        """The last step, if it was kept back."""
        return (self._numbered(step.title, step.ids) for step in self._fold.rest())

    def _numbered(self, title: str, ids: frozenset[int]) -> PlannedStep:
        self.count += 1
        if self._words(ids) > self._room:
            ids = ids - self._seen or self._share(ids)
        self._room -= self._words(ids)
        self._seen |= ids
        return PlannedStep(self.count, title, tuple(sorted(ids)))

    def _share(self, ids: frozenset[int]) -> frozenset[int]:
        """The first of these ids, with as many words as an average step has."""
        room, share = self._transcript.words / self._most, set[int]()
        for number in sorted(ids):
            room -= count_words(self._transcript[number].text)
            if share and room < 0:
                break
            share.add(number)
        return frozenset(share)

    def _words(self, ids: frozenset[int]) -> int:
        return sum(count_words(self._transcript[n].text) for n in ids)
