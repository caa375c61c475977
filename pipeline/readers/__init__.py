"""Bytes -> Transcript. There is one module for each family of formats, and one that detects them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.readers.confined_reader import ConfinedReader
    from pipeline.readers.sniffing import sniff
    from pipeline.readers.transcript_reader import read_transcript
    from pipeline.readers.verdict import Sniff, Verdict

__all__ = ["ConfinedReader", "Sniff", "Verdict", "read_transcript", "sniff"]

_HOMES = {
    "ConfinedReader": "pipeline.readers.confined_reader",
    "Sniff": "pipeline.readers.verdict",
    "Verdict": "pipeline.readers.verdict",
    "read_transcript": "pipeline.readers.transcript_reader",
    "sniff": "pipeline.readers.sniffing",
}


def __getattr__(name: str) -> object:
    """A public name, loaded by its first use: the process that reads a document passes here and needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
