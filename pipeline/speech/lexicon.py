"""How the languages list their words."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set. A long list is easier to read as one text than as many strings."""
    return frozenset(text.split())
