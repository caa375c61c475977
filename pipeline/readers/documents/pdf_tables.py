"""Finds the table that a PDF's pages are: columns at which many pieces of text begin, and rows from the first on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.confined.pdf import PdfLine
from pipeline.readers import tables

SAME_PLACE = 2.0
"""Points by which the pieces of a column may be apart from each other."""
FEWEST_PIECES = 3
NARROWEST = 15.0
"""Points between two columns."""


def rows_of(pages: Sequence[Sequence[PdfLine]]) -> list[list[str]]:
    """The rows of the table that is most of these pages. Empty if there is none in which somebody speaks."""
    lines = [line for page in pages for line in page]
    columns = _columns(lines)
    if len(columns) < 2:
        return []
    rows: list[list[str]] = []
    outside = 0
    for line in lines:
        places = [_column(columns, x) for x, _ in line.cells]
        if None in places or (len(line.cells) == 1 and places[0] == 0):
            outside += len(line.text.split())  # a title, or a heading over the rows
            continue
        if places[0] == 0 or not rows:
            rows.append([""] * len(columns))
        for place, (_, text) in zip(places, line.cells, strict=True):
            assert place is not None
            rows[-1][place] = f"{rows[-1][place]} {text}".strip()
    inside = sum(len(cell.split()) for row in rows for cell in row)
    return rows if inside > 2 * outside and tables.turns(rows) else []


def _columns(lines: Sequence[PdfLine]) -> list[float]:
    """Where the columns begin, in points from the left."""
    counts = Counter(round(x) for line in lines for x, _ in line.cells)
    several = sum(1 for line in lines if len(line.cells) > 1)
    found: list[float] = []
    for x in sorted(counts):
        count = sum(counts[near] for near in range(x - 1, x + 3))
        if count >= max(FEWEST_PIECES, several * 0.6) and (not found or x - found[-1] > NARROWEST):
            found.append(float(x))
    return found


def _column(columns: Sequence[float], x: float) -> int | None:
    return next((number for number, begin in enumerate(columns) if abs(x - begin) <= SAME_PLACE), None)
