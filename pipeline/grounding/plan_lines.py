"""What a plan says of its steps, as far as the transcript supports it: their titles, ways and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.grounding.uncited_lines import clean_title
from pipeline.guide import Step
from pipeline.options import GuideOptions
from pipeline.outline import OutlineEnd, Plan, PlannedStep, StepDetail
from pipeline.transcript import Transcript


def with_clean_titles(plan: Plan, transcript: Transcript) -> Plan:
    """The plan with titles whose facts are in the transcript, or "Step N", and with the names of its ways."""
    ways: dict[str, str] = {}
    steps: list[PlannedStep] = []
    for step in plan.steps:
        # Titles have words that nobody said ("Test the adapter"). Of a step they are compared once it is written.
        title = clean_title(step.title, transcript, wording=False, names=plan.names) or f"Step {step.number}"
        if step.way and step.way not in ways:
            ways[step.way] = clean_title(step.way, transcript, wording=False, names=plan.names) or title
        steps.append(replace(step, title=title, way=ways.get(step.way or "")))
    return replace(plan, steps=tuple(steps))


def with_details(
    steps: Iterable[Step], plan: Plan, end: OutlineEnd, transcript: Transcript, options: GuideOptions
) -> tuple[Step, ...]:
    """The steps of a plan, in its order, with their ways and with what the end of the outline says of each. A condition
    is left out if the transcript doesn't support it."""
    wording = _is_in_its_language(transcript, options)
    detailed: list[Step] = []
    for planned, step in zip(plan.steps, steps, strict=True):
        detail = end.details.get(planned.number, StepDetail())
        when = clean_title(detail.when, transcript, wording=wording, names=plan.names) or None
        detailed.append(replace(step, way=planned.way, optional=detail.optional, when=when, rescue=detail.rescue))
    return tuple(detailed)


def _is_in_its_language(transcript: Transcript, options: GuideOptions) -> bool:
    """Whether the guide is in the transcript's language, so that its words can be compared."""
    return options.language in (None, transcript.language)
