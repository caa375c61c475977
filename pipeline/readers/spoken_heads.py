"""What was said before the first turn that has a name."""

from __future__ import annotations

import re

from pipeline.readers import unsaid
from pipeline.readers.cue import Cue
from pipeline.readers.shapes import Line

LEAST_SENTENCE_WORDS = 8
SENTENCE = re.compile(r"[.!?。！？](?:\s|$)")


def spoken(head: list[Line], asked_only: bool) -> list[Cue]:
    """Paragraphs before the first named turn that are speech, and not a list of participants. With `asked_only`, only
    questions and answers have names, and a talk comes before them: from its first sentence or line of code on, all
    counts."""
    spoken: list[Cue] = []
    for line in head:
        if line.heading or unsaid.is_remark(line.text.strip("_* ")):
            continue
        whole = line.text.count(" ") >= 30 and len(SENTENCE.findall(line.text)) >= 2
        begun = bool(spoken) or line.code or _is_sentence(line.text)
        if whole or (asked_only and begun and line.text):
            spoken.append(Cue(ticked(line.text) if line.code else line.text, breaks=True))
    return spoken


def _is_sentence(text: str) -> bool:
    """Whether a line is a sentence that begins with no label."""
    words = text.split(maxsplit=LEAST_SENTENCE_WORDS)
    unlabelled = not any(word.endswith(":") for word in words[: LEAST_SENTENCE_WORDS - 1])
    return len(words) >= LEAST_SENTENCE_WORDS and unlabelled and text.rstrip(")")[-1:] in tuple(".!?")


def ticked(code: str) -> str:
    return code if "`" in code else f"`{code}`"
