"""Finds the hard facts of a text: what is either right or wrong, and must be in a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipeline.grounding.said_fractions import FRACTION
from pipeline.grounding.stop_words import function_words
from pipeline.grounding.tokens import KEPT_CHARACTERS, Token, fold, spell_numbers, tokenize
from pipeline.grounding.units import unit_of
from pipeline.numbers import COUNTS


class FactKind(StrEnum):
    LINK = "link"
    EMAIL = "e-mail address"
    PATH = "path"
    COMMAND = "command"
    KEYS = "keys"
    LABEL = "label"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True)
class Fact:
    kind: FactKind
    text: str
    """The fact as it is in the line."""
    start: int
    end: int


_SCHEME = re.compile(
    r"(?:\b(?:[a-z][a-z0-9+.-]{1,15}|hxxps?)\s?:\s?//[^\s<>\"'“”‘’`]+"
    r"|\b(?:javascript|vbscript|data|mailto|tel|sms|file|slack|about|blob)\s?:(?=[^\s:])[^\s<>\"“”`]+"
    r"|(?<![\w.])www\d?\.[^\s<>\"'“”‘’`]+|(?<![\w:/])//[\w-]+\.[^\s<>\"“”`]+)",
    re.I,
)
_EMAIL = re.compile(r"[\w.+%-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}")
_EMAIL_SPOKEN = re.compile(
    r"\b[\w.+-]{1,64} (?:at|\(at\)|\[at\]) [\w-]{1,63} (?:dot|\(dot\)|\[dot\]) [a-z]{2,10}\b", re.I
)
_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\S*)?(?!\w)|\[[0-9a-f]*:[0-9a-f:]+\](?::\d+)?", re.I)
_DOTTED = re.compile(
    r"(?<![\w@./\\])(?:(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,20}"
    r"|(?:[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?[.。．]){1,20}(?=[A-Za-z]))(?:[^\W\d_]{2,24}|xn--[\w-]+)(?![\w-])(?:(?::\d+)?[/?#][^\s<>\"“”`]*)?"
)
_DOT_SPOKEN = re.compile(
    r"\b[\w-]{1,63}(?: dot [\w-]{1,63}){0,20} (?:dot|\(dot\)|\[dot\]) (?:com|org|net|io|dev|app|co|info|biz|ru|cn|xyz|"
    r"top|zip|link|example|test|ai|me|tv|uk|de|fr|eu|us|site|online|cloud)(?: slash [\w-]+)*\b",
    re.I,
)
_WINDOWS_PATH = re.compile(r"\b[A-Za-z]:\\[^\s,;\"“”`]*|\\\\[\w.-]+\\[^\s,;\"“”`]*")
_PATH = re.compile(
    r"(?<![\w/.:])(?:~|\.{1,2})?/(?:[\w.@%+-]+/?)+|(?<![\w/])[\w.-]{1,255}/[\w.-]+/[\w./-]+|"
    r"(?<![\w/])[\w-]{1,255}/[\w-]*[._][\w.-]+"
)
_FLAG = re.compile(r"(?<![\w`*”“\"'’»)>}\]-])--?[A-Za-z][\w-]*(?:=[^\s,;]+)?")
_KEY = (
    r"Ctrl|Control|Cmd|Command|Alt|Option|Opt|Shift|Win|Windows|Meta|Super|Fn|Esc|Escape|Strg|Umschalt|Maj|Enter|Return|"
    r"Tab|Delete|Del|Backspace|Space|[⌘⌃⌥⇧]"
)
_KEYS = re.compile(
    rf"(?<!\w)(?:{_KEY})(?:\s?[+＋]\s?(?:{_KEY}|\w+|[↑↓←→/\\.,;=+-])|[-–‑](?:{_KEY}|F\d{{1,2}}|[A-Z0-9])(?!\w))+"
    r"|[⌘⌃⌥⇧]{1,4}\s?\w",
    re.I,
)
_CODE = re.compile(r"`([^`]+)`")
_SEPARATORS = re.compile(r"(?<=\d)[.,'’](?=\d)")
_QUOTED = re.compile(
    r"“([^“”]{1,120})”|\"([^\"]{1,120})\"|„([^„“”]{1,120})[“”]|«\s?([^«»]{1,120}?)\s?»|「([^「」]{1,120})」|"
    r"『([^『』]{1,120})』"
    r"|(?<!\w)[‘']([^‘’']{1,120})[’'](?!\w)"
)
_DATE = re.compile(r"(?<![\w-])\d{4}-\d{1,2}-\d{1,2}(?![\w-])|(?<![\w/.])\d{1,2}/\d{1,2}/\d{2,4}(?![\w/])")
_TIME = re.compile(r"(?<![\d:.])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
_VERSION = re.compile(r"(?<![\w.])v?\d+(?:\.\d+){2,}[\w.+-]*(?<![.+-])|(?<!\w)v\d+(?:\.\d+)*(?!\w)", re.I)
_IDENTIFIER = re.compile(
    r"(?<![\w$@#])(?:\w+\(\)|\$[A-Za-z_]\w*|@[\w-]+/[\w.-]+|\w*[^\W_]_\w+|__\w+__|_\w+|"
    r"(?=[A-Za-z\d]*[A-Za-z])(?=[A-Za-z\d]*\d)[A-Za-z\d]+(?:-[A-Za-z\d]*\d[A-Za-z\d]*)*"
    r"|\.[A-Za-z]\w+)(?!\w)"
)
_ISSUE = re.compile(r"(?<!\w)#\d+\b")
PLACEHOLDER = re.compile(r"<[^\W\d_](?:(?:[\w .;(),'’-]|: ){0,58}[\w)])?>")
"""What the reader puts something in for, as in <user name>. It states nothing."""
_QUANTIFIED = re.compile(r"\d\s?$|[°º]\s?$")
_SCALES = frozenset("cfk")
"""Of temperatures, behind a degree sign."""
_PHONE = re.compile(r"(?<![\w+])\+?\d{1,3}?[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)")
_NUMBER = re.compile(
    r"(?<![A-Za-zÀ-ɏͰ-ӿ])[$€£¥]?\s?(?<!\d)[-−]?(?:(?<![\w.,)])\.)?\d(?:[\d.,'’\u202f\u00a0]*\d)?(?:\s?%|\s?[€£¥])?"
)
_CAPITAL = re.compile(r"[^\W\d_][^\W_]*(?:['’&-][^\W_]+)*")

_FILES = """
    txt md rst log csv tsv json jsonl yaml yml toml ini cfg conf env xml html htm css scss js jsx ts tsx mjs py
    pyi ipynb rb rs go java kt c h cc cpp hpp cs swift php pl lua r jl sh bash zsh fish ps1 bat cmd exe msi dmg
    pkg deb rpm apk iso img zip tar gz tgz bz2 xz rar 7z jar war pdf doc docx xls xlsx ppt pptx odt ods odp rtf
    png jpg jpeg gif svg webp ico bmp tif tiff psd ai eps mp3 mp4 wav mov avi mkv webm flac ogg srt vtt sbv ttf
    otf woff db sql sqlite lock bak tmp dat bin key pem crt cer pub nix vue net js
