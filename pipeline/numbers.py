"""Numbers in words -> digits, in the languages in which most people record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

CJK_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2, "二": 2}
CJK_UNITS = {"十": 10, "百": 100, "千": 1000}
CJK_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

_WORDS: dict[str, str] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "de": "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
    "siebzehn achtzehn neunzehn",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove",
    "pt": "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
    "dezoito dezenove",
}
_TENS: dict[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_SCALES: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9},
    "de": {"hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6, "milliarde": 10**9},
    "nl": {"honderd": 100, "duizend": 1000, "miljoen": 10**6},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6},
    "es": {"cien": 100, "ciento": 100, "mil": 1000, "millon": 10**6, "millones": 10**6},
    "it": {"cento": 100, "mille": 1000, "mila": 1000, "milione": 10**6, "milioni": 10**6},
    "pt": {"cem": 100, "cento": 100, "mil": 1000, "milhao": 10**6, "milhoes": 10**6},
}
_AND = {"en": "and", "de": "und", "nl": "en", "fr": "et", "es": "y", "it": "e", "pt": "e"}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_GERMAN_ORDINALS = "erst zweit dritt viert funft sechst siebt acht neunt zehnt"
_MORE: dict[str, dict[str, int]] = {
    "en": {
        **{word: n for n, word in enumerate(_ORDINALS.split(), 1)},
        "fifteenth": 15,
        "sixteenth": 16,
        "seventeenth": 17,
        "eighteenth": 18,
        "nineteenth": 19,
        "twentieth": 20,
        "thirtieth": 30,
        "hundredth": 100,
        "fourty": 40,
        "niner": 9,
    },
    "de": {
        "ein": 1,
        "eine": 1,
        "einen": 1,
        "einem": 1,
        "einer": 1,
        "zwo": 2,
        **{f"{word}e{end}": n for n, word in enumerate(_GERMAN_ORDINALS.split(), 1) for end in ("", *"nrsm")},
    },
    "nl": {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5},
    "fr": {"une": 1, "premier": 1, "premiere": 1, "deuxieme": 2, "troisieme": 3, "quatre-vingts": 80},
    "es": {"un": 1, "una": 1, "primero": 1, "primer": 1, "segundo": 2, "tercero": 3, "tercer": 3, "cuarto": 4},
    "it": {"un": 1, "una": 1, "primo": 1, "secondo": 2, "terzo": 3, "quarto": 4},
    "pt": {"uma": 1, "duas": 2, "primeiro": 1, "segundo": 2, "terceiro": 3, "quarto": 4},
}
COUNTS: dict[str, dict[str, int]] = {
    "en": {
        "both": 2,
        "couple": 2,
        "twice": 2,
        "pair": 2,
        "double": 2,
        "triple": 3,
        "dozen": 12,
        "once": 1,
        "single": 1,
    },
    "de": {"beide": 2, "beiden": 2, "paar": 2, "zweimal": 2, "dreimal": 3, "doppelt": 2, "dutzend": 12, "einmal": 1},
    "es": {"ambos": 2, "ambas": 2, "par": 2, "doble": 2, "triple": 3, "docena": 12},
    "fr": {"paire": 2, "double": 2, "triple": 3, "douzaine": 12},
}
"""Words that mean a number but aren't one. They can support a number, but need no support themselves."""


@dataclass(frozen=True)
class Read:
    """A number read from words: its value, and how many words it took."""

    value: int
    words: int


