"""The one clock of all waiting: the event loop's, by which time-outs and pauses end."""

from __future__ import annotations

import asyncio
import time


def now() -> float:
    """Seconds by the running loop's clock; where none runs, by the one that loops have."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return time.monotonic()
