"""What is known once all windows of a transcript are outlined -> the end of the outline."""

from __future__ import annotations

from dataclasses import replace

from pipeline.errors import ModelAnswerUnusable
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, Plan, StepDetail
from pipeline.outline.window_outline import WindowOutline
from pipeline.outline.windows import Found
from pipeline.transcript import Transcript

MOST_QUESTIONS = 12
"""Of all windows."""


def ending(
    transcript: Transcript, outlines: list[WindowOutline], steps: list[Found], plan: Plan, options: GuideOptions
) -> OutlineEnd:
    """What is known at the end, from all windows. Raises ModelAnswerUnusable if there are no steps and no reason for
    that."""
    reason = next((outline.no_procedure for outline in outlines if outline.no_procedure), None)
    if not plan.steps and (reason is None or options.anyway):
        raise ModelAnswerUnusable("The language model didn't plan any steps and didn't say why.")
    with_steps = [outline for outline in outlines if outline.steps] or outlines
    ways = {step.way.casefold(): step.way for step in plan.steps if step.way}
    prerequisites: dict[tuple[str, str | None], CitedText] = {}  # salt may be needed for the dough and for the sauce
    gaps: dict[str, CitedText] = {}
    questions: dict[str, CitedText] = {}
    for outline in with_steps:
        for need in outline.prerequisites:
            way = ways.get((need.way or "").casefold())
            prerequisites.setdefault((need.text.casefold(), need.group), replace(need, way=way))
        for gap in outline.not_said:
            gaps.setdefault(gap.text.casefold(), gap)
        for asked in outline.questions:
            questions.setdefault(asked.text.casefold(), asked)
    return OutlineEnd(
        title=next((o.title for o in with_steps if o.title), "") or transcript.title or "",
        audience=next((o.audience for o in with_steps if o.audience), None),
        prerequisites=tuple(prerequisites.values()) if plan.steps else (),
        no_procedure=None if plan.steps else reason,
        about=next((o.about for o in with_steps if o.about), None),
        details=_details(outlines, steps),
        not_said=tuple(gaps.values()) if plan.steps else (),
        questions=tuple(questions.values())[:MOST_QUESTIONS] if plan.steps else (),
        choices=tuple(
            replace(choice, ways=named)
            for outline in with_steps
            for choice in outline.choices
            if len(named := tuple(dict.fromkeys(ways[w.casefold()] for w in choice.ways if w.casefold() in ways))) > 1
        ),
    )


def _details(outlines: list[WindowOutline], steps: list[Found]) -> dict[int, StepDetail]:
    """By the number of the step in the plan. What is made of several steps is optional, or a rescue, if all of them
    are, and has a condition if they share it."""
    details = {}
    for number, step in enumerate(steps, 1):
        parts = [outlines[window].details.get(own, StepDetail()) for window, own in step.origins]
        conditions = {part.when for part in parts}
        detail = StepDetail(
            optional=step.optional or all(part.optional for part in parts),
            when=step.when or (conditions.pop() if len(conditions) == 1 else None),
            rescue=step.rescue or all(part.rescue for part in parts),
        )
        if parts and detail != StepDetail():
            details[number] = detail
    return details
