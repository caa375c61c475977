"""Who speaks in a list of segments in JSON: the names for its labels, from wherever in the file they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers.json_lists import Listed, Row
from pipeline.readers.json_places import Place, column

_CHANNELS = {"microphone": "Me", "system": "Them"}
"""Where a note taker on one's own machine hears somebody."""


def speakers_of(labels: Sequence[Any], known: Mapping[str, str]) -> list[str | None]:
    """The names for the labels of speakers."""
    shown: dict[Any, str | None] = {None: None}
    found: list[str | None] = []
    for label in labels:
        if isinstance(label, dict | list):
            found.append(values.speaker_of({"speaker": label}, known))
            continue
        if label not in shown:
            named = isinstance(label, str | int) and not isinstance(label, bool)
            shown[label] = name_of(label, known) if named else None
        found.append(shown[label])
    return found


def name_of(label: str | int, known: Mapping[str, str]) -> str | None:
    return _CHANNELS.get(str(label)) or values.speaker_name(label, known)


def labels_in(rows: Sequence[Row], place: Place | None) -> Iterator[str]:
    if place is not None:
        for label in set(map(_hashable, column(place, rows))):
            if isinstance(label, str | int) and not isinstance(label, bool):
                yield str(label)


def _hashable(label: Any) -> str | int | None:
    return label if isinstance(label, str | int) else None


def names_of(lists: Sequence[Listed], labels: set[str]) -> dict[str, str]:
    """The names of speakers by their labels, if a list or an object of the file says them."""
    found: dict[str, str] = {}
    for listed in lists:
        if len(listed.rows) > 500:
            continue
        for row in listed.rows:
            item = row[-1]
            name = _name_in(item)
            if not name:
                continue
            for key, value in item.items():
                if (
                    isinstance(value, str | int)
                    and str(value) in labels
                    and str(value) != name
                    and _ID_KEY.search(str(key))
                ):
                    found.setdefault(str(value), name)
    for holder in {id(row[0]): row[0] for listed in lists for row in listed.rows[:1]}.values():
        _names_by_key(holder, labels, found, 4)
    return found


_ID_KEY = re.compile(r"id$|tag$|label|speaker|key|number|index|identifier|name", re.I)


def _name_in(item: Mapping[Any, Any]) -> str | None:
    for key in ("name", "speaker_name", "speakerName", "displayName", "display_name", "fullName", "full_name", "label"):
        if isinstance(item.get(key), str) and item[key].strip():
            return str(item[key])
    return None


def _names_by_key(holder: Any, labels: set[str], found: dict[str, str], depth: int) -> None:
    """Adds the names in objects such as {"S1": {"name": "…"}, "S2": "…"}."""
    if not isinstance(holder, dict) or depth == 0:
        return
    inside = [key for key in holder if str(key) in labels]
    for key in inside:
        value = holder[key]
        name = value if isinstance(value, str) else _name_in(value) if isinstance(value, dict) else None
        if name and len(inside) * 2 >= len(holder):
            found.setdefault(str(key), name)
    for value in list(holder.values())[:50]:
        if isinstance(value, dict):
            _names_by_key(value, labels, found, depth - 1)


def spoken_in(
    starts: Sequence[float | None], ends: Sequence[float | None], spans: Sequence[tuple[float, float, str]]
) -> list[str | None]:
    """Who speaks at these times: the speaker of the last span that begins before their middle."""
    found: list[str | None] = []
    place = 0
    for start, end in zip(starts, ends, strict=True):
        if start is None:
            found.append(found[-1] if found else None)
            continue
        middle = (start + (end if end is not None else start)) / 2
        while place + 1 < len(spans) and spans[place + 1][0] <= middle:
            place += 1
        while place and spans[place][0] > middle:
            place -= 1
        found.append(spans[place][2])
    return found
