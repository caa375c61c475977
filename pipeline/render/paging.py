"""Page numbers for a PDF's table of contents: fields that LibreOffice fills in while it lays out the pages."""

from __future__ import annotations

import io
import zipfile
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_ENTRIES = ("/Contents 1", "/Contents 2", "/Contents 3")
"""LibreOffice's names for the styles `toc 1` to `toc 3`. In its PDFs they are the tags of such paragraphs."""


def with_page_fields(docx: bytes) -> bytes:
    """The document with a PAGEREF field at the end of each entry of its table of contents, for the page of the heading.
    Unchanged if it has no such table.

    Inside a TOC field, LibreOffice shows a PAGEREF as it was saved, not as it is on the page. So the entries stay, and
    the field around them is removed.
    """
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read(_DOCUMENT), etree.XMLParser(resolve_entities=False))
        table = next((sdt for sdt in root.iter(f"{_W}sdt") if _is_contents(sdt)), None)
        content = None if table is None else table.find(f"{_W}sdtContent")
        parent = None if table is None else table.getparent()
        if table is None or content is None or parent is None:
            return docx
        for run in list(table.iter(f"{_W}r")):
            if run.find(f"{_W}fldChar") is not None or run.find(f"{_W}instrText") is not None:
                run.getparent().remove(run)
        for entry in table.iter(f"{_W}hyperlink"):
            _add_page(entry)
        for paragraph in list(content):
            table.addprevious(paragraph)
        parent.remove(table)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in package.namelist():
                copy.writestr(name, etree.tostring(root) if name == _DOCUMENT else package.read(name))
    return made.getvalue()


def _is_contents(sdt: Any) -> bool:
    gallery = sdt.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"


def _add_page(entry: Any) -> None:
    from lxml import etree

    run = etree.SubElement(entry, f"{_W}r")
    etree.SubElement(run, f"{_W}tab")
    etree.SubElement(run, f"{_W}fldChar").set(f"{_W}fldCharType", "begin")
    etree.SubElement(run, f"{_W}instrText").text = f" PAGEREF {entry.get(f'{_W}anchor')} \\h "
    etree.SubElement(run, f"{_W}fldChar").set(f"{_W}fldCharType", "end")


def with_tagged_contents(pdf: bytes) -> bytes:
    """The PDF with the entries of its contents tagged as TOC and TOCI (ISO 32000-1, 14.8.4.3), so that screen readers
    know the table. The removed field would have done that. Unchanged if the PDF isn't tagged."""
    import pypdf  # only a PDF needs it
    from pypdf.errors import PyPdfError
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        writer = pypdf.PdfWriter(clone_from=reader)
        writer.pdf_header = reader.pdf_header
        tree: Any = writer.root_object["/StructTreeRoot"]
        body = tree["/K"]
        while isinstance(body, ArrayObject):
            body = body[0]
        document = body.indirect_reference
        children = document.get_object()["/K"]
        entries = [child for child in children if child.get_object().get("/S") in _ENTRIES]
        if not entries:
            return pdf

        def element(kind: str, parent: Any) -> Any:
            made = {NameObject("/Type"): NameObject("/StructElem"), NameObject("/S"): NameObject(kind)}
            return writer._add_object(DictionaryObject({**made, NameObject("/P"): parent}))

        table = element("/TOC", document)
        items = []
        for entry in entries:
            item = element("/TOCI", table)
            item.get_object()[NameObject("/K")] = ArrayObject([entry])
            entry.get_object()[NameObject("/P")] = item
            items.append(item)
        table.get_object()[NameObject("/K")] = ArrayObject(items)
        at = children.index(entries[0])
        rest = [child for child in children if child not in entries]
        document.get_object()[NameObject("/K")] = ArrayObject([*rest[:at], table, *rest[at:]])
        made = io.BytesIO()
        writer.write(made)
        return made.getvalue()
    except (PyPdfError, KeyError, TypeError, AttributeError):
        return pdf
