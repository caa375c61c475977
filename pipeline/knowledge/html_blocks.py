"""A part of a parsed HTML page -> its blocks in order: headings, paragraphs, lists, tables, code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import Comment, NavigableString, PageElement, PreformattedString, Tag

from pipeline.knowledge.page import Block, BlockKind

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 "
        "h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_MOST_LEVELS = 120
"""Tags are followed to this level. What is deeper becomes one paragraph."""


class Walk:
    """Finds the blocks in parts of one page. The tags around blocks are found once. Looking below each tag again would
    take a time that grows with the square of the page."""

    def __init__(self, root: Tag) -> None:
        self._around: set[int] = set()
        """The ids of the tags with blocks in them."""
        for tag in root.find_all(True):
            if tag.name in BLOCKS:
                parent = tag.parent
                while parent is not None and id(parent) not in self._around:
                    self._around.add(id(parent))
                    parent = parent.parent

    def blocks(self, tag: Tag, depth: int = 0) -> Iterator[Block]:
        """The blocks below a tag, in the order of the page."""
        inline: list[str] = []
        for child in tag.children:
            if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._around):
                yield from _paragraph(inline)
                inline = []
                yield from self._block(child, depth + 1)
            else:
                inline.append(_text(child))
        yield from _paragraph(inline)

    def _block(self, tag: Tag, depth: int) -> Iterator[Block]:
        if depth > _MOST_LEVELS:
            yield from _paragraph([tag.get_text(" ")])
            return
        match tag.name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                if text := _flat(tag.get_text()):
                    yield Block(BlockKind.HEADING, text, int(tag.name[1]))
            case "pre":
                if (text := tag.get_text()).strip():
                    yield Block(BlockKind.CODE, text)
            case "table":
                yield from self._table(tag, depth)
            case "ul" | "ol":
                yield from self._list(tag, depth, 0)
            case _:
                yield from self.blocks(tag, depth)

    def _table(self, tag: Tag, depth: int) -> Iterator[Block]:
        layout = tag.find(["pre", "table"]) is not None or len(tag.find_all("td", limit=2)) == 1
        if layout:  # the layout of a listing with line numbers, or of a very old page
            yield from self.blocks(tag, depth)
            return
        rows = []
        for row in tag.find_all("tr"):
            cells = [_flat(cell.get_text(" ")) for cell in row.find_all(["td", "th"])]
            if any(cells):
                rows.append(" | ".join(cells))
        if rows:
            yield Block(BlockKind.TABLE, "\n".join(rows))

    def _list(self, tag: Tag, depth: int, level: int) -> Iterator[Block]:
        start = str(tag.get("start", "1"))
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        for item in tag.find_all(["li", "ul", "ol"], recursive=False):
            if item.name != "li":
                if depth < _MOST_LEVELS:
                    yield from self._list(item, depth + 1, level + 1)
                continue
            mark = f"{number}. " if tag.name == "ol" else "- "
            number += 1
            for block in self._item(item, depth + 1, level):
                if block.kind is BlockKind.TEXT:
                    yield Block(BlockKind.ITEM, mark + block.text, level)
                    mark = "  "
                else:
                    yield block

    def _item(self, item: Tag, depth: int, level: int) -> Iterator[Block]:
        """The blocks of a list's item: its text as TEXT, lists in it one level deeper, code as it is."""
        if depth > _MOST_LEVELS:
            yield from _paragraph([item.get_text(" ")])
            return
        inline: list[str] = []
        for child in item.children:
            if not isinstance(child, Tag) or (child.name not in BLOCKS and id(child) not in self._around):
                inline.append(_text(child))
                continue
            yield from _paragraph(inline)
            inline = []
            if child.name in ("ul", "ol"):
                yield from self._list(child, depth + 1, level + 1)
            elif child.name in ("p", "div", "span", "section"):
                yield from self._item(child, depth + 1, level)
            else:
                yield from self._block(child, depth + 1)
        yield from _paragraph(inline)


def _text(element: PageElement) -> str:
    if isinstance(element, Tag):
        return element.get_text()
    if isinstance(element, NavigableString) and not isinstance(element, (Comment, PreformattedString)):
        return str(element)
    return ""


def _paragraph(pieces: list[str]) -> Iterator[Block]:
    if text := _flat("".join(pieces)):
        yield Block(BlockKind.TEXT, text)


def _flat(text: str) -> str:
    return " ".join(text.split())
