"""What every section of a document is written with: the guide, its words, its marks, markup and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.guide import Finding, Guide
from pipeline.options import SourcesForm
from pipeline.render.cross_references import CrossReferences
from pipeline.render.excerpt import shorten
from pipeline.render.guide_phrases import check_reason, place_name, quoted, short_place_name
from pipeline.render.list_numbering import Numbering
from pipeline.render.localization import Words
from pipeline.render.marks import Mark, Marks, Place, web_address
from pipeline.render.markup import Markup
from pipeline.render.styles import Styles, W
from pipeline.render.text import RTL_MARK, clean, line, pieces, with_marks

AUTHOR = "Script2Doc"
CHECKS = "lines_to_check"
"""The bookmark of the list of lines to check."""
BLANK = "\u00a0"
"""A blank before a mark that keeps it on the line of the last word."""
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Pen:
    guide: Guide
    words: Words
    spoken: Words
    """The words of the recording's language."""
    marks: Marks
    labels: Mapping[str, str]
    """How steps and choices are called, by their bookmarks."""
    cross_references: CrossReferences
    markup: Markup
    numbering: Numbering
    margin: Margin
    sources: SourcesForm
    width: int
    """The width between the margins, in twentieths of a point."""

    def filled(self, message: str, **runs: str) -> str:
        """The message in the guide's language, with runs in place of its {names}. Languages put them in different
        orders."""
        pieces = _NAME.split(self.words(message))
        return "".join(runs[p] if i % 2 else self.markup.run(p) for i, p in enumerate(pieces) if p)

    def prose(self, text: str) -> str:
        """Runs of a text on one line. What is in `backquotes` is code, and what is between **asterisks** a label. The
        name of another step in quotation marks is a link to it."""
        whole = self.words.embedded(with_marks(text)) + (RTL_MARK if self.words.rtl else "")
        styles = {"code": "Code", "label": "Strong"}
        return "".join(
            self.markup.run(piece, styles[kind]) if kind else self._leading(piece) for piece, kind in pieces(whole)
        )

    def _leading(self, text: str) -> str:
        """Runs of a text without marks, in which what names a step leads there."""
        return "".join(
            self.markup.link(self.markup.run(piece, "Hyperlink"), anchor=bookmark)
            if bookmark
            else self.markup.run(piece)
            for piece, bookmark in self.cross_references.pieces(text)
        )

    def verbatim(self, quote: str) -> str:
        """A run of what was said, in quotation marks and in the recording's language."""
        said = self.spoken
        text = quoted(self.words, self.words.embedded(line(quote), rtl=said.rtl))
        return self.markup.run(text, lang=None if said.language == self.words.language else said.proofing)

    def cited(self, citations: Iterable[str]) -> str:
        """The citation marks of a line. Each links to a second of the recording or to the source's entry."""
        return "".join(self.markup.run(BLANK) + self.mark(mark) for mark in self.marks.shown(citations))

    def comments(self, findings: Iterable[Finding]) -> list[int]:
        """Adds a comment for each finding: what to check, and why. Returns their ids."""
        reasons = (check_reason(self.words, finding)[0] for finding in findings)
        return [self.margin.write(self.words("Check this line: {message}", message=why)) for why in reasons]

    def check_mark(self, findings: Sequence[Finding]) -> str:
        """A mark that a line is not certain, for print and PDF, which don't show comments."""
        if not findings:
            return ""
        run = self.markup.run(f"[{self.words('to check')}]", "Check Mark")
        return self.markup.run(BLANK) + self.markup.link(run, anchor=CHECKS)

    def foreign(self, text: str, style: str | None = None) -> str:
        """A run of English text, such as a reason, so that it isn't spell-checked in the guide's language."""
        return self.markup.run(self.words.embedded(text), style, lang=None if self.words.language == "en" else "en-US")

    def mark(self, mark: Mark, *, light: bool = False) -> str:
        """A citation mark: a link to the recording, or to the source's entry. `light`: in a heading."""
        said = line(mark.source.quote)
        tip = f"{line(mark.source.speaker)}: {said}" if mark.source.speaker else said
        return self.markup.link(
            self.label(mark, light=light), anchor=mark.bookmark, url=mark.url, tip=shorten(tip, 180)
        )

    def label(self, mark: Mark, *, light: bool = False) -> str:
        """A mark without a link. A time runs from left to right in every document."""
        return self.markup.run(f"[{mark.label}]", "Citation Mark", lang=self.direction(mark), light=light)

    def direction(self, mark: Mark) -> str | None:
        """The language of a mark's label, which decides in which direction it runs: a time alone runs from left to
        right, and a time with a word before it as the document does."""
        return "en-US" if self.words.rtl and (not mark.timed or mark.label == mark.time) else None

    def place(self, place: Place, *, short: bool = False, name: str | None = None) -> str:
        """A link back to a line of the guide: "Step 2, instruction 3", or "2.3" in short, or a name of its own."""
        if short and place.step:
            label = short_place_name(self.labels, place)
        else:
            label = name or place_name(self.words, self.guide, self.labels, place)
        return self.markup.link(self.markup.run(label, "Hyperlink"), anchor=place.bookmark)

    def caption(self, number: int, text: str) -> str:
        """A numbered caption above a table. The number is a field that Word keeps up to date."""
        sequence = self.markup.field("SEQ Table \\* ARABIC", str(number))
        return self.markup.paragraph(
            "caption", self.filled("Table {number}: {text}", number=sequence, text=self.markup.run(text))
        )

    def outward(self, text: str, url: str) -> str:
        """A link to a web address, or only the text if a document may not link to the address."""
        address = web_address(url)
        text = self.words.embedded(line(text))
        return self.markup.link(self.markup.run(text, "Hyperlink"), url=address) if address else self.markup.run(text)


class Margin:
    """The comments in the document's margin."""

    def __init__(self, document: Any, styles: Styles, made: str) -> None:
        self._document = document
        self._styles = {"pStyle": styles.id("annotation text"), "rStyle": styles.id("annotation reference")}
        try:
            self._made = datetime.fromisoformat(made).astimezone(UTC)
        except (ValueError, OverflowError):
            self._made = datetime(1980, 1, 1, tzinfo=UTC)

    def write(self, text: str) -> int:
        """Adds a comment and returns its id."""
        comment = self._document.comments.add_comment(clean(text), author=AUTHOR, initials="S2D")
        element = comment._comment_elm
        element.date = self._made  # python-docx writes the current time, which differs each time
        for kind, style in self._styles.items():  # and assumes that every document names these styles as Word does
            for named in element.iter(W + kind):
                named.set(W + "val", style)
        return int(comment.comment_id)
