"""Which neighbouring steps of a guide are ways to the same result: the reader takes one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pipeline.guide import Step


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
