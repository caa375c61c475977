"""Puts a case through the checks. A finding is what is marked for the reader, told to the model for a rewrite, or taken
out; a name that is spelt as the glossary or a page spells it is none."""

from __future__ import annotations

from pipeline.grounding import explain
from pipeline.grounding.checks import Check
from pipeline.guide import FindingKind
from tests.checks.material import Case


def findings(case: Case) -> list[tuple[str, str, str]]:
    """(part, line, what is found) of the lines that matter."""
    found = []
    for check in explain(case.request, case.draft):
        if case.part is None or check.part == case.part:
            found += [(check.part, check.text, message) for message in _messages(check)]
    return found


def _messages(check: Check) -> list[str]:
    marked = [one.message for one in check.findings if one.kind is not FindingKind.RESPELLED]
    return [*marked, *([check.removed] if check.removed else [])]
