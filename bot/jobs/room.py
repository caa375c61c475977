"""Room in memory for strangers' files: a fixed number of bytes for all at once, first come, first served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BYTES = 20_000_000
"""One file of the largest size that is allowed by default, or many small ones."""


class Room:
    """Files wait in line for their room. One that is larger than all of it has it for itself."""

    def __init__(self, size: int = BYTES) -> None:
        """`size` in bytes."""
        self._size = self._free = size
        self._line = asyncio.Lock()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Room for a file of this many bytes."""
        size = min(size, self._size)
        async with self._line:
            while self._free < size:
                self._freed.clear()
                await self._freed.wait()
            self._free -= size
        try:
            yield
        finally:
            self._free += size
            self._freed.set()
