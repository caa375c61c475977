"""One talk as any JSON may have it: its turns, its words, and what should be read of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.transcript import Transcript

TALK = [
    (0.0, 8.0, "Ann Lee", "Welcome all, today I'll show you how to create a report."),
    (8.5, 12.0, "Ben Roy", "Can you share your screen first?"),
    (12.5, 20.0, "Ann Lee", "Sure. First, open the page (the one with the settings) and click on New."),
    (20.5, 29.0, "Ann Lee", 'Then enter the name, "Monthly", and choose the folder.'),
    (29.5, 33.0, "Ben Roy", "Do I have to select a template?"),
]
TEXT = " ".join(text for *_, text in TALK)


def words(text_key: str = "word", start: str = "start", end: str = "end", unit: float = 1.0, **more: Any) -> list[Any]:
    """The words of the talk, spread evenly over the turns. `more` are further keys, made of the speaker and the
    word."""
    return [word for turn in TALK for word in words_of(turn, text_key, start, end, unit, **more)]


def words_of(turn: Any, text_key: str = "word", start: str = "start", end: str = "end", unit: float = 1.0, **more: Any):
    begin, stop, name, text = turn
    parts = text.split()
    step = (stop - begin) / len(parts)

    def number(seconds: float) -> float | int:
        return round(seconds * unit, 3) if unit == 1.0 else round(seconds * unit)

    return [
        {
            text_key: part,
            start: number(begin + n * step),
            end: number(begin + (n + 1) * step),
            **{key: make(name, part) for key, make in more.items()},
        }
        for n, part in enumerate(parts)
    ]


def plain(_: str, word: str) -> str:
    """A word as recognisers without punctuation write it."""
    return "".join(c for c in word if c.isalnum() or c == "'").lower()


def each(make: Callable[[float, float, str, str], Any]) -> list[Any]:
    return [make(*turn) for turn in TALK]


def clock(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"


def said_in(transcript: Transcript) -> list[tuple[str, str | None]]:
    return [(word, u.speaker) for u in transcript.utterances for word in u.text.split()]
