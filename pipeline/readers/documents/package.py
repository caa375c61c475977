"""Word and OpenDocument files -> text: the paragraphs and tables of their XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from pipeline.confined.faults import Bomb, Damaged, Protected
from pipeline.confined.package import Package, open_package
from pipeline.readers.documents.content import MADE_HERE, Content, Unreadable
from pipeline.readers.documents.members import transcript_among
from pipeline.readers.letter_count import letters
from pipeline.readers.xml_parser import XmlDamaged, new_parser
from pipeline.transcript import Taken

XML = 60_000_000
"""Bytes of one XML part that are read."""
PROPERTIES = 200_000
"""Bytes of a part that says something about the document."""
DEPTH = 400
PARTS = (b"[Content_Types].xml", b"word/", b"content.xml")
"""The names of one of these stand in every Word or OpenDocument file, even in what is left of a damaged one."""
ARCHIVE = "This is a ZIP archive. Unpack it and use the transcript inside."

_HEADING_STYLES = re.compile(r"^(heading|title|berschrift|überschrift|titel|titre|t[ií]tulo|titolo|kop|rubrik)", re.I)
MOST_CHUNKS = 20
_RELATION = re.compile(r"<Relationship\b([^<>]{1,2000})>")
_ATTRIBUTE = re.compile(r"\b(Id|Target)=\"([^\"<>]{1,500})\"")
_TITLE = re.compile(r"<(?:dc:)?title[^<>]*>([^<]{1,500})</(?:dc:)?title>")


def read(data: bytes, read_file: Callable[[bytes], Content] | None) -> Content:
    """The text of a .docx or .odt, or of the one transcript in an archive, which `read_file` reads. Raises
    Unreadable."""
    try:
        return _content(open_package(data), read_file)
    except (Damaged, Protected, Bomb) as trouble:
        raise _refused(trouble, document=any(part in data for part in PARTS)) from None


def read_flat(data: bytes) -> Content:
    """The text of an OpenDocument text in a single XML file. Raises Unreadable."""
    content = Content()
    if found := _TITLE.search(data[:PROPERTIES].decode("utf-8", "replace")):
        content.title = found[1]
    _Parts(content).parse(data)
    return content


def _refused(trouble: Damaged | Protected | Bomb, *, document: bool) -> Unreadable:
    """Why a package can't be opened; a `document` is what holds the parts of one."""
    if not document and isinstance(trouble, Damaged):
        return Unreadable("BrokenTranscript", "This file is damaged or cut off. Export it again and try again.")
    if not document:
        return Unreadable("NotATranscript", ARCHIVE)
    if isinstance(trouble, Damaged):
        return Unreadable(
            "BrokenTranscript", "This document is damaged or cut off. Open it, save it again and try again."
        )
    if isinstance(trouble, Protected):
        return Unreadable(
            "ProtectedTranscript", "This document is password-protected. Save it without a password and try again."
        )
    return Unreadable(
        "TranscriptTooLarge",
        "This document unpacks to far more data than a transcript would, so it wasn't read. Copy its text into a"
        " .txt file and try again.",
    )


def _content(package: Package, read_file: Callable[[bytes], Content] | None) -> Content:
    content = Content()
    for properties in ("docProps/core.xml", "meta.xml"):
        if properties in package.names:
            text = package.part(properties, PROPERTIES).decode("utf-8", "replace")
            content.ours = content.ours or MADE_HERE in text
            if found := _TITLE.search(text):
                content.title = found[1]
    known = (name for name in ("word/document.xml", "content.xml") if name in package.names)
    if (main := next(known, None) or _main(package)) is None:
        what = _what(package.names)
        if what is not None or read_file is None:
            raise Unreadable("NotATranscript", what or ARCHIVE)
        if (chosen := transcript_among(sorted(package.names), "ZIP archive")) is None:
            raise Unreadable("NotATranscript", ARCHIVE)
        inside = read_file(package.part(chosen.name, XML))
        inside.member = chosen.member
        return inside
    parts = _Parts(content)
    parts.parse(package.part(main, XML))
    if read_file and parts.chunks:
        _add_chunks(content, package, main, parts.chunks, read_file)
    return content


def _add_chunks(
    content: Content, package: Package, main: str, chunks: Sequence[str], read_file: Callable[[bytes], Content]
) -> None:
    """Adds the files of other formats that a Word document includes, in their order."""
    folder, _, name = main.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.names:
        return
    text = package.part(relations, PROPERTIES).decode("utf-8", "replace")
    targets = {}
    for relation in _RELATION.findall(text):
        told = dict(_ATTRIBUTE.findall(relation))
        targets[told.get("Id", "")] = told.get("Target", "")
    for chunk in chunks[:MOST_CHUNKS]:
        target = targets.get(chunk, "")
        part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        if part in package.names:
            for paragraph in read_file(package.part(part, XML)).text().split("\n\n"):
                content.add_marked(paragraph)


def _main(package: Package) -> str | None:
    """The main part by the name that the relationships give it, if that isn't the usual one."""
    if "_rels/.rels" not in package.names:
        return None
    text = package.part("_rels/.rels", PROPERTIES).decode("utf-8", "replace")
    found = re.search(r"officeDocument\"[^<>]{0,1000}Target=\"/?([^\"]{1,200})\"", text)
    return found[1] if found and found[1] in package.names and found[1].startswith("word/") else None


