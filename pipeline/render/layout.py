"""The order in which a document shows steps: those that everybody does, and choices between ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from pipeline.guide import Guide, Source, Step
from pipeline.render.marks import LATEST_SECONDS


@dataclass(frozen=True)
class Option:
    """One way of a choice."""

    letter: str
    """ "A", "B", …, each once in a guide; a number if there are more options than letters."""
    way: str
    steps: tuple[Step, ...]
    bookmark: str


@dataclass(frozen=True)
class Choice:
    """Ways to the same result, of which the reader takes one. There are at least two."""

    options: tuple[Option, ...]


def parts(guide: Guide) -> tuple[Step | Choice, ...]:
    """The guide's steps in order; neighbouring steps of different ways are a choice. A way beside which there is no
    other one is no choice, and its steps stand alone."""
    whole: list[Step | Choice] = []
    choices = letters = 0
    for belongs, some in groupby(guide.steps, lambda step: step.way is not None):
        steps = tuple(some)
        ways = list(dict.fromkeys(step.way for step in steps if step.way))
        if not belongs or len(ways) < 2:
            whole += steps
            continue
        choices += 1
        whole.append(
            Choice(
                tuple(
                    Option(
                        _letter(letters + at),
                        way,
                        tuple(step for step in steps if step.way == way),
                        f"option_{choices}_{at + 1}",
                    )
                    for at, way in enumerate(ways)
                )
            )
        )
        letters += len(ways)
    return tuple(whole)


def _letter(at: int) -> str:
    return ascii_uppercase[at] if at < len(ascii_uppercase) else str(at + 1)


def alone(guide: Guide) -> frozenset[int]:
    """The numbers of the steps of a way that stand in no choice."""
    return frozenset(part.number for part in parts(guide) if isinstance(part, Step) and part.way)


def begins(guide: Guide, step: Step) -> Source | None:
    """The moment of its first action: that of the most telling source with a time. None if there is none."""
    known = {source.id: source for source in guide.sources}
    for action in step.actions:
        for source in (known.get(source_id) for source_id in action.citations):
            if source is not None and source.start is not None and abs(source.start) < LATEST_SECONDS:
                return source
    return None


def together(sources: Sequence[Source]) -> list[list[Source]]:
    """Utterances in groups that can be quoted in one go: they follow each other, and one person says them."""
    groups: list[list[Source]] = []
    for source in sources:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and last.speaker == source.speaker
            and _number(source) == _number(last) + 1
            and len(groups[-1]) < MOST_TOGETHER
        ):
            groups[-1].append(source)
        else:
            groups.append([source])
    return groups


MOST_TOGETHER = 6
"""Utterances in one row of quotes."""


def _number(source: Source) -> int:
    digits = source.id[1:]
    return int(digits) if digits.isdecimal() and len(digits) < 10 else -1
