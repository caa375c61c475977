"""Places for jobs: so many are run at once, or one alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Places:
    """First come, first served. Who wants to be alone waits until all others have left, and keeps new ones waiting."""

    def __init__(self, number: int) -> None:
        self._number = self._free = number
        self._line = asyncio.Lock()
        self._left = asyncio.Event()

    @asynccontextmanager
    async def taken(self, *, alone: bool = False) -> AsyncIterator[Callable[[], None]]:
        """A place for as long as the block runs, or until what it gives is called: then what is left to be done needs
        none. Who is alone keeps theirs to the end."""
        wanted = self._number if alone else 1
        async with self._line:
            while self._free < wanted:
                self._left.clear()
                await self._left.wait()
            self._free -= wanted
        held = wanted

        def leave() -> None:
            nonlocal held
            self._free += held
            held = 0
            self._left.set()

        try:
            yield _nothing if alone else leave
        finally:
            leave()


def _nothing() -> None:
    pass
