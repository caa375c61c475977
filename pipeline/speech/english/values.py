"""Finds the value that is named right behind an English instruction: "enter the address, that's 10.20.30.40"."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_CHARACTERS = 200
"""A longer sentence has no value as the next one, and is none."""
_NAMED = (
    r"(?:(?:and|so),? )?(?:(?:for|with) (?:us|me),? |in (?:our|my|this) case,? )?"
    r"(?:that|it|this|which|ours|mine)(?:'s| is)"
)
_PIECE = (
    r"(?:Qz\d+zQ|\d[\w.:/%-]*|[A-Z][\w.-]*|(?![a-z]+-(?:[a-z]+(?:ed|able|ible|ing)|free|only|in|wide|time|sensitive|specific)\b)"
    r"[A-Za-z][a-z]*[\d_.-][\w.-]*\w)"
    r"(?: (?:\d[\w.:/%-]*|[A-Z][\w.-]*|of|seconds?|minutes?|hours?|days?|percent)){0,5}"
)
_VALUE = rf"{_PIECE}(?:,? (?:(?:and|on|with) )?(?:the )?[a-z]{{2,12}} \d[\w.:/-]*){{0,2}}"
_ENTERING = re.compile(
    r"(?:[\w',-]+ ){0,8}?(?i:enter|type|put|fill|paste|select|choose|pick|set|use|add|insert|give|write|copy)\b"
    r" [^,;:]{3,80}$"
)
_BEHIND = re.compile(rf"(?:, | - | – )(?i:{_NAMED}) (?P<value>{_VALUE})[.!]?$")
_ALONE = re.compile(rf"^(?i:{_NAMED}) {_VALUE}[.!]$")


class Told(NamedTuple):
    """An instruction and the value that belongs to it."""

    instruction: str
    value: str


def with_value(text: str) -> Told | None:
    """The instruction and the value behind it; None if a sentence isn't like that. Literals in it are masked.

    >>> with_value("Enter the port, that's 443.")
    Told(instruction='Enter the port', value='443')
    """
    found = _BEHIND.search(text)
    before = text[: found.start()] if found else ""
    return Told(before, found["value"].rstrip(".")) if found and _ENTERING.match(before) else None


def gives_value(before: str, sentence: str) -> bool:
    """Whether a whole sentence only names the value for the instruction before it: "For us that's Europe West."."""
    if len(sentence) >= MOST_CHARACTERS or not _ALONE.match(sentence.replace("’", "'")):
        return False
    return len(before) < MOST_CHARACTERS and _ENTERING.match(before.rstrip(" .!")) is not None
