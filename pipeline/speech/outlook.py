"""Leaves out what the end of a recording says of the next one: "in the next lesson we're going to add users"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech.read_sentences import ReadSentence

MOST_SENTENCES, MOST_SHARE = 8, 0.2
"""An outlook has at most so many sentences, and at most this share (0 to 1) of the recording's."""
_NEXT_ONE = {
    "en": re.compile(
        r"\b(?:in|for|until|watch|see) (?:the|our|my) (?:very )?next (?:video|lesson|lecture|episode|module|chapter"
        r"|tutorial|session|class|course|clip|recording|one)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:im|beim|das) nächsten? (?:Video|Mal|Kapitel|Teil)\b|\bin der nächsten (?:Lektion|Folge|Stunde)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\ben (?:el|la) (?:próxim[oa]|siguiente) (?:v[ií]deo|lección|clase|capítulo|sesión|episodio)\b", re.IGNORECASE
    ),
    "fr": re.compile(
        r"\b(?:dans|lors de) (?:la|le) (?:prochain|prochaine) (?:vidéo|leçon|épisode|chapitre|cours|séance)\b",
        re.IGNORECASE,
    ),
}
"""Words for the next recording, by ISO 639-1 code."""


def without_outlook(sentences: Sequence[ReadSentence], language: str | None) -> list[ReadSentence]:
    """The sentences. From the first one near the end that names the next recording on, they tell nothing to do."""
    pattern = _NEXT_ONE.get((language or "en").split("-")[0].lower())
    most = min(MOST_SENTENCES, int(MOST_SHARE * len(sentences)))
    begin = len(sentences) - most
    if pattern is None or most < 1:
        return list(sentences)
    at = next((n for n in range(begin, len(sentences)) if pattern.search(sentences[n].sentence.text)), len(sentences))
    return [
        one
        if n < at
        else replace(one, instructions=(), weak=(), reading=replace(one.reading, idle=True, expected=None))
        for n, one in enumerate(sentences)
    ]
