"""What the model is asked for an outline: of the whole, of a window, or of what is still missing."""

from __future__ import annotations

from pipeline import prompts
from pipeline.options import GuideOptions
from pipeline.outline.step_numbering import shares
from pipeline.outline.window_outline import Asked
from pipeline.outline.windows import Window
from pipeline.transcript import Transcript


def question(window: Window, number: int, windows: int, transcript: Transcript, options: GuideOptions) -> str:
    """The question for one of so many windows; `number` counts from 0."""
    lines = ["GUIDE", prompts.wishes(transcript, options), wanted_steps(options, number, windows)]
    if options.title:
        lines.append(f"Title, as it was asked for: {prompts.one_line(options.title)}")
    if options.anyway:
        lines.append("The asker wants a guide in any case: find what a reader could do, and leave no_procedure null.")
    lines += [
        "",
        f"TRANSCRIPT (utterances {window.first} to {window.last}{part_of(number, windows)})",
        *prompts.named(transcript),
        prompts.quoted(transcript, range(window.first, window.last + 1)),
    ]
    return "\n".join(lines)


def part_of(number: int, windows: int) -> str:
    """Which window it is, where there are several."""
    return f", part {number + 1} of {windows}" if windows > 1 else ""


def wanted_steps(options: GuideOptions, window: int, windows: int) -> str:
    """How many steps are wanted, in words. Each window gets its share."""
    most = shares(options.max_steps, windows)[window]
    if options.steps is not None:
        wanted = shares(options.steps, windows)[window]
        return f"Number of steps: {wanted}; a few less or more, at most {most}, if the content asks for it"
    return f"Number of steps: as many as there are, at most {most}"


def taken_up(user: str, asked: Asked) -> str:
    """The question, changed to continue after the steps that are known already."""
    steps = asked.known.steps
    if not steps:
        return user
    ask = "leave steps empty and give the rest" if asked.planned.is_set() else "name only the steps that come after"
    planned = "\n".join(f"- {step.title}: {', '.join(map(str, step.ids))}" for step in steps)
    return f"{user}\n\nALREADY PLANNED, in this order; {ask}\n{planned}"


def with_plan(user: str, heading: str, asked: Asked) -> str:
    """The question, with the steps that are known so far below a heading."""
    planned = "\n".join(f"- {step.title}: {prompts.as_ranges(step.ids)}" for step in asked.known.steps)
    return f"{user}\n\n{heading}\n{planned}"
