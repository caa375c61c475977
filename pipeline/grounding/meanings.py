"""What words of a text mean, as far as that can change what a reader does: amounts, negations, conditions, order,
directions, deeds, properties, units. Languages share the meanings, so that a line can be compared with what was said in
another one.

The words are in meanings.txt, for the languages of `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.grounding.word_lists import LANGUAGES, WordList, words_of_languages

NEUTRAL = "neutral"
"""What stands for phrases whose words mean nothing there ("any more")."""


@dataclass(frozen=True)
class Word:
    """A word, or a phrase of the data file, and the meanings it may have."""

    text: str
    meanings: tuple[str, ...]
    """Those that it is counted for."""
    light: tuple[str, ...] = ()
    """Those that it may have too, as any paraphrase may: it can only show that they were said."""


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
            rows.append((name, kind, words_of_languages(words)))
    return tuple(rows)


@cache
def kinds() -> Mapping[str, str]:
    """The kind of each meaning: "amount", "polarity", "modality", "condition", "order", "reason", "compare",
    "direction", "deed", "property", "unit", "person" or "thing"."""
    return {name: kind for name, kind, _ in _table()}


@cache
def _words(language: str) -> WordList:
    at = LANGUAGES.index(language)
    return WordList.of(
        language,
        (
            (f"~{name}" if word[0] == "~" else name, [word.lstrip("~")])
            for name, _, words in _table()
            for word in words[at]
        ),
    )


@lru_cache(maxsize=4096)
def read(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text that have meanings: phrases first, then single words that are in no phrase. `language` is one
    of `LANGUAGES`."""
    found = _words(language).found_in(text)
    return tuple(_word(word, names) for word, names in found if NEUTRAL not in names)


@lru_cache(maxsize=4096)
def meanings_of(text: str, language: str) -> frozenset[str]:
    """All meanings that a text may have."""
    return frozenset(name for word in read(text, language) for name in (*word.meanings, *word.light))


@lru_cache(maxsize=4096)
def _word(text: str, names: tuple[str, ...]) -> Word:
    light = tuple(name[1:] for name in names if name.startswith("~"))
    return Word(text, tuple(name for name in names if not name.startswith("~")), light)


__all__ = ["LANGUAGES", "NEUTRAL", "Word", "kinds", "meanings_of", "read"]
