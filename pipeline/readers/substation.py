"""Reads SubStation Alpha (.ass, .ssa): Dialogue lines with named fields."""

from __future__ import annotations

import re

from pipeline.readers import caption_speakers
from pipeline.readers.caption_blocks import Caption
from pipeline.readers.cue import Cue, Source
from pipeline.readers.letter_count import Tally
from pipeline.readers.speaker_names import tidy
from pipeline.readers.times import seconds

_FIELDS = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
_TITLE = re.compile(r"^Title:[ \t]*(\S.*)$", re.M)
_TAGS = re.compile(r"\{[^{}\n]{0,2000}\}")
_DRAWING = re.compile(r"\{[^{}\n]{0,300}\\p[1-9]")
_NOT_SPOKEN = re.compile(r"\b(signs?|typeset\w*|karaoke|lyrics?|op|ed)\b", re.I)


def find(text: str) -> bool:
    return "[Events]" in text and bool(re.search(r"^Dialogue:", text, re.M))


def read(text: str) -> Source:
    """The lines that are spoken, without signs, drawings and songs."""
    fields = [field.strip() for field in _FIELDS.split(",")]
    cues: list[Cue] = []
    events = text[text.index("[Events]") :]
    for line in events.split("\n"):
        kind, _, rest = line.partition(":")
        if kind == "Format":
            named = [field.strip() for field in rest[:1000].split(",")]
            fields = named if {"Start", "Text"} <= set(named) else fields
        elif kind == "Dialogue":
            row = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            said, start = row.get("Text", ""), seconds(row.get("Start", ""))
            if start is None or _DRAWING.search(said) or _NOT_SPOKEN.search(row.get("Style", "")):
                continue
            said = re.sub(r"\\[Nnh]", "\n", _TAGS.sub("", said))
            name = tidy(row.get("Name", "") or row.get("Actor", ""))
            cues.append(Cue(said, name, start, seconds(row.get("End", ""))))
    if not any(cue.speaker for cue in cues):  # names may be in the text, as in other captions
        cues = caption_speakers.cues(
            [Caption(cue.start or 0.0, cue.end or cue.start or 0.0, cue.text.split("\n")) for cue in cues], Tally()
        )
    title = _TITLE.search(text[:5000])
    return Source("SubStation Alpha", cues, title[1] if title and "default" not in title[1].lower() else None)
