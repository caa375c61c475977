"""Decides whether what stands above a caption's times is its identifier, or was said in the caption before.

The whole file decides. A number is an identifier where most captions have one above their times or where they count up.
A line of text is one where most captions have one that differs only in its digits, or where it stands apart with its
times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.transcript import count_words

RISING = 0.8
"""The share of numbers above times that must be the one before plus one, for the numbers to count the captions."""
MOST_WORDS = 3
"""An identifier that only a few captions have isn't longer."""
FEWEST_ALIKE = 3
"""Of fewer identifiers nothing is concluded."""

GUID_CHARACTERS = 36
_GUID = re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?(?:[/-][\w/-]{1,30})?", re.I)
_NAMED = re.compile(r"\d{1,7}[ \t]+[\"“](?P<name>[^\n]{1,100})[\"”](?:[ \t]+\(\d{1,20}\))?")
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?…。！？,;:]$")


class Above(NamedTuple):
    """The last line above a time that isn't empty."""

    text: str
    number: int | None
    """The number that it consists of."""
    near: bool
    """Whether it is directly above the time."""
    behind: bool
    """Whether an empty line is above it."""
    alone: bool
    """Whether it is all that stands between two times."""


def number_of(text: str) -> int | None:
    """The number that a line consists of. None if there is more on it."""
    if not (text[:1].isdecimal() or text[:1] in "# \t"):
        return None
    digits = text.strip("#.): \t")
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else None


def name_of(identifier: str) -> str:
    """The name in an identifier such as `1 "Jane Doe" (1234)`, as Webex writes it. Empty if there is none."""
    match = _NAMED.fullmatch(identifier)
    return match["name"].strip() if match else ""


def find(above: Sequence[Above | None]) -> list[Above | None]:
    """Of what stands above each time, what is an identifier. None where it was said."""
    numbered, counted = _numbers(above)
    named = _names([each for each in above if each and each.number is None], len(above))
    found: list[Above | None] = []
    last: int | None = None
    for each in above:
        if each and each.number is not None:
            following = last is not None and each.number == last + 1
            ours = counted or (numbered and (each.near or following)) or (each.near and each.behind and not each.alone)
            last = each.number if ours else last
        else:
            ours = each is not None and named(each)
        found.append(each if ours else None)
    return found


def _numbers(above: Sequence[Above | None]) -> tuple[bool, bool]:
    """(whether most times have a number above them, whether the numbers count the captions)"""
    numbers = [each.number if each else None for each in above]
    steps = [after - before for before, after in pairwise(numbers) if before is not None and after is not None]
    counted = numbers[0] is not None and steps.count(1) >= max(1, (len(above) - 1) * RISING)
    near = [each for each in above if each and each.near and each.number is not None]
    said = numbers[0] is None and sum(1 for each in near if each.alone and not each.behind) * 2 > len(near)
    return len(near) * 2 >= len(above) and not said, counted


def _names(others: Sequence[Above], count: int) -> Callable[[Above], bool]:
    """Whether a line that is no number is an identifier, by the lines above all times."""
    fewest = max(FEWEST_ALIKE, count / 2)
    digits = sum(1 for _ in _DIGITS.finditer("\n".join(each.text for each in others)))
    shaped = [_DIGITS.sub("#", each.text) for each in others] if digits >= fewest else []
    shapes = Counter(shaped)
    lone = Counter(shape for shape, each in zip(shaped, others, strict=False) if each.alone)
    common = {shape for shape, times in shapes.items() if "#" in shape and times >= fewest and lone[shape] * 2 <= times}
    apart = [each for each in others if each.near and each.behind]
    usual = len(apart) * 2 >= count and sum(1 for each in apart if each.alone) * 2 <= len(apart)

    def is_identifier(each: Above) -> bool:
        text = each.text
        if (len(text) >= GUID_CHARACTERS and _GUID.fullmatch(text)) or (text[0].isdecimal() and _NAMED.fullmatch(text)):
            return True
        if common and _DIGITS.sub("#", text) in common:
            return True
        if not (each.near and each.behind):
            return False
        short = count_words(text) <= MOST_WORDS and not _ENDED.search(text)
        return usual or (short and not each.alone)

    return is_identifier
