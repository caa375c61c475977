"""PDF and .docx -> blocks."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pipeline.confined.faults import Bomb, Damaged, Protected
from pipeline.confined.loading import load
from pipeline.confined.package import open_package
from pipeline.confined.pdf import open_pdf
from pipeline.knowledge.page import Block, BlockKind, Extract, NoContent

PAGES = 500
"""Pages of a PDF that are read."""

_NUMBERED = re.compile(r"^(\d{1,2}(\.\d{1,2}){0,3})\.?\s+[A-Z][^.!?]{2,80}$")
_SENTENCE_END = re.compile(r"[.!?:;。！？]$")


def read_pdf(body: bytes) -> Extract:
    """The text of a PDF, page by page, under its bookmarks. Raises NoContent."""
    try:
        pdf = open_pdf(body, PAGES)
    except Protected:
        raise NoContent("The PDF is protected by a password.") from None
    except Damaged:
        raise NoContent("The PDF is damaged or protected, so it can't be read.") from None
    if sum(len(page.split()) for page in pdf.pages) < 5:
        raise NoContent("The PDF holds pictures of pages, and no text.")
    bookmarks = _bookmarks(pdf.reader)
    running = _running_lines(pdf.pages)
    blocks: list[Block] = []
    for number, text in enumerate(pdf.pages, 1):
        lines = [line for line in text.splitlines() if line.strip() and _bare(line) not in running]
        blocks += _pdf_page(number, lines, bookmarks.get(number - 1, []))
    title = pdf.title
    if re.match(r"(microsoft word|untitled|\S+\.(docx?|indd|tex|pptx?))\b", title, re.I):
        title = ""
    first = next((b.text for b in blocks if b.kind is BlockKind.TEXT), "")
    return Extract(title.strip() or first.split("\n")[0][:100] or None, tuple(blocks))


def _bookmarks(reader: Any) -> dict[int, list[tuple[str, int]]]:
    """(title, level from 1) of the bookmarks of each page, counted from 0."""
    found: dict[int, list[tuple[str, int]]] = {}

    def gather(entries: Any, level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                if level < 6:
                    gather(entry, level + 1)
                continue
            page = reader.get_destination_page_number(entry)
            if page is not None and page >= 0 and str(entry.title or "").strip():
                found.setdefault(page, []).append((" ".join(str(entry.title).split()), level))

    try:
        gather(reader.outline, 1)
    except Exception:  # noqa: BLE001 — a broken outline costs headings only, and pypdf has no one error for it
        return {}
    return found


def _running_lines(pages: Sequence[str]) -> set[str]:
    """Heads and feet: first and last lines that come again on a third of the pages, but for their numbers."""
    if len(pages) < 4:
        return set()
    counted = Counter(
        bare
        for page in pages
        for lines in [[line for line in page.splitlines() if line.strip()]]
        for bare in {_bare(line) for line in lines[:2] + lines[-2:]}
    )
    return {bare for bare, times in counted.items() if times > len(pages) / 3}


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()).lower())


def _pdf_page(number: int, lines: list[str], bookmarks: list[tuple[str, int]]) -> Iterator[Block]:
    """A page's blocks: bookmarks and numbered titles are headings, the number of the page is one without bookmarks."""
    waiting = {_bare(title): (title, level) for title, level in bookmarks}
    standing = {_bare(line) for line in lines}
    for key in [key for key in waiting if key not in standing]:
        title, level = waiting.pop(key)
        yield Block(BlockKind.HEADING, title, level)
    paragraph: list[str] = []
    for line in (" ".join(line.split()) for line in lines):
        is_heading = _bare(line) in waiting or bool(_NUMBERED.match(line) and not bookmarks)
        is_item = re.match(r"^([•▪‣◦–-]|\d{1,3}[.)]|[a-z]\))\s+\S", line)
        if is_heading or is_item or (paragraph and _SENTENCE_END.search(paragraph[-1]) and len(paragraph[-1]) < 60):
            if paragraph:
                yield Block(BlockKind.TEXT, " ".join(paragraph))
            paragraph = []
        if is_heading:
            numbered = _NUMBERED.match(line)
            title, level = waiting.pop(_bare(line), (line, numbered[1].count(".") + 1 if numbered else 1))
            yield Block(BlockKind.HEADING, title, level)
        elif paragraph and paragraph[-1].endswith("-") and line[:1].islower():
            paragraph[-1] = paragraph[-1][:-1] + line
        else:
            paragraph.append(line)
    if paragraph:
        yield Block(BlockKind.TEXT, " ".join(paragraph))


def read_docx(body: bytes) -> Extract:
    """The paragraphs and tables of a Word file, under its headings. Raises NoContent."""
    try:
        package = open_package(body)
    except Damaged:
        raise NoContent("This is an archive that can't be read.") from None
    except Protected:
        raise NoContent("The file is protected by a password.") from None
    except Bomb as bomb:
        _check_is_word(bomb.names)
        raise NoContent("The Word file unpacks to far more than its size, so it wasn't opened.") from None
    _check_is_word(package.names)
    load("docx")
    import docx
    from docx.table import Table
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(body))
        blocks = tuple(
            block
            for part in document.iter_inner_content()
            for block in (_docx_table(part) if isinstance(part, Table) else _docx_paragraph(part))
        )
        title = document.core_properties.title
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        LxmlError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
    ):
        # what python-docx lets through for damaged packages
        raise NoContent("The Word file is damaged, so it can't be read.") from None
    first = next((b.text for b in blocks if b.kind is BlockKind.HEADING), None)
    return Extract(title or first, blocks)


def _check_is_word(names: Collection[str]) -> None:
    if "word/document.xml" not in names:
        kind = (
            "a spreadsheet"
            if "xl/workbook.xml" in names
            else "a presentation"
            if "ppt/presentation.xml" in names
            else "an archive"
        )
        raise NoContent(f"This is {kind}, not a page with text.")


def _docx_paragraph(paragraph: Any) -> Iterator[Block]:
    text = paragraph.text.strip()
    if not text:
        return
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if heading := re.match(r"(?:heading|überschrift|titre|título) (\d)", style):
        yield Block(BlockKind.HEADING, text, int(heading[1]))
    elif style == "title":
        yield Block(BlockKind.HEADING, text, 1)
    elif "code" in style or "preformatted" in style:
        yield Block(BlockKind.CODE, paragraph.text)
    elif style.startswith("list") or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None):
        yield Block(BlockKind.ITEM, f"- {text}")
    else:
        yield Block(BlockKind.TEXT, text)


def _docx_table(table: Any) -> Iterator[Block]:
    rows = []
    for row in table.rows[:2000]:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if not cells or cells[-1] != text:  # merged cells come once for each column that they span
                cells.append(text)
        if any(cells):
            rows.append(" | ".join(cells))
    if rows:
        yield Block(BlockKind.TABLE, "\n".join(rows))
