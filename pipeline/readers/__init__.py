"""Bytes -> Transcript: one module for a family of formats, and the detection."""

from pipeline.readers.reading import read_transcript
from pipeline.readers.sniffing import Sniff, Verdict, sniff

__all__ = ["Sniff", "Verdict", "read_transcript", "sniff"]
