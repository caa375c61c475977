"""Makes notes of what is needed, where it is said late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside
from pipeline.speech.read_sentences import ReadSentence

FEWEST_SENTENCES_FOR_PREREQUISITES = 8
"""A prerequisite that is said within this many sentences, or in the first third of a longer transcript, stays one."""


def with_late_prerequisites_as_notes(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences. A prerequisite that is said after the first third of the transcript becomes a note in its place,
    unless its sentence has a note already."""
    kept = list(sentences)
    for n in range(max(FEWEST_SENTENCES_FOR_PREREQUISITES, len(sentences) // 3), len(sentences)):
        reading = sentences[n].reading
        if reading.prerequisite:
            aside = reading.aside or Aside(CautionKind.NOTE, reading.prerequisite)
            kept[n] = replace(sentences[n], reading=replace(reading, prerequisite=None, aside=aside))
    return kept
