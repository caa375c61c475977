"""Reads MicroDVD and MPL2, whose lines begin with two numbers in braces or brackets, and SAMI, which is like HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from pipeline.readers.cue import Cue, Source
from pipeline.readers.letter_count import letters
from pipeline.transcript import Taken

FRAMES_PER_SECOND = 24_000 / 1001
"""Of a film, for a MicroDVD file that doesn't say its own on its first line."""
TENTH = 0.1
"""Seconds of the unit of MPL2."""
LEAST_LINES = 3

_FRAMES = re.compile(r"^\{(\d{1,9})\}\{(\d{0,9})\}([^\n]*)$", re.M)
_TENTHS = re.compile(r"^\[(\d{1,9})\]\[(\d{0,9})\][ \t]*([^\n]*)$", re.M)
_STYLE = re.compile(r"\{[a-zA-Z]:[^{}\n]{0,100}\}")
_SYNC = re.compile(r"<SYNC\b[^<>]{0,200}?\bStart\s*=\s*\"?(\d{1,10})[^<>]{0,200}>", re.I)
_CLASS = re.compile(r"<P\b[^<>]{0,200}?\bClass\s*=\s*\"?([\w-]{1,60})[^<>]{0,200}>", re.I)
_TITLE = re.compile(r"<TITLE>([^<>]{1,300})</TITLE>", re.I)
_BREAK = re.compile(r"<br\b[^<>]{0,50}>", re.I)
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.S)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def find(head: str) -> bool:
    """Whether a text begins like one of these."""
    if head.lstrip()[:6].upper() == "<SAMI>":
        return True
    lines = [line for line in head.split("\n")[:40] if line.strip()]
    for pattern in (_FRAMES, _TENTHS):
        if sum(1 for line in lines if pattern.match(line)) * 10 >= len(lines) * 9 and len(lines) >= LEAST_LINES:
            return True
    return False


def read(text: str) -> Source:
    """The cues of a text for which `find` holds."""
    if text.lstrip()[:6].upper() == "<SAMI>":
        return _sami(text)
    if text.lstrip().startswith("{"):
        return _microdvd(text)
    return _accounted(Source("MPL2", _cues(_TENTHS, text, TENTH), stated=True), _TENTHS, text)


def _microdvd(text: str) -> Source:
    rate = FRAMES_PER_SECOND
    first = _FRAMES.search(text)
    if first and first[1] == first[2] and re.fullmatch(r"\s*\d{1,3}(?:[.,]\d{1,6})?\s*", first[3]):
        rate = float(first[3].replace(",", ".")) or rate
        text = text[first.end() :]
    return _accounted(Source("MicroDVD", _cues(_FRAMES, text, 1 / rate), stated=True), _FRAMES, text)


def _accounted(source: Source, pattern: re.Pattern[str], text: str) -> Source:
    found = list(pattern.finditer(text))
    times = Taken("time", len(found), sum(letters(match[1]) + letters(match[2]) for match in found))
    styles = [style for match in found for style in _STYLE.findall(match[3])]
    marks = Taken("style mark", len(styles), sum(map(letters, styles)))
    return replace(source, taken=(times, marks), letters=letters(text))


def _cues(pattern: re.Pattern[str], text: str, unit: float) -> list[Cue]:
    found: list[Cue] = []
    for match in pattern.finditer(text):
        start = int(match[1]) * unit
        end = max(start, int(match[2]) * unit) if match[2] else None
        lines = [_STYLE.sub("", line).strip().removeprefix("/") for line in match[3].split("|")]
        if said := " ".join(line for line in lines if line):
            found.append(Cue(said, None, start, end))
    return found


def _sami(text: str) -> Source:
    """The captions of the first language, if there are several."""
    body = _COMMENT.sub("", text)
    marks = list(_SYNC.finditer(body))
    language: str | None = None
    found: list[Cue] = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(body)
        block = body[mark.end() : end]
        classes = list(_CLASS.finditer(block))
        if classes:
            language = language or classes[0][1].lower()
            block = "".join(
                block[each.end() : following]
                for each, following in zip(classes, [*(c.start() for c in classes[1:]), len(block)], strict=True)
                if each[1].lower() == language
            )
        said = " ".join(unescape(_TAG.sub("", _BREAK.sub("\n", block))).split())
        if said:
            until = int(marks[number + 1][1]) / 1000 if number + 1 < len(marks) else None
            start = int(mark[1]) / 1000
            found.append(Cue(said, None, start, None if until is None else max(start, until)))
    title = _TITLE.search(text)
    return Source("SAMI", found, unescape(title[1]).strip() if title else None, stated=True)
