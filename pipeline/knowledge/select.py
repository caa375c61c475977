"""Which passages are about what was said: BM25 ranks them, and a floor keeps out what shares only everyday words."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from pipeline.knowledge.passages import Passage

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")

FEWEST_SHARED = 3
"""Different telling terms that a passage must share with what was said."""


class Selector:
    """An index of passages. Building it loads bm25s and numpy: off the event loop."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to tell everything
        self._passages = tuple(passages)
        tokens = [terms(f"{passage.heading} {passage.text}") for passage in passages]
        self._terms = [frozenset(found) for found in tokens]
        self._known = frozenset().union(*self._terms)
        self._index: Any = bm25s.BM25(method="lucene")
        if self._known:
            self._index.index(tokens, show_progress=False)

    def choose(self, text: str, context: str, most: int) -> tuple[Passage, ...]:
        """At most `most` passages, best first."""
        said = [term for term in terms(text) if term in self._known]
        if not said:
            return ()
        around = [term for term in set(terms(context)) if term in self._known]
        scores = self._index.get_scores(said)
        ranked = scores + 0.1 * self._index.get_scores(around) if around else scores
        order = sorted(range(len(self._passages)), key=lambda n: -ranked[n])[: 4 * most]
        wanted = frozenset(said)
        good = [n for n in order if len(wanted & self._terms[n]) >= FEWEST_SHARED]
        return tuple(self._passages[n] for n in good[:most])


def terms(text: str) -> list[str]:
    """The terms of a text: words in their stems, and pairs of characters where words aren't parted by blanks."""
    found = []
    for word in _WORD.findall(text.lower()):
        if _UNSPACED.fullmatch(word):
            found += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif len(word) > 1 or word.isdigit():
            found.append(word)
    return found
