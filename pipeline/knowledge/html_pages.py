"""HTML -> blocks: the structure of the page's main part where it is marked, trafilatura's reading where it isn't."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PreformattedString, Tag

from pipeline.knowledge import walls
from pipeline.knowledge.extract import Extract, Moved, NoContent
from pipeline.knowledge.page import Block, BlockKind

_MAINS = (
    "main article",
    "article.markdown-body",
    ".markdown-body",
    ".mw-parser-output",
    "[role=main] .document",
    "[itemprop=articleBody]",
    "article",
    "[role=main]",
    "main",
    "div.body",
    ".md-content",
    ".wiki-content",
    "#main-content",
    "#content",
    ".content",
)
_NOISE = (
    "script, style, noscript, template, nav, svg, iframe, object, button, select, input, textarea, dialog, "
    "[role=navigation], [role=search], [role=banner], [role=contentinfo], [role=dialog], [hidden], "
    ".headerlink, .anchor, .anchorjs-link, .hash-link, .heading-link, .mw-editsection, .toc, .table-of-contents, #toc, "
    ".breadcrumb, .breadcrumbs, .pagination, .pager, .prev-next, .sr-only, .visually-hidden, .skip-link, .edit-page, "
    ".linenos, .lineno, .gutter, .line-numbers-rows, .copy-button, .cookie-banner, .share-buttons, .feedback, "
    "sup.reference"
)
_OUTSIDE = "header, footer, aside"
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 "  # noqa: SIM905
    "h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_DEEPEST = 120
_ENOUGH = 60
"""Words in the marked main part from which it is trusted."""


def read_html(text: str, url: str) -> Extract:
    """Raises NoContent for walls and empty pages, Moved for a page that only leads elsewhere."""
    soup = BeautifulSoup(text, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    heading = soup.h1.get_text(" ", strip=True) if soup.h1 else ""
    password = soup.select_one("input[type=password]") is not None
    moved = _refresh(soup)
    for tag in soup.select(_NOISE):
        tag.decompose()
    for tag in soup.find_all("br"):
        tag.replace_with("\n")
    blocks = _main_blocks(soup)
    if _words(blocks) < _ENOUGH and (better := _by_trafilatura(text, url)) and _words(better) > _words(blocks):
        blocks = better
    found = "\n".join(block.text for block in blocks)
    if moved and _words(blocks) < 100:
        raise Moved(moved)
    everything = found if _words(blocks) >= _ENOUGH else soup.get_text(" ", strip=True)
    if why := walls.in_the_way(text, title, heading, everything, password):
        raise NoContent(why)
    return Extract(title or heading or None, tuple(blocks))


def _refresh(soup: BeautifulSoup) -> str | None:
    """The address in a `<meta http-equiv=refresh>` of at most ten seconds."""
    for meta in soup.find_all("meta", attrs={"http-equiv": re.compile("^refresh$", re.I)}):
        match = re.match(r"\s*(\d+)[\s;,]*url\s*=\s*[\"']?([^\"']+)", str(meta.get("content", "")), re.I)
        if match and int(match[1]) <= 10:
            return match[2].strip()
    return None


def _main_blocks(soup: BeautifulSoup) -> list[Block]:
    """The blocks of the first part that is marked as the main one and has enough text; else of nothing."""
    best: list[Block] = []
    for selector in _MAINS:
        found = soup.select(selector)
        if len(found) != 1:
            # Several: cards of an overview, or posts; their common parent comes later in the list.
            continue
        blocks = without_menus(list(walk(found[0])))
        if _words(blocks) >= _ENOUGH:
            return blocks
        best = max(best, blocks, key=_words)
    body = soup.body or soup
    for tag in body.select(_OUTSIDE):
        tag.decompose()
    blocks = without_menus(list(walk(body)))
    if any(b.kind is BlockKind.HEADING for b in blocks) and _words(blocks) < 4 * _ENOUGH:
        best = max(best, blocks, key=_words)  # a small plain page has no frame to take away
    return best


def walk(tag: Tag, depth: int = 0) -> Iterator[Block]:
    """The blocks below a tag, in the order of the page."""
    inline: list[str] = []
    for child in list(tag.children):
        if isinstance(child, NavigableString):
            if not isinstance(child, (Comment, PreformattedString)):
                inline.append(str(child))
            continue
        if not isinstance(child, Tag):
            continue
        if child.name in _BLOCKS or (depth < _DEEPEST and child.find(_BLOCKS_LIST) is not None):
            yield from _paragraph(inline)
            inline = []
            yield from _block(child, depth + 1)
        else:
            inline.append(_inline(child))
    yield from _paragraph(inline)


_BLOCKS_LIST = sorted(_BLOCKS)


def _block(tag: Tag, depth: int) -> Iterator[Block]:
    if depth > _DEEPEST:
        yield from _paragraph([tag.get_text(" ")])
        return
    match tag.name:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            if text := _flat(_inline(tag)):
                yield Block(BlockKind.HEADING, text, int(tag.name[1]))
        case "pre":
            if (text := tag.get_text()).strip():
                yield Block(BlockKind.CODE, text)
        case "table":
            yield from _table(tag, depth)
        case "ul" | "ol":
            yield from _list(tag, depth, 0)
        case "dt":
            yield from _paragraph([_inline(tag)])
        case _:
            yield from walk(tag, depth)


def _table(tag: Tag, depth: int) -> Iterator[Block]:
    if tag.find("pre") is not None or (len(tag.find_all("td", limit=2)) == 1):
        yield from walk(tag, depth)  # the frame of a listing with line numbers, or of a layout
        return
    if tag.find("table") is not None:
        for cell in tag.find_all(["td", "th", "caption"], recursive=True):
            if cell.find_parent("table") is tag:
                yield from walk(cell, depth)
        return
    rows = []
    for row in tag.find_all("tr"):
        cells = [_flat(_inline(cell)) for cell in row.find_all(["td", "th"])]
        if any(cells):
            rows.append(" | ".join(cells))
    if rows:
        yield Block(BlockKind.TABLE, "\n".join(rows))


def _list(tag: Tag, depth: int, level: int) -> Iterator[Block]:
    start = str(tag.get("start", "1"))
    number = int(start) if start.isdecimal() and len(start) < 6 else 1
    for item in tag.find_all(["li", "ul", "ol"], recursive=False):
        if item.name != "li":
            yield from _list(item, depth + 1, level + 1)
            continue
        mark = f"{number}. " if tag.name == "ol" else "- "
        number += 1
        for block in _item(item, depth + 1, level):
            if block.kind is BlockKind.TEXT:
                yield Block(BlockKind.ITEM, mark + block.text, level)
                mark = "  "
            else:
                yield block


def _item(item: Tag, depth: int, level: int) -> Iterator[Block]:
    """What stands in a list's item: its text as TEXT, lists in it one level deeper, code as it is."""
    if depth > _DEEPEST:
        yield from _paragraph([item.get_text(" ")])
        return
    inline: list[str] = []
    for child in list(item.children):
        if isinstance(child, Tag) and child.name in ("ul", "ol"):
            yield from _paragraph(inline)
            inline = []
            yield from _list(child, depth + 1, level + 1)
        elif isinstance(child, Tag) and (child.name in _BLOCKS or child.find(_BLOCKS_LIST) is not None):
            yield from _paragraph(inline)
            inline = []
            if child.name in ("p", "div", "span", "section"):
                yield from _item(child, depth + 1, level)
            else:
                yield from _block(child, depth + 1)
        elif isinstance(child, Tag):
            inline.append(_inline(child))
        elif isinstance(child, NavigableString) and not isinstance(child, (Comment, PreformattedString)):
            inline.append(str(child))
    yield from _paragraph(inline)


