"""Markdown -> blocks, line by line: the time grows with the length only."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.knowledge.page import Block, BlockKind, Extract

_FENCE = re.compile(r"^(\s*(?:>\s?)*)(`{3,}+|~{3,}+)(.*)$")
_COLONS = re.compile(r"^:{4,}\s*$")
"""The end of a MyST block, which also ends a fence in it that was left open."""
_CODE_DIRECTIVES = ("code", "code-block", "code-cell", "sourcecode", "prompt", "parsed-literal", "literalinclude")
_HIDDEN_DIRECTIVES = ("figure", "image", "toctree", "contents", "iframe", "raw", "mermaid", "video", "youtube")
_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*)$")
ITEM = re.compile(r"^(\s*)([-*+•]|\d{1,4}[.)])\s+(.*)$")
_RULE = re.compile(r"^\s*([-*_=])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*+\|?\s*+:?-{2,}:?\s*+(?>\|\s*+:?-*+:?\s*+)*$")
_DROPPED = re.compile(
    r"^\s*(?:"
    + "|".join(
        (
            r"\{%.*%\}",  # GitBook, Jekyll
            r"\{\{[<%].*[>%]\}\}",  # Hugo
            r"\{[#:/@]\w.*\}",  # Svelte
            r":::.*",  # Docusaurus, MyST
            r":[a-z][\w-]{0,30}:(?:\s.*)?",  # options of MyST
            r"import\s.+\sfrom\s.+",  # MDX
            r"export\s.*",
            r"\[[^\]]{1,80}\]:\s*\S+.*",  # where links of reference style lead
            r"<!--.*-->",
            r"</?[A-Za-z][\w.]*(?:\s[^<>]*)?/?>",
        )
    )
    + r")\s*$"
)
"""Lines that are instructions for the site's generator."""
_TARGET = (
    r"\((?:<[^<>\n]{0,1000}>|[^()\s<]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000}){0,3})"
    r"(?:\s+[\"'(][^\"')]{0,300}[\"')])?\s?\)"
)
"""Where a link leads: an address, perhaps in angle brackets or with brackets in it, and perhaps a title."""
_INLINE = (
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"<(?:/?[a-zA-Z][\w.-]{0,40}(?:\s[^<>]{0,500})?/?|!--.{0,500}?--)>"), ""),
    (re.compile(r"\{\{?[<%].{0,200}?[>%]\}\}?"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,300}?\S|\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,300}?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)
_LONGEST_LINE = 20_000
"""Characters of a paragraph in which marks are looked for; nobody writes a longer one by hand."""
_ROLE = re.compile(r"\{[a-z][\w:-]{0,30}\}$")
_SPAN = re.compile(
    r"(?P<ticks>`{1,3})(?!`)(?P<code>.{1,500}?)(?<!`)(?P=ticks)(?!`)|"
    rf"(?P<image>!?)\[(?P<text>(?:[^\[\]`]|`[^`]{{0,300}}`){{0,300}})\](?:{_TARGET}|\[[^\]]{{0,100}}\])"
)
"""A code span, an image or a link."""
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = {ord(_OPEN): None, ord(_CLOSE): None}
_EMPTY_LINK = re.compile(rf"\[\s*\]{_TARGET}")
"""What is left of a link around an image."""


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


def _markdown_blocks(lines: list[str], depth: int = 0) -> Iterator[Block]:
    paragraph: list[str] = []
    indent_of_item = -1
    i = 0

    def flush() -> Iterator[Block]:
        nonlocal paragraph
        for text in re.split(r"(?:\\|(?<! )[ ]{2,}+)\n", "\n".join(paragraph)):  # at line breaks that are meant
            if text := inline(text):
                is_item = re.match(r"\d{1,3}[.)] ", text)
                yield Block(BlockKind.ITEM if is_item else BlockKind.TEXT, text)
        paragraph = []

    while i < len(lines):
        line = lines[i].replace("\t", "    ")
        if fence := _FENCE.match(line):
            yield from flush()
            end = i + 1
            while end < len(lines) and not _closes(lines[end], fence[2]) and not _COLONS.match(lines[end]):
                end += 1
            body = lines[i + 1 : end]
            directive = re.match(r"\s*\{([\w:-]+)\}\s*(.*)", fence[3])  # MyST: a note, an exercise, a figure
            if directive is None or directive[1] in _CODE_DIRECTIVES:
                yield Block(BlockKind.CODE, dedent(body))
            elif directive[1] not in _HIDDEN_DIRECTIVES and depth < 8:
                body = [row for row in body if not re.match(r"\s*:[\w-]+:", row)]
                yield from _markdown_blocks([directive[2], "", *dedent(body).splitlines()], depth + 1)
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
            title = atx[2].rstrip().rstrip("#").rstrip()
            if text := inline(re.sub(r"(?<!\s)\s*+(\{#[\w-]+\}|\[\[[\w-]+\]\])$", "", title)):
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
    """A line's text without its marks; what stands in back quotes stays as it is, of a link its text. A line that is
    too long to be one stays as it is."""
    text = " ".join(text.split())
    return text if len(text) > _LONGEST_LINE else " ".join(_EMPTY_LINK.sub("", _shown(text)).split())


def _shown(text: str) -> str:
    """Code, images and links are put aside while the other marks are taken out: **`these`** may stand around them."""
    aside: list[str] = []
    parts: list[str] = []
    last = 0
    text = text.translate(_MARKS)
    for span in _SPAN.finditer(text):
        before = text[last : span.start()]
        role = _ROLE.search(before) if span["code"] else None
        parts.append(before[: role.start()] if role else before)
        if span["code"]:  # MyST's {ref}`text <where>` shows its text
            aside.append(re.sub(r"(?<!\s)\s*+<[^<>]*>$", "", span["code"]).strip() if role else span["code"].strip())
        else:
            aside.append("" if span["image"] else _shown(span["text"]))
        parts.append(f"{_OPEN}{len(aside) - 1}{_CLOSE}")
        last = span.end()
    parts.append(text[last:])
    # the slice: an entity in the text may have become one of our marks
    return re.sub(
        f"{_OPEN}(\\d{{1,6}}){_CLOSE}", lambda match: "".join(aside[int(match[1]) :][:1]), _unmarked("".join(parts))
    )


def _unmarked(text: str) -> str:
    for pattern, by in _INLINE:
        text = pattern.sub(by, text)
    return html.unescape(text)
