"""Tells times with which somebody begins a sentence, "10:30 is when we open", from those of the recording."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.stamps import Stamp
from pipeline.readers.times import Kind

FEW = 0.5
"""The share of a file's times that are said at most. Of more, all are times of the recording."""
FEW_LINES = 0.2
"""The same as a share of the lines, in a file that has no other times."""


def find(stamps: Sequence[Stamp | None], texts: Sequence[str]) -> frozenset[int]:
    """The indexes of the lines whose time is said, where `stamps` and `texts` have one item for each line: they have no
    brackets, go on in small letters, and don't fit between the other times."""
    stamped = [number for number, stamp in enumerate(stamps) if stamp]
    doubtful = frozenset(
        number for number in stamped if (stamp := stamps[number]) and _goes_on(stamp, texts[number][stamp.end :])
    )
    if not doubtful:
        return doubtful
    starts = {number: stamp.start for number, stamp in enumerate(stamps) if stamp}
    if len(doubtful) == len(stamped):
        few = len(doubtful) <= sum(map(bool, texts)) * FEW_LINES
        rise = all(starts[before] < starts[after] for before, after in pairwise(stamped))
        return doubtful if few and not rise else frozenset()
    if len(doubtful) > len(stamped) * FEW:
        return frozenset()
    said: set[int] = set()
    waiting: list[int] = []
    latest = 0.0
    for number in [*stamped, None]:
        if number in doubtful:
            waiting.append(number)
            continue
        following = math.inf if number is None else starts[number]
        said.update(each for each in waiting if not latest <= starts[each] <= following)
        waiting, latest = [], max(latest, following)
    return frozenset(said)


def _goes_on(stamp: Stamp, rest: str) -> bool:
    """Whether a time may be the beginning of a sentence."""
    style = stamp.style
    plain = style.leads and style.bracket is None and style.mark is None and not style.ranges
    return plain and style.kind in (Kind.CLOCK, Kind.DAY) and rest.lstrip()[:1].islower()
