"""Reads plain text and Markdown: times and names at the beginning of lines, however the tool writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from pipeline.errors import TranscriptTooLarge
from pipeline.readers import (
    chat_notices,
    line_beginnings,
    markdown,
    non_speech,
    numbered_lines,
    page_lines,
    rolling_captions,
    run_together,
    speaker_names,
    spoken_heads,
    stamps,
    summaries,
    transcribers_marks,
    transcript_titles,
    unsaid,
)
from pipeline.readers.cue import Cue, Source
from pipeline.readers.letter_count import Tally, letters, letters_of
from pipeline.readers.shapes import ASKED, Line, Shape, fitted, line_of, shape_of
from pipeline.readers.speaker_labels import Label
from pipeline.readers.times import Kind

MOST_LINES = 400_000
MOST_FILLED_LINES = 80_000
"""The longest transcript that is taken has 200,000 words: two or three in each line."""
DAYTIME_SECONDS = 4 * 3600.0
"""If no time is earlier, the times are of the day and not of the recording."""
DAY_SECONDS = 24 * 3600.0

_TITLE_LINE = re.compile(
    r"^\[?(?:ti|title|topic|meeting|subject|episode|webinar|thema|titel)[ \t]*:[ \t]*(\S.*?)\]?$", re.I
)
_MARKER = re.compile(
    r"^[ \t\x01\x02]*(?:full |video |meeting |audio |the )?transcript(?:ion)?[ \t]*+:?[ \t]*+$", re.I | re.M
)
_ITEM = re.compile(r"(?<![ \t])[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]++(?=\S)")
_ESCAPED = re.compile(r"[^\W\d_]&#(?:0?39|x27);[^\W\d_]")
"""An apostrophe as HTML writes it, in the middle of a word: the whole text is written so."""
_ENDED = re.compile(r"[.!?:;,。！？…]$")
_OPEN = re.compile(
    r"\b(?:the|a|an|of|to|in|on|at|for|with|and|or|but|so|that|is|are|you|we|i|der|die|das|und|zu|in|mit|le|la|les|de"
    r"|et|el|los|y|en|con|il|e|di|o)$",
    re.I,
)
"""The end of a line that isn't complete."""
_REMOVED = ("mark", "line before the transcript", "line number or repeated line")
"""What each stage takes away before the lines are read."""
_MARKS = (markdown.HEADING, markdown.CODE, markdown.BOLD)
MOST_WORDS_IN_LINE = 15
MOST_WORDS_IN_HEADING = 10
FEW_LINES = 12
"""If there are at most this many lines in lower case, each may be a thing of its own. More of them are captions."""


def read(text: str, *, stripped: bool = False) -> Source:
    """The turns of a text, or its paragraphs if it has neither times nor speakers. A document's text is `stripped`: it
    has no Markdown, only marks for headings and bold. Raises TranscriptTooLarge."""
    if text.count("\n") > MOST_LINES:
        raise TranscriptTooLarge("This text has too many lines. Split it and try again with the parts.")
    tally = Tally()
    if _ESCAPED.search(text):
        text = unescape(text)
    text = numbered_lines.timed(line_beginnings.usual(numbered_lines.uncounted(transcribers_marks.in_brackets(text))))
    whole = letters(text)
    text = chat_notices.without(text, tally)
    left = [whole - tally.letters]
    plain = markdown.Stripped(text, None, False) if stripped else markdown.strip(text)
    after = _after_marker(plain.text)
    numbered = page_lines.plain(after)
    body = run_together.parted(numbered)
    if body.count("\n") >= MOST_FILLED_LINES and sum(map(bool, map(str.strip, body.split("\n")))) > MOST_FILLED_LINES:
        raise TranscriptTooLarge("This text has too many lines. Split it and try again with the parts.")
    written = unsaid.without_remarks_at_edges(rolling_captions.without_doubles(body.split("\n")))
    lines = fitted([line_of(line) for line in written])
    for earlier, later in pairwise((text, plain.text, after, numbered)):
        left.append(left[-1] if later == earlier else letters(later))
    for kind, (before, now) in zip(_REMOVED, pairwise(left), strict=True):
        tally.count(kind, 1, before - now)
    added = 0 if body == numbered else letters(body) - left[-1]
    kept = letters_of(line.text for line in lines)
    tally.count("repeated line or remark", 1, left[-1] + added - kept)
    shape = shape_of(lines)
    begins = frozenset[int]() if shape.style or shape.labels or shape.asked or shape.alone else _beginnings(written)
    if begins:
        cues, head = _each_line(lines, begins, tally), list[Line]()
    else:
        cues, head = _turns(summaries.without(lines, shape, tally), shape, tally)
    cues = _since_beginning(cues, of_day=shape.style is not None and (shape.style.kind is Kind.DAY or shape.dated))
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
        transcript_titles.from_header(title),
        turns=True,
        stated=plain.stated,
        listed=bool(begins),
        taken=tally.taken(),
        letters=whole + added,
    )


