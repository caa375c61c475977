"""Libraries that are loaded when a file needs them. The process tells the app, which stops the clock meanwhile: a slow
disk isn't the file's fault."""

from __future__ import annotations

import importlib
import sys
import time
from typing import BinaryIO

from pipeline.confined import limits

LOADING, LOADED = b"loading\n", b"loaded\n"
"""The lines that tell the app so. All other lines are answers in JSON."""
SECONDS = 30.0
"""The most seconds for loading all the libraries that one request needs. The largest ones take half a second."""

_out: BinaryIO | None = None
"""The stream that the app reads. None in the app itself, as in tests that read a file without a process."""
_left = 0.0
"""Seconds of processor time for the request, as of `_since`."""
_since = 0.0


def tell(out: BinaryIO) -> None:
    """From now on, writes to this stream when loading begins and ends."""
    global _out
    _out = out


def begin(seconds: float) -> None:
    """Bounds the processor time of a request; what is loaded for it doesn't count."""
    global _left, _since
    _left, _since = seconds, time.process_time()
    limits.allow(_left)


def load(name: str) -> None:
    """Loads a module, unless it is loaded. To be called before anything large is imported while a file is read."""
    global _left, _since
    if name in sys.modules:
        return
    if _out is None:
        importlib.import_module(name)
        return
    _left = max(0.0, _left - (time.process_time() - _since))
    limits.allow(SECONDS)
    _say(_out, LOADING)
    try:
        importlib.import_module(name)
    finally:
        _say(_out, LOADED)
        _since = time.process_time()
        limits.allow(_left)


def _say(out: BinaryIO, line: bytes) -> None:
    out.write(line)
    out.flush()
