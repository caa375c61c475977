"""How many calls may be under way at once: as many as the server bears, found out while calling."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

log = logging.getLogger(__name__)

SHRINK = 0.5
"""What is left of the limit after the server said that there were too many (as in TCP's congestion avoidance)."""
SLOW_SHRINK = 0.8
"""What is left of it after answers have become slow."""
SLOW = 2.5
"""How much slower than usual a token must come for it to be called slow."""
ENOUGH = 8
"""How many answers are needed before their pace means anything."""


@dataclass(eq=False)
class Turn:
    """A call's place among those under way."""

    began: float
    beside: int
    """How many others were under way when it began."""
    alone: str | None
    """Why it had to be the only one, if it had to."""


class Gate:
    """Lets calls through: all that may go at once, then one for each that ends, in the order in which they came.

    It starts optimistic. A 429 halves the limit and stops everything until the time that the server named; answers that
    come slower and slower shrink it too, down to one at a time; each good answer lets it grow again. What the server
    tells of the requests it still allows (`x-ratelimit-*`) is kept to before it has to refuse.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = float(most)
        self._goal = float(most)
        """Up to here the limit doubles with each round of answers; beyond it grows by one a round."""
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._shrunk = 0.0
        self._why = "the settings allow one call at a time"
        self._closed_until = 0.0
        self._left: float | None = None
        """How many requests the server still takes, as it said last, counted down."""
        self._refill = 0.0
        """How many more it takes each second."""
        self._left_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._usual: float | None = None
        """Seconds a token usually takes, the best that was seen, forgotten slowly."""
        self._recent = 0.0
        self._seen = 0

    @property
    def limit(self) -> int:
        """How many may be under way at once, now."""
        return max(1, int(self._limit))

    @property
    def under_way(self) -> int:
        return self._under_way

    async def enter(self, first: bool = False) -> Turn:
        """Waits for a place; `first`: before those who wait already, for a call that is tried again."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._waiting.appendleft if first else self._waiting.append)(waiter)
        self._admit()
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._under_way -= 1  # it was let in at the moment it gave up
            elif waiter in self._waiting:
                self._waiting.remove(waiter)
            self._admit()
            raise
        alone = self._why if self.limit == 1 else None
        return Turn(time.monotonic(), self._under_way - 1, alone)

    def leave(self, turn: Turn) -> None:
        """The call has ended, well or badly."""
        self._under_way -= 1
        self._admit()

    def heard(self, headers: Mapping[str, str]) -> None:
        """Takes in what a response's headers say of the rate limits."""
        remaining, allowed = (
            _number(headers.get("x-ratelimit-remaining-requests")),
            _number(headers.get("x-ratelimit-limit-requests")),
        )
        reset = seconds(headers.get("x-ratelimit-reset-requests"))
        if remaining is None:
            return
        self._left, self._left_at = remaining, time.monotonic()
        missing = allowed - remaining if allowed is not None else 0.0
        self._refill = missing / reset if reset and missing > 0 else 0.0
        if remaining <= 0 and not self._refill:
            self._left = 1.0  # it doesn't say when there will be more: find out by asking

    def good(self, turn: Turn, tokens: int) -> None:
        """An answer of this many tokens came in full."""
        self._limit = min(self._most, self._limit + (1.0 if self._limit < self._goal else 1.0 / self._limit))
        if tokens < 20:
            return
        pace = (time.monotonic() - turn.began) / tokens
        self._seen += 1
        self._recent = pace if self._seen == 1 else 0.7 * self._recent + 0.3 * pace
        self._usual = pace if self._usual is None else min(self._usual * 1.01, self._recent)
        crowded = turn.beside + 1 >= self._limit * 0.7
        if self._seen >= ENOUGH and self._recent > SLOW * self._usual and crowded:
            self._shrink(turn, SLOW_SHRINK, "the server's answers became slower the more it was asked at a time")

    def too_many(self, turn: Turn, wait: float) -> None:
        """The server refused a call for its rate; nothing is sent for `wait` seconds."""
        self._shrink(turn, SHRINK, "the server's rate limit allows no more than one call at a time")
        self._closed_until = max(self._closed_until, time.monotonic() + wait)

    def _shrink(self, turn: Turn, factor: float, why: str) -> None:
        if turn.began < self._shrunk:
            return  # it was sent before the limit was last made smaller: the same news once more
        before = self.limit
        self._limit = max(1.0, min(self._limit, turn.beside + 1) * factor)
        self._goal = self._limit
        self._shrunk = time.monotonic()
        self._why = why
        self._seen, self._usual = 0, None
        if self.limit != before:
            log.info("calls to the model at a time: %d, before %d (%s)", self.limit, before, why)

    def _admit(self) -> None:
        """Lets in as many as may go, and comes back when more may."""
        now = time.monotonic()
        while self._waiting and self._under_way < self.limit:
            wait = max(self._closed_until - now, self._until_allowed(now))
            if wait > 0:
                self._come_back(wait)
                return
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                self._under_way += 1
                if self._left is not None:
                    self._left -= 1

    def _until_allowed(self, now: float) -> float:
        if self._left is None:
            return 0.0
        if self._refill:
            self._left += (now - self._left_at) * self._refill
            self._left_at = now
            return max(0.0, (1.0 - self._left) / self._refill)
        return 0.0

    def _come_back(self, wait: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(wait, self._admit)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a response asks to wait, from `retry-after-ms` or `retry-after` (RFC 9110, 10.2.3), or None."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    given = headers.get("retry-after")
    plain = _number(given)
    if plain is not None:
        return max(0.0, plain)
    if given:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
        except (ValueError, TypeError):
            return None
    return None


def seconds(text: str | None) -> float | None:
    """A span as OpenAI writes it: "1s", "6m0s", "120ms", "1h2m3.5s", or a bare number of seconds.

    >>> seconds("6m0.5s"), seconds("120ms"), seconds("soon")
    (360.5, 0.12, None)
    """
    if not text:
        return None
    plain = _number(text)
    if plain is not None:
        return plain
    import re

    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", text)
    if not parts or "".join(n + u for n, u in parts) != text.strip():
        return None
    return sum(float(n) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}[u] for n, u in parts)


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e9 else None
