"""Patterns that the app makes from its tables only when it needs them: all are made here."""

from __future__ import annotations

import dataclasses

from pipeline import numbers
from pipeline.grounding import polarity, polarity_words
from pipeline.render.cross_references import CrossReferences
from pipeline.speech import corrections, harms, lexicon, rejections, verbatim
from tests.fixtures.guides.ways import WAYS


def build() -> None:
    """Calls the functions that compile a pattern of a language, for each language."""
    for known in polarity_words._LANGUAGES.values():
        for text in dataclasses.astuple(known):
            polarity._compiled(text)
    for code in numbers._SCALES:
        numbers.spoken_number("", code)
    for code in verbatim._INSTRUCTING.keys() | verbatim._FORBIDDING.keys():
        verbatim._patterns(code)
    for folder in lexicon.FOLDERS.values():
        harms._signs(folder)
        rejections._past(folder)
    corrections._places_of("two of them", "two")
    CrossReferences(WAYS)
