"""Patterns that may grow faster than their text, because they never get a long one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    characters: int
    """Of the longest text that the pattern gets."""
    by: str
    """The function that sees to it, as `module:name`. A test shows that it does."""


BOUNDED: dict[tuple[str, str], Bound] = {}
"""By the pattern's module and name."""
