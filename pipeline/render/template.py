"""A document to be filled: the empty one of ours, or a company's template with its own styles, logo, header, footer."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml import parse_xml

from pipeline.errors import RenderError
from pipeline.options import Paper
from pipeline.render.base import MARGIN, PAGE, empty_package
from pipeline.render.look import ALIASES, styles
from pipeline.render.words import Words

MAX_BYTES = 20_000_000
MAX_UNZIPPED = 100_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Styles:
    """Which style of the document stands for which name of the look."""

    def __init__(self, ids: dict[str, str], added: tuple[str, ...]) -> None:
        self._ids = ids
        self.added = added
        """The names that the template had no style for."""

    def id(self, name: str) -> str:
        """The style's id, by the name it has in `look`, in any case. Raises KeyError."""
        return self._ids[name.lower()]


@dataclass(frozen=True)
class Canvas:
    """A document ready to be filled."""

    document: Any
    """python-docx's Document; its body holds nothing but the last section's properties."""
    styles: Styles
    text_width: int
    """Between the margins, in twentieths of a point."""
    own: bool
    """Whether it is our own empty document rather than a company's template."""


def open_canvas(paper: Paper, words: Words, template: bytes | None) -> Canvas:
    """The template, or our own empty document. A template keeps its paper, margins, header and footer. Raises
    RenderError where it can't be used."""
    if template is None:
        document = Document(io.BytesIO(empty_package(paper, words)))
        width = PAGE[paper][0] - 2 * MARGIN
        look = styles(rtl=words.rtl, text_width=width)
        return Canvas(document, Styles({style.name.lower(): style.id for style in look}, ()), width, own=True)
    document = _opened(template)
    body = document.element.body
    for child in list(body):
        if child.tag != W + "sectPr":
            body.remove(child)
    section = document.sections[-1]
    twips = [getattr(section, side) for side in ("page_width", "left_margin", "right_margin")]
    width = max(4000, int((twips[0] or 7560310) - (twips[1] or 0) - (twips[2] or 0)) // 635)
    return Canvas(document, fill_in_styles(document, words, width), width, own=False)


def fill_in_styles(document: Any, words: Words, text_width: int) -> Styles:
    """Finds the styles of the look in a template, and adds those that it lacks."""
    element = document.styles.element
    there = {
        (style.get(W + "type"), style.find(W + "name").get(W + "val").lower()): style.get(W + "styleId")
        for style in element.findall(W + "style")
        if style.find(W + "name") is not None
    }
    taken = set(there.values())
    look = styles(rtl=words.rtl, text_width=text_width)
    ids: dict[str, str] = {}
    missing = []
    for style in look:
        names = (style.name, *ALIASES.get(style.name, ()))
        found = next((there[style.kind, n.lower()] for n in names if (style.kind, n.lower()) in there), None)
        ids[style.id] = found or (style.id if style.id not in taken else f"S2D{style.id}")
        if found is None:
            missing.append(style)
    for style in missing:
        added = parse_xml(style.xml().replace("<w:style ", f"<w:style {_NAMESPACE} ", 1))
        added.set(W + "styleId", ids[style.id])
        for reference in (*added.iter(W + "basedOn"), *added.iter(W + "next")):
            reference.set(W + "val", ids[str(reference.get(W + "val"))])
        element.append(added)
    return Styles({style.name.lower(): ids[style.id] for style in look}, tuple(style.name for style in missing))


def _opened(template: bytes) -> Any:
    if len(template) > MAX_BYTES:
        raise RenderError(f"The document template is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNZIPPED:
                raise RenderError("The document template is too large when unpacked.")
        return Document(io.BytesIO(template))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise RenderError("The document template is no Word document (.docx).") from error
