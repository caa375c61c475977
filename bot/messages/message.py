"""A message as Slack takes it: the text for notifications and screen readers, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock

FOLDED_CHARACTERS, FOLDED_LINES = 400, 4
"""From here on a section is told not to fold, well before Slack does it."""
SECTION_CHARACTERS = 2900
"""Characters that one section holds, a little under Slack's 3,000."""


UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control characters but tabs and line ends, and those that format without being seen (Unicode: Cc, Cf). The joiners
are kept, since scripts and emoji need them."""


@dataclass(frozen=True)
class Message:
    text: str
    blocks: tuple[Block, ...]
    """Blocks that every workspace takes."""
    richer: tuple[Block, ...] | None = None
    """The same with blocks that some workspaces refuse. Edits show these where they are taken."""


def plain(text: str) -> str:
    """Text that comes from a person, a file or a model, so that nothing in it is mrkdwn, a mention or a link, and what
    is seen is what stands there: without characters that are invisible or change the direction of others.

    >>> plain("talk\u202egpj.vtt")
    'talkgpj.vtt'
    """
    text = UNSEEN.sub("", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "*_~`":
        text = text.replace(mark, mark + "\u2060") if text.count(mark) > 1 else text
    return text


def shorten(text: str, longest: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def section(text: str, block_id: str | None = None) -> SectionBlock:
    """A section that Slack shows whole: it folds those of about 600 characters or five lines unless it is told not
    to."""
    long = len(text) > FOLDED_CHARACTERS or text.count("\n") >= FOLDED_LINES
    text_object = MarkdownTextObject(text=text, verbatim=True)
    return SectionBlock(text=text_object, block_id=block_id, expand=True if long else None)


def sections(lines: Iterable[str]) -> list[Block]:
    """The lines as few sections as hold them."""
    made: list[Block] = []
    held: list[str] = []
    for line in lines:
        if held and sum(map(len, held)) + len(held) + len(line) > SECTION_CHARACTERS:
            made.append(section("\n".join(held)))
            held = []
        held.append(line)
    if held:
        made.append(section("\n".join(held)))
    return made


def context(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
