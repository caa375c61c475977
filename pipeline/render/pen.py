"""What every section of a document is written with: the guide, its words, its marks, the mark-up and the margin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.guide import Guide
from pipeline.render.marks import Mark, Marks, Place, web_address
from pipeline.render.markup import Markup
from pipeline.render.numbering import Numbering
from pipeline.render.text import clean, line
from pipeline.render.words import Words

AUTHOR = "Script2Doc"
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Pen:
    guide: Guide
    words: Words
    marks: Marks
    markup: Markup
    numbering: Numbering
    margin: Margin
    width: int
    """Between the margins, in twentieths of a point."""

    def prose(self, text: str) -> str:
        """Runs of a text on one line; what stands in `backquotes` is code."""
        pieces = _CODE.split(line(text))
        return "".join(self.markup.run(piece, "Code" if i % 2 else None) for i, piece in enumerate(pieces) if piece)

    def cited(self, citations: Iterable[str]) -> str:
        """The citation marks of a line, each a link to the recording's second or to the source's entry."""
        return "".join(self.markup.run(" ") + self.mark(mark) for mark in self.marks.shown(citations))

    def mark(self, mark: Mark) -> str:
        said = line(mark.source.quote)
        tip = f"{line(mark.source.speaker)}: {said}" if mark.source.speaker else said
        # The time's own direction is left to right, whatever the document's.
        run = self.markup.run(f"[{mark.label}]", "Citation Mark", lang="en-US" if self.words.rtl else None)
        return self.markup.link(run, anchor=mark.bookmark, url=mark.url, tip=shorten(tip, 180))

    def place(self, place: Place) -> str:
        """A link back to a line of the guide."""
        label = place.label if place.step else self.words("At a glance")
        return self.markup.link(self.markup.run(label, "Hyperlink"), anchor=place.bookmark)

    def outward(self, text: str, url: str) -> str:
        """A link to a web address, or the text alone where the address is none that a document may link to."""
        address = web_address(url)
        return self.markup.link(self.markup.run(text, "Hyperlink"), url=address) if address else self.markup.run(text)


class Margin:
    """The comments in the document's margin."""

    def __init__(self, document: Any, made: str) -> None:
        self._document = document
        try:
            self._made = datetime.fromisoformat(made).astimezone(UTC)
        except ValueError:
            self._made = datetime(1980, 1, 1, tzinfo=UTC)

    def write(self, text: str) -> int:
        """Adds a comment and gives its id."""
        comment = self._document.comments.add_comment(clean(text), author=AUTHOR, initials="S2D")
        comment._comment_elm.date = self._made  # python-docx writes the present moment, which differs each time
        return int(comment.comment_id)


def shorten(text: str, most: int) -> str:
    """The text, cut at a blank to at most so many characters, with an ellipsis where it was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,;:.") + "…"
