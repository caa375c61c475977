"""The answer to whether a file is a transcript."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a file is a transcript."""

    YES = "yes"
    MAYBE = "maybe"
    """It can be read as one, if somebody asks for it."""
    NO = "no"


@dataclass(frozen=True)
class Sniff:
    """A verdict with its reason, in words for people."""

    verdict: Verdict
    reason: str
    guessed: bool = False
    """Whether its first line names a speaker, and only the way it is worded speaks against it. Who names the file knows
    better."""
    unopened: bool = False
    """Whether nobody can tell, since it is damaged or protected; the reason says what helps."""
