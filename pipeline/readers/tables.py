"""Reads transcripts in tables: finds the columns with times, names and what was said, by what is in them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers import prose, speaker_names, time_units
from pipeline.readers.cue import Cue
from pipeline.readers.reading_account import letters
from pipeline.readers.times import seconds
from pipeline.transcript import Taken, count_words

FEWEST_ROWS, FEWEST_ROWS_OF_TEXT = 3, 2
"""Rows of a table in a document and, in a text, below the names of the columns."""
MOST_COLUMNS = 24
SLOWEST_WORDS_PER_SECOND, FASTEST_WORDS_PER_SECOND = 0.1, 10.0
"""Between these speeds somebody speaks. A timetable is slower, a log faster."""
LONGEST_NAME = 60
DAYTIME_SECONDS = 4 * 3600.0
"""If no time is earlier, the times are of the day and not of the recording."""

_CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,:;]\d{1,9})?"
_TIMES = re.compile(
    rf"[\[(#]?(?:\d{{4}}-\d\d-\d\d[T ])?({_CLOCK})Z?(?:\s*(?:-->|->|-|–|—|→|to|bis)\s*({_CLOCK}))?[\])#]?", re.I
)
_NUMBER = re.compile(r"\d{1,15}(?:[.,]\d{1,9})?")
_TIME_HEAD = re.compile(
    r"^(?:start|begin|time|timestamp|timecode|timespan|zeit|anfang|from|von|ab|in|tc|heure|hora|début|debut|inizio"
    r"|inicio|tempo|tid|czas|время|時間|时间|시간)",
    re.I,
)
_END_HEAD = re.compile(r"^(?:end|stop|to|until|bis|ende|out|fin|fine|slut|koniec|конец)\b|out$|end$", re.I)
_LENGTH_HEAD = re.compile(r"dur|length|dauer|länge|durée|durata", re.I)
_SPEAKER_HEAD = re.compile(
    r"speaker|^(?:name|participant|who|sprecher|person|role|voice|locuteur|intervenant|hablante|orador|falante|parlante"
    r"|spreker|talare|mówca|tier|said by|спикер|話者|发言人|說話者|화자)",
    re.I,
)
_TEXT_HEAD = re.compile(
    r"^(?:transcript|transcription|text|dialogue|dialog|content|speech|utterance|caption|subtitle|sentence|annotation"
    r"|inhalt|said|what was said|texte|texto|testo|tekst|текст|テキスト|文本|内容|내용)",
    re.I,
)
_NO_SPEAKER_HEAD = re.compile(r"language|lang$|confidence|status|type|id$|email|file|channel url|date", re.I)
_NAMES = re.compile(r"[^\W\d_]|^\+\d")
"""A letter, or the beginning of a number that somebody calls from."""
_FRACTION = re.compile(r":\d{2},\d{1,3}(?:\s|$)")
"""A comma within a time, which separates no columns."""
_SEPARATOR = re.compile(r":?-{2,}:?")
_MARKS = ("\t", ";", ",", "|")


@dataclass(frozen=True)
class Roles:
    """Which column of a table is what. None for what it doesn't have."""

    text: int
    start: int | None
    end: int | None
    who: int | None
    head: bool
    """Whether its first row names the columns."""
    unit: float = 1.0
    """Seconds in one unit of the times, if they are plain numbers."""


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
    if roles is None or (roles.start is None and not _says_so(rows[0], roles)):
        return None
    cues = cues_of(rows, roles)
    if len(cues) < FEWEST_ROWS_OF_TEXT or prose.not_prose("\n".join(cue.text for cue in cues)) == "a log":
        return None
    said = any(cue.speaker and prose.is_log_level(cue.speaker) for cue in cues)
    return None if said or not _speaks(cues) else rows


def _says_so(head: Sequence[str], roles: Roles) -> bool:
    """Whether the names of the columns say that one is a speaker and one is speech."""
    return bool(
        roles.head
        and _SPEAKER_HEAD.search(_cell(head, roles.who).strip())
        and _TEXT_HEAD.search(_cell(head, roles.text).strip())
    )


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


