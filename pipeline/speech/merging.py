"""Merges instructions: two that are one line of a guide, and repeats."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence

REPEAT_SENTENCES = 6
"""The same instruction within this many sentences is a repeat, unless something new began in between."""


def with_pairs_merged(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Joins two instructions in a row if one only says where, or gives the value for the other."""
    kept = list(sentences)
    last: tuple[int, int] | None = None
    for n, one in enumerate(sentences):
        instructions: list[Instruction] = []
        for instruction in one.instructions:
            before = instructions[-1] if instructions else kept[last[0]].instructions[-1] if last else None
            near = bool(instructions) or (
                last is not None and n - last[0] <= 2 and sentences[last[0]].sentence.speaker == one.sentence.speaker
            )
            both = rules.merge(before, instruction) if before is not None and near else None
            if both is None:
                instructions.append(instruction)
            elif instructions:
                instructions[-1] = both
            elif last is not None:
                place = last[0]
                ids = kept[place].sentence.ids
                kept[place] = replace(kept[place], instructions=kept[place].instructions[:-1])
                instructions.append(both)
                one = replace(one, also_cites=tuple(dict.fromkeys((*one.also_cites, *ids, *kept[place].also_cites))))
        kept[n] = replace(one, instructions=tuple(instructions))
        if instructions:
            last = (n, len(instructions))
    return kept


def without_repeats(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Merges an instruction that is soon repeated with the first one, which then cites both places."""
    kept: list[ReadSentence] = []
    seen: list[tuple[int, Instruction]] = []
    for n, one in enumerate(sentences):
        if one.reading.opens >= 1.8:
            seen = [s for s in seen if s[0] == n]
        instructions: list[Instruction] = []
        for instruction in one.instructions:
            seen = [s for s in seen if n - s[0] <= REPEAT_SENTENCES]
            twin = next((s for s in seen if _is_repeat(s[1], instruction, s[0] == n)), None)
            if twin is None:
                seen.append((n, instruction))
                instructions.append(instruction)
            elif twin[0] < n:
                first = kept[twin[0]]
                kept[twin[0]] = replace(first, also_cites=tuple(dict.fromkeys((*first.also_cites, *one.sentence.ids))))
        kept.append(replace(one, instructions=tuple(instructions)))
    return kept


_NAME_OR_VALUE = re.compile(
    r"(?<!^)(?<![.!?] )\b[A-ZÄÖÜ][\w-]*|\d[\d.,]*|[\"“„«][^\"”“»]{1,200}[\"”“»]|\b(?!a\b|i\b)[a-z]\b"
)
"""Names, values and single letters. If they differ, two instructions are not the same."""


def _names_and_values(instruction: Instruction) -> frozenset[str]:
    return frozenset(mark.lower() for mark in _NAME_OR_VALUE.findall(instruction.text))


def _word_after_verb(instruction: Instruction) -> str:
    """The word after the verb, in lower case."""
    words = instruction.text.removeprefix(instruction.lead or "").split()
    return words[1].lower().strip(".,") if len(words) > 1 else ""


def _is_repeat(one: Instruction, other: Instruction, here: bool) -> bool:
    if one.code != other.code:
        return False
    if one.verb == other.verb and _word_after_verb(one) == _word_after_verb(other) == "it" and here:
        return True
    if len(other.words) < 2:
        return False
    if one.text == other.text:
        return True
    if one.verb != other.verb or not one.words or not other.words:
        return False
    if _names_and_values(one) != _names_and_values(other):
        return False
    if _word_after_verb(other) in ("it", "that", "this", "them") and "because" in other.text:
        return True
    return len(one.words & other.words) >= 0.8 * len(one.words | other.words)
