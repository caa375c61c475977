"""Finds what the values in a list of like items are: what was said, by whom, when. Their keys tell, or how they run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers import speaker_names
from pipeline.readers.json_keys import END_KEYS, LENGTH_KEYS, SPEAKER_KEYS, START_KEYS, TEXT_KEYS, bare_key
from pipeline.readers.json_lists import Row
from pipeline.readers.json_places import Place, gathered, is_number
from pipeline.transcript import count_words

_NO_TEXT = re.compile(
    r"url|uri|href|link|title|description|summary|image|img|icon|email|language|locale|lang$|(?:^|[a-z_])id$|ids$|guid"
    r"|type$|kind|status|state|reason|version|model|file|path|name$|speaker|colou?r|hash|date|created|updated|translat",
    re.I,
)
_SURE_SPEAKER = re.compile(
    r"speaker|person|participant|attendee$|contributor|voice|who$|user_?name|display_?name", re.I
)
_NUMBERS_ITEMS = re.compile(
    r"id$|index|number|frame|^n$|^no$|^i$|seq|order|line|confidence|score|prob|size|count"
    r"|sentence|word|char|page|token|paragraph|chunk|row|column|rank|version|level|step|price|amount",
    re.I,
)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Columns:
    """Where each item of a list says something. None for what it doesn't say."""

    text: Place | None = None
    speaker: Place | None = None
    start: Place | None = None
    end: Place | None = None
    length: Place | None = None
    words: bool = False
    """Whether the texts are single words."""
    sure: bool = False
    """Whether the key of the speaker can't mean anything else."""


def columns_of(rows: Sequence[Row]) -> Columns:
    """What is where in some items of a list."""
    columns = gathered(rows)
    text = _text(columns, len(rows))
    start = _start(columns, len(rows))
    speaker, sure = _speaker(columns, len(rows), {text, start})
    end = length = None
    if start is not None:
        end = _keyed(columns, END_KEYS, near=start) or _pair_end(columns, start)
        length = None if end else _keyed(columns, LENGTH_KEYS, near=start) or _like_start(columns, start, "duration")
    texts = [value for value in columns[text] if isinstance(value, str) and value.strip()] if text else []
    single = sum(1 for value in texts if " " not in value.strip() and len(value) < 40)
    return Columns(text, speaker, start, end, length, bool(texts) and single * 10 >= len(texts) * 9, sure)


def _last_key(place: Place) -> str:
    return next((str(key) for key in reversed(place[1:]) if isinstance(key, str)), "")


def _hint(place: Place, keys: Sequence[str]) -> int | None:
    """How far behind a key is among these. An object's key counts if its value's own key says nothing."""
    for key in reversed(place[1:]):
        if isinstance(key, str) and (bare := bare_key(key)) in keys:
            return keys.index(bare)
    return None


def _text(columns: Mapping[Place, list[Any]], count: int) -> Place | None:
    """Where the text is: under a key that says so, or where most of the letters are."""
    hinted: list[tuple[int, int, Place]] = []
    other: list[tuple[int, Place]] = []
    for place, found in columns.items():
        texts = [value for value in found if isinstance(value, str) and value.strip()]
        if len(texts) * 2 < count or sum(1 for text in texts if _LETTERS.search(text)) * 2 < len(texts):
            continue
        key = bare_key(_last_key(place))
        if key in TEXT_KEYS and place[0] == -1:
            hinted.append((TEXT_KEYS.index(key), sum(map(len, texts)), place))
        elif place[0] == -1 and isinstance(place[-1], int) and len(place) == 2:
            other.append((sum(map(len, texts)), place))  # a row of values without keys
        elif place[0] == -1 and not _NO_TEXT.search(_last_key(place)) and _reads_like_speech(texts):
            other.append((sum(map(len, texts)), place))
    if hinted:
        best = min(hinted, key=lambda each: (each[0], -each[1]))[2]
        # the same words with their punctuation, in another column
        bare = [values.bare(value) for value in columns[best]]
        same = [(size, place) for _, size, place in hinted if [values.bare(v) for v in columns[place]] == bare]
        return max(same, key=lambda each: (each[0], each[1] == best))[1]
    return max(other, key=lambda each: each[0])[1] if other else None


def _reads_like_speech(texts: Sequence[str]) -> bool:
    spaced = [text for text in texts if count_words(text) >= 3 and "://" not in text]
    return len(spaced) * 2 > len(texts) and len(set(texts)) * 2 > len(texts)


