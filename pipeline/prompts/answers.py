"""What all models' answers have in common: JSON with words around it, ids of utterances, titles."""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST_TITLE_CHARACTERS = 160
THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.S)
"""Open models think aloud like this before they answer."""


def read_ids(given: str | list[int | str] | int, first: int, last: int) -> frozenset[int]:
    """Ids written as "12-18, 25" or as a list, without those outside `first` to `last`.

    >>> sorted(read_ids("2-4, 9, [12], 1-1000000", 1, 5))
    [1, 2, 3, 4, 5]
    """
    text = ", ".join(map(str, given)) if isinstance(given, list) else str(given)
    ids: set[int] = set()
    for begin, end in re.findall(r"(?<!\d)(\d{1,7})(?:\]?\s*[-–—]\s*\[?(\d{1,7}))?(?!\d)", text[:20_000]):
        low, high = int(begin), int(end or begin)
        ids.update(range(max(first, low), min(last, high) + 1))
    return frozenset(ids)


def read_json(text: str) -> Any:
    """The JSON object in an answer, with or without words, thoughts or a code fence around it. Raises ValueError."""
    text = THOUGHTS.sub("", text)
    start = text.find("{")
    if start < 0:
        raise ValueError("There is no JSON object in the answer.")
    value, _ = json.JSONDecoder().raw_decode(text, start)
    return value


def tidy_title(title: str) -> str:
    """A title on one line, short enough, without markup, mentions and invisible characters. It is shown while the steps
    are still being written."""
    from pipeline.cleaning import clean_line  # loaded while the model thinks, not before the first question

    return clean_line(title, LONGEST_TITLE_CHARACTERS).strip(" .:#*")
