"""Gives code that stands alone to the instruction that it belongs to."""

from __future__ import annotations

from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.literals import is_bare_command, looks_like_command, mask
from pipeline.speech.read_sentences import ReadSentence


def with_shown_code(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Gives code that stands alone to the instruction before it, if that has none. A command without such an
    instruction becomes one."""
    kept: list[ReadSentence] = []
    held = ""
    for n, one in enumerate(sentences):
        if held:
            one, held = (
                replace(
                    one,
                    instructions=(
                        replace(one.instructions[0], code=held, weight=max(one.instructions[0].weight, 0.8)),
                    ),
                ),
                "",
            )
        codes = one.reading.codes
        alone = bool(codes) and not mask(one.sentence.text).text.replace("Qz0zQ", "").strip(" .,:;")
        if is_bare_command(one.sentence.text):
            codes, alone = (one.sentence.text,), True
        if not alone:
            kept.append(one)
            continue
        code = "\n".join(codes)
        ahead = sentences[n + 1] if n + 1 < len(sentences) else None
        if (
            ahead
            and ahead.sentence.ids[0] == one.sentence.ids[-1]
            and len(ahead.instructions) == 1
            and ahead.instructions[0].code is None
        ):
            held = code
            kept.append(replace(one, instructions=()))
            continue
        for back in range(len(kept) - 1, max(-1, len(kept) - 3), -1):
            before = kept[back]
            if not before.instructions and before.reading.tip_instructions:
                before = replace(
                    before, instructions=before.reading.tip_instructions, reading=replace(before.reading, aside=None)
                )
            if (
                before.instructions
                and before.instructions[-1].code is None
                and not (before.instructions[-1].closing and " " in code)
            ):
                instruction = replace(
                    before.instructions[-1], code=code, weight=max(before.instructions[-1].weight, 0.8)
                )
                kept[back] = replace(
                    before,
                    instructions=(*before.instructions[:-1], instruction),
                    also_cites=(*before.also_cites, *one.sentence.ids),
                )
                kept.append(replace(one, instructions=()))
                break
        else:
            if looks_like_command(code) or (one.sentence.text.startswith("`") and " " in code):
                run = Instruction(
                    rules.instruction_to_run(code), "run", 0.6, frozenset(code.lower().split()), code=code
                )
                one = replace(one, instructions=(run,))
            kept.append(one)
    return kept
