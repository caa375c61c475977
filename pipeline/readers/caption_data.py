"""Captions that hold data: what was said as JSON, as Teams writes it, and pictures or chapters, which nobody says."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pipeline.errors import NotATranscript
from pipeline.readers import json_values
from pipeline.readers.caption_blocks import Caption
from pipeline.readers.cue import Cue
from pipeline.transcript import count_words

FEWEST_CHAPTERS = 3
CHAPTER_SECONDS = 30.0
"""Chapters are at least this long, all but one in ten."""
SLOWEST_WORDS_PER_SECOND = 0.1
"""Who speaks is faster."""
MOST_TITLE_WORDS = 10

_PICTURE = re.compile(r"\S{0,500}(?:\.(?:jpe?g|png|webp|gif|avif|bmp)|#xywh=[\d,:a-z]{1,60})(?:[?#]\S{0,500})?", re.I)
_ENDED = re.compile(r"[.!?…。！？,]$")


def find(captions: Sequence[Caption]) -> bool:
    """Whether nearly every caption is a JSON object."""
    filled = [caption for caption in captions if caption.lines]
    objects = sum(1 for each in filled if each.lines[0].lstrip()[:1] == "{" and each.lines[-1].rstrip()[-1:] == "}")
    return bool(filled) and objects * 10 >= len(filled) * 9 and any(map(_object, filled))


def cues(captions: Sequence[Caption]) -> list[Cue]:
    """What was said, in captions that are JSON objects. Raises NotATranscript if nothing was."""
    found: list[Cue] = []
    for caption in captions:
        item = _object(caption)
        if item and (said := json_values.text_of(item)):
            found.append(Cue(said, json_values.speaker_of(item), caption.start, caption.end, breaks=True))
    if not found:
        raise NotATranscript("These captions hold data, and nothing that was said. Export the captions in a language.")
    return found


def refuse_what_nobody_says(captions: Sequence[Caption]) -> None:
    """Raises NotATranscript if the captions are addresses of pictures, or titles of chapters."""
    filled = [caption for caption in captions if caption.lines]
    if not filled:
        return
    if all(len(each.lines) == 1 and _PICTURE.fullmatch(each.lines[0].strip()) for each in filled):
        raise NotATranscript(
            "This file lists a player's preview pictures, and nothing that was said. Use the file with the captions."
        )
    if _are_chapters(filled):
        raise NotATranscript(
            "This file lists a recording's chapters, and not what was said in them. Use the file with the captions."
        )


def _are_chapters(captions: Sequence[Caption]) -> bool:
    if len(captions) < FEWEST_CHAPTERS:
        return False
    long = sum(1 for each in captions if each.end - each.start >= CHAPTER_SECONDS)
    if long * 10 < len(captions) * 9:
        return False
    texts = [" ".join(caption.lines) for caption in captions]
    words = sum(map(count_words, texts))
    span = captions[-1].end - captions[0].start
    return (
        words < span * SLOWEST_WORDS_PER_SECOND
        and all(count_words(text) <= MOST_TITLE_WORDS and not _ENDED.search(text) for text in texts)
        and all(after.start - before.end <= 1.0 for before, after in pairwise(captions))
    )


def _object(caption: Caption) -> dict[str, Any] | None:
    try:
        value = json.loads("\n".join(caption.lines))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
