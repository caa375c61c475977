"""Times between hash signs, as f4 and MAXQDA write them: #00:00:08-0#. They stand before what is said, or behind it."""

from __future__ import annotations

import re

FEWEST = 2
"""Fewer of them are no pattern."""

_MARK = re.compile(r"#(\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?)-\d{1,3}#")
_BEHIND = re.compile(rf"{_MARK.pattern}[ \t]*$")


def in_brackets(text: str) -> str:
    """The text with such times in brackets before what is said, each on the line that it begins. A time behind a
    paragraph tells when it ended, which is when the next one begins."""
    if text.count("#") < 2 * FEWEST or len(_MARK.findall(text)) < FEWEST:
        return text
    lines = text.split("\n")
    marked = [line for line in lines if _MARK.search(line)]
    behind = sum(1 for line in marked if _BEHIND.search(line) and not _MARK.match(line.lstrip("# \t\x01")))
    if behind * 2 <= len(marked):
        return "\n".join(_MARK.sub(r"[\1] ", line) for line in lines)
    return "\n".join(_begun(lines))


def _begun(lines: list[str]) -> list[str]:
    """The lines with each time at the beginning of the one that begins then."""
    begun: list[str] = []
    time, said = "00:00:00", False
    for line in lines:
        pieces = _MARK.split(line)  # text, time, text, time, …
        for number, piece in enumerate(pieces):
            if number % 2:
                time, said = piece, False
            elif piece.strip():
                begun.append(piece if said else f"[{time}] {piece.lstrip()}")
                said = True
            elif len(pieces) == 1:
                begun.append(line)
    return begun
