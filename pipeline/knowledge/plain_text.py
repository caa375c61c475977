"""Plain text and CSV -> blocks."""

from __future__ import annotations

import csv
import io
import re

from pipeline.knowledge.markdown import ITEM, dedent
from pipeline.knowledge.page import Block, BlockKind, Extract
from pipeline.knowledge.rst import UNDERLINE


def read_csv(text: str) -> Extract:
    """A table; its first 5,000 rows."""
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:5000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = []
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            if any(cell.strip() for cell in row):
                rows.append(" | ".join(" ".join(cell.split()) for cell in row))
            if len(rows) >= 5000:
                break
    except csv.Error:
        return read_plain(text)
    return Extract(None, (Block(BlockKind.TABLE, "\n".join(rows)),))


def read_plain(text: str) -> Extract:
    """Paragraphs parted by empty lines; underlined lines are headings, indented ones after a colon are code."""
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        if not lines:
            continue
        if len(lines) >= 2 and UNDERLINE.match(lines[1]) and len(lines[0]) < 100:
            blocks.append(Block(BlockKind.HEADING, lines[0].strip(), 1 if lines[1][0] == "=" else 2))
            lines = lines[2:]
        elif len(lines) == 1 and lines[0].isupper() and len(lines[0].split()) <= 8:
            blocks.append(Block(BlockKind.HEADING, lines[0].strip(), 2))
            continue
        if lines and all(line.startswith(("    ", "\t", "$ ", "> ", "# ")) for line in lines):
            blocks.append(Block(BlockKind.CODE, dedent(lines)))
        elif lines and all(ITEM.match(line) or line.startswith(" ") for line in lines):
            blocks += [Block(BlockKind.ITEM, line.strip()) for line in lines]
        elif lines:
            blocks.append(Block(BlockKind.TEXT, "\n".join(line.strip() for line in lines)))
    title = blocks[0].text if blocks and blocks[0].kind is BlockKind.HEADING else None
    return Extract(title, tuple(blocks))
