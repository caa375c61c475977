"""Times as people and tools write them."""

from __future__ import annotations

import re

CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?"
"""1:02, 01:02:03, 0:0:3.330, 00:01:02,345"""
_UNITS = re.compile(
    r"(?:(\d+) ?(?:h|hours?|hrs?|Stunden?|horas?|heures?),? ?)?"
    r"(?:(\d+) ?(?:m|mins?|minutes?|Minuten?|minutos?),? ?)?"
    r"(?:(\d+(?:[.,]\d+)?) ?(?:s|secs?|seconds?|Sekunden?|segundos?|secondes?))?",
    re.I,
)
LONGEST_SECONDS = 1000 * 3600.0
"""No recording is longer."""


def seconds(text: str) -> float | None:
    """The seconds in a time such as 1:02:03.5, 02:03, 00:00:01,500, 75.3s, 1h2m3s or "1 minute, 2 seconds"; None for
    anything else."""
    text = text.strip()
    if len(text) > 60 or not text:
        return None
    if ":" in text:
        parts = text.replace(",", ".").split(":")
        try:
            if len(parts) == 4:  # frames: 00:00:01:12
                parts = parts[:3]
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
