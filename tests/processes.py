"""The processes that the code under test has started, and what has become of them."""

from __future__ import annotations

import asyncio
import os

import psutil

from tests.conftest import HANG_SECONDS


def children() -> list[psutil.Process]:
    """Those of this test's process, at any depth, but for the one with which multiprocessing keeps track of what is
    shared: it stays until the end."""
    found = psutil.Process(os.getpid()).children(recursive=True)
    return [child for child in found if not _tracks(child)]


def _tracks(process: psutil.Process) -> bool:
    try:
        return any("resource_tracker" in word for word in process.cmdline())
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
