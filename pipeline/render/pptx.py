"""The slides of a deck -> .pptx that PowerPoint, Keynote and LibreOffice open: real titles, text that can be edited in
place, links between slides, and what was said in the speaker's notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches

from pipeline.guide import Guide
from pipeline.render.deck import Deck, Slide, deck
from pipeline.render.docx_package import saved, set_properties
from pipeline.render.localization import Words
from pipeline.render.look import BODY_FONT, CODE_FONT, COMPLEX_FONTS, EAST_ASIAN_FONTS, GREY, INK, NAVY, RULE
from pipeline.render.slide_rows import INDENTED, SIZE, SPACE, SPACE_POINTS, Kind, Look, Row, Run
from pipeline.render.text import clean

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.7)
TITLE_POINTS, DECK_TITLE_POINTS, SUBTITLE_POINTS, FOOTER_POINTS, MARK_POINTS = 28, 40, 18, 11, 12
INDENT_EMU = 411_480
"""Where the text of a row with a number or a bullet begins: 0.45 inches."""
LINK = "1F5FA8"
SHADES = {Kind.NOTE: "1F5FA8", Kind.TIP: "2E7D4F", Kind.WARNING: "B3541E"}
"""The color of the word at the beginning of a box."""
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_BULLET_COLOR = f'<a:buClr><a:srgbClr val="{NAVY}"/></a:buClr>'
_LAYOUTS = ("Title Slide", "Title and Content")


def render_pptx(guide: Guide) -> bytes:
    """The guide as a deck of slides (.pptx, 16:9): the same bytes for the same guide. Can be called in a thread."""
    made = deck(guide)
    presentation = _blank(made.words)
    pages = [presentation.slides.add_slide(presentation.slide_layouts[0])]
    pages += [presentation.slides.add_slide(presentation.slide_layouts[1]) for _ in made.slides]
    places = {name: page for slide, page in zip(made.slides, pages[1:], strict=True) for name in slide.names}
    _fill_first(pages[0], made)
    for number, (slide, page) in enumerate(zip(made.slides, pages[1:], strict=True), 2):
        _Page(page, made, places).fill(slide, number)
    set_properties(presentation, guide, made.words)
    return saved(presentation)


class _Page:
    """Fills one slide."""

    def __init__(self, page: Any, made: Deck, places: Mapping[str, Any]) -> None:
        self._page = page
        self._deck = made
        self._places = places
        self._links: dict[str, str] = {}
        """The ids of the relationships of this slide, by where they lead."""

    def fill(self, slide: Slide, number: int) -> None:
        title, body = self._page.shapes.title, self._page.placeholders[1]
        moment = (Run("  "), slide.moment) if slide.moment else ()
        _write(title, [self._paragraph((Run(slide.title), *moment), TITLE_POINTS, "")])
        _write(body, [self._row(row) for row in slide.rows] or [f"<a:p {_A}/>"])
        _footer(self._page, self._deck, number)
        if slide.notes:
            frame = self._page.notes_slide.notes_text_frame
            frame.text = "\n".join(clean(note) for note in slide.notes)

    def _row(self, row: Row) -> str:
        indent = INDENT_EMU if row.kind in INDENTED else 0
        match row.kind:
            case Kind.ACTION:
                counted = f'<a:buAutoNum type="arabicPeriod" startAt="{row.number}"/>'
                # Without a number it is the rest of an action that began on the slide before.
                marked = f'{_BULLET_COLOR}<a:buFont typeface="+mj-lt"/>{counted}' if row.number else "<a:buNone/>"
                edges = (INDENT_EMU, -INDENT_EMU if row.number else 0)
            case Kind.BULLET | Kind.ITEM:
                marked = f'{_BULLET_COLOR}<a:buFont typeface="{BODY_FONT}"/><a:buChar char="•"/>'
                edges = (indent + INDENT_EMU, -INDENT_EMU)
            case _:
                marked, edges = "<a:buNone/>", (indent, 0)
        above = int(SPACE_POINTS.get(row.kind, SPACE) * 100)
        return self._paragraph(row.runs, row.size, marked, edges, above, row.kind)

    def _paragraph(
        self,
        runs: Sequence[Run],
        size: int,
        marked: str,
        edges: tuple[int, int] = (0, 0),
        above: int = 0,
        kind: Kind = Kind.TEXT,
    ) -> str:
        ltr = kind is Kind.CODE
        rtl = self._deck.words.rtl and not ltr
        side = ' algn="r" rtl="1"' if rtl else ' algn="l"'
        left, first = edges
        margins = f' {"marR" if rtl else "marL"}="{left}" indent="{first}"' if marked else ""
        space = f'<a:spcBef><a:spcPts val="{above}"/></a:spcBef>' if marked else ""
        written = "".join(self._run(run, size, kind, place) for place, run in enumerate(runs))
        return f"<a:p {_A} {_R}><a:pPr{margins}{side}>{space}{marked}</a:pPr>{written}</a:p>"

    def _run(self, run: Run, size: int, kind: Kind, place: int) -> str:
        text = clean(run.text)
        if not text:
            return ""
        words = self._deck.words
        color, bold, font = "", "", ""
        if kind in (Kind.GOAL, Kind.GAP, Kind.SMALL):
            color = GREY
        match run.look:
            case Look.STRONG:
                bold = ' b="1"'
                color = SHADES.get(kind, color) if place == 0 else color
            case Look.CODE:
                font = f'<a:latin typeface="{CODE_FONT}"/><a:cs typeface="{CODE_FONT}"/>'
                size = size if kind is Kind.CODE else size - 1
            case Look.MARK:
                color, size, bold = GREY, MARK_POINTS, ' b="0"'
            case _:
                pass
        fill = f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>' if color else ""
        link = self._link(run)
        language = "" if run.look is Look.CODE else f' lang="{words.proofing}"'
        looks = f'<a:rPr{language} sz="{size * 100}"{bold} dirty="0">{fill}{font}{link}</a:rPr>'
        return f"<a:r>{looks}<a:t>{escape(text)}</a:t></a:r>"

    def _link(self, run: Run) -> str:
        if run.url:
            return f"<a:hlinkClick r:id={quoteattr(self._relation(run.url, RELATIONSHIP_TYPE.HYPERLINK))}/>"
        if run.slide and run.slide in self._places:
            to = self._relation(run.slide, RELATIONSHIP_TYPE.SLIDE)
            return f'<a:hlinkClick r:id={quoteattr(to)} action="ppaction://hlinksldjump"/>'
        return ""

    def _relation(self, to: str, kind: str) -> str:
        if to not in self._links:
            part = self._page.part
            if kind == RELATIONSHIP_TYPE.SLIDE:
                self._links[to] = part.relate_to(self._places[to].part, kind)
            else:
                self._links[to] = part.relate_to(to, kind, is_external=True)
        return self._links[to]


def _write(shape: Any, paragraphs: Sequence[str]) -> None:
    body = shape.text_frame._txBody
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    for paragraph in paragraphs:
        body.append(parse_xml(paragraph))


def _fill_first(page: Any, made: Deck) -> None:
    side = ' algn="r" rtl="1"' if made.words.rtl else ' algn="l"'

    def paragraph(text: str, size: int) -> str:
        looks = f'<a:rPr lang="{made.words.proofing}" sz="{size * 100}" dirty="0"/>'
        return f"<a:p {_A}><a:pPr{side}/><a:r>{looks}<a:t>{escape(clean(text))}</a:t></a:r></a:p>"

    _write(page.shapes.title, [paragraph(made.title, DECK_TITLE_POINTS)])
    _write(page.placeholders[1], [paragraph(text, SUBTITLE_POINTS) for text in made.subtitle] or [f"<a:p {_A}/>"])


def _footer(page: Any, made: Deck, number: int) -> None:
    """The guide's title and the slide's number, as placeholders: PowerPoint shows those of a layout on no slide."""
    rtl = ' rtl="1"' if made.words.rtl else ""
    texts = {
        "ftr": f'<a:p {_A}><a:pPr{rtl}/><a:r><a:rPr lang="{made.words.proofing}" dirty="0"/>'
        f"<a:t>{escape(clean(made.footer))}</a:t></a:r></a:p>",
        "sldNum": f'<a:p {_A}><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr lang="{made.words.proofing}" dirty="0"/><a:t>{number}</a:t></a:fld></a:p>',
    }
    for holder in page.slide_layout.placeholders:
        kind = holder.element.ph.get("type")
        if kind in texts:
            page.shapes.clone_placeholder(holder)
            _write(page.shapes[-1], [texts[kind]])


# -- the look


def _blank(words: Words) -> Any:
    """An empty deck in our look. It is python-pptx's own, wide, with two layouts."""
    presentation: Any = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name not in _LAYOUTS:
            presentation.slide_layouts.remove(layout)
    _set_theme(master, words)
    wide = WIDTH - 2 * MARGIN
    first, content = presentation.slide_layouts
    for holders in (master.placeholders, content.placeholders, first.placeholders):
        for holder in list(holders):
            kind = holder.element.ph.get("type")
            if kind == "dt":
                holder.element.getparent().remove(holder.element)
            elif kind == "ftr":
                _place(holder, MARGIN, Inches(6.95), Inches(10), Inches(0.35), anchor="ctr")
            elif kind == "sldNum":
                _place(holder, WIDTH - MARGIN - Inches(1), Inches(6.95), Inches(1), Inches(0.35), anchor="ctr")
    for holders in (master.placeholders, content.placeholders):
        for holder in holders:
            kind = holder.element.ph.get("type")
            if kind == "title":
                _place(holder, MARGIN, Inches(0.35), wide, Inches(0.95), anchor="b")
            elif kind in ("body", None):
                _place(holder, MARGIN, Inches(1.5), wide, Inches(5.35), anchor="t")
    _place(first.placeholders[0], MARGIN, Inches(1.6), wide, Inches(2), anchor="b")
    _place(first.placeholders[1], MARGIN, Inches(3.8), wide, Inches(2.6), anchor="t")
    _set_styles(master)
    _rule(content)
    return presentation


