"""What signals do while the app loads. It loads nothing that takes a while itself: until signals are handled, Ctrl-C
ends in a traceback."""

from __future__ import annotations

import _signal  # not `signal`, which loads `enum` first
import os

SIGNALS = (
    _signal.SIGINT,
    _signal.SIGTERM,
    *((_signal.SIGHUP,) if _signal.getsignal(_signal.SIGHUP) != _signal.SIG_IGN else ()),  # which nohup has ignored
)

STOPPED = "stopped during the start ({})"
"""What is said of a start that a signal breaks off; the signal's name goes into it."""


def end_at_once(*, serves: bool) -> None:
    """From now on either signal ends the process on the spot: for the time of the imports, which takes seconds. What
    serves says so, as it does later in its log: who looks why a start came to nothing finds it there."""

    def end(number: int, _: object) -> None:
        if serves:
            os.write(2, f"script2doc: {STOPPED.format(name_of(number))}\n".encode())
        os._exit(exit_code(number, serves=serves))

    for number in SIGNALS:
        _signal.signal(number, end)


def name_of(number: int) -> str:
    """The name of a signal, such as SIGTERM."""
    import signal

    return signal.Signals(number).name


def exit_code(number: int, *, serves: bool) -> int:
    """What a process ends with that a signal has ended: who serves is stopped as asked; what else is broken off isn't
    done, and ends as shells give it."""
    return 0 if serves else 128 + number
