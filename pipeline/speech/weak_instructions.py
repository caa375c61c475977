"""Drops instructions that are too vague or too general for a line of a guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence

TOPIC_WORD_SENTENCES = 3
"""A recording is about what a word names if at least this many of its sentences have the word."""
BRIEF_SENTENCES = 60
"""In a recording of up to this many sentences, one sentence fewer is enough."""
STRONG_WEIGHT, POSSIBLE_WEIGHT = 0.65, 0.6
"""From the first weight on (0 to 1), an instruction supports possibilities near it. Below the second, it is itself only
a possibility."""
SUPPORT_SENTENCES = 8
"""A possibility counts if a strong instruction is at most this many sentences away."""


def without_weak(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences without vague instructions and mere possibilities, which they keep as weak ones."""
    kept = without_possibilities(without_vague(sentences, rules))
    return [
        replace(now, weak=before.instructions) if before.instructions and not now.instructions else now
        for before, now in zip(sentences, kept, strict=True)
    ]


def without_vague(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences without instructions that fit anything ("keep going", "take that"). Those with a lead stay, and
    those that name what the recording is about."""
    if not any(instruction.vague for one in sentences for instruction in one.instructions):
        return list(sentences)
    counts = Counter(word for one in sentences for word in rules.content_words(one.sentence.text))
    fewest = TOPIC_WORD_SENTENCES if len(sentences) > BRIEF_SENTENCES else TOPIC_WORD_SENTENCES - 1
    topic_words = {word for word, count in counts.items() if count >= fewest}

    def counts_here(instruction: Instruction) -> bool:
        named = instruction.words - {instruction.verb}
        return not instruction.vague or bool(instruction.lead) or not named.isdisjoint(topic_words)

    return [one.with_instructions(tuple(filter(counts_here, one.instructions))) for one in sentences]


def without_possibilities(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences without what one can do in general ("you can inspect variables"). A possibility stays if it is near
    a strong instruction, opens something new, has code or a lead, or is definite."""
    strong = [any(instruction.weight >= STRONG_WEIGHT for instruction in one.instructions) for one in sentences]
    kept: list[ReadSentence] = []
    for n, one in enumerate(sentences):
        near = any(strong[max(0, n - SUPPORT_SENTENCES) : n + SUPPORT_SENTENCES + 1]) or one.reading.opens >= 1
        instructions = tuple(
            instruction
            for instruction in one.instructions
            if near
            or instruction.weight >= POSSIBLE_WEIGHT
            or instruction.code
            or instruction.lead
            or is_definite(instruction)
        )
        kept.append(one.with_instructions(instructions))
    return kept


def is_definite(instruction: Instruction) -> bool:
    """Whether an instruction is clear without others near it: it acts on a thing that hands or a mouse can hold, and
    has at least four content words."""
    return instruction.evidence >= instruction.weight and len(instruction.words) >= 4
