"""Undoes what PDFs do to other scripts: shapes of letters instead of letters, lines from left to right in Arabic and
Hebrew, and line breaks in scripts without blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pipeline.confined.pdf import PdfLine
from pipeline.readers.sentence_boundaries import unspaced

FULL = 0.8
"""From this share of the widest line on, a line is full and goes on below."""
FEWEST_LINES = 2

_SHAPES = re.compile("[\u2e80-\u2fdf\ufb1d-\ufdff\ufe70-\ufefc]+")
"""Radicals of Chinese characters; Hebrew and Arabic letters as they are shaped within words."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_LETTER = re.compile(r"[^\W\d_]")
_MARKS = ".،؛:!?؟"
_LABELLED = re.compile(r"[^:：]{1,20}[:：]")
_ENDED = "。！？!?."


def in_letters(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """The lines with letters in place of their shapes, in the order in which they are read."""
    spelt = [[_spelt(line) for line in page] for page in pages]
    rtl = [line.text.strip() for page in spelt for line in page if _runs_left(line.text)]
    begun = sum(1 for text in rtl if text[0] in _MARKS)
    ended = sum(1 for text in rtl if text[-1] in _MARKS)
    if begun < FEWEST_LINES or begun <= 2 * ended:
        return spelt
    return [[_read(line) if _runs_left(line.text) else line for line in page] for page in spelt]


def continues(text: str, line: str, widest: int) -> bool:
    """Whether a line continues a text above it without a blank between them. `widest`: the characters of a full
    line."""
    last = text.rsplit("\n", 1)[-1]
    return (
        bool(last and line)
        and unspaced(last[-1])
        and unspaced(line[0])
        and len(last) >= widest * FULL
        and last[-1] not in _ENDED
        and not _LABELLED.match(line)
    )


def _spelt(line: PdfLine) -> PdfLine:
    if not _SHAPES.search(line.text):
        return line
    return replace(line, text=_letters(line.text), cells=tuple((place, _letters(text)) for place, text in line.cells))


def _letters(text: str) -> str:
    return _SHAPES.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)


def _runs_left(text: str) -> bool:
    return len(_RIGHT_TO_LEFT.findall(text)) * 2 > len(_LETTER.findall(text)) > 0


def _read(line: PdfLine) -> PdfLine:
    """A line whose words stand in the order in which they are seen from the left. Words of other scripts stay in their
    order."""
    words: list[str] = []
    together = 0
    text = line.text.strip()
    rest = text.lstrip(_MARKS)
    for word in reversed(rest.split()):
        bare = word.strip(_MARKS)
        own = bool(_RIGHT_TO_LEFT.search(word)) or not bare
        mark = word[: len(word) - len(word.lstrip(_MARKS))] if own and bare else ""
        if mark:
            word = word[len(mark) :] + mark
        if own and not bare and words:
            words[-1] += word
            continue
        words.insert(len(words) - together if not own else len(words), word)
        together = 0 if own else together + 1
    return replace(line, text=" ".join(words) + text[: len(text) - len(rest)])
