"""A text as words that can be compared: numbers in digits, each with its stem, and whether it has a meaning of its
own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.grounding.stop_words import function_words
from pipeline.grounding.tokens import spell_numbers, stem, tokenize

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n")


class SaidWord(NamedTuple):
    text: str
    """Folded."""
    stem: str
    content: bool
    """Whether it isn't an article, a pronoun or the like."""


@lru_cache(maxsize=2048)
def said_words(text: str, language: str) -> tuple[SaidWord, ...]:
    """The words of a text, without symbols."""
    small = function_words(language)
    return tuple(
        SaidWord(
            token.text,
            stem(token.text, language),
            token.text not in small and (len(token.text) > 1 or token.text.isdigit()),
        )
        for token in spell_numbers(tokenize(text, language), [language])
        if token.word
    )


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, and parts of them between colons and semicolons."""
    return tuple(part for part in _SENTENCE_END.split(text) if part.strip()) or (text,)
