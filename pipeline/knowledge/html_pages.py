"""HTML -> blocks: the structure of the page's main part where it is marked, trafilatura's reading where it isn't."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from pipeline.confined.loading import load
from pipeline.knowledge import walls
from pipeline.knowledge.html_blocks import Walk
from pipeline.knowledge.page import Block, BlockKind, Extract, Moved, NoContent

_ENOUGH = 60
"""Words in a part that is marked as the main one, from which it is trusted."""
_MAINS = (
    ".markdown-body",
    ".mw-parser-output",
    ".theme-doc-markdown",
    "articleBody",
    "article",
    ".body",
    ".document",
    ".md-content",
    ".wiki-content",
    "#main-content",
    "main",
    "#content",
    ".content",
)
"""What marks the main part, the closest first: classes, ids, `itemprop`, tags and roles of documentation sites."""

_NOISE_TAGS = frozenset(
    re.findall(
        r"\w+", "script style noscript template nav svg iframe object button select input textarea dialog canvas"
    )
)
_NOISE_ROLES = frozenset(re.findall(r"\w+", "navigation search banner contentinfo dialog menu menubar tablist"))
_NOISE_MARKS = frozenset(
    re.findall(
        r"\S+",
        "headerlink anchorjs-link hash-link heading-link mw-editsection toc table-of-contents breadcrumb breadcrumbs "
        "pagination pager prev-next sr-only visually-hidden skip-link edit-page linenos lineno gutter feedback sidebar "
        "line-numbers-rows copy-button copybtn cookie-banner share-buttons related footer-links md-sidebar "
        "sphinxsidebar wy-nav-side rst-footer-buttons theme-doc-toc-mobile pagination-nav mdbook-help-container "
        "sl-anchor-link",
    )
)
_OUTSIDE = ("header", "footer", "aside")


def read_html(text: str, url: str) -> Extract:
    """Raises NoContent for walls and empty pages, Moved for a page that only leads elsewhere."""
    soup = BeautifulSoup(text, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    heading = soup.h1.get_text(" ", strip=True) if soup.h1 else ""
    password = soup.find("input", attrs={"type": "password"}) is not None
    moved = _refresh(soup)
    marked = _without_noise(soup)
    blocks = _main_blocks(soup, marked)
    if _words(blocks) < _ENOUGH and _words(better := _by_trafilatura(text, url)) > _words(blocks):
        blocks = better
    if moved and _words(blocks) < 100:
        raise Moved(moved)
    found = "\n".join(block.text for block in blocks)
    everything = found if _words(blocks) >= _ENOUGH else soup.get_text(" ", strip=True)
    if why := walls.in_the_way(text, title, heading, everything, password):
        raise NoContent(why)
    if heading and blocks and blocks[0].kind is not BlockKind.HEADING:
        blocks.insert(0, Block(BlockKind.HEADING, " ".join(heading.split()), 1))  # it stands above the main part
    return Extract(title or heading or None, tuple(blocks))


def _refresh(soup: BeautifulSoup) -> str | None:
    """The address in a `<meta http-equiv=refresh>` of at most ten seconds."""
    for meta in soup.find_all("meta"):
        if str(meta.get("http-equiv", "")).lower() != "refresh":
            continue
        match = re.match(r"\s*(\d+)[\s;,]*url\s*=\s*[\"']?([^\"']+)", str(meta.get("content", "")), re.I)
        if match and int(match[1][:9]) <= 10:
            return match[2].strip()
    return None


def _without_noise(soup: BeautifulSoup) -> dict[str, list[Tag]]:
    """Takes out what nobody reads on a page, and returns the parts that are marked as the main one, by their marks. One
    pass over all tags in place of a CSS selector for each mark, which took most of the time of a page."""
    marked: dict[str, list[Tag]] = defaultdict(list)
    noise: list[Tag] = []
    for tag in soup.find_all(True):
        if tag.name == "br":
            tag.replace_with("\n")
            continue
        classes: Any = tag.attrs.get("class") or ()
        role = tag.attrs.get("role")
        if (
            tag.name in _NOISE_TAGS
            or role in _NOISE_ROLES
            or "hidden" in tag.attrs
            or (tag.attrs and not _NOISE_MARKS.isdisjoint([*classes, tag.attrs.get("id")]))
            or (tag.name == "a" and "anchor" in classes)
        ) and tag.name not in ("html", "body", "main", "article"):
            noise.append(tag)
            continue
        marks = [f".{name}" for name in classes]
        marks += [f"#{tag.attrs.get('id')}", str(tag.attrs.get("itemprop")), tag.name]
        if role in ("main", "article"):
            marks.append(role)
        for mark in set(marks).intersection(_MAINS):
            marked[mark].append(tag)
    for tag in noise:
        tag.extract()
    return marked


def _main_blocks(soup: BeautifulSoup, marked: dict[str, list[Tag]]) -> list[Block]:
    """The blocks of the part that is most closely marked as the main one and has enough text; else of a small page
    without marks; else what there is."""
    walk = Walk(soup)
    best: list[Block] = []
    for mark in _MAINS:
        parts = [part for part in marked.get(mark, ()) if soup in part.parents]
        if len(parts) != 1:
            continue  # several are the cards of an overview or posts: what is around them comes later in the list
        blocks = without_menus(list(walk.blocks(parts[0])))
        if _words(blocks) >= _ENOUGH:
            return blocks
        best = max(best, blocks, key=_words)
    body = soup.body or soup
    for tag in body.find_all(_OUTSIDE):
        tag.extract()
    blocks = without_menus(list(walk.blocks(body)))
    if any(block.kind is BlockKind.HEADING for block in blocks) and _words(blocks) < 4 * _ENOUGH:
        best = max(best, blocks, key=_words)  # a small plain page has no frame to take away
    return best


def without_menus(blocks: list[Block]) -> list[Block]:
    """Without runs of six and more items of at most five words before the first sentence: lists of links."""
    first = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.TEXT and len(b.text.split()) > 8), len(blocks))
    kept, i = [], 0
    while i < len(blocks):
        j = i
        while j < first and blocks[j].kind is BlockKind.ITEM and len(blocks[j].text.split()) <= 5:
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
    load("trafilatura")
    import trafilatura
    from lxml import etree

    xml = trafilatura.extract(text, url=url, output_format="xml", include_comments=False, include_tables=True)
    if not xml:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(xml.encode(), parser)
    main = root.find("main") if root is not None else None
    return [] if main is None else list(_from_xml(main))


def _from_xml(main: Any) -> Iterator[Block]:
    for element in main:
        text = " ".join("".join(element.itertext()).split())
        match element.tag:
            case "head":
                level = re.sub(r"\D", "", element.get("rend", "")) or "2"
                if text:
                    yield Block(BlockKind.HEADING, text, int(level[0]))
            case "list":
                for number, item in enumerate(element.iter("item"), 1):
                    mark = f"{number}. " if element.get("rend") == "ol" else "- "
                    if flat := " ".join("".join(item.itertext()).split()):
                        yield Block(BlockKind.ITEM, mark + flat)
            case "table":
                rows = [
                    [" ".join("".join(c.itertext()).split()) for c in row.iter("cell")] for row in element.iter("row")
                ]
                if lines := [" | ".join(cells) for cells in rows if any(cells)]:
                    yield Block(BlockKind.TABLE, "\n".join(lines))
            case "code":
                if code := "".join(element.itertext()).strip("\n"):
                    yield Block(BlockKind.CODE, code)
            case _:
                if text:
                    yield Block(BlockKind.TEXT, text)
