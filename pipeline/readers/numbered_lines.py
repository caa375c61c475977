"""Numbers before lines: those that count the lines are left out, those that are times get their unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, repeat

from pipeline.readers import time_units
from pipeline.transcript import count_words

FEWEST = 4
NEARLY_ALL = 0.8
"""The share of the lines that must have a number, and of the numbers that must rise."""
SAMPLE_CHARACTERS = 20_000
FEWEST_WORDS = 3
"""The average words of a line behind such times."""

_COUNT = re.compile(
    r"[ \t]{0,20}(?:\((\d{1,5})\)|\d{1,3}\.(\d{1,4})|(\d{3,5}))\.?[ \t]{1,9}"
    r"(?=[^\s\d.:-]|\d{1,2}:\d\d)"
)
_TIMES = re.compile(
    r"[ \t]{0,20}(?P<open>[\[(])?(?P<at>\d{1,9}(?:\.\d{1,6})?)(?P<ms> ?ms)?"
    r"(?:[ \t]{0,3}(?:-{1,2}>?|–|→|,|(?<=\d)[ \t]|\t)[ \t]{0,3}(?P<until>\d{1,9}(?:\.\d{1,6})?)(?: ?ms)?)?"
    r"(?(open)[\])]):?[ \t]{1,9}(?=[^\W\d])"
)


def _begun(text: str, pattern: re.Pattern[str]) -> list[re.Match[str] | None]:
    """Whether each of the lines begins so. Empty if few of them do."""
    head = [line for line in text[:SAMPLE_CHARACTERS].split("\n")[:60] if line.strip()]
    if sum(1 for line in head if pattern.match(line)) < NEARLY_ALL / 2 * len(head):
        return []
    lines = text.split("\n")
    found = [pattern.match(line) for line in lines]
    begun, filled = sum(1 for match in found if match), sum(1 for line in lines if line.strip())
    return found if begun >= max(FEWEST, NEARLY_ALL * filled) else []


def uncounted(text: str) -> str:
    """The text without numbers that count its lines: "(1) ", "1.2 ", "001 "."""
    found = _begun(text, _COUNT)
    counts = [int(next(filter(None, match.groups()))) for match in found if match]
    if not counts or sum(1 for a, b in pairwise(counts) if b == a + 1) < NEARLY_ALL * (len(counts) - 1):
        return text
    return "\n".join(
        line[match.end() :] if match else line for line, match in zip(text.split("\n"), found, strict=True)
    )


def timed(text: str) -> str:
    """The text with plain numbers that are times in brackets: "2 Jane Doe: …", "2000 5000 Jane Doe: …"."""
    found = _begun(text, _TIMES)
    matches = [match for match in found if match]
    if not matches:
        return text
    starts = [float(match["at"]) for match in matches]
    ends = [float(match["until"]) for match in matches if match["until"]]
    words = [count_words(match.string[match.end() :]) for match in matches]
    rising = sum(1 for a, b in pairwise(starts) if b >= a)
    counted = sum(1 for a, b in pairwise(starts) if b == a + 1)
    if rising < NEARLY_ALL * (len(starts) - 1) or counted * 2 >= len(starts) or sum(words) < FEWEST_WORDS * len(words):
        return text
    if ends and len(ends) < len(starts):
        return text
    unit = _unit(matches, starts, ends, words)
    if unit is None:
        return text
    times = iter(
        f"[{start * unit:.3f}s] " if end is None else f"[{start * unit:.3f}s -> {end * unit:.3f}s] "
        for start, end in zip(starts, ends or repeat(None), strict=False)
    )
    return "\n".join(
        next(times) + line[match.end() :] if match else line
        for line, match in zip(text.split("\n"), found, strict=True)
    )


def _unit(
    matches: Sequence[re.Match[str]], starts: Sequence[float], ends: Sequence[float], words: Sequence[int]
) -> float | None:
    """The seconds in one unit of these numbers, None if nobody speaks so slowly or so fast in any."""
    if all(match["ms"] for match in matches):
        return 1e-3
    span = (ends[-1] if ends else starts[-1]) - starts[0]
    said = sum(words) if ends else sum(words[:-1])
    for unit in (1.0, 1e-3):
        if span > 0 and time_units.SLOWEST <= said / (span * unit) <= time_units.FASTEST:
            return unit
    return None
