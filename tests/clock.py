"""A clock that a test sets forward, instead of waiting for what is due later."""

from __future__ import annotations

import asyncio


class Clock:
    """The running loop's clock from now on. It stays what it is when a test has ended, so that it never goes back."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        before, self._ahead = loop.time, 0.0
        loop.time = lambda: before() + self._ahead  # type: ignore[method-assign]

    def passes(self, seconds: float) -> None:
        """What was to happen within so many seconds is due at once."""
        self._ahead += seconds
