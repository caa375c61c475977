"""Splits WebVTT, SubRip and SBV into captions: finds the lines with two times, and what was said under each."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.errors import TranscriptTooLarge
from pipeline.readers import caption_identifiers
from pipeline.readers.caption_identifiers import Above, number_of
from pipeline.readers.letter_count import Tally, letters, letters_of
from pipeline.readers.times import LONGEST_SECONDS, seconds
from pipeline.transcript import Taken

MOST_CAPTIONS = 500_000
BEGINNING_CHARACTERS = 1500
"""The first caption's times are in this many characters, unless the file says WEBVTT."""
CLOCK_PER_SECOND = 90_000
"""The unit of MPEGTS in a segment's head (RFC 8216, 3.5)."""

_CLOCK = r"[-–−]?\d{1,3}(?:[ \t]?[:：][ \t]?\d{1,2}){1,2}(?:[ \t]?[.,;:，．：][ \t]?\d{1,9})?"
_ARROW = r"(?:[-–—−]{1,2}[ \t]?(?:>|&gt;)|[→⇒]|=>)"
_PAIR = rf"(?P<start>{_CLOCK})[ \t]*+{_ARROW}[ \t]*+(?P<end>{_CLOCK})"
_USUAL = re.compile(r"\d\d:\d\d:\d\d[.,]\d{3} --> \d\d:\d\d:\d\d[.,]\d{3}(?![\d:])", re.A)
"""Nearly all files have no other times, and they are read much faster."""
_TIMES = re.compile(rf"[ \t]*+(?:\d{{1,7}}[.):]?[ \t]++)?{_PAIR}(?![\d:])(?P<rest>.*)")
_PLAIN_CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:\.\d{1,9})?"
_COMMA = re.compile(rf"[ \t]*+(?P<start>{_PLAIN_CLOCK})[ \t]*+,[ \t]*+(?P<end>{_PLAIN_CLOCK})(?P<rest>)[ \t]*+")
_WITHIN = re.compile(rf"(?<![^ \t])(?:(?<!\S)\d{{1,7}}[ \t]++)?{_PAIR}(?![\d:\])])")
_SETTINGS = re.compile(r"(?>[ \t]+[\w.-]{1,20}:\S{1,100})*[ \t]*+|[^\w\[(<{\"“¿¡]{0,40}")
_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.M)
_ASIDE = re.compile(r"(?:NOTE|WEBVTT)(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*|X-TIMESTAMP-MAP=.*")
_BEGINS_ASIDE = frozenset("NWSRX")
_SEGMENT = re.compile(r"X-TIMESTAMP-MAP=(?=.{0,100}?MPEGTS:(\d{1,15}))(?=.{0,100}?LOCAL:([\d:.]{3,20}))")


@dataclass(slots=True)
class Caption:
    """What is shown from one time to another, in seconds."""

    start: float
    end: float
    lines: list[str] = field(default_factory=list)
    identifier: str = ""
    """What stands above its times, if that isn't a number."""


@dataclass(frozen=True)
class Blocks:
    captions: list[Caption]
    header: str
    """The text before the first caption."""
    arrows: bool
    """Whether an arrow is between the two times, and not a comma."""
    taken: Sequence[Taken] = ()
    """What stands beside the captions."""


class _Timing(NamedTuple):
    """A line with two times."""

    place: int
    """The line's index."""
    start: float
    end: float
    rest: str
    """What stands after the times and isn't a setting."""


def find(text: str) -> bool:
    """Whether there is a line with two times near the beginning, as in WebVTT, SubRip and SBV."""
    lines = _unquoted(_beginning(text)).split("\n")
    for place, line in enumerate(lines):
        last = place > 0 and place == len(lines) - 1  # the row of a table may end behind its times, in a cut off file
        match = _times(line) or (None if last else _COMMA.fullmatch(line))
        if (match and _SETTINGS.fullmatch(match["rest"])) or _many_within(line):
            return True
    return False


def _beginning(text: str) -> str:
    """The whole lines at the beginning. A line that is cut off may look like two times: the row of a table whose first
    columns are times."""
    if len(text) <= BEGINNING_CHARACTERS:
        return text
    end = text.rfind("\n", 0, BEGINNING_CHARACTERS + 1)
    return text[: end if end >= 0 else BEGINNING_CHARACTERS]