"""
_FILE_ENDINGS = frozenset(_FILES.split())
_LINKED_ENDINGS = frozenset({"zip", "mov", "ai", "net", "app", "pl", "rs", "py", "sh", "md", "js", "cc"})
"""File endings that are also top-level domains. What looks like a host is taken for one."""


def facts_in(text: str, language: str | None) -> tuple[Fact, ...]:
    """The hard facts of a line, in their order. `language` is the line's: German capitalises all nouns."""
    return _kept_facts(text, language) if len(text) <= KEPT_CHARACTERS else _facts(text, language)


@lru_cache(maxsize=1024)
def _kept_facts(text: str, language: str | None) -> tuple[Fact, ...]:
    return _facts(text, language)


def _facts(text: str, language: str | None) -> tuple[Fact, ...]:
    found: list[Fact] = []
    taken = [False] * len(text)
    for match in PLACEHOLDER.finditer(text):
        taken[match.start() : match.end()] = [True] * len(match[0])

    def take(kind: FactKind, start: int, end: int) -> None:
        while end > start and text[end - 1] in ".,;:!?)]}'’… ":
            if text[end - 1] in ")]}" and text[end - 1] in _closed(text[start:end]):
                break
            end -= 1
        if start < end and not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append(Fact(kind, text[start:end], start, end))

    for pattern in (_SCHEME,):
        for match in pattern.finditer(text):
            take(FactKind.LINK, match.start(), match.end())
    for pattern in (_EMAIL, _EMAIL_SPOKEN):
        for match in pattern.finditer(text):
            take(FactKind.EMAIL, match.start(), match.end())
    for match in _IP.finditer(text):
        take(FactKind.LINK, match.start(), match.end())
    for pattern in (_WINDOWS_PATH, _PATH):
        for match in pattern.finditer(text):
            take(_path(match[0]), match.start(), match.end())
    for match in _DOTTED.finditer(text):
        if kind := _dotted(match[0]):
            take(kind, match.start(), match.end())
    for match in _DOT_SPOKEN.finditer(text):
        take(FactKind.LINK, match.start(), match.end())
    for match in _CODE.finditer(text):
        if any(char.isalnum() for char in match[1]):  # signs are said in words, by many names
            keys = _KEYS.match(match[1])  # to demand its end of the pattern could take for ever
            whole = keys is not None and keys.end() == len(match[1])
            take(FactKind.KEYS if whole else FactKind.COMMAND, match.start(1), match.end(1))
    for match in _KEYS.finditer(text):
        take(FactKind.KEYS, match.start(), match.end())
    for match in _QUOTED.finditer(text):
        group = next(i for i in range(1, 8) if match[i] is not None)
        if any(char.isalnum() for char in match[group]):
            take(FactKind.LABEL, match.start(group), match.end(group))
    for pattern in (_PHONE, _DATE, _TIME, FRACTION):
        for match in pattern.finditer(text):
            take(FactKind.NUMBER, match.start(), match.end())
    for pattern in (_VERSION, _FLAG, _IDENTIFIER, _ISSUE):
        for match in pattern.finditer(text):
            if not _quantity(match[0]):
                take(FactKind.COMMAND, match.start(), match.end())
    for match in _NUMBER.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        take(FactKind.NUMBER, start, match.end())
    for start, end in _spelled_numbers(text, language):
        take(FactKind.NUMBER, start, end)
    for start, end in _names(text, language, taken):
        take(FactKind.NAME, start, end)
    return tuple(sorted(found, key=lambda fact: fact.start))


