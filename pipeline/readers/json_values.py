"""Values in JSON exports: the keys with which tools name a text, a speaker and a time, and the units of times."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.readers import speaker_names
from pipeline.readers.cue import Cue
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
    *("displayName", "name"),
)
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
_ISO_SPAN = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_TOKENISED = re.compile(r" ([,.?!;:])(?= |$)")
PAUSE_SECONDS = 1.0
"""A pause of more seconds between two words begins a new cue."""


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
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("displayName") or value.get("id") or ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return speaker_name(value, known)


def speaker_name(value: str | int, known: Mapping[str, str] | None = None) -> str | None:
    label = str(value)[: speaker_names.LONGEST_NAME_CHARACTERS * 4].strip()
    if known and label in known:
        return speaker_names.tidy(known[label])
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
        found = _time_in_text(value[:60], unit)
    elif isinstance(value, Mapping):
        if "relative" in value:
            return time_of(value["relative"])
        if "from" in value:
            return time_of(value["from"], unit)
        whole, rest = time_of(value.get("seconds", 0)), time_of(value.get("nanos", 0), 1e-9)
        found = (whole or 0.0) + (rest or 0.0)
    elif isinstance(value, Sequence) and value:
        return time_of(value[0], unit)
    return found if found is not None and math.isfinite(found) and found >= 0 else None


def _time_in_text(value: str, unit: float) -> float | None:
    value = value.strip()
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
    return seconds(value)


def unit_of(key: str, end_key: str, items: Sequence[Mapping[str, Any]]) -> float:
    """How many seconds one unit of the numbers under this key has."""
    lowered = key.lower()
    if lowered.endswith("ticks"):
        return 1e-7
    if "ms" in key or "Ms" in key or lowered.endswith("millis") or "millisecond" in lowered:
        return 1e-3
    values = [item.get(each) for item in items for each in (key, end_key) if each]
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if not numbers:
        return 1.0
    largest = max(numbers)
    if largest > 1e11:
        return 1e-3  # milliseconds since 1970
    if largest > 1e8 or any(
        isinstance(number, float) and number != int(number) for number in numbers if abs(number) < 1e9
    ):
        return 1.0
    words = sum(text_of(item).count(" ") + 1 for item in items)
    return 1e-3 if largest > 100 and words * 20 < largest - min(numbers) else 1.0


def cues_of(
    items: Sequence[Mapping[str, Any]], known: Mapping[str, str] | None = None, most_words: float = math.inf
) -> list[Cue]:
    """The cues of a list of segments, until they have more than `most_words`. Long segments are split by the times of
    their words."""
    sample = list(items[:2000])
    start_key, end_key, length_key = _used(START_KEYS, sample), _used(END_KEYS, sample), _used(LENGTH_KEYS, sample)
    unit = unit_of(start_key, end_key, sample) if start_key else 1.0
    end_unit = unit_of(end_key, "", sample) if end_key and "ms" in end_key.lower() else unit
    length_unit = unit_of(length_key, "", sample) if length_key and length_key.startswith(("dur", "dDur")) else unit
    if length_key and "ms" not in length_key.lower() and "ticks" not in length_key.lower() and "illi" not in length_key:
        length_unit = unit
    cues: list[Cue] = []
    for item in items:
        if most_words < 0:
            break
        text = text_of(item)
        most_words -= text.count(" ") + 1
        start = time_of(item[start_key], unit) if start_key and start_key in item else None
        end = time_of(item[end_key], end_unit) if end_key and end_key in item else None
        if end is None and start_key and isinstance(item.get(start_key), Mapping):
            end = time_of(item[start_key].get("to"), unit)
        if end is None and start_key and isinstance(item.get(start_key), list) and len(item[start_key]) == 2:
            end = time_of(item[start_key][1], unit)
        if end is None and start is not None and length_key and (length := time_of(item.get(length_key), length_unit)):
            end = start + length
        speaker = speaker_of(item, known)
        words = item.get("words")
        if (isinstance(words, list) and len(words) > 25) or (not text and isinstance(words, list)):
            parted = cues_of_words([word for word in words if isinstance(word, Mapping)], speaker, known, unit)
            if parted and (not text or _same(text, parted)):
                cues += parted
                continue
        if text:
            cues.append(Cue(text, speaker, start, end))
    if sum(cue.text.rstrip().endswith((" .", " ?")) for cue in cues) * 3 > len(cues):
        cues = [cue._replace(text=_TOKENISED.sub(r"\1", cue.text)) for cue in cues]
    return _relative(cues)


def cues_of_words(
    words: Sequence[Mapping[str, Any]], speaker: str | None, known: Mapping[str, str] | None, unit: float
) -> list[Cue]:
    """The cues of a list of words with times. They are split where a sentence ends, at pauses, and where the speaker
    changes."""
    sample = words[:200]
    text_key = _used(("punctuated_word", "text", "word"), sample)
    start_key, end_key, speaker_key = _used(START_KEYS, sample), _used(END_KEYS, sample), _used(SPEAKER, sample)
    cues: list[Cue] = []
    said: list[str] = []
    begin: float | None = None
    last: float | None = None
    current = speaker
    shown: dict[Any, str | None] = {}
    for word in words:
        text = word.get(text_key)
        if not isinstance(text, str) or not text.strip():
            continue
        start = time_of(word.get(start_key), unit)
        stop = time_of(word.get(end_key), unit)
        label = word.get(speaker_key)
        if not isinstance(label, str | int):
            own = speaker
        elif label in shown:
            own = shown[label]
        else:
            own = shown[label] = speaker_of(word, known) or speaker
        pause = start is not None and last is not None and start - last > PAUSE_SECONDS
        if said and (own != current or pause or said[-1].rstrip()[-1:] in ".?!。？！"):
            cues.append(Cue(_joined(said), current, begin, last))
            said, begin = [], None
        current = own
        said.append(text)
        begin = start if begin is None else begin
        last = stop if stop is not None else start if start is not None else last
    if said:
        cues.append(Cue(_joined(said), current, begin, last))
    return cues


def _used(keys: Iterable[str], items: Sequence[Mapping[str, Any]]) -> str:
    """The first of these keys for which any item has a value, or the empty string."""
    return next((key for key in keys if any(item.get(key) not in (None, "") for item in items)), "")


def _joined(words: list[str]) -> str:
    """The words as one text. Some tools list them with the spaces before them, some without."""
    if any(word[:1].isspace() for word in words):
        return "".join(words).strip()
    return re.sub(r" (?=[,.?!;:%)])", "", " ".join(words))


def _same(text: str, cues: list[Cue]) -> bool:
    def bare(value: str) -> str:
        return re.sub(r"\W+", "", value)

    return bare(text) == bare("".join(cue.text for cue in cues))


def _relative(cues: list[Cue]) -> list[Cue]:
    """The cues with seconds from the beginning, if the source has dates."""
    starts = [cue.start for cue in cues if cue.start is not None]
    if not starts or min(starts) < LONGEST_SECONDS:
        return [
            cue._replace(
                start=cue.start if cue.start is not None and cue.start < LONGEST_SECONDS else None,
                end=max(cue.end, cue.start or 0.0) if cue.end is not None and cue.end < LONGEST_SECONDS else None,
            )
            for cue in cues
        ]
    base = min(starts)
    return _relative(
        [
            cue._replace(
                start=None if cue.start is None else cue.start - base,
                end=None if cue.end is None or cue.end < base else cue.end - base,
            )
            for cue in cues
        ]
    )
