"""Text -> Source. The content decides which format it is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers import captions, field_records, frame_subtitles, line_beginnings, spacelog, tables, turns
from pipeline.readers.cue import Source
from pipeline.transcript import Taken

_MARKUP = re.compile(r"\s*<(?:\?xml|!DOCTYPE|(?!(?:v|c|i|b|u|font)\b)[a-zA-Z][\w:.-]*(?:\s[^<>]*)?/?>)", re.I)
_FENCE = re.compile(r"^```[a-zA-Z0-9]*[ \t]*\n", re.M)
MOST_AROUND = 300
"""Characters around a block of code that a chat with a model says to it."""
HEAD_CHARACTERS = 20_000
"""The format is decided by this many characters at the beginning."""
_DOCUMENTS = {"zip": "Word document", "flat": "OpenDocument text", "pdf": "PDF", "rtf": "RTF", "html": "web page"}


def parse(text: str, most_words: float = math.inf) -> Source:
    """What was found in a text. JSON and XML are read until they have more than `most_words`; what comes after that is
    left out. Raises NotATranscript, BrokenTranscript and TranscriptTooLarge."""
    text = _unfenced(text)
    head = text[:HEAD_CHARACTERS]
    first = head.lstrip()[:1]
    if first and (first in "{[" or first.isalpha()):
        from pipeline.readers import json_exports

        if json_exports.find(head):
            try:
                return json_exports.read(text, most_words, parse)
            except (NotATranscript, BrokenTranscript):
                if first in "{[":
                    raise
    if first in ("{", "[", "<") and frame_subtitles.find(head):
        return frame_subtitles.read(text)
    if first == "<":
        from pipeline.readers import xml_captions, xml_records

        captioned = xml_captions.find(head)
        if captioned:
            try:
                found = xml_captions.read(text, most_words)
                return found if found.timed else xml_records.read(text, most_words) or found
            except NotATranscript:
                pass  # its elements may have other names
        if captioned or (_MARKUP.match(head) and text.rstrip().endswith(">")):
            if (records := xml_records.read(text, most_words)) is not None:
                return records
            raise NotATranscript("There are no captions in this XML file. Export the transcript as .vtt, .srt or .txt.")
    if head.lstrip().startswith("WEBVTT") or captions.find(head):
        return captions.read(text)
    if "[Events]" in head:
        from pipeline.readers import substation

        if substation.find(text):
            return substation.read(text)
    if spacelog.find(head):
        return spacelog.read(text)
    if field_records.find(text) and (fields := field_records.read(text, most_words)) is not None:
        return fields
    if rows := tables.find(line_beginnings.with_narrow_bars(text)):
        return _table(rows)
    return turns.read(text)


def _table(rows: list[list[str]]) -> Source:
    """The turns of a table. Without a column of names, they are looked for in the texts."""
    cues, lines = tables.read(rows)
    taken, total = tables.account(rows)
    letters: int | None = total
    if lines is not None and (named := turns.read(lines)).spoken:
        cues, letters = list(named.cues), None
    kinds = (
        "times" if any(cue.start is not None for cue in cues) else "",
        "speakers" if any(cue.speaker for cue in cues) else "",
    )
    name = f"table with {' and '.join(filter(None, kinds))}"
    stated = tables.speaks(cues) and not tables.by_the_minute(rows)
    return Source(name, cues, turns=True, stated=stated, taken=taken, letters=letters)


def _unfenced(text: str) -> str:
    """What stands in the one block of code of a text, if it is JSON or captions and nearly all of the text."""
    begin = _FENCE.search(text, 0, MOST_AROUND)
    if begin is None:
        return text
    end = text.rfind("\n```", begin.end())
    inside = text[begin.end() : end if end >= 0 else len(text)]
    if "\n```" in inside or (end >= 0 and len(text) - end > MOST_AROUND):
        return text
    return inside if inside.lstrip()[:1] in ("{", "[") or captions.find(inside[:HEAD_CHARACTERS]) else text


def is_json(text: str) -> bool:
    """Whether a text begins like JSON."""
    text = _unfenced(text)
    if text[:HEAD_CHARACTERS].lstrip()[:1] not in ("{", "["):
        return False
    from pipeline.readers import json_exports

    return json_exports.find(text)


def parse_document(kind: str, text: str, title: str | None, taken: Sequence[Taken] = ()) -> Source:
    """What was found in the text of a document of this kind. `taken` is what was left out of its text."""
    source = _in_document(kind, text, title)
    beside = sum(each.letters for each in taken)
    whole = None if source.letters is None else source.letters + beside
    return replace(source, taken=(*taken, *source.taken), letters=whole)


def _in_document(kind: str, text: str, title: str | None) -> Source:
    if kind == "text":
        source = parse(text)
        return replace(source, title=source.title or title)
    name = _DOCUMENTS.get(kind, "document")
    if captions.find(text[:HEAD_CHARACTERS]):
        return replace(captions.read(text), format=f"{name} with times and speakers")
    if spacelog.find(text[:HEAD_CHARACTERS]):
        return replace(spacelog.read(text), format=f"{name} with times and speakers")
    source = turns.read(text, stripped=True)
    return replace(source, format=source.format.replace("text", name, 1), title=source.title or title)
