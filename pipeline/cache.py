"""What is worth keeping between runs, addressed by everything that decided it. The cache is also the checkpoint."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from typing import Any, Protocol


class Cache(Protocol):
    """Keeps finished outlines, steps and pages. Losing an entry costs time, never correctness."""

    async def get(self, key: str) -> bytes | None:
        """The value put under this key, or None."""

    async def put(self, key: str, kind: str, value: bytes) -> None:
        """Keeps the value. `kind` is "outline", "step", "repair" or "page"."""


def cache_key(kind: str, **decided_by: Any) -> str:
    """A key from everything that decides the value: JSON values only, in any order of names.

    >>> cache_key("step", model="m", ids=[1, 2]) == cache_key("step", ids=[1, 2], model="m")
    True
    """
    text = json.dumps(decided_by, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{kind}:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


class MemoryCache:
    """A cache that lives as long as the process; forgets what was used longest ago."""

    def __init__(self, max_bytes: int = 64_000_000) -> None:
        self._entries: OrderedDict[str, bytes] = OrderedDict()
        self._max_bytes = max_bytes
        self._bytes = 0

    async def get(self, key: str) -> bytes | None:
        value = self._entries.get(key)
        if value is not None:
            self._entries.move_to_end(key)
        return value

    async def put(self, key: str, kind: str, value: bytes) -> None:
        old = self._entries.pop(key, b"")
        self._entries[key] = value
        self._bytes += len(value) - len(old)
        while self._bytes > self._max_bytes:
            _, dropped = self._entries.popitem(last=False)
            self._bytes -= len(dropped)
