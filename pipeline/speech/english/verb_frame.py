"""The frame around an English verb: who acts, whether they must, may or will, and whether it is negated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_TOKEN = re.compile(r"[A-Za-z]+(?=n't\b)|n't\b|'(?:ll|re|ve|d|m|s)\b|\w[\w./:@#+-]*\w|\w|[^\w\s]")


class Mood(StrEnum):
    """How the speaker says it."""

    COMMAND = "command"
    NEED = "need"
    ASK = "ask"
    RECOMMEND = "recommend"
    WILL = "will"
    LET = "let"
    CAN = "can"
    DOING = "doing"
    PLAIN = "plain"


class Token(NamedTuple):
    """A word or a sign and its place in the clause."""

    text: str
    start: int
    end: int
    low: str
    """The text in lower case."""


@dataclass(frozen=True)
class Frame:
    """A verb and everything before it in its clause."""

    subject: str
    """The subject: "you", "we", "i", or an empty string for a command."""
    mood: Mood
    negated: bool
    verb: str
    body: int
    """The index in the clause at which the text after the verb begins."""
    start: int = 0
    """The index at which the verb begins."""


WEIGHTS = {
    ("", Mood.COMMAND): 1.0,
    ("you", Mood.NEED): 1.0,
    ("you", Mood.WILL): 0.9,
    ("you", Mood.CAN): 0.55,
    ("you", Mood.PLAIN): 0.7,
    ("you", Mood.DOING): 0.6,
    ("we", Mood.NEED): 0.85,
    ("we", Mood.LET): 0.8,
    ("we", Mood.WILL): 0.75,
    ("we", Mood.CAN): 0.5,
    ("we", Mood.PLAIN): 0.65,
    ("we", Mood.DOING): 0.6,
    ("i", Mood.NEED): 0.6,
    ("i", Mood.WILL): 0.65,
    ("i", Mood.LET): 0.5,
    ("i", Mood.PLAIN): 0.6,
    ("i", Mood.DOING): 0.6,
    ("i", Mood.CAN): 0.45,
}
"""How surely each frame instructs, from 0 to 1. Asking is 1.0 and recommending 0.8, whoever does it."""


FRAME_CHARACTERS = 140
"""A frame is looked for in this many characters at the beginning."""


def tokens_of(text: str) -> list[Token]:
    """The words and signs at the beginning of a clause."""
    return [Token(m.group(), m.start(), m.end(), m.group().lower()) for m in _TOKEN.finditer(text, 0, FRAME_CHARACTERS)]


def weight_of(frame: Frame) -> float:
    """How surely this frame instructs, from 0 to 1."""
    if frame.mood is Mood.ASK:
        return 1.0
    if frame.mood is Mood.RECOMMEND:
        return 0.8
    return WEIGHTS.get((frame.subject, frame.mood), 0.4)
