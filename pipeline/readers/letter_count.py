"""Counts the letters of what a reader takes away, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.transcript import Taken

SHORT = 200
"""Characters up to which counting one by one is faster."""
FEW = 40
"""So many different signs are counted one after the other; counting one by one is faster than more."""

_NO_LETTERS = re.compile(r"[\W_]+")
_OTHERS = bytes(number for number in range(128) if not chr(number).isalnum())


def letters(text: str) -> int:
    """The letters and digits in a text, in any script."""
    if text.isascii():
        return len(text.encode().translate(None, _OTHERS))
    if len(text) <= SHORT:
        return sum(map(str.isalnum, text))
    kept = text.encode("utf-8", "surrogatepass").translate(None, _OTHERS).decode("utf-8", "surrogatepass")
    others = [character for character in set(kept) if not character.isalnum()]
    if len(others) > FEW:
        return sum(map(str.isalnum, kept))
    return len(kept) - sum(map(kept.count, others))


def bare(text: str) -> str:
    """The letters and digits in a text, in lower case."""
    if text.isascii():
        return text.encode().translate(None, _OTHERS).decode().lower()
    return _NO_LETTERS.sub("", text).lower()


def letters_of(texts: Iterable[str]) -> int:
    """Those of several texts."""
    return letters("\n".join(texts))


class Tally:
    """What was taken away so far."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}

    def add(self, kind: str, text: str) -> None:
        """Counts one piece of this kind."""
        self.count(kind, 1, letters(text))

    def count(self, kind: str, pieces: int, size: int) -> None:
        """Counts several pieces with so many letters together. None if they have no letters."""
        if size > 0:
            before = self._found.get(kind, (0, 0))
            self._found[kind] = before[0] + pieces, before[1] + size

    @property
    def letters(self) -> int:
        """All letters that were counted."""
        return sum(size for _, size in self._found.values())

    def taken(self) -> list[Taken]:
        return [Taken(kind, *counts) for kind, counts in self._found.items()]
