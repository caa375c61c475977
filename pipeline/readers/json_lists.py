"""Finds the lists of like items in JSON, wherever they are: the same list in each item of another is one list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.readers.times import CLOCK

MOST_LEVELS = 20
"""Lists are looked for down to this level of nesting."""
SAMPLE = 300
"""So many items of a list are looked at to see what is in them."""
MOST_KEYS = 60

Row = tuple[Mapping[Any, Any], ...]
"""An item of a list, after the objects that it is in."""

OTHERS = re.compile(r"alternatives|nbest|hypotheses", re.I)
"""Lists of which only the first item is what was said."""
_CLOCK = re.compile(rf"\[?{CLOCK}\]?")
_NUMBERED = re.compile(r"[^\d]{0,20}\d{1,9}")


@dataclass(frozen=True)
class Listed:
    """A list of like items."""

    path: tuple[str, ...]
    """The keys that lead to it, without those that only number an item."""
    rows: Sequence[Row]

    @property
    def key(self) -> str:
        return self.path[-1] if self.path else ""

    def sample(self) -> Sequence[Row]:
        """Some items of it, in their order."""
        return self.rows[:: max(1, len(self.rows) // SAMPLE)]


def lists_in(data: Any) -> Iterator[Listed]:
    """Every list of objects, from the outermost ones on. Rows of values, and objects under numbers or times, count as
    such lists too."""
    root: Mapping[str, Any] = {"": data} if not isinstance(data, dict) or as_items(data) else data
    found: list[tuple[tuple[str, ...], list[Row], int]] = [((), [(root,)], 0)]
    for path, rows, level in found:  # grows
        if level >= MOST_LEVELS:
            continue
        for key in _keys(rows):
            inner: list[Row] = []
            within: list[Row] = []
            for row in rows:
                value = row[-1].get(key)
                if isinstance(value, dict):
                    if (items := as_items(value)) is None:
                        within.append((*row, value))
                        continue
                elif isinstance(value, list):
                    items = value[:1] if OTHERS.search(str(key)) else value
                else:
                    continue
                inner += [(*row, item) for item in _objects(items)]
            here = (*path, str(key)) if key != "" else path
            if inner:
                yield Listed(here, inner)
                found.append((here, inner, level + 1))
            if within:
                found.append((here, within, level + 1))


def _keys(rows: Sequence[Row]) -> list[Any]:
    """The keys under which some of these objects have lists or objects."""
    keys: dict[Any, None] = {}
    for row in rows[:: max(1, len(rows) // SAMPLE)]:
        for key, value in row[-1].items():
            if isinstance(value, dict | list) and value:
                keys[key] = None
        if len(keys) > MOST_KEYS:
            break
    return list(keys)


def _objects(items: Any) -> list[Mapping[Any, Any]]:
    """The objects among some items; rows of values as objects with numbers for keys."""
    found: list[Mapping[Any, Any]] = []
    rest = iter(items)
    for item in rest:
        if isinstance(item, dict):
            found.append(item)
        elif isinstance(item, list):
            if item and isinstance(item[0], dict | list):
                found.append({"": item})
            elif 2 <= len(item) <= 8:
                found.append(dict(enumerate(item)))
        elif not found:
            break  # a list of plain values
    return found


def as_items(value: Mapping[Any, Any]) -> list[Mapping[Any, Any]] | None:
    """The values of an object that is a list in disguise, as with {"0": {…}, "1": {…}} and {"0:08": "text"}. None for
    other objects."""
    if len(value) < 2:
        return None
    first = next(iter(value))
    if not isinstance(first, str) or not first or len(first) > 40:
        return None
    if _CLOCK.fullmatch(first):
        if all(isinstance(text, str) and _CLOCK.fullmatch(key) for key, text in value.items()):
            return [{"time": key, "text": text} for key, text in value.items()]
        if all(isinstance(item, dict) and _CLOCK.fullmatch(key) for key, item in value.items()):
            return [{"time": key, **item} for key, item in value.items()]
    elif not _NUMBERED.fullmatch(first):
        return None
    if all(isinstance(item, dict) and len(key) <= 40 and _is_number(key) for key, item in value.items()):
        return list(value.values())
    return None


def _is_number(key: str) -> bool:
    return bool(_NUMBERED.fullmatch(key) or _CLOCK.fullmatch(key))
