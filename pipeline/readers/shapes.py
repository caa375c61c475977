"""Finds how a text marks who speaks and when, by the beginnings of all its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.readers import markdown, speaker_labels, speaker_names
from pipeline.readers.times import CLOCK

PREFIX_CHARACTERS = 200
"""A line's time and speaker are looked for in this many characters at its beginning."""

_STAMP = (
    rf"(?P<open>[\[(<{{])?[ \t]*+(?P<start>{CLOCK})"
    rf"(?:[ \t]*(?:-{{1,2}}>|→|-|–|—|to|bis)[ \t]*(?P<end>{CLOCK}))?[ \t]*(?(open)[\])>}}])"
)
LEAD = re.compile(rf"[ \t]*+{_STAMP}(?(open)|(?![\w/.%]))(?![ \t]*[ap]\.?m\b)[ \t]*(?P<mark>[-–—|:])?[ \t]*", re.I)
_TRAIL = re.compile(
    rf"[ \t]*+\[?(?P<name>[^\[\]():\n\t]{{1,60}}?(?:[ ]?\([^()\n\d]{{1,30}}\))?)\]?(?P<gap>[ \t]*+[-–—|,:@]?[ \t]*+)"
    rf"{_STAMP}(?(open)|(?![\w/.%]))(?![ \t]*[ap]\.?m\b)[ \t]*:?[ \t]*",
    re.I,
)
SPELT = re.compile(r"[ \t]*+(?:\d+ hours?,? ?)?(?:\d+ minutes?,? ?)?(?:\d+ seconds?)?[ \t]*$")
ASKED = re.compile(r"[ \t]*(?P<name>Q|A|F)(?:[:.]|[ \t]+[-–—])[ \t]+(?=\S)")
_CLOCKISH = re.compile(r"\d:\d")
_BULLET = re.compile(r"[ \t]*[-*•][ \t]+(?=\S)")


class Style(NamedTuple):
    """How a time is written."""

    leads: bool
    """Whether it comes before the name or the text, and not after the name."""
    bracket: str | None
    ranges: bool
    mark: str | None


class Line(NamedTuple):
    """A line, and the time at its beginning."""

    text: str
    bold: bool = False
    heading: bool = False
    code: bool = False
    style: Style | None = None
    stamp: re.Match[str] | None = None

    def timed(self, style: Style | None) -> bool:
        """Whether its time is written in this style. A time in brackets can come before or after a name."""
        if style is None or self.style is None:
            return False
        alike = (self.style.bracket, self.style.ranges) == (style.bracket, style.ranges)
        return self.style == style or (alike and style.bracket is not None)

    @property
    def rest(self) -> str:
        """The text after the time."""
        return self.text[self.stamp.end() :] if self.stamp else self.text


@dataclass(frozen=True)
class Shape:
    """How this text marks who speaks, and when."""

    style: Style | None
    labels: speaker_labels.Labels
    """The names before colons, in brackets or before a dash."""
    asked: frozenset[str]
    """The letters for questions and answers."""
    under_times: bool
    """Whether the line under a time is a name."""
    over_times: bool
    """Whether the line over a time is a name."""
    after_times: bool
    """Whether a name follows a time on the same line, with the text on the next line."""


def line_of(text: str) -> Line:
    """Makes a line from a text marked up by `markdown.strip`."""
    if text.startswith(markdown.CODE):
        return Line(text.lstrip(markdown.CODE).rstrip(), code=True)
    heading = text.startswith(markdown.HEADING)
    text = text.lstrip(markdown.HEADING)
    bold = text.startswith(markdown.BOLD)
    text = text.lstrip(markdown.BOLD).rstrip()
    if not bold and (bullet := _BULLET.match(text)):
        text = text[bullet.end() :]
    style, stamp = _stamp(text)
    return Line(text, bold, heading, False, style, stamp)


def _stamp(text: str) -> tuple[Style | None, re.Match[str] | None]:
    """(style, match) of the time at the beginning of a line or after a name there; (None, None) if there is none."""
    head = text[:PREFIX_CHARACTERS]
    if not _CLOCKISH.search(head):
        return None, None
    if match := LEAD.match(head):
        if match.end() < len(text) and not match["open"] and not match["mark"] and match[0][-1:] not in " \t":
            return None, None
        return Style(True, match["open"], bool(match["end"]), match["mark"]), match
    match = _TRAIL.match(head)
    if match and speaker_names.plausible(match["name"]):
        alone = match.end() >= len(text) or bool(SPELT.match(text[match.end() :]))
        # a time inside a sentence doesn't count: "The meeting at 10:30 was…"
        if alone or match["open"] or (len(match["gap"]) >= 2 and match["gap"].isspace()):
            return Style(False, match["open"], bool(match["end"]), None), match
    return None, None


def shape_of(lines: Sequence[Line]) -> Shape:
    """The shape that most of these lines have."""
    lines = [line for line in lines if line.text and not line.code]
    styles = Counter(line.style for line in lines if line.style)
    style = styles.most_common(1)[0][0] if styles else None
    if style and styles[style] < 2 and len(lines) > 8:
        style = None
    labels = speaker_labels.find(
        (_said(line, style) for line in lines), bold=_in_bold(lines, style), timed=style is not None
    )
    asked = {match["name"] for line in lines if (match := ASKED.match(line.text[:20]))}
    if not (asked >= {"Q", "A"} or asked >= {"F", "A"}):
        asked = set()
    return Shape(style, labels, frozenset(asked), *_names_at_times(lines, style))


def _said(line: Line, style: Style | None) -> str:
    return line.rest if line.timed(style) else line.text


def _in_bold(lines: Sequence[Line], style: Style | None) -> set[str]:
    """What stands in bold before a colon."""
    return {_said(line, style)[:PREFIX_CHARACTERS].partition(":")[0].strip() for line in lines if line.bold}


def _names_at_times(lines: Sequence[Line], style: Style | None) -> tuple[bool, bool, bool]:
    """Whether names are on the line under a time, on the line over it, or after it with their words on the next
    line."""
    if style is None or not style.leads:
        return False, False, False
    places = [number for number, line in enumerate(lines) if line.style == style]
    under, over, behind = [], [], []
    for number in places:
        following, beyond = lines[number + 1 : number + 2], lines[number + 2 : number + 3]
        if lines[number].rest:
            if following and following[0].style != style:
                behind.append(lines[number].rest)
            continue
        if following and beyond and following[0].style != style and beyond[0].style != style:
            under.append(following[0].text)
        if number and lines[number - 1].style != style:
            over.append(lines[number - 1].text)
    return _are_names(under, len(places)), _are_names(over, len(places)), _are_names(behind, len(places))


def _are_names(texts: list[str], stamps: int) -> bool:
    """Whether these texts are names and not speech: short, without punctuation, few, and coming back."""
    named = [text for text in texts if speaker_names.plausible(text.rstrip(":")) and len(text.split()) <= 5]
    return (
        len(texts) >= max(2, stamps * 0.7)
        and len(named) >= len(texts) * 0.9
        and len(set(named)) <= max(2, len(named) * 0.6)
    )
