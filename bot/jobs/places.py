"""Places for jobs: so many are run at once, or one alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Places:
    """First come, first served. Who wants to be alone waits until all others have left, and keeps new ones waiting."""

    def __init__(self, number: int) -> None:
        self._number = self._free = number
        self._line = asyncio.Lock()
        self._left = asyncio.Event()

    @asynccontextmanager
    async def taken(self, *, alone: bool = False) -> AsyncIterator[None]:
        """A place for as long as the block runs."""
        wanted = self._number if alone else 1
        async with self._line:
            while self._free < wanted:
                self._left.clear()
                await self._left.wait()
            self._free -= wanted
        try:
            yield
        finally:
            self._free += wanted
            self._left.set()
