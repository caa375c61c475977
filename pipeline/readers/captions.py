"""Reads WebVTT, SubRip and SBV: blocks of text under a line with two times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.errors import TranscriptTooLarge
from pipeline.readers import non_speech, speaker_names
from pipeline.readers.cue import Cue, Source
from pipeline.readers.times import CLOCK, seconds

MOST_CAPTIONS = 500_000
BEGINNING_CHARACTERS = 1500
"""The first caption's times are in this many characters, unless the file says WEBVTT."""

_ARROW = re.compile(rf"^[ \t]*(-?{CLOCK})[ \t]*-{{1,2}}>[ \t]*({CLOCK})[^\n]*$", re.M)
_COMMA = re.compile(rf"^[ \t]*({CLOCK})[ \t]*,[ \t]*({CLOCK})[ \t]*$", re.M)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]++([^<>\n]*)>")
_LANGUAGE = re.compile(r"^(?:NOTE\s+)?language\s*:\s*\"?([A-Za-z]{2,3})\b", re.I | re.M)
_TITLE = re.compile(r"^(?:NOTE\s+)?title\s*:\s*(.+)$", re.I | re.M)
_ASIDE = re.compile(r"^(NOTE|STYLE|REGION)\b")
_DASH = re.compile(r"^(?:[-–—‐]\s*(?=\S)(?!\d))")
_LABEL = re.compile(r"^\[([^\]\[:]{1,40})\]:?\s*(?=\S)")
_NAME = re.compile(r"^\s*+([^:：\n]{1,64}?)\s*+[:：](?:\s+|(?<=：)|$)")


@dataclass
class _Caption:
    start: float
    end: float
    lines: list[str] = field(default_factory=list)


def find(text: str) -> bool:
    """Whether there is a line with two times near the beginning, as in WebVTT, SubRip and SBV."""
    return bool(_ARROW.search(text, 0, BEGINNING_CHARACTERS) or _COMMA.search(text, 0, BEGINNING_CHARACTERS))


def read(text: str) -> Source:
    """The cues of WebVTT, SubRip or SBV, even of a damaged file. Raises TranscriptTooLarge."""
    if text.count("-->") > MOST_CAPTIONS:
        raise TranscriptTooLarge("This file has too many captions. Split it and try again.")
    timing = list(_ARROW.finditer(text))
    arrows = bool(timing)
    if not timing:
        timing = list(_COMMA.finditer(text))
    captions: list[_Caption] = []
    for number, match in enumerate(timing):
        last = number + 1 == len(timing)
        body = text[match.end() : len(text) if last else timing[number + 1].start()]
        start, end = seconds(match[1].lstrip("-")), seconds(match[2])
        if start is None or end is None:
            continue
        if match[1].startswith("-"):
            start = 0.0
        captions.append(_Caption(start, max(start, end), _payload(body, last)))
    header = text[: timing[0].start()] if timing else text
    webvtt = header.lstrip().startswith("WEBVTT")
    if not webvtt and _named_above(captions):
        captions = [_Caption(c.start, c.end, [f"{c.lines[0]}: {c.lines[1]}", *c.lines[2:]]) for c in captions]
    elif _rolls(captions):
        _unroll(captions)
    language = _LANGUAGE.search(header)
    title = _TITLE.search(header) or re.match(r"\s*WEBVTT[ \t]*+[-–—:]?[ \t]*+(\S[^\n]*)", header)
    return Source(
        format="WebVTT" if webvtt else "SubRip" if arrows else "SBV",
        cues=_cues(captions),
        title=title[1] if title else None,
        language=language[1][:2].lower() if language else None,
    )


def _payload(body: str, last: bool) -> list[str]:
    """The lines that were said, out of everything between one line with times and the next."""
    lines = body.split("\n")[1:]
    if not last:
        lines.pop()  # the empty rest before the next line with times
        # the next cue's identifier: a line of its own, or a number
        if lines and lines[-1].strip() and (len(lines) < 2 or not lines[-2].strip() or lines[-1].strip().isdigit()):
            lines.pop()
    kept: list[str] = []
    aside = False
    for number, line in enumerate(lines):
        if not line.strip():
            aside = aside and line != ""
        elif _ASIDE.match(line) and (number == 0 or not lines[number - 1].strip()):
            aside = True
        elif not aside:
            kept.append(line)
    return kept


def _plain(line: str) -> str:
    return non_speech.without_markup(line).strip()


def _named_above(captions: list[_Caption]) -> bool:
    """Whether the first line of each caption is a name, as in Word transcripts of Teams."""
    above = [caption.lines[0].strip() for caption in captions if len(caption.lines) > 1]
    return (
        len(above) == len(captions) >= 2
        and len(set(above)) <= max(2, len(above) * 0.3)
        and all(speaker_names.plausible(name) for name in set(above))
    )


