"""The line for the connections of a process: first come, first served, but for what is urgent."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque


class Line:
    """So many places, and who waits for one."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    async def enter(self, *, urgent: bool = False) -> None:
        """Returns once there is a place. What is `urgent` goes before all that isn't."""
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line = self._urgent if urgent else self._others
        line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.leave()  # it was let in and cancelled at the same moment
            else:
                with contextlib.suppress(ValueError):  # who left has passed it over already
                    line.remove(mine)
            raise

    def leave(self) -> None:
        """Gives a place back: to who waits, if anybody does."""
        for line in (self._urgent, self._others):
            while line:
                if not (next_one := line.popleft()).done():
                    next_one.set_result(None)
                    return
        self._free += 1
