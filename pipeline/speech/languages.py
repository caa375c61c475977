"""Chooses the rules for the language of a transcript."""

from __future__ import annotations

from functools import cache

from pipeline.speech import LanguageRules

READ = ("en", "de", "es", "fr")
"""The languages (ISO 639-1) that have rules of their own: what is said in them is read, not only quoted."""


def is_read(language: str | None) -> bool:
    """Whether a language code, with or without a region, is that of a language with rules of its own. None counts as
    English, as in `rules_for`."""
    return _without_region(language) in READ


@cache
def rules_for(language: str | None) -> LanguageRules:
    """The rules for a language code (ISO 639-1, with or without a region); English for None. A language without rules
    of its own gets `Verbatim`, which gives sentences back as they were said. A module is loaded when it is needed."""
    code = _without_region(language)
    if code == "en":
        from pipeline.speech.english import English

        return English()
    if code == "de":
        from pipeline.speech.german import German

        return German()
    if code == "es":
        from pipeline.speech.spanish import Spanish

        return Spanish()
    if code == "fr":
        from pipeline.speech.french import French

        return French()
    from pipeline.speech.verbatim import Verbatim

    return Verbatim(code)


def _without_region(language: str | None) -> str:
    return (language or "en").split("-")[0].lower()


def english_name(language: str | None) -> str:
    """The English name of a language by its code; the code itself if it has none."""
    from babel.core import Locale  # slow to load, and needed only where a language isn't read

    code = _without_region(language)
    return str(Locale("en").languages.get(code, code))
