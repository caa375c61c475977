"""Estimates when something was said within a long turn, or within a block of turns that only has a time at its top.

all_moments = moments(cues, turns=True)       # one for each cue
start, timing = all_moments[3].at(0.5)        # after half of the characters of the fourth cue
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.readers.cue import Cue
from pipeline.readers.time_units import USUAL_WORDS_PER_SECOND
from pipeline.transcript import Timing, count_words

LONG_SECONDS = 30.0
"""In a shorter turn, its beginning is near enough to all that is said in it."""
NEAR_SECONDS = 10.0
"""What is said so soon after the beginning needs no time of its own."""
SLOWEST_WORDS_PER_SECOND = 1.0
"""Who says fewer words until the next time has stopped before that."""


class Moment(NamedTuple):
    """When a cue was said."""

    start: float | None
    """In seconds."""
    timing: Timing = Timing.AT
    seconds: float = 0.0
    """Over which its words are spread; 0 if its beginning stands for all of it."""

    def at(self, share: float) -> tuple[float | None, Timing]:
        """When what comes after this share of its characters was said."""
        if self.start is None or (self.timing is not Timing.ABOUT and share * self.seconds < NEAR_SECONDS):
            return self.start, self.timing
        return float(int(self.start + share * self.seconds)), Timing.ABOUT


_NEVER = Moment(None)


def moments(cues: Sequence[Cue], *, turns: bool) -> list[Moment]:
    """A moment for each cue. With `turns`, what has no time of its own belongs to the block that began with the last
    one, and has none if the file tells only one time."""
    found = [_NEVER if cue.start is None else Moment(cue.start) for cue in cues]
    timed = [place for place, cue in enumerate(cues) if cue.start is not None]
    if not timed:
        return found
    if turns and len({cues[place].start for place in timed}) < 2 and _is_long(cues):
        return [_NEVER] * len(cues)  # one time for everything says nothing, unless there is little
    for place, following in zip(timed, [*timed[1:], len(cues)], strict=True):
        last = following if turns else place + 1
        until = cues[following].start if following < len(cues) else None
        seconds = _seconds(cues[place], until, alone=last == place + 1)
        if last == place + 1 and seconds is not None and seconds <= LONG_SECONDS:
            continue
        if seconds is None and not turns:
            continue
        found[place:last] = _spread(cues[place:last], seconds)
    return found


def _is_long(cues: Sequence[Cue]) -> bool:
    return sum(count_words(cue.text) for cue in cues) / USUAL_WORDS_PER_SECOND >= LONG_SECONDS


def _seconds(cue: Cue, until: float | None, *, alone: bool) -> float | None:
    """The seconds from the beginning of a cue to the next time, `until`, or to its own end if it is `alone`. None if
    there is neither."""
    assert cue.start is not None
    end = cue.end if alone else None
    if until is not None and (end is None or until < end):
        end = until
    return None if end is None else max(0.0, end - cue.start)


def _spread(block: Sequence[Cue], seconds: float | None) -> list[Moment]:
    """The moments of the cues of a block, of which the first has a time. `seconds` are known to pass in it."""
    start = block[0].start
    assert start is not None
    words = [count_words(cue.text) for cue in block]
    whole = sum(words)
    spoken = whole / (USUAL_WORDS_PER_SECOND if seconds is None else SLOWEST_WORDS_PER_SECOND)
    spread = spoken if seconds is None else min(seconds, spoken)
    if spread <= LONG_SECONDS:
        return [Moment(start, Timing.FROM if number else Timing.AT) for number in range(len(block))]
    found: list[Moment] = []
    before = 0
    for number, count in enumerate(words):
        timing = Timing.ABOUT if number else Timing.AT
        found.append(Moment(start + before / whole * spread, timing, count / whole * spread))
        before += count
    return found
