"""The words that people type: what is in quotes is one word, whichever kind of quotes a phone types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.slack_text import unescaped

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'"))
_IN_QUOTES = re.compile(r'(?:^|[=:])"[^"]*"[,;.]?$')
_BEHIND_QUOTES = re.compile(r'(?<=")[,;.]$')
"""What only separates a value in quotes from what follows."""
_HELD = {"lt": "\ue000", "gt": "\ue001"}
"""What stands for typed angle brackets until words are told apart, since Slack puts its own around links."""
_ESCAPED = {'"': "\ue002", "'": "\ue003"}
"""The same for quotes that are typed behind a backslash."""
_TYPED = str.maketrans({"\ue000": "<", "\ue001": ">", "\ue002": '"', "\ue003": "'"})


@dataclass(frozen=True)
class Word:
    """A word, and whether it stands in quotes, or what it says behind "=" does. In quotes, nothing is a value too."""

    text: str
    quoted: bool
    breaks: bool = False
    """Whether a line begins with it."""


def words_of(text: str) -> list[str]:
    """Words separated by spaces. What is in quotes is one word, whichever kind of quotes a phone types.

    >>> words_of("title=‘Set up’ for “new hires”")
    ['title=Set up', 'for', 'new hires']
    """
    return [as_typed(word.text) for word in typed_words(text) if word.text]


def typed_words(text: str) -> list[Word]:
    """The same with what is known of each. `as_typed` gives the signs back that were held.

    >>> [as_typed(word.text) for word in typed_words(r'title="The \\"new\\" one"')]
    ['title=The "new" one']
    """
    held = re.sub(r"\\([\"'])", lambda found: _ESCAPED[found[1]], unescaped(text, _HELD).translate(_QUOTES))
    straight = re.sub(r"(?<![^\s=:])'((?>(?:[^'\"<>]|'(?=\w))*))'(?![^\s,;])", r'"\1"', held)
    words: list[Word] = []
    end = 0
    for found in re.finditer(r'(?:[^\s"<]|"[^"]*"?|<[^>]*>?)+', straight):
        quoted = _IN_QUOTES.search(found[0]) is not None
        breaks = "\n" in straight[end : found.start()]
        words.append(Word(_BEHIND_QUOTES.sub("", found[0]).replace('"', ""), quoted, breaks))
        end = found.end()
    return words


def as_typed(text: str) -> str:
    """Text with the signs that stood for others."""
    return text.translate(_TYPED)
