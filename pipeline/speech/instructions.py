"""Finds all instructions in a transcript: reads each sentence, applies corrections, and drops read-backs, questions and
repeats."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.speech import Reading
from pipeline.speech.announcements import with_announced_goals, without_announcements
from pipeline.speech.languages import rules_for
from pipeline.speech.listeners import only_from_instructors
from pipeline.speech.merging import with_pairs_merged, without_repeats
from pipeline.speech.notes import with_late_prerequisites_as_notes, with_notes_about_it
from pipeline.speech.read_sentences import ReadSentence, ReadTranscript
from pipeline.speech.sentence_joining import with_parts_joined
from pipeline.speech.sentences import sentences_of
from pipeline.speech.shown_code import with_shown_code
from pipeline.speech.weak_instructions import without_possibilities, without_vague
from pipeline.transcript import Transcript

_ASKED = re.compile(r"^(?:Q|Question)\s*[-–—:]", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:A|Answer)\s*[-–—:]\s*", re.IGNORECASE)
ANSWER_SENTENCES = 3
"""Sentences after a question that count as its answer, if nothing else marks the answer's end."""
PROGRESS_EVERY_SENTENCES = 250
"""So many sentences take about half a second."""


def find_instructions(transcript: Transcript, tell: Callable[[int, int], None] | None = None) -> ReadTranscript:
    """Reads every sentence of a transcript by the rules of its language. `tell` hears now and then how many sentences
    of how many have been read."""
    rules = rules_for(transcript.language)
    sentences: list[ReadSentence] = []
    asked, since_asked = False, ANSWER_SENTENCES
    all_sentences = with_parts_joined(sentences_of(transcript), rules)
    for number, sentence in enumerate(all_sentences):
        if tell and number % PROGRESS_EVERY_SENTENCES == 0:
            tell(number, len(all_sentences))
        if _ASKED.match(sentence.text):
            asked = True
            sentences.append(ReadSentence(sentence, Reading(question=True)))
            continue
        answer = bool(_ANSWERED.match(sentence.text))
        if answer:
            sentence = replace(sentence, text=_ANSWERED.sub("", sentence.text))
        elif asked and sentences and sentences[-1].sentence.ids[-1] != sentence.ids[0]:
            asked = False
        if sentence.speaker in ("Q", "Question"):
            since_asked = 0
            sentences.append(ReadSentence(sentence, Reading(question=True)))
            continue
        since_asked += 1
        answer = answer or since_asked <= ANSWER_SENTENCES
        reading = rules.read(sentence.text)
        in_answer = answer or (
            bool(sentences) and sentences[-1].in_answer and sentences[-1].sentence.ids[-1] == sentence.ids[0]
        )
        sentences.append(
            ReadSentence(sentence, reading, () if in_answer else reading.instructions, in_answer=in_answer)
        )
    sentences = only_from_instructors(sentences, rules)
    sentences = with_shown_code(sentences, rules)
    sentences = with_announced_goals(without_announcements(sentences), rules)
    sentences = without_vague(sentences, rules)
    sentences = without_possibilities(sentences)
    sentences = with_late_prerequisites_as_notes(sentences)
    sentences = with_notes_about_it(with_pairs_merged(without_repeats(sentences), rules), rules)
    return ReadTranscript(sentences, rules)