def _rolls(captions: list[_Caption]) -> bool:
    """Whether captions repeat the line before them, like YouTube's automatic ones."""
    pairs = repeated = 0
    for before, after in pairwise(captions):
        if before.lines and after.lines and after.start <= before.end + 0.1:
            pairs += 1
            last, first = _plain(before.lines[-1]), _plain(after.lines[0])
            repeated += bool(last) and (first == last or first.startswith(f"{last} "))
    return repeated >= 3 and repeated * 4 >= pairs


def _unroll(captions: list[_Caption]) -> None:
    shown: list[str] = []
    for caption in captions:
        lines = [line for line in map(_plain, caption.lines) if line]
        same = _repeated(shown, lines)
        fresh = lines[same:]
        if fresh and shown and not same and fresh[0].startswith(f"{shown[-1]} "):
            fresh[0] = fresh[0][len(shown[-1]) + 1 :]
        if lines:
            shown = lines
        caption.lines = fresh


def _repeated(shown: list[str], lines: list[str]) -> int:
    """How many lines at the beginning are the last ones shown before. In one pass, as Knuth, Morris and Pratt search:
    a caption of a hostile file has 100,000 lines that are nearly alike."""
    joined: list[str | None] = [*lines, None, *shown[-len(lines) or len(shown) :]]
    borders = [0] * len(joined)
    for place in range(1, len(joined)):
        length = borders[place - 1]
        while length and joined[place] != joined[length]:
            length = borders[length - 1]
        borders[place] = length + (joined[place] == joined[length])
    return borders[-1] if shown else 0


def _cues(captions: list[_Caption]) -> list[Cue]:
    labels = _labels(captions)
    found: list[Cue] = []
    speaker: str | None = None

    def add(pieces: Iterable[str], by: str | None, caption: _Caption, breaks: bool) -> None:
        said = " ".join(pieces)
        if said and not non_speech.is_sound(said):
            found.append(Cue(said, by, caption.start, caption.end, breaks))

    for caption in captions:
        body = "\n".join(caption.lines)
        if "<v" in body:
            pieces = _VOICE.split(body)
            for voice, piece in zip([None, *pieces[1::2]], pieces[0::2], strict=True):
                if not piece or piece.isspace():
                    continue
                name = speaker_names.tidy(non_speech.without_markup(voice)) if voice else None
                add([non_speech.without_markup(piece).strip()], name, caption, voice is not None)
            continue
        said: list[str] = []
        breaks = False
        for turn, part in _parts(non_speech.without_markup(body)):
            label = _label(part, labels, alone=turn or not said, turn=turn)
            if turn or label:
                add(said, speaker, caption, breaks)
                said, breaks, speaker = [], True, None
            if label:
                speaker, part = speaker_names.tidy(label[1]), part[label.end() :]
            if part:
                said.append(part)
        add(said, speaker, caption, breaks)
    return found


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a caption, as (whether another person begins, the part). Parts begin at line breaks, and at a dash
    or ">>"."""
    for line in text.split("\n"):
        for number, part in enumerate(non_speech.parts(line)):
            if dash := _DASH.match(part.strip()):
                yield True, part.strip()[dash.end() :]
            elif number or part.strip():
                yield number > 0, part.strip()


def _label(part: str, labels: set[str], *, alone: bool, turn: bool) -> re.Match[str] | None:
    """The speaker's name at the beginning, in brackets or before a colon, or None."""
    label = _LABEL.match(part) if alone else None
    if label and (turn or label[1][0].isupper()) and non_speech.spoken(f"[{label[1]}]"):
        return label
    name = _NAME.match(part) if labels else None
    return name if name and name[1].strip() in labels else None


def _labels(captions: list[_Caption]) -> set[str]:
    """The names before a colon at the start of lines that are speakers' names in this file."""
    counts: Counter[str] = Counter()
    small: Counter[str] = Counter()
    labelled = filled = 0
    for caption in captions:
        filled += bool(caption.lines)
        for number, line in enumerate(caption.lines):
            match = _NAME.match(_DASH.sub("", _plain(line))) if ":" in line or "：" in line else None
            if match and speaker_names.plausible(match[1]):
                counts[match[1].strip()] += 1
                labelled += number == 0
            elif match and speaker_names.plausible(match[1], small=True):
                small[match[1].strip()] += 1
    if labelled * 2 >= filled:
        return set(counts) | {name for name, count in small.items() if count >= 2}
    # a speaker is named when the speaker changes, so a name is in capitals or comes back
    return {name for name, count in counts.items() if count >= 3 or (count >= 2 and name.isupper())}