_OTHERS = (
    ("xl/", "a spreadsheet"),
    ("ppt/", "a presentation"),
    ("META-INF/MANIFEST.MF", "a program"),
    ("META-INF/container.xml", "an e-book"),
    ("Index/", "a Pages, Numbers or Keynote document"),
)
"""What a package is, by the beginning of a name in it."""


def _what(names: Collection[str]) -> str | None:
    """What a package is that is neither a document nor only an archive, and what to do, in words for people."""
    what = next((kind for prefix, kind in _OTHERS if any(name.startswith(prefix) for name in names)), None)
    if what is None:
        return None
    return (
        f"This is {what}, which can't be read. Export the transcript as .docx, .vtt, .srt or .txt, and use that file."
    )


_SKIPPED = frozenset(
    (
        *("w:del", "w:moveFrom", "mc:Fallback", "w:instrText"),
        *("office:annotation", "text:tracked-changes", "office:binary-data"),
    )
)
"""Elements whose text isn't part of the document."""


class _Parts:
    """Gathers paragraphs and tables while the XML passes by; nothing of it is kept as a tree."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._depth = 0
        self._skipped = 0
        """The depth of the element whose content isn't read, or 0."""
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[list[list[str]]] = []
        self._reads = False
        self._run_bold = False
        self._in_run = False
        self._hidden = False
        """Whether the text of this run isn't shown."""
        self.chunks: list[str] = []
        """The ids of included files of other formats."""

    def parse(self, xml: bytes) -> None:
        parser = new_parser(self._start, self._end, self._text, refusal=_entities)
        try:
            parser.Parse(xml, True)
        except XmlDamaged:
            raise Unreadable(
                "BrokenTranscript", "Part of this document is damaged. Open it, save it again and try again."
            ) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise Unreadable("BrokenTranscript", "This document is nested too deeply to be read. Save it as .txt.")
        if self._skipped:
            return
        paragraph = self._paragraphs[-1] if self._paragraphs else None
        match tag:
            case (
                "w:del"
                | "w:moveFrom"
                | "mc:Fallback"
                | "w:instrText"
                | "office:annotation"
                | "text:tracked-changes"
                | "office:binary-data"
            ):
                self._skipped = self._depth
            case "w:p" | "text:p" | "text:h":
                self._paragraphs.append(_Paragraph(heading=tag == "text:h"))
                self._reads = tag != "w:p"
            case "w:t":
                self._reads = True
            case "w:r":
                self._run_bold, self._in_run, self._hidden = False, True, False
            case "w:b" if self._in_run:
                self._run_bold = attributes.get("w:val", "1") not in ("0", "false")
            case "w:vanish" if self._in_run:
                self._hidden = attributes.get("w:val", "1") not in ("0", "false")
            case "w:altChunk":
                self.chunks.append(attributes.get("r:id", ""))
            case "w:pStyle" if paragraph:
                paragraph.heading = bool(_HEADING_STYLES.match(attributes.get("w:val", "")))
            case "w:tab" | "text:tab" if paragraph and (self._in_run or tag == "text:tab"):
                paragraph.texts.append("\t")
            case "w:br" | "w:cr" | "text:line-break" if paragraph:
                paragraph.texts.append("\n")
            case "w:noBreakHyphen" if paragraph:
                paragraph.texts.append("-")
            case "text:s" if paragraph:
                paragraph.texts.append(" ")
            case "w:tbl" | "table:table":
                self._tables.append([])
            case "w:tr" | "table:table-row" if self._tables:
                self._tables[-1].append([])
            case "w:tc" | "table:table-cell" if self._tables and self._tables[-1]:
                self._tables[-1][-1].append("")

    def _text(self, text: str) -> None:
        if self._in_run and self._hidden and self._reads:
            self._content.taken.append(Taken("hidden passage", 1, letters(text)))
        elif self._reads and self._paragraphs and not self._skipped:
            paragraph = self._paragraphs[-1]
            if not paragraph.texts and text.strip():
                paragraph.bold = self._run_bold
            paragraph.texts.append(text)

    def _end(self, tag: str) -> None:
        if self._skipped:
            if self._skipped == self._depth:
                self._skipped = 0
            self._depth -= 1
            return
        self._depth -= 1
        match tag:
            case "w:t":
                self._reads = False
            case "w:r":
                self._in_run = False
            case "w:p" | "text:p" | "text:h" if self._paragraphs:
                self._finish(self._paragraphs.pop())
                self._reads = bool(self._paragraphs) and tag != "w:p"
            case "w:tbl" | "table:table" if self._tables:
                rows = self._tables.pop()
                if self._tables and self._tables[-1] and self._tables[-1][-1]:
                    self._tables[-1][-1][-1] += "\n".join(" ".join(row) for row in rows)
                else:
                    self._content.add_table(rows)

    def _finish(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.texts)
        if self._tables and self._tables[-1] and self._tables[-1][-1]:
            cell = self._tables[-1][-1][-1]
            self._tables[-1][-1][-1] = f"{cell}\n{text}" if cell and text.strip() else cell or text
        else:
            self._content.add(text, heading=paragraph.heading, bold=paragraph.bold)


def _entities() -> Unreadable:
    return Unreadable(
        "BrokenTranscript",
        "This document contains XML entities, which can be harmful, so it wasn't read."
        " Export it as .txt and try again.",
    )


class _Paragraph:
    def __init__(self, heading: bool) -> None:
        self.heading = heading
        self.bold = False
        self.texts: list[str] = []
