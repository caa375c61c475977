"""What the interpreter and its allocator are told before the bot serves anybody."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys

SWITCH_SECONDS = 0.001
"""A thread that computes lets others run after this time. Python's own 5 ms add up: an acknowledgement gives way to the
threads of all jobs ten times and more."""
MAPPED_BYTES = 1 << 20
"""A larger block of memory is mapped for itself and given back as soon as it is freed. Left alone, glibc raises its
threshold to the largest block freed so far, up to 32 MB, and keeps what is smaller: a bot that has read three files of
19 MB had 188 MB then instead of 93 (mallopt(3), M_MMAP_THRESHOLD)."""
_MMAP_THRESHOLD = -3
COLLECTED_AFTER = (10_000, 10, 100)
"""New objects before young ones are searched for cycles, and how many such searches come before the next generation's.
All threads wait for a search: one through everything took 60 to 290 ms while two transcripts of 1 MB were being
written, and at Python's own thresholds, (700, 10, 10), there were eight in as many seconds."""


def prepare() -> None:
    """To be called once, before the event loop runs and after all modules are loaded."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECTED_AFTER)
    gc.collect()
    gc.freeze()  # what was loaded stays until the end, so it need not be searched again
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another C library, which has no such call
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, MAPPED_BYTES)
