"""Which line of a guide tells what another one told, by their letters: in all languages, and all forms of a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.writing import Edit

TOLD_SHARE, GAINED_SHARE = 0.6, 0.3
"""A line went into another one's new text if so much of it is there now, and so much that wasn't there before."""


def goes_into(lines: Sequence[str], dropped: int, edit: Edit) -> bool:
    """Whether the new text of a line, and not the old one, tells what another line told."""
    told, new, old = (
        _trigrams(text) for text in (lines[dropped - 1], " ".join(edit.texts or ()), lines[edit.line - 1])
    )
    gained = len(told & new - old)
    return bool(told) and len(told & new) >= TOLD_SHARE * len(told) and gained >= GAINED_SHARE * len(told)


def is_told_by(line: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts tells what a line told."""
    told = _trigrams(line)
    return any(len(told & _trigrams(text)) >= TOLD_SHARE * len(told) for text in texts)


def _trigrams(text: str) -> set[str]:
    """Its three letters in a row, which are much the same in two forms of a word, in all scripts."""
    letters = "".join(char for char in text.casefold() if char.isalnum())
    return {letters[at : at + 3] for at in range(len(letters) - 2)}
