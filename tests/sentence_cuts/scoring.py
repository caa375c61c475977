"""Precision, recall and F1 of the ends of sentences that were found. The end of a turn isn't counted: it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.sentence_cuts.material import Speech

Cutter = Callable[[Speech], Iterable[int]]
"""Gives the indexes of the words with which sentences begin, without the first."""


@dataclass(frozen=True)
class Score:
    found: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.wrong)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, 2 * self.found + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"{self.precision:.3f}  {self.recall:.3f}  {self.f1:.3f}"


def score(speeches: Iterable[Speech], cut: Cutter) -> Score:
    total = Score()
    for speech in speeches:
        real = {at + 1 for at, ends in enumerate(speech.ends[:-1]) if ends}
        told = set(cut(speech))
        total += Score(len(real & told), len(told - real), len(real - told))
    return total


def at_utterances(speech: Speech) -> list[int]:
    """The cutter that knows nothing but where the reader's utterances begin."""
    return [at for at, pause in enumerate(speech.pauses) if at and pause is not None]
