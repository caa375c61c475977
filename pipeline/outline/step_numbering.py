"""Steps as they are named -> numbered steps, no more than may be and none lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.options import MAX_STEPS
from pipeline.outline import PlannedStep
from pipeline.outline.windows import Found
from pipeline.prompts.answers import tidy_title
from pipeline.transcript import Transcript, count_words

MOST_TIMES_QUOTED = 1.5
"""How often the transcript's words are given to all steps together."""


class Fold:
    """Lets so many steps through and folds all further ones into the last of them, which is kept back for that."""

    def __init__(self, most: int) -> None:
        self._free = most - 1
        self._kept: list[Found] = []

    def take(self, steps: Iterable[Found]) -> Iterator[Found]:
        """Gives the steps that need not wait for what may still come."""
        for step in steps:
            if self._free > 0:
                self._free -= 1
                yield step
            else:
                self._kept.append(step)

    def rest(self) -> Iterator[Found]:
        """Gives what was kept back, as one step; none where nothing was."""
        if self._kept:
            title = tidy_title("; ".join(dict.fromkeys(step.title for step in self._kept)))
            yield Found(title, frozenset[int]().union(*(step.ids for step in self._kept)))
            self._kept = []


def shares(most: int, windows: int) -> tuple[int, ...]:
    """How many steps each window may have, so that all have about `most` together; each at least one.

    >>> shares(15, 4)
    (4, 4, 4, 3)
    """
    return tuple(max(1, most // windows + (number < most % windows)) for number in range(windows))


class Numbering:
    """Numbers the steps as they come, no more than may be.

    Where the steps together quote the transcript more than one and a half times, later ones keep only what no other
    step has: a model that gives everything to each step would have everything paid for once a step.
    """

    def __init__(self, transcript: Transcript, most: int) -> None:
        self._transcript = transcript
        self._most = min(most, MAX_STEPS)
        self._fold = Fold(self._most)
        self._room = MOST_TIMES_QUOTED * transcript.words + 200
        self._seen: set[int] = set()
        self.count = 0

    def take(self, steps: Iterable[Found]) -> Iterator[PlannedStep]:
        """Gives numbered steps, as far as they need not wait."""
        return (self._numbered(step.title, step.ids) for step in self._fold.take(steps))

    def rest(self) -> Iterator[PlannedStep]:
        """The last step, where it was kept back for what might still come."""
        return (self._numbered(step.title, step.ids) for step in self._fold.rest())

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