@cache
def _cardinals(language: str) -> dict[tuple[str, ...], int]:
    """Words (split at hyphens) -> their values below 100, without ordinals and articles."""
    units = dict(enumerate(_WORDS[language].split()))
    tens = dict(zip(range(20, 100, 10), _TENS[language].split(), strict=True))
    said = {w: n for n, w in units.items()} | {w: n for n, w in tens.items()}
    for ten, word in tens.items():
        for one in range(1, 10):
            unit = units[one]
            match language:
                case "de":
                    said[("ein" if one == 1 else unit) + "und" + word] = ten + one
                case "nl":
                    said[f"{unit}{'en'}{word}"] = ten + one
                case "es" if ten == 20:
                    said["veinti" + unit] = ten + one
                case "es":
                    said[f"{word}-y-{unit}"] = ten + one
                case "pt":
                    said[f"{word}-e-{unit}"] = ten + one
                case "it":
                    said[(word[:-1] if one in (1, 8) else word) + unit] = ten + one
                case "fr" if ten in (70, 90):
                    teen = units[10 + one]
                    said[f"{tens[ten - 10]}-{teen}"] = ten + one
                    said[f"{tens[ten - 10]}-et-{teen}"] = ten + one
                case "fr":
                    said[f"{word}-{unit}"] = ten + one
                    said[f"{word}-et-{unit}"] = ten + one
                case _:
                    said[f"{word}-{unit}"] = ten + one
    return _split_at_hyphens(said)


@cache
def _atoms(language: str) -> dict[tuple[str, ...], int]:
    """Words (split at hyphens) -> their values below 100."""
    if language not in _WORDS:
        return {}
    said: dict[str, int] = {}
    if language == "en":
        for ten, word in zip(range(20, 100, 10), _TENS["en"].split(), strict=True):
            for one, ordinal in enumerate(_ORDINALS.split()[:9], 1):
                said[f"{word}-{ordinal}"] = ten + one
    return _cardinals(language) | _split_at_hyphens(said | _MORE[language])


def _split_at_hyphens(said: dict[str, int]) -> dict[tuple[str, ...], int]:
    return {tuple(words.split("-")): n for words, n in said.items()}


@cache
def _longest(language: str) -> int:
    return max((len(words) for words in _atoms(language)), default=0)


_COMPOUNDING = frozenset(["de", "it", "nl"])
"""Languages that write a number as one word."""


@lru_cache(maxsize=16384)
def _compound(word: str, language: str) -> int | None:
    """The value of a number written as one word, such as "zweihundertfünfzig"; None if it isn't one."""
    if language not in _COMPOUNDING or len(word) > 60:
        return None
    if (word,) in _atoms(language):
        return _atoms(language)[(word,)]
    for scale in sorted((s for s in _SCALES[language] if s in word), key=lambda s: -_SCALES[language][s]):
        head, _, tail = word.partition(scale)
        tail = tail.removeprefix(_AND[language]) if language == "de" else tail
        before = 1 if not head else _compound(head, language)
        after = 0 if not tail else _compound(tail, language)
        if before is not None and after is not None and after < _SCALES[language][scale]:
            return before * _SCALES[language][scale] + after
    return None


@cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(words[0] for words in _atoms(language)) | frozenset(_SCALES.get(language, ()))


def begins_number(word: str, language: str) -> bool:
    """Whether `read_number` can read a number from this word on. Most words begin none, so this is asked first."""
    return word in _first_words(language) or (language in _COMPOUNDING and _compound(word, language) is not None)


def read_number(words: Sequence[str], at: int, language: str) -> Read | None:
    """The longest number that begins at this word, or None. The words are folded: in lower case, without accents.

    >>> read_number(["eight", "thousand", "and", "forty", "three", "files"], 0, "en")
    Read(value=8043, words=5)
    """
    atoms, scales = _atoms(language), _SCALES.get(language, {})
    total, group, i = 0, None, at
    smallest = 10**12
    while i < len(words):
        joined = i > at and words[i] == _AND.get(language) and group is not None and (group >= 100 or group == 0)
        j = i + 1 if joined else i
        if j >= len(words):
            break
        word = words[j]
        if word in scales:
            scale = scales[word]
            if scale == 100:
                if group is not None and not 0 < group < 100:
                    break
                group = (group or 1) * 100
            else:
                if scale >= smallest or (group is None and total):
                    break
                total += (1 if group is None else group) * scale
                smallest, group = scale, 0
            i = j + 1
            continue
        taken = 0
        for size in range(min(_longest(language), len(words) - j), 0, -1):
            if tuple(words[j : j + size]) in atoms:
                taken = size
                break
        value = atoms[tuple(words[j : j + taken])] if taken else _compound(word, language)
        if value is None:
            break
        if group is not None and not (group == 0 and smallest < 10**12) and not (group >= 100 and group % 100 == 0):
            break
        if group is not None and group >= 100 and value >= 100:
            break
        group = (group or 0) + value
        i = j + max(taken, 1)
    if i == at:
        return None
    return Read(total + (group or 0), i - at)


