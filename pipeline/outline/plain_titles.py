"""The titles of guides that nothing names: neither their transcript, nor its file, nor a step."""

from __future__ import annotations

from pipeline.readers.transcript_titles import label

_PLAIN = {
    "en": "Step-by-step guide",
    "de": "Schritt-für-Schritt-Anleitung",
    "es": "Guía paso a paso",
    "fr": "Guide étape par étape",
    "ar": "دليل خطوة بخطوة",
    "he": "מדריך צעד אחר צעד",
    "hi": "चरण-दर-चरण मार्गदर्शिका",
    "it": "Guida passo passo",
    "ja": "手順書",
    "ko": "단계별 가이드",
    "nl": "Stapsgewijze handleiding",
    "pl": "Instrukcja krok po kroku",
    "pt": "Guia passo a passo",
    "ru": "Пошаговая инструкция",
    "tr": "Adım adım kılavuz",
    "uk": "Покрокова інструкція",
    "zh": "分步指南",
}
_QUOTES = {
    "en": "What was said",
    "de": "Was gesagt wurde",
    "es": "Lo que se dijo",
    "fr": "Ce qui a été dit",
    "ar": "ما قيل",
    "he": "מה נאמר",
    "hi": "जो कहा गया",
    "it": "Che cosa è stato detto",
    "ja": "発言の抜粋",
    "ko": "말한 내용",
    "nl": "Wat er gezegd is",
    "pl": "Co zostało powiedziane",
    "pt": "O que foi dito",
    "ru": "Что было сказано",
    "tr": "Söylenenler",
    "uk": "Що було сказано",
    "zh": "发言摘录",
}
"""By language (ISO 639-1). In others, a title in English is better than none."""


def plain_title(language: str | None, *, quotes: bool = False) -> str:
    """A title that fits any guide in a language, by its ISO 639-1 code, or any that only quotes what was said.

    >>> plain_title("de-AT"), plain_title(None), plain_title("fr", quotes=True)
    ('Schritt-für-Schritt-Anleitung', 'Step-by-step guide', 'Ce qui a été dit')
    """
    titles = _QUOTES if quotes else _PLAIN
    return titles.get((language or "en").split("-")[0], titles["en"])


def told_apart(title: str, name: str) -> str:
    """A title; if it is a plain one, with the name of the file, as other guides have the same.

    >>> told_apart("Step-by-step guide", "captions_english.vtt"), told_apart("Replace a fuse", "fuse.vtt")
    ('Step-by-step guide (captions_english)', 'Replace a fuse')
    """
    named = label(name) if is_plain(title) else None
    return f"{title} ({named})" if named else title


def is_plain(title: str) -> bool:
    """Whether this is one of these titles, in any language: nobody need have said it."""
    return title in _PLAIN.values() or title in _QUOTES.values()
