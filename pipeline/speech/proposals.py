"""Takes what one presenter proposes and another one agrees to for an instruction: "should we restart it?" "Yeah."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import LanguageRules
from pipeline.speech.read_sentences import ReadSentence

_PROPOSED = {
    "en": re.compile(
        r"(?:(?:so|okay|ok|and|oh|yeah|well|now|then|but|maybe|right|um|uh|wait),? ){0,3}(?:should|shall) (?:we|i)"
        r"(?: (?:just|now|maybe|quickly|also|then)){0,2} (?P<do>[a-z]+ [^?]{3,200}?)"
        r"(?: just to (?:see|make sure|check)\b[^?]{0,60})?\?$",
        re.IGNORECASE,
    ),
}
"""What is proposed, by ISO 639-1 code."""
_AGREED = {
    "en": re.compile(
        r"(?:(?:yes|yeah|yep|sure|ok|okay|of course|absolutely|go ahead|good idea|please do)\b(?!,? but\b)"
        r"|let's (?:do|try)\b|please\b)",
        re.IGNORECASE,
    ),
}
PROPOSED_SHARE = 0.75
"""How surely it is an instruction, compared with the same words after "let's"."""


def with_proposals(sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None) -> list[ReadSentence]:
    """The sentences, with an instruction in each question that proposes a deed and is answered with a yes at once.

    Only who instructs as often as they ask proposes: a learner asks whether to do what was just said."""
    code = (language or "en").split("-")[0].lower()
    told, asked = Counter[str | None](), Counter[str | None]()
    for one in sentences if code in _PROPOSED else ():
        told[one.sentence.speaker] += len(one.instructions)
        asked[one.sentence.speaker] += one.reading.question
    kept = list(sentences)
    for at, one in enumerate(kept[:-1] if code in _PROPOSED else ()):
        text = one.sentence.text
        proposed = _PROPOSED[code].match(text) if text[-1:] == "?" and one.reading.question else None
        if (
            proposed is None
            or one.in_answer
            or one.from_listener
            or told[one.sentence.speaker] < asked[one.sentence.speaker]
            or not _AGREED[code].match(kept[at + 1].sentence.text)
        ):
            continue
        does = rules.read(f"Let's {proposed['do']}.").instructions
        if does:
            done = tuple(replace(each, weight=round(each.weight * PROPOSED_SHARE, 3)) for each in does)
            kept[at] = replace(one, reading=replace(one.reading, question=False, instructions=done), instructions=done)
    return kept
