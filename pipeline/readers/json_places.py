"""The places of values in the items of a list in JSON, and what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers.json_keys import END_KEYS, START_KEYS, TEXT_KEYS, bare_key
from pipeline.readers.json_lists import Row

MOST_COLUMNS = 80
DEPTH = 4
"""Levels of objects in an item in which values are looked for."""
Place = tuple[Any, ...]
"""The object of a row, as a negative index, and the keys that lead to a value in it."""
_PIECES = ("runs", "segs", "spans", "children")
"""Keys of lists with the pieces of one text, which are cut anywhere."""


class _Mark:
    """Stands for all the items of a list, or all the values of an object, in a place."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


_JOINED, _VALUES = _Mark("joined"), _Mark("values")


def gathered(rows: Sequence[Row]) -> dict[Place, list[Any]]:
    """The values at each place of these rows that is filled often enough to matter."""
    places: dict[Place, None] = {}
    for row in rows:
        for level in range(-1, -len(row) - 1, -1):
            if -level == len(row) and len(row) > 1:
                break  # the outermost object says the same of all
            for place in _places(row[level], (level,), DEPTH if level == -1 else 2):
                places[place] = None
        if len(places) >= MOST_COLUMNS:
            break
    return {place: column(place, rows) for place in list(places)[:MOST_COLUMNS]}


def _places(item: Mapping[Any, Any], place: Place, depth: int) -> Iterator[Place]:
    for key, value in item.items():
        here = (*place, key)
        if isinstance(value, dict):
            if bare_key(key) in START_KEYS or bare_key(key) in END_KEYS:
                yield here
            if value and _all_text(value) and all(values.time_of(str(each)) is not None for each in value):
                yield (*here, _VALUES)
            elif depth > 1:
                yield from _places(value, here, depth - 1)
        elif isinstance(value, list):
            yield from _places_in_list(value, here, depth)
        else:
            yield here


def _places_in_list(items: list[Any], place: Place, depth: int) -> Iterator[Place]:
    if not items:
        return
    if is_number(items[0]) and len(items) == 2:
        yield (*place, 0)
        yield (*place, 1)
    elif isinstance(items[0], dict) and depth > 1 and place[0] == -1:
        if len(items) == 1 or re.search(r"alternatives|nbest|hypotheses", str(place[-1]), re.I):
            yield from _places(items[0], (*place, 0), depth - 1)
        keys = [key for key in items[0] if bare_key(key) in TEXT_KEYS and isinstance(items[0][key], str)]
        if keys and not any(bare_key(key) in START_KEYS for key in items[0]):
            yield (*place, _JOINED, keys[0])


def getter(place: Place | None) -> Callable[[Row], Any]:
    """What gives the value at a place of a row, or None."""
    if place is None:
        return lambda row: None
    level, *keys = place
    if len(keys) == 1 and keys[0] not in (_JOINED, _VALUES):
        key = keys[0]
        return lambda row: row[level].get(key)

    def get(row: Row) -> Any:
        value: Any = row[level]
        for number, key in enumerate(keys):
            if key is _JOINED:
                return _joined(value, keys[number + 1], "" if keys[number - 1] in _PIECES else " ")
            if key is _VALUES:
                return " ".join(value.values()) if _all_text(value) else None
            if isinstance(value, list):
                value = value[key] if isinstance(key, int) and key < len(value) else None
            elif isinstance(value, dict):
                value = value.get(key)
            else:
                return None
        return value

    return get


def column(place: Place | None, rows: Sequence[Row]) -> list[Any]:
    """The value at a place of each of these rows, or None."""
    if place is None:
        return [None] * len(rows)
    level, *keys = place
    if _JOINED in keys or _VALUES in keys:
        return list(map(getter(place), rows))
    found: list[Any] = [row[level] for row in rows]
    for key in keys:  # key by key, which is thrice as fast as row by row
        if isinstance(key, int) and found and not any(type(value) is dict for value in found):
            found = [value[key] if type(value) is list and key < len(value) else None for value in found]
        else:
            found = [value.get(key) if type(value) is dict else None for value in found]
    return found


def _joined(items: Any, key: Any, glue: str) -> str | None:
    if not isinstance(items, list):
        return None
    texts = [text for item in items if isinstance(item, dict) and isinstance(text := item.get(key), str)]
    glue = "" if any(text[:1].isspace() or text[-1:].isspace() for text in texts) else glue
    return glue.join(texts) if texts else None


def _all_text(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def naming_key(place: Place | None) -> str:
    """The last key of a place that is longer than a letter; "" if there is none."""
    return next((key for key in reversed(place or ()) if isinstance(key, str) and len(key) > 1), "")
