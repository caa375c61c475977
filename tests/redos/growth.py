"""How the time that a pattern takes grows with its text."""

from __future__ import annotations

import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.redos.pumps import Pump
from tests.redos.uses import Use, needed

FACTOR = 2.8
"""Twice the text may take this many times as long: 2 is in proportion, 4 is the square."""
FLOOR = 0.010
"""Seconds below which no growth is told: what else the machine does is no longer than that."""
LONGEST = 131_072
"""Characters of the longest text measured."""
PATIENCE = 0.5
"""Seconds of processor time after which a pattern is stopped."""
AT_BOUND = 0.020
"""Seconds that a listed pattern may take for a text of the length that it gets at most."""
_SCREEN = (32, 125, 500, 2_000, 8_000)
_ENOUGH = 0.060
"""Seconds: a text that takes as long needs no longer one to be measured too."""


class _TooLong(Exception):
    pass


@dataclass(frozen=True)
class Growth:
    """A pattern that takes too long."""

    use: Use
    pump: Pump
    times: tuple[tuple[int, float | None], ...]
    """Characters, and the seconds for as many; None: it was stopped."""

    def __str__(self) -> str:
        times = ", ".join(
            f"{size:,}: {'no end' if seconds is None else f'{seconds * 1000:.1f} ms'}" for size, seconds in self.times
        )
        return f"{self.use.value} of {self.pump}: {times}"


def grows(pattern: re.Pattern[Any], uses: frozenset[Use], pumps: Iterable[Pump]) -> Growth | None:
    """The first text, and the first use, with which the time grows faster than the text. None: there is none."""
    for use in sorted(needed(uses), key=lambda use: use.value):
        for pump in pumps:
            if not _suspect(pattern, use, pump):
                continue
            # Measured twice: whatever else ran meanwhile seldom grows twice.
            if _doubled(pattern, use, pump) and (growth := _doubled(pattern, use, pump)):
                return growth
    return None


def over(pattern: re.Pattern[Any], uses: frozenset[Use], pumps: Iterable[Pump], size: int) -> Growth | None:
    """The first text of so many characters for which the pattern takes longer than it may."""
    for use in sorted(needed(uses), key=lambda use: use.value):
        for pump in pumps:
            seconds = _seconds(pattern, use, pump, size, 1)
            if seconds is None or seconds > AT_BOUND:
                seconds = _seconds(pattern, use, pump, size, 5)
            if seconds is None or seconds > AT_BOUND:
                return Growth(use, pump, ((size, seconds),))
    return None


def _suspect(pattern: re.Pattern[Any], use: Use, pump: Pump) -> bool:
    """Whether a first quick look finds anything to measure."""
    before = 0.0
    for size in _SCREEN:
        seconds = _seconds(pattern, use, pump, size, 1)
        if seconds is None or seconds > 0.001 + size * 10e-6:
            return True
        if size == _SCREEN[-1]:
            return seconds > 0.0002 and seconds > 6 * before
        before = seconds
    return False


def _doubled(pattern: re.Pattern[Any], use: Use, pump: Pump) -> Growth | None:
    """The times of texts that are each twice as long, if the last two grew too much: a repeat with a bound may grow
    until it reaches that."""
    times: list[tuple[int, float | None]] = []
    size = 16
    while size <= LONGEST:
        seconds = _seconds(pattern, use, pump, size, 3)
        times.append((size, seconds))
        if seconds is None:
            return Growth(use, pump, tuple(times[-6:]))
        if seconds > _ENOUGH and len(times) >= 3:
            break
        size *= 2
    *_, first, second, third = (seconds or 0 for _, seconds in times)
    if third > FLOOR and second > FACTOR * first and third > FACTOR * second:
        return Growth(use, pump, tuple(times[-6:]))
    return None


def _seconds(pattern: re.Pattern[Any], use: Use, pump: Pump, size: int, runs: int) -> float | None:
    """Of processor time, the least of some runs. None: it was stopped. The time is the thread's: that of a process is
    told in ticks of 4 ms while a timer runs."""
    made = pump.text(size)
    text: Any = made.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else made
    call = _calls(pattern)[use]
    best = PATIENCE
    for _ in range(runs):
        try:
            with _at_most(PATIENCE):
                began = time.thread_time()
                call(text)
                best = min(best, time.thread_time() - began)
        except _TooLong:
            return None
    return best


def _calls(pattern: re.Pattern[Any]) -> dict[Use, Callable[[Any], object]]:
    return {
        Use.MATCH: pattern.match,
        Use.FULLMATCH: pattern.fullmatch,
        Use.SEARCH: pattern.search,
        Use.FINDITER: lambda text: deque(pattern.finditer(text), maxlen=0),
    }


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stops a pattern; only in the main thread of a process. A pattern that looks at signals too seldom goes on, which
    the limit of its process ends (`children`)."""

    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
