"""What signals do while the app loads. It loads nothing that takes a while itself: until signals are handled, Ctrl-C
ends in a traceback."""

from __future__ import annotations

import os
import signal

SIGNALS = (
    signal.SIGINT,
    signal.SIGTERM,
    *((signal.SIGHUP,) if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN else ()),  # which nohup has ignored
)


def end_at_once(*, serves: bool) -> None:
    """From now on either signal ends the process on the spot: for the time of the imports, which takes seconds."""
    for number in SIGNALS:
        signal.signal(number, lambda number, _: os._exit(exit_code(number, serves=serves)))


def exit_code(number: int, *, serves: bool) -> int:
    """What a process ends with that a signal has ended: who serves is stopped as asked; what else is broken off isn't
    done, and ends as shells give it."""
    return 0 if serves else 128 + number
