"""What the doctor finds: a mark and a line about each thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What stands in front of a finding."""

    OK = "ok"
    NOTHING = "-"
    """There was nothing to look at."""
    WARNING = "warn"
    """The app runs all the same, but perhaps not as the operator means it."""
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    mark: Mark
    said: str
