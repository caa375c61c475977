"""WordprocessingML as text: runs, links, paragraphs and tables. All text is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.render.localization import RIGHT_TO_LEFT
from pipeline.render.look import BULLET_TWIPS, COMPLEX_FONTS, EAST_ASIAN_FONTS, LAST_ITEM_TWIPS
from pipeline.render.styles import Styles
from pipeline.render.text import directions, line, storable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'


def attribute(text: str) -> str:
    """The text as an attribute's value, with its quotation marks."""
    return quoteattr(line(text))


def _script(lang: str) -> str:
    """Which of a run's three language attributes this language needs: Latin and similar, East Asian, or complex."""
    language = lang.split("-")[0]
    complex_script = language in RIGHT_TO_LEFT or language in COMPLEX_FONTS
    return "eastAsia" if language in EAST_ASIAN_FONTS else "bidi" if complex_script else "val"


class Markup:
    """Makes the parts of one document. Styles are named as in `look`. In documents that run from right to left, marks
    of direction are set."""

    def __init__(self, styles: Styles, relate: Callable[[str], str], *, rtl: bool, complex_script: bool) -> None:
        self._styles = styles
        self._relate = relate
        self._rtl = rtl
        self._complex = complex_script
        self._ids = 0

    def run(self, text: str, style: str | None = None, *, lang: str | None = None, light: bool = False) -> str:
        """A text in a character style. Line breaks and tabs stay. `lang` is for a text in another language than the
        document's, such as "en-US". With `light`, it isn't bold among bold text, which no character style can say
        (ISO/IEC 29500-1, 17.7.3, toggle properties)."""
        rtl = self._rtl if lang is None else lang.split("-")[0] in RIGHT_TO_LEFT
        style_name = f'<w:rStyle w:val="{self._styles.id(style)}"/>' if style else ""
        weight = '<w:b w:val="0"/><w:bCs w:val="0"/>' if light else ""
        return "".join(
            self._piece(piece, style_name + weight, towards, lang) for piece, towards in directions(text, rtl)
        )

    def _piece(self, text: str, properties: str, rtl: bool, lang: str | None) -> str:
        if rtl:
            properties += "<w:rtl/>"
        elif self._complex and lang is None:
            properties += "<w:cs/>"
        if lang:
            properties += f"<w:lang w:{_script(lang)}={attribute(lang)}/>"
        content = "<w:br/>".join(
            "<w:tab/>".join(
                f'<w:t xml:space="preserve">{escape(storable(part))}</w:t>' if part else "" for part in row.split("\t")
            )
            for row in text.split("\n")
        )
        return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"

    def link(self, inner: str, *, anchor: str | None = None, url: str | None = None, tip: str | None = None) -> str:
        """A link around runs: to a bookmark of the document, or to a web address that was checked."""
        target = f"r:id={quoteattr(self._relate(url))}" if url else f"w:anchor={quoteattr(anchor or '')}"
        hint = f" w:tooltip={attribute(tip[:200])}" if tip else ""
        return f'<w:hyperlink {target}{hint} w:history="1">{inner}</w:hyperlink>'

    def bookmark(self, name: str, inner: str = "") -> str:
        """A place that links can lead to."""
        self._ids += 1
        return (
            f'<w:bookmarkStart w:id="{self._ids}" w:name={quoteattr(name)}/>{inner}<w:bookmarkEnd w:id="{self._ids}"/>'
        )

    def field(self, instruction: str, shown: str, style: str | None = None) -> str:
        """A field that Word keeps up to date, such as PAGE, and what it shows until then."""
        properties = f'<w:rPr><w:rStyle w:val="{self._styles.id(style)}"/></w:rPr>' if style else ""
        return (
            f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
            f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
            f"{self.run(shown, style)}"
            f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
        )

    def commented(self, inner: str, comments: Iterable[int]) -> str:
        """Runs with comments, given by the comments' ids."""
        reference = f'<w:rPr><w:rStyle w:val="{self._styles.id("annotation reference")}"/></w:rPr>'
        for number in comments:
            inner = (
                f'<w:commentRangeStart w:id="{number}"/>{inner}<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r>{reference}<w:commentReference w:id="{number}"/></w:r>'
            )
        return inner

    def paragraph(
        self,
        style: str,
        *content: str,
        list_id: int | None = None,
        keep_next: bool = False,
        indent: int | None = None,
        joined: tuple[bool, bool] = (False, False),
        last: bool = False,
        ltr: bool = False,
    ) -> str:
        """A paragraph of runs. `list_id` is the id of a list; `indent` is in twentieths of a point, and where
        the bullet of a list stands. `joined`: without a space to the paragraph above, and to the one below. `last`: an
        item with the space below that the other items of a list don't have. `ltr` is for text that runs from left to
        right in every document, such as code."""
        properties = f'<w:pStyle w:val="{self._styles.id(style)}"/>'
        if keep_next:
            properties += "<w:keepNext/>"
        if list_id is not None:
            properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>'
        if self._rtl:
            properties += '<w:bidi w:val="0"/>' if ltr else "<w:bidi/>"
        above, below = joined
        spaces = (' w:before="0"' if above else "") + (' w:after="0"' if below else "")
        if last:
            spaces += f' w:after="{LAST_ITEM_TWIPS}"'
        if spaces:
            properties += f"<w:spacing{spaces}/>"
        if indent is not None and list_id is not None:
            properties += f'<w:ind w:left="{indent + BULLET_TWIPS}" w:hanging="{BULLET_TWIPS}"/>'
        elif indent is not None:
            properties += f'<w:ind w:left="{indent}"/>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        *,
        title: str,
        description: str,
        row_heads: bool = False,
        divisible: bool = False,
    ) -> str:
        """A table whose first row is its heading, repeated on each page. Cells are paragraphs. Widths are in twentieths
        of a point. `title` and `description` are the alternative text. With `row_heads`, each row's first cell is the
        row's heading; with `divisible`, a row may be split by the end of a page."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        made = []
        for i, row in enumerate(rows):
            header = "<w:tblHeader/>" if i == 0 else ""
            whole = "" if divisible and i else "<w:cantSplit/>"
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
                for cell, width in zip(row, widths, strict=True)
            )
            made.append(f"<w:tr><w:trPr>{whole}{header}</w:trPr>{cells}</w:tr>")
        visual = "<w:bidiVisual/>" if self._rtl else ""
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._styles.id("Guide Table")}"/>{visual}'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{"04A0" if row_heads else "0420"}" w:firstRow="1" w:lastRow="0" '
            f'w:firstColumn="{int(row_heads)}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f"<w:tblCaption w:val={attribute(title)}/><w:tblDescription w:val={attribute(description)}/>"
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
        )
