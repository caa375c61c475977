"""Finds what a recording announces at its beginning, apart from its instructions. A guide has it for its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import LanguageRules
from pipeline.speech.read_sentences import ReadSentence

FIRST_SENTENCES = 8
"""It is looked for in so many sentences, up to the first that instructs."""


def with_subject(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences. The first that announces what the recording shows is about that, and instructs only if it says
    more."""
    kept = list(sentences)
    for n, one in enumerate(sentences[:FIRST_SENTENCES]):
        if one.reading.topic:
            break
        subject = rules.subject(one.sentence.text, first=n == 0)
        if subject is None and n and one.instructions:  # its purpose may be what all of it is for
            purpose = rules.subject(one.sentence.text, first=True)
            subject = purpose if purpose and not purpose.alone else None
        if subject and subject.alone:
            about = replace(one.reading, about=subject.what, goal=None, expected=None, prerequisite=None, idle=True)
            kept[n] = replace(one, reading=replace(about, instructions=()), instructions=())
        elif subject:
            kept[n] = replace(one, reading=replace(one.reading, about=subject.what))
        if subject or one.instructions:
            break
    return kept
