"""A report: one row for each figure, with its bound and what spoils it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Bound:
    """What a figure must keep to."""

    least: float | None = None
    most: float | None = None

    def kept(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        if self.least is not None and self.least == self.most:
            return f"{self.least:g}"
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


@dataclass(frozen=True)
class Row:
    """One figure: a share `hits` / `of`, or a count where `of` is None. Rows of several guides add up."""

    name: str
    hits: float
    of: float | None = None
    bound: Bound | None = None
    """None: reported, not demanded."""
    offenders: tuple[str, ...] = ()
    """What spoils the figure, each with its place in the guide or the transcript."""
    note: str = ""

    @property
    def value(self) -> float | None:
        """The figure; None where there was nothing to count."""
        if self.of is None:
            return self.hits
        return self.hits / self.of if self.of else None

    @property
    def met(self) -> bool | None:
        """Whether the bound is kept; None where nothing is demanded or nothing was counted."""
        return None if self.bound is None or self.value is None else self.bound.kept(self.value)

    @property
    def mark(self) -> str:
        return "" if self.met is None else "ok" if self.met else "OVER"

    @property
    def figure(self) -> str:
        if self.value is None:
            return "–"
        if self.of is None:
            return f"{self.hits:g}"
        return f"{self.value:.3f}"

    @property
    def counts(self) -> str:
        return "" if self.of is None else f"{self.hits:g}/{self.of:g}"


@dataclass(frozen=True)
class Report:
    """All rows about one guide, or about many together."""

    name: str
    rows: tuple[Row, ...]

    def __getitem__(self, name: str) -> Row:
        """The row of this name. Raises KeyError."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    @property
    def missed(self) -> tuple[str, ...]:
        """The names of the rows whose bound isn't kept."""
        return tuple(row.name for row in self.rows if row.met is False)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        rows = [asdict(row) | {"value": row.value, "met": row.met} for row in self.rows]
        return {"name": self.name, "missed": list(self.missed), "rows": rows}


def total(name: str, reports: Iterable[Report]) -> Report:
    """The rows of several reports added up, so that each instruction weighs the same, in whichever guide it is. A bound
    is demanded of the total when one of the reports demands it, and only those that demand it add to it."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for report in reports:
        for row in report.rows:
            found.setdefault(row.name, []).append((report.name, row))
    return Report(name, tuple(_sum(rows) for rows in found.values()))


def _sum(rows: list[tuple[str, Row]]) -> Row:
    demanded = [(name, row) for name, row in rows if row.bound] or rows
    first = demanded[0][1]
    return Row(
        first.name,
        sum(row.hits for _, row in demanded),
        None if first.of is None else sum(row.of or 0 for _, row in demanded),
        first.bound,
        tuple(f"{name}: {offender}" for name, row in demanded for offender in row.offenders),
        "; ".join(dict.fromkeys(row.note for _, row in demanded if row.note)) if first.note[-1:].isalpha() else "",
    )
