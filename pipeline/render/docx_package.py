"""Finishes the file: its properties, header and footer, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.oxml import parse_xml

from pipeline.guide import Guide
from pipeline.render.localization import Words
from pipeline.render.markup import NAMESPACES
from pipeline.render.pen import AUTHOR, Pen
from pipeline.render.text import line

KEYWORD = "script2doc-guide"
"""Among the keywords of every document made here, so that none is taken for a transcript."""
_LONGEST_PROPERTY_CHARACTERS = 255
"""The longest property that python-docx and the Open Packaging Conventions allow."""


def set_properties(document: Any, guide: Guide, words: Words) -> None:
    properties = document.core_properties
    try:
        made = datetime.fromisoformat(guide.making.created).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        made = datetime(1980, 1, 1)  # noqa: DTZ001 (python-docx takes naive times as UTC)
    properties.title = line(guide.title)[:_LONGEST_PROPERTY_CHARACTERS]
    properties.author = properties.last_modified_by = AUTHOR
    properties.keywords = KEYWORD
    properties.subject = properties.category = properties.comments = ""
    properties.language = words.proofing
    properties.created = properties.modified = made
    properties.revision = 1


def set_header(document: Any, pen: Pen) -> None:
    """The title above each page but the first, which begins with it."""
    section = document.sections[-1]
    section.different_first_page_header_footer = True
    _fill(section.header, pen.markup.paragraph("header", pen.markup.run(line(pen.guide.title))))
    _fill(section.first_page_header, pen.markup.paragraph("header"))


def set_footer(document: Any, pen: Pen) -> None:
    """When the guide was made, and "page x of y"."""
    section, markup = document.sections[-1], pen.markup
    made = f"{pen.words.embedded(AUTHOR)} · {pen.words.date(pen.guide.making.created)}"
    count = pen.filled("Page {page} of {pages}", page=markup.field("PAGE", "1"), pages=markup.field("NUMPAGES", "1"))
    footer = markup.paragraph("footer", markup.run(f"{made}\t"), count)
    _fill(section.footer, footer)
    _fill(section.first_page_footer, footer)


def _fill(part: Any, paragraph: str) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:body {NAMESPACES}>{paragraph}</w:body>"):
        element.append(child)


def saved(document: Any) -> bytes:
    """The bytes of a document, or of a deck. They are the same for the same content, since the files in it have a fixed
    time."""
    first = io.BytesIO()
    document.save(first)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(first) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as fixed,
    ):
        for name in sorted(package.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # it says which system made the file otherwise
            fixed.writestr(entry, package.read(name))
    return made.getvalue()
