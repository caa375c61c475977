"""A document to fill: our own empty one, or a company's template with its styles, logo, header and footer.

A template is a .docx or .dotx. All that its author wrote stays, such as a cover page. If one of its paragraphs says
{{guide}}, the guide replaces that paragraph. Otherwise it follows the text. {{title}}, {{audience}} and {{date}} are
filled in everywhere, also in headers and footers. With {{title}} in the text, no other title is written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zlib import error as ZlibError

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.parts.numbering import NumberingPart
from lxml.etree import XMLSyntaxError

from pipeline.errors import RenderError
from pipeline.guide import Guide
from pipeline.options import Paper
from pipeline.render.blank_document import MARGIN_TWIPS, PAGE_TWIPS, empty_package
from pipeline.render.localization import Words
from pipeline.render.placeholders import PLACE, PLACES, fill_in, text_of
from pipeline.render.styles import Styles, W, fill_in_styles, own_styles
from pipeline.render.text import line

MARK = "{{guide}}"
"""The text of the paragraph that the guide replaces."""
MAX_BYTES = 20_000_000
MAX_UNZIPPED_BYTES = 100_000_000
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
# These relationships make Word look elsewhere when the document is opened. Nothing is lost without them.
_DROPPED = frozenset({"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"})


@dataclass(frozen=True)
class Canvas:
    """A document that is ready to be filled."""

    document: Any
    """python-docx's Document."""
    styles: Styles
    text_width: int
    """The width between the margins, in twentieths of a point."""
    place: Any
    """The element of the body before which the guide is put."""
    titled: bool
    """Whether the template shows the guide's title itself."""
    header: bool
    """Whether the template has its own header."""
    footer: bool


def open_canvas(guide: Guide, paper: Paper, words: Words, template: bytes | None) -> Canvas:
    """The template, or our own empty document. A template keeps its paper, margins, header and footer. Raises
    RenderError if it can't be used."""
    if template is None:
        document = Document(io.BytesIO(empty_package(paper, words)))
        width = PAGE_TWIPS[paper][0] - 2 * MARGIN_TWIPS
        place = document.element.body[-1]
        return Canvas(document, own_styles(words, width), width, place, titled=False, header=False, footer=False)
    document = _opened(template)
    _detach(document)
    body = document.element.body
    if body.find(W + "sectPr") is None:
        width, height = PAGE_TWIPS[paper]
        body.append(parse_xml(f'<w:sectPr {_NAMESPACE}><w:pgSz w:w="{width}" w:h="{height}"/></w:sectPr>'))
    if not _has_content(body):
        _clear(document)
    marked = _marked(body)
    values = {
        "guide": "",  # what isn't the guide's place isn't left in the text
        "title": line(guide.title),
        "audience": line(guide.audience or ""),
        "date": words.date(guide.making.created),
    }
    titled = fill_in(body, values, spare=marked)
    for part in _frames(document):
        fill_in(part, values)
    place = body[-1] if marked is None else _freed(marked)
    width = _text_width(document)
    header, footer = (next(body.iter(W + name), None) is not None for name in ("headerReference", "footerReference"))
    styles = fill_in_styles(document, words, width)
    return Canvas(document, styles, width, place, titled=titled, header=header, footer=footer)


@dataclass(frozen=True)
class Fitting:
    """How well a company's template suits guides."""

    missing_styles: tuple[str, ...]
    """The styles of the look that it lacks, by the names that Word shows. They are added to each document made from
    it."""
    unknown_places: tuple[str, ...] = ()
    """Placeholders in it that are never filled in: "{{author}}"."""
    follows: bool = False
    """Whether the guide comes after what is in it, because no paragraph says {{guide}}."""
    misplaced: bool = False
    """Whether it says {{guide}} where no guide can be: in a table, a header, or among other words."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What its author may not expect, in a sentence each."""
        made = list[str]()
        if self.unknown_places:
            known = ", ".join(f"{{{{{place}}}}}" for place in PLACES)
            made.append(f"The template's {', '.join(self.unknown_places)} can't be filled in. What can be: {known}.")
        if self.misplaced:
            made.append(
                f"The template's {MARK} isn't a paragraph of its own in the text, so the guide comes at the end."
            )
        elif self.follows:
            made.append(
                f"The template has no {MARK}, so the guide comes after its text. To choose the place, add a paragraph "
                f"that says {MARK}."
            )
        return tuple(made)


