"""Plain text and Markdown: times and names at the beginning of lines, in whichever way the tool writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.readers import markdown, names, titles
from pipeline.readers.cue import Cue, Source
from pipeline.readers.times import CLOCK, seconds

PREFIX = 200
"""Characters at the beginning of a line among which its time and its speaker are looked for."""
DAYTIME = 4 * 3600.0
"""Seconds; where nothing is earlier, the times are of the day and not of the recording."""

_STAMP = (
    rf"(?P<open>[\[(<{{])?[ \t]*(?P<start>{CLOCK})"
    rf"(?:[ \t]*(?:-{{1,2}}>|→|-|–|—|to|bis)[ \t]*(?P<end>{CLOCK}))?[ \t]*(?(open)[\])>}}])"
)
_LEAD = re.compile(
    rf"[ \t]*(?:[-*•][ \t]+)?{_STAMP}(?![\w/.%])(?![ \t]*[ap]\.?m\b)[ \t]*(?P<mark>[-–—|:])?[ \t]*", re.I
)
_TRAIL = re.compile(
    rf"[ \t]*\[?(?P<name>[^\[\]():\n\t]{{1,60}}?(?:[ ]?\([^()\n\d]{{1,30}}\))?)\]?(?P<gap>[ \t]*[-–—|,:@]?[ \t]*)"
    rf"{_STAMP}(?![\w/.%])(?![ \t]*[ap]\.?m\b)[ \t]*:?[ \t]*",
    re.I,
)
_SPELT = re.compile(r"[ \t]*(?:\d+ hours?,? ?)?(?:\d+ minutes?,? ?)?(?:\d+ seconds?)?[ \t]*$")
_NAME = re.compile(r"[ \t]*(?P<name>[^:：\n]{1,80}?)[ \t]*[:：](?:[ \t]+|(?<=：)|$)")
_ASKED = re.compile(r"[ \t]*(?P<name>Q|A|F)(?:[:.]|[ \t]+[-–—])[ \t]+(?=\S)")
_CHAT_TIME = re.compile(r"\b\d{1,2}:\d{2} ?[AP]\.?M\b")
_TITLE_LINE = re.compile(r"^(?:title|topic|meeting|subject|episode|webinar|thema|titel)[ \t]*:[ \t]*(\S.*)$", re.I)
_BOILERPLATE = re.compile(
    r"^(?:transcribed by |transcript (?:generated|provided|created) |this (?:editable )?transcript (?:was|is|has) |"
    r"meeting ended after |meeting (?:started|ended)\b|recording (?:started|stopped)|started transcription|"
    r"stopped transcription|\S.{0,60} (?:started|stopped) transcription$|https?://otter\.ai|"
    r"(?:break|ad break|sponsor break|commercial break)[ \t]*:?[ \t]*(?:\[[\d:.]+\])?$|"
    r"view original transcript|edited by |download transcript|end of transcript(?:ion)?\W*$|"
    r"\[end of (?:transcript|audio|recording))",
    re.I,
)
_MARKER = re.compile(
    r"^[ \t\x01\x02]*(?:full |video |meeting |audio |the )?transcript(?:ion)?[ \t]*:?[ \t]*$", re.I | re.M
)
_SENTENCES = re.compile(r"[.!?。！？](?:\s|$)")


@dataclass(frozen=True)
class _Line:
    text: str
    bold: bool = False
    heading: bool = False
    code: bool = False


@dataclass(frozen=True)
class _Shape:
    """How this file marks who speaks, and when."""

    style: tuple[object, ...] | None
    """Of its times: before or after the name, in which brackets, whether ranges."""
    speakers: frozenset[str]
    """What stands before colons and is a name."""
    firm: frozenset[str]
    """Those of them that come back: nothing is said before the first of them speaks."""
    under_times: bool
    """Whether the line under a time is a name."""
    after_times: bool
    """Whether what stands behind a time on its line is a name, and the text under it."""


def read(text: str, *, stripped: bool = False) -> Source:
    """The turns of a text, or its paragraphs where it has neither times nor speakers. A document's text is `stripped`:
    it has no Markdown, and marks for what is a heading or in bold."""
    plain = markdown.Stripped(text, None, False) if stripped else markdown.strip(text)
    body = _after_marker(plain.text)
    lines = [_line(line) for line in body.split("\n")]
    shape = _shape(lines)
    cues, head = _turns(lines, shape)
    cues = _since_beginning(cues)
    kinds = [
        kind
        for kind, has in (("times", any(c.start is not None for c in cues)), ("speakers", any(c.speaker for c in cues)))
        if has
    ]
    base = "Markdown" if plain.marked else "text"
    title = plain.title or _title(head, plain.text)
    return Source(
        f"{base} with {' and '.join(kinds)}" if kinds else base,
        cues,
        titles.from_header(title),
        turns=True,
        stated=plain.stated,
    )


def _line(line: str) -> _Line:
    if line.startswith(markdown.CODE):
        return _Line(line.lstrip(markdown.CODE).rstrip(), code=True)
    heading = line.startswith(markdown.HEADING)
    line = line.lstrip(markdown.HEADING)
    bold = line.startswith(markdown.BOLD)
    return _Line(line.lstrip(markdown.BOLD).rstrip(), bold, heading)


def _after_marker(text: str) -> str:
    """What stands under a heading "Transcript", if that is most of it."""
    match = _MARKER.search(text[: len(text) // 2])
    if match and match.start() > 0 and len(text) - match.end() > len(text) * 0.5:
        return text[match.end() :]
    return text


def _shape(lines: list[_Line]) -> _Shape:
    styles: Counter[tuple[object, ...]] = Counter()
    lines = [line for line in lines if not line.code]
    for line in lines:
        if stamped := _stamped(line.text):
            styles[stamped[0]] += 1
    style = styles.most_common(1)[0][0] if styles else None
    if style and styles[style] < 2 and len(lines) > 8:
        style = None
    found: Counter[str] = Counter()
    bold: set[str] = set()
    for line in lines:
        rest, _ = _rest(line.text, style)
        if match := _NAME.match(rest[:PREFIX]):
            name = match["name"].strip()
            if names.plausible(name):
                found[name] += 1
                if line.bold:
                    bold.add(name)
    speakers = {name for name, count in found.items() if count >= 2 or name in bold}
    asked = {match["name"] for line in lines if (match := _ASKED.match(line.text[:20]))}
    filled = sum(1 for line in lines if line.text)
    if sum(found.values()) * 2 >= filled or sum(found[name] for name in speakers) >= 4:
        speakers |= {name for name in found if _like_a_person(name)}
    elif len(speakers) < 2 and not (style and speakers) and sum(found[name] for name in speakers) * 3 < filled:
        speakers = set()
    if asked >= {"Q", "A"} or asked >= {"F", "A"}:
        speakers |= asked
    under, after = _names_at_times(lines, style)
    firm = {name for name in speakers if found[name] >= 2} or speakers
    return _Shape(style, frozenset(speakers), frozenset(firm | (asked & speakers)), under, after)


def _like_a_person(name: str) -> bool:
    words = name.split()
    return len(words) <= 5 and all(
        word[0].isupper() or not word[0].isascii() or word[0] in '(&"“' or word.isdigit() or len(word) <= 3
        for word in words
    )


def _names_at_times(lines: list[_Line], style: tuple[object, ...] | None) -> tuple[bool, bool]:
    """Whether names stand on the line under a time, or behind the time with their words on the next line."""
    under: list[str] = []
    behind: list[str] = []
    stamps = 0
    filled = [line.text for line in lines if line.text]
    for number, text in enumerate(filled[:-2]):
        stamped = _stamped(text)
        if not stamped or stamped[0] != style or stamped[0][0] != "lead":
            continue
        stamps += 1
        rest = text[stamped[1].end() :]
        following = _stamped(filled[number + 1])
        if following and following[0] == style:
            continue
        beyond = _stamped(filled[number + 2])
        if rest:
            behind.append(rest)
        elif not (beyond and beyond[0] == style):
            under.append(filled[number + 1])
    return _are_names(under, stamps), _are_names(behind, stamps)


def _are_names(texts: list[str], stamps: int) -> bool:
    """Short, without punctuation, few and coming back: names, and not what was said."""
    named = [text for text in texts if names.plausible(text.rstrip(":")) and len(text.split()) <= 5]
    return (
        len(texts) >= max(2, stamps * 0.7)
        and len(named) >= len(texts) * 0.9
        and len(set(named)) <= max(2, len(named) * 0.6)
    )


def _stamped(text: str) -> tuple[tuple[object, ...], re.Match[str]] | None:
    """The style and the match of a time at the beginning of a line, or behind a name."""
    head = text[:PREFIX]
    if ":" not in head:
        return None
    if match := _LEAD.match(head):
        if match.end() < len(text) and not match["open"] and not match["mark"] and match[0][-1:] not in " \t":
            return None
        return ("lead", match["open"], bool(match["end"]), match["mark"]), match
    match = _TRAIL.match(head)
    if match and names.plausible(match["name"]) and seconds(match["start"]) is not None:
        alone = match.end() >= len(text) or bool(_SPELT.match(text[match.end() :]))
        # a time in the middle of a sentence is none: "The meeting at 10:30 was…"
        if alone or match["open"] or (len(match["gap"]) >= 2 and match["gap"].isspace()):
            return ("trail", match["open"], bool(match["end"]), None), match
    return None


def _rest(text: str, style: tuple[object, ...] | None) -> tuple[str, re.Match[str] | None]:
    stamped = _stamped(text)
    if stamped and stamped[0] == style:
        return text[stamped[1].end() :], stamped[1]
    return text, None


def _turns(lines: list[_Line], shape: _Shape) -> tuple[list[Cue], list[_Line]]:
    """The cues, and the lines before the first one."""
    cues: list[Cue] = []
    head: list[_Line] = []
    words: list[str] = []
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    began = shape.style is None and not shape.speakers
    fresh = False  # a time was read, and nothing said since
    breaks = True
    asked_only = bool(shape.speakers) and shape.speakers <= {"Q", "A", "F"}

    def flush() -> None:
        nonlocal start, end, breaks, fresh
        if words:
            cues.append(Cue(" ".join(words), speaker, start, end, breaks))
            words.clear()
            start = end = None
            breaks = fresh = False

    for line, following in _with_next(lines):
        text = line.text
        if not text:
            if not (fresh and not words):
                flush()
            continue
        if line.code:
            if began:
                words.append(text)
            continue
        rest, stamp = _rest(text, shape.style)
        if stamp:
            flush()
            began = fresh = True
            start = seconds(stamp["start"])
            end = seconds(stamp["end"]) if stamp["end"] else None
            if end is not None and start is not None and end < start:
                end = start
            rest = "" if _SPELT.match(rest) else rest
            if stamp.groupdict().get("name"):
                speaker, breaks = names.tidy(stamp["name"]), True
            elif shape.after_times and rest:
                speaker, breaks, rest = names.tidy(rest), True, ""
            if not rest:
                continue
            text = rest
        elif fresh and not words and shape.under_times and following and names.plausible(text.rstrip(":")):
            speaker, breaks = names.tidy(text), True
            continue
        match = _NAME.match(text[:PREFIX])
        if not match or match["name"].strip() not in shape.speakers:
            match = _ASKED.match(text[:20])
            if match and match["name"] not in shape.speakers:
                match = None
        if match and not began and match["name"].strip() not in shape.firm:
            match = None
        if match:
            flush()
            began = breaks = True
            speaker = names.tidy(match["name"])
            text = text[match.end() :]
            if not fresh and (inner := _LEAD.match(text[:PREFIX])) and inner["open"]:
                start, text = seconds(inner["start"]), text[inner.end() :]
                end = seconds(inner["end"]) if inner["end"] else None
        elif _BOILERPLATE.match(text):
            flush()
            continue
        elif line.heading and not stamp:
            flush()
            if asked_only:
                speaker, breaks = None, True
            if not cues:
                head.append(line)
            continue
        if not began:
            head.append(line)
            continue
        if text:
            words.append(text)
    flush()
    if not began or shape.style is None:
        cues = [*_spoken_head(head), *cues]
    return cues, head


def _with_next(lines: list[_Line]) -> Iterator[tuple[_Line, str]]:
    """Each line with the next one that isn't empty."""
    following = ""
    after: list[str] = []
    for line in reversed(lines):
        after.append(following)
        following = line.text or following
    return zip(lines, reversed(after), strict=True)


