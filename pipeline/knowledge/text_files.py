"""Markdown, reStructuredText, CSV and plain text -> blocks. Line by line: the time grows with the length only."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

from pipeline.knowledge.extract import Extract
from pipeline.knowledge.page import Block, BlockKind

_FENCE = re.compile(r"^(\s*(?:>\s?)*)(`{3,}|~{3,})(.*)$")
_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"^(\s*)([-*+•]|\d{1,4}[.)])\s+(.*)$")
_RULE = re.compile(r"^\s*([-*_=])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-*:?\s*)*$")
_DROPPED = re.compile(
    r"^\s*(\{%.*%\}|\{\{[<%].*[>%]\}\}|\[[^\]]{1,80}\]:\s*\S+.*|import\s.+\sfrom\s.+|export\s.*|<!--.*-->|:::.*|</?[A-Za-z][\w.]*(\s[^<>]*)?/?>)\s*$"
)
_INLINE = (
    (re.compile(r"!\[([^\]]{0,300})\]\([^)\s]{0,2000}[^)]{0,300}\)"), ""),
    (re.compile(r"\[([^\]]{0,300})\]\([^)\s]{0,2000}[^)]{0,300}\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\[[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"<(?:/?[a-zA-Z][\w.-]{0,40}(?:\s[^<>]{0,500})?/?|!--.{0,500}?--)>"), ""),
    (re.compile(r"\{\{?[<%].{0,200}?[>%]\}\}?"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,300}?\S|\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,300}?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)
_LONGEST_LINE = 20_000
"""Characters of a paragraph in which marks are looked for; nobody writes a longer one by hand."""
_CODE_SPAN = re.compile(r"(`{1,3})(?!`)(.{1,500}?)(?<!`)\1(?!`)")


def read_markdown(text: str) -> Extract:
    """Markdown as of GitHub, with the front matter and the components that documentation sites put into it."""
    lines = text.splitlines()
    title, lines = _front_matter(lines)
    blocks = list(_markdown_blocks(lines))
    first = next((b.text for b in blocks if b.kind is BlockKind.HEADING), None)
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
        if text := inline(" ".join(paragraph)):
            yield Block(BlockKind.TEXT, text)
        paragraph = []

    while i < len(lines):
        line = lines[i].replace("\t", "    ")
        if fence := _FENCE.match(line):
            yield from flush()
            end = i + 1
            while end < len(lines) and not _closes(lines[end], fence[2]):
                end += 1
            yield Block(BlockKind.CODE, _dedent(lines[i + 1 : end]))
            i = end + 1
            continue
        line = re.sub(r"^\s*(>\s?)+(\[![A-Z]+\]\s*$)?", "", line)
        if not line.strip():
            yield from flush()
        elif line.startswith("    ") and not paragraph and indent_of_item < 0:
            end = i
            while end < len(lines) and (lines[end].startswith(("    ", "\t")) or not lines[end].strip()):
                end += 1
            yield Block(BlockKind.CODE, _dedent(lines[i:end]))
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
        elif item := _ITEM.match(line):
            yield from flush()
            indent_of_item = len(item[1])
            words = [item[3]]
            while i + 1 < len(lines) and _goes_on(lines[i + 1]):
                i += 1
                words.append(lines[i].strip())
            mark = f"{item[2][:-1]}. " if item[2][0].isdigit() else "- "
            if text := inline(" ".join(words)):
                yield Block(BlockKind.ITEM, mark + text, indent_of_item // 2)
        else:
            if not line.startswith(" "):
                indent_of_item = -1
            paragraph.append(line.strip())
        i += 1
    yield from flush()


def _closes(line: str, fence: str) -> bool:
    mark = re.sub(r"^\s*(>\s?)*", "", line).strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def _goes_on(line: str) -> bool:
    """Whether a line continues the paragraph or item above it."""
    started = _ITEM.match(line) or _ATX.match(line) or _FENCE.match(line) or _RULE.match(line) or _DROPPED.match(line)
    return bool(line.strip()) and not started and not line.lstrip().startswith(("|", ">"))


def _row(line: str) -> str:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return " | ".join(inline(cell) for cell in cells)


def _dedent(lines: list[str]) -> str:
    lines = [line.replace("\t", "    ") for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines).strip("\n")


def inline(text: str) -> str:
    """A line's text without its marks; what stands in back quotes stays as it is."""
    parts: list[str] = []
    last = 0
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


