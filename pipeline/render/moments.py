"""What was said, as a document lists it: by the step that it is for, and what belongs to one moment together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.guide import Guide, Source
from pipeline.render.marks import GLANCE, NOT_SAID, QUESTIONS, Marks, Place, telling

MOMENT_SECONDS = 10.0
"""What begins within this time of a moment's first words belongs to the moment."""
LONGEST_MOMENT_SECONDS = 30.0
MOST_IN_A_MOMENT = 6
"""The most that utterances that follow each other make one moment of. A mark's time is found in it at once."""


@dataclass(frozen=True)
class SourcesOfStep:
    """The utterances that one step is based on, without those that stand with an earlier one."""

    place: Place | None
    """The step, or what cites them outside the steps. None: nothing cites them."""
    moments: tuple[tuple[Source, ...], ...]
    """In the order of the recording."""


def by_step(guide: Guide, marks: Marks) -> tuple[SourcesOfStep, ...]:
    """All utterances of a guide, each once: with the first step that cites it, or with the place outside the steps that
    does if no step does."""
    groups: dict[Place | None, list[Source]] = {}
    for source in guide.sources:
        if source.reference is None:
            places = telling(marks.places(source.id))
            first = next((place for place in places if place.step), next(iter(places), None))
            group = Place(first.step, section=GLANCE if first.step else first.section) if first else None
            groups.setdefault(group, []).append(source)
    order = sorted(groups, key=lambda place: _order(place, marks))
    return tuple(SourcesOfStep(place, _moments(groups[place])) for place in order)


def _order(place: Place | None, marks: Marks) -> tuple[int, tuple[int, int, str]]:
    """As in the document: what is needed at first, the steps, questions, what isn't said, and the rest."""
    if place is None:
        return 4, (0, 0, "")
    if place.step:
        return 1, marks.order(place)
    return {NOT_SAID: 3, QUESTIONS: 2, GLANCE: 0}.get(place.section, 1), marks.order(place)


def _moments(sources: Iterable[Source]) -> tuple[tuple[Source, ...], ...]:
    moments: list[tuple[Source, ...]] = []
    for source in sources:
        last = moments[-1] if moments else ()
        if last and _belongs(source, last):
            moments[-1] = (*last, source)
        else:
            moments.append((source,))
    return tuple(moments)


def _belongs(source: Source, moment: tuple[Source, ...]) -> bool:
    first, last = moment[0], moment[-1]
    if len(moment) >= MOST_IN_A_MOMENT:
        return False
    if first.start is None or source.start is None:
        return _next(last, source)
    longest = LONGEST_MOMENT_SECONDS if _next(last, source) else MOMENT_SECONDS
    return 0.0 <= source.start - first.start <= longest


def passages(sources: Iterable[Source]) -> tuple[tuple[Source, ...], ...]:
    """The sources, with those together that can be quoted in one go: utterances of one person, without anything in
    between."""
    made: list[tuple[Source, ...]] = []
    for source in sources:
        last = made[-1] if made else ()
        in_a_row = last and last[-1].speaker == source.speaker and _next(last[-1], source)
        if in_a_row and last[-1].reference is None and source.reference is None:
            made[-1] = (*last, source)
        else:
            made.append((source,))
    return tuple(made)


def _next(earlier: Source, later: Source) -> bool:
    """Whether one utterance directly follows the other."""
    numbers = (earlier.id[1:], later.id[1:])
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        return False
    return int(numbers[1]) - int(numbers[0]) == 1
