"""Scripts that have no spaces between words: Chinese, Japanese, Thai, Lao, Khmer and Burmese."""

from __future__ import annotations

import re

_IDEOGRAPHS = "\u3005\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
_PER_WORD = (
    (re.compile(f"[{_IDEOGRAPHS}]"), 1),
    (re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]"), 4),
    (re.compile("[\u0e81-\u0ecd\u0edc-\u0edf]"), 6),
    (re.compile("[\u1780-\u17d3]"), 6),
    (re.compile("[\u1000-\u103f\u104c-\u109f]"), 8),
)
"""The characters of each script, and how many of them count as a word. Of Chinese and Japanese, each does, as in word
processors. For Thai, Lao, Khmer and Burmese, it is the number of letters and vowel signs in Article 1 of the Universal
Declaration of Human Rights, divided by the 30 words of the English text: 4.3, 5.7, 6.0 and 7.8."""
_MARKS = re.compile("[\u3000-\u3004\u3006-\u303f\uff01-\uff0f\uff1a-\uff1f\uff5b-\uff65\u104a\u104b\u17d4-\u17da]")
"""Their punctuation."""
_LETTERS = re.compile(f"[{_IDEOGRAPHS}\u0e01-\u0e4e\u0e81-\u0edf\u1000-\u103f\u104c-\u109f\u1780-\u17d3]")


def is_unspaced(character: str) -> bool:
    """Whether a character is a letter or a vowel sign of such a script."""
    return bool(_LETTERS.match(character))


def are_in(text: str) -> bool:
    """Whether a text has such characters."""
    return not text.isascii() and bool(_LETTERS.search(text))


def are_most_of(text: str) -> bool:
    """Whether half of a text or more is written in such scripts."""
    return not text.isascii() and 2 * len(_LETTERS.findall(text)) >= len(text)


def per_word(character: str) -> int:
    """How many characters of this one's script are a word. 0 for other characters."""
    return next((many for letters, many in _PER_WORD if letters.match(character)), 0)


def count_words(text: str) -> int:
    """The number of words in a text, of all scripts."""
    if not are_in(text):  # this is called often
        return len(text.split())
    words = 0
    text = _MARKS.sub(" ", text)
    for letters, per_word in _PER_WORD:
        text, found = letters.subn(" ", text)
        words += -(-found // per_word)
    return words + sum(1 for word in text.split() if any(map(str.isalnum, word)))
