"""How long a server is waited for. There is one patience for a server, not one for each call."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import NoReturn

from pipeline.errors import ModelError, ModelNotAllowed
from pipeline.llm.clock import now
from pipeline.llm.gate import Turn

FIRST_FLOOR, LONGEST_FLOOR = 0.1, 8.0
"""The least wait in seconds after a first refusal for the rate, and after many. It doubles with each."""
SLOWER = 3.0
"""How many times the longest wait for a first piece so far the next one may take."""


def floor(refusals: int) -> float:
    """The least seconds to wait after so many refusals, whatever the server says: some say 0 each time."""
    return float(min(LONGEST_FLOOR, FIRST_FLOOR * 2 ** min(refusals - 1, 20)))


class Patience:
    """What all calls together know of a server: since when it is in trouble, and whether it was given up.

    When a call gives up and no other has succeeded since its trouble began, all calls of the jobs that are under way
    fail at once. A job that begins later tries anew.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = now) -> None:
        """`seconds`: how long a server is tried again while it is busy."""
        self._seconds = seconds
        self._clock = clock
        self._since: float | None = None
        self._latest = 0.0
        self._refusals = 0
        self._in_vain: float | None = None
        self._last_in_vain = 0.0
        self.last_good = float("-inf")
        """When a call last succeeded, by the clock."""
        self.heard: float | None = None
        """When something of an answer last came, by the clock. A model that thinks first is heard long before."""
        self._given_up: dict[str | None, tuple[float, ModelError]] = {}
        """By the model, or None for all."""
        self._over = asyncio.Event()
        self._waiting: set[tuple[float, float, asyncio.Timeout]] = set()

    def good(self, model: str, turn: Turn) -> None:
        """Notes that a call has succeeded. Those that were sent after it and still wait have their time from now on:
        the server works, and one after the other."""
        self._since, self._in_vain, self._refusals, self.last_good = None, None, 0, self._clock()
        self._given_up.pop(None, None)
        self._given_up.pop(model, None)
        now = asyncio.get_running_loop().time()
        for began, seconds, limit in self._waiting:
            if began >= turn.began and not limit.expired():
                limit.reschedule(now + seconds)

    def hears(self) -> None:
        """Notes that something of an answer has come."""
        self.heard = self._clock()

    def until(self) -> float:
        """Until when the server is tried again while it is busy, by the clock, noting that it was busy just now."""
        now = self._clock()
        if self._since is None or now - self._latest > self._seconds:
            self._since = now
        self._latest = now
        return self._since + self._seconds

    def floor(self) -> float:
        """The least seconds to wait after one more answer that the server broke off because it was busy."""
        self._refusals += 1
        return floor(self._refusals)

    def in_vain(self, turn: Turn, until: float, seconds: float) -> bool:
        """Notes that a call was waited for in vain from its turn on. Returns whether another like it would make it more
        than `seconds` in all, since the first of those after which nothing has succeeded."""
        if self._in_vain is None or turn.began > self._last_in_vain + seconds:
            self._in_vain = turn.began
        self._in_vain, self._last_in_vain = min(self._in_vain, turn.began), until
        return 2 * until - turn.began > self._in_vain + seconds

    def gives_up(self, model: str, error: ModelError, began: float) -> bool:
        """Notes that a call gives up whose trouble began at `began`. Returns whether all others are to fail too."""
        if self.last_good > began:
            return False
        of = model if isinstance(error, ModelNotAllowed) else None
        self._given_up[of] = (self._clock(), error)
        self._since, self._in_vain, self._refusals = None, None, 0
        self._over.set()
        self._over = asyncio.Event()
        return of is None

    def check(self, model: str, began: float) -> None:
        """Raises the error with which the server was given up, for a job that had begun by then."""
        for of in (None, model):
            at, error = self._given_up.get(of, (float("-inf"), None))
            if error is not None and began <= at:
                self._raise(error)

    @staticmethod
    def _raise(error: ModelError) -> NoReturn:
        raise type(error)(error.message) from error

    async def pause(self, seconds: float) -> None:
        """Waits so long, or until the server is given up."""
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._over.wait()
        else:
            await asyncio.sleep(0)

    @contextlib.asynccontextmanager
    async def waiting(self, turn: Turn, seconds: float) -> AsyncIterator[asyncio.Timeout]:
        """Raises TimeoutError where a call isn't answered in so many seconds, counted from when the last of those that
        were sent before it was answered."""
        async with asyncio.timeout(seconds) as limit:
            entry = (turn.began, seconds, limit)
            self._waiting.add(entry)
            try:
                yield limit
            finally:
                self._waiting.discard(entry)
