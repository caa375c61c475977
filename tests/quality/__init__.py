"""How good a guide is, measured against its transcript without a judge: counts that anyone can check by reading.

These metrics share no code with the rules that write and check guides, so that the product isn't measured by its own
opinion. `python -m tests.quality.one_guide GUIDE TRANSCRIPT` prints them for one guide.
"""

from __future__ import annotations

from pipeline.guide import Guide
from pipeline.transcript import Transcript
from tests.quality.agreement import Agreement, agreement
from tests.quality.citations import Citations, Verbatim, citations, verbatim
from tests.quality.coverage import Coverage, Noise, coverage, noise
from tests.quality.facts import Facts, facts
from tests.quality.form import Form, form
from tests.quality.gold import Gold, read_gold
from tests.quality.labels import Label, Labels
from tests.quality.novelty import Novelty, novelty
from tests.quality.polarity import Polarity, polarity
from tests.quality.readability import Readability, readability
from tests.quality.report import Bound, Report, Row, total
from tests.quality.restraint import Restraint, restraint
from tests.quality.run_ons import RunOns, run_ons


def measure(
    guide: Guide,
    transcript: Transcript,
    gold: Gold | None = None,
    labels: Labels | None = None,
    name: str | None = None,
) -> Report:
    """All metrics of one guide, as rows. The transcript must be the one that it was made from."""
    metrics: list[
        Citations
        | Verbatim
        | Facts
        | Novelty
        | Coverage
        | Noise
        | Form
        | RunOns
        | Agreement
        | Polarity
        | Readability
        | None
    ] = [
        citations(guide, transcript),
        verbatim(guide, transcript),
        facts(guide, transcript),
        novelty(guide, transcript),
        polarity(guide, transcript),
        coverage(guide, transcript, labels),
        noise(guide, transcript, labels),
        form(guide),
        run_ons(guide),
        readability(guide),
        agreement(guide, transcript, gold) if gold else None,
    ]
    return Report(name or guide.origin.name, tuple(row for metric in metrics if metric for row in metric.rows()))


__all__ = [
    "Agreement",
    "Bound",
    "Citations",
    "Coverage",
    "Facts",
    "Form",
    "Gold",
    "Label",
    "Labels",
    "Noise",
    "Novelty",
    "Polarity",
    "Readability",
    "Report",
    "Restraint",
    "Row",
    "RunOns",
    "Verbatim",
    "agreement",
    "citations",
    "coverage",
    "facts",
    "form",
    "measure",
    "noise",
    "novelty",
    "polarity",
    "read_gold",
    "readability",
    "restraint",
    "run_ons",
    "total",
    "verbatim",
]
