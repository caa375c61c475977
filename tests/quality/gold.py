"""What a person wrote for the same content, read as steps: the gold that guides are held against."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

_ITEM = re.compile(r"^(?P<indent>\s*|&#x20;\s*)\d+\\?[.)]\s*(?P<text>\S.*)$")
_HEADING = re.compile(r"^#{2,4}\s+(?P<text>.+?)\s*#*$")
_CHAPTER = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{2})\s+(?P<text>\S.*)$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]+|(?<!\w)_|_(?!\w)|<[^>]+>|\{%[^%]*%\}|^\(Optional\)\s*")
_NO_STEP = re.compile(
    r"introduction|overview|outlook|summary|q&a|feedback|wrap|further reading|what's next|what is|motivation|follow-up"
    r"|recap|discussion",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class GoldStep:
    text: str
    start: float | None = None
    """Seconds, where the person named a moment of the recording."""
    end: float | None = None


@dataclass(frozen=True)
class Gold:
    """The steps of a person's guide, in its order."""

    steps: tuple[GoldStep, ...]
    kind: str
    """ "steps", "chapters", "spans" or "headings": what they were in the source."""


def read_gold(folder: Path) -> Gold | None:
    """The gold in a folder of `gold/`, or None where there are no steps in it. What was made for this very recording
    goes first: chapters with times, then spans of its text, then the numbered steps of an article, then its headings.
    Raises OSError."""
    for name in sorted(folder.glob("gold_chapters*.txt")):
        if steps := _chapters(name.read_text(encoding="utf-8")):
            return Gold(steps, "chapters")
    for name in sorted(folder.glob("gold_*spans*.json")):
        spans = json.loads(name.read_text(encoding="utf-8"))["spans"]
        return Gold(tuple(GoldStep(str(span["text"])) for span in spans), "spans")
    articles = sorted([*folder.glob("gold_article*"), *folder.glob("gold_steps*")])
    texts = [name.read_text(encoding="utf-8") for name in articles]
    if steps := tuple(step for text in texts for step in _items(text)):
        return Gold(steps, "steps")
    if steps := tuple(step for text in texts for step in _headings(text)):
        return Gold(steps, "headings")
    return None


def _items(text: str) -> tuple[GoldStep, ...]:
    """Numbered items of the outermost level, each by its first sentence: the rest explains."""
    found = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.lstrip().startswith("```")
        match = _ITEM.match(line)
        if match and not fenced and (len(match["indent"]) < 4 or "&" in match["indent"]):
            first = re.split(r"(?<=[.!?])\s+(?=[A-Z])", _plain(match["text"]))[0]
            found.append(GoldStep(first))
    return tuple(found)


def _headings(text: str) -> tuple[GoldStep, ...]:
    found, fenced = [], False
    for line in text.splitlines():
        fenced ^= line.lstrip().startswith("```")
        match = _HEADING.match(line)
        if match and not fenced and not _NO_STEP.search(match["text"]):
            found.append(GoldStep(re.sub(r"\[\[.*?\]\]", "", _plain(match["text"])).strip()))
    return tuple(found)


def _chapters(text: str) -> tuple[GoldStep, ...]:
    """Lines such as "05:33 Title"; each ends where the next begins. Introductions and questions are no steps."""
    rows = [
        (int(m[1] or 0) * 3600 + int(m[2]) * 60 + int(m[3]), m["text"].lstrip("§ "))
        for line in text.splitlines()
        if (m := _CHAPTER.match(line.strip()))
    ]
    ends: list[float | None] = [start for start, _ in rows[1:]]
    return tuple(
        GoldStep(title, start, end)
        for (start, title), end in zip(rows, [*ends, None], strict=True)
        if not _NO_STEP.search(title)
    )


def _plain(text: str) -> str:
    return " ".join(html.unescape(_MARKS.sub("", _LINK.sub(r"\1", text)).replace("\\", "")).split())
