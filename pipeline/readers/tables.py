"""Reads transcripts in tables: finds the columns with times, names and what was said."""

from __future__ import annotations

import re

from pipeline.readers import speaker_names
from pipeline.readers.times import CLOCK

_TIMES = re.compile(rf"\s*[\[(]?({CLOCK})(?:\s*(?:-->|-|–|—)\s*({CLOCK}))?[\])]?\s*")
_TIME_HEAD = re.compile(r"^(start|begin|time|time ?stamp|time ?code|zeit|from|in|tc in|heure|hora)\b", re.I)
_SPEAKER_HEAD = re.compile(r"^(speaker|name|participant|who|sprecher|person|role|locuteur|hablante)\b", re.I)
_TEXT_HEAD = re.compile(
    r"^(transcript|transcription|text|dialogue|content|speech|utterance|inhalt|said|texte|texto)", re.I
)


def turns(rows: list[list[str]]) -> list[str]:
    """Lines such as "[0:01:02] Name: text". Empty if the table isn't a transcript."""
    rows = [row for row in rows if any(row)]
    if len(rows) < 3:
        return []
    width = max(map(len, rows))
    if not 2 <= width <= 12:
        return []
    head, body = rows[0], rows[1:]
    columns = [[row[number] if number < len(row) else "" for row in body] for number in range(width)]
    weight = [sum(cell.count(" ") + 1 for cell in column if cell) / len(body) for column in columns]
    text = _headed(head, _TEXT_HEAD)
    if text is None or weight[text] < 2:
        text = max(range(width), key=weight.__getitem__)
    time = next((n for n in range(width) if n != text and _share(columns[n], _is_time) > 0.7), None)
    who = next(
        (n for n in range(width) if n not in (text, time) and len(head) > n and _SPEAKER_HEAD.match(head[n])), None
    )
    if who is None:
        who = next((n for n in range(width) if n not in (text, time) and _are_names(columns[n])), None)
    if weight[text] < 2 or (time is None and who is None):
        return []
    if _headed(head, _TEXT_HEAD) is None and _headed(head, _TIME_HEAD) is None and _headed(head, _SPEAKER_HEAD) is None:
        body = rows
    lines = []
    for row in body:
        cells = [*row, *[""] * (width - len(row))]
        said = " ".join(cells[text].split())
        stamp = _TIMES.fullmatch(cells[time]) if time is not None else None
        name = speaker_names.tidy(cells[who]) if who is not None else None
        if said:
            lines.append((f"[{stamp[1]}] " if stamp else "") + (f"{name}: " if name else "") + said)
    return lines


def _headed(head: list[str], pattern: re.Pattern[str]) -> int | None:
    return next((number for number, cell in enumerate(head) if pattern.match(cell)), None)


def _is_time(cell: str) -> bool:
    return bool(_TIMES.fullmatch(cell))


def _share(column: list[str], test: object) -> float:
    assert callable(test)
    return sum(1 for cell in column if test(cell)) / len(column)


def _are_names(column: list[str]) -> bool:
    filled = [cell for cell in column if cell]
    return (
        len(filled) >= 3
        and len(set(filled)) <= max(2, len(filled) * 0.5)
        and all(speaker_names.plausible(cell.rstrip(":")) for cell in set(filled))
    )
