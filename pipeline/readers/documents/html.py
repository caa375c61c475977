"""HTML -> text: what a reader of the page sees, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.readers.documents.content import Content, Unreadable

_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "svg"),
        *("math", "iframe", "head"),
    )
)
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "header", "figure", "hr"),
        *("figcaption", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "body", "html"),
        *("details", "summary", "address", "center"),
    )
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = re.compile(r"screen-?_?reader|sr-only|visually-?_?hidden", re.I)
_BOLD = frozenset(["b", "strong", "dt"])


def read(data: bytes, text: str) -> Content:
    """The text of a page. Raises Unreadable."""
    from lxml import etree
    from lxml import html as parser

    try:
        root = parser.document_fromstring(
            text.encode("utf-8", "ignore"),
            parser=parser.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True),
        )
    except (etree.LxmlError, ValueError):
        raise Unreadable("BrokenTranscript", "This page can't be read. Copy its text into a .txt file.") from None
    content = Content()
    title = root.find(".//title")
    content.title = (title.text or "").strip() if title is not None else None
    places = [place for tag in ("main", "article", "body") for place in root.iter(tag)]
    whole = _length(root)
    best = next((place for place in places if _length(place) * 2 > whole), root)
    walker = _Walker(content)
    walker.walk(best)
    walker.flush()
    return content


def _heard(element: Any) -> bool:
    """Whether an element is only for screen readers. It stands apart from what is seen beside it."""
    return isinstance(element.tag, str) and bool(_UNSEEN.search(element.get("class") or ""))


def _length(element: Any) -> int:
    return sum(map(len, element.itertext()))


class _Walker:
    def __init__(self, content: Content) -> None:
        self._content = content
        self._texts: list[str] = []
        self._bold = False
        self._heading = False
        self._blank = True
        """Whether there are only spaces in the texts."""

    def flush(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self._texts).split("\n"))
        self._content.add("\n".join(line for line in lines if line), heading=self._heading, bold=self._bold)
        self._texts, self._bold, self._heading, self._blank = [], False, False, True

    def walk(self, root: Any) -> None:
        for event, element in _events(root):
            tag = element.tag
            if event == "start":
                if tag == "table" and (rows := _rows(element)):
                    self.flush()
                    self._content.add_table(rows)
                elif tag in _BLOCKS:
                    self.flush()
                    self._heading = tag in _HEADINGS
                elif tag == "br" or _heard(element):
                    self._texts.append("\n")
                self._add(element.text, bold=tag in _BOLD)
            else:
                if tag in _BLOCKS:
                    self.flush()
                elif _heard(element):
                    self._texts.append("\n")
                self._add(element.tail, bold=False)

    def _add(self, text: str | None, *, bold: bool) -> None:
        if text:
            if bold and self._blank:
                self._bold = True
            self._blank = self._blank and not text.strip()
            self._texts.append(text.replace("\n", " "))


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """Start and end of each element that is read, without recursion; of what is skipped only the end, for its tail."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        if done or not isinstance(element.tag, str) or element.tag in _SKIPPED:
            yield "end", element
        elif element.tag == "table" and _rows(element):
            yield "start", element
            yield "end", element
        else:
            yield "start", element
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))


def _rows(table: Any) -> list[list[str]]:
    """The cells of a table that isn't just there to lay out the page."""
    if table.find(".//table") is not None:
        return []
    rows = [["".join(cell.itertext()).strip() for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    return rows if rows and max(map(len, rows)) > 1 else []
