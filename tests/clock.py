"""A clock that a test sets forward, instead of waiting for what is due later."""

from __future__ import annotations

import asyncio
from typing import Any

NOTHING_HAPPENS_SECONDS = 0.02
"""So long nothing comes from a socket before time leaps. On loopback, what was sent is there at once."""

ENDLESS_SECONDS = 24 * 3600.0
"""A test that goes on for longer on a clock that leaps would never end."""


class Clock:
    """The running loop's clock from now on. It stays what it is when a test has ended, so that it never goes back."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        before, self._ahead = loop.time, 0.0
        loop.time = lambda: before() + self._ahead  # type: ignore[method-assign]

    def passes(self, seconds: float) -> None:
        """What was to happen within so many seconds is due at once."""
        self._ahead += seconds


class LeapingClock(Clock):
    """A clock that goes on by itself to what is due next, whenever nothing can happen before: no thread is working, and
    nothing waits to be read. So minutes of waiting take no time, and all else happens in the order in which it would.

    with LeapingClock() as clock: …
    """

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._threads = 0
        self.waited = 0.0
        """Seconds of these in which there was nothing to do but wait: however slow the machine is, no more."""

    @property
    def seconds(self) -> float:
        """How much time has gone by on this clock."""
        return self._loop.time() - self._began

    def __enter__(self) -> LeapingClock:
        selector, run = self._loop._selector, self._loop.run_in_executor  # type: ignore[attr-defined]
        self._restored = [(selector, "select"), (self._loop, "run_in_executor")]
        select = selector.select

        def leap(timeout: float | None = None) -> Any:
            if self.seconds > ENDLESS_SECONDS:
                raise RuntimeError("this goes on and on")
            soon = NOTHING_HAPPENS_SECONDS if timeout is None else min(timeout, NOTHING_HAPPENS_SECONDS)
            if (ready := select(soon)) or timeout is None or timeout <= soon or self._threads:
                return ready
            self._ahead += timeout - soon
            self.waited += timeout
            return ready

        def counted(executor: Any, function: Any, *args: Any) -> asyncio.Future[Any]:
            future: asyncio.Future[Any] = run(executor, function, *args)
            self._threads += 1
            future.add_done_callback(lambda _: setattr(self, "_threads", self._threads - 1))
            return future

        selector.select, self._loop.run_in_executor = leap, counted  # type: ignore[assignment, method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        for held, name in self._restored:
            delattr(held, name)
