"""How sure one can be of a step, from counts that a reader can check."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.grounding.checks import Check
from pipeline.guide import Action, Caution, Confidence, FindingKind, Level

_MOST_TO_CHECK_SHARE = 0.25
"""If a larger share of lines is to check, confidence is low."""


def confidence(
    checked: Sequence[Check],
    actions: Sequence[Action],
    cautions: Sequence[Caution],
    *,
    translated: bool,
    not_told: int = 0,
    by_model: bool = True,
    quoted: bool = False,
) -> Confidence:
    """The confidence in a step.

    High: nothing to check and nothing removed. Low: a negation, condition or option changed, or more than a quarter of
    the lines are to check. Medium: everything in between, every translation, and every step that no model wrote: what
    it cites was said, but nobody has compared it with what wasn't understood.

    `not_told` is how many of the actions weren't said as an instruction: the speaker did them, or named them as
    possible. If these are more than half, confidence isn't high. `quoted`: the actions are only quotations, which are
    no instructions, and confidence is low.
    """
    lines = len(actions) + len(cautions)
    cited = sum(1 for action in actions if action.citations)
    facts = [
        fact for check in checked if not check.whole and not (check.spare and check.removed) for fact in check.facts
    ]
    supported = sum(not fact.missing for fact in facts)
    respelled = sum(fact.respelled is not None for fact in facts)
    findings = [line.findings for line in actions] + [line.findings for line in cautions]
    to_check = [kinds for found in findings if (kinds := {f.kind for f in found} - {FindingKind.RESPELLED})]
    # An unclear line should be checked, but is no reason to distrust its step.
    wrong = [kinds for kinds in to_check if kinds - {FindingKind.UNCLEAR}]
    turned = any(kinds & {FindingKind.POLARITY, FindingKind.CONTRADICTED} for kinds in to_check)
    taken_out = sum(1 for check in checked if check.removed and not check.spare)

    if quoted:
        reasons = ["only quoted, since nobody was heard giving instructions"]
        if to_check:
            reasons.append(f"{_count(len(to_check), 'line')} to check")
        return Confidence(Level.LOW, "; ".join(reasons if by_model else [*reasons, "written without a language model"]))

    reasons = [f"{cited} of {_count(len(actions), 'instruction')} backed by a source"]
    if facts:
        reasons.append(f"{supported} of {_count(len(facts), 'exact value')} found in the sources")
    if to_check:
        reasons.append(f"{_count(len(to_check), 'line')} to check")
    if taken_out:
        reasons.append(f"{_count(taken_out, 'unsupported part')} removed")
    if respelled:
        reasons.append(f"{_count(respelled, 'name')} respelled")
    if not_told:
        instructed = f"{len(actions) - not_told} of {len(actions)} said as an instruction"
        reasons.append(f"{instructed}, the rest only shown or mentioned as possible")
    if translated:
        reasons.append("translated from what was said, so the wording can only be compared indirectly")
    if not by_model:
        reasons.append("written without a language model")

    if not actions or turned or cited * 2 < len(actions) or len(wrong) > _MOST_TO_CHECK_SHARE * lines:
        level = Level.LOW
    elif to_check or taken_out or translated or cited < len(actions) or 2 * not_told > len(actions) or not by_model:
        level = Level.MEDIUM
    else:
        level = Level.HIGH
    return Confidence(level, "; ".join(reasons))


def with_uncompared(known: Confidence, lines: int) -> Confidence:
    """The confidence in a step of which so many lines may say something else than what was said, and no model has
    compared them: not high. They aren't marked, since most such lines are right."""
    level = Level.MEDIUM if known.level is Level.HIGH else known.level
    return Confidence(level, f"{known.reason}; {_count(lines, 'doubtful line')} not compared with what was said")


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