def _spoken_head(head: list[_Line]) -> list[Cue]:
    """Paragraphs before the first named turn that are speech and not a list of who was there."""
    return [
        Cue(line.text, breaks=True)
        for line in head
        if not line.heading
        and line.text.count(" ") >= 30
        and len(_SENTENCES.findall(line.text)) >= 2
        and not _BOILERPLATE.match(line.text.strip("_* "))
    ]


def _since_beginning(cues: list[Cue]) -> list[Cue]:
    starts = [cue.start for cue in cues if cue.start is not None]
    if len(starts) < 2 or min(starts) < DAYTIME or max(starts) - min(starts) > min(starts):
        return cues
    first = min(starts)
    return [
        cue._replace(
            start=None if cue.start is None else cue.start - first, end=None if cue.end is None else cue.end - first
        )
        for cue in cues
    ]


def _title(head: list[_Line], text: str) -> str | None:
    """The first heading, a line that says that it is the title, or a first line that looks like one."""
    for line in head[:12]:
        if match := _TITLE_LINE.match(line.text):
            return match[1]
    for line in head[:3]:
        if line.heading:
            return line.text
    if text.startswith(markdown.HEADING):
        return text[1:].split("\n", 1)[0]
    if head and len(head[0].text) < 100 and not _SENTENCES.search(head[0].text) and ":" not in head[0].text:
        return head[0].text
    return None
