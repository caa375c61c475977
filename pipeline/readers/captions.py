"""Reads WebVTT, SubRip and SBV: blocks of text under a line with two times."""

from __future__ import annotations

import re

from pipeline.readers import caption_blocks, caption_data, caption_speakers, rolling_captions, title_lines
from pipeline.readers.cue import Source
from pipeline.readers.letter_count import Tally, letters, letters_of

_LANGUAGE = re.compile(r"^(?:NOTE\s+)?language\s*:\s*\"?([A-Za-z]{2,3})\b", re.I | re.M)
_TITLE = re.compile(r"^(?:NOTE\s+)?title\s*:\s*(.+)$", re.I | re.M)
_WEBVTT_TITLE = re.compile(r"\s*WEBVTT[ \t]*+[-–—:]?[ \t]*+(\S[^\n]*)")
_BREAK = re.compile(r"<br[ \t]*/?>", re.I)
_TIMED_WORD = re.compile(r"<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}><c>([^<>\n]*)</c>")
"""A word with the time at which it lights up, as in YouTube's captions."""
FEWEST_BREAKS = 3
"""So many <br> are line breaks. Fewer may be what somebody says in a talk about HTML."""

find = caption_blocks.find


def read(text: str) -> Source:
    """The cues of WebVTT, SubRip or SBV, even of a damaged file. Raises TranscriptTooLarge, and NotATranscript if the
    captions hold data or titles of chapters, and nothing that was said."""
    if text.count("<br") >= FEWEST_BREAKS:
        text = _BREAK.sub(" ", text)
    tally, whole = Tally(), letters(text)
    if "><c>" in text:
        parts = _TIMED_WORD.split(text)  # and the words between them
        text = "".join(parts)
        tally.count("mark", len(parts) // 2, whole - letters(text))
    blocks = caption_blocks.split(text)
    captions = blocks.captions
    webvtt = blocks.header.lstrip().startswith("WEBVTT")
    counted = not caption_data.find(captions)
    if not counted:
        cues = caption_data.cues(captions)
    else:
        caption_data.refuse_what_nobody_says(captions)
        plain = rolling_captions.plain_lines(captions)
        if rolling_captions.rolls(captions, plain):
            before = letters_of(line for each in captions for line in each.lines)
            rolling_captions.unroll(captions, plain)
            tally.count("repeated line", 1, before - letters_of(line for each in captions for line in each.lines))
        cues = caption_speakers.cues(captions, tally)
    language = _LANGUAGE.search(blocks.header)
    stated = _TITLE.search(blocks.header) or _WEBVTT_TITLE.match(blocks.header)
    title = stated[1] if stated else None if webvtt else title_lines.above_captions(blocks.header, cues)
    return Source(
        format="WebVTT" if webvtt else "SubRip" if blocks.arrows else "SBV",
        cues=cues,
        title=title,
        language=language[1][:2].lower() if language else None,
        taken=(*blocks.taken, *tally.taken()) if counted else (),
        letters=whole if counted else None,
    )
