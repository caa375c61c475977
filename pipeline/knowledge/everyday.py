"""How much a word says about a subject. A word that everybody uses about everything says little.

English words and their weights are in everyday_en.txt. They were counted over transcripts and documentation on many
subjects. A weight is log(texts / texts with the word), and words in fewer than 3 % of the texts have the highest one.
For other languages, the lists of frequent words in justext (BSD) say which words have no weight.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Collection, Iterable
from functools import cache
from importlib import resources
from pathlib import Path

MOST_WEIGHT = 3.5
"""The weight of a word that hardly any text has: about log(1 / 0.03)."""
OTHER_LANGUAGE_WEIGHT = 2.5
"""The weight of a word in another language that isn't in its list of frequent words."""
LEAST_WEIGHT = 0.7
"""Words with less weight count as 0."""

_LISTS = tuple(
    re.findall(
        r"\w+",
        "German French Spanish Italian Portuguese Dutch Polish Swedish Danish Norwegian_Bokmal Finnish Czech Hungarian "
        "Romanian Turkish Russian Ukrainian Greek Arabic Hebrew Persian Hindi Indonesian Vietnamese Korean",
    )
)
_LONGEST_LIST = 600
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")
_CHINESE_PARTICLES = frozenset("的了是在我们你这那个就不有要会一可以和也都把来去说很到为上下中吗呢吧啊")
_KOREAN_ENDINGS = frozenset(
    re.findall(r"\w+", "니다 습니 에서 으로 하는 합니 입니 하고 있습 있는 그리 이제 에는 하면 해서 됩니 것을")
)
_VOWEL = re.compile("[aeiouy]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Weights:
    """The weights of terms in one language."""

    def __init__(self, language: str = "English") -> None:
        self.language = language
        self._english = english() if language == "English" else {}
        self._frequent = frequent(language) if language != "English" else frozenset()

    @classmethod
    def fitting(cls, terms: Iterable[str]) -> Weights:
        """The weights of the language with most of its frequent words among these terms."""
        sample = [term for _, term in zip(range(5000), terms, strict=False)]
        words = [term for term in sample if not _CJK.match(term)]
        shares = {"English": _share(words, {word for word, weight in english().items() if weight < 1.2})}
        if words and shares["English"] < 0.3:
            shares |= {language: _share(words, frequent(language)) for language in _LISTS}
        return cls(max(shares, key=lambda language: shares[language]))

    def __call__(self, term: str) -> float:
        """The weight of a term, from 0 (says nothing) to MOST_WEIGHT."""
        if _CJK.match(term):
            return _unspaced(term)
        if term.isdigit():
            # A port or a year says something, "2" and "10" don't.
            return OTHER_LANGUAGE_WEIGHT if len(term) > 2 else 0.0
        if self.language == "English":
            weight = self._english.get(term, MOST_WEIGHT)
            return weight if weight >= LEAST_WEIGHT else 0.0
        return 0.0 if term in self._frequent or len(term) < 3 else OTHER_LANGUAGE_WEIGHT


def _share(words: list[str], known: Collection[str]) -> float:
    return sum(1 for word in words if word in known) / len(words) if words else 0.0


def _unspaced(pair: str) -> float:
    """The weight of a pair of characters. Pairs in hiragana only, and particles, say nothing."""
    if _HIRAGANA.fullmatch(pair) or pair in _KOREAN_ENDINGS:
        return 0.0
    if any(character in _CHINESE_PARTICLES for character in pair):
        return 0.0
    return OTHER_LANGUAGE_WEIGHT


@cache
def english() -> dict[str, float]:
    """The weights of the stems of everyday English words."""
    weights: dict[str, float] = {}
    for line in resources.files(__package__).joinpath("everyday_en.txt").read_text("utf-8").splitlines():
        weight, _, words = line.partition(":")
        if words and not line.startswith("#"):
            weights |= dict.fromkeys(map(stem, words.split()), float(weight))
    return weights


@cache
def frequent(language: str) -> frozenset[str]:
    """The stems of the most frequent words of a language."""
    found = importlib.util.find_spec("justext")  # its lists are read without loading it
    places = found.submodule_search_locations if found else None
    if not places:
        return frozenset()
    file = Path(places[0]) / "stoplists" / f"{language}.txt"
    if not file.is_file():
        return frozenset()
    words = file.read_text("utf-8").lower().split("\n")[:_LONGEST_LIST]
    return frozenset(stem(word.strip(" .,;:")) for word in words if word.strip())


def stem(word: str) -> str:
    """The word without the endings of English plurals and verbs. All forms have the same stem, which isn't always a
    word."""
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("s") and word[-2] not in "sui":
        word = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    if word.endswith("ied"):
        word = f"{word[:-3]}y"
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word
