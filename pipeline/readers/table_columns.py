"""Which columns of a table have times, names and what was said: the names of the columns tell, or what is in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers import speaker_names, time_units
from pipeline.readers.times import seconds
from pipeline.transcript import count_words

FEWEST_NAMES = 2
"""A column with fewer cells isn't taken for one of names."""
MOST_COLUMNS = 24
LONGEST_NAME, LONGEST_INITIALS = 60, 3

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


def roles_of(rows: Sequence[Sequence[str]]) -> Roles | None:
    """Which column is what, or None if nobody speaks in this table."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if not 2 <= width <= MOST_COLUMNS:
        return None
    head = [cell.strip().strip("\"'*_ ") for cell in rows[0]]
    body = rows[1:301]
    columns = [[cell_at(row, number).strip() for row in body] for number in range(width)]
    weights = [sum(count_words(cell) for cell in set(column) if cell) / max(1, len(body)) for column in columns]
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
    timed = start is not None and bool(_TIMES.fullmatch(cell_at(rows[0], start).strip()) or _is_number(rows[0], start))
    return Roles(text, start, end, who, head=not timed and (heads > 0 or start is not None), unit=unit)


def says_so(head: Sequence[str], roles: Roles) -> bool:
    """Whether the names of the columns say that one is a speaker and one is speech."""
    return bool(
        roles.head
        and _SPEAKER_HEAD.search(cell_at(head, roles.who).strip())
        and _TEXT_HEAD.search(cell_at(head, roles.text).strip())
    )


def headed(head: Sequence[str]) -> bool:
    """Whether these cells name the columns of a transcript: most of them, and the last one its text."""
    heads = (_TIME_HEAD, _END_HEAD, _LENGTH_HEAD, _SPEAKER_HEAD, _TEXT_HEAD)
    named = sum(1 for cell in head if any(pattern.search(cell.strip()) for pattern in heads))
    return len(head) >= 2 and named * 2 > len(head) and bool(_TEXT_HEAD.search(head[-1].strip()))


def _is_number(row: Sequence[str], number: int) -> bool:
    return bool(_NUMBER.fullmatch(cell_at(row, number).strip()))


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
    unique = [number for number in free if weights[number] >= 2 and len(set(columns[number])) == len(columns[number])]
    best = max(named or unique or free, key=weights.__getitem__, default=None)
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
    rising = [number for number in starts if _rises([span_in(cell, 1.0)[0] for cell in columns[number]])]
    start = next((number for number in named if number in rising), None)
    start = next(iter(rising or named or starts), None) if start is None else start
    if start is None:
        return None, None, unit
    begins = [span_in(cell, 1.0)[0] for cell in columns[start]]
    end = next((n for n in times if n != start and _END_HEAD.search(name(n))), None)
    if end is None:
        later = [n for n in times if n != start and not _LENGTH_HEAD.search(name(n))]
        end = next((n for n in later if _follow(begins, [span_in(cell, 1.0)[0] for cell in columns[n]])), None)
    if clocks[start] <= 0.7:
        words = [count_words(cell) for cell in columns[text]]
        numbers = [number for number in begins if number is not None]
        unit = time_units.unit_of(name(start), numbers, sum(words))
        if not time_units.named(name(start)):
            ends = [span_in(cell, 1.0)[0] for cell in columns[end]] if end is not None else []
            unit = time_units.likely(begins, ends, [], words, unit)
    return start, end, unit


def _runs(column: Sequence[str], name: str) -> bool:
    """Whether plain numbers can be times: they rise, and don't only count the rows."""
    numbers = [span_in(cell, 1.0)[0] for cell in column]
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
    rows = len(filled) + 1  # the first row isn't in a column, since it may be the head
    if len(filled) < FEWEST_NAMES or len(several) > max(2, rows * 0.5):
        return False
    if any(len(name) > LONGEST_NAME or not _NAMES.search(name) for name in several):
        return False
    ended = [name for name in several if name[-1:] in ".?!" and len(name) > LONGEST_INITIALS]
    if not all(map(speaker_names.plausible, ended)):
        return False
    if all(speaker_names.plausible(name) for name in several):
        return len(several) > 1 or " " in next(iter(several))
    return len(several) > 1 and rows >= 2 * len(several)


def span_in(cell: str, unit: float) -> tuple[float | None, float | None]:
    """The times in a cell: a start, and an end if it has both."""
    cell = cell.strip()
    if match := _TIMES.fullmatch(cell):
        return seconds(match[1].replace(";", ":")), seconds(match[2].replace(";", ":")) if match[2] else None
    if _NUMBER.fullmatch(cell):
        return float(cell.replace(",", ".")) * unit, None
    return None, None


def cell_at(row: Sequence[str], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""
