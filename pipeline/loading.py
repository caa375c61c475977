"""Loads modules that are needed late, without holding up the event loop: some take a quarter of a second."""

from __future__ import annotations

import asyncio
import importlib
import sys


async def load(*names: str) -> None:
    """Imports these modules in a thread, one after another, if they aren't loaded yet. Raises what importing raises."""
    for name in names:
        if name not in sys.modules:
            await asyncio.to_thread(importlib.import_module, name)
