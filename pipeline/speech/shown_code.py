"""Gives code that stands alone to the instruction that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.literals import is_bare_command, looks_like_command, mask
from pipeline.speech.read_sentences import ReadSentence

SHOWN_WEIGHT = 0.8
"""The least weight (0 to 1) of an instruction whose code was shown."""
COMMAND_WEIGHT = 0.6
"""The weight of an instruction that is made of a command alone."""
SENTENCES_BACK = 2
"""The instruction that code belongs to is looked for in this many sentences before the code."""


def with_shown_code(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences, with code that is a sentence of its own given to an instruction. That is the one after it if both
    are from one utterance, else the nearest one before it that has no code yet. If there is none, a command becomes an
    instruction itself."""
    kept: list[ReadSentence] = []
    code_for_next = ""
    for n, one in enumerate(sentences):
        if code_for_next:
            one, code_for_next = replace(one, instructions=(_with_code(one.instructions[0], code_for_next),)), ""
        code = code_alone(one)
        if code is None:
            kept.append(one)
        elif _goes_to_next(one, sentences[n + 1 : n + 2]):
            code_for_next = code
            kept.append(replace(one, instructions=()))
        elif _give_to_previous(kept, code, one.sentence.ids):
            kept.append(replace(one, instructions=()))
        elif looks_like_command(code) or (one.sentence.text.startswith("`") and " " in code):
            words = frozenset(code.lower().split())
            run = Instruction(rules.instruction_to_run(code), "run", COMMAND_WEIGHT, words, code=code)
            kept.append(replace(one, instructions=(run,)))
        else:
            kept.append(one)
    return kept


def _with_code(instruction: Instruction, code: str) -> Instruction:
    return replace(instruction, code=code, weight=max(instruction.weight, SHOWN_WEIGHT))


def code_alone(one: ReadSentence) -> str | None:
    """The code of a sentence that is nothing but code, each piece on a line; None for other sentences."""
    text = one.sentence.text
    if is_bare_command(text):
        return text
    if one.reading.codes and not mask(text).text.replace("Qz0zQ", "").strip(" .,:;"):
        return "\n".join(one.reading.codes)
    return None


def _goes_to_next(one: ReadSentence, ahead: Sequence[ReadSentence]) -> bool:
    """Whether the next sentence is from the same utterance and has exactly one instruction, without code."""
    return (
        bool(ahead)
        and ahead[0].sentence.ids[0] == one.sentence.ids[-1]
        and len(ahead[0].instructions) == 1
        and ahead[0].instructions[0].code is None
    )


def _give_to_previous(kept: list[ReadSentence], code: str, ids: tuple[int, ...]) -> bool:
    """Replaces the nearest sentence at the end of `kept` whose last instruction can take the code by one that has it
    and cites `ids`. A tip counts as an instruction here. Returns whether there was one."""
    for place in range(len(kept) - 1, max(-1, len(kept) - 1 - SENTENCES_BACK), -1):
        before = kept[place]
        if not before.instructions and before.reading.tip_instructions:
            reading = replace(before.reading, aside=None)
            before = replace(before, instructions=before.reading.tip_instructions, reading=reading)
        if not before.instructions:
            continue
        last = before.instructions[-1]
        if last.code is None and not (last.closing and " " in code):
            kept[place] = replace(
                before,
                instructions=(*before.instructions[:-1], _with_code(last, code)),
                also_cites=(*before.also_cites, *ids),
            )
            return True
    return False