def split(text: str) -> Blocks:
    """The captions of a file, even of a damaged one. Raises TranscriptTooLarge."""
    if text.count("-->") > MOST_CAPTIONS:
        raise TranscriptTooLarge("This file has too many captions. Split it and try again.")
    text = _on_own_lines(_unquoted(text))
    lines = text.split("\n")
    timings = _timings(lines, _times)
    arrows = bool(timings)
    timings = _without_said(timings or _timings(lines, _COMMA.fullmatch), lines)
    if not timings:
        return Blocks([], "\n".join(lines), arrows)
    places = [timing.place for timing in timings]
    header = lines[: places[0]]
    bodies = [lines[place + 1 : after] for place, after in pairwise([*places, len(lines)])]
    above = caption_identifiers.find([_above(header, header=True), *map(_above, bodies[:-1])])
    streamed = "X-TIMESTAMP-MAP=" in text
    segments = _segments(lines, timings) if streamed else [0.0] * len(timings)
    captions: list[Caption] = []
    tally, whole = Tally(), letters(text)
    tally.count("line of the header", 1, letters_of(header) - letters(above[0].text if above[0] else ""))
    times = letters_of(lines[place] for place in places) - letters_of(timing.rest for timing in timings)
    tally.count("time", len(timings), times)
    names = [own.text for own in above if own is not None]
    tally.count("identifier", len(names), letters_of(names))
    for timing, shift, body, own, following in zip(timings, segments, bodies, above, [*above[1:], None], strict=True):
        said = _payload(body, own, following)
        if timing.rest:
            said.insert(0, timing.rest)
        identifier = own.text if own and own.number is None else ""
        captions.append(Caption(timing.start + shift, timing.end + shift, said, identifier))
    kept = _each_once(captions) if streamed else captions
    beside = whole - letters_of(header) - times
    beside -= letters_of(names[1:] if above[0] else names) + letters_of(line for each in kept for line in each.lines)
    tally.count("note", 1, beside)
    return Blocks(kept, "\n".join(header), arrows, tally.taken())


def _times(line: str) -> re.Match[str] | None:
    return _TIMES.fullmatch(line) if ">" in line or "→" in line or "⇒" in line or "&gt;" in line else None


def _many_within(line: str) -> bool:
    """Whether several captions stand on this line: all of them, in a file that lost its line breaks."""
    return line.count(">") > 1 and sum(1 for _ in _WITHIN.finditer(line)) > 1


def _on_own_lines(text: str) -> str:
    """The text with each pair of times on a line of its own, if the file lost its line breaks."""
    if not any(map(_many_within, text[:BEGINNING_CHARACTERS].split("\n"))):
        return text
    return _WITHIN.sub(lambda times: f"\n{times[0]}\n", text)


def _unquoted(text: str) -> str:
    """The text without the ">" that mail programs write before each line."""
    if not text.lstrip().startswith(">"):
        return text
    lines = text[:BEGINNING_CHARACTERS].split("\n")
    quoted = sum(1 for line in lines if line.startswith(">"))
    return _QUOTED.sub("", text) if quoted * 2 > len(lines) else text


def _timings(lines: Sequence[str], times: Callable[[str], re.Match[str] | None]) -> list[_Timing]:
    found: list[_Timing] = []
    clock, second = "", 0.0
    for place, line in enumerate(lines):
        if not line:
            continue
        if line[2:3] == ":" and _USUAL.match(line):
            first = second if line[:12] == clock else _usual_seconds(line[:12])  # it often begins where another ended
            clock = line[17:29]
            second = _usual_seconds(clock)
            beside = _beside(line[29:]) if len(line) > 29 else ""
            found.append(_Timing(place, first, second if second > first else first, beside))
            continue
        if (match := times(line)) is None:
            continue
        start, end = _seconds(match["start"]), _seconds(match["end"])
        if start is not None and end is not None:
            found.append(_Timing(place, start, max(start, end), _beside(match["rest"])))
    return found


def _usual_seconds(clock: str) -> float:
    """Those of 00:01:02.345."""
    return _seconds_of_minutes(clock[:5]) + int(clock[6:8]) + int(clock[9:12]) / 1000


@lru_cache(maxsize=64)
def _seconds_of_minutes(clock: str) -> int:
    """Those of 00:01. Most captions begin in the same minute as the one before."""
    return int(clock[:2]) * 3600 + int(clock[3:]) * 60


@lru_cache(maxsize=64)
def _beside(rest: str) -> str:
    """What stands behind the times and isn't a setting. Most files have few settings."""
    return "" if _SETTINGS.fullmatch(rest) else rest.strip()


