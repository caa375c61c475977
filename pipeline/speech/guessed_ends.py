"""Quotes what a wrong cut would turn round: conditions and negations in speech whose sentences nothing written ends.

"There's no line don't cut check the hole" may be cut before or behind "cut". Somebody who reads the speaker's own words
notices, and somebody who reads "Don't check the hole" doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.speech.read_sentences import ReadSentence

_TURNED = {
    "en": r"if|unless|until|till|otherwise|instead|except|without|not|no|never|nothing|nobody|cannot|\w+n't",
    "de": r"wenn|falls|bis|solange|sonst|statt|außer|ohne|nicht|nichts|nie|niemals|kein\w*",
    "es": r"si|hasta|salvo|excepto|sin|no|nunca|nada|tampoco",
    "fr": r"si|s'ils?|jusqu\w*|sinon|sauf|sans|ne|n'\w+|pas|jamais|rien",
}
_PATTERNS = {
    language: re.compile(rf"(?<![\w'])(?:{words})(?![\w'])", re.IGNORECASE) for language, words in _TURNED.items()
}


def with_guessed_quoted(sentences: Iterable[ReadSentence], language: str | None) -> list[ReadSentence]:
    """The sentences, as they were said where their ends are guessed and a condition or negation is in them. Languages
    without rules are quoted anyway."""
    pattern = _PATTERNS.get((language or "en").split("-")[0].lower())
    return [
        _as_said(one)
        if one.sentence.guessed and pattern and pattern.search(one.sentence.text.replace("’", "'"))
        else one
        for one in sentences
    ]


def _as_said(one: ReadSentence) -> ReadSentence:
    said, reading = one.sentence.said.strip(), one.reading
    if reading.aside:
        reading = replace(reading, aside=replace(reading.aside, text=f"“{said}”"))
    if not reading.instructions:
        return replace(one, reading=reading)
    quoted = max(reading.instructions, key=lambda each: each.weight).quoting(said)
    reading = replace(reading, instructions=(quoted,), aside=None, tip_instructions=())
    return replace(one, reading=reading, instructions=(quoted,) if one.instructions else ())
