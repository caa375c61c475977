"""Bytes -> Transcript. There is one module for each family of formats, and one that detects them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.readers.sniffing import Sniff, Verdict, sniff
    from pipeline.readers.transcript_reader import read_transcript

__all__ = ["Sniff", "Verdict", "read_transcript", "sniff"]

_HOMES = {
    "Sniff": "pipeline.readers.sniffing",
    "Verdict": "pipeline.readers.sniffing",
    "read_transcript": "pipeline.readers.transcript_reader",
    "sniff": "pipeline.readers.sniffing",
}


def __getattr__(name: str) -> object:
    """A public name, loaded by its first use: the process that reads a document passes here and needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