def cues_of(rows: Sequence[Sequence[str]], roles: Roles) -> list[Cue]:
    """The cues of a table's rows."""
    cues: list[Cue] = []
    for row in rows[1:] if roles.head else rows:
        said = " ".join(_cell(row, roles.text).split())
        if not said:
            continue
        start, end = _span(_cell(row, roles.start), roles.unit)
        if roles.end is not None and end is None:
            end = _span(_cell(row, roles.end), roles.unit)[0]
        name = _cell(row, roles.who).strip().removesuffix(":").strip()
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


def roles_of(rows: Sequence[Sequence[str]]) -> Roles | None:
    """Which column is what, or None if nobody speaks in this table."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if not 2 <= width <= MOST_COLUMNS:
        return None
    head = [cell.strip().strip("\"'*_ ") for cell in rows[0]]
    body = rows[1:301]
    columns = [[_cell(row, number).strip() for row in body] for number in range(width)]
    weights = [sum(count_words(cell) for cell in column if cell) / max(1, len(body)) for column in columns]
    clocks = [_share(column, _TIMES) for column in columns]
    plain = [_share(column, _NUMBER) for column in columns]
    text = _text(head, columns, weights, clocks, plain)
    if text is None:
        return None
    start, end, unit = _time_columns(head, columns, clocks, plain, text)
    who = _names(head, columns, {text, start, end}, clocks, plain)
    if start is None and who is None:
        return None
    heads = sum(
        1
        for number, pattern in ((text, _TEXT_HEAD), (start, _TIME_HEAD), (who, _SPEAKER_HEAD))
        if number is not None and number < len(head) and pattern.search(head[number])
    )
    timed = start is not None and bool(_TIMES.fullmatch(_cell(rows[0], start).strip()) or _is_number(rows[0], start))
    return Roles(text, start, end, who, head=not timed and (heads > 0 or start is not None), unit=unit)


def _cell(row: Sequence[str], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""


def _is_number(row: Sequence[str], number: int) -> bool:
    return bool(_NUMBER.fullmatch(_cell(row, number).strip()))


def _share(column: Sequence[str], pattern: re.Pattern[str]) -> float:
    filled = [cell for cell in column if cell]
    return sum(1 for cell in filled if pattern.fullmatch(cell)) / len(filled) if len(filled) * 2 > len(column) else 0.0


def _text(
    head: Sequence[str],
    columns: Sequence[Sequence[str]],
    weights: Sequence[float],
    clocks: Sequence[float],
    plain: Sequence[float],
) -> int | None:
    """The column under a name that says so, or the one with the most words."""
    free = [number for number in range(len(columns)) if max(clocks[number], plain[number]) < 0.5]
    named = [number for number in free if number < len(head) and _TEXT_HEAD.search(head[number])]
    best = max(named or free, key=weights.__getitem__, default=None)
    if best is not None and weights[best] < 2 and named:
        best = max(free, key=weights.__getitem__)
    return best if best is not None and weights[best] >= 2 else None


def _time_columns(
    head: Sequence[str],
    columns: Sequence[Sequence[str]],
    clocks: Sequence[float],
    plain: Sequence[float],
    text: int,
) -> tuple[int | None, int | None, float]:
    """(the column of starts, that of ends, the seconds in one unit of their numbers)."""

    def name(number: int) -> str:
        return head[number] if number < len(head) else ""

    times = [number for number in range(len(columns)) if number != text and clocks[number] > 0.7]
    unit = 1.0
    if not times:
        times = [n for n in range(len(columns)) if n != text and plain[n] > 0.9 and _runs(columns[n], name(n))]
    starts = [
        number for number in times if not _END_HEAD.search(name(number)) and not _LENGTH_HEAD.search(name(number))
    ]
    named = [number for number in starts if _TIME_HEAD.search(name(number))]
    rising = [number for number in starts if _rises([_span(cell, 1.0)[0] for cell in columns[number]])]
    start = next((number for number in named if number in rising), None)
    start = next(iter(rising or named or starts), None) if start is None else start
    if start is None:
        return None, None, unit
    begins = [_span(cell, 1.0)[0] for cell in columns[start]]
    end = next((n for n in times if n != start and _END_HEAD.search(name(n))), None)
    if end is None:
        later = [n for n in times if n != start and not _LENGTH_HEAD.search(name(n))]
        end = next((n for n in later if _follow(begins, [_span(cell, 1.0)[0] for cell in columns[n]])), None)
    if clocks[start] <= 0.7:
        words = [count_words(cell) for cell in columns[text]]
        numbers = [number for number in begins if number is not None]
        unit = time_units.unit_of(name(start), numbers, sum(words))
        if not time_units.named(name(start)):
            ends = [_span(cell, 1.0)[0] for cell in columns[end]] if end is not None else []
            unit = time_units.likely(begins, ends, [], words, unit)
    return start, end, unit


def _span(cell: str, unit: float) -> tuple[float | None, float | None]:
    """The times in a cell: a start, and an end if it has both."""
    cell = cell.strip()
    if match := _TIMES.fullmatch(cell):
        return seconds(match[1].replace(";", ":")), seconds(match[2].replace(";", ":")) if match[2] else None
    if _NUMBER.fullmatch(cell):
        return float(cell.replace(",", ".")) * unit, None
    return None, None


def _runs(column: Sequence[str], name: str) -> bool:
    """Whether plain numbers can be times: they rise, and don't only count the rows."""
    numbers = [_span(cell, 1.0)[0] for cell in column]
    steps = {after - before for before, after in pairwise(numbers) if before is not None and after is not None}
    if not _rises(numbers):
        return bool(_LENGTH_HEAD.search(name))
    return steps != {1.0} or bool(_TIME_HEAD.search(name))


