"""The look of a document: its styles, by the names that stand in the file, and other names that work as well."""

from __future__ import annotations

from dataclasses import dataclass

BODY_FONT = "Arial"
CODE_FONT = "Consolas"
"""On every machine with Word. LibreOffice replaces them with Liberation Sans and DejaVu Sans Mono."""

EAST_ASIAN_FONTS = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "zh": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei"}
COMPLEX_FONTS = {"hi": "Nirmala UI", "mr": "Nirmala UI", "ne": "Nirmala UI", "bn": "Nirmala UI", "ta": "Nirmala UI"}
SUBSTITUTES = {
    "Arial": "Liberation Sans",
    "Consolas": "Courier New",
    "Yu Gothic": "Noto Sans CJK JP",
    "Malgun Gothic": "Noto Sans CJK KR",
    "Microsoft YaHei": "Noto Sans CJK SC",
    "Microsoft JhengHei": "Noto Sans CJK TC",
    "Nirmala UI": "Noto Sans Devanagari",
}

INK, NAVY, GREY, RULE, PALE = "22262B", "1B365D", "5A6270", "C9CFD6", "F3F5F8"
LIST_INDENT_TWIPS = 454
"""Where an action's text begins, in twentieths of a point. What belongs to the action is indented as much."""
BULLET_TWIPS = 227
"""How far the text of a bulleted list is from its bullets."""
LAST_ITEM_TWIPS = 120
"""The space below a list, where its style has none: in front of a table, which has none above."""
BOX_TWIPS = 227
"""How far a box is indented that belongs to no action."""

ALIASES = {
    "Note": ("Info", "Information", "Hint"),
    "Tip": ("Best Practice",),
    "Warning": ("Caution", "Important", "Attention"),
    "Code Block": ("Source Code", "Code Paragraph", "HTML Preformatted", "Plain Text"),
    "Code": ("Code Char", "Inline Code", "HTML Code", "Source Text"),
    "Guide Table": ("Company Table", "Grid Table Light", "Table Grid Light"),
    "Table Text": ("Table Body", "Table Contents"),
    "Table Heading": ("Table Header",),
    "Step Goal": ("Intro", "Lead"),
}


@dataclass(frozen=True)
class Style:
    """One style. `paragraph` and `run` are the children of w:pPr and w:rPr, in the order of the schema."""

    name: str
    id: str
    kind: str = "paragraph"
    based: str | None = "Normal"
    follow: str | None = None
    paragraph: str = ""
    run: str = ""
    rest: str = ""
    quick: bool = True

    @property
    def shown(self) -> str:
        """The name in Word's list of styles, where some built-in ones are called otherwise than in the file."""
        return _SHOWN.get(self.name, self.name[0].upper() + self.name[1:])

    def xml(self) -> str:
        default = ' w:default="1"' if self.name in ("Normal", "Default Paragraph Font", "Normal Table") else ""
        custom = "" if self.name in BUILT_IN else ' w:customStyle="1"'
        return (
            f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            + (f'<w:basedOn w:val="{self.based}"/>' if self.based else "")
            + (f'<w:next w:val="{self.follow}"/>' if self.follow else "")
            + ("" if self.quick else '<w:uiPriority w:val="99"/><w:unhideWhenUsed/>')
            + ("<w:qFormat/>" if self.quick else "")
            + (f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else "")
            + (f"<w:rPr>{self.run}</w:rPr>" if self.run else "")
            + f"{self.rest}</w:style>"
        )


BUILT_IN = frozenset(
    (
        *(
            "Normal",
            "Default Paragraph Font",
            "Normal Table",
            "No List",
            "Title",
            "Subtitle",
            "heading 1",
            "heading 2",
            "heading 3",
            "heading 4",
        ),
        *(
            "TOC Heading",
            "toc 1",
            "toc 2",
            "toc 3",
            "List Number",
            "List Bullet",
            "List Bullet 2",
            "caption",
            "header",
            "footer",
            "Strong",
        ),
        *("Hyperlink", "annotation text", "annotation reference"),
    )
)
"""Names that Word itself defines, as they are in the file. All others are marked as custom."""
_SHOWN = {
    **{f"toc {level}": f"TOC {level}" for level in (1, 2, 3)},
    "annotation text": "Comment Text",
    "annotation reference": "Comment Reference",
}


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _space(before: int, after: int, line: int | None = None) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"' + (
        f' w:line="{line}" w:lineRule="auto"/>' if line else "/>"
    )