def _place(holder: Any, left: int, top: int, width: int, height: int, *, anchor: str) -> None:
    holder.left, holder.top, holder.width, holder.height = (Emu(each) for each in (left, top, width, height))
    properties = holder.text_frame._txBody.bodyPr
    for child in list(properties):
        properties.remove(child)
    for name in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(name, "0")
    properties.set("anchor", anchor)
    properties.append(parse_xml(f"<a:normAutofit {_A}/>"))


def _set_theme(master: Any, words: Words) -> None:
    """The theme's fonts, with those of the guide's script, and the color of its links."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = parse_xml(theme.blob)
    asian = EAST_ASIAN_FONTS.get(words.tag, EAST_ASIAN_FONTS.get(words.language, ""))
    complex_script = COMPLEX_FONTS.get(words.language, BODY_FONT)
    for kind in ("majorFont", "minorFont"):
        fonts = tree.find(f".//{{*}}{kind}")
        for name, font in (("latin", BODY_FONT), ("ea", asian), ("cs", complex_script)):
            fonts.find(f"{{*}}{name}").set("typeface", font)
    for name in ("hlink", "folHlink"):
        color = tree.find(f".//{{*}}{name}")
        color[:] = [parse_xml(f'<a:srgbClr {_A} val="{LINK}"/>')]
    theme._blob = _bytes(tree)


def _set_styles(master: Any) -> None:
    """Sizes and colors of titles and of text, once for all slides."""
    styles = master.element.find("{*}txStyles")
    for name, size, color, bold in (("titleStyle", TITLE_POINTS, NAVY, "1"), ("bodyStyle", SIZE, INK, "0")):
        for level in styles.find(f"{{*}}{name}"):
            level.set("algn", "l")
            looks = level.find("{*}defRPr")
            if looks is None:
                continue
            looks.set("sz", str(size * 100))
            looks.set("b", bold)
            fill = looks.find("{*}solidFill")
            if fill is not None:
                looks.replace(fill, parse_xml(f'<a:solidFill {_A}><a:srgbClr val="{color}"/></a:solidFill>'))
    for holder in master.placeholders:
        if holder.element.ph.get("type") in ("ftr", "sldNum"):
            side = "l" if holder.element.ph.get("type") == "ftr" else "r"
            body = holder.text_frame._txBody
            listed = body.find("{*}lstStyle")
            level = (
                f'<a:lvl1pPr algn="{side}"><a:defRPr sz="{FOOTER_POINTS * 100}"><a:solidFill><a:srgbClr val="{GREY}"/>'
                "</a:solidFill></a:defRPr></a:lvl1pPr>"
            )
            body.replace(listed, parse_xml(f"<a:lstStyle {_A}>{level}</a:lstStyle>"))


def _rule(layout: Any) -> None:
    """A thin line between title and text."""
    layout.shapes._spTree.append(
        parse_xml(
            '<p:cxnSp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
            f'{_A}><p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
            f'<p:spPr><a:xfrm><a:off x="{int(MARGIN)}" y="{int(Inches(1.38))}"/>'
            f'<a:ext cx="{int(WIDTH - 2 * MARGIN)}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            f'<a:ln w="12700"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
        )
    )


def _bytes(tree: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
