"""python -m tests.checks.fit: how often honest lines and faults have each sign, how well all of them weighed together
tell faults from honest lines, and the weights.

Without --write nothing changes. The weights are those of a logistic regression with a penalty, fitted on what isn't
held back. The curve is measured with one recording left out after the other (drafts of one recording go together), the
threshold being chosen without it. A step is asked about if any of its lines is, or has a finding.

SCRIPT2DOC_GUIDES names a folder of more guides that a model wrote, with faults that were planted in them. Their
transcripts can't be kept here. The weights in suspicion.json were fitted with 22 of them, beside the 7 that are.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.grounding import suspicion
from pipeline.grounding.signs import INTO_SAID, SIGNS, signs
from tests.checks import material, questions, translations
from tests.checks.material import Case
from tests.checks.verdicts import findings

WEIGHTS = Path(suspicion.__file__).with_name("suspicion.json")
PENALTY = 4.0
COUNTS = {
    "honest": 0.5,
    "freely": 2.0,
    "guide": 0.2,
    "of guide": 0.3,
    "in guide": 0.3,
    "twin": 0.5,
    "recorded": 0.5,
    "text": 0.1,
}
"""What a line counts beside one with a planted fault. The open drafts were looked at when words and signs were chosen,
so that they have fewer signs than others; those that are worded freely weren't. There are no transcripts as short as
those of twins, the recorded answers are nearer to what was said than others, and the app's own texts are no guides. Of
the guides that a model wrote there are many more lines than of drafts."""
EVERY_TEXT = 8
"""Of so many of the app's texts, one is taken with its translations."""
FOLDS_OF_TWINS = 7
BUDGETS = (0.15, 0.2, 0.25, 0.3, 0.33)
"""Shares of the honest steps that may be asked about."""
_SAME_RECORDING = {
    "bitcoin-core-debugging": "btc-debugging-bitcoin-core",
    "cloudflare-create-api-token": "g01-cloudflare-api-token",
    "board-build": "ch32v003-board",
    "create-api-token": "g01-cloudflare-api-token",
    "custom-dataset": "g09-load-custom-dataset",
    "debugger-in-a-terminal": "g11-python-debugger-terminal",
    "hub-repo": "g08-hf-hub-repository",
    "andi-links-unpunctuated": "h01-andi-links-and-buttons",
    "g01-api-token-en-to-de": "g01-cloudflare-api-token",
    "h05-page-title-en-to-de": "h05-andi-page-title",
    "h08-basil-burgers-en-to-es": "h08-basil-burgers",
    "redis-admin-unpunctuated": "redis-consumer-group-admin",
}
Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Row:
    """A case, and the signs of its lines."""

    source: str
    """ "honest", "freely", "guide", "of guide", "recorded", "text", "twin", "planted", "in guide" or "lie"."""
    fold: str
    seen: bool
    """Whether the checks find something."""
    lines: tuple[Mapping[str, float], ...]

    @property
    def wrong(self) -> bool:
        return self.source in ("planted", "in guide", "lie")


def rows() -> list[Row]:
    """What isn't held back."""
    lies, truths = material.twins()
    in_guides, of_guides = material.faults_in_guides(more=True)
    some = {
        "honest": material.honest(),
        "freely": material.freely_worded(),
        "guide": material.guides(more=True),
        "of guide": of_guides,
        "recorded": material.recorded(),
        "twin": truths,
        "planted": material.planted()[0],
        "in guide": in_guides,
        "lie": lies,
    }
    texts = [Row("text", line.written_in, False, (signs(line),)) for line in translations.lines(EVERY_TEXT)]
    return texts + [
        Row(source, _fold(source, case), bool(findings(case)), tuple(_signs(case)))
        for source, cases in some.items()
        for case in cases
        if not case.held_back
    ]


def _signs(case: Case) -> Iterable[Mapping[str, float]]:
    of_case = questions.claims(case)
    for text, line in suspicion.compared(case.request, questions.all_claims(case)):
        if text in of_case:
            yield signs(line)


