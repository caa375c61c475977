"""What goes wrong on purpose: the next calls of a method fail, wait or lie."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


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
    met: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a call has met it; with `after`, when the call has been carried out."""


@dataclass
class Faults:
    _next: dict[str, list[Fault]] = field(default_factory=dict)
    unshared: int = 0
    """So many of the next uploads say ok and are never shared."""

    def plan(self, method: str, fault: Fault, times: int) -> None:
        self._next.setdefault(method, []).extend([fault] * times)

    def take(self, method: str) -> Fault:
        planned = self._next.get(method)
        return planned.pop(0) if planned else Fault()

    def share_is_lost(self) -> bool:
        if self.unshared > 0:
            self.unshared -= 1
            return True
        return False
