"""Text -> tokens that can be compared: folded words and the symbols between them, written or spoken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.numbers import COUNTS, begins_number, plain_digits, read_cjk, read_number

_TOKEN = re.compile(r"(\s*)(?:([^\W\d_]+|\d+)|(_|[^\w\s]))")
"""(the space before it, a word, or else a symbol). All of a text but spaces at its end is in one."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CJK_NUMBER = re.compile("[〇零一二三四五六七八九十百千万亿億萬两兩]+")

SYMBOL_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "dot": ".", "point": ".", "period": ".", "slash": "/", "backslash": "\\", "dash": "-", "minus": "-",
        "hyphen": "-", "tack": "-", "underscore": "_", "at": "@", "colon": ":", "semicolon": ";", "comma": ",",
        "equals": "=", "equal": "=", "plus": "+", "star": "*", "asterisk": "*", "hash": "#", "hashtag": "#",
        "pound": "#", "pipe": "|", "ampersand": "&", "and": "&", "tilde": "~", "percent": "%", "dollar": "$",
        "caret": "^", "bang": "!", "quote": '"', "quotes": '"', "unquote": '"', "backtick": "`", "space": " ",
        "paren": "(", "parenthesis": "(", "parentheses": "(", "parens": "(", "bracket": "[", "brackets": "[",
        "brace": "{", "braces": "{", "curly": "{", "apostrophe": "'", "times": "*", "negative": "-",
        "greater": ">", "less": "<",
    },
    "de": {
        "punkt": ".", "komma": ",", "schragstrich": "/", "slash": "/", "strich": "-", "bindestrich": "-",
        "minus": "-", "unterstrich": "_", "at": "@", "klammeraffe": "@", "doppelpunkt": ":", "plus": "+",
        "stern": "*", "sternchen": "*", "raute": "#", "gleich": "=", "prozent": "%", "backslash": "\\",
    },
    "fr": {"point": ".", "slash": "/", "barre": "/", "tiret": "-", "arobase": "@", "virgule": ",", "underscore": "_"},
    "es": {"punto": ".", "barra": "/", "guion": "-", "arroba": "@", "coma": ",", "bajo": "_"},
    "it": {"punto": ".", "slash": "/", "barra": "/", "trattino": "-", "chiocciola": "@", "virgola": ","},
    "pt": {"ponto": ".", "barra": "/", "hifen": "-", "traco": "-", "arroba": "@", "virgula": ","},
    "nl": {"punt": ".", "slash": "/", "streepje": "-", "apenstaartje": "@", "komma": ",", "underscore": "_"},
}  # fmt: skip
_SYMBOL_HELPERS = {"sign", "symbol", "character", "open", "close", "closing", "opening", "left", "right", "forward",
                   "back", "double", "single", "mark", "marks", "than", "symbols", "signs"}  # fmt: skip
KEPT_CHARACTERS = 1_000
"""The tokens of a text of at most so many characters are kept for a while: utterances and lines are compared often."""
MOST_NUMBER_TOKENS = 24
_DOUBLED = {"double": 2, "triple": 3}


class Token(NamedTuple):
    """A word (letters or digits, folded) or one symbol."""

    text: str
    start: int
    """The index in the folded text at which it begins."""
    word: bool
    spaced: bool
    """Whether there is a space before it."""
    spoken: bool = False
    """Whether it was said as a word: "dot" for a point, "thirty" for 30."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text for comparing: without compatibility forms, case and Latin accents."""
    return folded(text)


