"""Drops instructions that are too vague or too general for a line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence

TOPIC_WORD_SENTENCES = 3
"""If this many sentences hold a word, the recording is about what it names."""
BRIEF_SENTENCES = 60
"""In a recording with no more sentences than this, two are enough."""


def without_vague(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Drops instructions that fit anything ("keep going", "take that"), unless they name what the recording is
    about."""
    if not any(instruction.vague for one in sentences for instruction in one.instructions):
        return sentences
    counts = Counter(word for one in sentences for word in rules.content_words(one.sentence.text))
    often = TOPIC_WORD_SENTENCES if len(sentences) > BRIEF_SENTENCES else TOPIC_WORD_SENTENCES - 1
    about = {word for word, count in counts.items() if count >= often}
    return [
        replace(
            one,
            instructions=tuple(
                d for d in one.instructions if not d.vague or d.lead or len((d.words - {d.verb}) & about) >= 1
            ),
        )
        for one in sentences
    ]


SUPPORT_SENTENCES = 4
"""A possibility is a step if a plain instruction is within this many sentences of it."""


def without_possibilities(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Drops what one can do in general ("you can inspect variables"), unless it is near plain instructions, has code,
    or says when or why."""
    strong = [any(d.weight >= 0.65 for d in one.instructions) for one in sentences]
    kept: list[ReadSentence] = []
    for n, one in enumerate(sentences):
        near = any(strong[max(0, n - SUPPORT_SENTENCES) : n + SUPPORT_SENTENCES + 1]) or one.reading.opens >= 1
        instructions = tuple(
            d for d in one.instructions if near or d.weight >= 0.6 or d.code or d.lead or is_definite(d)
        )
        kept.append(replace(one, instructions=instructions))
    return kept


def is_definite(instruction: Instruction) -> bool:
    """Whether an instruction names its object so well that it needs no others near it: a thing one can hold, and
    more."""
    return instruction.evidence >= instruction.weight and len(instruction.words) >= 4
