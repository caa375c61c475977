"""The frame around an English verb: who acts, whether they must, may or will, and whether it is negated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_TOKEN = re.compile(r"[A-Za-z]+(?=n't\b)|n't\b|'(?:ll|re|ve|d|m|s)\b|\w[\w./:@#+-]*\w|\w|[^\w\s]")


class Mood(StrEnum):
    """How the speaker says what to do."""

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
    """A word or a sign, with its begin and end in the clause in characters."""

    text: str
    start: int
    end: int
    low: str
    """The text in lower case."""


@dataclass(frozen=True)
class Frame:
    """A verb and what the words before it in its clause say about it."""

    subject: str
    """The subject: "you", "we", "i", or an empty string for a command."""
    mood: Mood
    negated: bool
    verb: str
    body: int
    """Where the text after the verb begins in the clause, in characters."""
    start: int = 0
    """Where the verb begins, in characters."""


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
"""How surely a subject and a mood instruct, from 0 to 1."""
ASK_WEIGHT, RECOMMEND_WEIGHT, OTHER_WEIGHT = 1.0, 0.8, 0.4
"""The same for asking and recommending, whoever does it, and for every other frame."""
FRAME_CHARACTERS = 140
"""A frame is looked for in this many characters at the beginning of a clause."""


def tokens_of(text: str) -> list[Token]:
    """The words and signs in the first FRAME_CHARACTERS of a clause."""
    return [Token(m.group(), m.start(), m.end(), m.group().lower()) for m in _TOKEN.finditer(text, 0, FRAME_CHARACTERS)]


def weight_of(frame: Frame) -> float:
    """How surely this frame instructs, from 0 to 1."""
    if frame.mood is Mood.ASK:
        return ASK_WEIGHT
    if frame.mood is Mood.RECOMMEND:
        return RECOMMEND_WEIGHT
    return WEIGHTS.get((frame.subject, frame.mood), OTHER_WEIGHT)
