"""What a process that opens strangers' files may use, and what it may not do, as far as the system can enforce it."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import time

MEMORY = 1_000_000_000
"""Bytes of address space."""
OPEN_FILES = 64
"""Libraries open a few while they are loaded, one after another."""
NICE = 5
"""The app acknowledges Slack first."""

_REFUSED = frozenset(
    (
        *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen"),
        *("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"),
    )
)
"""Events of Python's audit (PEP 578). While a file is read, they come only from a file that makes a library do it."""


def confine(memory: int, lifetime: int | None = None) -> None:
    """Bounds memory (bytes) and open files, and forbids files to be written, processes to be started and anything to be
    asked over the network. `lifetime`: seconds of processor time after which the process is ended, whatever it does;
    None for one that serves many requests, each with a bound of its own."""
    _set("RLIMIT_AS", memory)
    _set("RLIMIT_NOFILE", OPEN_FILES)
    _set("RLIMIT_FSIZE", 0)
    _set("RLIMIT_CORE", 0)
    _set("RLIMIT_NPROC", 0)  # not held for root, for whom the hook below and the end of the whole group remain
    if lifetime is not None:
        _set("RLIMIT_CPU", lifetime)
    with contextlib.suppress(OSError):
        os.nice(NICE)
    sys.addaudithook(_refuse)


def allow(seconds: float) -> None:
    """Ends the process once it has used this many more seconds of processor time. Whoever asked waits no longer than
    that anyway; this is for a process whose app was killed."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = math.ceil(time.process_time() + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def hold(memory: int) -> None:
    """Bounds memory (bytes of address space) for the next request, below what `confine` allows."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))


def wake(seconds: float) -> None:
    """Ends the process after this many seconds, even if it computes nothing; 0 stops that clock. Whoever asked gives up
    earlier; this is for a process whose app was killed."""
    with contextlib.suppress(AttributeError):  # Windows has no such clock
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _set(name: str, most: int) -> None:
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        resource.setrlimit(getattr(resource, name), (most, most))


def _refuse(event: str, _: object) -> None:
    if event in _REFUSED:
        raise PermissionError(f"{event} isn't allowed while a file is read")
