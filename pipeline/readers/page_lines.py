"""Takes away what pages and tools add to the lines of a text: numbers before them, and each line a second time."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise

FEWEST_LINES = 5
FEWEST_TURNS = 4
NEARLY_ALL = 0.8

_NUMBER = re.compile(r"[ \t]*+(\d{1,5})(?:[ \t]{2,}|\t)(?=\S)")
_TURN = re.compile(r"[ \t]*+(\d{1,5})[.)][ \t]++([^:：\n]{1,80})[:：]")
_WORD_TIME = re.compile(r"<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}>|</?c(?:\.[\w.#-]{1,40})?>")


def plain(text: str) -> str:
    """The text without numbers of lines, times within words, and repeated lines, where all lines have them."""
    if "><c>" in text and sum(1 for line in text.split("\n") if _WORD_TIME.search(line)) >= FEWEST_LINES:
        text = _WORD_TIME.sub("", text)
    return _without_doubles(_without_numbers_of_turns(_without_numbers(text)))


def _without_numbers(text: str) -> str:
    """The text without the numbers that count its lines, as in depositions. Lines without one are the page's own."""
    lines = text.split("\n")
    found = [_NUMBER.match(line) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    filled = sum(1 for line in lines if line.strip() and not line.strip().isdigit())
    if len(numbers) < FEWEST_LINES or len(numbers) < NEARLY_ALL * filled:
        return text
    counted = sum(1 for before, after in pairwise(numbers) if after == before + 1 or after == 1)
    if counted < NEARLY_ALL * (len(numbers) - 1):
        return text
    return "\n".join(line[match.end() :] if match else "" for line, match in zip(lines, found, strict=True))


def _without_numbers_of_turns(text: str) -> str:
    """The text without the numbers that count its turns: "1. Jane: Hello", "2. John: Hello"."""
    lines = text.split("\n")
    found = [_TURN.match(line) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < FEWEST_TURNS or len(numbers) < NEARLY_ALL * sum(1 for line in lines if line.strip()):
        return text
    names = Counter(match[2] for match in found if match)
    again = sum(count for count in names.values() if count >= 2)
    if again * 2 < len(numbers) or any(after != before + 1 for before, after in pairwise(numbers)):
        return text
    return "\n".join(line[match.start(2) :] if match else line for line, match in zip(lines, found, strict=True))


def _without_doubles(text: str) -> str:
    """The text with each line once, if nearly all stand there two or three times in succession, as in captions of
    YouTube without their times."""
    filled = [line.strip() for line in text.split("\n") if line.strip()]
    runs = [(line, sum(1 for _ in same)) for line, same in groupby(filled)]
    again = sum(1 for _, often in runs if often in (2, 3))
    if len(runs) < FEWEST_LINES or again < NEARLY_ALL * len(runs):
        return text
    return "\n".join(line for line, _ in runs)