def _beginnings(written: list[str]) -> frozenset[int]:
    """The indexes of lines that begin something, in a text without times or speakers: the items of a list, or every
    line if somebody typed one thing on each line. Empty if the lines are wrapped, as in prose and captions."""
    said = [(number, line.strip()) for number, line in enumerate(written) if line.strip()]
    if len(said) < 2 or any(line[0] in _MARKS for _, line in said):
        return frozenset()
    items = [number for number, line in said if _ITEM.match(line)]
    if len(items) >= 2 and len(items) * 2 >= len(said):
        return frozenset([said[0][0], *items])
    ended = sum(1 for _, line in said if _ENDED.search(line))
    short = all(line.count(" ") < MOST_WORDS_IN_LINE for _, line in said)
    large = sum(1 for _, line in said if not line[0].islower())
    alike = large == len(said) or (large <= 1 and len(said) <= FEW_LINES)
    if short and alike and ended * 2 < len(said) and not any(_OPEN.search(line) for _, line in said):
        return frozenset(number for number, _ in said)
    (first, heading), (second, below), *_ = said
    if ended * 2 >= len(said) and _is_heading(heading) and not below[0].islower():
        closed = [number for (_, before), (number, _) in pairwise(said) if _ENDED.search(before)]
        return frozenset([first, second, *closed])
    return frozenset()


def _is_heading(line: str) -> bool:
    """Whether a line above sentences is no beginning of one: it is short, in upper case, and ends in no sign."""
    return (
        line.count(" ") < MOST_WORDS_IN_HEADING
        and not line[0].islower()
        and not _ENDED.search(line.removesuffix(":"))
        and not _OPEN.search(line)
    )


def _each_line(lines: list[Line], begins: frozenset[int], tally: Tally) -> list[Cue]:
    """A cue for each line that begins one, with the lines after it that continue it. `tally` counts what else there
    is."""
    texts: list[str] = []
    for number, line in enumerate(lines):
        item = _ITEM.match(line.text)
        text = line.text[item.end() if item else 0 :].strip()
        tally.count("number", 1, letters(line.text) - letters(text))
        if not text or unsaid.is_remark(text):
            tally.add("remark", text)
            continue
        if number in begins or not texts:
            texts.append(text)
        else:
            texts[-1] += f" {text}"
    return [Cue(text, breaks=True) for text in texts]


