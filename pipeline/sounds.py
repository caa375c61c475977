"""Whether two words sound alike, by their consonants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

MOST_WORDS = 4
"""A name is heard as this many words at most."""
_SAME = (
    *(("ph", "f"), ("ck", "k"), ("qu", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("x", "ks")),
    *(("j", "g"), ("v", "f"), ("d", "t"), ("b", "p")),
)


def heard_among(name: str, words: Iterable[str]) -> bool:
    """Whether some of these words in a row sound like the name."""
    wanted = _consonants(name)
    if len(wanted) < 2:
        return True
    rows = [_consonants(word) for word in words]
    for first in range(len(rows)):
        row = ""
        for word in rows[first : first + MOST_WORDS]:
            row += word
            if row and _near(row, wanted):
                return True
    return False


_OPPOSITES = ("un", "de", "dis", "in", "non")
"""Before a word, these make its opposite."""
MOST_LETTERS_SHARE = 0.6
"""Of two names that are spelt alike: most letters are the same, in this order."""


def sound_alike(name: str, heard: str) -> bool:
    """Whether a name and what was heard for it sound alike. Names without Latin consonants are compared by their
    letters."""
    shorter, longer = sorted((name.casefold(), heard.casefold()), key=len)
    if any(longer == prefix + shorter for prefix in _OPPOSITES):
        return False  # "install" for "uninstall" is no name, however they sound
    wanted, found = _consonants(name), _consonants(heard)
    if len(wanted) < 2 or len(found) < 2:
        return SequenceMatcher(None, name.casefold(), heard.casefold()).ratio() >= 0.5
    return _near(found, wanted) or _spelt_alike(name.casefold(), heard.casefold())


def _spelt_alike(name: str, heard: str) -> bool:
    """Whether most letters are the same from the first one on: "squeue -u" for "sq-user", where vowels are all that is
    left of words and consonants don't tell much."""
    one, other = (re.sub(r"[\W_]", "", text) for text in (name, heard))
    return one[:1] == other[:1] and SequenceMatcher(None, one, other).ratio() >= MOST_LETTERS_SHARE


def _near(row: str, wanted: str) -> bool:
    return _distance(row, wanted) <= max(1, len(wanted) // 2)


def _consonants(word: str) -> str:
    """The word's consonants, one for each group that sounds alike."""
    letters = re.sub(r"[^a-z0-9]", "", word.casefold())
    for old, new in _SAME:
        letters = letters.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw]", "", letters))


def _distance(one: str, other: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
