"""Leaves out what presenters of a live course say about the course: its breaks, exercises, questions and notes.

A single word of that kind says nothing, since any recording may be about it. Where many different ones come together,
people arrange how the session goes on, and "we'll mute the stream" is no instruction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.guide import CautionKind
from pipeline.speech.read_sentences import ReadSentence

NEAR, DIFFERENT = 4, 4
"""A sentence is about the session if it and so many sentences on each side have so many different words for it."""
MOST_SHARE = 0.5
"""A recording of which a larger share (0 to 1) would be about the session teaches how to hold one."""
_WORD = re.compile(
    r"\b(?:(?P<what>break|exercise|question|answer|note|session|stream|lunch|minute|course|lesson|workshop|learner|demo"
    r"|breakout|zoom|chat|schedule|talk|discuss)(?:s|ed|ing|ion|ions|time)?|bye|hello|see you|everyone|everybody)\b"
    r"(?! (?:down|off|it|the|into)\b)",
    re.IGNORECASE,
)


def without_session_talk(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences, without instructions, notes and tips where people talk about their session. Warnings stay."""
    said = [{(found["what"] or found[0]).lower() for found in _WORD.finditer(one.sentence.text)} for one in sentences]
    about = [len(set().union(*said[max(0, at - NEAR) : at + NEAR + 1])) >= DIFFERENT for at in range(len(sentences))]
    if sum(about) > MOST_SHARE * len(sentences):
        return list(sentences)
    return [_silent(one) if talks else one for one, talks in zip(sentences, about, strict=True)]


def _silent(one: ReadSentence) -> ReadSentence:
    aside = one.reading.aside
    kept = aside if aside and aside.kind is CautionKind.WARNING else None
    return replace(one, reading=replace(one.reading, aside=kept, idle=True), instructions=(), weak=())
