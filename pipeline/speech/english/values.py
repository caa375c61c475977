"""Finds the value that is named right behind an English instruction: "enter the address, that's 10.20.30.40"."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_CHARACTERS = 200
"""A longer sentence has no value as the next one, and is none."""
_OPENER = r"(?:(?:and|so),? )?(?:(?:for|with|at) (?:us|me|you),? |in (?:our|my|your|this) case,? |here,? )?"
_NAMED = rf"{_OPENER}(?:that|it|this|which|ours|mine)(?:'s| is| would be)(?: (?:called|named))?"
_UNIT = (
    r"(?: (?!(?:and|or|but|so|then|for|in|on|at|by|with|to|from|of|because|as|if|when|not|which|that|here|too)\b)"
    r"[a-z]{1,12}(?=[ ,.!]|$))?"
)
_PIECE = (
    rf"(?:Qz\d+zQ|\d[\w.:/%-]*{_UNIT}|[A-Z][\w.-]*"
    r"|(?![a-z]+-(?:[a-z]+(?:ed|able|ible|ing)|free|only|in|wide|time|sensitive|specific)\b)"
    r"[A-Za-z][a-z]*[\d_.-][\w.-]*\w)"
    r"(?: (?:\d[\w.:/%-]*|[A-Z][\w.-]*|of|seconds?|minutes?|hours?|days?|percent)){0,5}"
)
_VALUE = rf"{_PIECE}(?:,? (?:(?:and|on|with) )?(?:the )?[a-z]{{2,12}} \d[\w.:/-]*){{0,2}}"
_FOR_WHOM = r"(?: (?:for|in|at|with|on) [a-z][a-z' ]{1,28}[a-z])?"
"""For whom the value holds, or where: "that's 204 for the front desk"."""
_FOR_ALL = re.compile(r" (?:for|with|at) (?:everyone|everybody|all of (?:us|you)|us|me|you)$", re.IGNORECASE)
_ENTERING = re.compile(
    r"(?:[\w',-]+ ){0,8}?(?i:enter|type|put|fill|paste|select|choose|pick|set|use|add|insert|give|write|copy)\b"
    r" [^,;:]{3,80}$"
)
_BEHIND = re.compile(
    rf"(?:, | - | – )(?i:{_NAMED}) (?P<value>{_VALUE}{_FOR_WHOM}?)(?:[.!]?$|,? (?:and |then |and then )(?P<rest>.+)$)"
)
_ALONE = re.compile(rf"^(?i:{_NAMED}) {_VALUE}[.!]$")


class Told(NamedTuple):
    """An instruction, the value that belongs to it, and what follows the two."""

    instruction: str
    value: str
    rest: str


def with_value(text: str) -> Told | None:
    """The instruction and the value behind it; None if a sentence isn't like that. Literals in it are masked.

    >>> with_value("Enter the port, that's 443, and click OK.")
    Told(instruction='Enter the port', value='443', rest='click OK.')
    """
    found = _BEHIND.search(text)
    before = text[: found.start()] if found else ""
    if found is None or not _ENTERING.match(before):
        return None
    return Told(before, _FOR_ALL.sub("", found["value"].rstrip(".")), found["rest"] or "")


def gives_value(before: str, sentence: str) -> bool:
    """Whether a whole sentence only names the value for the instruction before it: "For us that's Europe West."."""
    if len(sentence) >= MOST_CHARACTERS or not _ALONE.match(sentence.replace("’", "'")):
        return False
    return len(before) < MOST_CHARACTERS and _ENTERING.match(before.rstrip(" .!")) is not None