def folded(text: str) -> str:
    """Like `fold`, for texts that aren't worth caching."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return text if text.isascii() else _NOT_ASCII.sub(lambda match: _plain(match[0]), text)


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    base = unicodedata.normalize("NFD", char)
    return base[0] if len(base) > 1 and base[0].isascii() else _PLAIN.get(char, char)


_PLAIN = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "−": "-",
          "ø": "o", "ł": "l", "ı": "i"}  # fmt: skip


def tokenize(text: str, language: str | None = None) -> tuple[Token, ...]:
    """The tokens of a text. Each Chinese or Japanese character is a word of its own."""
    return _kept_tokens(text, language) if len(text) <= KEPT_CHARACTERS else _tokens(text, language)


@lru_cache(maxsize=2048)
def _kept_tokens(text: str, language: str | None) -> tuple[Token, ...]:
    return _tokens(text, language)


def _tokens(text: str, language: str | None) -> tuple[Token, ...]:
    folded = plain_digits(fold(text), language)
    cjk = not folded.isascii() and _CJK.search(folded)
    tokens: list[Token] = []
    at = 0
    for space, word, symbol in _TOKEN.findall(folded):
        start = at + len(space)
        spaced = bool(space) or start == 0
        at = start + len(word or symbol)
        if cjk and word and _CJK.search(word):
            for i, part in _cjk_parts(word):
                tokens.append(Token(part, start + i, True, spaced and i == 0))
        else:
            tokens.append(Token(word or symbol, start, word != "", spaced))
    return tuple(tokens)


def _cjk_parts(found: str) -> Iterable[tuple[int, str]]:
    begin = 0
    for i, char in enumerate(found):
        if _CJK.match(char):
            if begin < i:
                yield begin, found[begin:i]
            yield i, char
            begin = i + 1
    if begin < len(found):
        yield begin, found[begin:]


_UNITS_LIKE_ORDINALS = frozenset(["second", "secondo", "quarter"])
"""Units of time, where a number stands in front of them; otherwise one of several."""
_COUNTING = frozenset(["a", "per", "half", "every", "each", "un", "al"])


def spell_numbers(tokens: Sequence[Token], languages: Sequence[str]) -> list[Token]:
    """The tokens with numbers in words as digits: "eighty eighty" becomes 80 80, "forty-three" becomes 43."""
    languages = tuple(languages)
    made: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if not token.word or not _may_count(token.text, languages):
            made.append(token)
            i += 1
            continue
        if _CJK_NUMBER.fullmatch(token.text):
            j = i
            while j < len(tokens) and _CJK_NUMBER.fullmatch(tokens[j].text) and not (j > i and tokens[j].spaced):
                j += 1
            value = read_cjk("".join(t.text for t in tokens[i:j]))
            if value is not None:
                made.append(Token(str(value), token.start, True, token.spaced, spoken=True))
                i = j
                continue
        if token.text in _UNITS_LIKE_ORDINALS and made and (made[-1].text.isdigit() or made[-1].text in _COUNTING):
            made.append(token)  # "one second", "a second": a unit
            i += 1
            continue
        for language in languages:
            if begins_number(token.text, language):
                words, places = _words_from(tokens, i)
                if number := read_number(words, 0, language):
                    made.append(Token(str(number.value), token.start, True, token.spaced, spoken=True))
                    i = places[number.words - 1] + 1
                    break
            if token.text in COUNTS.get(language, {}):
                made.append(Token(str(COUNTS[language][token.text]), token.start, True, token.spaced, spoken=True))
                i += 1
                break
        else:
            if token.text in ("o", "oh") and _digits_beside(tokens, i, languages):
                made.append(Token("0", token.start, True, token.spaced, spoken=True))
            else:
                made.append(token)
            i += 1
    return made


@lru_cache(maxsize=16384)
def _may_count(word: str, languages: tuple[str, ...]) -> bool:
    """Whether `spell_numbers` has to look at a word. Nearly all can be passed over."""
    return (
        word in ("o", "oh")
        or _CJK_NUMBER.fullmatch(word) is not None
        or any(begins_number(word, language) or word in COUNTS.get(language, {}) for language in languages)
    )


def _words_from(tokens: Sequence[Token], first: int) -> tuple[list[str], list[int]]:
    """The words from a token on that may be one number, and the index of each. A hyphen inside it ("forty-three") isn't
    passed to the reader of numbers, but is counted again after it."""
    words, places = [], []
    for i in range(first, min(first + MOST_NUMBER_TOKENS, len(tokens))):
        if tokens[i].word:
            words.append(tokens[i].text)
            places.append(i)
        elif not (tokens[i].text == "-" and not tokens[i].spaced):
            break
    return words, places


def _digits_beside(tokens: Sequence[Token], at: int, languages: Sequence[str]) -> bool:
    """Whether a number comes right before a token: "one oh four"."""
    if at == 0:
        return False
    before = tokens[at - 1]
    return before.text.isdigit() or any(read_number([before.text], 0, language) for language in languages)


@lru_cache(maxsize=64)
def _symbols(languages: tuple[str, ...]) -> dict[str, str]:
    return {word: symbol for language in reversed(languages) for word, symbol in SYMBOL_WORDS.get(language, {}).items()}


def spell_symbols(tokens: Sequence[Token], languages: Sequence[str]) -> list[Token]:
    """The tokens with spoken symbols as symbols: "dash dash force" becomes - - force."""
    symbols = _symbols(tuple(languages))
    made: list[Token] = []
    for i, token in enumerate(tokens):
        if token.text == "colon" and _is_after_semi(made):
            while made.pop().text != "semi":
                pass
            made.append(Token(";", token.start, False, token.spaced, spoken=True))
        elif token.text in symbols:
            made.append(Token(symbols[token.text], token.start, False, token.spaced, spoken=True))
            before = tokens[i - 1].text if i else ""
            if before in _DOUBLED or (before == "two" and made[-1].text in "<>"):  # "two point five" is no two points
                made.append(made[-1])
        elif token.text in _SYMBOL_HELPERS and (
            (i + 1 < len(tokens) and tokens[i + 1].text in symbols) or (i and tokens[i - 1].text in symbols)
        ):
            continue
        else:
            made.append(token)
    return made


def _is_after_semi(tokens: Sequence[Token]) -> bool:
    """Whether the last token is "semi", as in "semi colon" and "semi-colon"."""
    last = [token.text for token in tokens[-2:]]
    return last[-1:] == ["semi"] or last == ["semi", "-"]


@lru_cache(maxsize=16384)
def stem(word: str, language: str | None = "en") -> str:
    """A word without its inflection. It is only good for comparing with other stems.

    >>> stem("clicking") == stem("click") == stem("clicks") == stem("clicked")
    True
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    if language not in ("en", None):
        return word[:5] if len(word) > 5 else word.rstrip("esn") if len(word) > 4 else word
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "edly", "ed", "ly", "er", "ion"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word