def _rises(times: Sequence[float | None]) -> bool:
    known = [time for time in times if time is not None]
    rising = sum(1 for before, after in pairwise(known) if after >= before)
    return len(known) >= 1 and rising * 10 >= (len(known) - 1) * 9 and (len(known) < 3 or known[-1] > known[0])


def _follow(starts: Sequence[float | None], ends: Sequence[float | None]) -> bool:
    pairs = [(b, e) for b, e in zip(starts, ends, strict=True) if b is not None and e is not None]
    return bool(pairs) and sum(1 for begin, end in pairs if end >= begin) * 10 >= len(pairs) * 9


def _names(
    head: Sequence[str],
    columns: Sequence[Sequence[str]],
    taken: set[int | None],
    clocks: Sequence[float],
    plain: Sequence[float],
) -> int | None:
    """The column under a name that says so, or the one whose few short texts come back."""
    free = [number for number in range(len(columns)) if number not in taken and any(columns[number])]
    for number in free:
        if number < len(head) and _SPEAKER_HEAD.search(head[number]) and clocks[number] < 0.5:
            return number
    for number in free:
        if number < len(head) and _NO_SPEAKER_HEAD.search(head[number]):
            continue
        if plain[number] < 0.5 and clocks[number] < 0.5 and _are_names(columns[number]):
            return number
    return None


def _are_names(column: Sequence[str]) -> bool:
    """Whether these are names: short, and few of them for so many rows."""
    filled = [cell.rstrip(":").strip() for cell in column if cell.strip()]
    several = set(filled)
    if len(filled) < FEWEST_ROWS_OF_TEXT or len(several) > max(2, len(filled) * 0.5):
        return False
    if any(len(name) > LONGEST_NAME or name[-1:] in ".?!" or not _NAMES.search(name) for name in several):
        return False
    if all(speaker_names.plausible(name) for name in several):
        return len(several) > 1 or " " in next(iter(several))
    return len(several) > 1 and len(filled) >= 2 * len(several)


def _speaks(cues: Sequence[Cue]) -> bool:
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
        if mark == "," and sum(1 for line in lines if _FRACTION.search(line)) * 2 > len(lines):
            continue
        rows = _parsed("\n".join(lines), mark)
        widths = Counter(map(len, rows))
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        if width >= 2 and often * 10 >= len(rows) * 8:
            return mark
        if _headed(rows[0]) and all(len(row) >= len(rows[0]) for row in rows):
            return mark
    return None


def _headed(head: Sequence[str]) -> bool:
    """Whether these cells name the columns of a transcript: most of them, and the last one its text."""
    heads = (_TIME_HEAD, _END_HEAD, _LENGTH_HEAD, _SPEAKER_HEAD, _TEXT_HEAD)
    named = sum(1 for cell in head if any(pattern.search(cell.strip()) for pattern in heads))
    return len(head) >= 2 and named * 2 > len(head) and bool(_TEXT_HEAD.search(head[-1].strip()))


def _parsed(text: str, mark: str) -> list[list[str]]:
    try:
        if mark == "\t" and '\t"' not in text:  # what has no quotes around cells may have one in them
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
