"""Finds the instructions in a transcript. This module reads the sentences one by one and knows the order of the passes
after that, which compare sentences with each other; each pass has a module of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, LanguageRules, Reading
from pipeline.speech.announcements import with_announced_goals, with_broad_goals
from pipeline.speech.asked_conditions import with_asked_conditions
from pipeline.speech.carried_conditions import with_conditions_carried
from pipeline.speech.dangling_conditions import with_dangling_quoted
from pipeline.speech.exceptions import with_exceptions, with_questions_quoted
from pipeline.speech.guessed_ends import with_guessed_quoted
from pipeline.speech.harms import with_harms_apart
from pipeline.speech.introduction import without_introduction
from pipeline.speech.languages import rules_for
from pipeline.speech.likely_instructions import with_likely
from pipeline.speech.listeners import only_from_instructors
from pipeline.speech.lost_conditions import with_lost_conditions
from pipeline.speech.lost_prohibitions import with_lost_prohibitions
from pipeline.speech.lost_values import with_lost_values
from pipeline.speech.merging import with_things_named, without_repeats
from pipeline.speech.notes import with_late_prerequisites_as_notes, with_reasons
from pipeline.speech.orders import with_orders
from pipeline.speech.outcomes import with_outcomes
from pipeline.speech.outlook import without_outlook
from pipeline.speech.proposals import with_proposals
from pipeline.speech.read_sentences import HEADING_OPENS, SHORT_CHARACTERS, ReadSentence, ReadTranscript
from pipeline.speech.rejections import put_right, without_bygone, without_rejected, without_retracted
from pipeline.speech.run_ons import without_run_ons
from pipeline.speech.sentence_joining import with_parts_joined
from pipeline.speech.sentences import Sentence, sentences_of
from pipeline.speech.session_talk import without_session_talk
from pipeline.speech.shown_code import with_shown_code
from pipeline.speech.subjects import with_subject
from pipeline.speech.weak_instructions import without_weak
from pipeline.transcript import Transcript

_QUESTION_MARK = re.compile(r"^(?:Q|Question)\s*[-–—:]", re.IGNORECASE)
_ANSWER_MARK = re.compile(r"^(?:A|Answer)\s*[-–—:]\s*", re.IGNORECASE)
_QUESTION_SPEAKERS = ("Q", "Question")
ANSWER_SENTENCES = 3
"""This many sentences after a question by a speaker named "Q" count as its answer, even if nothing marks them."""
UNSETTLED_WEIGHT = 0.7
"""How surely an instruction counts that is quoted together with its correction."""
PROGRESS_EVERY_SENTENCES = 250
"""Progress is reported each time this many sentences have been read."""


def find_instructions(transcript: Transcript, on_progress: Callable[[int, int], None] | None = None) -> ReadTranscript:
    """The sentences of a transcript, read by the rules of its language, with the instructions that count.

    While sentences are read, `on_progress` is called now and then with the number of sentences read so far and the
    number of all sentences. Raises nothing of its own."""
    rules = rules_for(transcript.language)
    sentences = by_rules_alone(transcript, rules, on_progress)
    sentences = with_likely(sentences, rules, transcript.language)
    sentences = with_asked_conditions(sentences, transcript.language)
    sentences = with_dangling_quoted(sentences, rules, transcript.language)
    sentences = without_repeats(sentences, transcript.language)
    return ReadTranscript(tuple(_opened_by_headings(sentences, transcript)), rules)


def _opened_by_headings(sentences: Sequence[ReadSentence], transcript: Transcript) -> list[ReadSentence]:
    """The sentences. With the first under a heading something begins."""
    first = {number for number, _ in transcript.headings}
    kept = list(sentences)
    for n, one in enumerate(sentences if first else ()):
        if not first.isdisjoint(one.sentence.ids):
            first -= set(one.sentence.ids)
            kept[n] = replace(one, reading=replace(one.reading, opens=HEADING_OPENS))
    return kept


def by_rules_alone(
    transcript: Transcript, rules: LanguageRules, on_progress: Callable[[int, int], None] | None = None
) -> list[ReadSentence]:
    """The sentences with the instructions that the rules find, before what the learned weights add and before repeats
    are merged."""
    texts = {utterance.id: utterance.text for utterance in transcript.utterances}
    said = with_harms_apart(sentences_of(transcript), rules, transcript.language, texts)
    sentences = _read_in_order(with_parts_joined(said, rules), rules, on_progress)
    sentences = with_subject(with_proposals(sentences, rules, transcript.language), rules)
    sentences = without_bygone(with_orders(sentences, rules), rules, transcript.language)
    sentences = without_retracted(sentences, rules, transcript.language)
    if (transcript.language or "en").startswith("en"):
        sentences = with_lost_conditions(without_run_ons(without_rejected(without_session_talk(sentences))))
    sentences = with_exceptions(sentences, rules, transcript.language)
    sentences = only_from_instructors(without_outlook(sentences, transcript.language), rules)
    sentences = with_shown_code(sentences, rules)
    sentences = with_conditions_carried(sentences, transcript.language)
    sentences = without_introduction(sentences)
    sentences = with_questions_quoted(with_things_named(sentences, rules), rules)
    sentences = with_broad_goals(sentences)
    sentences = with_announced_goals(sentences, rules)
    sentences = with_lost_values(without_weak(sentences, rules), rules)
    sentences = with_lost_prohibitions(sentences, rules, transcript.language)
    sentences = with_guessed_quoted(sentences, transcript.language)
    sentences = with_reasons(with_late_prerequisites_as_notes(sentences), transcript.language)
    return with_outcomes(sentences, rules, transcript.language)


def _read_in_order(
    sentences: Sequence[Sentence], rules: LanguageRules, on_progress: Callable[[int, int], None] | None
) -> list[ReadSentence]:
    """Each sentence with its reading. Questions from listeners aren't read, and instructions in the answers to them
    don't count."""
    done: list[ReadSentence] = []
    since_question = ANSWER_SENTENCES
    once = cache(rules.read)
    for number, sentence in enumerate(sentences):
        if on_progress and number % PROGRESS_EVERY_SENTENCES == 0:
            on_progress(number, len(sentences))
        if _QUESTION_MARK.match(sentence.text):
            done.append(ReadSentence(sentence, Reading(question=True)))
            continue
        marked = _ANSWER_MARK.match(sentence.text)
        if marked:
            sentence = replace(sentence, text=sentence.text[marked.end() :])
        if sentence.speaker in _QUESTION_SPEAKERS:
            since_question = 0
            done.append(ReadSentence(sentence, Reading(question=True)))
            continue
        since_question += 1
        if sentence.unsettled:
            quoted = Instruction(sentence.said, "", UNSETTLED_WEIGHT, rules.content_words(sentence.text), as_said=True)
            reading = Reading(instructions=(quoted,))
        elif sentence.harm:
            reading = Reading(aside=Aside(CautionKind.WARNING, rules.without_fillers(sentence.text)), idle=True)
        else:
            text = put_right(sentence.text) or sentence.text
            reading = once(text) if len(text) <= SHORT_CHARACTERS else rules.read(text)
        in_answer = bool(marked) or since_question <= ANSWER_SENTENCES or _goes_on_in_answer(sentence, done)
        done.append(ReadSentence(sentence, reading, () if in_answer else reading.instructions, in_answer=in_answer))
    return done


def _goes_on_in_answer(sentence: Sentence, before: Sequence[ReadSentence]) -> bool:
    """Whether the sentence before is in an answer and both are from the same utterance."""
    return bool(before) and before[-1].in_answer and before[-1].sentence.ids[-1] == sentence.ids[0]
