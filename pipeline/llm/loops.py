"""Notices a model that writes the same again and again, while it does."""

from __future__ import annotations

LONGEST_BLANK_BYTES = 1_000
"""White space in a row. No answer has as much between two words."""
LOOKED_AT = 1_600
"""The last characters in which a loop is looked for."""
LONGEST_LOOP = LOOKED_AT // 5
"""A loop has come round at least five times before it counts as one."""
EVERY = 800
"""Characters between two looks."""


class Loops:
    """Reads along. It costs a few microseconds for each piece."""

    def __init__(self) -> None:
        self._tail = ""
        self._since = 0
        self._blank = 0

    def feed(self, piece: str) -> bool:
        """Whether the text that ends with this piece has begun to repeat itself."""
        self._tail = (self._tail + piece)[-LOOKED_AT:] if len(self._tail) > 2 * LOOKED_AT else self._tail + piece
        self._blank = self._blank + len(piece) if not piece.strip() else len(piece) - len(piece.rstrip())
        if self._blank > LONGEST_BLANK_BYTES:
            return True
        self._since += len(piece)
        if self._since < EVERY:
            return False
        self._since = 0
        return loops(self._tail)


def loops(text: str) -> bool:
    """Whether a text ends in one that came at least five times in a row.

    >>> loops("Open it. " * 400), loops("Open it.")
    (True, False)
    """
    tail = text[-LOOKED_AT:]
    if len(tail) < LOOKED_AT:
        return False
    # What the tail's end repeats, it repeats at a fixed distance.
    last = tail[-32:]
    at = tail.rfind(last, 0, len(tail) - 1)
    while at >= 0 and (distance := len(tail) - len(last) - at) <= LONGEST_LOOP:
        if tail[distance:] == tail[:-distance]:
            return True
        at = tail.rfind(last, 0, at + len(last) - 1)
    return False
