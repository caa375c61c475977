"""What words of a text mean, as far as that can change what a reader does: amounts, negations, conditions, order,
directions, deeds, properties, units. Languages share the meanings, so that a line can be compared with what was said in
another one.

The words are in meanings.txt, for the languages of `LANGUAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.grounding.tokens import fold

LANGUAGES = ("en", "de", "es", "fr", "it")
"""Languages with words, in the order of the data file."""
LONGEST_ENDING_LETTERS = 12
LONGEST_ENDING_OF_SHORT_WORDS = 4
_SHORT_WORD_LETTERS = 3
NEUTRAL = "neutral"
"""What stands for phrases whose words mean nothing there ("any more")."""
_WORD = re.compile(r"n't\b|[^\W\d_]+'(?=\w)|[^\W\d_]+(?:-[^\W\d_]+){0,6}|°[cf]|%")
_PARTICLES = frozenset(["ein", "aus", "auf", "zu", "an", "ab"])
_WITH_PARTICLE = ("schalt", "blend", "stell", "mach", "dreh")
"""German verbs of which a particle at the end of the clause says what they do."""
_CLAUSE_END = frozenset(".,;:!?")


@dataclass(frozen=True)
class Word:
    """A word, or a phrase of the data file, and the meanings it may have."""

    text: str
    meanings: tuple[str, ...]
    """Those that it is counted for."""
    light: tuple[str, ...] = ()
    """Those that it may have too, as any paraphrase may: it can only show that they were said."""


@dataclass(frozen=True)
class _Lexicon:
    whole: Mapping[str, tuple[str, ...]]
    begun: Mapping[str, tuple[str, ...]]
    """By the letters that a word begins with."""
    phrases: Mapping[str, tuple[str, ...]]


@cache
def _table() -> tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...]:
    """(meaning, kind, its words in each language)."""
    kind, rows = "", []
    text = files("pipeline.grounding").joinpath("meanings.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("@"):
            kind = line[1:]
        elif line and not line.startswith("#"):
            name, _, words = line.partition(":")
            rows.append((name, kind, tuple(tuple(each.split()) for each in words.split("|"))))
    return tuple(rows)


@cache
def kinds() -> Mapping[str, str]:
    """The kind of each meaning: "amount", "polarity", "modality", "condition", "order", "reason", "compare",
    "direction", "deed", "property", "unit", "person" or "thing"."""
    return {name: kind for name, kind, _ in _table()}


@cache
def _lexicon(language: str) -> _Lexicon:
    at = LANGUAGES.index(language)
    whole: dict[str, tuple[str, ...]] = {}
    begun: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    for name, _, words in _table():
        for word in words[at]:
            plain = fold(word.strip("~*").replace("_", " "))
            into = phrases if " " in plain or plain[0].isdigit() else begun if word.endswith("*") else whole
            into[plain] = (*into.get(plain, ()), f"~{name}" if word.startswith("~") else name)
    return _Lexicon(whole, begun, phrases)


@lru_cache(maxsize=1024)
def read(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text that have meanings: phrases first, then single words that are in no phrase. `language` is one
    of `LANGUAGES`."""
    known = _lexicon(language)
    folded = fold(text).replace("`", " ").replace("*", " ").replace("n't", " n't")
    found: list[Word] = []
    covered: set[int] = set()
    for phrase, names in known.phrases.items():
        for at in _places(phrase, folded):
            if NEUTRAL not in names:
                found.append(_word(phrase, names))
            covered.update(range(at, at + len(phrase)))
    for match in _WORD.finditer(folded):
        if match.start() in covered:
            continue
        word = match[0]
        if language == "de" and word in _PARTICLES and _ends_a_clause(folded, match.start(), match.end()):
            word += "§"
        if names := _meanings(word, known):
            found.append(_word(word, names))
    return tuple(found)


def meanings_of(text: str, language: str) -> frozenset[str]:
    """All meanings that a text may have."""
    return frozenset(name for word in read(text, language) for name in (*word.meanings, *word.light))


def _word(text: str, names: tuple[str, ...]) -> Word:
    light = tuple(name[1:] for name in names if name.startswith("~"))
    return Word(text, tuple(name for name in names if not name.startswith("~")), light)


def _places(phrase: str, text: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            yield at
        at = text.find(phrase, end)


def _ends_a_clause(text: str, begin: int, end: int) -> bool:
    rest = text[end:].lstrip()
    before = text[:begin].rpartition(".")[2].split()
    return (not rest or rest[0] in _CLAUSE_END) and any(word.startswith(_WITH_PARTICLE) for word in before)


def _meanings(word: str, known: _Lexicon) -> tuple[str, ...]:
    names = list(known.whole.get(word, ()))
    for letters in range(2, len(word) + 1):
        most = LONGEST_ENDING_LETTERS if letters > _SHORT_WORD_LETTERS else LONGEST_ENDING_OF_SHORT_WORDS
        if len(word) - letters <= most:
            names += known.begun.get(word[:letters], ())
    if not names and "-" in word:
        for part in word.split("-"):
            names += _meanings(part, known)
    return tuple(dict.fromkeys(names))
