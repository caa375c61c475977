"""The times of captions in XML: from the beginning of the recording, or from what is around them.

TTML 2, 11.2.1 and 12.3: a time counts from the beginning of the element around it. Many tools write times from the
beginning of the recording all the same, so the file decides: if every time is later than the beginning around it, and
would end too late if it were counted from there, all times are from the beginning of the recording.
"""

from __future__ import annotations

import math

LATE_SECONDS = 0.5
"""A caption ends no later than this after what is around it."""
PROGRAMME_HOURS = 10
"""The time at which programmes begin in broadcasting (EBU Tech 3264: 10:00:00:00)."""

Span = tuple[float | None, float | None]


class Times:
    """Collects times, and says what they are once all are known."""

    def __init__(self) -> None:
        self._around: list[tuple[float, float]] = [(0.0, math.inf)]
        """The beginning and end of each element that has others in it. The beginnings of those around it are added."""
        self._open = [0]
        self._found: list[tuple[float | None, float | None, int, float | None]] = []

    def enter(self, start: float | None, end: float | None) -> None:
        """Notes that an element begins that has captions in it."""
        if not start:
            self._open.append(self._open[-1])
            return
        outer = self._around[self._open[-1]][0]
        self._around.append((outer + start, math.inf if end is None else end))
        self._open.append(len(self._around) - 1)

    def leave(self) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def add(self, start: float | None, end: float | None, within: float | None) -> int:
        """Notes a caption's times, or those of a part of it. `within`: when the caption begins that it is a part of.
        Returns the index of its times among all."""
        self._found.append((start, end, self._open[-1], within))
        return len(self._found) - 1

    def resolved(self) -> list[Span]:
        """The times, in seconds from the beginning of the recording."""
        inner = any(
            within is not None and start is not None and start < within - 0.05 for start, _, _, within in self._found
        )
        found: list[tuple[float | None, float | None, int]] = [
            (_later(start, within), _later(end, within), around) if inner else (start, end, around)
            for start, end, around, within in self._found
        ]
        spans: list[Span] = [(start, end) for start, end, _ in found]
        if not self._from_the_beginning(found):
            spans = [(_later(start, self._around[at][0]), _later(end, self._around[at][0])) for start, end, at in found]
        first = min((start for start, _ in spans if start is not None), default=0.0)
        if first >= PROGRAMME_HOURS * 3600:
            hours = first // 3600 * 3600
            spans = [(_later(start, -hours), _later(end, -hours)) for start, end in spans]
        return spans

    def _from_the_beginning(self, found: list[tuple[float | None, float | None, int]]) -> bool:
        timed = [(start, self._around[around]) for start, _, around in found if start is not None]
        return all(start >= begin for start, (begin, _) in timed) and any(
            begin + start > end + LATE_SECONDS for start, (begin, end) in timed
        )


def _later(time: float | None, by: float | None) -> float | None:
    return None if time is None else time + (by or 0.0)
