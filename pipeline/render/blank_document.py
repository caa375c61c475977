"""The empty document for guides without a company template. Every part of it is known."""

from __future__ import annotations

import io
import zipfile

from pipeline.options import Paper
from pipeline.render.localization import Words
from pipeline.render.look import BODY_FONT, CODE_FONT, GREY, INK, NAVY, PALE, SUBSTITUTES, defaults, styles

PAGE_TWIPS = {Paper.A4: (11906, 16838), Paper.LETTER: (12240, 15840)}
"""Width and height in twentieths of a point (twips)."""
MARGIN_TWIPS = 1304

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def empty_package(paper: Paper, words: Words) -> bytes:
    """A .docx with the styles of `look` and no content. `words` decides languages, fonts and direction."""
    width, height = PAGE_TWIPS[paper]
    look = "".join(style.xml() for style in styles(rtl=words.rtl, text_width=width - 2 * MARGIN_TWIPS))
    bidi = "<w:bidi/>" if words.rtl else ""
    section = (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="1304" w:right="{MARGIN_TWIPS}" '
        f'w:bottom="1247" w:left="{MARGIN_TWIPS}" w:header="680" w:footer="624" w:gutter="0"/><w:cols w:space="708"/>'
        f"{bidi}</w:sectPr>"
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_R}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": f'<Properties xmlns="{_R.rsplit("/", 1)[0]}/extended-properties">'
        "<Application>Script2Doc</Application></Properties>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>',
        "word/_rels/document.xml.rels": _relationships(
            *((f"{_R}/{part}", f"{part}.xml") for part in ("styles", "numbering", "settings", "fontTable")),
            (f"{_R}/theme", "theme/theme1.xml"),
        ),
        "word/document.xml": f'<w:document {_W} xmlns:r="{_R}"><w:body>{section}</w:body></w:document>',
        "word/styles.xml": f"<w:styles {_W}>{defaults(words.language, words.proofing, rtl=words.rtl)}{look}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}/>",
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _font_table(),
        "word/theme/theme1.xml": _theme(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, xml in parts.items():
            package.writestr(name, _HEAD + xml)
    return made.getvalue()


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _font_table() -> str:
    """The fonts, and what replaces them if they are missing (ISO/IEC 29500-1, 17.8.3.1, altName)."""
    entries = []
    for font, substitute in SUBSTITUTES.items():
        fixed = font == CODE_FONT
        family = "modern" if fixed else "swiss" if font == BODY_FONT else "auto"
        pitch = "fixed" if fixed else "variable"
        entries.append(
            f'<w:font w:name="{font}"><w:altName w:val="{substitute}"/><w:family w:val="{family}"/>'
            f'<w:pitch w:val="{pitch}"/></w:font>'
        )
    return f"<w:fonts {_W}>{''.join(entries)}</w:fonts>"


def _theme() -> str:
    """The colours and fonts that Word offers besides those of the styles: those of the look."""
    colours = {"dk1": INK, "lt1": "FFFFFF", "dk2": NAVY, "lt2": PALE, "hlink": "1A56A8", "folHlink": "5A4A8A"}
    accents = (NAVY, "2B6CB0", "2F7D51", "B4530A", GREY, "7A4FA3")
    order = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    colours |= {f"accent{n}": value for n, value in enumerate(accents, 1)}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colours[name]}"/></a:{name}>' for name in order)
    font = f'<a:latin typeface="{BODY_FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    styles = (
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
    )
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Script2Doc"><a:themeElements>'
        f'<a:clrScheme name="Script2Doc">{scheme}</a:clrScheme><a:fontScheme name="Script2Doc">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Script2Doc">{styles}</a:fmtScheme></a:themeElements></a:theme>'
    )


_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_WORD}.fontTable+xml"/>'
    '<Override PartName="/word/theme/theme1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
)
_SETTINGS = (
    f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