def _inline(tag: Tag) -> str:
    return tag.get_text()


def _paragraph(pieces: list[str]) -> Iterator[Block]:
    if text := _flat("".join(pieces)):
        yield Block(BlockKind.TEXT, text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def without_menus(blocks: list[Block]) -> list[Block]:
    """Without runs of six and more items of one to four words each before the first sentence: lists of links."""
    first = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.TEXT and len(b.text.split()) > 8), len(blocks))
    kept, i = [], 0
    while i < len(blocks):
        j = i
        while j < min(first, len(blocks)) and blocks[j].kind is BlockKind.ITEM and len(blocks[j].text.split()) <= 5:
            j += 1
        if j - i < 6:
            kept += blocks[i : max(j, i + 1)]
        i = max(j, i + 1)
    return kept


def _words(blocks: list[Block]) -> int:
    """Words, and characters of scripts without spaces by twos."""
    return sum(len(b.text.split()) + sum(1 for c in b.text if c > "\u2e80") // 2 for b in blocks)


def _by_trafilatura(text: str, url: str) -> list[Block]:
    """trafilatura's reading of the page, from its XML."""
    import trafilatura
    from lxml import etree

    xml = trafilatura.extract(text, url=url, output_format="xml", include_comments=False, include_tables=True)
    if not xml:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(xml.encode(), parser)
    main = root.find("main") if root is not None else None
    return [] if main is None else list(_from_xml(main))


def _from_xml(main: object) -> Iterator[Block]:
    for element in main:  # type: ignore[attr-defined]
        text = _flat("".join(element.itertext()))
        match element.tag:
            case "head":
                level = re.sub(r"\D", "", element.get("rend", "")) or "2"
                if text:
                    yield Block(BlockKind.HEADING, text, int(level[0]))
            case "list":
                for number, item in enumerate(element.iter("item"), 1):
                    mark = f"{number}. " if element.get("rend") == "ol" else "- "
                    if flat := _flat("".join(item.itertext())):
                        yield Block(BlockKind.ITEM, mark + flat)
            case "table":
                rows = [
                    " | ".join(_flat("".join(c.itertext())) for c in row.iter("cell")) for row in element.iter("row")
                ]
                if any(row.strip(" |") for row in rows):
                    yield Block(BlockKind.TABLE, "\n".join(row for row in rows if row.strip(" |")))
            case "code":
                if code := "".join(element.itertext()).strip("\n"):
                    yield Block(BlockKind.CODE, code)
            case _:
                if text:
                    yield Block(BlockKind.TEXT, text)
