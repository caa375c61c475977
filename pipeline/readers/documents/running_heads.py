"""Finds the lines that stand at the edge of most pages of a PDF and belong to none: heads, feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from pipeline.confined.pdf import PdfLine
from pipeline.readers.times import CLOCK

EDGE_LINES = 3
"""A running head or foot is among so many lines at the top or the bottom of a page."""
FEWEST_PAGES = 3
"""What stands on fewer pages isn't a running line, unless it is the number of the page."""
SAME_HEIGHT = 3.0
"""Points by which the height of a running line may differ from page to page."""
LINE_NUMBERS = 8
"""So many numbers that count up, each alone on its line, are the numbers of a page's lines."""

_NUMBER = re.compile(r"\d++")
_ALONE = re.compile(r"-?\s*+(\d{1,4})\s*+-?")
_CLOCK = re.compile(CLOCK)
_TIME_BEGINS = re.compile(rf"\s*+[\[(]?{CLOCK}")
_TURN_BEGINS = re.compile(rf"(?:{CLOCK}[\])]?|[:：])\s*$|^\s*+[\[(]?{CLOCK}")
"""A line with the time or the name of whoever speaks next."""
_ENDS = (".", "!", "?", "…", "。", "！", "？")

_Place = tuple[int, int]
"""The index of a page, and that of a line on it."""


