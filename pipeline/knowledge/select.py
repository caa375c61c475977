"""Selects the passages about what was said. BM25 ranks them, and a lower bound keeps out passages that share only
everyday words.

The lower bound matters most. A page that has nothing to do with a step must not be cited, and BM25's scores only order
passages among themselves. So a passage must be similar to what was said by the cosine of their weighted terms, and by
several terms, not only by one that both happen to use.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.knowledge.everyday import Weights, stem
from pipeline.knowledge.passages import Passage

LEAST_COSINE = 0.14
"""The cosine from which on a passage is about what was said. Measured on thirty transcripts, 180 words at a time; nine
of them had pages written for them. 86 % got a passage of their own pages, 0.04 % one of sixty other pages."""
LEAST_COSINE_ELSEWHERE = 0.2
"""The same for languages without counted weights."""
EFFECTIVE_TERMS = 2.2
"""The least number of terms that the similarity is based on: (Σx)² / Σx² over what each term contributes."""
STRONG_COSINE, STRONG_TERMS = 0.28, 1.25
"""A cosine that is enough even if it is mostly based on one term, such as a tool's name, and the least number of terms
for that."""
NEXT_TO_BEST_SHARE = 0.6
"""The share of the best passage's rank that the next ones need."""
CONTEXT_SHARE = 0.1
"""How much the context adds to the order, as a share."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class _Likeness:
    """What a passage and what was said have in common."""

    cosine: float
    effective: float
    """The number of terms that it is based on."""
    shared: int
    """The number of all common terms."""

    def is_enough(self, floor: float) -> bool:
        many = self.cosine >= floor and self.effective >= EFFECTIVE_TERMS
        return many or (self.cosine >= STRONG_COSINE and self.effective >= STRONG_TERMS and self.shared >= 3)


class Selector:
    """An index of passages. Building it loads bm25s and numpy, so build it in a thread."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to log everything
        self._passages = tuple(passages)
        found = [terms(f"{passage.heading}\n{passage.text}") for passage in passages]
        self._weights = Weights.fitting(term for those in found for term in those)
        self._vectors = [self._vector(those) for those in found]
        self._floor = LEAST_COSINE if self._weights.language == "English" else LEAST_COSINE_ELSEWHERE
        self._lengths = [_length(vector) for vector in self._vectors]
        telling = [
            [term for term in those if term in vector] for those, vector in zip(found, self._vectors, strict=True)
        ]
        self._known = frozenset(term for those in telling for term in those)
        self._index: Any = bm25s.BM25(method="lucene")
        if self._known:
            self._index.index(telling, show_progress=False)

    def choose(self, text: str, context: str, most: int) -> tuple[Passage, ...]:
        """At most `most` passages, the best first."""
        said = self._vector(terms(text))
        asked = [term for term in said if term in self._known]
        if not asked or most < 1:
            return ()
        # A term that was said forty times doesn't count forty times.
        often = Counter(terms(text))
        scores = self._index.get_scores([t for t in asked for _ in range(round(1 + math.log(often[t])))])
        if around := [term for term in self._vector(terms(context)) if term in self._known]:
            scores = scores + CONTEXT_SHARE * self._index.get_scores(around)
        likely = sorted(range(len(self._passages)), key=lambda n: -scores[n])[: 5 * most]
        likenesses = {n: self._likeness(n, said) for n in likely}
        best, most_alike = scores[likely[0]], max(likeness.cosine for likeness in likenesses.values())
        # BM25 prefers passages with a rare term often, the cosine those with much in common. They err in different
        # cases.
        ranks = {
            n: scores[n] / best + likeness.cosine / most_alike
            for n, likeness in likenesses.items()
            if likeness.is_enough(self._floor)
        }
        order = sorted(ranks, key=lambda n: -ranks[n])[:most]
        return tuple(self._passages[n] for n in order if ranks[n] >= NEXT_TO_BEST_SHARE * ranks[order[0]])

    def _likeness(self, n: int, said: Mapping[str, float]) -> _Likeness:
        vector = self._vectors[n]
        shared = [weight * vector[term] for term, weight in said.items() if term in vector]
        total = sum(shared)
        if not total:
            return _Likeness(0.0, 0.0, 0)
        cosine = total / (_length(said) * self._lengths[n])
        return _Likeness(cosine, total**2 / sum(x * x for x in shared), len(shared))

    def _vector(self, found: Sequence[str]) -> dict[str, float]:
        """The weights of the terms that have any."""
        counted = ((term, self._weights(term), times) for term, times in Counter(found).items())
        return {term: weight * (1 + math.log(times)) for term, weight, times in counted if weight}


def terms(text: str) -> list[str]:
    """The terms of a text: the stems of words, and pairs of characters in scripts without blanks."""
    found = []
    for word in _WORD.findall(text.lower()):
        if _UNSPACED.match(word):
            found += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif len(word) > 1 or word.isdigit():
            found.append(stem(word))
    return found


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
