"""Reports as tables: rich on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from tests.quality.report import Report

COLUMNS = (
    ("verbatim", "verb."), ("unsupported certain facts", "unsup."), ("polarity flips", "flips"),
    ("coverage", "cover"), ("noise", "noise"), ("form", "form"), ("titles", "titles"), ("near-duplicates", "dupl."),
    ("filler sentences", "filler"), ("gold recall", "g.rec"), ("gold precision", "g.prec"), ("gold order (tau)", "tau"),
)  # fmt: skip
"""The figures of a table with one line a guide, and their short names."""


def print_report(report: Report, listed: int = 20, out: TextIO | None = None) -> None:
    """One guide's rows, each with at most `listed` of what spoils it."""
    out = out or sys.stdout
    rows = [(r.name, r.figure, r.counts, r.mark, str(r.bound or ""), r.note) for r in report.rows]
    _table(report.name, ("", "figure", "counted", "", "demanded", ""), rows, out)
    for row in report.rows:
        if row.offenders and listed:
            print(f"\n{row.name} ({len(row.offenders)})", file=out)
            for offender in row.offenders[:listed]:
                print(f"  {offender}", file=out)
            if len(row.offenders) > listed:
                print(f"  … and {len(row.offenders) - listed} more", file=out)


def print_overview(reports: Sequence[Report], title: str, out: TextIO | None = None) -> None:
    """One line a guide: its figures, with "!" where one is over its bound."""
    lines = [(report.name, *(_cell(report, name) for name, _ in COLUMNS)) for report in reports]
    _table(title, ("guide", *(short for _, short in COLUMNS)), lines, out or sys.stdout)


def markdown_overview(reports: Sequence[Report], added: Report) -> str:
    """The same as a table in Markdown, with the total as its last line."""
    lines = [("guide", *(short for _, short in COLUMNS)), ("---", *("--:" for _ in COLUMNS))]
    lines += [
        (name.replace("_", r"\_"), *(_cell(report, column) for column, _ in COLUMNS))
        for name, report in (*((report.name, report) for report in reports), (f"**{added.name}**", added))
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(report: Report, name: str) -> str:
    row = next((row for row in report.rows if row.name == name), None)
    return row.figure + ("!" if row.met is False else "") if row else ""


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    if out.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        made = Table(title=title, title_justify="left")
        for name in head:
            made.add_column(name)
        for row in rows:
            over = any(cell == "OVER" or cell.endswith("!") for cell in row)
            made.add_row(*(Text(cell) for cell in row), style="red" if over else None)
        Console(file=out).print(made)
        return
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    print(title, file=out)
    for row in (head, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), file=out)
