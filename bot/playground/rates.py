"""Slack's rate limits (docs.slack.dev, "Rate limits"), counted as strictly as they are promised and no stricter."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.playground.refusal import Refused


@dataclass(frozen=True)
class Limits:
    posts_per_second: float = 1.0
    """chat.postMessage, for a channel."""
    post_burst: int = 10
    """So many posts may come at once; Slack tolerates short bursts and doesn't say how short."""
    per_minute: Mapping[str, int] = field(default_factory=dict)
    """Method → calls a minute, where they differ from the tier that the method stands in."""
    lookup_messages: int = 1000
    """The most messages that conversations.history and conversations.replies give at once."""

    @classmethod
    def distributed(cls) -> Limits:
        """For an app distributed outside the Marketplace: one look-up a minute, of 15 messages."""
        return cls(per_minute={"conversations.history": 1, "conversations.replies": 1}, lookup_messages=15)

    @classmethod
    def unlimited(cls) -> Limits:
        return cls(posts_per_second=math.inf, per_minute={"*": 1_000_000})


class Rates:
    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}
        self._buckets: dict[str, tuple[float, float]] = {}

    def call(self, method: str, tier: int | None) -> None:
        """Counts a call of a method for the workspace. Raises Refused("ratelimited") with a Retry-After."""
        allowed = self.limits.per_minute.get(method, self.limits.per_minute.get("*", tier))
        if allowed is None:
            return
        now, calls = self._clock(), self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= allowed:
            raise rate_limited(calls[0] + 60 - now)
        calls.append(now)

    def post(self, channel: str) -> None:
        """Counts a message posted into a channel: a bucket that refills by one a second."""
        rate, burst = self.limits.posts_per_second, self.limits.post_burst
        if rate == math.inf:
            return
        now = self._clock()
        tokens, then = self._buckets.get(channel, (float(burst), now))
        tokens = min(burst, tokens + (now - then) * rate)
        if tokens < 1:
            self._buckets[channel] = (tokens, now)
            raise rate_limited((1 - tokens) / rate)
        self._buckets[channel] = (tokens - 1, now)


def rate_limited(seconds: float) -> Refused:
    return Refused("ratelimited", status=429, headers={"Retry-After": str(max(1, math.ceil(seconds)))})
