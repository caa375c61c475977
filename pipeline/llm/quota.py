"""What a server says about its rate limits in a response's headers (OpenAI's guide “Rate limits”; RFC 9110, 10.2.3)."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


class Quota:
    """How much of one thing (requests, tokens) the server still accepts: what it said last, less what was sent since,
    plus what comes back with time."""

    def __init__(self, thing: str) -> None:
        self._thing = thing
        self._said: float | None = None
        self._left: float | None = None
        self._refill = 0.0
        """How much comes back each second."""
        self._at = 0.0
        self.sent = 0.0
        """How much was sent in total."""

    def heard(self, headers: Mapping[str, str], now: float, began: float, sent: float) -> None:
        """Reads `x-ratelimit-{remaining,limit,reset}-{thing}` in the answer to a call that began at `began`, when
        `sent` had been sent. The server counted then, and may say so much later."""
        left = number(headers.get(f"x-ratelimit-remaining-{self._thing}"))
        allowed = number(headers.get(f"x-ratelimit-limit-{self._thing}"))
        reset = seconds(headers.get(f"x-ratelimit-reset-{self._thing}"))
        if left is None:
            return
        # It refills evenly until the reset. If the rate isn't known, nothing is held back: a 429 will come instead.
        missing = allowed - left if allowed is not None else 0.0
        self._refill = missing / reset if reset and missing > 0 else self._refill
        now_left = left + (now - began) * self._refill - (self.sent - sent)
        self._left = min(now_left, allowed) if allowed is not None else now_left
        self._said, self._at = left, now

    @property
    def used_up(self) -> bool:
        """Whether the server's last word was that it accepts no more for now, and how fast more will be possible."""
        return self._said is not None and self._said < 1 and self._refill > 0

    def wait(self, amount: float, now: float) -> float:
        """Seconds until the server accepts `amount` more."""
        if self._left is None or not self._refill:
            return 0.0
        left = self._left + (now - self._at) * self._refill
        return max(0.0, (amount - left) / self._refill)

    def spend(self, amount: float) -> None:
        """Notes that `amount` is sent."""
        self.sent += amount
        if self._left is not None:
            self._left -= amount


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a response asks to wait, from `retry-after-ms` or `retry-after`, or None."""
    milliseconds = number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    given = headers.get("retry-after")
    if (plain := number(given)) is not None or not given:
        return plain
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def seconds(text: str | None) -> float | None:
    """The seconds in a duration as OpenAI writes it: "1s", "6m0s", "120ms", "1h2m3.5s", or a number of seconds; None
    for other texts.

    >>> seconds("6m0.5s"), seconds("120ms"), seconds("soon")
    (360.5, 0.12, None)
    """
    if not text or (plain := number(text)) is not None:
        return plain if text else None
    parts = re.findall(r"(?<!\d)(\d++(?:\.\d++)?)(ms|s|m|h|d)", text)
    if "".join(n + u for n, u in parts) != text.strip():
        return None
    return sum(float(n) * _UNITS[u] for n, u in parts)


def number(text: str | None) -> float | None:
    """The number in a header, or None if it makes no sense."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e9 else None
