"""The rows of a slide: how they look, how much room they take, and how many fit on a slide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

BODY_POINTS = 380.0
"""How much of a slide is for its rows, from top to bottom."""
WIDTH_EMS = 47.0
"""How much text of 18 points stands beside each other on a slide, in widths of the letter m."""
LETTER_EMS, WIDE_LETTER_EMS = 0.49, 1.0
"""The width of a letter on average, and of one in Chinese, Japanese or Korean."""
LINE_FACTOR = 1.22


class Kind(StrEnum):
    """What a row is. It decides how the row looks."""

    TEXT = "text"
    GOAL = "goal"
    ACTION = "action"
    ITEM = "item"
    """Of a list in an action or a note."""
    BULLET = "bullet"
    CODE = "code"
    RESULT = "result"
    NOTE = "note"
    TIP = "tip"
    WARNING = "warning"
    GAP = "gap"
    """What the recording doesn't say of the step."""
    SMALL = "small"


SIZES = {Kind.GOAL: 16, Kind.ITEM: 16, Kind.CODE: 15, Kind.RESULT: 16, Kind.GAP: 16, Kind.SMALL: 12}
SIZE = 18
"""The size of the text of a row, in points, unless its kind is in `SIZES`."""
SPACE_POINTS = {Kind.ITEM: 2.0, Kind.CODE: 0.0, Kind.RESULT: 2.0}
SPACE = 7.0
"""The space above a row, in points, unless its kind is in `SPACE_POINTS`."""
INDENTED = (Kind.ITEM, Kind.CODE, Kind.RESULT, Kind.NOTE, Kind.TIP, Kind.WARNING)
BELONGING = (Kind.ITEM, Kind.CODE, Kind.RESULT)
"""These belong to the row above."""


class Look(StrEnum):
    """How a part of a row differs from its row."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    MARK = "mark"
    LINK = "link"


@dataclass(frozen=True)
class Run:
    text: str
    look: Look = Look.PLAIN
    url: str | None = None
    slide: str | None = None
    """The name of the slide that it leads to."""


@dataclass(frozen=True)
class Row:
    """One paragraph."""

    kind: Kind
    runs: tuple[Run, ...]
    number: int | None = None
    """That of an action."""
    cited: tuple[str, ...] = ()
    """The ids of the sources it is based on."""
    with_next: bool = False
    """Whether it must not be the last row of a slide."""

    @property
    def size(self) -> int:
        return SIZES.get(self.kind, SIZE)

    @property
    def height(self) -> float:
        """About how much of a slide it takes, in points."""
        width = sum(ems(run.text) for run in self.runs)
        rows = max(1, -(-width // self._ems_in_a_row))
        return rows * self.size * LINE_FACTOR + SPACE_POINTS.get(self.kind, SPACE)

    @property
    def _ems_in_a_row(self) -> float:
        return (WIDTH_EMS - (2 if self.kind in INDENTED else 0)) * SIZE / self.size

    def cut(self, points: float) -> tuple[Row, Row | None]:
        """The part that fits into so many points, and the rest."""
        fits = max(1, int((points - SPACE) // (self.size * LINE_FACTOR))) * self._ems_in_a_row
        first: list[Run] = []
        for place, run in enumerate(self.runs):
            width = ems(run.text)
            if width <= fits:
                first.append(run)
                fits -= width
                continue
            kept = _fitting(run.text, fits)
            if kept:
                first.append(replace(run, text=run.text[:kept].rstrip()))
            rest = (replace(run, text=run.text[kept:].lstrip()), *self.runs[place + 1 :])
            return replace(self, runs=tuple(first)), replace(self, runs=rest, number=None)
        return self, None


def on_pages(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The rows in parts that each fit on a slide, as few as can be and about equally long; at least one, which may be
    empty."""
    pages = list(_filled(rows, BODY_POINTS))
    lowest, highest = BODY_POINTS / 2, BODY_POINTS
    while len(pages) > 1 and highest - lowest > SIZE:
        middle = (lowest + highest) / 2
        tried = list(_filled(rows, middle))
        if len(tried) > len(pages):
            lowest = middle
        else:
            pages, highest = tried, middle
    return pages


def _filled(rows: Sequence[Row], points: float) -> Iterator[tuple[Row, ...]]:
    """The rows, as many on each slide as its points allow. What belongs to an action stays with it, if it isn't too
    long for any slide."""
    page: list[Row] = []
    left = points
    for block in _blocks(rows):
        height = sum(row.height for row in block)
        if page and height > left and height <= points:
            yield tuple(page)
            page, left = [], points
        waiting = list(reversed(block))
        while waiting:
            row = waiting.pop()
            if page and row.height > left and row.height <= points:
                yield tuple(page)
                page, left = [], points
            row, rest = row.cut(left) if row.height > left else (row, None)
            page.append(row)
            left -= row.height
            if rest is not None:
                yield tuple(page)
                page, left = [], points
                waiting.append(rest)
    yield tuple(page)


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """The rows, with those together that belong to one."""
    block: list[Row] = []
    for row in rows:
        if block and not block[-1].with_next and row.kind not in BELONGING:
            yield tuple(block)
            block = []
        block.append(row)
    if block:
        yield tuple(block)


def ems(text: str) -> float:
    """About how wide a text is, in widths of the letter m."""
    if text.isascii():
        return len(text) * LETTER_EMS
    return sum(WIDE_LETTER_EMS if unicodedata.east_asian_width(one) in "WF" else LETTER_EMS for one in text)


def _fitting(text: str, room: float) -> int:
    """How many of its characters are no wider than that many ems, up to a blank if there is one near."""
    width, fits = 0.0, 0
    for one in text:
        width += ems(one)
        if width > room:
            break
        fits += 1
    blank = text.rfind(" ", max(0, fits - 60), fits + 1)
    return blank if blank > 0 else fits
