"""Finds the time at the beginning of a line, or behind a name there, however it is written."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.readers import speaker_names
from pipeline.readers.times import CLOCK, DAY, DOTS, FRAMES, SECONDS, SPELT, UNITS, Kind, seconds

PREFIX_CHARACTERS = 200
"""A line's time and speaker are looked for in this many characters at its beginning."""

_TIME = (
    rf"(?>(?P<FRAMES>{FRAMES})(?![\d:])|(?P<DAY>{DAY})|(?P<CLOCK>{CLOCK})|(?P<UNITS>{UNITS})|(?P<SPELT>{SPELT})"
    rf"|(?P<SECONDS>{SECONDS}))"
)
_ANY = rf"(?:{FRAMES}|{DAY}|{CLOCK}|{UNITS}|{SECONDS})"
_DATE = (
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}[- ][A-Z][a-z]{2}[- ]\d{2,4}"
    r"|[A-Z][a-z]{2,8} \d{1,2}, \d{4}),?[T ][ ]?(?:at )?"
)
_UNTIL = (
    rf"(?:[ \t]*(?:-{{1,2}}>|→|-|–|—|to|bis)[ \t]*(?P<end>{_ANY})"
    rf"|[ \t]*+(?:(?<=[ \t])|,[ \t]*+)(?P<until>{FRAMES}|\d{{1,2}}:\d\d:\d\d[.,]\d+)"
    r"(?:[ \t]+\d+:[\d:.,]+)?)?"
)
_STAMP = rf"(?P<open>[\[(<{{])?[ \t]*+(?P<date>{_DATE})?(?P<start>{_TIME}){_UNTIL}[ \t]*(?(open)[\])>}}])"
_ALONE = r"(?(open)|(?![\w/.%]))"
_MARK = r"(?P<mark>[-–—|:·]|- -|(?(until),|(?!)))?"
_LEAD = re.compile(
    rf"[ \t]*+(?P<tick>`)?{_STAMP}(?(tick)`){_ALONE}[ \t]*(?P<mark>[-–—|:·]|- -|(?(until),|(?!)))?[ \t]*", re.I
)
_TRAIL = re.compile(
    r"[ \t]*+\[?(?P<name>(?:[^\[\]():：\n\t`]|\([^()\n]{1,80}\)|\[[^\[\]:\n]{1,80}\]){1,100}?)\]?"
    rf"(?P<gap>[ \t]*+[-–—|,:@·]?[ \t]*+)(?P<tick>`)?{_STAMP}(?(tick)`){_ALONE}[ \t]*:?[ \t]*",
    re.I,
)
_INSIDE = re.compile(
    r"[ \t]*+[\[(](?P<name>[^\[\]():\n\t`\d]{1,50}?(?: \d{1,3})?)(?:[ \t]++[,|–—-]?|[,|–—-])[ \t]*+"
    rf"(?P<start>{CLOCK})[\])][ \t]*+:?[ \t]*+"
)
"""A name and a time between the same brackets."""
_DOTTED = re.compile(rf"[ \t]*+(?P<start>{DOTS})(?![\w.])[ \t]+(?=\S)")
_CLOCKISH = re.compile(r"\d[:;]\d|\d ?[hms'′’]|\d (?:[HSM]|heu)", re.I)
_PLAIN = r"\d{1,2}:\d{2}(?::\d{2})?"
_USUAL = re.compile(
    rf"\[(?P<before>{_PLAIN})\][ \t]++(?=[^\W\d_])"
    rf"|(?P<alone>{_PLAIN})\Z"
    rf"|(?P<name>(?>[^\W\d_]+(?: [^\W\d_]+){{0,3}}))(?P<gap>[ \t]++)(?P<behind>{_PLAIN})\Z"
)
"""Most transcripts have no other times, and they are read much faster: "[0:02] Yes.", "0:02", "Jane Doe  0:02"."""
LONGEST_USUAL_CHARACTERS = 90
_BRACKETS = frozenset("[(<{`")
_SPELT = re.compile(rf"[ \t]*+(?:{SPELT})[ \t]*$", re.I)


_KINDS = tuple((kind, kind.name) for kind in Kind if kind is not Kind.DOTS)


class Style(NamedTuple):
    """How a time is written and where it stands."""

    leads: bool
    """Whether it comes before the name or the text, and not after the name."""
    bracket: str | None
    ranges: bool
    mark: str | None
    kind: Kind


_IN_BRACKETS = Style(True, "[", False, None, Kind.CLOCK)
_ALONE_IN_LINE = Style(True, None, False, None, Kind.CLOCK)
_WITH_NAME = Style(False, "[name", False, None, Kind.CLOCK)
_BEHIND_NAME = Style(False, None, False, None, Kind.CLOCK)


