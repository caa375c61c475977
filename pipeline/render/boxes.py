"""Where the boxes of a step stand: warnings in front of what they warn of, notes and tips behind what they explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.guide import Caution, CautionKind, Source, Step, WriterKind

MOST_BETWEEN = 1
"""How many utterances may be between what an action cites and the note that follows it: a word such as "okay"."""


@dataclass(frozen=True)
class Boxes:
    """The boxes of one step by their places, each in the order of the step."""

    explanations: tuple[Caution, ...]
    """Notes before the first action: what one understands first. They are plain text below the heading, in no box."""
    first: tuple[Caution, ...]
    """Warnings and tips before all actions."""
    before: dict[int, tuple[Caution, ...]]
    """Before an action, by its number."""
    behind: dict[int, tuple[Caution, ...]]
    """Behind an action that they explain, by its number."""
    last: tuple[Caution, ...]
    """After all actions."""


def placed(step: Step, sources: Sequence[Source], *, led_in: bool = False) -> Boxes:
    """A warning stands before the action that it names, a note or a tip behind the one before that, as a model that
    wrote the step has decided; what names no action is for the whole step. If no model wrote it, a note or a tip that
    cites what an action cites, or what was said next, explains this action and stands behind it. `sources` are those of
    the guide. With `led_in`, the actions have a condition above them, which nothing parts from the first one."""
    first: list[Caution] = []
    before: dict[int, tuple[Caution, ...]] = {}
    behind: dict[int, tuple[Caution, ...]] = {}
    last: list[Caution] = []
    at = {source.id: place for place, source in enumerate(sources)}
    for caution in step.cautions:
        if caution.kind is CautionKind.WARNING:
            explained = None
        elif step.writer is WriterKind.MODEL:
            explained = min(caution.before - 1, len(step.actions)) if caution.before else None
        else:
            explained = _explained(caution, step, sources, at)
        if explained:
            behind[explained] = (*behind.get(explained, ()), caution)
        elif caution.before is None:
            first.append(caution)
        elif 1 <= caution.before <= len(step.actions):
            before[caution.before] = (*before.get(caution.before, ()), caution)
        else:
            last.append(caution)
    if led_in:
        first += before.pop(1, ())
    early = [*first, *before.get(1, ())]
    explanations = tuple(caution for caution in early if caution.kind is CautionKind.NOTE)
    before = {n: tuple(c for c in some if n > 1 or c not in explanations) for n, some in before.items()}
    return Boxes(
        explanations,
        tuple(caution for caution in first if caution not in explanations),
        {n: some for n, some in before.items() if some},
        behind,
        tuple(last),
    )


def _explained(caution: Caution, step: Step, sources: Sequence[Source], at: dict[str, int]) -> int | None:
    """The number of the action that a note explains. Of several, the nearest to the place that the note names."""
    cited = {source_id for source_id in caution.citations if source_id in at}
    if not cited:
        return None
    for ids in (cited, _said_before(sources, min(at[source_id] for source_id in cited))):
        numbers = [n for n, action in enumerate(step.actions, 1) if ids.intersection(action.citations)]
        if numbers:
            return min(numbers, key=lambda n: (abs(n - (caution.before or 1)), n))
    return None


def _said_before(sources: Sequence[Source], place: int) -> set[str]:
    """The id of what was said right before a source; empty if too much that the guide doesn't cite is in between."""
    if place == 0:
        return set()
    earlier, later = sources[place - 1], sources[place]
    numbers = [source.id[1:] for source in (earlier, later) if source.reference is None]
    if len(numbers) < 2 or not all(number.isdecimal() and len(number) < 10 for number in numbers):
        return set()
    return {earlier.id} if 1 <= int(numbers[1]) - int(numbers[0]) <= 1 + MOST_BETWEEN else set()
