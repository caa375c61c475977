"""Which neighbouring steps of a guide are ways to the same result: the reader takes one of them. And what helps to
choose: sentences about all of them, and about one ("By post: takes three days.")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from pipeline.guide import Step

_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+")


def advice_parts(advice: str | None, ways: Iterable[str]) -> list[tuple[str | None, str]]:
    """What helps to choose, taken apart: (None, a sentence) for what is about no single way, and (its name, what is
    said of it) for a sentence that begins with the name of a way and a colon, and those behind it.

    >>> advice_parts("Both work. Post: slow. But cheap. Web: quick.", ["Post", "Web"])
    [(None, 'Both work.'), ('Post', 'slow. But cheap.'), ('Web', 'quick.')]
    """
    names = sorted({way.strip(): None for way in ways if way.strip()}, key=len, reverse=True)
    parts: list[tuple[str | None, str]] = []
    for sentence in filter(None, _SENTENCE_END.split((advice or "").strip())):
        bare = sentence.replace("**", "")
        name = next((name for name in names if bare.casefold().startswith(f"{name.casefold()}:")), None)
        told = bare[len(name) + 1 :].strip() if name else ""
        if name and told:
            parts.append((name, told))
        elif parts and parts[-1][0]:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]} {sentence}")
        else:
            parts.append((None, sentence))
    return parts


def advice_of(parts: Iterable[tuple[str | None, str]]) -> str:
    """What `advice_parts` takes apart."""
    return " ".join(f"{way}: {told}" if way else told for way, told in parts)


class Offers(Protocol):
    """A choice, planned or in a guide."""

    @property
    def ways(self) -> tuple[str, ...]: ...


def side_by_side(steps: Iterable[Step], choices: Iterable[Offers]) -> Iterator[tuple[Step, ...]]:
    """The steps in order, in runs: those that everybody does, and those of ways, of which the ways of two choices are
    two runs. A way that no choice names belongs to those beside it."""
    offered = [frozenset(way.strip().casefold() for way in choice.ways) for choice in choices]
    run: list[Step] = []
    of: frozenset[int] = frozenset()  # the choices that the run may belong to, once one of its ways is named
    for step in steps:
        way = (step.way or "").strip().casefold()
        own = frozenset(number for number, ways in enumerate(offered) if way in ways)
        another = own and of and not own & of
        if run and (bool(run[-1].way) != bool(step.way) or another):
            yield tuple(run)
            run, of = [], frozenset()
        run.append(step)
        of = (own & of or own) if own else of
    if run:
        yield tuple(run)