class Stamp(NamedTuple):
    """A time, and the name before it."""

    style: Style
    start: float
    """Seconds, of the recording or of the day."""
    until: float | None
    name: str | None
    end: int
    """The index after it."""
    apart: bool
    """Whether more than a space stands between the name and the time."""
    dated: bool


def find(text: str) -> Stamp | None:
    """The time at the beginning of a line, or behind what may be a name there. None if there is none."""
    head = text[:PREFIX_CHARACTERS]
    if not _CLOCKISH.search(head):
        return _dotted(head)
    if usual := _USUAL.match(head):
        if usual["before"]:
            return Stamp(_IN_BRACKETS, _of_clock(usual["before"]), None, None, usual.end(), True, False)
        if usual["alone"]:
            return Stamp(_ALONE_IN_LINE, _of_clock(usual["alone"]), None, None, usual.end(), True, False)
        if usual.end() <= LONGEST_USUAL_CHARACTERS:
            wide = len(usual["gap"]) >= 2
            return Stamp(_BEHIND_NAME, _of_clock(usual["behind"]), None, usual["name"], usual.end(), wide, False)
    if match := _LEAD.match(head):
        kind = _kind(match)
        ends = match.end() >= len(text)
        if not ends and not match["open"] and not match["mark"] and not match["tick"] and match[0][-1:] not in " \t":
            return None
        if not ends and kind is Kind.SPELT and not match["open"]:
            return None
        if kind is Kind.SECONDS and not (match["open"] or match["end"]):
            return None
        return _stamp(match, _style(match, True, kind, match["mark"]), None, True)
    if head.lstrip(" \t")[:1] in _BRACKETS and (inside := _INSIDE.match(head)):
        start = seconds(inside["start"])
        if start is not None:
            return Stamp(_WITH_NAME, start, None, inside["name"].strip(), inside.end(), True, False)
    match = _TRAIL.match(head)
    if not match or (kind := _kind(match)) is Kind.SECONDS:
        return _dotted(head)
    alone = match.end() >= len(text) or bool(_SPELT.match(text[match.end() :]))
    wide = len(match["gap"]) >= 2 and match["gap"].isspace()
    # a time inside a sentence doesn't count: "The meeting at 10:30 was…"
    apart = bool(match["open"]) or wide
    if alone or apart:
        mark = None
    elif match[0].rstrip(" \t").endswith(":") and _is_written_like_a_name(match["name"].strip()):
        mark = ":"
    else:
        return None
    if kind is Kind.SPELT and not alone:
        return None
    apart = apart or match["gap"].strip() not in ("", ",")
    return _stamp(match, _style(match, False, kind, mark), match["name"].strip(), apart)


def _is_written_like_a_name(name: str) -> bool:
    """Whether a name's first and last words begin with capitals: "Jane van Doe", unlike "Lunch at"."""
    words = name.split()
    small = any(word[0].islower() for word in (*words[:1], *words[-1:]))
    return bool(words) and not small and speaker_names.like_a_person(name)


def bracketed(text: str) -> Stamp | None:
    """The time in brackets or backticks at the beginning of a text. None if there is none."""
    if text.lstrip(" \t")[:1] not in _BRACKETS:
        return None
    stamp = find(text)
    return stamp if stamp and stamp.style.leads and stamp.style.bracket else None


def _of_clock(clock: str) -> float:
    """The seconds of 1:02 or 1:02:03."""
    value = 0
    for part in clock.split(":"):
        value = value * 60 + int(part)
    return float(value)


def is_spelt(text: str) -> bool:
    """Whether a text is only a time in words, as screen readers say it: "1 minute, 2 seconds"."""
    return bool(_SPELT.match(text))


def _dotted(head: str) -> Stamp | None:
    match = _DOTTED.match(head) if head.lstrip()[:1].isdigit() else None
    if match is None:
        return None
    value = 0.0
    for part in match["start"].split("."):
        value = value * 60 + int(part)
    return Stamp(Style(True, None, False, None, Kind.DOTS), value, None, None, match.end(), True, False)


def _kind(match: re.Match[str]) -> Kind:
    for kind, name in _KINDS:
        if match[name]:
            return kind
    raise AssertionError("one of them has matched")


def _style(match: re.Match[str], leads: bool, kind: Kind, mark: str | None) -> Style:
    return Style(leads, "`" if match["tick"] else match["open"], bool(match["end"] or match["until"]), mark, kind)


def _stamp(match: re.Match[str], style: Style, name: str | None, apart: bool) -> Stamp | None:
    start = seconds(match["start"])
    whole = "until" in match.re.groupindex
    until = (match["end"] or match["until"]) if whole else None
    end = seconds(until) if until else None
    if start is None:
        return None
    dated = whole and bool(match["date"])
    if dated and style.kind is Kind.CLOCK and match["start"].count(":") == 1:
        start *= 60  # hours and minutes of the day
    return Stamp(style, start, None if end is None else max(start, end), name, match.end(), apart, dated)
