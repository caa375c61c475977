"""The words and phrases of the languages, which are in data files: `words.txt` and `phrases.txt` in the folder of each.

A file has sections, each with its name in brackets. A section of words has them in any order, as many in a line as fit;
a word with a colon stands with what belongs to it. A section of phrases is one regular expression: its lines are put
together as they are. Lines that begin with "# " are comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set. A long list is easier to read as one text than as many strings."""
    return frozenset(text.split())


def words_of(language: str, section: str) -> frozenset[str]:
    """The words of a section. `language` is the folder's name. Raises KeyError if there is no such section."""
    return word_set(_sections(language, "words.txt")[section].replace("\n", " "))


def pairs_of(language: str, section: str) -> dict[str, str]:
    """Each word before a colon with the one behind it, of a section."""
    return dict(pair.split(":") for pair in _sections(language, "words.txt")[section].split())


def phrase_of(language: str, section: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """The regular expression of a section."""
    return re.compile(_sections(language, "phrases.txt")[section].replace("\n", ""), flags)


@cache
def _sections(language: str, name: str) -> Mapping[str, str]:
    text = files(f"pipeline.speech.{language}").joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    parts = re.split(r"^\[([\w.]+)\]$", "\n".join(lines), flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip("\n") for part in parts[2::2]), strict=True))
