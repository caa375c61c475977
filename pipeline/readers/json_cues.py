"""A list of segments or words in JSON -> cues."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers import time_units
from pipeline.readers.cue import Cue
from pipeline.readers.json_columns import Columns, columns_of
from pipeline.readers.json_lists import Listed, Row
from pipeline.readers.json_places import column, getter, naming_key
from pipeline.readers.json_segments import Segments
from pipeline.readers.json_speakers import labels_in, name_of, names_of, speakers_of, spoken_in
from pipeline.readers.json_words import ENDS, cues_of_columns, cues_of_words, punctuated, used
from pipeline.readers.times import LONGEST_SECONDS
from pipeline.transcript import count_words

FEWEST_PARAGRAPHS = 3
"""Of fewer beginnings with names and without ends, of which one comes back, nothing is concluded."""
SPLIT_WORDS = 25
"""A segment of more words is split by their times."""

_DROPPED_TYPES = {"partial", "interim"}
_TOKENISED = re.compile(r" ([,.?!;:])(?= |$)")
_NO_WORDS = {"%HESITATION"}


def cues_of(items: Sequence[Mapping[str, Any]]) -> list[Cue]:
    """The cues of a list of segments that a known form has."""
    rows = [(item,) for item in items if isinstance(item, dict)]
    return _cues(rows, columns_of(rows[:300]), {}, math.inf)


def read(segments: Segments, lists: Sequence[Listed], texts: Sequence[str], most_words: float) -> list[Cue]:
    """The cues of the list, until they have more than `most_words`. `lists` are all the lists of the file: one may name
    the speakers, another say when each of them speaks. `texts` are its long texts: one may have the same words with
    punctuation."""
    columns = segments.columns
    rows = segments.listed.rows
    labels = set(labels_in(rows, columns.speaker))
    known = names_of(lists, labels) if labels else {}
    if columns.words:
        words = _words(rows[: int(min(most_words + 1, len(rows)) * 4)], columns, known)
        words = replace(words, texts=_with_punctuation(words.texts, texts))
        if columns.speaker is None and (spans := _spans(lists)):
            words = replace(words, speakers=spoken_in(words.starts, words.ends, spans))
        cues = _sentences(words)
    else:
        cues = _cues(rows, columns, known, most_words)
        if columns.speaker is None and any(cue.start is not None for cue in cues) and (spans := _spans(lists)):
            speakers = spoken_in([cue.start for cue in cues], [cue.end for cue in cues], spans)
            cues = [cue._replace(speaker=speaker) for cue, speaker in zip(cues, speakers, strict=True)]
    if sum(cue.text.rstrip().endswith((" .", " ?")) for cue in cues) * 3 > len(cues):
        cues = [cue._replace(text=_TOKENISED.sub(r"\1", cue.text)) for cue in cues]
    return _relative(cues)


def _cues(rows: Sequence[Row], columns: Columns, known: Mapping[str, str], most_words: float) -> list[Cue]:
    unit, end_unit, length_unit = _units(rows[:300], columns)
    text_of, label_of = getter(columns.text), getter(columns.speaker)
    start_of, end_of, length_of = getter(columns.start), getter(columns.end), getter(columns.length)
    final = _final(rows)
    shown: dict[Any, str | None] = {}
    cues: list[Cue] = []
    for row in rows:
        if most_words < 0:
            break
        if final and not final(row[-1]):
            continue
        text = text_of(row)
        text = text if isinstance(text, str) and text.strip() else ""
        most_words -= text.count(" ") + 1
        begins, start = start_of(row), None
        if begins is not None:
            start = values.time_of(begins, unit)
        end = values.time_of(end_of(row), end_unit) if columns.end else None
        if end is None and isinstance(begins, dict):
            end = values.time_of(begins.get("to"), unit)
        if end is None and start is not None and columns.length:
            length = values.time_of(length_of(row), length_unit)
            end = start + length if length else None
        label = label_of(row)
        if isinstance(label, dict):
            speaker = values.speaker_of({"speaker": label}, known)
        elif isinstance(label, str | int) and not isinstance(label, bool):
            if label not in shown:
                shown[label] = name_of(label, known)
            speaker = shown[label]
        else:
            speaker = None
        words = row[-1].get("words")
        if isinstance(words, list) and words and (not text or len(words) > SPLIT_WORDS or _change(words)):
            parted = cues_of_words([word for word in words if isinstance(word, dict)], speaker, known, unit)
            if parted and (not text or _same(text, parted)):
                cues += parted
                continue
        if text:
            cues.append(Cue(text, speaker, start, end))
    return cues


@dataclass(frozen=True)
class _Words:
    """Words in columns."""

    texts: list[Any]
    speakers: list[str | None]
    starts: list[float | None]
    ends: list[float | None]
    begins: list[int]
    """The indexes of words with which another list begins."""


def _words(rows: Sequence[Row], columns: Columns, known: Mapping[str, str]) -> _Words:
    unit, end_unit, length_unit = _units(rows[:300], columns)
    texts = [None if text in _NO_WORDS else text for text in column(columns.text, rows)]
    starts = values.times_of(column(columns.start, rows), unit)
    nothing: list[float | None] = [None] * len(rows)
    ends = values.times_of(column(columns.end, rows), end_unit) if columns.end else nothing
    if columns.length:
        lengths = values.times_of(column(columns.length, rows), length_unit)
        ends = [
            end if end is not None or start is None else start + (length or 0.0)
            for start, end, length in zip(starts, ends, lengths, strict=True)
        ]
    begins = [0]
    if len(rows[0]) > 2:
        begins += [number for number, (one, two) in enumerate(pairwise(rows), 1) if one[-2] is not two[-2]]
    return _Words(texts, speakers_of(column(columns.speaker, rows), known), starts, ends, begins)


def _sentences(words: _Words) -> list[Cue]:
    """Words joined to sentences. If most lists of words don't end with a full stop, each is a sentence of its own."""
    begins = words.begins
    ended = sum(1 for number in begins[1:] if str(words.texts[number - 1]).rstrip().endswith(ENDS))
    if len(begins) < 2 or ended * 2 > len(begins) - 1:
        return cues_of_columns(words.texts, words.speakers, words.starts, words.ends)
    found: list[Cue] = []
    for begin, end in zip(begins, [*begins[1:], len(words.texts)], strict=True):
        part = slice(begin, end)
        cues = cues_of_columns(words.texts[part], words.speakers[part], words.starts[part], words.ends[part])
        found += [cue._replace(breaks=number == 0) for number, cue in enumerate(cues)]
    return found


