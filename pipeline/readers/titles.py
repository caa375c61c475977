"""What a transcript is about, as far as its header or its file's name tells."""

from __future__ import annotations

import re

LONGEST = 120
"""Characters."""

_EXTENSION = re.compile(
    r"(\.(vtt|srt|sbv|txt|text|md|markdown|docx?|pdf|html?|rtf|json3?|jsonl|srv\d|ttml|dfxp|xml|ass|ssa|odt|mp4|mp3|m4a|wav|webm|mov|"
    r"mkv|transcript|otter_ai|[a-z]{2}(-[A-Za-z]{2,4})?))+$",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_DATES = re.compile(
    r"\b(GMT)?\d{4}[-_. ]?\d{2}[-_. ]?\d{2}([-_ T]?\d{2,6}([-_:.]?\d{2}){0,2}Z?)?\b|"
    r"\b\d{1,2}[-_.]\d{1,2}[-_.]\d{2,4}\b|"
    r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=\w*\d)[0-9a-f]{10,}\b|\(\d+\)|\b\d{3,4}x\d{3,4}\b",
    re.I,
)
_MEANINGLESS = re.compile(
    r"\b(transcripts?|transkript|transcription|transcribed|captions?|subtitles?|subs|untertitel|auto|generated|export(ed)?|"
    r"final|draft|copy|new|video\d*|audio\d*|zoom\d*|teams|meet|meeting|recording|recorded|output|file|files|untitled|unbenannt|"
    r"document|download|closed|cc|gmt|utc|am|pm|at|on|of|the|a|whisper|otter|ai|youtube|google|slack|clip|chat|text|test|"
    r"sample|pasted|paste|temp|tmp|data|input|raw|edited|clean|cleaned|talk|call|en|de|fr|es|us|gb|original|media|"
    r"part|img|vid|rec|screen|screencast|\d+|v\d+|[a-z])\b",
    re.I,
)
_LABELS = re.compile(
    r"^(transcripts?|meeting transcripts?|transcription|audio transcripts?|captions?|notes?|untitled.*|document\d*|"
    r"title|microsoft word.*|normal|.*\.(docx?|pdf|indd|rtf))$",
    re.I,
)
_AFTER = re.compile(r"\s*[-–—|:,]*\s*\(?\b(audio |meeting |full |video )?transcript(ion)?s?( of| for)?\)?\s*$", re.I)
_BEFORE = re.compile(r"^(audio |meeting |full |video )?transcript(ion)?s?\s*(of:?|for:?|[-–—|:])\s*", re.I)
_TIME_AT_END = re.compile(
    r"\s*[-–—|,(]*\s*\d{4}[/.-]\d{1,2}[/.-]\d{1,2}( \d{1,2}:\d{2})?( ?(AM|PM))?( [A-Z]{2,5})?\)?$"
)


def from_header(title: str | None) -> str | None:
    """A title that the source itself has, without what only says that this is a transcript; None where that is all."""
    if not title:
        return None
    title = " ".join(title.split()).strip(" *_#\"'“”`|-–—:")
    for pattern in (_AFTER, _TIME_AT_END, _BEFORE, _AFTER):
        title = pattern.sub("", title).strip()
    if not 3 <= len(title) <= 300 or _LABELS.match(title) or not re.search(r"[^\W\d_]{2}", title):
        return None
    return title if len(title) <= LONGEST else title[:LONGEST].rsplit(" ", 1)[0] + "…"


def from_name(name: str) -> str | None:
    """A file's name made readable: "create-api-token_en.vtt" is "Create api token"; None for "GMT20240102.vtt"."""
    name = re.split(r"[/\\]", name[-1000:])[-1]
    stem = _EXTENSION.sub("", name) if not name.startswith(".") else ""
    stem = _DATES.sub(" ", stem.replace("_", " ").replace("+", " ").replace("%20", " "))
    stem = _CAMEL.sub(" ", stem)
    if stem.count(" ") == 0 or stem.count("-") > stem.count(" "):
        stem = re.sub(r"(?<=\w)[-.](?=\w)", " ", stem)
    stem = " ".join(stem.split()).strip(" -–—.,()[]")
    if not re.search(r"[^\W\d_]{3}|[^\x00-\x7f]{2}", _MEANINGLESS.sub("", stem)):
        return None
    for pattern in (_AFTER, _BEFORE):
        stem = pattern.sub("", stem).strip(" -–—.,")
    stem = re.sub(r"\s+(captions?|subtitles?|auto|en|de|fr|es)$", "", stem, flags=re.I)
    if len(stem) < 3 or len(stem) > 200:
        return None
    return (stem[0].upper() + stem[1:])[:LONGEST]
