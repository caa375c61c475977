"""Reads transcripts in tables: those of documents and of Markdown, and texts in columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from pipeline.readers import prose, speaker_names
from pipeline.readers.cue import Cue
from pipeline.readers.letter_count import letters
from pipeline.readers.table_columns import Roles, cell_at, headed, roles_of, says_so, span_in
from pipeline.transcript import Taken, count_words

FEWEST_ROWS, FEWEST_ROWS_OF_TEXT = 3, 2
"""Rows of a table in a document and, in a text, below the names of the columns."""
SLOWEST_WORDS_PER_SECOND, FASTEST_WORDS_PER_SECOND = 0.1, 10.0
"""Between these speeds somebody speaks. A timetable is slower, a log faster."""
LATE_START_SECONDS = 300.0
"""Times without seconds that begin later, as minutes and seconds, may be hours and minutes."""
DAYTIME_SECONDS = 4 * 3600.0
"""If no time is earlier, the times are of the day and not of the recording."""

_FRACTION = re.compile(r":\d{2},\d{1,3}(?:\s|$)")
"""A comma within a time, which separates no columns."""
_SAID_QUOTE = re.compile(r'(?:^|\t)"(?>[^"\t\n]|"")*"[^\t\n"]', re.M)
"""A quotation in a cell that doesn't end with it. The quotation marks are what was said."""
_DROPPED = re.compile(r"\b\d{2}[:;]\d{2}[:;]\d{2};\d{2}(?![\d;:])")
"""A semicolon within a time, before the number of a picture."""
_EXCEL = re.compile(r"\A\s*+sep=[;,\t|]\n")
"""Which sign separates the columns, as Excel wants to be told."""
_OF_DAY = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?:\s*[-–—]\s*(?:[01]?\d|2[0-3]):[0-5]\d)?")
_SEPARATOR = re.compile(r":?-{2,}:?")
_MARKS = ("\t", ";", ",", "|")


def turns(rows: list[list[str]]) -> list[str]:
    """Lines such as "[0:01:02] Name: text". Empty if the table isn't a transcript."""
    rows = [row for row in rows if any(row)]
    if len(rows) < FEWEST_ROWS or (roles := roles_of(rows)) is None:
        return []
    return _lines(cues_of(rows, roles))


def _lines(cues: Sequence[Cue]) -> list[str]:
    return [
        (f"[{clock(cue.start)}] " if cue.start is not None else "")
        + (f"{cue.speaker}: " if cue.speaker else "")
        + cue.text
        for cue in cues
    ]


