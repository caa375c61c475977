"""What is read from a document: its lines, with marks where a heading or a line in bold begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.readers import tables
from pipeline.readers.decoding import clean
from pipeline.readers.markdown import BOLD, HEADING
from pipeline.transcript import Member, Taken

PAGES = 1500
"""The most pages of a PDF."""
MADE_HERE = "script2doc-guide"
"""The keyword in the properties of documents that Script2Doc makes."""


class Unreadable(Exception):
    """The document can't be read. `kind` names the class in pipeline.errors; the text is for a person."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Content:
    """A document's text, gathered paragraph by paragraph."""

    title: str | None = None
    ours: bool = False
    """Whether Script2Doc made it."""
    kind: str = ""
    """What kind of document it is, or "text" for a file of text that was in another one."""
    mail: bool = False
    """Whether it is what somebody wrote in an e-mail."""
    file: str | None = None
    """The whole text of a file of text."""
    member: Member | None = None
    """Which of several files in an archive or an e-mail this is."""
    taken: list[Taken] = field(default_factory=list)
    """What was left out because nobody said it."""
    paragraphs: list[str] = field(default_factory=list)
    _tables: list[tuple[int, list[list[str]]]] = field(default_factory=list)
    """Each with the number of paragraphs before it."""

    def add(self, text: str, *, heading: bool = False, bold: bool = False) -> None:
        if text := clean(text).strip():
            self.paragraphs.append((HEADING if heading else BOLD if bold else "") + text)

    def add_marked(self, text: str) -> None:
        """Adds a paragraph that has the marks for headings and bold already."""
        if text.strip():
            self.paragraphs.append(text)

    def add_table(self, rows: list[list[str]]) -> None:
        self._tables.append((len(self.paragraphs), [[clean(cell).strip() for cell in row] for row in rows]))

    def text(self) -> str:
        """The document as text; only its transcript, if that is in a table."""
        if self.file is not None:
            return self.file
        spoken = [lines for _, rows in self._tables if (lines := tables.turns(rows))]
        inside = sum(len(line.split()) for lines in spoken for line in lines)
        outside = sum(len(paragraph.split()) for paragraph in self.paragraphs)
        if inside * 2 > outside:
            return "\n\n".join(line for lines in spoken for line in lines)
        parts: list[str] = []
        done = 0
        for place, rows in self._tables:
            parts += self.paragraphs[done:place]
            parts += ["\n".join(cell for cell in row if cell) for row in rows]
            done = place
        return "\n\n".join((*parts, *self.paragraphs[done:]))
