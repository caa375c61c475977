"""Markdown -> blocks, line by line: the time grows with the length only."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.knowledge.extract import Extract
from pipeline.knowledge.page import Block, BlockKind

_FENCE = re.compile(r"^(\s*(?:>\s?)*)(`{3,}|~{3,})(.*)$")
_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
ITEM = re.compile(r"^(\s*)([-*+•]|\d{1,4}[.)])\s+(.*)$")
_RULE = re.compile(r"^\s*([-*_=])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-*:?\s*)*$")
_DROPPED = re.compile(
    r"^\s*(\{%.*%\}|\{\{[<%].*[>%]\}\}|\[[^\]]{1,80}\]:\s*\S+.*|import\s.+\sfrom\s.+|export\s.*|<!--.*-->|:::.*|\{[#:/@]\w.*\}|</?[A-Za-z][\w.]*(\s[^<>]*)?/?>)\s*$"
)
_TARGET = (
    r"\((?:<[^<>\n]{0,1000}>|[^()\s<]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000}){0,3})"
    r"(?:\s+[\"'(][^\"')]{0,300}[\"')])?\s?\)"
)
"""Where a link leads: an address, perhaps in angle brackets or with brackets in it, and perhaps a title."""
_INLINE = (
    (re.compile(rf"!\[[^\]]{{0,300}}\]{_TARGET}"), ""),
    (re.compile(rf"\[([^\]]{{0,300}})\]{_TARGET}"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\[[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"<(?:/?[a-zA-Z][\w.-]{0,40}(?:\s[^<>]{0,500})?/?|!--.{0,500}?--)>"), ""),
    (re.compile(r"\{\{?[<%].{0,200}?[>%]\}\}?"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,300}?\S|\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,300}?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)
_CODE_LINK = re.compile(rf"\[(`[^`\]]{{1,300}}`)\](?:{_TARGET}|\[[^\]]{{0,100}}\])")
_LONGEST_LINE = 20_000
"""Characters of a paragraph in which marks are looked for; nobody writes a longer one by hand."""
_CODE_SPAN = re.compile(r"(`{1,3})(?!`)(.{1,500}?)(?<!`)\1(?!`)")


def read_markdown(text: str) -> Extract:
    """Markdown as of GitHub, with the front matter and the components that documentation sites put into it."""
    lines = text.splitlines()
    title, lines = _front_matter(lines)
    blocks = list(_markdown_blocks(lines))
    first = next((b.text for b in blocks if b.kind is BlockKind.HEADING), None)
    if title and not any(b.kind is BlockKind.HEADING and b.level == 1 for b in blocks):
        blocks.insert(0, Block(BlockKind.HEADING, title, 1))
    return Extract(title or first, tuple(blocks))


def _front_matter(lines: list[str]) -> tuple[str | None, list[str]]:
    if not lines or lines[0].strip() not in ("---", "+++"):
        return None, lines
    for end, line in enumerate(lines[1:200], 1):
        if line.strip() == lines[0].strip():
            found = [re.match(r"title\s*[:=]\s*(.+)", head) for head in lines[1:end]]
            title = next((m[1].strip().strip("\"'") for m in found if m), None)
            return title, lines[end + 1 :]
    return None, lines


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    indent_of_item = -1
    i = 0

    def flush() -> Iterator[Block]:
        nonlocal paragraph
        for text in re.split(r"(?:\\|[ ]{2,})\n", "\n".join(paragraph)):  # at line breaks that are meant
            if text := inline(text):
                is_item = re.match(r"\d{1,3}[.)] ", text)
                yield Block(BlockKind.ITEM if is_item else BlockKind.TEXT, text)
        paragraph = []

    while i < len(lines):
        line = lines[i].replace("\t", "    ")
        if fence := _FENCE.match(line):
            yield from flush()
            end = i + 1
            while end < len(lines) and not _closes(lines[end], fence[2]):
                end += 1
            yield Block(BlockKind.CODE, dedent(lines[i + 1 : end]))
            i = end + 1
            continue
        line = re.sub(r"^\s*(>\s?)+(\[![A-Z]+\]\s*$)?", "", line)
        if not line.strip():
            yield from flush()
        elif line.startswith("    ") and not paragraph and indent_of_item < 0:
            end = i
            while end < len(lines) and (lines[end].startswith(("    ", "\t")) or not lines[end].strip()):
                end += 1
            yield Block(BlockKind.CODE, dedent(lines[i:end]))
            i = end
            continue
        elif atx := _ATX.match(line):
            yield from flush()
            indent_of_item = -1
            if text := inline(re.sub(r"\s*(\{#[\w-]+\}|\[\[[\w-]+\]\])$", "", atx[2])):
                yield Block(BlockKind.HEADING, text, len(atx[1]))
        elif paragraph and re.match(r"^ {0,3}(=+|-+)\s*$", line) and len(paragraph) == 1:
            heading, paragraph = inline(paragraph[0]), []
            indent_of_item = -1
            if heading:
                yield Block(BlockKind.HEADING, heading, 1 if "=" in line else 2)
        elif _RULE.match(line) or _DROPPED.match(line):
            yield from flush()
        elif "|" in line and i + 1 < len(lines) and _TABLE_RULE.match(lines[i + 1]) and "-" in lines[i + 1]:
            yield from flush()
            end = i + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            rows = [_row(row) for n, row in enumerate(lines[i:end]) if n != 1]
            yield Block(BlockKind.TABLE, "\n".join(row for row in rows if row.strip(" |")))
            i = end
            continue
        elif item := ITEM.match(line):
            yield from flush()
            indent_of_item = len(item[1])
            words = [item[3]]
            while i + 1 < len(lines) and goes_on(lines[i + 1]):
                i += 1
                words.append(lines[i].strip())
            mark = f"{item[2][:-1]}. " if item[2][0].isdigit() else "- "
            if text := inline(" ".join(words)):
                yield Block(BlockKind.ITEM, mark + text, indent_of_item // 2)
        else:
            if not line.startswith(" "):
                indent_of_item = -1
            paragraph.append(line.lstrip())
        i += 1
    yield from flush()


def _closes(line: str, fence: str) -> bool:
    mark = re.sub(r"^\s*(>\s?)*", "", line).strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def goes_on(line: str) -> bool:
    """Whether a line continues the paragraph or item above it."""
    started = ITEM.match(line) or _ATX.match(line) or _FENCE.match(line) or _RULE.match(line) or _DROPPED.match(line)
    return bool(line.strip()) and not started and not line.lstrip().startswith(("|", ">"))


def _row(line: str) -> str:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return " | ".join(inline(cell) for cell in cells)


def dedent(lines: list[str]) -> str:
    """The lines without the indentation that they have in common, and without empty ones around them."""
    lines = [line.replace("\t", "    ") for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines).strip("\n")


def inline(text: str) -> str:
    """A line's text without its marks; what stands in back quotes stays as it is."""
    parts: list[str] = []
    last = 0
    text = _CODE_LINK.sub(r"\1", text)
    for span in _CODE_SPAN.finditer(text):
        parts += [_unmarked(text[last : span.start()]), span[2].strip()]
        last = span.end()
    parts.append(_unmarked(text[last:]))
    return " ".join("".join(parts).split())


def _unmarked(text: str) -> str:
    if len(text) > _LONGEST_LINE:
        return text
    for pattern, by in _INLINE:
        text = pattern.sub(by, text)
    return html.unescape(text)
