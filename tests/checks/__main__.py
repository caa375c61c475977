"""make checks: how often the checks of drafts find something in honest lines, and in faults and lies.

By code alone: what the checks say before a model is asked anything, and what code would ask about; the weights for the
latter are fitted on the open part (`python -m tests.checks.fit`). With the question: when a model has said which lines
differ from their utterances; its answers are kept in tests/fixtures/checks/verdicts.jsonl, given by somebody who
saw nothing else (`python -m tests.checks.questions`). The part that is held back is printed apart, and never line by
line.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence

from tests.checks import material, questions
from tests.checks.material import Case
from tests.checks.verdicts import doubted, findings, to_repair

Found = list[tuple[str, str, str]]


def share(found: int, of: int) -> str:
    return f"{found:>4} of {of:<4} {found / max(1, of):>6.1%}"


def row(what: str, cases: Sequence[Case], look: Callable[[Case], Found], *, detail: str | None) -> None:
    """One line: how many of the cases have a finding, and how many of those held back."""
    found = {id(case): look(case) for case in cases}
    parts = [[case for case in cases if case.held_back is held] for held in (False, True)]
    shown = "".join(f"{share(sum(bool(found[id(case)]) for case in part), len(part)):>24}" for part in parts)
    print(f"{what:<34}{shown}")
    if detail == "kinds":
        kinds = Counter(case.kind for case in parts[0])
        caught = Counter(case.kind for case in parts[0] if found[id(case)])
        for kind, count in kinds.most_common():
            print(f"    {kind:<40}{share(caught[kind], count)}")
    for case in parts[0] if detail in ("found", "silent") else ():
        if bool(found[id(case)]) is (detail == "found"):
            print(f"    {case.name}")
            for part, line, message in found[id(case)]:
                print(f"        {part}: {line}\n            {message}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make checks", description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", action="store_true", help="faults and lies by kind")
    parser.add_argument("--lines", action="store_true", help="honest lines with a finding, faults and lies without")
    parser.add_argument("--code", action="store_true", help="by code alone")
    asked = parser.parse_args()
    planted, of_guides = material.planted()
    lies, truths = material.twins()
    in_guides, twins_in_guides = material.faults_in_guides()
    false, missed = ("found", "silent") if asked.lines else (None, "kinds" if asked.kinds else None)
    known = questions.answers()
    unanswered = len(questions.open_questions(known))

    def questioned(case: Case) -> Found:
        return findings(case, questions.verdicts(case, known))

    looks: list[tuple[str, Callable[[Case], Found]]] = [
        ("found by code alone", findings),
        ("found or asked about by code", doubted),
    ]
    if not asked.code:
        looks.append(("found with the question", questioned))
    for heading, look in looks:
        print(f"{heading:<34}{'open':>24}{'held back':>24}")
        row("honest steps", material.honest(), look, detail=false)
        if look is not questioned:
            row("honest steps, freely worded", material.freely_worded(), look, detail=false)
            row("honest steps of a model", material.guides(), look, detail=false)
            row("honest twins of its lines", twins_in_guides, look, detail=false)
            row("faults in its lines", in_guides, look, detail=missed)
        row("honest twins", truths, look, detail=false)
        row("planted faults", planted, look, detail=missed)
        row("lies", lies, look, detail=missed)
    if not asked.code:

        def repaired(case: Case) -> Found:
            return to_repair(case, questions.verdicts(case, known))

        print(f"{'sent back to the writer':<34}{'open':>24}{'held back':>24}")
        row("honest steps", material.honest(), repaired, detail=false)
    print(f"{of_guides} faults in titles, audiences and prerequisites of whole guides are seen by no check.")
    if unanswered and not asked.code:
        print(f"{unanswered} lines have no answer to the question and count as found by code alone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
