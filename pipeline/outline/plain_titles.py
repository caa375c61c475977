"""The titles of guides that nothing names: neither their transcript, nor its file, nor a step."""

from __future__ import annotations

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
"""By language (ISO 639-1). In others, a title in English is better than none."""


def plain_title(language: str | None) -> str:
    """A title that fits any guide in a language, by its ISO 639-1 code.

    >>> plain_title("de-AT"), plain_title(None)
    ('Schritt-für-Schritt-Anleitung', 'Step-by-step guide')
    """
    return _PLAIN.get((language or "en").split("-")[0], _PLAIN["en"])
