"""JSON that is a table: columns under their names, rows without names, and turns of nothing but a name and a text."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers import speaker_names

FEWEST_ROWS = 3
MOST_COLUMNS = 30
_SCALAR = (str, int, float, type(None))


def with_rows(data: Any) -> Any:
    """The data with each such table as a list of objects."""
    if isinstance(data, list):
        return _of_rows(data) or _of_pairs(data) or data
    if not isinstance(data, dict):
        return data
    if rows := _of_columns(data):
        return {"segments": rows}
    changed: dict[Any, Any] = {}
    for key, value in data.items():
        rows = None
        if isinstance(value, dict):
            rows = _of_columns(value)
        elif isinstance(value, list):
            rows = _of_rows(value) or _of_pairs(value)
        if rows:
            changed[key] = rows
    return {**data, **changed} if changed else data


def _of_columns(data: dict[Any, Any]) -> list[dict[Any, Any]] | None:
    """The rows of a table whose columns are lists under their names, one of which is of texts; or objects that number
    their values from "0" on, as pandas writes them."""
    if not 2 <= len(data) <= MOST_COLUMNS or not any(isinstance(data.get(key), list | dict) for key in values.TEXT):
        return None
    counted = all(isinstance(value, dict) and next(iter(value), "") == "0" for value in data.values())
    if not counted and not any(isinstance(data.get(key), list) for key in values.TEXT):
        return None
    columns = {key: value for key, value in data.items() if isinstance(value, list)}
    if counted and (keys := set(next(iter(data.values())))) and all(set(value) == keys for value in data.values()):
        columns = {key: list(value.values()) for key, value in data.items()}
    if len(columns) < 2 or len({len(column) for column in columns.values()}) != 1:
        return None
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    plain = all(isinstance(cell, _SCALAR) for row in rows[:50] for cell in row.values())
    return rows if plain and len(rows) >= FEWEST_ROWS else None


def _of_rows(data: list[Any]) -> list[dict[str, Any]] | None:
    """Rows of times, a name and a text without names of columns: [[0.5, 3.0, "Jane Doe", "Hello."], …]."""
    if len(data) < FEWEST_ROWS or not all(isinstance(row, list) and 3 <= len(row) <= 6 for row in data[:200]):
        return None
    width = len(data[0])
    if any(not isinstance(row, list) or len(row) != width for row in data):
        return None
    if any(not isinstance(cell, _SCALAR) or isinstance(cell, bool) for row in data[:200] for cell in row):
        return None
    texts = [n for n in range(width) if all(isinstance(row[n], str | type(None)) for row in data[:200])]
    if len(texts) < 2:
        return None
    said = max(texts, key=lambda n: sum(len(row[n] or "") for row in data))
    names = [n for n in texts if n != said and _are_names([row[n] for row in data])]
    times = [n for n in range(width) if n != said and n not in names and values.is_time(data[0][n])]
    if not names or not times:
        return None
    keys = {said: "text", names[0]: "speaker", **dict(zip(times, ("start", "end"), strict=False))}
    return [{key: row[n] for n, key in keys.items()} for row in data]


def _of_pairs(data: list[Any]) -> list[dict[str, Any]] | None:
    """Turns with what is said under the name of who says it: [{"Jane Doe": "Hello.", "at": "0:02"}, …]."""
    if len(data) < FEWEST_ROWS or not all(isinstance(row, dict) and 1 <= len(row) <= 4 for row in data):
        return None
    shared = set(data[0]).intersection(*data)
    if any(len(row) != len(shared) + 1 for row in data):
        return None
    names = [next(key for key in row if key not in shared) for row in data]
    if not all(isinstance(row[name], str) for row, name in zip(data, names, strict=True)) or not _are_names(names):
        return None
    return [
        {"speaker": name, "text": row[name], **_timed({key: row[key] for key in shared})}
        for row, name in zip(data, names, strict=True)
    ]


def _timed(others: dict[Any, Any]) -> dict[Any, Any]:
    """The other values of a turn. One alone that can be a time is its beginning."""
    if len(others) == 1 and values.is_time(value := next(iter(others.values()))):
        return {"start": value}
    return others


def _are_names(names: list[Any]) -> bool:
    """Whether these are names of people or numbers of speakers, two of which come back."""
    counts = Counter(name for name in names if isinstance(name, str))
    again = [name for name, count in counts.items() if count >= 2]
    return len(again) >= 2 and all(
        speaker_names.numbered(name) or (speaker_names.like_a_name(name) and not values.is_time(name)) for name in again
    )
