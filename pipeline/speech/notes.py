"""Turns sentences that only explain the instructions near them into notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, LanguageRules, Reading
from pipeline.speech.read_sentences import ReadSentence

FEWEST_NOTE_WORDS, MOST_NOTE_WORDS = 6, 30
"""How many words a sentence may have that becomes a note without saying that it is one."""
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


def with_notes_about_it(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences. If an instruction is about "it", and the sentence before it says what "it" is and nothing else,
    that sentence becomes the instruction's note."""
    kept = list(sentences)
    for n in range(2, len(sentences)):
        one, before = sentences[n], sentences[n - 1]
        if (
            one.instructions
            and one.reading.aside is None
            and not sentences[n - 2].instructions
            and _only_states(before)
            and before.sentence.speaker == one.sentence.speaker
            and rules.refers_back(one.instructions[0], before.sentence.text)
        ):
            note = Aside(CautionKind.NOTE, rules.without_fillers(before.sentence.text))
            kept[n] = replace(
                one,
                reading=replace(one.reading, aside=note),
                also_cites=(*one.also_cites, *before.sentence.ids),
            )
    return kept


def _only_states(one: ReadSentence) -> bool:
    """Whether a sentence tells the reader nothing but itself, and is as long as a note may be."""
    return (
        not (one.instructions or one.in_answer)
        and one.reading == Reading(opens=one.reading.opens, shows=one.reading.shows)
        and FEWEST_NOTE_WORDS <= len(one.sentence.text.split()) <= MOST_NOTE_WORDS
    )