_UNDERLINE = re.compile(r"^([=\-~^\"'`*+#:.])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"^(\s*)\.\.\s+([\w:-]+)::\s*(.*)$")
_CODE_DIRECTIVES = ("code-block", "code", "sourcecode", "prompt", "parsed-literal", "console", "highlight")
_HIDDEN_DIRECTIVES = ("image", "figure", "toctree", "contents", "include", "meta", "raw", "index", "only", "youtube")


def read_rst(text: str) -> Extract:
    """reStructuredText, without knowing the directives: those with code are kept, pictures are not."""
    lines = text.splitlines()
    blocks: list[Block] = []
    marks: list[str] = []
    paragraph: list[str] = []

    def flush() -> None:
        if words := _rst_inline(" ".join(paragraph)):
            blocks.append(Block(BlockKind.TEXT, words))
        paragraph.clear()

    i = 0
    while i < len(lines):
        line = lines[i].replace("\t", "    ")
        following = lines[i + 1] if i + 1 < len(lines) else ""
        directive = _DIRECTIVE.match(line)
        if directive:
            flush()
            end = _indented_until(lines, i + 1, len(directive[1]))
            name = directive[2].split(":")[-1]
            body = [row for row in lines[i + 1 : end] if not re.match(r"\s*:[\w-]+:", row)]
            if name in _CODE_DIRECTIVES:
                if code := _dedent(body):
                    blocks.append(Block(BlockKind.CODE, code))
                i = end
            elif name in _HIDDEN_DIRECTIVES:
                i = end
            else:  # a note, a tab, an exercise: what is in it is read like the rest
                if directive[3]:
                    paragraph.append(directive[3])
                lines[i + 1 : end] = _dedent(body).splitlines()
                i += 1
        elif line.startswith(".. ") or line.strip() == "..":
            flush()
            i = _indented_until(lines, i + 1, 0)
        elif line.strip() and _UNDERLINE.match(following) and len(following.rstrip()) >= len(line.strip()) - 1:
            flush()
            mark = following[0]
            if mark not in marks:
                marks.append(mark)
            blocks.append(Block(BlockKind.HEADING, _rst_inline(line), min(marks.index(mark) + 1, 6)))
            i += 2
        elif _UNDERLINE.match(line):
            i += 1
        elif item := _ITEM.match(line):
            flush()
            words = [item[3]]
            while i + 1 < len(lines) and _goes_on(lines[i + 1]) and lines[i + 1].startswith(" "):
                i += 1
                words.append(lines[i].strip())
            mark = f"{item[2][:-1]}. " if item[2][0].isdigit() else "- "
            literal = words[-1].endswith("::")
            blocks.append(Block(BlockKind.ITEM, mark + _rst_inline(" ".join(words)), len(item[1]) // 2))
            i += 1
            if literal:
                i = _literal(lines, i, blocks)
        elif not line.strip():
            flush()
            i += 1
        else:
            paragraph.append(line.strip())
            i += 1
            if line.rstrip().endswith("::"):
                flush()
                i = _literal(lines, i, blocks)
    flush()
    first = next((b.text for b in blocks if b.kind is BlockKind.HEADING), None)
    return Extract(first, tuple(blocks))


def _literal(lines: list[str], start: int, blocks: list[Block]) -> int:
    end = _indented_until(lines, start, 0)
    if code := _dedent(lines[start:end]):
        blocks.append(Block(BlockKind.CODE, code))
    return end


def _indented_until(lines: list[str], start: int, margin: int) -> int:
    end = start
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > margin):
        end += 1
    return end


def _rst_inline(text: str) -> str:
    text = re.sub(r":[\w:+.-]{1,40}:`([^`<]{1,300}?)\s*(?:<[^`>]{0,300}>)?`", r"\1", text)
    text = re.sub(r"``(.{1,300}?)``", r"\1", text)
    text = re.sub(r"`([^`<]{1,300}?)\s*<[^`>]{1,1000}>`__?", r"\1", text)
    text = re.sub(r"`([^`]{1,300})`_{0,2}", r"\1", text)
    text = re.sub(r"(\*\*?)(?=\S)([^*]{1,300}?)(?<=\S)\1", r"\2", text)
    return " ".join(re.sub(r"::$", ":", text.strip()).split())


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
        if len(lines) >= 2 and _UNDERLINE.match(lines[1]) and len(lines[0]) < 100:
            blocks.append(Block(BlockKind.HEADING, lines[0].strip(), 1 if lines[1][0] == "=" else 2))
            lines = lines[2:]
        elif len(lines) == 1 and lines[0].isupper() and len(lines[0].split()) <= 8:
            blocks.append(Block(BlockKind.HEADING, lines[0].strip(), 2))
            continue
        if lines and all(line.startswith(("    ", "\t", "$ ", "> ", "# ")) for line in lines):
            blocks.append(Block(BlockKind.CODE, _dedent(lines)))
        elif lines and all(_ITEM.match(line) or line.startswith(" ") for line in lines):
            blocks += [Block(BlockKind.ITEM, line.strip()) for line in lines]
        elif lines:
            blocks.append(Block(BlockKind.TEXT, "\n".join(line.strip() for line in lines)))
    title = blocks[0].text if blocks and blocks[0].kind is BlockKind.HEADING else None
    return Extract(title, tuple(blocks))