_OF_SPEECH = ("en", "de", "fr", "es")
"""The languages whose numbers are known where a text's language isn't: "um", "due" and "sei" are words of others."""
_OTHERWISE_MEANT = frozenset({"un", "una", "uno", "eins", "null", "cents", "très"})
"""Articles, and what means something else in another of them."""


@lru_cache(maxsize=4096)
def is_number_word(word: str) -> bool:
    """Whether one word is a cardinal number in English, German, French or Spanish. An article isn't one.

    >>> is_number_word("Fünfundzwanzig"), is_number_word("veintidós"), is_number_word("ein"), is_number_word("second")
    (True, True, False, False)
    """
    word = word.casefold()
    if word in _OTHERWISE_MEANT:
        return False
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    parts = tuple(plain.split("-"))
    return any(
        parts in _cardinals(code)
        or plain in _SCALES[code]
        or (plain not in _MORE[code] and _compound(plain, code) is not None)
        for code in _OF_SPEECH
    )


def in_digits_or_letters(word: str) -> str | None:
    """An English number from 0 to 19 in its other writing: "3" for "three" and "three" for "3". None for others."""
    words = _WORDS["en"].split()
    if word.lower() in words:
        return str(words.index(word.lower()))
    return words[int(word)] if word.isdecimal() and int(word) < len(words) else None


@lru_cache(maxsize=16384)
def spoken_number(text: str, language: str) -> bool:
    """Whether a text has digits or a number word, so that it is worth reading closely."""
    return bool(re.search(rf"\d|{_any_number(language)}", text, re.I))


@cache
def _any_number(language: str) -> str:
    words = {part for words in _atoms(language) for part in words} | set(_SCALES.get(language, ()))
    return (
        r"\b(?:" + "|".join(sorted(words)) + r")|[〇一二三四五六七八九十百千万]"
        if words
        else r"[〇一二三四五六七八九十百千万]"
    )


def read_cjk(text: str) -> int | None:
    """The value of a number in Chinese characters, by value (二百五十) or by digits (八〇八〇); None for others."""
    if not text or any(c not in CJK_DIGITS and c not in CJK_UNITS and c not in CJK_MYRIADS for c in text):
        return None
    if all(c in CJK_DIGITS for c in text):
        return int("".join(str(CJK_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for c in text:
        if c in CJK_DIGITS:
            digit = CJK_DIGITS[c]
        elif c in CJK_UNITS:
            section += (digit or 1) * CJK_UNITS[c]
            digit = 0
        else:
            total += (section + digit or 1) * CJK_MYRIADS[c]
            section = digit = 0
    return total + section + digit


_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_SEPARATED = re.compile(r"\d[.,'’\u2009\u202f\u00a0]\d")
_GROUPED = {
    ",": re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])"),
    ".": re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.])"),
    "'": re.compile(r"(?<![\d.,])\d{1,3}(?:['’\u2009\u202f\u00a0]\d{3})+(?!\d)"),
}
_DECIMAL_COMMA = frozenset({"de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "no", "fi", "cs", "tr", "uk"})


def plain_digits(text: str, language: str | None) -> str:
    """The text with its digits as 0-9, without separators between thousands, and with a point before decimals.
    `language` decides what the separators are."""
    if not text.isascii():
        text = _FOREIGN_DIGIT.sub(lambda m: str(int(m[0])), text)
    if not _SEPARATED.search(text):
        return text
    text = _GROUPED["'"].sub(lambda m: re.sub(r"\D", "", m[0]), text)
    if language in _DECIMAL_COMMA:
        text = _GROUPED["."].sub(lambda m: m[0].replace(".", ""), text)
        return re.sub(r"(?<=\d),(?=\d)", ".", text)
    return _GROUPED[","].sub(lambda m: m[0].replace(",", ""), text)
