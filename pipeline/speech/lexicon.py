"""How the languages list their words."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists that are easier to read as a text than as a sequence of strings."""
    return frozenset(text.split())