def fitting(template: bytes) -> Fitting:
    """What a template lacks, and which placeholders it asks for in vain. Raises RenderError if it can't be used."""
    document = _opened(template)
    _detach(document)
    body = document.element.body
    texts = [text_of(paragraph) for part in (body, *_frames(document)) for paragraph in part.iter(W + "p")]
    places = [place for text in texts for place in PLACE.finditer(text)]
    marked = _marked(body) is not None
    return Fitting(
        missing_styles=fill_in_styles(document, Words("en"), 9000).added,
        unknown_places=tuple(dict.fromkeys(place[0] for place in places if place[1] not in PLACES)),
        follows=not marked and _has_content(body),
        misplaced=not marked and any(place[1] == "guide" for place in places),
    )


def _opened(template: bytes) -> Any:
    if len(template) > MAX_BYTES:
        raise RenderError(f"The document template is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNZIPPED_BYTES:
                raise RenderError("The document template is too large when unpacked.")
            types = package.read("[Content_Types].xml")
            if b"macroEnabled" in types or any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                raise RenderError("The document template contains macros. Save it as a .docx without them.")
            if _TEMPLATE_TYPE in types:
                template = _as_document(package, types.replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE))
        document = Document(io.BytesIO(template))
        _numbering(document)
    except RenderError:
        raise
    except (
        *(zipfile.BadZipFile, ZlibError, PackageNotFoundError, XMLSyntaxError),
        *(KeyError, ValueError, AttributeError, IndexError, NotImplementedError, RuntimeError, OSError),
    ) as error:
        # python-docx has no error of its own for a broken package. It fails at the first thing that is missing.
        raise RenderError("The document template isn't a Word document (.docx or .dotx), or it's damaged.") from error
    return document


def _as_document(package: zipfile.ZipFile, types: bytes) -> bytes:
    """A template's package as a document's. They differ in one content type."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as copy:
        for entry in package.infolist():
            copy.writestr(entry.filename, types if entry.filename == "[Content_Types].xml" else package.read(entry))
    return made.getvalue()


def _numbering(document: Any) -> None:
    """Gives the document a part for its lists if it has none."""
    part = document.part
    if any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in part.rels.values()):
        return
    element = parse_xml(f"<w:numbering {_NAMESPACE}/>")
    numbering = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, part.package)
    part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)


def _detach(document: Any) -> None:
    """Removes what makes Word ask questions or look elsewhere when the document is opened. Raises RenderError for
    pictures and similar parts that aren't in the template itself: fetching them would tell someone that the guide is
    being read."""
    settings = document.settings.element
    for key, relationship in list(document.part.rels.items()):
        if relationship.reltype.endswith("/stylesWithEffects"):
            # A copy of the styles for Word 2010, without those that are added.
            del document.part.rels[key]
    for part in document.part.package.iter_parts():
        for key, relationship in list(part.rels.items()):
            kind = relationship.reltype.rsplit("/", 1)[-1]
            if not relationship.is_external or kind == "hyperlink":
                continue
            if kind not in _DROPPED:
                raise RenderError(f"The document template links to an external {kind}. Embed it and try again.")
            del part.rels[key]
    for name in ("updateFields", "mailMerge", "attachedTemplate"):
        for element in settings.findall(W + name):
            settings.remove(element)


def _has_content(body: Any) -> bool:
    """Whether the author wrote or drew anything in the text. A new document has one empty paragraph."""
    return any(text_of(paragraph).strip() for paragraph in body.iter(W + "p")) or any(
        True for _ in body.iter(*(W + name for name in ("tbl", "drawing", "pict", "object")))
    )


def _clear(document: Any) -> None:
    """Removes the empty paragraphs, and comments that are on nothing."""
    body = document.element.body
    for child in list(body):
        if child is not body[-1]:
            body.remove(child)
    for relationship in document.part.rels.values():
        if relationship.reltype == RELATIONSHIP_TYPE.COMMENTS:
            for comment in list(relationship.target_part.element):
                relationship.target_part.element.remove(comment)


def _marked(body: Any) -> Any:
    """The paragraph that the guide replaces; None if there is none."""
    for paragraph in body.findall(W + "p"):
        place = PLACE.fullmatch(text_of(paragraph).strip())
        if place and place[1] == "guide":
            return paragraph
    return None


def _freed(marked: Any) -> Any:
    """The element before which the guide is put, instead of the paragraph that marks its place. One that ends a section
    stays, without its text."""
    if marked.find(f"{W}pPr/{W}sectPr") is not None:
        fill_in(marked, {"guide": ""})
        return marked
    following = marked.getnext()
    marked.getparent().remove(marked)
    return following


def _frames(document: Any) -> Iterator[Any]:
    """The headers and footers of all sections."""
    for relationship in document.part.rels.values():
        if relationship.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield relationship.target_part.element


def _text_width(document: Any) -> int:
    section = document.sections[-1]
    page, left, right = section.page_width or 7560310, section.left_margin or 0, section.right_margin or 0
    return max(4000, int(page - left - right) // 635)
