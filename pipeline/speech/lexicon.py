"""The words and phrases of the languages, which are in data files: `words.txt` and `phrases.txt` in the folder of each.

A file has sections, each with its name in brackets. A section of words has them in any order, as many in a line as fit;
a word with a colon stands with what belongs to it. Words of several lists stand once, behind the letters and names of
these lists ("[a: vocabulary.ACTION_VERBS]"), each with the letters of those that it is in ("press/ah"). A section of
phrases is one regular expression: its lines are put together as they are. Lines that begin with "# " are comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

FOLDERS = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}
"""By ISO 639-1 code."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set. A long list is easier to read as one text than as many strings."""
    return frozenset(text.split())


def words_of(language: str, section: str) -> frozenset[str]:
    """The words of a section. `language` is the folder's name. Raises KeyError if there is no such section."""
    shared, own = _shared(language), _sections(language, "words.txt")
    words = word_set(own.get(section, "").replace("\n", " ")) | shared.get(section, frozenset())
    if not words:
        raise KeyError(section)
    return words


def pairs_of(language: str, section: str) -> dict[str, str]:
    """Each word before a colon with the one behind it, of a section."""
    return dict(pair.split(":") for pair in _sections(language, "words.txt")[section].split())


def phrase_of(language: str, section: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """The regular expression of a section."""
    return re.compile(_sections(language, "phrases.txt")[section].replace("\n", ""), flags)


_NAMED_LIST = re.compile(r"^\[(?P<letter>\w): (?P<name>[\w.]+)\]$", re.MULTILINE)


@cache
def _shared(language: str) -> Mapping[str, frozenset[str]]:
    """The words that stand once for several lists, by the name of each list."""
    text = _text(language, "words.txt")
    lists = {found["letter"]: found["name"] for found in _NAMED_LIST.finditer(text)}
    marked = [word.split("/") for word in text.split() if lists and "/" in word]
    return {name: frozenset(word for word, marks in marked if letter in marks) for letter, name in lists.items()}


def _text(language: str, name: str) -> str:
    text = files("pipeline.speech").joinpath(language, name).read_text("utf-8")  # without loading the language's rules
    return "\n".join(line for line in text.splitlines() if not line.startswith("# "))


@cache
def _sections(language: str, name: str) -> Mapping[str, str]:
    parts = re.split(r"^\[([\w.]+)\]$", _text(language, name), flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip("\n") for part in parts[2::2]), strict=True))