def _with_punctuation(texts: list[Any], candidates: Sequence[str]) -> list[Any]:
    """The words as one of the texts, or all of them one after the other, has them."""
    words = [text if isinstance(text, str) else "" for text in texts]
    spoken = values.bare("".join(words))
    for text in (*candidates, " ".join(candidates)):
        if len(text) >= len(spoken) and values.bare(text) == spoken and (better := punctuated(words, text)):
            return list(better)
    return texts


def _units(rows: Sequence[Row], columns: Columns) -> tuple[float, float, float]:
    """How many seconds one unit of the starts, the ends and the lengths has."""
    if columns.start is None:
        return 1.0, 1.0, 1.0
    starts, ends, lengths = (column(place, rows) for place in (columns.start, columns.end, columns.length))
    words = [count_words(text) if isinstance(text, str) else 0 for text in column(columns.text, rows)]
    start_key, end_key, length_key = map(naming_key, (columns.start, columns.end, columns.length))
    unit = time_units.unit_of(start_key, values.numbers_in([*starts, *ends]), sum(words))
    if "ms" in end_key.lower():
        return unit, time_units.unit_of(end_key, values.numbers_in(ends), sum(words)), unit
    length_unit = time_units.unit_of(length_key, [], 0) if time_units.named(length_key) else unit
    if not time_units.named(start_key) and all(_is_plain(start) for start in starts):
        better = time_units.likely(
            list(map(values.time_of, starts)),
            list(map(values.time_of, ends)) if columns.end else [],
            list(map(values.time_of, lengths)) if columns.length and length_unit == unit else [],
            words,
            unit,
        )
        length_unit = better if length_unit == unit else length_unit
        unit = better
    return unit, unit, length_unit


def _is_plain(start: Any) -> bool:
    """Whether a time is only a number, and doesn't state its unit."""
    return not isinstance(start, str) or start.replace(".", "", 1).isdigit()


def _final(rows: Sequence[Row]) -> Any:
    """What tells whether an item stays, in a log of recognition that first writes down what it only assumes."""
    sample = rows[:300]
    for key in ("is_final", "isFinal", "final"):
        said = {row[-1].get(key) for row in sample if isinstance(row[-1].get(key), bool)}
        if said == {True, False}:
            return lambda item: item.get(key) is not False
    kinds = {str(row[-1].get("type", "")).lower() for row in sample}
    if kinds & _DROPPED_TYPES and kinds - _DROPPED_TYPES:
        return lambda item: str(item.get("type", "")).lower() not in _DROPPED_TYPES
    return None


def _change(words: Sequence[Any]) -> bool:
    """Whether several people speak these words."""
    if not isinstance(words[0], dict) or not (
        key := used(values.SPEAKER, [w for w in words[:50] if isinstance(w, dict)])
    ):
        return False
    labels = {label for word in words if isinstance(word, dict) and isinstance(label := word.get(key), str | int)}
    return len(labels) > 1


def _spans(lists: Sequence[Listed]) -> list[tuple[float, float, str]]:
    """Who speaks from when to when, if a list says that and nothing else."""
    for listed in lists:
        columns = columns_of(listed.sample())
        if columns.speaker is None or columns.start is None:
            continue
        ended = columns.end is not None or columns.length is not None
        if columns.text is not None and not columns.sure:
            continue
        words = _words(listed.rows, columns, {})
        spans = [
            (start, start if end is None else end, speaker)
            for start, end, speaker in zip(words.starts, words.ends, words.speakers, strict=True)
            if start is not None and (end is not None or not ended) and speaker
        ]
        again = len(spans) > len({speaker for *_, speaker in spans})
        if len(spans) >= (2 if ended else FEWEST_PARAGRAPHS) and (ended or again):
            return sorted(spans)
    return []


def _same(text: str, cues: list[Cue]) -> bool:
    return values.bare(text) == values.bare("".join(cue.text for cue in cues))


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
