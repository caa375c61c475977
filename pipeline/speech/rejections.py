"""Leaves out what a speaker did by mistake, said so, and then did otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech.corrections import takes_back
from pipeline.speech.read_sentences import ReadSentence

DONE_AGAIN_WITHIN = 3
"""Sentences: how far behind a rejection the deed is looked for that takes the place of what was rejected."""
_REJECTS = re.compile(
    r"(?:(?:oh|ah|uh|um|hm+|no|nope|oops|whoops|wait|hang on|hold on|sorry|okay|ok|well|actually|and|but)[\s,.]+)*"
    r"(?:that['’]s|that is|that was|this is) (?:not (?:it|right|the right|what (?:i|we) want)\b|(?:the )?wrong\b"
    r"|a mistake|too (?:much|many|far|long|little|short|big|small)\b)[^,;]{0,30}$",
    re.IGNORECASE,
)
""" "Oh no, that's not it.", "that's the wrong one"."""
_TAKEN_BACK = re.compile(
    r"(?:(?:oh|no|wait|actually|sorry|but)[\s,.]+)*(?:don['’]t|do not) do that(?:,? actually)?[\s.!]*$", re.IGNORECASE
)
_FORBIDDEN = re.compile(
    r"(?:(?:oh|no|wait|actually|sorry|but|stop)[\s,.!]+)+(?:don['’]t|do not|never) (?P<verb>[a-z]+)\b", re.IGNORECASE
)
""" "No, no, don't click Save"."""


def without_rejected(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences. The last instruction before "that's not it" doesn't count if one of the next sentences does the
    same thing otherwise; that before "don't do that" never does, and what was said of it is no warning."""
    kept = list(sentences)
    for n, one in enumerate(sentences):
        text = one.sentence.text.strip()
        taken_back = bool(_TAKEN_BACK.match(text))
        if not n or not (before := kept[n - 1].instructions):
            continue
        forbidden = _FORBIDDEN.match(text)
        again = takes_back(text) and any(each.verb == before[-1].verb for each in one.instructions)
        if again or (forbidden and forbidden["verb"].lower() == before[-1].verb):
            kept[n - 1] = kept[n - 1].with_instructions(before[:-1])
            continue
        if not taken_back and not _REJECTS.match(text):
            continue
        later = [each for two in sentences[n + 1 : n + 1 + DONE_AGAIN_WITHIN] for each in two.instructions]
        if taken_back or any(each.verb == before[-1].verb for each in later):
            kept[n - 1] = kept[n - 1].with_instructions(before[:-1])
            kept[n] = replace(one, reading=replace(one.reading, aside=None, instructions=()), instructions=())
    return kept
