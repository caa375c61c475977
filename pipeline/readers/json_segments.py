"""Which list of a JSON file is the one in which somebody speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers import time_units
from pipeline.readers.json_columns import Columns, columns_of
from pipeline.readers.json_lists import Listed, Row, lists_in
from pipeline.readers.json_places import Place, getter, naming_key

LARGEST_TIME = 1e9
"""Numbers that are larger are dates, unless they count ticks or nanoseconds."""
_SPEAKING = re.compile(r"transcript|segment|utterance|sentence|caption|dialog|turn|speech|conversation", re.I)
_CHAT = re.compile(r"messages?$|chat|comments?$|posts?$|tweets?$|replies$|mails?$", re.I)
_CHAT_KEYS = {"user", "client_msg_id", "reactions", "thread_ts", "mentions"}
_LOG_KEYS = {"level", "severity", "logger", "loglevel", "log_level", "pid", "hostname"}


@dataclass(frozen=True)
class Segments:
    """The list in which somebody speaks."""

    listed: Listed
    columns: Columns
    letters: float
    """About how many characters are said in it."""

    def __lt__(self, other: Segments) -> bool:
        return self.worth < other.worth

    @property
    def worth(self) -> float:
        """Times and names count half as much as the words themselves. A list of words is worse than the same text in
        sentences."""
        columns = self.columns
        known = 1.0 + 0.5 * (columns.start is not None) + 0.5 * (columns.speaker is not None)
        around = len(self.listed.rows) == 1 and columns.speaker is None  # and what is in it says more
        return self.letters * known * (0.8 if columns.words else 0.5 if around else 1.0)


def find(data: Any) -> tuple[Segments | None, list[Listed]]:
    """(the list of segments with the most speech, all the lists)."""
    best: Segments | None = None
    lists: list[Listed] = []
    chats: list[tuple[str, ...]] = []
    for listed in lists_in(data):
        lists.append(listed)
        if any(listed.path[: len(chat)] == chat for chat in chats):
            continue
        rows = listed.sample()
        columns = columns_of(rows)
        if _is_chat(listed, rows, columns):
            chats.append(listed.path)
            continue
        found = _spoken(listed, rows, columns)
        if found and (best is None or best < found):
            best = found
    return best, lists


def _spoken(listed: Listed, rows: Sequence[Row], columns: Columns) -> Segments | None:
    """What is said in a list, or None if these aren't segments of speech."""
    if columns.text is None:
        return None
    texts = [text for text in map(getter(columns.text), rows) if isinstance(text, str) and text.strip()]
    timed = _share(columns.start, rows, lambda value: value not in (None, ""))
    spoken = _share(columns.speaker, rows, lambda value: value not in (None, ""))
    if len(texts) * 5 < len(rows) * 2 or max(timed, spoken) < 0.6:
        return None
    if timed < 0.6 and not (columns.sure or (spoken and _SPEAKING.search(listed.key))):
        return None
    if any(isinstance(key, str) and key.lower() in _LOG_KEYS for row in rows[:5] for key in row[-1]):
        return None
    if columns.words and not (spoken and columns.sure) and not _run_like_words(rows, columns):
        return None
    kept = Columns(
        columns.text,
        columns.speaker if spoken else None,
        *((columns.start, columns.end, columns.length) if timed >= 0.6 or spoken else (None, None, None)),
        columns.words,
        columns.sure,
    )
    return Segments(listed, kept, sum(map(len, texts)) / len(rows) * len(listed.rows))


def _share(place: Place | None, rows: Sequence[Row], test: Any) -> float:
    return sum(1 for value in map(getter(place), rows) if test(value)) / max(1, len(rows)) if place else 0.0


def _run_like_words(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether single words have times in a recording that run on, and aren't events with a date."""
    times = [time for value in map(getter(columns.start), rows) if (time := values.time_of(value)) is not None]
    rising = sum(1 for before, after in pairwise(times) if after >= before)
    small = max(times, default=0.0) < LARGEST_TIME or re.search(r"ticks|nano", naming_key(columns.start), re.I)
    return len(times) >= 3 and rising * 10 >= (len(times) - 1) * 9 and times[-1] > times[0] and bool(small)


def _is_chat(listed: Listed, rows: Sequence[Row], columns: Columns) -> bool:
    """Whether people typed this: messages with dates, or without times, and without ends."""
    if re.search(r"live_?chat|chat_?item|chat_?message", ".".join(listed.path), re.I):
        return True
    if columns.text is None or columns.end is not None or columns.length is not None:
        return False
    typed = sum(1 for row in rows if str(row[-1].get("type", "")).lower() == "message")
    keyed = sum(1 for row in rows if not _CHAT_KEYS.isdisjoint(row[-1]))
    if not (_CHAT.search(listed.key) or typed * 2 > len(rows) or keyed * 2 > len(rows)):
        return False
    if _SPEAKING.search(listed.key) and typed * 2 <= len(rows):
        return False
    times = [time for value in map(getter(columns.start), rows) if (time := values.time_of(value)) is not None]
    return not times or max(times) > time_units.EARLIEST_DATE
