"""What the interpreter and its allocator are told before the bot serves anybody."""

from __future__ import annotations

import contextlib
import ctypes
import sys

SWITCH_SECONDS = 0.001
"""A thread that computes lets others run after this time. Python's own 5 ms add up: an acknowledgement gives way to the
threads of all jobs ten times and more."""
MAPPED_BYTES = 1 << 20
"""A larger block of memory is mapped for itself and given back as soon as it is freed. Left alone, glibc raises its
threshold to the largest block freed so far, up to 32 MB, and keeps what is smaller: a bot that has read three files of
19 MB had 188 MB then instead of 93 (mallopt(3), M_MMAP_THRESHOLD)."""
_MMAP_THRESHOLD = -3


def prepare() -> None:
    """To be called once, before the event loop runs."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another C library, which has no such call
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, MAPPED_BYTES)