def without_running(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """The lines of each page without those that run through the pages at their edges, and without numbers of pages and
    lines that stand alone.

    A running line has the same words at the same height on most pages; numbers in it are the same everywhere, or grow
    by one with each page. A text that also stands elsewhere is none: "Okay." and a speaker's name can come last on many
    pages."""
    dropped = _running(pages)
    texts = {_spaced(pages[number][place].text) for number, place in dropped}
    dropped |= _page_numbers(pages)
    for number, lines in enumerate(pages):
        dropped |= {(number, place) for place in _line_numbers(lines)}
    return [
        [_without_glued(line, texts) for place, line in enumerate(lines) if (number, place) not in dropped]
        for number, lines in enumerate(pages)
    ]


def _without_glued(line: PdfLine, running: Collection[str]) -> PdfLine:
    """The line without a running line that stands behind its text, as its last piece."""
    text = line.cells[-1][1]
    if len(line.cells) == 1 or _spaced(text) not in running or not line.text.rstrip().endswith(text):
        return line
    return PdfLine(line.text.rstrip().removesuffix(text), line.height, line.cells[:-1])


def _running(pages: Sequence[Sequence[PdfLine]]) -> set[_Place]:
    everywhere = Counter(_bare(line.text) for lines in pages for line in lines)
    at_edge: dict[tuple[str, bool], list[_Place]] = defaultdict(list)
    for number, lines in enumerate(pages):
        for place, top in _edges(lines):
            at_edge[_bare(lines[place].text), top].append((number, place))
    found: set[_Place] = set()
    for (text, _), places in at_edge.items():
        same = _at_one_height(pages, places)
        count = len({number for number, _ in same})
        if count < FEWEST_PAGES or count * 5 < len(pages) * 2:
            continue
        if (everywhere[text] - len(places)) * 3 > count or not _counts_pages(pages, same):
            continue
        if _spoken(pages, same) or _is_all_that_is_said(pages, same):
            continue
        found.update(same)
        exact = {_spaced(pages[number][place].text) for number, place in same}
        found.update(place for place in places if _spaced(pages[place[0]][place[1]].text) in exact)
    return found


def _edges(lines: Sequence[PdfLine]) -> Iterable[tuple[int, bool]]:
    """The lines at the top and the bottom of a page, each with whether it is at the top. What is written first or last
    counts too: browsers write heads and feet after the page, and in coordinates of their own."""
    written = range(len(lines))
    order = sorted(written, key=lambda place: -lines[place].height)
    yield from ((place, True) for place in {*order[:EDGE_LINES], *written[:EDGE_LINES]})
    yield from ((place, False) for place in {*order[-EDGE_LINES:], *written[-EDGE_LINES:]})


def _at_one_height(pages: Sequence[Sequence[PdfLine]], places: Sequence[_Place]) -> list[_Place]:
    heights = [pages[number][place].height for number, place in places]
    usual = Counter(map(round, heights)).most_common(1)[0][0]
    return [place for place, height in zip(places, heights, strict=True) if abs(height - usual) <= SAME_HEIGHT]


def _spoken(pages: Sequence[Sequence[PdfLine]], places: Sequence[_Place]) -> bool:
    """Whether the line over most of these names who speaks or when, so that they are said; or the line under them is a
    time, so that they are names."""
    before = sum(1 for number, place in places if place and _TURN_BEGINS.search(pages[number][place - 1].text))
    under = [pages[number][place + 1].text for number, place in places if place + 1 < len(pages[number])]
    times = [text for text in under if _TIME_BEGINS.match(text)]
    return before * 2 > len(places) or (len(times) * 2 > len(places) and len(set(times)) * 2 > len(times))


def _is_all_that_is_said(pages: Sequence[Sequence[PdfLine]], places: Sequence[_Place]) -> bool:
    """Whether most of these are sentences, and all that their pages have beside a number. What runs over pages without
    text, such as scanned ones, is no sentence."""
    alone = [
        pages[number][place].text
        for number, place in places
        if all(at == place or _ALONE.fullmatch(line.text.strip()) for at, line in enumerate(pages[number]))
    ]
    return sum(1 for text in alone if text.rstrip().endswith(_ENDS)) * 2 > len(places)


def _counts_pages(pages: Sequence[Sequence[PdfLine]], places: Sequence[_Place]) -> bool:
    """Whether the numbers in these lines stay the same, or grow with the pages. A time that changes is said."""
    pairs = list(pairwise(sorted((number, pages[number][place].text) for number, place in places)))
    steady = sum(1 for (page, before), (next_page, after) in pairs if _counts_on(before, after, next_page - page))
    return steady * 5 >= len(pairs) * 4


def _counts_on(before: str, after: str, pages: int) -> bool:
    if before == after:
        return True
    if _CLOCK.findall(before) != _CLOCK.findall(after):
        return False
    numbers = zip(_NUMBER.findall(before), _NUMBER.findall(after), strict=True)
    return all(int(b[:9]) - int(a[:9]) in (0, pages) for a, b in numbers)


def _page_numbers(pages: Sequence[Sequence[PdfLine]]) -> set[_Place]:
    """Numbers alone at the edge of a page that count the pages, in files with too few pages to see anything run."""
    if len(pages) >= FEWEST_PAGES:
        return set()
    found: dict[_Place, int] = {}
    for number, lines in enumerate(pages):
        order = sorted(range(len(lines)), key=lambda place: lines[place].height)
        for place in {*order[:1], *order[-1:]}:
            if match := _ALONE.fullmatch(lines[place].text.strip()):
                found[number, place] = int(match[1])
    return {
        (number, place)
        for (number, place), value in found.items()
        if value == number + 1
        or any(other != number and v - value == other - number for (other, _), v in found.items())
    }


def _line_numbers(lines: Sequence[PdfLine]) -> set[int]:
    """The lines of a page that are only the numbers of other lines."""
    alone = [
        (place, int(match[1])) for place, line in enumerate(lines) if (match := _ALONE.fullmatch(line.text.strip()))
    ]
    rising = sum(1 for (_, before), (_, after) in pairwise(alone) if after == before + 1)
    if len(alone) >= LINE_NUMBERS and rising * 10 >= len(alone) * 8:
        return {place for place, _ in alone}
    return set()


def _bare(text: str) -> str:
    return _NUMBER.sub("#", _spaced(text))


def _spaced(text: str) -> str:
    return " ".join(text.split())
