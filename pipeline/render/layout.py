"""The order in which a document shows steps: those that everybody does, and choices between ways."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from pipeline.guide import Guide, Prerequisite, Step


@dataclass(frozen=True)
class Option:
    """One way of a choice."""

    letter: str
    """ "A", "B", …; a number if there are more ways than letters. A way keeps its letter in every choice."""
    way: str
    steps: tuple[Step, ...]
    bookmark: str
    needs: tuple[Prerequisite, ...]
    """What this way alone needs. Empty where it was named before."""


@dataclass(frozen=True)
class Choice:
    """Ways to the same result, of which the reader takes one."""

    options: tuple[Option, ...]
    """At least two, or a single one if the reader has chosen before."""
    again: bool
    """Whether the reader has chosen among these ways before: steps that all do stood in between."""


def parts(guide: Guide) -> tuple[Step | Choice, ...]:
    """The guide's steps in order; neighbouring steps of different ways are a choice, which ends where a step comes that
    all do. A way beside which there was no other one yet is no choice, and its steps stand alone."""
    whole: list[Step | Choice] = []
    seen: dict[str, int] = {}  # in how many choices a way was
    for belongs, some in groupby(guide.steps, lambda step: bool(step.way)):
        steps = tuple(some)
        ways = list(dict.fromkeys(step.way for step in steps if step.way))
        again = bool(ways) and all(way in seen for way in ways)
        if not belongs or (len(ways) < 2 and not again):
            whole += steps
            continue
        for way in ways:
            seen[way] = seen.get(way, 0) + 1
        order = list(seen)
        options = (_option(guide, way, order.index(way), seen[way], steps) for way in sorted(ways, key=order.index))
        whole.append(Choice(tuple(options), again))
    return tuple(whole)


def _option(guide: Guide, way: str, at: int, times: int, steps: tuple[Step, ...]) -> Option:
    return Option(
        letter=ascii_uppercase[at] if at < len(ascii_uppercase) else str(at + 1),
        way=way,
        steps=tuple(step for step in steps if step.way == way),
        bookmark=f"option_{at + 1}" if times == 1 else f"option_{at + 1}_{times}",
        needs=tuple(need for need in guide.prerequisites if need.way == way) if times == 1 else (),
    )


def choices(guide: Guide) -> tuple[Choice, ...]:
    """The guide's choices, in order."""
    return tuple(part for part in parts(guide) if isinstance(part, Choice))


def needs_at_first(guide: Guide) -> tuple[Prerequisite, ...]:
    """What is needed before the first step: by all, or by a way that isn't an option with a place of its own."""
    options = {option.way for choice in choices(guide) for option in choice.options}
    return tuple(need for need in guide.prerequisites if need.way not in options)