def _seconds(clock: str) -> float | None:
    """The seconds of a time. 0 for one before the beginning, which programs write that move captions."""
    if not clock.isascii() or not clock.replace(":", "").replace(",", "").replace(".", "").isdigit():
        clock = unicodedata.normalize("NFKC", clock).replace(" ", "").replace("\t", "").replace(";", ":")
        if clock[:1] in "-–−":
            return 0.0
    fields = clock.split(":")
    if len(fields) == 4 and len(fields[3]) == 3:  # thousandths after a colon, and not frames
        clock = ":".join(fields[:3]) + f".{fields[3]}"
    return seconds(clock)


def _without_said(timings: list[_Timing], lines: Sequence[str]) -> list[_Timing]:
    """The timings without those that somebody read out: a line of a caption that begins with two times and an arrow,
    though the other captions don't begin like that."""
    if sum(1 for timing in timings if timing.rest) * 2 > len(timings):
        return timings
    inside = {
        after.place
        for before, after in pairwise(timings)
        if after.place > before.place + 1 and (above := lines[after.place - 1].strip()) and number_of(above) is None
    }
    packed = len(inside) * 4 > len(timings)
    kept: list[_Timing] = []
    for number, timing in enumerate(timings):
        following = timings[number + 1].start if number + 1 < len(timings) else math.inf
        before = kept[-1].start if kept else 0.0
        strange = not before <= timing.start <= following and before <= following < math.inf
        if kept and (
            (timing.rest and (timing.place in inside or strange)) or (strange and timing.place in inside and not packed)
        ):
            continue
        kept.append(timing)
    return kept


def _above(body: Sequence[str], *, header: bool = False) -> Above | None:
    """The last line that isn't empty, of what stands above a time."""
    last = place = len(body) - 1
    while place >= 0 and not (text := body[place].strip()):
        place -= 1
    if place < 0 or (body[place][0] in _BEGINS_ASIDE and _ASIDE.fullmatch(body[place])):
        return None
    before = place > 0 and bool(body[place - 1].strip())
    behind = not before and (place > 0 or header)
    alone = not header and not before and (place < 2 or not any(map(str.strip, body[: place - 1])))
    return Above(text, number_of(text), place == last, behind, alone)


def _payload(body: Sequence[str], own: Above | None, following: Above | None) -> list[str]:
    """The lines that were said, out of everything between one line with times and the next. `own` and `following` are
    the identifiers of this caption and of the next."""
    end = len(body)
    if following is not None:
        end -= 1
        while not body[end].strip():
            end -= 1
    while end and not body[end - 1].strip():
        end -= 1
    lines = list(body[:end])
    if all(map(str.strip, lines)):
        return lines
    kept: list[str] = []
    aside = False
    for place, line in enumerate(lines):
        if not line.strip():
            aside = aside and line != ""
        elif place > 0 and not lines[place - 1].strip() and _ASIDE.fullmatch(line):
            aside = True
        elif not aside and not (kept and not lines[place - 1].strip() and _stray(line, own, following)):
            kept.append(line)
    return kept


def _stray(line: str, own: Above | None, following: Above | None) -> bool:
    """Whether a line is the number of a caption whose times are missing, between captions with these numbers."""
    number = number_of(line)
    first, last = own and own.number, following and following.number
    return number is not None and first is not None and last is not None and first < number <= last


def _segments(lines: Sequence[str], timings: Sequence[_Timing]) -> list[float]:
    """The seconds to add to each timing, in a file that was joined from the segments of a stream whose times each
    begin at zero."""
    shifts = [0.0] * len(timings)
    heads = [(place, match) for place, line in enumerate(lines) if line[:1] == "X" and (match := _SEGMENT.match(line))]
    falls = any(after.start < before.start for before, after in pairwise(timings))
    if len(heads) < 2 or not falls:
        return shifts
    offsets = [int(match[1]) / CLOCK_PER_SECOND - (seconds(match[2]) or 0.0) for _, match in heads]
    current = 0
    for number, timing in enumerate(timings):
        while current + 1 < len(heads) and heads[current + 1][0] < timing.place:
            current += 1
        shift = offsets[current] - offsets[0]
        shifts[number] = shift if 0 <= shift < LONGEST_SECONDS else 0.0
    return shifts


def _each_once(captions: list[Caption]) -> list[Caption]:
    """The captions without those that two segments share."""
    seen: set[tuple[float, float, str]] = set()
    kept: list[Caption] = []
    for caption in captions:
        key = caption.start, caption.end, "\n".join(caption.lines)
        if key not in seen:
            seen.add(key)
            kept.append(caption)
    return kept
