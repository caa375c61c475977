"""What unit the numbers of an export are in: by the name of their column, their size, and how fast people speak."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

UNITS = (1.0, 1e-3, 1 / 16_000, 1e-6, 1e-7, 1e-9)
"""Seconds, milliseconds, samples at 16 kHz, microseconds, ticks and nanoseconds."""
USUAL_WORDS_PER_SECOND = 2.5
SLOWEST, FASTEST = 0.2, 12.0
"""Words per second between the start and the end of what is said. Otherwise the unit is another one."""
EARLIEST_DATE = 1e8
"""Seconds since 1970 that are a date, and no time in a recording."""
FEWEST_WORDS = 10
"""Fewer words don't tell how fast somebody speaks."""

_NAMED = re.compile(r"ms|milli|ticks|nano|micro|sec", re.I)


def named(name: str) -> bool:
    """Whether a column's name says its unit."""
    return bool(_NAMED.search(name))


def unit_of(name: str, numbers: Sequence[float], words: int) -> float:
    """How many seconds one unit of these numbers has, under a column of this name, where so many words are said."""
    lowered = name.lower()
    if lowered.endswith("ticks"):
        return 1e-7
    if "ms" in name or "Ms" in name or "milli" in lowered:
        return 1e-3
    if "micro" in lowered or lowered.endswith("us"):
        return 1e-6
    if "nano" in lowered or lowered.endswith("_ns"):
        return 1e-9
    if not numbers:
        return 1.0
    largest = max(numbers)
    if largest > 1e14:
        return 1e-6
    if largest > 1e11:
        return 1e-3  # milliseconds since 1970
    if largest > 1e8 or any(number != int(number) for number in numbers if abs(number) < 1e9):
        return 1.0
    return 1e-3 if largest > 100 and words * 20 < largest - min(numbers) else 1.0


def likely(
    starts: Sequence[float | None],
    ends: Sequence[float | None],
    lengths: Sequence[float | None],
    words: Sequence[int],
    unit: float,
) -> float:
    """This unit, or the one in which people speak as fast as people do. `words` are counted for each of the numbers;
    `ends` or `lengths` are empty if they aren't known."""
    if ends:
        spans = list(zip(starts, ends, strict=True))
    elif lengths:
        spans = [(0.0, length) for length in lengths]
    else:
        spans = list(zip(starts, [*starts[1:], None], strict=True))
    known = [(e - b, count) for (b, e), count in zip(spans, words, strict=True) if b is not None and e is not None]
    span, count = sum(length for length, _ in known if length > 0), sum(count for length, count in known if length > 0)
    last = max((start for start in starts if start is not None), default=0.0)
    dated = last * unit > EARLIEST_DATE and not ends and not lengths
    if span <= 0 or count < FEWEST_WORDS or dated:
        return unit
    if (SLOWEST if ends or lengths else SLOWEST / 10) <= count / (span * unit) <= FASTEST:
        return unit
    best = min(UNITS, key=lambda each: abs(math.log(count / (span * each) / USUAL_WORDS_PER_SECOND)))
    return best if SLOWEST <= count / (span * best) <= FASTEST else unit
