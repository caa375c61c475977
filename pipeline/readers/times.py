"""Times as people and tools write them."""

from __future__ import annotations

import re
from enum import Enum

CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?"
"""1:02, 01:02:03, 0:0:3.330, 00:01:02,345"""
FRAMES = r"\d{1,2}:\d{2}:\d{2}[:;]\d{2,3}|\d{1,2};\d{2};\d{2};\d{2,3}"
"""00:01:02:12, 00:01:02;12 and 00;01;02;12: the last number counts pictures, or milliseconds if it has three digits."""
DAY = r"\d{1,2}:\d{2}(?::\d{2})?[ \u00a0\u202f]?[ap]\.?m\b\.?"
"""10:02:08 AM, 9:30 p.m."""
UNITS = (
    r"(?:\d{1,3} ?h ?)?\d{1,3} ?m(?:in)? ?\d{1,2}(?:[.,]\d{1,3})? ?s\b|(?:\d{1,2}h)?\d{1,3}['′’]\d{1,2}(?:\"|″|”|'')"
)
"""00m08s, 1h02m03s, 0'08\""""
SPELT = (
    r"(?:\d+ (?:hours?|Stunden?|horas?|heures?)(?:, ?| )?)?(?:\d+ (?:minutes?|Minuten?|minutos?)(?:, ?| )?)?"
    r"\d+ (?:seconds?|Sekunden?|segundos?|secondes?)\b"
    r"|(?:\d+ (?:hours?|Stunden?|horas?|heures?)(?:, ?| )?)?\d+ (?:minutes?|Minuten?|minutos?)\b"
)
"""8 seconds; 1 minute 2 seconds; 1 hour, 2 minutes"""
SECONDS = r"\d{1,6}(?:[.,]\d{1,6})? ?s\b"
"""8.00s"""
DOTS = r"\d{2}\.\d{2}(?:\.\d{2})?"
"""00.08, where every line begins like that"""


class Kind(Enum):
    """How a time is written."""

    CLOCK = CLOCK
    FRAMES = FRAMES
    DAY = DAY
    UNITS = UNITS
    SPELT = SPELT
    SECONDS = SECONDS
    DOTS = DOTS

    __hash__ = object.__hash__  # members are compared by identity; Enum's own hash is slow


_UNITS = re.compile(
    r"(?:(\d+) ?(?:h|hours?|hrs?|Stunden?|horas?|heures?),? ?)?"
    r"(?:(\d+) ?(?:m|mins?|minutes?|Minuten?|minutos?|['′’]),? ?)?"
    r"(?:(\d+(?:[.,]\d+)?) ?(?:s|secs?|seconds?|Sekunden?|segundos?|secondes?|\"|″|”|''))?",
    re.I,
)
_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?[ \u00a0\u202f]?([ap])\.?m\.?", re.I)
LONGEST_SECONDS = 1000 * 3600.0
"""No recording is longer."""


def seconds(text: str) -> float | None:
    """The seconds in a time such as 1:02:03.5, 02:03, 00:00:01,500, 75.3s, 1h2m3s or "1 minute, 2 seconds", and those
    since midnight in 10:02:08 AM; None for anything else."""
    text = text.strip()
    if len(text) > 60 or not text:
        return None
    if match := _DAY.fullmatch(text):
        return (int(match[1]) % 12 + (12 if match[4] in "pP" else 0)) * 3600.0 + int(match[2]) * 60 + int(match[3] or 0)
    if ":" in text or ";" in text:
        parts = text.replace(";", ":").replace(",", ".").split(":")
        try:
            if len(parts) == 4:  # pictures: 00:00:01:12, or milliseconds: 00:00:01:120
                milliseconds, parts = parts[3] if len(parts[3]) == 3 else "0", parts[:3]
                parts[2] += f".{milliseconds}" if "." not in parts[2] else ""
            value = 0.0
            for part in parts:
                value = value * 60 + float(part)
        except ValueError:
            return None
        return value if 0 <= value < LONGEST_SECONDS else None
    match = _UNITS.fullmatch(text)
    if match and any(match.groups()):
        hours, minutes, rest = (float(g.replace(",", ".")) if g else 0.0 for g in match.groups())
        value = hours * 3600 + minutes * 60 + rest
        return value if value < LONGEST_SECONDS else None
    return None
