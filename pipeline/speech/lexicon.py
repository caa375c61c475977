"""The form in which the languages list their words."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set. Long lists are easier to read as a text than as a sequence of strings."""
    return frozenset(text.split())