def _after_marker(text: str) -> str:
    """The text under a heading "Transcript", if that is most of it."""
    match = _MARKER.search(text[: len(text) // 2])
    if match and match.start() > 0 and len(text) - match.end() > len(text) * 0.5:
        return text[match.end() :]
    return text


def _turns(lines: list[Line], shape: Shape, tally: Tally) -> tuple[list[Cue], list[Line]]:
    """(the cues, the lines before the first one). `tally` counts what else there is."""
    walk = _Walk(shape, tally)
    for line, following in _with_next(lines):
        walk.take(line, following)
    walk.flush()
    cues = walk.cues
    spoken = spoken_heads.spoken(walk.head, walk.asked_only) if not walk.began or shape.style is None else []
    said = letters_of(cue.text for cue in spoken)
    tally.count("line before the transcript", len(walk.head), letters_of(line.text for line in walk.head) - said)
    return [*spoken, *cues], walk.head


class _Walk:
    """Goes through the lines, and remembers whose turn it is and when it began."""

    def __init__(self, shape: Shape, tally: Tally) -> None:
        self._tally = tally
        self.cues: list[Cue] = []
        self.head: list[Line] = []
        self.began = shape.style is None and not shape.labels and not shape.asked and not shape.alone
        self._shape = shape
        self._words: list[str] = []
        self._speaker: str | None = None
        self._start: float | None = None
        self._end: float | None = None
        self._fresh = False
        """Whether a time was read, and nothing was said since."""
        self._breaks = True
        self._heading = ""
        """The last heading, if nothing was said since."""
        self._names = shape.labels.names
        self._sent = all(name.startswith("From ") for name in shape.labels.firm)
        self.asked_only = bool(shape.asked) and shape.labels.names <= shape.asked

    def flush(self) -> None:
        """Ends a cue."""
        if self._words:
            said = " ".join(self._words)
            self.cues.append(Cue(said, self._speaker, self._start, self._end, self._breaks, self._heading))
            self._words = []
            self._heading = ""
            self._start = self._end = None
            self._breaks = self._fresh = False

    def take(self, line: Line, following: Line | None) -> None:
        """Reads a line. `following` is the next line that isn't empty."""
        shape, text = self._shape, line.text
        timed = line.timed(shape.style)
        named: tuple[str, int] | None = None
        if not text:
            if self._words:
                self.flush()
            return
        if line.code:
            if self.began:
                self._words.append(spoken_heads.ticked(text))
            else:
                self.head.append(line)
            return
        if timed:
            text = self._at(line)
            named = self._named(text) if text else None
            if not text or (named is None and self._is_unsaid(text)):
                self._tally.add("remark", text)
                return
            if named is None and self._heads_chapter(line, text, following):
                self._tally.add("heading", text)
                self._heading = text
                return
        elif following and self._is_name_at_time(line, following):
            if shape.over_times:
                self.flush()
            self._tally.add("name", text)
            self._speaker, self._breaks = speaker_names.tidy(text), True
            return
        elif shape.alone and text.rstrip(": ") in shape.alone and line.heading == shape.headed:
            self.flush()
            self.began = self._breaks = True
            self._tally.add("name", text)
            self._speaker = speaker_names.tidy(text)
            return
        elif self._fresh and not self._words and stamps.is_spelt(text):
            self._tally.add("time", text)
            return  # "1 minute, 2 seconds" under "1:02", for screen readers
        if not timed:
            named = self._named(text)
            if named is None and (label := self._behind_only_time(line)):
                self._count_stamp(line, line.rest)
                named, text = (label.name, label.end), line.rest
        if named:
            name, end = named
            self._tally.add("name", text[:end])
            self.flush()
            self.began = self._breaks = True
            short = speaker_names.abbreviated(name)
            name = short if short in self._names else name
            self._speaker = speaker_names.tidy(speaker_names.sender(name) if self._sent else name)
            text = self._inner_time(text[end:])
        elif unsaid.is_remark(text) or self._is_note(text):
            self._tally.add("remark", text)
            self.flush()
            return
        elif line.heading and not timed:
            self.flush()
            self._heading = "" if _MARKER.match(text) else text
            if self.asked_only:
                self._speaker, self._breaks = None, True
            if not self.cues:
                self.head.append(line)
            else:
                self._tally.add("heading", text)
            return
        elif self.began and shape.labels.stranger(text):
            self.flush()
            self._speaker, self._breaks = None, True
        if not self.began:
            self.head.append(line)
        elif text:
            self._words.append(text)

    def _count_stamp(self, line: Line, rest: str) -> None:
        """Counts the time and the name that stand on a line before the rest of it."""
        assert line.stamp is not None
        name = letters(line.stamp.name) if line.stamp.name else 0
        self._tally.count("name", 1, name)
        self._tally.count("time", 1, letters(line.text[: line.stamp.end] if rest else line.text) - name)

    def _at(self, line: Line) -> str:
        """Begins a cue at the line's time. Returns what is said after the time on that line."""
        assert line.stamp is not None
        self.flush()
        self.began = self._fresh = True
        self._start, self._end = line.stamp.start, line.stamp.until
        rest = "" if stamps.is_spelt(line.rest) else line.rest
        self._count_stamp(line, rest)
        if line.stamp.name:
            self._speaker, self._breaks = speaker_names.tidy(line.stamp.name), True
        elif rest and rest.rstrip(": ") in self._shape.after_times:
            self._tally.add("name", rest)
            self._speaker, self._breaks, rest = speaker_names.tidy(rest), True, ""
        return rest

    def _behind_only_time(self, line: Line) -> Label | None:
        """The name of a speaker on the first line behind a time, where no other line has one."""
        if self.began or line.stamp is None or not line.stamp.style.leads:
            return None
        label = self._shape.labels.of(line.rest)
        return label if label and label.name in self._names else None

    def _heads_chapter(self, line: Line, text: str, following: Line | None) -> bool:
        """Whether the words behind a time in a heading are the title of a chapter, and what is said comes below."""
        below = following is not None and not following.heading and not following.timed(self._shape.style)
        return line.heading and below and _is_heading(text)

    def _is_unsaid(self, text: str) -> bool:
        names = self._names
        return unsaid.is_nothing(text) or unsaid.is_remark(text) or (bool(names) and unsaid.is_event(text, names))

    def _is_note(self, text: str) -> bool:
        ended = not self._words or _ENDED.search(self._words[-1]) is not None
        return ended and bool(self._shape.labels) and unsaid.is_note(text)

    def _is_name_at_time(self, line: Line, following: Line) -> bool:
        if not self._shape.over_times and not self._shape.under_times:
            return False
        text = line.text.rstrip(": ")
        if text in self._shape.over_times:
            return following.timed(self._shape.style)
        return text in self._shape.under_times and self._fresh and not self._words

    def _named(self, text: str) -> tuple[str, int] | None:
        """(the name, the index after it) at the beginning of a text."""
        if label := self._shape.labels.of(text):
            return (label.name, label.end) if self.began or label.name in self._shape.labels.firm else None
        asked = ASKED.match(text[:20]) if self._shape.asked else None
        return (asked["name"], asked.end()) if asked and asked["name"] in self._shape.asked else None

    def _inner_time(self, text: str) -> str:
        """Reads the time between the name and the text, if there is one. Returns the text."""
        inner = None if self._fresh else stamps.bracketed(text)
        if inner is None:
            return text
        self._tally.add("time", text[: inner.end])
        self._start, self._end = inner.start, inner.until
        return text[inner.end :]


def _with_next(lines: list[Line]) -> Iterator[tuple[Line, Line | None]]:
    """Each line with the next one that isn't empty."""
    following: Line | None = None
    after: list[Line | None] = []
    for line in reversed(lines):
        after.append(following)
        following = line if line.text else following
    return zip(lines, reversed(after), strict=True)


def _since_beginning(cues: list[Cue], *, of_day: bool) -> list[Cue]:
    """The cues with seconds from the first one, if their times are of the day: `of_day` says so, or all are late."""
    starts = [cue.start for cue in cues if cue.start is not None]
    late = len(starts) >= 2 and starts[0] >= DAYTIME_SECONDS
    if not starts or not (of_day or late):
        return cues
    first, midnight = starts[0], any(before - after > DAY_SECONDS / 2 for before, after in pairwise(starts))
    if not of_day and not midnight and (min(starts) < DAYTIME_SECONDS or max(starts) - min(starts) > min(starts)):
        return cues
    if not midnight:
        first = min(starts)

    def since(time: float | None) -> float | None:
        return None if time is None else (time - first) % DAY_SECONDS if midnight else time - first

    return [cue._replace(start=since(cue.start), end=since(cue.end)) for cue in cues]


def _title(head: list[Line], text: str) -> str | None:
    """The title: the first heading, a line that says it is the title, or a first line that looks like one."""
    head = [line for line in head if not line.code and (line.heading or non_speech.is_spoken(line.text))]
    for line in head[:12]:
        if match := _TITLE_LINE.match(line.text):
            return match[1]
    for line in head[:3]:
        if line.heading:
            return line.text
    if text.startswith(markdown.HEADING):
        return text[1:].split("\n", 1)[0]
    if head and len(head[0].text) < 100 and not spoken_heads.SENTENCE.search(head[0].text) and ":" not in head[0].text:
        return head[0].text
    return None
