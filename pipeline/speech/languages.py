"""Which rules a language has."""

from __future__ import annotations

from functools import cache

from pipeline.speech import LanguageRules


@cache
def rules_for(language: str | None) -> LanguageRules:
    """The rules of a language by its ISO 639-1 code; English where it can't be told. What has no rules of its own is
    given back as it was said."""
    code = (language or "en").split("-")[0].lower()
    if code == "en":
        from pipeline.speech.english import English

        return English()
    if code == "de":
        from pipeline.speech.german import German

        return German()
    if code == "es":
        from pipeline.speech.spanish import Spanish

        return Spanish()
    from pipeline.speech.verbatim import Verbatim

    return Verbatim(code)
