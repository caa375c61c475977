"""Finds how a text marks who speaks and when, by the beginnings of all its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.readers import markdown, speaker_names
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
NAME = re.compile(r"[ \t]*+(?P<name>[^:：\n]{1,80}?)[ \t]*+[:：](?:[ \t]+|(?<=：)|$)")
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
    speakers: frozenset[str]
    """The names before colons."""
    firm: frozenset[str]
    """The names that come back. Nothing is said before the first of them speaks."""
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
    found: Counter[str] = Counter()
    bold: set[str] = set()
    for line in lines:
        match = NAME.match((line.rest if line.timed(style) else line.text)[:PREFIX_CHARACTERS])
        if match and speaker_names.plausible(name := match["name"].strip()):
            found[name] += 1
            if line.bold:
                bold.add(name)
    speakers = {name for name, count in found.items() if count >= 2 or name in bold}
    labelled = sum(found[name] for name in speakers)
    if sum(found.values()) * 2 >= len(lines) or labelled >= 4:
        speakers |= {name for name in found if _like_a_person(name)}
    elif len(speakers) < 2 and not style and labelled * 3 < len(lines):
        speakers = set()
    asked = {match["name"] for line in lines if (match := ASKED.match(line.text[:20]))}
    if asked >= {"Q", "A"} or asked >= {"F", "A"}:
        speakers |= asked
    firm = {name for name in speakers if found[name] >= 2} or set(speakers)
    introduced = {name for name in found if speaker_names.abbreviated(name) in firm}
    speakers |= introduced
    firm |= introduced
    return Shape(style, frozenset(speakers), frozenset(firm | (asked & speakers)), *_names_at_times(lines, style))


def _like_a_person(name: str) -> bool:
    words = name.split()
    return len(words) <= 5 and all(
        word[0].isupper() or not word[0].isascii() or word[0] in '(&"“' or word.isdigit() or len(word) <= 3
        for word in words
    )


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