def _closed(text: str) -> str:
    """The closing brackets whose opening bracket is in the text, so that they belong to it."""
    return "".join(c for o, c in ("()", "[]", "{}") if text.count(o) >= text.count(c) > 0)


_MEMBER = re.compile(r"(?=.*[a-z\d][A-Z])[A-Z][a-z]\w*(?:\.[A-Z][a-z]\w*)+")


def _dotted(text: str) -> FactKind | None:
    """What a word with dots is: a link, a file's name, a name of a program (Clip.FileName.Value), or none of these (an
    abbreviation)."""
    host = re.split(r"[/?#:]", text, maxsplit=1)[0]
    *names, ending = re.split(r"[.。．]", host.casefold())
    if all(len(name) == 1 for name in names) and len(ending) <= 2:
        return None  # e.g., i.e., z.B.
    if _MEMBER.fullmatch(text):
        return FactKind.COMMAND
    if host[-len(ending) :][:1].isupper() and not host[: -len(ending)].isupper() and len(names) == 1 and host == text:
        return None if ending not in _FILE_ENDINGS else FactKind.PATH  # the space after a sentence is missing
    if ending in _FILE_ENDINGS and not (host != text or (len(names) > 1 and ending in _LINKED_ENDINGS)):
        return FactKind.PATH
    return FactKind.LINK


def _path(text: str) -> FactKind:
    """The kind of a path: a link if its first part is a host."""
    host = re.split(r"[/\\]", text, maxsplit=1)[0]
    return FactKind.LINK if _DOTTED.fullmatch(host) and _dotted(f"{host}/") is FactKind.LINK else FactKind.PATH