def _fold(source: str, case: Case) -> str:
    if source in ("twin", "lie"):
        return f"twins {int(case.name.partition(':')[0]) % FOLDS_OF_TWINS}"
    draft = case.name.split()[0]
    if "guide" in source:
        draft = material.recording_of(draft)
    if source == "freely":
        return draft.partition("-en-to-")[0]
    return _SAME_RECORDING.get(draft, draft)


def fit(some: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """The weight of each sign."""
    lines = [(row, line) for row in some for line in row.lines if not (row.wrong and row.seen)]
    x = np.array([[*(line[name] for name in names), 1.0] for _, line in lines])
    scale = np.append(np.where(x[:, :-1].std(0) > 0, x[:, :-1].std(0), 1.0), 1.0)
    x = x / scale
    y = np.array([float(row.wrong) for row, _ in lines])
    counts = np.array([COUNTS.get(row.source, 1.0) for row, _ in lines])
    penalty = np.append(np.full(len(names), PENALTY), 1e-3)
    found: Array = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (counts * (p - y)) + penalty * found
        bend = (x.T * (counts * p * (1 - p))) @ x + np.diag(penalty)
        found = found - np.linalg.solve(bend, slope)
    return {name: float(value) for name, value in zip(names, (found / scale)[:-1], strict=True)}


Score = Callable[[Mapping[str, float]], float]


def threshold(some: Iterable[Row], score: Score, budget: float) -> float:
    """The lowest one with which at most this share of the honest steps is asked about."""
    best = [
        np.inf if row.seen else max(map(score, row.lines), default=-np.inf) for row in some if row.source == "honest"
    ]
    return float(sorted(best, reverse=True)[int(budget * len(best))])


def curve(some: Sequence[Row], names: Sequence[str]) -> None:
    """Prints for each budget how much is asked about, each recording with what was fitted without it."""
    folds = sorted({row.fold for row in some})
    weights = {fold: fit([row for row in some if row.fold != fold], names) for fold in folds}
    for budget in BUDGETS:
        asked: dict[str, list[bool]] = {}
        for fold in folds:
            learned = suspicion.Weights(weights[fold], 0.0)
            bound = threshold([row for row in some if row.fold != fold], learned.score, budget)
            for row in some:
                if row.fold == fold:
                    above = any(learned.score(line) > bound + 1e-9 for line in row.lines)
                    asked.setdefault(row.source, []).append(row.seen or above)
        shares = "".join(f"{f'{source} {np.mean(each):.1%}':>16}" for source, each in asked.items())
        print(f"    at most {budget:.0%} of the honest steps: {shares}")


def frequencies(some: Sequence[Row]) -> None:
    """Prints for each sign which share of the lines has it. Lines with faults that the checks find don't count."""
    sources = list(dict.fromkeys(row.source for row in some))
    print(f"{'':<26}{''.join(f'{source:>10}' for source in sources)}")
    for name in SIGNS:
        shares = [
            np.mean(
                [
                    line[name] > 0
                    for row in some
                    if row.source == source and not (row.wrong and row.seen)
                    for line in row.lines
                ]
            )
            for source in sources
        ]
        print(f"{name:<26}{''.join(f'{share:>10.1%}' for share in shares)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    asked = parser.parse_args()
    some = rows()
    frequencies(some)
    curve(some, SIGNS)
    weights = fit(some, SIGNS)
    learned = suspicion.Weights({name: round(value, 3) for name, value in weights.items()}, 0.0)
    # As much as one circumstance that is put into a clause of which all else was said.
    bound = learned.weights["circumstance added"] * math.log1p(INTO_SAID)
    kept = {"weights": learned.weights, "threshold": round(bound - 1e-3, 3)}
    print(json.dumps(kept, indent=2))
    if asked.write:
        WEIGHTS.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
