"""Progress on a terminal: a live list of stages and steps there, plain lines elsewhere."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import IO, TYPE_CHECKING, Self

from pipeline import progress
from pipeline.command.event_lines import line
from pipeline.command.under_way import UnderWay
from pipeline.progress import Event

if TYPE_CHECKING:
    from pipeline.command.board import Board


SILENCE_SECONDS = 5.0
"""On a terminal, a line says that it still works after so long without one."""
SILENCE_IN_LOGS_SECONDS = 10.0
"""The same in a log or a pipe, where nobody sits and waits."""
TICK_SECONDS = 0.5

Clock = Callable[[], float]
"""The time in seconds, from any moment on."""


class Lines:
    """Plain lines, one for each event that is worth one, and one now and then if nothing happens; for logs, pipes and
    simple terminals."""

    def __init__(self, out: IO[str], silence_seconds: float, clock: Clock = time.monotonic) -> None:
        self._out = out
        self._silence_seconds = silence_seconds
        self._clock = clock
        self._began = self._last = clock()
        self._under_way = UnderWay()
        self._reasons: frozenset[str] = frozenset()
        """Why the model didn't write something, as far as a line has said it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, event: Event) -> None:
        self._under_way(event)
        text = line(event, self._reasons)
        if text:
            self._say(text)
        if isinstance(event, progress.OutlineReplaced):
            self._reasons |= {event.reason}
        elif isinstance(event, progress.StepDone) and event.fallback:
            self._reasons |= {event.fallback}

    def tick(self) -> None:
        """Says what is under way if nothing has been said for a while."""
        if self._clock() - self._last >= self._silence_seconds:
            self._say(f"{self._under_way.line} …")

    def _say(self, text: str) -> None:
        self._last = self._clock()
        say(f"{self._last - self._began:6.2f} s  {text}", self._out)


def for_stream(out: IO[str] | None = None) -> Board | Lines:
    """The live board where there is a terminal that can show it, plain lines elsewhere. By itself: standard error."""
    out = out or sys.stderr
    if out.isatty():
        from rich.console import Console  # takes a while to load, which a pipe or a log needn't

        console = Console(file=out)
        if console.is_terminal and not console.is_dumb_terminal:
            from pipeline.command.board import Board

            return Board(console)
    return Lines(out, SILENCE_SECONDS if out.isatty() else SILENCE_IN_LOGS_SECONDS)


@asynccontextmanager
async def showing(shown: Board | Lines, tick_seconds: float = TICK_SECONDS) -> AsyncIterator[Board | Lines]:
    """In this context, progress is shown, also if no event comes for a while."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(tick_seconds)
            shown.tick()

    with shown:
        ticking = asyncio.create_task(tick())
        try:
            yield shown
        finally:
            ticking.cancel()
            await asyncio.gather(ticking, return_exceptions=True)


def say(text: str, out: IO[str] | None = None) -> None:
    """Prints a line, by itself on standard output. Where nobody reads any more (`| head`), the rest goes nowhere: what
    is printed is about the work, and no reason to break it off. Raises OSError if standard output can't be written for
    another reason, such as a full disk."""
    out = out or sys.stdout
    try:
        out.write(text + "\n")  # at once: standard error would write a `print` in two parts, and others between them
        out.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)
        if out is sys.stdout and not isinstance(error, BrokenPipeError):
            raise
