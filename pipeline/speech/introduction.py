"""Finds the end of a recording's introduction. What is said before it is mostly a preview of what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech.read_sentences import ReadSentence
from pipeline.speech.weak_instructions import is_definite

FEWEST_EARLY_SENTENCES, MOST_EARLY_SENTENCES = 12, 40
"""The topic and the end of the introduction are looked for in the first fifth of the sentences, within these bounds."""
QUESTION_SENTENCES = 60
"""A question that opens the work ("so how do we do it?") is looked for in this many sentences."""
INTRODUCTORY_WEIGHT = 0.9
"""In the introduction, an instruction counts from this weight on (0 to 1), if it also has a goal or is definite."""


def without_introduction(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences without what only introduces the work. Before the topic is announced, nothing counts; between the
    topic and the beginning of the work, only clear instructions and notes do."""
    early = sentences[: max(FEWEST_EARLY_SENTENCES, min(len(sentences) // 5, MOST_EARLY_SENTENCES))]
    topic_at = next((n for n, one in enumerate(early) if one.reading.topic), 0)
    work_at = next((n for n, one in enumerate(early) if one.reading.begins_work and n >= topic_at), 0)
    work_at = max(work_at, _opening_question_at(sentences))
    kept: list[ReadSentence] = []
    for n, one in enumerate(sentences):
        if n < topic_at:
            one = replace(one, instructions=(), reading=replace(one.reading, goal=None, aside=None, expected=None))
        elif n < work_at:
            clear = tuple(
                instruction
                for instruction in one.instructions
                if instruction.weight >= INTRODUCTORY_WEIGHT and (instruction.goal or is_definite(instruction))
            )
            one = replace(one, instructions=clear, reading=replace(one.reading, goal=None, expected=None))
        kept.append(one)
    return kept


def _opening_question_at(sentences: Sequence[ReadSentence]) -> int:
    """The index of the question that opens the work; 0 if there is none. It must have more than twice as many
    instructing sentences after it as before it."""
    at = next(
        (n for n, one in enumerate(sentences[:QUESTION_SENTENCES]) if one.reading.begins_work and one.reading.question),
        0,
    )
    instructing = [bool(one.instructions) for one in sentences]
    return at if sum(instructing[at:]) > 2 * sum(instructing[:at]) else 0
