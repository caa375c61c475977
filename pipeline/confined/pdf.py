"""PDF files: opened with an empty password, and the text of their pages."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.confined.faults import Damaged, Protected, TooManyPages
from pipeline.confined.loading import load


@dataclass(frozen=True)
class PdfLine:
    """A line of a page, and where it stands."""

    text: str
    height: float
    """Points from the bottom of the page, for pages that aren't turned."""
    cells: tuple[tuple[float, str], ...]
    """The pieces in which it was written, each with the points from the left where it begins."""


@dataclass(frozen=True)
class Pdf:
    """What stands in a PDF."""

    title: str
    """Empty if its properties name none."""
    keywords: str
    pages: tuple[str, ...]
    """The text of each page that was asked for."""
    lines: tuple[tuple[PdfLine, ...], ...]
    """The lines of the same pages."""
    reader: Any
    """pypdf's, for its bookmarks."""


FAR_TOO_MANY = 10
"""A file in which so many times as many pages are found by their marks isn't opened. Some files have old versions of
their pages, but not of that many."""
_PAGE = re.compile(rb"/Type[ \r\n]?/Page\b")


def open_pdf(data: bytes, most_pages: int, refused_from: int | None = None) -> Pdf:
    """The text of a PDF's first pages. Raises Damaged, Protected if it takes a password to open, and TooManyPages if it
    has more than `refused_from`."""
    if refused_from is not None and _pages_marked(data) > refused_from * FAR_TOO_MANY:
        raise TooManyPages
    load("pypdf")
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Protected
        if refused_from is not None and _pages_told(reader) > refused_from:
            raise TooManyPages
        about = reader.metadata
        title = str(about.title or "") if about else ""
        keywords = str(about.get("/Keywords") or "") if about else ""
        count = min(len(reader.pages), most_pages)
        written = tuple(_written(reader.pages[number]) for number in range(count))
    except (DependencyError, FileNotDecryptedError):
        raise Protected from None
    except (
        *(PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, NotImplementedError),
        *(OSError, ArithmeticError, AssertionError),
    ):
        # pypdf raises any of these for files that break its expectations
        raise Damaged from None
    return Pdf(title, keywords, tuple(text for text, _ in written), tuple(lines for _, lines in written), reader)


def _pages_marked(data: bytes) -> int:
    """The pages in a file, old versions of them included. Those in compressed parts aren't seen."""
    return sum(1 for _ in _PAGE.finditer(data))


def _pages_told(reader: Any) -> int:
    """How many pages the file says it has. pypdf needs seconds and much memory to count those of a large file."""
    count = reader.root_object["/Pages"].get("/Count")
    return int(count) if isinstance(count, int) else 0


def _written(page: Any) -> tuple[str, tuple[PdfLine, ...]]:
    """(the text of a page, its lines)."""
    gathered = _Gathered()
    text = page.extract_text(visitor_text=gathered.piece) or ""
    return text, gathered.done()


@dataclass
class _Gathered:
    """Gathers lines from the pieces of text that pypdf comes by."""

    lines: list[PdfLine] = field(default_factory=list)
    _cells: list[tuple[float, str]] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _height: float = 0.0

    def piece(self, text: str, outer: Sequence[float], inner: Sequence[float], *_: object) -> None:
        """`outer` and `inner` are the matrices that together say where the text begins."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self._end()
            if part and not part.isspace():
                x, y = inner[4], inner[5]
                if not self._cells:
                    self._height = x * outer[1] + y * outer[3] + outer[5]
                self._cells.append((x * outer[0] + y * outer[2] + outer[4], part.strip()))
            self._texts.append(part)

    def _end(self) -> None:
        if self._cells:
            self.lines.append(PdfLine("".join(self._texts), self._height, tuple(self._cells)))
        self._cells, self._texts = [], []

    def done(self) -> tuple[PdfLine, ...]:
        self._end()
        return tuple(self.lines)
