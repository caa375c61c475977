"""What became of the words in a JSON file: those that were said, the same once more, and those that were left out.

Values about the recording don't count: addresses, dates, numbers, summaries, what a list calls its items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from pipeline.readers.cue import Cue
from pipeline.readers.json_keys import TEXT_KEYS, bare_key
from pipeline.readers.json_lists import MOST_KEYS, MOST_LEVELS, OTHERS
from pipeline.readers.letter_count import bare, letters, letters_of
from pipeline.transcript import Taken, count_words

SAMPLE = 300
"""So many items of a list are looked at to see which of its values are texts."""
MOST_CELLS = 200_000
"""Of objects that each have other keys, so many values are looked at."""
FEWEST_WORDS = 3
"""A shorter value is a text only under a key that says so."""
_ABOUT = re.compile(
    r"url|uri|href|link|title|description|summar|image|img|icon|email|language|locale|lang$|(?:^|[a-z_])id$|ids$|guid"
    r"|type$|kind|status|state|reason|version|model|file|path|name$|speaker|colou?r|hash|date|created|updated|translat"
    r"|headline|gist|query|queries|answer|chapter|topic|keyword|action|notes?$|outline|highlight|question|sentiment|comment|reply|prompt"
    r"|error|warning|license|copyright|categor|tags?$|label|entit|metadata|insight|moment|attendee|participant",
    re.I,
)
"""Keys of what is told about a recording. Nothing below them was said."""
_NESTED = (dict, list)
_FINAL = ("is_final", "isFinal", "final")
_TAKEN_BACK = ("partial", "interim", "PARTIAL", "INTERIM", "Partial", "Interim")
_WORD = re.compile(r"[^\W_]+")


def account(data: Any, cues: Sequence[Cue]) -> tuple[list[Taken], int]:
    """(what a file has beside what is said, all letters of its texts)."""
    said = " ".join(cue.text for cue in cues)
    spoken = bare(said)
    names = set(_words(" ".join({cue.speaker for cue in cues if cue.speaker})))
    left: Counter[str] | None = None
    again = lost = 0
    for texts in _texts(data):
        joined = " ".join(texts)
        size = letters(joined)
        if bare(joined) in spoken:
            again += size
            continue
        if left is None:
            left = Counter(_words(said))
        missing = Counter(_words(joined)) - left
        left |= missing  # said once more, it isn't lost twice
        gone = sum(len(word) * count for word, count in missing.items() if word not in names)
        lost += gone
        again += size - gone
    whole = letters_of(cue.text for cue in cues)
    repeated = max(0, again - whole)
    return [Taken("repeated text", 1, repeated)], whole + repeated + lost


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _texts(data: Any) -> Iterator[list[str]]:
    """The texts under each key, column by column where objects are alike."""
    level: list[tuple[str, list[Any]]] = [("", [data])]
    for _ in range(MOST_LEVELS):
        following: list[tuple[str, list[Any]]] = []
        for key, items in level:
            if key and _ABOUT.search(key) and bare_key(key) not in TEXT_KEYS:
                continue
            kinds = set(map(type, items))
            objects = items if kinds == {dict} else [item for item in items if isinstance(item, dict)]
            rows = [] if kinds == {dict} else [item for item in items if isinstance(item, list)]
            if OTHERS.search(key):
                rows = [item[:1] for item in rows]
            if rows:
                following.append((key, list(chain.from_iterable(rows))))
            if objects:
                objects = _final(objects)
                columns, inner = _columns(objects)
                if columns:
                    yield columns
                following += inner
        level = following
        if not level:
            return


def _columns(objects: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[tuple[str, list[Any]]]]:
    """(the texts of some objects, the objects and lists in them by their keys). One text of an object stands for the
    others: they are the same words in other spellings."""
    sample = objects[:: max(1, len(objects) // SAMPLE)]
    named: dict[str, list[str]] = {}
    inner: dict[str, list[Any]] = {}
    keys = dict.fromkeys(key for item in sample for key in item if isinstance(key, str))
    for key in islice(keys, max(MOST_KEYS, MOST_CELLS // len(objects))):
        some = [item[key] for item in sample if key in item]
        if any(isinstance(value, dict | list) for value in some):
            inner[key] = _values(key, objects, _NESTED)
        texts = [value for value in some if isinstance(value, str) and value.strip()]
        if texts and _are_texts(key, texts):
            named[key] = _values(key, objects, (str,))
    longest = max(named.values(), key=lambda texts: sum(map(len, texts)), default=[])
    return longest, list(inner.items())


def _values(key: str, objects: Sequence[Mapping[str, Any]], kinds: tuple[type, ...]) -> list[Any]:
    """The values of these kinds that the objects have under a key."""
    try:
        found = list(map(itemgetter(key), objects))  # nearly always, and much faster
    except KeyError:
        found = [item.get(key) for item in objects]
    return found if set(map(type, found)) <= set(kinds) else [value for value in found if isinstance(value, kinds)]


def _are_texts(key: str, texts: Sequence[str]) -> bool:
    if bare_key(key) in TEXT_KEYS:
        return True
    spoken = [text for text in texts if count_words(text) >= FEWEST_WORDS and "://" not in text]
    return not _ABOUT.search(key) and len(spoken) * 2 > len(texts)


def _final(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The objects without those that a recogniser took back."""
    sample = objects[:: max(1, len(objects) // SAMPLE)]
    if any(item.get(key) is False for key in _FINAL for item in sample):
        objects = [item for item in objects if all(item.get(key) is not False for key in _FINAL)]
    if any(item.get("isPartial") is True for item in sample):
        objects = [item for item in objects if item.get("isPartial") is not True]
    if any(item.get("type") in _TAKEN_BACK for item in sample):
        objects = [item for item in objects if item.get("type") not in _TAKEN_BACK]
    return objects
