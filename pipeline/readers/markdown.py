"""Removes the marks of Markdown and wikis from a text, and reads its front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*\n", re.S)
_FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(\S.*)$", re.M | re.I)
_FRONT_STATES = re.compile(r"^(?:transcript\w*|speakers?|transcriber)[ \t]*:", re.M | re.I)
_SUMMARY = re.compile(r"<summary>[^<\n]{0,40}transcript[^<\n]{0,40}</summary>", re.I)
_CALLOUT = re.compile(r"^[ \t]{0,3}>[ \t]?\[!transcript\][+-]?[^\n]*\n((?:[ \t]{0,3}>[^\n]*(?:\n|\Z))+)", re.M | re.I)
"""A folded note of Obsidian with the transcript, among others about the recording."""
_WIKI_LINK = re.compile(r"\[\[(?=[^\s\]])(?:[^\]|\n]{1,200}\|)?([^\]|\n]{1,200})(?<=\S)\]\]")
_BOLD_TIME = re.compile(
    r"^((?:[ \t]{0,3}>[ \t]?)?(\*\*|__)\[?\d{1,3}(?::\d{2}){1,2}\]?(?:\(https?://[^)\s]{0,2000}\))?\2)[ \t]+"
    r"(?:[-–—·•|][ \t]+(?:\[(?:instructor|narrator|presenter|speaker|teacher|host|voice-?over|announcer)\][ \t]+)?)"
    r"(?=[^\s\d])",
    re.M | re.I,
)
"""A time in bold, with a dash behind it that the other times may not have, and who reads it out."""
_LIQUID = re.compile(r"^[ \t]*\{%[^\n]*%\}[ \t]*$", re.M)
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n\]]{0,2000}+(?:\](?!\()[^)\n\]]{0,300}+){0,20}\)")
_LINK = re.compile(
    r"\[([^\]\[\n]{1,500})\]\((?:https?:|mailto:|/|#|\.)[^)\s\]]{0,2000}+(?:\](?!\()[^)\s\]]{0,300}+){0,20}"
    r"(?:[ \t]++\"[^\"\n]{0,300}\")?\)"
)
_ESCAPED = re.compile(r"\\([\[\]()*_#>~`.!+-])")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:[^*_\n]|(?<=\w)_(?=\w)){1,400}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])([^*_\n]{1,1000}?)(?<=[^\s\\])\1(?![\w*])")
_FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.M)
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?(?!>)", re.M)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?:[ \t]++(?=[^\s!])|(?=[^\W\d_a-z]|[*_\[`<(]))", re.M)
"""Without a blank behind it, only before a capital: "#1" and "#news" are said."""

COMMENT = 20_000
"""Characters of a comment; what is longer isn't one."""
HEADING = "\x01"
"""Before a line that was a heading. `decoding.clean` leaves no other such character."""
CODE = "\x03"
"""Before each line of a block of code."""
BOLD = "\x02"
"""Before a line that began in bold, like speakers' names."""
_KEPT = "\x04"
"""Around the number of a piece of code, while marks are removed. `decoding.clean` leaves no such character either."""
_CODE_SPAN = re.compile(
    rf"^{CODE}[^\n]*|(?<!`)`(?!`)[^`\n]{{1,1000}}`(?!`)|(?<!`)``(?!`)(?>[^`\n]+|`(?!`)){{1,300}}``(?!`)", re.M
)
_PLACE = re.compile(rf"{_KEPT}(\d{{1,9}}){_KEPT}")
_ITALIC_NAMES = re.compile(r"^([*_])(?=[^\s*_])[^*_:\n]{1,80}(?::\1|\1:)[ \t]", re.M)
FEWEST_ITALIC_NAMES = 3
"""So many lines that begin with a name in italics are Markdown."""
_BOLD_START = re.compile(r"^(\*\*|__)(?=\S)((?:[^*_\n]|(?<=\w)_(?=\w)){1,120}?)\1", re.M)


