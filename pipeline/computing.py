"""Stages that compute in a thread of this process: how long each may take, and how many long ones compute at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pipeline.errors import TookTooLong

log = logging.getLogger(__name__)

LONG_WORDS = 20_000
"""Words of a transcript whose stages compute one at a time: two hours of speech. A shorter one takes under a second."""


class Computing:
    """The turns of long stages. Threads share one interpreter, so two that compute are no sooner done than one after
    the other, and whatever else the process serves waits for each of them in turn."""

    def __init__(self) -> None:
        self._long = asyncio.Lock()
        self._apart = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, words: int, seconds: float) -> AsyncIterator[None]:
        """Waits for the stage's turn if the transcript has many words, then limits the time that is waited for the
        stage. Its thread can't be stopped and runs to its end. Raises TookTooLong."""
        if words < LONG_WORDS:
            async with _in_time(seconds):
                yield
            return
        async with self._long, _in_time(seconds):
            yield

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """Waits until nothing else long is done in a process of its own, which bounds the memory that all take. Stages
        of this process go on meanwhile."""
        async with self._apart:
            yield


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        log.warning("a stage took longer than %g s and was given up", seconds)
        raise TookTooLong from None
