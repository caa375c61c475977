"""Merges repeats of an instruction with the first of them, and names what one only points at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence
from pipeline.speech.restrictions import has_condition

REPEAT_SENTENCES = 6
"""An instruction is a repeat if the same one came at most this many sentences earlier, and nothing new began since."""
NEW_PART_STRENGTH = 1.8
"""How strongly a sentence must open something new (0 to 3) so that nothing after it repeats what came before."""
SAME_WORDS_SHARE = 0.8
"""Two instructions with the same verb are the same if they share at least this part of all their content words."""
_NAME_OR_VALUE = re.compile(
    r"(?<!^)(?<![.!?] )\b[A-ZÄÖÜ][\w-]*|\d[\d.,]*|[\"“„«][^\"”“»]{1,200}[\"”“»]|\b(?!a\b|i\b)[a-z]\b"
)
"""A name, a number, a quotation or a single letter. If these differ, two instructions are not the same."""

_INSISTS = re.compile(
    r",? (?:always|every (?:single )?time|again|really|please|immer|jedes Mal|bitte|siempre|cada vez|toujours"
    r"|à chaque fois)(?=[.!]?$)",
    re.IGNORECASE,
)
"""What only insists on an instruction, at its end."""


def without_repeats(sentences: Sequence[ReadSentence], language: str | None = None) -> list[ReadSentence]:
    """The sentences without instructions that repeat an earlier one. The sentence with the first one then cites the
    repeat too. What is done in any case and what is done under a condition don't repeat each other."""
    code = (language or "en").split("-")[0].lower()
    kept: list[ReadSentence] = []
    seen: list[tuple[int, Instruction]] = []
    for n, one in enumerate(sentences):
        if one.reading.opens >= NEW_PART_STRENGTH:
            seen = []
        instructions: list[Instruction] = []
        for instruction in one.instructions:
            seen = [(at, earlier) for at, earlier in seen if n - at <= REPEAT_SENTENCES]
            first_at = next(
                (
                    at
                    for at, earlier in seen
                    if _is_repeat(earlier, instruction, at == n) and not _holds_otherwise(earlier, instruction, code)
                ),
                None,
            )
            if first_at is None:
                seen.append((n, instruction))
                instructions.append(instruction)
            elif first_at < n:
                first = kept[first_at]
                kept[first_at] = replace(first, also_cites=_distinct(first.also_cites, one.sentence.ids))
        kept.append(one.with_instructions(tuple(instructions)))
    return kept


def _is_repeat(first: Instruction, other: Instruction, in_one_sentence: bool) -> bool:
    """Whether `other` says the same as `first`. It may say "it" and why: "open it, because it has the settings"."""
    if first.code != other.code:
        return False
    same_verb = first.verb == other.verb
    if in_one_sentence and same_verb and _word_after_verb(first) == _word_after_verb(other) == "it":
        return True
    if len(other.words) < 2:
        return False
    if _INSISTS.sub("", first.text) == _INSISTS.sub("", other.text):
        return True
    if not same_verb or not first.words or _names_and_values(first) != _names_and_values(other):
        return False
    if _ways(first) != _ways(other):
        return False
    if _word_after_verb(other) in ("it", "that", "this", "them") and "because" in other.text:
        return True
    return len(first.words & other.words) >= SAME_WORDS_SHARE * len(first.words | other.words)


def _holds_otherwise(first: Instruction, other: Instruction, language: str) -> bool:
    """Whether only one of them holds under a condition: "create it here, but if it's full, create it there"."""
    return bool(first.lead) is not bool(other.lead) and has_condition(language, first.lead or other.lead or "")


_WAY = re.compile(r"\b(?:on|off|up|down|in|out|open|shut|closed)\b")


def _ways(instruction: Instruction) -> frozenset[str]:
    """The words that tell one deed from its opposite: "turn on the gas", "turn the gas off"."""
    return frozenset(_WAY.findall(instruction.text.lower()))


def _names_and_values(instruction: Instruction) -> frozenset[str]:
    """The names, numbers, quotations and single letters in an instruction, in lower case."""
    return frozenset(found.lower() for found in _NAME_OR_VALUE.findall(instruction.text))


def _word_after_verb(instruction: Instruction) -> str:
    """The word after the verb in lower case, or an empty string."""
    words = instruction.text.removeprefix(instruction.lead or "").split()
    return words[1].lower().strip(".,") if len(words) > 1 else ""


def with_things_named(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences. An instruction about "it" at the beginning of one has what the sentence before names as there, and
    cites that sentence too."""
    kept = list(sentences)
    for n, one in enumerate(sentences):
        if one.instructions and (named := _named_in_sentence(one, rules)):
            kept[n] = one.with_instructions((named, *one.instructions[1:]))
    for n, (before, one) in enumerate(pairwise(kept), 1):
        if not one.instructions or not _same_speaker(before, one):
            continue
        named = rules.with_thing_named(one.instructions[0], before.sentence.text)
        if named:
            cites = _distinct(one.also_cites, before.sentence.ids)
            kept[n] = replace(one, instructions=(named, *one.instructions[1:]), also_cites=cites)
    return kept


_LED_TO = re.compile(
    r"(?:[,;]|\b(?:so|and|then|just|now|please|go ahead|you|we|i|can|want to|should|'ll|will))$", re.IGNORECASE
)


def _named_in_sentence(one: ReadSentence, rules: LanguageRules) -> Instruction | None:
    """The first instruction with what its own sentence names before it: "there's a button that says Add, so click
    that"."""
    said, verb = one.sentence.text, one.instructions[0].verb
    at = said.lower().rfind(f" {verb} ") if verb else -1
    before = said[:at] if at > 0 else ""
    while before and (shorter := _LED_TO.sub("", before.rstrip())) != before:
        before = shorter
    return rules.with_thing_named(one.instructions[0], before) if before else None


def _same_speaker(one: ReadSentence, other: ReadSentence) -> bool:
    return one.sentence.speaker == other.sentence.speaker


def _distinct(*ids: tuple[int, ...]) -> tuple[int, ...]:
    """All ids in order, each once."""
    return tuple(dict.fromkeys(one for some in ids for one in some))
