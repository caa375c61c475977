"""Puts the line breaks back into text that was copied from a page, or saved, as one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.times import seconds

FEWEST = 3
"""So many times or names must stand in one line."""
LONGEST_NAME_CHARACTERS = 60
EARLY_SECONDS = 120.0

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_INLINE = re.compile(rf"(?<=\S)[ \t]++([\[(]{_CLOCK}[\])])[ \t]++(?=\S)")
_INLINE_FIRST = re.compile(rf"\s*([\[(]{_CLOCK}[\])])[ \t]")
_GLUED = re.compile(rf"(?<![ \t\u00a0])[ \t\u00a0]{{2,}}+({_CLOCK})[ \t]*+(?=[^\s\d:.,])")
_GLUED_ALONE = re.compile(rf"(?<=[.?!…])[ \t]*+({_CLOCK})[ \t]*+(?=[^\s\d:.,])")
_ENDED = re.compile(r"(?<=[.?!…])(?=[^\W\d_a-z][^.?!…\n]{1,60} (?:started|stopped) transcription)")
_NAME = re.compile(r"(?:^|(?<=[.?!…][ \t]))([A-Z][\w.'’-]{0,30}(?: [A-Z0-9][\w.'’-]{0,30}){0,3}): ")


def parted(text: str) -> str:
    """The text with each turn on a line of its own, where one line holds several."""
    longest = max(map(len, text.split("\n")), default=0)
    if longest < 100:
        return text
    text = _parted_at_times(text)
    return "\n".join(_parted(line) if len(line) >= 100 else line for line in text.split("\n"))


def _parted_at_times(text: str) -> str:
    """The text with breaks before times in brackets inside sentences, if there are several in most lines."""
    found = list(_INLINE.finditer(text))
    lines = sum(1 for line in text.split("\n") if line.strip())
    begun = _INLINE_FIRST.match(text)
    if begun and found and lines == 1:
        times = [begun[1], *(match[1] for match in found)]
        return _INLINE.sub(r"\n\1 ", text).lstrip() if _rise(times) else text
    if len(found) < max(FEWEST, 2 * lines) or not _rise([match[1] for match in found]):
        return text
    first = seconds(found[0][1].strip("[]()"))
    opened, closed = found[0][1][0], found[0][1][-1]
    head = "" if text.lstrip().startswith(opened) else f"{opened}0:00{closed} "
    if head and (first is None or first > EARLY_SECONDS):
        head = f"{found[0][1]} "
    return head + _INLINE.sub(r"\n\1 ", text).lstrip()


def _rise(times: Sequence[str]) -> bool:
    values = [seconds(time.strip("[]()")) or 0.0 for time in times]
    return sum(1 for before, after in pairwise(values) if after >= before) >= 0.9 * (len(values) - 1)


def _parted(line: str) -> str:
    glued = list(_GLUED.finditer(line))
    if len(glued) >= FEWEST and _rise([match[1] for match in glued]):
        return _parted_at_names(line, glued)
    names = Counter(match[1] for match in _NAME.finditer(line))
    again = {name for name, count in names.items() if count >= 2}
    if len(again) >= 2 and sum(names.values()) > FEWEST:
        return _NAME.sub(lambda match: f"\n{match[0]}" if match.start() else match[0], line)
    return line


def _parted_at_names(line: str, times: list[re.Match[str]]) -> str:
    """A line of a page without its breaks: "…started transcriptionDana Fox   0:03That's it.Omar Reed   0:11…"."""
    tails = [_beginnings(line[max(0, match.start() - LONGEST_NAME_CHARACTERS) : match.start()]) for match in times]
    often = Counter(name for tail in tails for name in tail)
    parts: list[str] = []
    kept, last = 0, ""
    for match, tail in zip(times, tails, strict=True):
        name = max(tail, key=lambda name: (often[name], len(name)), default="")
        begin = max(kept, match.start() - len(name))
        parts += [_of_same(line[kept:begin], last), f"\n{line[begin : match.start()]}  {match[1]}\n"]
        kept, last = match.end(), line[begin : match.start()]
    return "".join([*parts, _ENDED.sub("\n", _of_same(line[kept:], last))])


def _of_same(said: str, name: str) -> str:
    """What one person said, with breaks at the times inside it."""
    return _GLUED_ALONE.sub(lambda match: f"\n{name}  {match[1]}\n", said)


def _beginnings(tail: str) -> list[str]:
    """The ends of a text that may be a name glued to what stands before it."""
    return [
        tail[place:]
        for place in range(len(tail))
        if tail[place].isupper() and (place == 0 or not (tail[place - 1].isspace() or tail[place - 1].isupper()))
    ]
