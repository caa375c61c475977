"""The processes that the code under test has started, and what has become of them."""

from __future__ import annotations

import asyncio
import contextlib
import os

import psutil

from tests.conftest import HANG_SECONDS


def children() -> list[psutil.Process]:
    """Those of this test's process, at any depth, but for those that stay until all tests have ended: the one with
    which multiprocessing keeps track of what is shared, the browser's, and those of the database."""
    own = [child for child in psutil.Process(os.getpid()).children() if not _stays(child)]
    found = list(own)
    for child in own:
        with contextlib.suppress(psutil.NoSuchProcess):
            found += child.children(recursive=True)
    return found


def _stays(process: psutil.Process) -> bool:
    try:
        return process.name() == "postgres" or any(
            "resource_tracker" in word or "playwright" in word or "tests.forked" in word for word in process.cmdline()
        )
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


async def gone(pid: int) -> None:
    """Returns when the process has ended; a signal takes a moment to arrive. Raises TimeoutError."""
    async with asyncio.timeout(HANG_SECONDS):
        while not _has_ended(pid):
            await asyncio.sleep(0.01)


def _has_ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
