"""Values in JSON exports: the keys with which tools name a text, a speaker and a time, and the units of times."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.readers import letter_count, speaker_names
from pipeline.readers.times import LONGEST_SECONDS, seconds

TEXT = (
    *(
        "text",
        "content",
        "transcript",
        "spokenText",
        "punctuated_word",
        "word",
        "sentence",
        "caption",
        "utterance",
        "body",
    ),
    *("Content", "display", "displayText", "transcription", "line", "message", "value", "utf8", "raw_text", "data"),
)
SPEAKER = (
    *("speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "user_name", "userName", "username"),
    *("participant", "ParticipantRole", "participant_name", "speakerTag", "speaker_tag", "speaker_id", "speakerId"),
    *("displayName", "attendee", "name"),
)
_NAME_KEYS = ("name", "displayName", "display_name", "externalUserId", "id")
"""In an object that is a speaker."""
START_KEYS = (
    *("start", "start_time", "startTime", "startMs", "start_ms", "startTimeMs", "start_timestamp", "startTimestamp"),
    *(
        "BeginOffsetMillis",
        "offsetMilliseconds",
        "offsetInTicks",
        "startOffset",
        "tStartMs",
        "begin",
        "beginTime",
        "ts",
    ),
    *("timestamps", "timestamp", "startDateTime", "offset", "time", "from", "start_offset"),
)
END_KEYS = (
    *("end", "end_time", "endTime", "endMs", "end_ms", "endTimeMs", "end_timestamp", "endTimestamp", "EndOffsetMillis"),
    *("endOffset", "end_ts", "endDateTime", "to", "end_offset"),
)
LENGTH_KEYS = ("duration", "dur", "durationMilliseconds", "durationInTicks", "dDurationMs", "duration_ms")
LONGEST_TIME_CHARACTERS = 60
_ISO_SPAN = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_CHANNEL = re.compile(r"ch(?:annel)?[ _-]?(\d{1,3})", re.I)
_RANGE = re.compile(r" ?(?:-{1,2}>|–|—|→|(?<=\d) ?-(?= ?\d)|(?<=[ \d])(?:-|to) )")
"""Between the beginning and the end in one value: "0:02 - 0:05"."""
_OF_SECONDS = b"0123456789.s,"
_DIGITS = re.compile(r"\d{1,20}(?:\.\d{1,20})?")


def first(item: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, Any] | None:
    """(key, value) for the first of these keys that has a value, or None."""
    for key in keys:
        value = item.get(key)
        if value is not None and value != "":
            return key, value
    return None


def text_of(item: Mapping[str, Any]) -> str:
    for key in TEXT:
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def speaker_of(item: Mapping[str, Any], known: Mapping[str, str] | None = None) -> str | None:
    """The speaker's name. A single letter or number becomes "Speaker A", "Speaker 0"."""
    found = first(item, SPEAKER)
    if not found:
        return None
    value = found[1]
    if isinstance(value, dict):
        value = next((value[key] for key in _NAME_KEYS if value.get(key)), "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return speaker_name(value, known)


def speaker_name(value: str | int, known: Mapping[str, str] | None = None) -> str | None:
    label = str(value)[: speaker_names.LONGEST_NAME_CHARACTERS * 4].strip()
    if known and label in known:
        return speaker_names.tidy(known[label])
    if channel := _CHANNEL.fullmatch(label):
        return f"Speaker {int(channel[1])}"
    if re.fullmatch(r"[A-Z]|\d{1,3}", label):
        return f"Speaker {label}"
    if label.isupper() and len(label) > 4 and label.isalpha():
        label = label.capitalize()  # AGENT, CUSTOMER
    return speaker_names.tidy(label)


def time_of(value: Any, unit: float = 1.0) -> float | None:
    """The seconds in a number in this unit, or in a text or an object that states its own unit; None for others."""
    found: float | None = None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            found = float(value) * unit
        except OverflowError:
            return None
    elif isinstance(value, str):
        found = _time_in_text(value[:LONGEST_TIME_CHARACTERS], unit)
    elif isinstance(value, dict):
        if "relative" in value:
            return time_of(value["relative"])
        if "from" in value:
            return time_of(value["from"], unit)
        if "timescale" in value:
            parts = time_of(value["timescale"])
            return time_of(value.get("value"), 1 / parts) if parts else None
        whole, rest = time_of(value.get("seconds", 0)), time_of(value.get("nanos", 0), 1e-9)
        found = (whole or 0.0) + (rest or 0.0)
    elif isinstance(value, Sequence) and value:
        return time_of(value[0], unit)
    return found if found is not None and math.isfinite(found) and found >= 0 else None


def times_of(found: Sequence[Any], unit: float = 1.0) -> list[float | None]:
    """The seconds of each of these values; see `time_of`."""
    kinds = set(map(type, found))
    if kinds == {type(None)}:
        return [None] * len(found)
    try:  # nearly always, and five times as fast
        if kinds == {str}:
            if found[0].endswith("s") and _only_digits(joined := ",".join(found)):  # as Google writes them
                times = list(map(float, joined.removesuffix("s").split("s,")))
                whole = len(times) == len(found) and joined[-1] == "s" and max(times) < LONGEST_SECONDS
                return list(times) if whole else [time_of(value, unit) for value in found]
            if max(map(len, found)) > LONGEST_TIME_CHARACTERS:
                return [time_of(value, unit) for value in found]
            times = [float(value) * unit for value in found]
        else:
            times = [value * unit for value in found] if kinds <= {int, float} else []
        if times and min(times) >= 0 and math.isfinite(sum(times)):
            return list(times)
    except (OverflowError, ValueError):
        pass
    return [time_of(value, unit) for value in found]


def _only_digits(joined: str) -> bool:
    """Whether these are numbers with "s" behind them, joined by commas."""
    return joined.isascii() and not joined.encode().translate(None, _OF_SECONDS)


def _time_in_text(value: str, unit: float) -> float | None:
    value = value.strip()
    if value[-1:] == "s" and value[:1].isdigit():  # as Google writes seconds
        number = value[:-1]
        if (
            number[-1:].isdigit()
            and number.replace(".", "", 1).isdecimal()
            and (found := float(number)) < LONGEST_SECONDS
        ):
            return found
    try:
        return float(value) * unit
    except ValueError:
        pass
    if value.startswith("P") and (match := _ISO_SPAN.fullmatch(value)):
        days, hours, minutes, rest = (float(group or 0) for group in match.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + rest
    if "T" in value or value[4:5] == "-":
        try:
            return datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp()
        except ValueError:
            return None
    return seconds(_RANGE.split(value.strip("[]() "), maxsplit=1)[0])


def is_time(value: Any) -> bool:
    """Whether a value can be a time."""
    return time_of(value) is not None


def bare(value: Any) -> str:
    """The letters and digits of a text."""
    return letter_count.bare(value) if isinstance(value, str) else ""


def numbers_in(found: Sequence[Any]) -> list[float]:
    """The numbers among these values, also those written as text."""
    return [number for value in found if (number := _number(value)) is not None]


def _number(value: Any) -> float | None:
    if isinstance(value, dict):
        value = value.get("from")
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value