def _quantity(text: str) -> bool:
    """Whether digits and letters are a number with its unit, or an ordinal, as in 2GB and 3rd, and not a name."""
    return bool(re.fullmatch(r"\d+(?:st|nd|rd|th|x|" + "|".join(GLUED_UNITS) + r")", text, re.I))


_GLUED = "ms s min h kb mb gb tb kib mib gib k m px pt em rem mm cm km kg g mg ml l v w hz khz mhz ghz fps dpi am pm"
GLUED_UNITS = tuple(_GLUED.split())


_POSITIONS = frozenset(["third", "fourth", "fifth"])
"""Places in a row. Who says "three tabs" and "the last one" needn't say "the third"."""


def _spelled_numbers(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """The places of numbers in words, unless they are articles, pronouns or counts ("one of them", "first", "a
    second")."""
    short = (language or "en").split("-")[0]
    folded = fold(text)
    if len(folded) != len(text):
        return  # folding moved the places, and the digits were found already
    # Separators between thousands are left out of tokens, and would move the places behind them.
    tokens = list(tokenize(_SEPARATORS.sub("_", text), None))
    spelled = spell_numbers(tokens, [short])
    by_start = {token.start: i for i, token in enumerate(tokens)}
    for i, number in enumerate(spelled):
        if not (number.spoken and number.word and number.text.isdigit()):
            continue
        first = by_start[number.start]
        if tokens[first].text in _POSITIONS:
            continue
        if tokens[first].text in COUNTS.get(short, {}) or (int(number.text) < 3 and _ambiguous(tokens, first, number)):
            continue
        after = spelled[i + 1].start if i + 1 < len(spelled) else len(text)
        last = max((t.start + len(t.text) for t in tokens if number.start <= t.start < after), default=number.start)
        yield number.start, last


def _ambiguous(tokens: list[Token], first: int, number: Token) -> bool:
    """Whether a small number in words may be something else: "one", "first", "second", and articles."""
    return number.text in ("0", "1") or (
        tokens[first].text not in ("two", "zwei", "deux", "dos", "due", "dois", "twee")
    )


def _names(text: str, language: str | None, taken: list[bool]) -> Iterator[tuple[int, int]]:
    """The places of words with a capital letter inside a sentence, and of words in capitals. In German, where all nouns
    have one, only the latter. A line in title case has none."""
    short = (language or "en").split("-")[0]
    skip = function_words(short) | function_words("en")
    words = [m for m in _CAPITAL.finditer(text) if not any(taken[m.start() : m.end()])]
    lower = sum(1 for m in words if m[0][0].islower() and len(m[0]) > 3)
    upper = sum(1 for m in words if m[0][0].isupper())
    titled = upper > 2 and lower * 4 < upper
    for match in words:
        word = match[0]
        if not word[0].isupper() or fold(word) in skip or _starts_sentence(text, match.start()):
            shouted = len(word) > 1 and word.isupper() and fold(word) not in skip
            inner = any(c.isupper() for c in word[1:]) and not word.isupper()
            if not (shouted or inner):
                continue
        elif (short == "de" and not any(c.isupper() for c in word[1:])) or (
            titled and not any(c.isupper() for c in word[1:])
        ):
            continue
        if _is_unit(text, match.start(), word):
            continue
        if len(word) > 1 or (word.isupper() and fold(word) not in ("i", "a", "o")):
            yield match.start(), match.end()


def _is_unit(text: str, at: int, word: str) -> bool:
    """Whether a word in capitals is the unit of the number before it, as in 5 GB and 70 °C."""
    before = text[max(0, at - 3) : at]
    if not _QUANTIFIED.search(before):
        return False
    return unit_of(fold(word), glued=True) is not None or (fold(word) in _SCALES and not before.rstrip()[-1:].isdigit())


_POINTER = re.compile(r"\w+\s[“„«\"]")
"""What sends the reader to another place, as in “(See “Reset the meter”)”."""


def _starts_sentence(text: str, at: int) -> bool:
    if text[at - 1 : at] == "(" and _POINTER.match(text, at):
        return True
    before = text[:at].rstrip(" \t\"'“”‘’„«»([*_-–—•")
    return not before or before[-1] in ".!?:;…>。！？："