def _start(columns: Mapping[Place, list[Any]], count: int) -> Place | None:
    """Where an item's time is: under a key that says so, or where numbers rise."""
    best: tuple[int, int, Place] | None = None
    for place, found in columns.items():
        hint = _hint(place, START_KEYS)
        if hint is None or _hint(place, END_KEYS) is not None:
            continue
        filled = [value for value in found if value not in (None, "")]
        if sum(1 for value in filled if is_number(value) or values.is_time(value)) * 2 > len(filled):
            rank = (0 if place[0] == -1 else 1, hint, place)
            if best is None or rank[:2] < best[:2]:
                best = rank
    if best:
        return best[2]
    rising = [place for place, found in columns.items() if place[0] == -1 and _rises(place, found, count)]
    return rising[0] if rising else None


def _rises(place: Place, found: Sequence[Any], count: int) -> bool:
    """Whether these are numbers or clock times that grow as times do, and not the numbers of the items."""
    if isinstance(place[-1], str) and _NUMBERS_ITEMS.search(place[-1]):
        return False
    times = [time for value in found if (time := values.time_of(value)) is not None]
    if len(times) < 3 or len(times) * 10 < count * 9 or any(isinstance(value, bool) for value in found):
        return False
    steps = [after - before for before, after in pairwise(times)]
    counted = len(set(steps)) == 1 and all(time.is_integer() for time in times)
    return min(steps) >= 0 and not counted and times[-1] > times[0]


def _keyed(columns: Mapping[Place, list[Any]], keys: Sequence[str], *, near: Place) -> Place | None:
    """The value under one of these keys, in the object in which the start is."""
    found = [
        (hint, place)
        for place, column in columns.items()
        if place[0] == near[0] and (hint := _hint(place, keys)) is not None and place != near
        if any(values.is_time(value) for value in column)
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _pair_end(columns: Mapping[Place, list[Any]], start: Place) -> Place | None:
    """The second of two times in a list or a row, or numbers that are never before the start and grow as it does."""
    if start[-1] == 0 and (second := (*start[:-1], 1)) in columns:
        return second
    begins = list(map(values.time_of, columns[start]))
    for place, found in columns.items():
        if place[0] != start[0] or place == start or (isinstance(place[-1], str) and _NUMBERS_ITEMS.search(place[-1])):
            continue
        ends = list(map(values.time_of, found))
        pairs = [(b, e) for b, e in zip(begins, ends, strict=True) if b is not None and e is not None]
        following = list(pairwise(pairs))
        apart = sum(1 for (_, e), (b, _) in following if e <= b * 1.001)
        if len(pairs) >= 3 and all(e > b for b, e in pairs) and apart * 10 >= len(following) * 8:
            return place
    return None


def _like_start(columns: Mapping[Place, list[Any]], start: Place, word: str) -> Place | None:
    return next(
        (place for place in columns if place[0] == start[0] and word in bare_key(place[-1]) and place != start), None
    )


def _speaker(columns: Mapping[Place, list[Any]], count: int, taken: set[Place | None]) -> tuple[Place | None, bool]:
    """Where the speaker is named, and whether the key can't mean anything else. Names are better than numbers."""
    best: tuple[int, int, int, Place] | None = None
    named = {place[:-1] for place in columns if _names(place)}
    for place, found in columns.items():
        if place in taken or (len(place) > 2 and place[:-1] in named and not _names(place)):
            continue  # an object with a name, such as a participant's, has other values beside it
        key = _last_key(place)
        hint = _hint(place, SPEAKER_KEYS)
        if hint is None and not re.search(r"speaker", key, re.I):
            continue
        labels = [v for v in found if isinstance(v, str | int) and not isinstance(v, bool) and str(v).strip()]
        if not labels or re.search(
            r"email|color|confidence|count|score|avatar|image|url|time|start|end|model", key, re.I
        ):
            continue
        sure = any(isinstance(k, str) and _SURE_SPEAKER.search(k) for k in place[1:])
        several = len(set(map(str, labels)))
        if not sure and (several * 2 > len(labels) or several < 2 or len(labels) * 2 < count):
            continue
        if isinstance(labels[0], str) and any(len(str(label)) > 120 for label in labels):
            continue
        person = not re.search(r"id$|key$", key, re.I) and all(
            speaker_names.plausible(str(label), small=True) and not _ID.search(str(label)) for label in labels
        )
        rank = (0 if person else 1, 0 if sure else 1, hint if hint is not None else 50, place)
        if best is None or rank[:3] < best[:3]:
            best = rank
    return (best[3], best[1] == 0) if best else (None, False)


def _names(place: Place) -> bool:
    return len(place) > 2 and bare_key(place[-1]).endswith("name")


_ID = re.compile(r"\d|^[a-z]*_|:|@|^[0-9a-f-]{20,}$")
