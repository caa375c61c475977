"""What goes wrong on purpose: the next calls of a method fail, wait or lie."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

PAGE = "<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>Be right back</body></html>"
"""What Slack's edge, or a company's proxy, answers in place of Slack."""


class Cut(StrEnum):
    """Where a connection ends too soon."""

    ANSWER = "before the answer"
    BODY = "within the answer's body"


@dataclass
class Fault:
    error: str | None = None
    """Answered as `ok: false` with this error; "ratelimited" comes as a 429."""
    status: int = 200
    """Another status is answered without JSON, as Slack's edge does."""
    delay: float = 0.0
    """Seconds to wait before answering; without an error or status the call then succeeds, after the wait."""
    retry_after: int = 1
    after: bool = False
    """The call is carried out, and only its answer is lost: what a connection cut too late looks like."""
    page: str | None = None
    """Answered as HTML, with the status."""
    cut: Cut | None = None
    in_body: bool = False
    """Even "ratelimited" comes with status 200."""
    channel: str | None = None
    """Only calls that name this conversation."""
    once: str | None = None
    """Only from when this method has been called."""
    met: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a call has met it; with `after`, when the call has been carried out."""


@dataclass
class Faults:
    _next: dict[str, list[Fault]] = field(default_factory=dict)
    _called: set[str] = field(default_factory=set)
    unshared: int = 0
    """So many of the next uploads say ok and are never shared."""
    hidden: bool = False
    """files.info names no shares."""

    def plan(self, method: str, fault: Fault, times: int) -> None:
        if fault.once:
            self._called.discard(fault.once)
        self._next.setdefault(method, []).extend([fault] * times)

    def take(self, method: str, channel: str | None = None) -> Fault:
        """The fault that this call meets, if one was planned for it."""
        self._called.add(method)
        planned = self._next.get(method)
        if not planned:
            return Fault()
        first = planned[0]
        if (first.once and first.once not in self._called) or first.channel not in (None, channel):
            return Fault()
        return planned.pop(0)

    def clear(self) -> None:
        """From now on everything goes well."""
        self._next.clear()
        self.unshared, self.hidden = 0, False

    def share_is_lost(self) -> bool:
        if self.unshared > 0:
            self.unshared -= 1
            return True
        return False
