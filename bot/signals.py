"""SIGINT, SIGTERM and SIGHUP (a closed terminal) end the process without a traceback, from the first import on: with
exit code 0 where it serves, and with that of the signal where something is broken off.

Until a loop runs nothing is open, and the process ends on the spot. While the app starts, the start is cancelled, which
cleans up after itself. While it serves, it lets go of its jobs first. None of these may hang: each has a time, after
which the process ends all the same, as it does when told a second time. A job that is cut off is taken up again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable

from bot.signals_at_first import SIGNALS, STOPPED, exit_code, name_of

log = logging.getLogger(__name__)

START_SECONDS = 2.0
"""How long a start that was broken off may take to clean up."""
STOP_SECONDS = 18.0
"""How long letting go of jobs may take. Service managers are to wait for longer before they kill (README)."""

ECHO_SECONDS = 1.0
"""For so long a second signal is an echo of the first: a group gets it, and make passes it on once more."""


class Stop:
    """What the app asks whether, and waits until, it is told to stop."""

    def __init__(self, task: asyncio.Task[None], *, serves: bool = True) -> None:
        self._task = task
        self._serves = serves
        self._number = 0
        self._told = asyncio.Event()
        self._told_at = 0.0
        self._last: list[Callable[[], object]] = []
        self.serving = False
        """Whether the start is over."""

    @property
    def told(self) -> bool:
        return self._told.is_set()

    async def wait(self) -> None:
        """Says that the start is over, and returns when the app is to stop."""
        self.serving = True
        await self._told.wait()

    def at_the_end(self, deed: Callable[[], object]) -> None:
        """What is to be done even where the process has to end before everything is let go of."""
        self._last.append(deed)

    def _end(self) -> None:
        for deed in self._last:
            deed()
        os._exit(self.exit_code)

    @property
    def exit_code(self) -> int:
        """What the process ends with, once it is told to stop."""
        return exit_code(self._number, serves=self._serves)

    def signalled(self, number: int) -> None:
        now = asyncio.get_running_loop().time()
        if self.told and now - self._told_at < ECHO_SECONDS:
            return
        if self.told:
            self._end()
        self._told_at, self._number = now, number
        self._told.set()
        if not self.serving:
            if self._serves:
                log.info(STOPPED.format(name_of(number)))
            self._task.cancel()
        asyncio.get_running_loop().call_later(STOP_SECONDS if self.serving else START_SECONDS, self._end)


async def until_stopped(serve: Callable[[Stop], Awaitable[None]], *, serves: bool = True) -> None:
    """Runs `serve` until it is told to stop by a signal, or ends by itself. Raises what it raises, but nothing that
    comes of being stopped."""
    task = asyncio.current_task()
    assert task is not None
    stop = Stop(task, serves=serves)
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.signalled, number)
    try:
        await serve(stop)
    except asyncio.CancelledError:
        if not stop.told:
            raise
        task.uncancel()
    except Exception:
        # Whatever a start meets while it is broken off, nobody is interested in it any more.
        if not stop.told or stop.serving:
            raise
