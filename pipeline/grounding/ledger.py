"""How each line of a step was checked, which of them a model is to compare, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.cleaning import LONGEST_LISTED_CHARACTERS, shorten
from pipeline.grounding.checks import Check, Looked
from pipeline.grounding.lines import CONTRADICTS, Lines
from pipeline.guide import Finding, FindingKind
from pipeline.writing import Claim

if TYPE_CHECKING:
    from pipeline.writing import Verdict

LONGEST_REASON_CHARACTERS = 200
DOUBTFUL = (FindingKind.POLARITY, FindingKind.OVERLAP, FindingKind.DIFFERS)
"""What a verdict of the model on a line replaces."""


class Ledger:
    """The checks of one step's lines, and the lines that can be compared with what was said. `verdicts` are what a
    model says of them, by the text of each as its check has it."""

    def __init__(self, lines: Lines, verdicts: Mapping[str, Verdict]) -> None:
        self._lines, self._verdicts = lines, verdicts
        self.checks: list[Check] = []
        self.claims: dict[str, Claim] = {}

    def claim(self, kind: str, text: str, sources: Sequence[str], code: str | None = None) -> None:
        """Notes a line for comparing, with its code. One that rests on pages alone isn't compared."""
        checked = as_checked(text)
        if said := tuple(sorted(int(source_id[1:]) for source_id in sources if source_id.startswith("u"))):
            self.claims[checked] = Claim(f"{checked} `{code}`" if code else checked, said, kind)

    def holds(self, kind: str, text: str, sources: Sequence[str], *, doubtful: bool, code: str | None = None) -> bool:
        """Whether a line without which its step is complete may stay: as a model says that has compared it, else if it
        isn't doubtful."""
        self.claim(kind, text, sources, code)
        verdict = self._verdicts.get(as_checked(text))
        return not doubtful if verdict is None else verdict.same

    def refuted(self, text: str) -> str | None:
        """What a model says is wrong with a line, or None."""
        verdict = self._verdicts.get(as_checked(text))
        return None if verdict is None or verdict.same else self._reason(verdict)

    def _reason(self, verdict: Verdict) -> str:
        return self._lines.clean(verdict.differs, LONGEST_REASON_CHARACTERS).text or CONTRADICTS.message

    def judged(self, text: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, each once. If the line was judged, the verdict replaces those that are only doubts."""
        distinct = tuple(dict.fromkeys(findings))
        verdict = self._verdicts.get(as_checked(text))
        if verdict is None:
            return distinct
        kept = tuple(finding for finding in distinct if finding.kind not in DOUBTFUL)
        if verdict.same:
            return kept
        return (*kept, Finding(FindingKind.CONTRADICTED, self._reason(verdict)))

    def note(
        self,
        part: str,
        text: str,
        citations: tuple[str, ...] = (),
        facts: tuple[Looked, ...] = (),
        overlap: float = 1.0,
        findings: tuple[Finding, ...] = (),
        removed: str | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Notes how a line was checked. The arguments are the fields of its Check."""
        text = as_checked(text)
        self.checks.append(Check(part, text, citations, facts, overlap, findings, removed, whole))


def as_checked(text: str) -> str:
    """A proposed line as its check has it."""
    return shorten(" ".join(text[: 2 * LONGEST_LISTED_CHARACTERS].split()), LONGEST_LISTED_CHARACTERS)