@dataclass(frozen=True)
class Stripped:
    text: str
    title: str | None
    marked: bool
    """Whether it had any Markdown."""
    stated: bool = False
    """Whether its front matter says that it is a transcript."""


def strip(text: str) -> Stripped:
    """The text as it would be read aloud. Headings and lines that begin in bold keep a mark before them. Code keeps its
    backticks, since one can't hear that it must be typed exactly as it is."""
    title = None
    front = _FRONT.match(text)
    stated = bool(front and _FRONT_STATES.search(front[1]))
    if front:
        if found := _FRONT_TITLE.search(front[1]):
            title = found[1].strip().strip("\"'")
        text = text[front.end() :]
    if summary := _SUMMARY.search(text):
        stated = True
        if heading := re.search(r"^#[ \t]*(\S.*)$", text[: summary.start()], re.M):
            title = title or heading[1]
        text = text[summary.end() :].split("</details>")[0]
    if callout := _CALLOUT.search(text):
        stated = True
        if heading := re.search(r"^#{1,6}[ \t]+(\S.*)$", text[: callout.start()], re.M):
            title = title or _LINK.sub(r"\1", heading[1])
        text = callout[1]
    marked = bool(front or summary or callout or _HEADING.search(text) or _BOLD_START.search(text))
    marked = marked or len(_ITALIC_NAMES.findall(text)) >= FEWEST_ITALIC_NAMES
    if not marked and "**" not in text:
        return Stripped(text, title, False)
    if "```" in text or "~~~" in text:
        text = _mark_code(text)
    text, code = _without_code(text)
    text = _without_comments(text)
    text = _LIQUID.sub("", text) if "{%" in text else text
    text = _RULE.sub("", text)
    text = _HEADING.sub(HEADING, text)
    text = _BOLD_TIME.sub(r"\1 ", text)
    text = _BOLD_START.sub(rf"{BOLD}\2", text)
    if "[[" in text:
        text = _WIKI_LINK.sub(r"\1", text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    for mark, pattern in (("**", _BOLD), ("__", _BOLD), ("*", _ITALIC), ("_", _ITALIC)):
        if mark in text:
            text = pattern.sub(r"\2", text)
    if ">" in text:
        text = _QUOTE.sub("", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if code:
        text = _PLACE.sub(lambda place: code[int(place[1])], text)
    return Stripped(text, title, marked, stated)


def _without_code(text: str) -> tuple[str, list[str]]:
    """(the text with a number in place of each piece of code, the pieces). In code, marks are what they are."""
    if "`" not in text and CODE not in text:
        return text, []
    code: list[str] = []

    def put_away(piece: re.Match[str]) -> str:
        code.append(piece[0])
        return f"{_KEPT}{len(code) - 1}{_KEPT}"

    return _CODE_SPAN.sub(put_away, text), code


def _without_comments(text: str) -> str:
    """The text with a space in place of each comment."""
    parts: list[str] = []
    kept, begin, end = 0, text.find("<!--"), 0
    while begin >= 0 and end >= 0:
        if end < begin + 4:
            end = text.find("-->", begin + 4)
        if 0 <= end - begin - 4 <= COMMENT:
            parts += [text[kept:begin], " "]
            kept = end + 3
            begin = text.find("<!--", kept)
        else:
            begin = text.find("<!--", begin + 1)
    return "".join([*parts, text[kept:]])


def _mark_code(text: str) -> str:
    """The lines without fences, with a mark before each line between two of them. After an open fence nothing is
    marked."""
    lines: list[str] = []
    opened: tuple[int, str] | None = None
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if fence and opened and fence[1] == opened[1]:
            lines[opened[0] :] = [CODE + inside for inside in lines[opened[0] :]]
            opened = None
        elif fence and not opened:
            opened = len(lines), fence[1]
        else:
            lines.append(line)
    return "\n".join(lines)
