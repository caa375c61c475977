"""Puts a case through the checks. A finding is what is marked for the reader, told to the model for a rewrite, or taken
out; a name that is spelt as the glossary or a page spells it is none."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.grounding.checks import Check
from pipeline.grounding.settling import NO_VERDICTS, settle
from pipeline.grounding.suspicion import suspects
from pipeline.guide import FindingKind, WriterKind
from pipeline.writing import Verdict
from tests.checks.material import Case


def findings(case: Case, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> list[tuple[str, str, str]]:
    """(part, line, what is found) of the lines that matter: by code alone, or with what a model says of them."""
    found = []
    for check in settle(case.request, case.draft, WriterKind.MODEL, None, verdicts).checks:
        if case.part is None or check.part == case.part:
            found += [(check.part, check.text, message) for message in _messages(check)]
    return found


def to_repair(case: Case, verdicts: Mapping[str, Verdict]) -> list[tuple[str, str, str]]:
    """What the writer would be asked to repair. A repair shows it all of its step once more."""
    settled = settle(case.request, case.draft, WriterKind.MODEL, None, verdicts)
    return [("step", settled.step.title, problem) for problem in settled.problems]


def doubted(case: Case) -> list[tuple[str, str, str]]:
    """The same by code alone, with the lines that code would ask a model about."""
    settled = settle(case.request, case.draft, WriterKind.MODEL)
    suspected = suspects(case.request, settled.claims)
    parts = {check.text: check.part for check in settled.checks if case.part is None or check.part == case.part}
    if case.part in (None, "title"):
        parts[settled.step.title] = "title"
    return findings(case) + [(parts[text], text, "asked about") for text in suspected if text in parts]


def _messages(check: Check) -> list[str]:
    marked = [one.message for one in check.findings if one.kind is not FindingKind.RESPELLED]
    return [*marked, *([check.removed] if check.removed else [])]
