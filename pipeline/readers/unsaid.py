"""Lines of a text that nobody said: what tools write before, between and after what was said."""

from __future__ import annotations

import re
from collections.abc import Collection

EDGE_LINES = 3
"""A remark in brackets is looked for in so many lines at the beginning and at the end."""
LONGEST_REMARK_CHARACTERS = 200
LONGEST_LINE_CHARACTERS = 600
"""No remark is longer, with an address in it."""

_RECORD = r"(?:transcript(?:ion)?|recording|meeting|call|conference|session|huddle|webinar)"
_AT = r"(?: (?:at|after|on|by)\b[^.?!]{0,60}|[ \t]*[(\d][^?!]{0,60})?\W*$"
_ANYWHERE = re.compile(
    r"(?:transcribed by |transcript (?:generated|provided|created) |this (?:editable )?transcript (?:was|is|has) "
    r"|(?:\S.{0,60} )?(?:started|stopped|paused|resumed) (?:the )?(?:transcription|recording)$"
    rf"|(?:the )?{_RECORD} (?:has )?(?:started|stopped|ended|paused|resumed){_AT}"
    rf"|\[?(?:the )?end of (?:the )?(?:transcript(?:ion)?|recording|audio|tape){_AT}"
    r"|https?://otter\.ai|view original transcript|edited by |download transcript"
    r"|(?:break|ad break|sponsor break|commercial break)[ \t]*+:?[ \t]*+(?:\[[\d:.]+\])?$"
    r"|<(?:begin|end) [a-z]{1,20}>$"
    r"|(?-i:[a-z]+(?:_[a-z0-9]+){1,6}:[ \t][^=\n]{0,100}=)"  # a log: whisper_print_timings: load time = 113 ms
    r"|(?-i:[A-Z][A-Z ]{3,30}):[ \t][^\n]{0,300}?-[ \t]WATCH:[ \t]https?://)",  # Fathom's marks
    re.I,
)
_IN_REMARKS = (
    *("transcri", "started", "stopped", "paused", "resumed", "ended", "end of ", "otter.ai", "edited by", "break"),
    *("<begin", "<end", "_", "watch:"),
)
"""Each of them has one of these, and little of what is said."""
_COMES_AND_GOES = re.compile(
    r"(?-i:(?P<name>[^\W\d_a-z]\S*(?: \S+){0,6}?)) (?:has )?(?:joined|left)"
    rf"(?P<where> the (?:{_RECORD}|room|chat))?[.!]?$",
    re.I,
)
_NOTHING = re.compile(r"[(\[]?no (?:text|speech|audio|captions?|transcript)(?: found| available)?[)\]]?[.!]?$", re.I)
_BRACKETED = re.compile(r"[*_ ]*(?:\([^()]*\)|\[[^\[\]]*\])[*_ ]*$")
_ABOUT_THE_TEXT = re.compile(
    r"\b(?:transcri(?:pt|be|ption)\w*|caption(?:s|ed)?|subtitle[sd]?|auto-?generated|untertitel\w*|transkri\w+"
    r"|sous-titr\w+|subtítulos|sottotitoli)\b",
    re.I,
)


def is_remark(text: str) -> bool:
    """Whether a whole line is a tool's remark about the recording or the transcript, wherever it stands."""
    if len(text) > LONGEST_LINE_CHARACTERS or not any(map(text.lower().__contains__, _IN_REMARKS)):
        return False
    return _ANYWHERE.match(text.strip()) is not None


def is_event(text: str, names: Collection[str]) -> bool:
    """Whether a whole line tells who came or went. `names`: those of the speakers. Others say where."""
    if len(text) > LONGEST_REMARK_CHARACTERS or not ("joined" in text or "left" in text):
        return False
    match = _COMES_AND_GOES.match(text)
    return match is not None and (match["where"] is not None or match["name"] in names)


def is_nothing(text: str) -> bool:
    """Whether a caption says that there is none."""
    return text[:4].lower().lstrip("([").startswith("no") and bool(_NOTHING.match(text))


def is_remark_at_edge(text: str) -> bool:
    """Whether a line at the beginning or the end of a file is a remark in brackets about the text itself."""
    return len(text) <= LONGEST_REMARK_CHARACTERS and bool(_BRACKETED.match(text) and _ABOUT_THE_TEXT.search(text))
