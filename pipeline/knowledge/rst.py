"""reStructuredText -> blocks, line by line and without knowing the directives."""

from __future__ import annotations

import re

from pipeline.knowledge.markdown import ITEM, dedent, goes_on
from pipeline.knowledge.page import Block, BlockKind, Extract

UNDERLINE = re.compile(r"^([=\-~^\"'`*+#:.])\1{2,}\s*$")
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
                if code := dedent(body):
                    blocks.append(Block(BlockKind.CODE, code))
                i = end
            elif name in _HIDDEN_DIRECTIVES:
                i = end
            else:  # a note, a tab, an exercise: what is in it is read like the rest
                if directive[3]:
                    paragraph.append(directive[3])
                lines[i + 1 : end] = [*dedent(body).splitlines(), ""]
                i += 1
        elif line.startswith(".. ") or line.strip() == "..":
            flush()
            i = _indented_until(lines, i + 1, 0)
        elif line.strip() and UNDERLINE.match(following) and len(following.rstrip()) >= len(line.strip()) - 1:
            flush()
            mark = following[0]
            if mark not in marks:
                marks.append(mark)
            blocks.append(Block(BlockKind.HEADING, _rst_inline(line), min(marks.index(mark) + 1, 6)))
            i += 2
        elif UNDERLINE.match(line):
            i += 1
        elif item := ITEM.match(line):
            flush()
            words = [item[3]]
            while i + 1 < len(lines) and goes_on(lines[i + 1]) and lines[i + 1].startswith(" "):
                i += 1
                words.append(lines[i].strip())
            mark = f"{item[2][:-1]}. " if item[2][0].isdigit() else "- "
            literal = words[-1].endswith("::")
            blocks.append(Block(BlockKind.ITEM, mark + _rst_inline(" ".join(words)), len(item[1]) // 2))
            i += 1
            if literal:
                i = _literal(lines, i, blocks, item.start(3))
        elif not line.strip():
            flush()
            i += 1
        else:
            paragraph.append(line.strip())
            i += 1
            if line.rstrip().endswith("::"):
                flush()
                i = _literal(lines, i, blocks, len(line) - len(line.lstrip()))
    flush()
    first = next((b.text for b in blocks if b.kind is BlockKind.HEADING), None)
    return Extract(first, tuple(blocks))


def _literal(lines: list[str], start: int, blocks: list[Block], margin: int) -> int:
    end = _indented_until(lines, start, margin)
    if code := dedent(lines[start:end]):
        blocks.append(Block(BlockKind.CODE, code))
    return end


def _indented_until(lines: list[str], start: int, margin: int) -> int:
    end = start
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > margin):
        end += 1
    return end


def _rst_inline(text: str) -> str:
    text = re.sub(r":[\w:+.-]{1,40}:`([^`<]{1,300}?)(?<!\s)\s*+(?:<[^`>]{0,300}>)?`", r"\1", text)
    text = re.sub(r"``(.{1,300}?)``", r"\1", text)
    text = re.sub(r"`([^`<]{1,300}?)(?<!\s)\s*+<[^`>]{1,1000}>`__?", r"\1", text)
    text = re.sub(r"`([^`]{1,300})`_{0,2}", r"\1", text)
    text = re.sub(r"(\*\*?)(?=\S)([^*]{1,300}?)(?<=\S)\1", r"\2", text)
    return " ".join(re.sub(r"::$", ":", text.strip()).split())
