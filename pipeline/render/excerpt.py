"""The part of a long passage that a guide is based on: whole sentences, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from pipeline.render.text import clean

LONGEST_EXCERPT_CHARACTERS = 420
"""The most characters of a passage to show."""
GAP = "[…]"
"""Marks the place where something was left out."""

_ENDS = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"\w{3,}|[\u3040-\u30ff\u3400-\u9fff]")


def excerpt(passage: str, citing_lines: Iterable[str], longest: int = LONGEST_EXCERPT_CHARACTERS) -> str:
    """The part of a passage with the sentence that shares most words with the lines that cite it, and its neighbours,
    in up to `longest` characters. A short passage is given as a whole."""
    text = re.sub(r"\n\s*\n+", "\n", clean(passage)).strip()
    if len(text) <= longest:
        return text
    wanted = {word for cited in citing_lines for word in _WORD.findall(cited.lower())}
    spans = _sentences(text)
    scores = [len(wanted.intersection(_WORD.findall(text[a:b].lower()))) for a, b in spans]
    first = last = max(range(len(spans)), key=lambda i: (scores[i], -i))
    while True:
        sides = [i for i in (first - 1, last + 1) if 0 <= i < len(spans)]
        sides = [i for i in sides if spans[max(last, i)][1] - spans[min(first, i)][0] <= longest]
        if not sides:
            break
        best = max(sides, key=lambda i: (scores[i], i))
        first, last = min(first, best), max(last, best)
    start, end = spans[first][0], spans[last][1]
    if end - start > longest:
        start, end = _telling_part(text, start, end, wanted, longest)
    before = f"{GAP} " if start > 0 else ""
    after = f" {GAP}" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def _telling_part(text: str, start: int, end: int, wanted: AbstractSet[str], longest: int) -> tuple[int, int]:
    """Of a sentence that is too long, the words in a row that have most of the wanted words: the first of such rows, if
    there are several."""
    words = [(found.start(), found.end()) for found in re.compile(r"\S+").finditer(text, start, end)]
    counts = [len(wanted & set(_WORD.findall(text[a:b].lower()))) for a, b in words]
    most, row, held, behind = -1, (start, min(end, start + longest)), 0, 0
    for at, (begin, _) in enumerate(words):
        behind = max(behind, at)
        while behind < len(words) and words[behind][1] - begin <= longest:
            held += counts[behind]
            behind += 1
        if behind == at:
            continue  # this word alone is too long
        if held > most:
            most, row = held, (begin, words[behind - 1][1])
        held -= counts[at]
    return row


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for end in _ENDS.finditer(text):
        if end.start() > start:
            spans.append((start, end.start()))
        start = end.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def shorten(text: str, most: int) -> str:
    """The text, cut at a blank to at most `most` characters, with an ellipsis if it was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rindex(" ", most // 2)] if " " in cut[most // 2 :] else cut).rstrip(" ,;:.") + "…"
