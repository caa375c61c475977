"""Words of a text that have an opposite, the same in five languages, so that a line can be compared with what was said
in another one: “schließen” is the opposite of “open”.

The words are in opposed.txt. Of 11,680 pairs of the app's own texts in two languages, fewer than 40 stand on different
sides (`python -m tests.checks.translations`). Unlike `opposites`, which marks lines of the transcript's language, this
is only a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.grounding.tokens import fold
from pipeline.grounding.word_lists import LANGUAGES, WordList, words_of_languages

Side = tuple[str, int]
"""The name of words that are opposed, and the number of the side among theirs, from 0: most have two, units and colours
more."""
FREE = frozenset(["must", "before"])
"""Pairs whose sides a negation makes alike: what "must not" be "can't" be, and "not before" is "only after"."""
_IDIOMS = re.compile(
    r"\b(?:close (?:to|by|enough)|right (?:now|away|here|there|after|before|at|in|on|where|when|next)|all right"
    r"|that'?s right|left (?:out|over|off|with)|in order|in case|in fact|in this case|end up|as long as|up to)\b"
)
"""English words of pairs where they say nothing of the kind."""


@cache
def _words(language: str) -> WordList:
    at = LANGUAGES.index(language)
    text = files("pipeline.grounding").joinpath("opposed.txt").read_text("utf-8")
    name, side, rows = "", 0, []
    for line in text.splitlines():
        if line.startswith("~"):
            side += 1
            rows.append((f"{name} {side}", words_of_languages(line[1:])[at]))
        elif line and not line.startswith("#"):
            name, _, words = line.partition(":")
            side = 0
            rows.append((f"{name} {side}", words_of_languages(words)[at]))
    return WordList.of(language, rows)


@lru_cache(maxsize=2048)
def sides(text: str, language: str) -> Mapping[Side, str]:
    """The sides that a text has words of, each with its first such word. `language` is one of `LANGUAGES`."""
    folded = _IDIOMS.sub(" ", fold(text)) if language == "en" else text
    found: dict[Side, str] = {}
    for word, names in _words(language).found_in(folded):
        for listed in names:
            name, _, side = listed.partition(" ")
            found.setdefault((name, int(side)), word)
    return found


def turned(told: Mapping[Side, str], heard: Mapping[Side, str]) -> Iterator[tuple[str, str, str]]:
    """(the name of what is opposed, the word of the first text, its opposite in the second one) for each side that only
    the first text has, where the second one has only others."""
    for (name, side), word in told.items():
        others = [(which, other) for (one, which), other in heard.items() if one == name]
        if others and not any(which == side or (name, which) in told for which, _ in others):
            yield name, word, others[0][1]
