"""Whether a transcript tells anyone how to do something, by counts that can be named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.outline.telling import Told
from pipeline.transcript import Transcript

FEWEST_WORDS = 80
FEWEST_DEEDS = 3


@dataclass(frozen=True)
class Measure:
    """Counts over a transcript."""

    words: int
    sentences: int
    deeds: float
    """Weighted."""
    strong: int
    """Deeds that were plainly commanded or shown."""
    questions: int
    speakers: int

    @property
    def density(self) -> float:
        """Weighted deeds in a hundred words."""
        return 100 * self.deeds / max(1, self.words)


def measure(transcript: Transcript, told: Sequence[Told]) -> Measure:
    deeds = [d for t in told for d in t.deeds]
    return Measure(
        words=transcript.words,
        sentences=len(told),
        deeds=sum(d.weight for d in deeds),
        strong=sum(d.weight >= 0.7 for d in deeds),
        questions=sum(t.reading.question for t in told),
        speakers=len(transcript.speakers),
    )


def why_no_procedure(transcript: Transcript, told: Sequence[Told]) -> str | None:
    """Why there is nothing to write steps from, in words; None where there is."""
    counts = measure(transcript, told)
    if counts.words < FEWEST_WORDS:
        return f"This transcript has only {counts.words} words, too few to tell how to do something."
    if counts.strong < FEWEST_DEEDS or counts.density < 0.5:
        return (
            f"Nothing in this transcript tells how to do something: of {counts.sentences} sentences, "
            f"{counts.strong or 'none'} instruct{'s' if counts.strong == 1 else ''}."
        )
    return None
