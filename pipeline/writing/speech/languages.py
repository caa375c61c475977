"""Which rules a language has."""

from __future__ import annotations

from functools import cache

from pipeline.writing.speech import Speech


@cache
def speech_for(language: str | None) -> Speech:
    """The rules of a language by its ISO 639-1 code; English where it can't be told."""
    from pipeline.writing.speech.english import English

    return English()
