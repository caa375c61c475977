"""Page numbers for a PDF's table of contents: read off the pages of a first conversion, never guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"


def heading_pages(pdf: bytes) -> tuple[int, ...]:
    """The page, from 1, of each heading of a PDF that was made with its headings as bookmarks; () where it can't be
    told."""
    import pypdf  # only a PDF needs it
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        return tuple(_pages(reader, reader.outline))
    except PyPdfError:
        return ()


def _pages(reader: Any, entries: Sequence[Any]) -> Iterator[int]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _pages(reader, entry)
        else:
            yield (reader.get_destination_page_number(entry) or 0) + 1


def with_pages(docx: bytes, pages: Sequence[int]) -> bytes | None:
    """The document with page numbers in its table of contents, whose entries are its headings in order; None where
    there is no such table, or it has other headings than these."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read(_DOCUMENT), etree.XMLParser(resolve_entities=False))
        table = next((sdt for sdt in root.iter(f"{_W}sdt") if _is_contents(sdt)), None)
        entries = [] if table is None else list(table.iter(f"{_W}hyperlink"))
        if not entries or len(entries) != len(pages):
            return None
        for entry, page in zip(entries, pages, strict=True):
            run = etree.SubElement(entry, f"{_W}r")
            etree.SubElement(run, f"{_W}tab")
            etree.SubElement(run, f"{_W}t").text = str(page)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in package.namelist():
                copy.writestr(name, etree.tostring(root) if name == _DOCUMENT else package.read(name))
    return made.getvalue()


def _is_contents(sdt: Any) -> bool:
    gallery = sdt.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
