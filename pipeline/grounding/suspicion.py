"""Which lines code would ask about: those whose signs weigh enough together.

The weights are those of a logistic regression, in suspicion.json: `python -m tests.checks.fit` makes them from honest
lines, planted faults and lies, and prints how often they are right. A suspicion is wrong more often than right, since
most lines of a guide are honest. So it marks nothing: a model is asked, and where none can be, the step isn't called
certain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.grounding.signs import Compared, signs

if TYPE_CHECKING:
    from pipeline.writing import Claim, StepRequest


@dataclass(frozen=True)
class Weights:
    """What each sign weighs, and from which sum on a line is asked about."""

    weights: Mapping[str, float]
    threshold: float

    def score(self, found: Mapping[str, float]) -> float:
        return sum(self.weights.get(name, 0.0) * value for name, value in found.items())


@cache
def learned() -> Weights:
    kept = json.loads(files("pipeline.grounding").joinpath("suspicion.json").read_text("utf-8"))
    return Weights(kept["weights"], kept["threshold"])


def suspects(request: StepRequest, claims: Mapping[str, Claim]) -> frozenset[str]:
    """Those of a step's lines that may say something else than what they cite. `claims` are all its lines by text."""
    known = learned()
    return frozenset(text for text, line in compared(request, claims) if known.score(signs(line)) > known.threshold)


def compared(request: StepRequest, claims: Mapping[str, Claim]) -> Iterator[tuple[str, Compared]]:
    """Each line by its text, with what it is compared with."""
    transcript = request.transcript
    said_in = _base(transcript.language)
    written_in = _base(request.options.language) if request.options.language else said_in
    for text, claim in claims.items():
        others = tuple(other for other in claims if other != text)
        yield (
            text,
            Compared(
                claim.text, claim.kind, claim.said, transcript, request.step.utterance_ids, said_in, written_in, others
            ),
        )


def _base(language: str | None) -> str:
    return (language or "en").split("-")[0].lower()
