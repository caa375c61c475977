"""Languages by name: what people call them, and their codes."""

from __future__ import annotations

# Loading Babel's names would take 0.3 s.
ENGLISH_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "km": "Khmer",
    "ko": "Korean",
    "lo": "Lao",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "my": "Burmese",
    "nb": "Norwegian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
OWN_NAMES = {
    "العربية": "ar",
    "català": "ca",
    "čeština": "cs",
    "dansk": "da",
    "deutsch": "de",
    "ελληνικά": "el",
    "español": "es",
    "castellano": "es",
    "suomi": "fi",
    "français": "fr",
    "עברית": "he",
    "हिन्दी": "hi",
    "magyar": "hu",
    "bahasa indonesia": "id",
    "italiano": "it",
    "日本語": "ja",
    "한국어": "ko",
    "nederlands": "nl",
    "norsk": "no",
    "polski": "pl",
    "português": "pt",
    "română": "ro",
    "русский": "ru",
    "svenska": "sv",
    "ไทย": "th",
    "türkçe": "tr",
    "українська": "uk",
    "tiếng việt": "vi",
    "中文": "zh",
}
_ALSO = {"farsi": "fa", "mandarin": "zh", "brazilian portuguese": "pt-br", "british english": "en-gb"}
_CODES = {name.casefold(): code for code, name in reversed(ENGLISH_NAMES.items())} | OWN_NAMES | _ALSO


def code_of(name: str) -> str | None:
    """The ISO 639-1 code of a language that is named in English or in its own words; None for any other text.

    >>> code_of("German"), code_of("deutsch"), code_of("tone")
    ('de', 'de', None)
    """
    return _CODES.get(" ".join(name.split()).casefold())