def _box(colour: str, fill: str, side: str) -> str:
    """A border on the side where lines begin, and a shade. The box has a label too, so colour isn't its only sign."""
    pad = f'<w:{{}} w:val="single" w:sz="4" w:space="3" w:color="{fill}"/>'
    edge = f'<w:{side} w:val="single" w:sz="24" w:space="8" w:color="{colour}"/>'
    left, right = (edge, "") if side == "left" else ("", edge)
    return (
        f"<w:keepLines/><w:pBdr>{pad.format('top')}{left}{pad.format('bottom')}{right}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        + _space(140, 180)
        + f'<w:ind w:left="{BOX_TWIPS}" w:right="113"/>'
    )


_BOLD = "<w:b/><w:bCs/>"
_HEADING_FOLLOW = "<w:keepNext/><w:keepLines/>"


def _colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def styles(*, rtl: bool, text_width: int) -> tuple[Style, ...]:
    """All styles of the look. `text_width` is in twentieths of a point."""
    side, other = ("right", "left") if rtl else ("left", "right")
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{text_width}"/></w:tabs>'
    code = f'<w:rFonts w:ascii="{CODE_FONT}" w:hAnsi="{CODE_FONT}" w:cs="{CODE_FONT}"/>'
    rule = f'<w:{{0}} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    borders = "".join(rule.format(edge) for edge in ("top", "bottom", "insideH"))
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/>'
        for edge in ("top", "left", "bottom", "right")
    )
    return (
        Style("Normal", "Normal", based=None, paragraph=_space(0, 120, 276), run=_colour(INK)),
        Style("Default Paragraph Font", "DefaultParagraphFont", "character", None, quick=False),
        Style(
            "Normal Table",
            "TableNormal",
            "table",
            None,
            rest='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>",
            quick=False,
        ),
        Style("No List", "NoList", "numbering", None, quick=False),
        Style(
            "Title",
            "Title",
            follow="Subtitle",
            paragraph=_HEADING_FOLLOW + _space(0, 200, 240),
            run=_BOLD + _colour(NAVY) + _size(50),
        ),
        Style("Subtitle", "Subtitle", follow="Normal", paragraph=_space(0, 240), run=_colour(GREY) + _size(24)),
        Style(
            "heading 1",
            "Heading1",
            follow="Normal",
            paragraph=_HEADING_FOLLOW + _space(480, 120, 240) + '<w:outlineLvl w:val="0"/>',
            run=_BOLD + _colour(NAVY) + _size(32),
        ),
        Style(
            "heading 2",
            "Heading2",
            follow="Normal",
            paragraph=_HEADING_FOLLOW + _space(320, 80, 240) + '<w:outlineLvl w:val="1"/>',
            run=_BOLD + _colour(NAVY) + _size(25),
        ),
        Style(
            "heading 3",
            "Heading3",
            follow="Normal",
            paragraph=_HEADING_FOLLOW + _space(240, 80, 240) + '<w:outlineLvl w:val="2"/>',
            run=_BOLD + _colour(NAVY) + _size(22),
        ),
        Style(
            "heading 4",
            "Heading4",
            follow="Normal",
            paragraph=_HEADING_FOLLOW + _space(200, 80, 240) + '<w:outlineLvl w:val="3"/>',
            run=_BOLD + _colour(NAVY) + _size(21),
        ),
        Style("Choice", "Choice", follow="ListBullet", paragraph="<w:keepNext/>" + _space(40, 80)),
        Style(
            "TOC Heading",
            "TOCHeading",
            follow="Normal",
            paragraph=_HEADING_FOLLOW + _space(360, 80),
            run=_BOLD + _colour(NAVY) + _size(25),
        ),
        Style("toc 1", "TOC1", follow="Normal", paragraph=tab + _space(40, 20, 252), quick=False),
        Style(
            "toc 2", "TOC2", follow="Normal", paragraph=tab + _space(0, 20, 252) + '<w:ind w:left="284"/>', quick=False
        ),
        Style(
            "toc 3", "TOC3", follow="Normal", paragraph=tab + _space(0, 20, 252) + '<w:ind w:left="567"/>', quick=False
        ),
        Style("List Number", "ListNumber", paragraph=_space(60, 80)),
        Style("List Bullet", "ListBullet", paragraph=_space(0, 40)),
        Style("List Bullet 2", "ListBullet2", paragraph=_space(0, 40)),
        Style(
            "Step Goal",
            "StepGoal",
            follow="ListNumber",
            paragraph="<w:keepNext/>" + _space(0, 120),
            run=_colour("3D4652"),
        ),
        Style(
            "Step Details",
            "StepDetails",
            follow="Normal",
            paragraph="<w:keepLines/>" + _space(80, 120, 252),
            run=_colour(GREY) + _size(17),
        ),
        Style(
            "Expected Result",
            "ExpectedResult",
            follow="ListNumber",
            paragraph=f'<w:keepLines/>{_space(0, 100)}<w:ind w:left="{LIST_INDENT_TWIPS}"/>',
            run=_colour("3D4652"),
        ),
        Style("Note", "Note", follow="Normal", paragraph=_box("2B6CB0", "EDF4FC", side)),
        Style("Tip", "Tip", follow="Normal", paragraph=_box("2F7D51", "EDF7F1", side)),
        Style("Warning", "Warning", follow="Normal", paragraph=_box("B4530A", "FDF2E6", side)),
        Style(
            "Code Block",
            "CodeBlock",
            paragraph=f'<w:keepLines/><w:pBdr>{edges}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>'
            f"<w:suppressAutoHyphens/>{_space(80, 140, 252)}"
            f'<w:ind w:{side}="{LIST_INDENT_TWIPS + 100}" w:{other}="100"/><w:contextualSpacing/>',
            run=code + "<w:noProof/>" + _size(19),
        ),
        Style(
            "caption",
            "Caption",
            follow="Normal",
            paragraph="<w:keepNext/>" + _space(120, 80),
            run=_colour(GREY) + _size(18),
        ),
        Style(
            "Table Heading",
            "TableHeading",
            paragraph="<w:keepNext/>" + _space(50, 50, 240),
            run=_BOLD + _colour(NAVY) + _size(18),
        ),
        Style("Reference", "Reference", paragraph="<w:keepLines/>" + _space(0, 120, 252), run=_size(19)),
        Style("Source Quote", "SourceQuote", paragraph="<w:keepLines/>" + _space(30, 30, 247), run=_size(16)),
        Style("Table Text", "TableText", paragraph=_space(50, 50, 252), run=_size(18)),
        Style("header", "Header", paragraph=_space(0, 0, 240), run=_colour(GREY) + _size(17), quick=False),
        Style(
            "footer",
            "Footer",
            paragraph=f'<w:tabs><w:tab w:val="right" w:pos="{text_width}"/></w:tabs>' + _space(0, 0, 240),
            run=_colour(GREY) + _size(17),
            quick=False,
        ),
        Style("Strong", "Strong", "character", "DefaultParagraphFont", run=_BOLD),
        Style(
            "Hyperlink",
            "Hyperlink",
            "character",
            "DefaultParagraphFont",
            run=_colour("1A56A8") + '<w:u w:val="single"/>',
            quick=False,
        ),
        Style(
            "Citation Mark",
            "CitationMark",
            "character",
            "DefaultParagraphFont",
            run="<w:noProof/>" + _colour(GREY) + _size(16),
        ),
        Style(
            "Check Mark",
            "CheckMark",
            "character",
            "DefaultParagraphFont",
            run=_BOLD + "<w:noProof/>" + _colour("8A3B00") + _size(16),
        ),
        Style(
            "Code",
            "Code",
            "character",
            "DefaultParagraphFont",
            run=code + "<w:noProof/>" + _size(20) + f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>',
        ),
        Style("annotation text", "CommentText", paragraph=_space(0, 0, 240), run=_size(20), quick=False),
        Style(
            "annotation reference", "CommentReference", "character", "DefaultParagraphFont", run=_size(16), quick=False
        ),
        Style(
            "Guide Table",
            "GuideTable",
            "table",
            "TableNormal",
            rest=f'<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/>'
            '<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr>',
        ),
    )


def defaults(language: str, proofing: str, *, rtl: bool) -> str:
    """w:docDefaults: the fonts and languages of everything that doesn't set its own."""
    script = "zh-Hant" if proofing in ("zh-TW", "zh-HK", "zh-MO") or "Hant" in proofing else language
    east = EAST_ASIAN_FONTS.get(script, "Yu Gothic")
    complex_font = COMPLEX_FONTS.get(language, BODY_FONT)
    if language in EAST_ASIAN_FONTS:
        lang = f'<w:lang w:val="en-US" w:eastAsia="{proofing}" w:bidi="ar-SA"/>'
    elif rtl or language in COMPLEX_FONTS:
        lang = f'<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="{proofing}"/>'
    else:
        lang = f'<w:lang w:val="{proofing}" w:eastAsia="ja-JP" w:bidi="ar-SA"/>'
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{BODY_FONT}" w:hAnsi="{BODY_FONT}" '
        f'w:eastAsia="{east}" w:cs="{complex_font}"/>{_size(21)}{lang}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
