"""Restraint: no guide from what teaches nobody to do anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.guide import Guide
from tests.quality.report import Bound, Row


@dataclass(frozen=True)
class Restraint:
    """Of transcripts that a person found to be no procedure (talks, interviews, meetings), how many were declined with
    NoProcedure. Specificity of the decision to write (true negatives by all negatives); the false guides are listed."""

    files: int
    false: tuple[str, ...]

    def rows(self) -> tuple[Row, ...]:
        return (Row("restraint", self.files - len(self.false), self.files, Bound(least=1), self.false),)


def restraint(outcomes: Mapping[str, Guide | None]) -> Restraint:
    """`outcomes`: for each file that is no procedure, the guide that was made, or None where it was declined."""
    false = [
        f"{name}: “{guide.title}”, {len(guide.steps)} steps: {'; '.join(step.title for step in guide.steps[:4])}"
        for name, guide in outcomes.items()
        if guide is not None
    ]
    return Restraint(len(outcomes), tuple(false))
