"""Loads modules that are needed late, without holding up the event loop: some take a quarter of a second."""

from __future__ import annotations

import asyncio
import importlib
import sys


async def load(*names: str) -> None:
    """Imports these modules in a thread, one after another, if they aren't loaded yet. Raises what importing raises."""
    for name in names:
        parts = name.split(".")
        # The packages first: one may have loaded this module and still be loading others.
        for each in (".".join(parts[:length]) for length in range(1, len(parts) + 1)):
            if not _is_loaded(each):
                await asyncio.to_thread(importlib.import_module, each)


def _is_loaded(name: str) -> bool:
    """Whether importing a module returns at once. A module is in `sys.modules` as soon as it begins to load, and who
    imports it then waits for the thread that loads it."""
    module = sys.modules.get(name)
    return module is not None and not getattr(module.__spec__, "_initializing", False)