def clock(time: float) -> str:
    """
    >>> clock(3723.5)
    '1:02:03.500'
    """
    whole, rest = divmod(round(time * 1000), 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" + (f".{rest:03}" if rest else "")


def find(text: str) -> list[list[str]] | None:
    """The rows of the table that a text is, or None if it isn't one, or is one of something else than speech."""
    text = _EXCEL.sub("", text, count=1)
    rows = _marked_rows(text) if "|" in text[:5000] else None
    if rows is None:
        mark = _mark(text)
        if mark is None:
            text = _without_title(text)
            mark = _mark(text)
        rows = _rows(text, mark) if mark else None
    if rows is None or len(rows) < FEWEST_ROWS_OF_TEXT:
        return None
    roles = roles_of(rows)
    if roles is None or (roles.start is None and not says_so(rows[0], roles)):
        return None
    cues = cues_of(rows, roles)
    if len(cues) < FEWEST_ROWS_OF_TEXT or prose.not_prose("\n".join(cue.text for cue in cues)) == "a log":
        return None
    said = any(cue.speaker and prose.is_log_level(cue.speaker) for cue in cues)
    return None if said or not (speaks(cues) or says_so(rows[0], roles)) else rows


def read(rows: list[list[str]]) -> tuple[list[Cue], str | None]:
    """(the cues of a table, its text as lines of turns if it has no column of names and they may be in the texts)."""
    roles = roles_of(rows)
    cues = cues_of(rows, roles) if roles else []
    return cues, None if roles is None or roles.who is not None else "\n".join(_lines(cues))


def account(rows: Sequence[Sequence[str]]) -> tuple[list[Taken], int]:
    """(what a table has beside what is said, all its letters)."""
    roles = roles_of(rows)
    counted: dict[str, list[int]] = {"column heading": [], "time": [], "name": [], "other cell": []}
    total = 0
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            total += (size := letters(cell))
            if not size or roles is None:
                continue
            if roles.head and number == 0:
                counted["column heading"].append(size)
            elif column in (roles.start, roles.end):
                counted["time"].append(size)
            elif column == roles.who:
                counted["name"].append(size)
            elif column != roles.text:
                counted["other cell"].append(size)
    return [Taken(kind, len(sizes), sum(sizes)) for kind, sizes in counted.items() if sizes], total


def by_the_minute(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the times are those of a clock on the wall, without seconds, as in schedules and lists of calls."""
    roles = roles_of(rows)
    cells = [cell for row in rows if (cell := cell_at(row, roles.start if roles else None).strip())]
    cells = cells[1:] if roles and roles.head else cells
    first = span_in(cells[0], 1.0)[0] if cells else None
    return first is not None and first >= LATE_START_SECONDS and all(map(_OF_DAY.fullmatch, cells))


def cues_of(rows: Sequence[Sequence[str]], roles: Roles) -> list[Cue]:
    """The cues of a table's rows."""
    cues: list[Cue] = []
    for row in rows[1:] if roles.head else rows:
        said = " ".join(cell_at(row, roles.text).split())
        if not said:
            continue
        start, end = span_in(cell_at(row, roles.start), roles.unit)
        if roles.end is not None and end is None:
            end = span_in(cell_at(row, roles.end), roles.unit)[0]
        name = cell_at(row, roles.who).strip().removesuffix(":").strip()
        speaker = (f"Speaker {name}" if name.isdigit() else speaker_names.tidy(name)) if name else None
        if start is not None and end is not None:
            end = max(start, end)
        cues.append(Cue(said, speaker, start, end, breaks=speaker is not None))
    return _since_beginning(cues)


def _since_beginning(cues: list[Cue]) -> list[Cue]:
    """The cues with seconds from the first one, if their times are of the day."""
    starts = [cue.start for cue in cues if cue.start is not None]
    first = min(starts, default=0.0)
    if first < DAYTIME_SECONDS or max(starts) - first > first:
        return cues
    return [
        cue._replace(
            start=None if cue.start is None else cue.start - first, end=None if cue.end is None else cue.end - first
        )
        for cue in cues
    ]


def speaks(cues: Sequence[Cue]) -> bool:
    """Whether people say this in its time, or in turns."""
    starts = [cue.start for cue in cues if cue.start is not None]
    if len(starts) < 2:
        speakers = Counter(cue.speaker for cue in cues if cue.speaker)
        return sum(1 for count in speakers.values() if count > 1) > 0 and len(speakers) * 2 <= len(cues)
    span = max(starts) - min(starts)
    words = sum(count_words(cue.text) for cue in cues[:-1])
    return span > 0 and SLOWEST_WORDS_PER_SECOND <= words / span <= FASTEST_WORDS_PER_SECOND


def _without_title(text: str) -> str:
    """The text without a few lines at its top that have no columns."""
    lines = text[:5000].split("\n")[:8]
    above = next((n for n, line in enumerate(lines) if any(mark in line for mark in _MARKS[:2])), 0)
    return text[sum(len(line) + 1 for line in lines[:above]) :]


def _mark(text: str) -> str | None:
    """What separates the columns: it stands in nearly every line, as often as in the others or more."""
    lines = [line for line in text[:20_000].split("\n")[:200] if line.strip()]
    if len(text) > 20_000 and len(lines) > 2:
        lines.pop()
    for mark in _MARKS:
        if len(lines) < FEWEST_ROWS_OF_TEXT or mark not in lines[0] or mark not in lines[1]:
            continue
        within = {",": _FRACTION, ";": _DROPPED}.get(mark)
        if within and sum(1 for line in lines if within.search(line)) * 2 > len(lines):
            continue
        rows = _parsed("\n".join(lines), mark)
        widths = Counter(map(len, rows))
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        if width >= 2 and often * 10 >= len(rows) * 8:
            return mark
        if headed(rows[0]) and all(len(row) >= len(rows[0]) for row in rows):
            return mark
    return None


def _parsed(text: str, mark: str) -> list[list[str]]:
    try:
        if mark == "\t" and (
            '\t"' not in text or _SAID_QUOTE.search(text)
        ):  # what has no quotes around cells may have one
            return [row for row in csv.reader(io.StringIO(text), delimiter=mark, quoting=csv.QUOTE_NONE) if any(row)]
        return [row for row in csv.reader(io.StringIO(text), delimiter=mark) if any(row)]
    except csv.Error:
        return []


def _rows(text: str, mark: str) -> list[list[str]]:
    """The rows of a text. What is behind the last column is part of it: not everyone quotes commas."""
    rows = _parsed(text, mark)
    width = len(rows[0]) if rows else 0
    if all(len(row) <= width for row in rows):
        return rows
    if f'{mark}"' in text or text.startswith('"'):
        return [row if len(row) <= width else [*row[: width - 1], mark.join(row[width - 1 :])] for row in rows]
    return [line.split(mark, width - 1) for line in text.split("\n") if line.strip()]


def _marked_rows(text: str) -> list[list[str]] | None:
    """The rows of a Markdown table, if it is most of a text. A table starts over where a row of dashes stands."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    rows = [line for line in lines if line.startswith("|") and line.count("|") >= 3]
    if len(rows) < FEWEST_ROWS or sum(map(len, rows)) * 2 < sum(map(len, lines)):
        return None
    split = [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip("|"))] for row in rows]
    return [row for row in split if not all(_SEPARATOR.fullmatch(cell) for cell in row if cell)]
