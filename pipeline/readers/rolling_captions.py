"""Reads captions that roll: each repeats lines of the one before it, as YouTube's and those of live broadcasts do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.readers.caption_blocks import Caption
from pipeline.readers.non_speech import without_markup

FEWEST_REPEATED = 3
"""Captions roll if at least this many repeat what was shown, and a quarter of those that follow another at once."""
NEARLY_ALL = 0.9
"""The share of lines from which on every line is taken to stand twice."""
AT_ONCE_SECONDS = 0.1
MOST_GROWING_LINES = 8
"""A caption in which the last line grows has no more lines. Live captions have three."""


def plain_lines(captions: Sequence[Caption]) -> list[list[str]]:
    """The lines of each caption without markup and without empty ones, as `rolls` and `unroll` take them."""
    return list(map(_plain, captions))


def rolls(captions: Sequence[Caption], plain: Sequence[list[str]]) -> bool:
    """Whether captions repeat lines of the one before them."""
    pairs = repeated = 0
    for (before, after), (shown, lines) in zip(pairwise(captions), pairwise(plain), strict=True):
        if before.lines and after.lines and after.start <= before.end + AT_ONCE_SECONDS:
            pairs += 1
            repeated += bool(shown and lines) and bool(_repeated(shown, lines) or _grown(shown, lines))
            if repeated >= FEWEST_REPEATED and repeated * 4 >= len(captions):
                return True  # whatever the others are
    return repeated >= FEWEST_REPEATED and repeated * 4 >= pairs


def unroll(captions: Sequence[Caption], plain: Sequence[list[str]]) -> None:
    """Leaves each line only in the caption that shows it first, and of a line that grows, what is new."""
    shown: list[str] = []
    for caption, lines in zip(captions, plain, strict=True):
        fresh = lines[_repeated(shown, lines) :]
        if fresh and (grown := _grown(shown, lines)) > len(lines) - len(fresh):
            fresh = [lines[grown - 1][len(shown[-1]) + 1 :], *lines[grown:]]
        if lines:
            shown = lines
        caption.lines = fresh


def without_doubles(lines: list[str]) -> list[str]:
    """The lines of a text without the second of two that are alike, if nearly every line stands twice: captions that
    roll and have lost their times."""
    runs = [sum(1 for _ in run) for _, run in groupby(line for line in lines if line.strip())]
    if len(runs) < FEWEST_REPEATED or runs.count(2) < len(runs) * NEARLY_ALL:
        return lines
    kept: list[str] = []
    last, again = "", False
    for line in lines:
        if line.strip():
            again = line == last and not again
            last = line
        if not again:
            kept.append(line)
    return kept


def _plain(caption: Caption) -> list[str]:
    lines: list[str] = []
    for line in caption.lines:
        if "<" in line or "&" in line or "{" in line:
            line = without_markup(line)
        if line := line.strip():
            lines.append(line)
    return lines


def _grown(shown: Sequence[str], lines: Sequence[str]) -> int:
    """How many lines at the beginning are the last ones shown before, if the last of them has grown."""
    if not shown or len(lines) > MOST_GROWING_LINES:
        return 0
    begun = f"{shown[-1]} "
    for count in range(min(len(shown), len(lines)), 0, -1):
        if lines[count - 1].startswith(begun) and list(shown[-count:-1]) == list(lines[: count - 1]):
            return count
    return 0


def _repeated(shown: Sequence[str], lines: Sequence[str]) -> int:
    """How many lines at the beginning are the last ones shown before. In one pass, as Knuth, Morris and Pratt search:
    a caption of a hostile file has 100,000 lines that are nearly alike."""
    if not shown or shown[-1] not in lines:
        return 0
    if len(lines) <= MOST_GROWING_LINES:
        for count in range(min(len(lines), len(shown)), 0, -1):
            if lines[:count] == shown[-count:]:
                return count
        return 0
    joined: list[str | None] = [*lines, None, *shown[-len(lines) or len(shown) :]]
    borders = [0] * len(joined)
    for place in range(1, len(joined)):
        length = borders[place - 1]
        while length and joined[place] != joined[length]:
            length = borders[length - 1]
        borders[place] = length + (joined[place] == joined[length])
    return borders[-1]
