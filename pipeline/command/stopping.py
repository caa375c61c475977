"""Handles Ctrl-C, and a terminal or service manager that ends the process: one line, and no half-written files."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import asyncio

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # there is no SIGHUP on Windows


class Stop:
    """Handles the signals that end the process.

    If nothing is under way, it ends at once. Work under way is cancelled and cleans up. A second signal doesn't wait
    for that.
    """

    def __init__(self) -> None:
        self.number = 0
        """The signal that arrived; 0: none."""
        self._written = 0
        self._under_way: tuple[asyncio.AbstractEventLoop, asyncio.Task[int]] | None = None
        self._held = False

    def listen(self) -> None:
        """Begins to handle signals. Signals that the process was started to ignore (`nohup`) stay ignored."""
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._heard)

    @contextlib.contextmanager
    def cancels(self, loop: asyncio.AbstractEventLoop, task: asyncio.Task[int]) -> Iterator[None]:
        """In this context, a signal cancels the task."""
        self._under_way = loop, task
        try:
            yield
        finally:
            self._under_way = None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """In this context, signals wait. It is for the moment of writing a file, which must not be left half-done."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self.number:
                self._cancel()

    def wrote(self) -> None:
        """Counts one more finished guide."""
        self._written += 1

    @property
    def code(self) -> int:
        """The exit code of a process that a signal ended, as in shells."""
        return 128 + self.number

    @property
    def line(self) -> str:
        """The line that says so."""
        if self._written == 0:
            return "Stopped. Nothing was written."
        return f"Stopped after writing {'one guide' if self._written == 1 else f'{self._written} guides'}."

    def _heard(self, number: int, _: FrameType | None) -> None:
        again, self.number = self.number, number
        if self._held:
            return
        if again or self._under_way is None:
            self._leave()
        self._cancel()

    def _cancel(self) -> None:
        if self._under_way is None:
            self._leave()
        loop, task = self._under_way
        loop.call_soon_threadsafe(task.cancel)

    def _leave(self) -> NoReturn:
        # Not with `print`, since the signal may have interrupted another `print`. The cursor is shown again.
        terminal = sys.stderr is not None and sys.stderr.isatty()
        with contextlib.suppress(OSError):
            os.write(2, f"{chr(27) + '[?25h' + chr(10) if terminal else ''}{self.line}\n".encode())
        os._exit(self.code)
