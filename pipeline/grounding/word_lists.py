"""Words that a data file lists in several languages under a name, and which of them a text has.

In such a file, the words of a line are in English, German, Spanish, French and Italian, between bars: folded (no
accents), `_` for a space, `*` for any ending, `§` for a German particle at the end of its clause ("schalten Sie die
Pumpe aus").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.grounding.tokens import fold

LANGUAGES = ("en", "de", "es", "fr", "it")
"""Languages with words, in the order of the data files."""
LONGEST_ENDING_LETTERS = 12
LONGEST_ENDING_OF_SHORT_WORDS = 4
_SHORT_WORD_LETTERS = 3
_WORD = re.compile(r"n't\b|[^\W\d_]+'(?=\w)|[^\W\d_]+(?:-[^\W\d_]+){0,6}|°[cf]|%")
_PARTICLES = frozenset(["ein", "aus", "auf", "zu", "an", "ab"])
_WITH_PARTICLE = ("schalt", "blend", "stell", "mach", "dreh")
"""German verbs of which a particle at the end of the clause says what they do."""
_RUN = re.compile(r"[^\W_]+")
_CLAUSE_END = frozenset(".,;:!?")
_PARTICIPLE = re.compile(r"(ab|an|auf|aus|ein|her|herunter|hinzu|hoch|los|um|vor|weg|zu|)(?:ge|zu)(\w{4,})")
"""German words with "ge" or "zu" in front of the verb: "gespeichert", "abzuschalten"."""


@dataclass(frozen=True, eq=False)
class WordList:
    """The listed words of one language, each with the names that it stands under. Only the same list is equal, so that
    what it finds can be kept."""

    language: str
    whole: Mapping[str, tuple[str, ...]]
    begun: Mapping[str, tuple[str, ...]]
    """By the letters that a word begins with."""
    phrases: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, language: str, rows: Iterable[tuple[str, Sequence[str]]]) -> WordList:
        """`rows` are names, each with its words as the file has them."""
        whole: dict[str, tuple[str, ...]] = {}
        begun: dict[str, tuple[str, ...]] = {}
        phrases: dict[str, tuple[str, ...]] = {}
        for name, words in rows:
            for word in words:
                plain = fold(word.removesuffix("*").replace("_", " "))
                into = phrases if " " in plain or plain[0].isdigit() else begun if word.endswith("*") else whole
                into[plain] = (*into.get(plain, ()), name)
        return cls(language, whole, begun, phrases)

    def found_in(self, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(a listed word or phrase of the text, its names): phrases first, then single words that are in no phrase."""
        folded = fold(text).replace("`", " ").replace("*", " ").replace("n't", " n't")
        covered: set[int] = set()
        begun = {run for run in _RUN.findall(folded) if run in self._phrases_by_beginning}
        for _, phrase in sorted(each for run in begun | {""} for each in self._phrases_by_beginning.get(run, ())):
            for at in _places(phrase, folded):
                yield phrase, self.phrases[phrase]
                covered.update(range(at, at + len(phrase)))
        for match in _WORD.finditer(folded):
            if match.start() in covered:
                continue
            word = match[0]
            if self.language == "de" and word in _PARTICLES and _ends_a_clause(folded, match.start(), match.end()):
                word += "§"
            if names := self._names(word):
                yield word, names

    @cached_property
    def _phrases_by_beginning(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """The phrases, each with its number in the file, by the letters or digits that it begins with: most texts have
        the beginnings of few. Those that begin with a sign are under ""."""
        found: dict[str, list[tuple[int, str]]] = {}
        for number, phrase in enumerate(self.phrases):
            begin = _RUN.match(phrase)
            found.setdefault(begin[0] if begin else "", []).append((number, phrase))
        return found

    @lru_cache(maxsize=16384)  # noqa: B019 (the lists are kept for good, one a language)
    def _names(self, word: str) -> tuple[str, ...]:
        names = self._listed(word)
        if not names and self.language == "de" and (inside := _PARTICIPLE.fullmatch(word)):
            names = self._listed(inside[1] + inside[2])
        return names

    def _listed(self, word: str) -> tuple[str, ...]:
        names = list(self.whole.get(word, ()))
        for letters in range(2, len(word) + 1):
            most = LONGEST_ENDING_LETTERS if letters > _SHORT_WORD_LETTERS else LONGEST_ENDING_OF_SHORT_WORDS
            if len(word) - letters <= most:
                names += self.begun.get(word[:letters], ())
        if not names and "-" in word:
            for part in word.split("-"):
                names += self._listed(part)
        return tuple(dict.fromkeys(names))


def words_of_languages(text: str) -> tuple[tuple[str, ...], ...]:
    """The words between the bars of one line, a tuple for each of `LANGUAGES`."""
    return tuple(tuple(each.split()) for each in text.split("|"))


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
