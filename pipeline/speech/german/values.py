"""Finds the value that is named right behind a German instruction: "gebt die Adresse ein, das ist 10.20.30.40"."""

from __future__ import annotations

import re

_NAMED = r"(?i:(?:(?:das|es|der|die)|(?:bei|für) (?:uns|mich)) (?:ist|wäre|lautet|heißt)(?: (?:das|es|bei uns|hier))?)"
_PIECE = r"(?:Qz\d+zQ|\d[\w.:/%-]*|[A-ZÄÖÜ][\w.-]*|[a-zäöüß]+[\d_.-][\w.-]*\w)"
_VALUE = (
    rf"{_PIECE}(?: (?:\d[\w.:/%-]*|[A-ZÄÖÜ][\w.-]*)){{0,4}}(?:,? (?:und )?[A-ZÄÖÜ][a-zäöüß]{{1,12}} \d[\w.:/-]*){{0,2}}"
)
_ENTERING = re.compile(
    r"(?:[\w',-]+ ){0,8}?(?i:geb(?:t|e|en)|gib|gibst|trag(?:t|en?)?|tipp(?:t|en?)?|wähl(?:t|en?)?|stell(?:t|en?)?"
    r"|setz(?:t|en?)?|schreib(?:t|en?)?|nehmt|nehmen|nimm)\b [^,;:]{3,80}$"
)
_BEHIND = re.compile(rf"(?:, | - | – ){_NAMED} (?P<value>{_VALUE})[.!]?$")
_ALONE = re.compile(rf"^{_NAMED} {_VALUE}[.!]$")
_MOST_CHARACTERS = 200


def with_value(text: str) -> tuple[str, str] | None:
    """(the instruction, the value behind it); None if a sentence isn't like that. Literals in it are masked.

    >>> with_value("Gebt den Port ein, das ist 443.")
    ('Gebt den Port ein', '443')
    """
    found = _BEHIND.search(text)
    before = text[: found.start()] if found else ""
    return (before, found["value"].rstrip(".")) if found and _ENTERING.match(before) else None


def gives_value(before: str, sentence: str) -> bool:
    """Whether a whole sentence only names the value for the instruction before it: "Bei uns ist das Europa West."."""
    if max(len(before), len(sentence)) >= _MOST_CHARACTERS or not _ALONE.match(sentence):
        return False
    return _ENTERING.match(before.rstrip(" .!")) is not None
