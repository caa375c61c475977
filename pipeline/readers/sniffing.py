"""Whether a dropped file is a transcript: yes, maybe or no, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import PipelineError
from pipeline.readers import formats
from pipeline.readers.decoding import decode

SAMPLE = 400_000
"""Bytes that are looked at."""


class Verdict(StrEnum):
    """Whether a file is a transcript."""

    YES = "yes"
    MAYBE = "maybe"
    """It can be read as one, when somebody asks."""
    NO = "no"


@dataclass(frozen=True)
class Sniff:
    """A verdict with its reason, in words for people."""

    verdict: Verdict
    reason: str


def sniff(data: bytes, name: str) -> Sniff:
    """Looks at a file's first bytes and its name. Never raises; takes some tens of milliseconds at most."""
    try:
        source = formats.parse(decode(data[:SAMPLE]), name)
    except PipelineError as error:
        return Sniff(Verdict.NO, error.message)
    if not source.cues:
        return Sniff(Verdict.NO, "There is no text in it.")
    if source.timed or source.spoken:
        return Sniff(Verdict.YES, f"It is {source.format}.")
    return Sniff(Verdict.MAYBE, "It is text without times or speakers.")
