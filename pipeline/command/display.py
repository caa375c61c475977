"""Progress on a terminal: a live list of stages and steps there, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from typing import IO, TYPE_CHECKING, Self

from pipeline.command.event_lines import line
from pipeline.progress import Event

if TYPE_CHECKING:
    from pipeline.command.board import Board


class Lines:
    """Plain lines, one for each event that is worth one; for logs and pipes."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, event: Event) -> None:
        text = line(event)
        if text:
            say(f"{time.monotonic() - self._began:6.2f} s  {text}", self._out)


def for_stream(out: IO[str] | None = None) -> Board | Lines:
    """The live board where there is a terminal that can show it, plain lines elsewhere. By itself: standard error."""
    out = out or sys.stderr
    if out.isatty():
        from rich.console import Console  # takes a while to load, which a pipe or a log needn't

        console = Console(file=out)
        if console.is_terminal and not console.is_dumb_terminal:
            from pipeline.command.board import Board

            return Board(console)
    return Lines(out)


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
