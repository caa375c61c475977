"""Whether a transcript tells anyone how to do something, by counts that can be named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.outline.telling import Told
from pipeline.transcript import Transcript, count_words

FEWEST_WORDS = 80
FEWEST_DEEDS = 3
WINDOW = 500
"""Words of the stretch in which the most is told to do."""
DENSE = 5.2
"""Evidence in the densest window from which on a transcript of any length holds a procedure. Set on the real
transcripts that the project is tested with: meetings, interviews and talks stay below 4.8, the sparsest tutorial
comes to 5.8."""
SHORT = 1500
"""Words up to which the whole counts, not only its densest window."""
SHARE = 0.36
"""Evidence in a hundred words from which on a short transcript holds a procedure, where one or two people speak."""
SHARE_OF_MANY = 1.0
"""The same where three or more do: their "we have to" is more often a plan than a procedure."""


@dataclass(frozen=True)
class Measure:
    """Counts over a transcript."""

    words: int
    sentences: int
    deeds: int
    evidence: float
    """The sum over the deeds of how much each speaks for a procedure."""
    peak: float
    """The most of it in any stretch of 500 words."""
    questions: int
    speakers: int

    @property
    def share(self) -> float:
        """Evidence in a hundred words."""
        return 100 * self.evidence / max(1, self.words)


def measure(transcript: Transcript, told: Sequence[Told]) -> Measure:
    weights = [sum(deed.evidence for deed in one.deeds) for one in told]
    lengths = [count_words(one.sentence.text) for one in told]
    peak = inside = 0.0
    words = begin = 0
    for weight, length in zip(weights, lengths, strict=True):
        inside += weight
        words += length
        while words - lengths[begin] >= WINDOW:
            inside -= weights[begin]
            words -= lengths[begin]
            begin += 1
        peak = max(peak, inside)
    return Measure(
        words=sum(lengths),
        sentences=len(told),
        deeds=sum(len(one.deeds) for one in told),
        evidence=sum(weights),
        peak=peak,
        questions=sum(one.reading.question for one in told),
        speakers=len(transcript.speakers),
    )


def why_no_procedure(transcript: Transcript, told: Sequence[Told]) -> str | None:
    """Why there is nothing to write steps from, in words; None where there is."""
    counts = measure(transcript, told)
    if counts.words < FEWEST_WORDS:
        return f"This transcript has only {counts.words} words, too few to tell how to do something."
    if counts.deeds >= FEWEST_DEEDS:
        share = SHARE if counts.speakers <= 2 else SHARE_OF_MANY
        if counts.peak >= DENSE or (counts.words <= SHORT and counts.share >= share):
            return None
    return (
        f"This looks like {_what_instead(counts)}, not like somebody showing how to do something: "
        f"{_few(counts)} of its {counts.sentences} sentences tell what to do."
    )


def _what_instead(counts: Measure) -> str:
    if counts.speakers > 2:
        return f"a conversation of {counts.speakers} people"
    if counts.speakers == 2 or counts.questions > 0.1 * counts.sentences:
        return "a conversation"
    return "a talk or a report"


def _few(counts: Measure) -> str:
    return "none" if not counts.deeds else f"only {counts.deeds}"
