"""Makes notes of sentences that say more about the instructions near them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, LanguageRules, Reading
from pipeline.speech.read_sentences import ReadSentence


def with_notes_about_it(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Adds the sentence before an instruction as a note, if the instruction says "it" and only that sentence says what
    "it" is."""
    kept = list(sentences)
    for n in range(2, len(sentences)):
        one, before = sentences[n], sentences[n - 1]
        plain = not (before.instructions or before.reading.question or before.in_answer) and before.reading == Reading(
            opens=before.reading.opens
        )
        if not (
            one.instructions
            and plain
            and not sentences[n - 2].instructions
            and rules.refers_back(one.instructions[0], before.sentence.text)
        ):
            continue
        note = kept[n].reading.aside is None and _can_be_a_note(before.sentence.text)
        if note and before.sentence.speaker == one.sentence.speaker:
            text = rules.without_fillers(before.sentence.text)
            reading = replace(one.reading, aside=Aside(CautionKind.NOTE, text))
            kept[n] = replace(kept[n], reading=reading, also_cites=(*kept[n].also_cites, *before.sentence.ids))
    return kept


def _can_be_a_note(text: str) -> bool:
    return 6 <= len(text.split()) <= 30


def with_late_prerequisites_as_notes(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Keeps prerequisites from the first third of the transcript. One that is said later becomes a note in its
    place."""
    kept = list(sentences)
    for n in range(max(8, len(sentences) // 3), len(sentences)):
        reading = sentences[n].reading
        if reading.prerequisite:
            aside = reading.aside or Aside(CautionKind.NOTE, reading.prerequisite)
            kept[n] = replace(sentences[n], reading=replace(reading, prerequisite=None, aside=aside))
    return kept
