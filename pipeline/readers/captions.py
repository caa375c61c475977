"""Reads WebVTT, SubRip and SBV: blocks of text under a line with two times."""

from __future__ import annotations

import re

from pipeline.readers import caption_blocks, caption_data, caption_speakers, rolling_captions
from pipeline.readers.cue import Source

_LANGUAGE = re.compile(r"^(?:NOTE\s+)?language\s*:\s*\"?([A-Za-z]{2,3})\b", re.I | re.M)
_TITLE = re.compile(r"^(?:NOTE\s+)?title\s*:\s*(.+)$", re.I | re.M)
_WEBVTT_TITLE = re.compile(r"\s*WEBVTT[ \t]*+[-–—:]?[ \t]*+(\S[^\n]*)")
_BREAK = re.compile(r"<br[ \t]*/?>", re.I)
FEWEST_BREAKS = 3
"""So many <br> are line breaks. Fewer may be what somebody says in a talk about HTML."""

find = caption_blocks.find


def read(text: str) -> Source:
    """The cues of WebVTT, SubRip or SBV, even of a damaged file. Raises TranscriptTooLarge, and NotATranscript if the
    captions hold data or titles of chapters, and nothing that was said."""
    if text.count("<br") >= FEWEST_BREAKS:
        text = _BREAK.sub(" ", text)
    blocks = caption_blocks.split(text)
    captions = blocks.captions
    webvtt = blocks.header.lstrip().startswith("WEBVTT")
    if caption_data.find(captions):
        cues = caption_data.cues(captions)
    else:
        caption_data.refuse_what_nobody_says(captions)
        if rolling_captions.rolls(captions):
            rolling_captions.unroll(captions)
        cues = caption_speakers.cues(captions)
    language = _LANGUAGE.search(blocks.header)
    title = _TITLE.search(blocks.header) or _WEBVTT_TITLE.match(blocks.header)
    return Source(
        format="WebVTT" if webvtt else "SubRip" if blocks.arrows else "SBV",
        cues=cues,
        title=title[1] if title else None,
        language=language[1][:2].lower() if language else None,
    )
