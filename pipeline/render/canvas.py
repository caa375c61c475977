"""Guide -> the Markdown that Slack takes for a canvas: its own title, headings of three levels, links only to the web,
no footnotes, and nothing but text inside a list (Slack: "Canvases", formatting)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.guide import Guide
from pipeline.render.markdown import render_markdown

LONGEST_CHARACTERS = 1_000_000
"""A little less than the 1,048,576 that Slack takes."""
DEEPEST_HEADING = "###"

_IN_PAGE = re.compile(r"\[((?:[^\[\]\\]|\\.){0,500})\]\(#[^()\s]{0,500}\)")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_NOTED = re.compile(r"\[\^(\d{1,4})\]")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


def render_canvas(guide: Guide) -> str:
    """The guide as a canvas's Markdown, without its title: the same text for the same guide."""
    return "\n".join(_lines(render_markdown(guide))).strip() + "\n"


def _lines(markdown: str) -> Iterator[str]:
    fence = indent = ""
    first = True
    for line in markdown.split("\n"):
        if first:  # the canvas has the title
            first = False
            continue
        found = _FENCE.match(line)
        if fence:
            # What is inside code stays as it is, but for the indent of the list that it stood in.
            yield line.removeprefix(indent)
            fence = "" if found and found[1].startswith(fence) else fence
            continue
        if found:
            fence, indent = found[1], line[: len(line) - len(line.lstrip())]
            yield line.lstrip()
            continue
        yield _plain(line)


def _plain(line: str) -> str:
    """A line outside code."""
    if line.lstrip().startswith(">"):
        line = line.lstrip()
    if line.startswith(DEEPEST_HEADING):
        line = f"{DEEPEST_HEADING} {line.lstrip('#').strip()}"
    line = _IN_PAGE.sub(r"\1", line)
    line = _ADDRESS.sub(r"[\1](\1)", line)
    if found := re.match(r"\[\^(\d{1,4})\]: ", line):  # what footnotes say is a list
        line = f"- \\[{found[1]}\\] {line[found.end() :]}"
    return _NOTED.sub(r"\\[\1\\]", line)
