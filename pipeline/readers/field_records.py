"""Reads turns whose parts have names, a part a line: lists in YAML, and blocks such as "Speaker: …", "Time: …",
"Text: …"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from pipeline.errors import NotATranscript
from pipeline.readers.cue import Source

FEWEST = 3
"""Fewer records are none."""
NEARLY_ALL = 0.8
"""The share of the records that must have the other part."""
SHAPE_LINES = 400
"""Lines at the beginning by which it is decided whether the text is a list of records."""

_SAID = frozenset(
    ("text", "content", "transcript", "utterance", "said", "says", "speech", "caption", "sentence", "words")
)
_WHO = frozenset(("speaker", "name", "who", "participant", "person", "speaker name", "user", "by"))
_STARTS = frozenset(("start", "start time", "time", "timestamp", "begin", "in", "at", "offset", "timecode", "from"))
_ENDS = frozenset(("end", "end time", "out", "until", "to", "stop"))
_USUAL = {
    **dict.fromkeys(_SAID, "text"),
    **dict.fromkeys(_WHO, "speaker"),
    **dict.fromkeys(_STARTS, "start"),
    **dict.fromkeys(_ENDS, "end"),
}
_FIELD = re.compile(
    r"[ \t]*(?P<item>-[ \t]+)?(?:\*\*)?[\"']?(?P<key>[^\W\d][\w -]{0,20}?)[\"']?(?:\*\*)?"
    r"[ \t]*:(?:\*\*)?(?:[ \t]+(?P<value>.*))?$"
)
_SPEAKER = re.compile(r"^[ \t]*+(?:-[ \t]++)?[\"']?speaker(?:[ _-]name)?[\"']?[ \t]*+:", re.M | re.I)
"""A part that only transcripts have."""
_BLOCK = re.compile(r"[|>][+-]?[ \t]*$")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")


def find(text: str) -> bool:
    """Whether a text is such a list."""
    head = text[:40_000]
    if head.count(":") < 2 * FEWEST:
        return False
    keys, filled = Counter[str](), 0
    for line in head.split("\n")[:SHAPE_LINES]:
        filled += bool(line.strip())
        if field := _FIELD.match(line):
            keys[_key(field["key"])] += 1
    said = max(_SAID, key=lambda key: keys[key])
    others = [key for key in (*_WHO, *_STARTS) if keys[key] >= NEARLY_ALL * keys[said]]
    return keys[said] >= FEWEST and bool(others)


def read(text: str, most_words: float) -> Source | None:
    """What was said in such a list. None if it isn't one of turns."""
    from pipeline.readers import json_exports

    data = _records(text)
    if len(data["transcript"]) < FEWEST:
        return None
    try:
        source = json_exports.of_data(data, most_words)
    except NotATranscript:
        return None
    kinds = [kind for kind, has in (("times", source.timed), ("speakers", source.spoken)) if has]
    stated = bool(kinds[1:]) or (source.spoken and _SPEAKER.search(text[:40_000]) is not None)
    return replace(source, format=f"text with {' and '.join(kinds)}" if kinds else "text", stated=stated)


def _key(key: str) -> str:
    return " ".join(key.replace("_", " ").replace("-", " ").lower().split())


def _records(text: str) -> dict[str, Any]:
    """The list and what stands over it. A line without a part's name continues the part above."""
    lines = [(line, _FIELD.match(line)) for line in text.split("\n")]
    counts = Counter(_key(field["key"]) for _, field in lines if field)
    said = max(_SAID, key=lambda key: counts[key])
    usual = {key for key, count in counts.items() if count * 2 >= counts[said] and len(key) < 20}
    listed = sum(1 for _, field in lines if field and field["item"]) >= FEWEST
    whole: dict[str, Any] = {"transcript": []}
    record: dict[str, Any] = {}
    open_key = first = ""
    for line, field in lines:
        key = _key(field["key"]) if field else ""
        if field and key not in usual and not whole["transcript"] and field["value"]:
            whole.setdefault(key, _value(field["value"]))
        elif field and key in usual and (field["value"] or record):
            first = first or key
            name = _USUAL.get(key, key)
            if field["item"] if listed else key == first:
                record = {}
                whole["transcript"].append(record)
            value = field["value"] or ""
            record[name] = "" if _BLOCK.match(value) else _value(value)
            open_key = name
        elif line.strip() and open_key == "text" and record:
            record["text"] = f"{record['text']} {line.strip()}".strip()
    return whole


def _value(text: str) -> Any:
    """What is written behind a part's name, without quotation marks around it."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        text = inner.replace('\\"', '"').replace("\\n", " ") if text[0] == '"' else inner.replace("''", "'")
    return float(text) if _NUMBER.fullmatch(text) else text
