"""Transcripts that somebody has pasted into messages: what they are in, and their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack_text import shown, unescaped

LEAST_WORDS = 100
"""Of a transcript in a message. In what is shorter, nobody shows anything."""
LONG_CHARACTERS = 1500
"""From here on a message may be a part of what was too long for one: Slack's apps cut at 4,000 characters and more."""
WHOLE_CHARACTERS = 3900
"""A shorter message is the whole of what was pasted, and no part of it that Slack has cut off."""
APART_SECONDS = 300.0
"""Between two long parts that somebody pastes one after the other."""
AT_ONCE_SECONDS = 10.0
"""Between two parts that were sent together, so that the last may be short."""
NAME = "pasted transcript.txt"
"""What the file of such a transcript is called."""

_FENCE = "```"
"""Stands before and behind what is shown as it was typed."""


@dataclass(frozen=True)
class Pasted:
    """A transcript as it was pasted."""

    text: str
    ts: str
    """The message of its first part."""

    @property
    def words(self) -> int:
        return len(self.text.split())


def pasted_in(messages: Sequence[Mapping[str, Any]], ts: str, least: int = LONG_CHARACTERS) -> Pasted | None:
    """What was pasted in the message with this ts and, as far as they are among `messages`, in the others beside it
    that are parts of the same. The parts follow one another, from one person, without a file; each but the last has
    `least` characters."""
    ordered = sorted(messages, key=lambda message: float(message["ts"]))
    place = next((n for n, message in enumerate(ordered) if message["ts"] == ts), None)
    if place is None:
        return None
    first = last = place
    while first > 0 and _goes_on(ordered[first - 1], ordered[first], least):
        first -= 1
    while last + 1 < len(ordered) and _goes_on(ordered[last], ordered[last + 1], least):
        last += 1
    text = "\n".join(filter(None, map(plain_text, ordered[first : last + 1])))
    return Pasted(text, str(ordered[first]["ts"])) if text else None


def _goes_on(before: Mapping[str, Any], after: Mapping[str, Any], least: int) -> bool:
    """Whether what the one message ends with may go on in the other."""
    if any(before.get(whose) != after.get(whose) for whose in ("user", "bot_id")):
        return False
    if before.get("files") or after.get("files"):
        return False
    if len(str(before.get("text") or "")) < least:
        return False
    apart = float(after["ts"]) - float(before["ts"])
    long = len(str(after.get("text") or "")) >= LONG_CHARACTERS
    return apart <= (APART_SECONDS if long else AT_ONCE_SECONDS)


def plain_text(message: Mapping[str, Any], deepest: int = 3) -> str:
    """The text of a message as it was typed or pasted; of one that only forwards others, theirs."""
    text = _typed(str(message.get("text") or ""))
    if len(text.split()) >= LEAST_WORDS or not deepest:
        return text
    forwarded = (plain_text(each, deepest - 1) for each in message.get("attachments") or () if each.get("is_share"))
    return "\n".join(filter(None, (text, *forwarded)))


def _typed(text: str) -> str:
    """Text without Slack's marks: links are what they show, mentions their names as far as Slack gives them."""
    return unescaped(shown(text.replace(_FENCE, "\n"))).strip()
