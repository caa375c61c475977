"""The passage of what was said that a clause of a line is about: the words in a row that have most of its own.

Speech often has no punctuation, and a line often rests on several utterances. So what is compared with a clause isn't a
sentence, but a window of words that may reach over the end of an utterance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.grounding.meanings import LANGUAGES, kinds, read
from pipeline.grounding.sentence_words import SaidWord, said_words

SAME_MEANING = 0.6
"""How much a word counts that only means the same."""
OTHER_LANGUAGE = 0.9
"""How much a word counts that begins alike in another language: "Token", "zona"."""
COST_OF_CONTENT = 0.12
"""What a word of the passage costs that the clause doesn't have. About eight of them end a passage."""
COST_OF_SMALL_WORD = 0.07
COST_OF_REPEATED = 0.04
COST_OF_SENTENCE_END = 0.3
WIDENED_WORDS = 8
"""How far a passage is widened to either side, up to the end of its sentence: that is where "if" and "not" stand."""
LEAST_CLAUSE_WORDS = 3
"""A shorter clause is read with its neighbour."""
SAME_BEGINNING_LETTERS = 5
LONGEST_INFLECTED_LETTERS = 9
SAME_COGNATE_LETTERS = 4
LONGEST_COGNATE_LETTERS = 8
_CONTENT = frozenset(["deed", "property", "unit", "person", "thing", "direction"])
_CLAUSE_END = re.compile(r"(?<=[.!?;:])\s+|\n|,\s+|\s[—–-]\s|[()]")
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, eq=False)
class Spoken:
    """Utterances as words in a row. Only the same one is equal, so that what is found in it can be kept."""

    text: str
    words: tuple[SaidWord, ...]
    ends: frozenset[int]
    """The indices of words with which a sentence ends."""


@dataclass(frozen=True)
class Passage:
    """Words of `Spoken` in a row."""

    core: tuple[SaidWord, ...]
    """From the first to the last word that the clause has too."""
    wide: tuple[SaidWord, ...]
    """The same with the rest of its sentence, as far as that is near."""
    share: float
    """The share of the clause's content words that it has."""


@lru_cache(maxsize=512)
def spoken(texts: tuple[str, ...], language: str) -> Spoken:
    """Utterances in a row. One that doesn't end with a sentence goes on in the next one."""
    words: list[SaidWord] = []
    ends: set[int] = set()
    for text in texts:
        sentences = _SENTENCE_END.split(text)
        for number, sentence in enumerate(sentences, 1):
            words += said_words(sentence, language)
            if number < len(sentences) or sentence.rstrip()[-1:] in (".", "!", "?"):
                ends.add(len(words) - 1)
    return Spoken("\n".join(texts), tuple(words), frozenset(ends))


def clauses(text: str) -> list[str]:
    """The parts of a line between punctuation marks. A part of a word or two goes with the one before it."""
    found: list[str] = []
    for part in _CLAUSE_END.split(text):
        if found and min(map(_count, (part, found[-1]))) < LEAST_CLAUSE_WORDS:
            found[-1] += f", {part}"
        elif part.strip():
            found.append(part)
    return found or [text]


def _count(text: str) -> int:
    return len(_WORD.findall(text))


@lru_cache(maxsize=256)
def passage(words: tuple[SaidWord, ...], said: Spoken, written_in: str, said_in: str) -> Passage | None:
    """The passage that a clause with these words is about, or None if nothing of it was said."""
    content = [word for word in words if word.content]
    alike: dict[str, list[tuple[int, float]]] = {}
    for word in said.words:
        if word.content and word.text not in alike:
            alike[word.text] = [
                (i, value) for i, one in enumerate(content) if (value := likeness_of(one, word, written_in, said_in))
            ]
    score = best = 0.0
    start = first = after = 0
    has: dict[int, float] = {}
    kept: dict[int, float] = {}
    for at, word in enumerate(said.words):
        if score <= 0:
            score, start, has = 0.0, at, {}
        matches = alike.get(word.text, ()) if word.content else ()
        gains = [(value - has.get(i, 0.0), i, value) for i, value in matches]
        gain, index, value = max(gains, default=(0.0, 0, 0.0))
        if gain > 0:
            score += gain
            has = {**has, index: value}
        else:
            score -= COST_OF_REPEATED if matches else COST_OF_CONTENT if word.content else COST_OF_SMALL_WORD
        if at > start and at - 1 in said.ends:
            score -= COST_OF_SENTENCE_END
        if score > best:
            best, first, after, kept = score, start, at + 1, has
    if not best:
        return None
    begin = next((i for i in range(first, max(0, first - WIDENED_WORDS), -1) if i - 1 in said.ends), None)
    end = next((i for i in range(after, min(len(said.words), after + WIDENED_WORDS)) if i - 1 in said.ends), None)
    begin = max(0, first - WIDENED_WORDS) if begin is None else begin
    end = min(len(said.words), after + WIDENED_WORDS) if end is None else end
    return Passage(said.words[first:after], said.words[begin:end], len(kept) / len(content))


def likeness_of(one: SaidWord, other: SaidWord, written_in: str, said_in: str) -> float:
    """How much a word of a line counts as one that was said: 1 if it is the same word, 0 if they have nothing to do
    with each other."""
    if written_in == said_in:
        a, b = one.stem, other.stem
        if a == b:
            return 1.0
        if _begin_alike(a, b, SAME_BEGINNING_LETTERS) and max(len(a), len(b)) <= LONGEST_INFLECTED_LETTERS:
            return 1.0
    else:
        a, b = one.text, other.text
        if a == b:
            return 1.0
        long = min(len(a), len(b)) > SAME_COGNATE_LETTERS
        begin = b[:SAME_BEGINNING_LETTERS]
        compound = len(a) >= LONGEST_COGNATE_LETTERS and len(begin) == SAME_BEGINNING_LETTERS and begin in a
        if (long and _begin_alike(a, b, SAME_COGNATE_LETTERS)) or compound:
            return OTHER_LANGUAGE
    mine = _meanings(one.text, written_in)
    return SAME_MEANING if mine and mine & _meanings(other.text, said_in) else 0.0


def _begin_alike(one: str, other: str, letters: int) -> bool:
    return one[:letters] == other[:letters] and len(one) >= letters


@lru_cache(maxsize=16384)
def _meanings(word: str, language: str) -> frozenset[str]:
    if language not in LANGUAGES:
        return frozenset()
    found = (name for one in read(word, language) for name in (*one.meanings, *one.light))
    return frozenset(name for name in found if kinds()[name] in _CONTENT)


def texts_of(words: Iterable[SaidWord]) -> str:
    return " ".join(word.text for word in words)
