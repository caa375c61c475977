"""What time it is at Slack. What is looked for there is looked for by Slack's times, and this machine's clock may be
wrong, or set at any moment; with another process it may be another machine's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

TOLERATED_SECONDS = 20.0
"""So much this machine's clock may be off. An answer gives the time in whole seconds, and may have taken a while."""


class SlackClock:
    """The machine's clock, unless Slack's answers say that it's wrong."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._heard: tuple[float, float] | None = None
        """What time it was at Slack at the last answer, and by the monotonic clock."""

    def heard(self, date: str | None) -> None:
        """Notes the `Date` of an answer that has just come (RFC 9110, section 6.6.1)."""
        try:
            there = parsedate_to_datetime(date or "").timestamp()
        except (TypeError, ValueError, OverflowError):
            return
        self._heard = there + 0.5, self._monotonic()

    def now(self) -> float:
        """Seconds since the epoch."""
        own = time.time()
        if self._heard is None:
            return own
        there = self._heard[0] + self._monotonic() - self._heard[1]
        return own if abs(own - there) <= TOLERATED_SECONDS else there
