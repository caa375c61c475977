"""A guide in lines, as it is put to who edits it, and which edits of them are permitted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.grounding import content_stems_of
from pipeline.grounding.whole_guide import ABOUT, ANSWERED
from pipeline.guide import CautionKind, Step, WriterKind
from pipeline.outline import OutlineEnd
from pipeline.writing import Edit, GuideLine

SAID_ELSEWHERE_SHARE = 0.8
"""An action may go if another one that rests on the same utterances has this much of its words."""
LEAST_KEPT_SHARE = 0.5
"""Of a step's actions, at least so many stay."""
ADVICE = "advice before the options"
"""The kind of a line that tells ways apart."""


_TAG = re.compile(r"^\s*[^\W\d_]{4,20}\s?[:：]\s")
"""What stands before an action and isn't what is done, such as "Optional:"."""


@dataclass(frozen=True)
class Place:
    """Where a line of the guide is: in a step, or in front of all steps."""

    step: int
    """The step's place in the guide, from 0. -1: in no step."""
    part: str
    """ "action", "result", "caution", "goal", "condition", "gap", "need", "advice" or "about"; "added" for notes that
    an edit adds, "lacking" for gaps that an edit adds, "question" for questions that an edit adds, "answered" for
    those that are there."""
    at: int = 0
    """Which one of its kind, from 0."""


@dataclass(frozen=True)
class Whole:
    """A guide in lines, and where each of them is."""

    lines: tuple[GuideLine, ...]
    places: tuple[Place, ...]

    def edited(self, edits: Iterable[Edit]) -> dict[Place, Edit]:
        """The edits by the places of their lines. Those that add notes have places of their own."""
        made: dict[Place, Edit] = {}
        for edit in edits:
            if 1 <= edit.line <= len(self.places):
                place = self.places[edit.line - 1]
                if edit.asked:
                    place = Place(-1, "question", edit.line)
                elif edit.added or edit.lacking:
                    place = Place(place.step, "added" if edit.added else "lacking", edit.line)
                made[place] = edit
        return made


def in_lines(end: OutlineEnd, steps: Sequence[Step]) -> Whole:
    """The guide in lines, in the order in which the reader meets them."""
    lines: list[GuideLine] = []
    places: list[Place] = []

    def add(place: Place, line: GuideLine) -> None:
        lines.append(line)
        places.append(place)

    if end.about:
        add(Place(-1, "about"), GuideLine(ABOUT, end.about, heading=end.title))
    for at, need in enumerate(end.prerequisites):
        above = "Before the first step:" if end.about else f"{end.title}\nBefore the first step:"
        of_way = f" for {need.way}" if need.way else ""
        shown = GuideLine(f"needed first{of_way}", need.text, need.utterance_ids, heading=None if at else above)
        add(Place(-1, "need", at), shown)
    for at, gap in enumerate(end.not_said):
        head = "Not said, about the whole:" if not at else None
        add(Place(-1, "gap", at), GuideLine("not said", gap.text, gap.utterance_ids, heading=head))
    for number, step in enumerate(steps):
        at_choice = _choice_at(step, end)
        choice = end.choices[at_choice] if at_choice is not None else None
        if at_choice is not None and choice and choice.advice and Place(-1, "advice", at_choice) not in places:
            several = " (a reader may use several of them)" if choice.several else ""
            head = f"THE CHOICE “{choice.title}”: {', '.join(choice.ways)}{several}"
            line = GuideLine(ADVICE, choice.advice.text, choice.advice.utterance_ids, heading=head)
            add(Place(-1, "advice", at_choice), line)
        heading: str | None = _heading(step, end)
        for place, kind, text, citations, code in _lines_of(number, step):
            add(place, GuideLine(kind, text, ids_of(citations), code, heading))
            heading = None
    for at, asked in enumerate(end.questions):
        head = "QUESTIONS, behind the steps:" if not at else None
        add(Place(-1, "answered", at), GuideLine(ANSWERED, asked.text, asked.utterance_ids, heading=head))
    return Whole(tuple(lines), tuple(places))


def _heading(step: Step, end: OutlineEnd) -> str:
    at = _choice_at(step, end)
    of = f" (way: {step.way})" if step.way else ""
    if at is not None:
        of = f" (one of the options of “{end.choices[at].title}”: {step.way})"
    return f"STEP {step.number}: {step.title}{of}{' (optional)' if step.optional else ''}"


def _choice_at(step: Step, end: OutlineEnd) -> int | None:
    """The choice that a step is an option of, by its place among all."""
    return next((at for at, each in enumerate(end.choices) if step.way in each.ways), None)


def _lines_of(number: int, step: Step) -> Iterator[tuple[Place, str, str, Sequence[str], str | None]]:
    if step.when:
        yield Place(number, "condition"), "condition of the whole step", step.when, (), None
    if step.goal:
        yield Place(number, "goal"), "goal", step.goal, (), None
    for before in range(len(step.actions) + 1):
        for at, caution in enumerate(step.cautions):
            if (caution.before or 1) == before + 1:
                yield Place(number, "caution", at), caution.kind.value, caution.text, caution.citations, None
        if before < len(step.actions):
            action = step.actions[before]
            yield Place(number, "action", before), "action", action.instruction, action.citations, action.code
            if action.expected:
                yield Place(number, "result", before), "result", action.expected, (), None
    for at, gap in enumerate(step.missing):
        yield Place(number, "gap", at), "not said", gap.text, gap.citations, None


def permitted(whole: Whole, edits: Sequence[Edit], steps: Sequence[Step], language: str | None) -> tuple[Edit, ...]:
    """The edits without those that would lose something: an action is only dropped if another line tells it, as it
    stands or as it is edited, a warning if another one or the advice for a choice rests on the same, and of a step most
    actions stay, or what they tell. Lines of steps that no model wrote stay."""
    changed = {edit.line: edit for edit in edits if edit.texts is not None and not any(edit.adds)}
    left = [(n, line) for n, line in enumerate(whole.lines, 1) if n not in changed]
    left += [(n, line) for n, edit in changed.items() if 1 <= n <= len(whole.lines) for line in _anew(whole, edit)]
    gone: dict[int, int] = {}
    kept: list[Edit] = []
    for edit in edits:
        if not 1 <= edit.line <= len(whole.lines):
            continue
        place, line = whole.places[edit.line - 1], whole.lines[edit.line - 1]
        step = steps[place.step] if place.step >= 0 else None
        if step is not None and step.writer is not WriterKind.MODEL:
            continue
        if edit.texts == () and step is not None and place.part == "action":
            telling = [n for n, other in left if other.kind == "action" and tells(other, line, language)]
            if not telling:
                continue
            if not any(n in changed and whole.places[n - 1].step == place.step for n in telling):
                gone[place.step] = gone.get(place.step, 0) + 1
                if len(step.actions) - gone[place.step] < len(step.actions) * LEAST_KEPT_SHARE:
                    gone[place.step] -= 1
                    continue
        if (
            edit.texts == ()
            and line.kind == CautionKind.WARNING
            and not any(other.kind in (line.kind, ADVICE) and _same_sources(line, other) for _, other in left)
        ):
            continue
        kept.append(edit)
    return tuple(kept)


def _anew(whole: Whole, edit: Edit) -> Iterator[GuideLine]:
    """The lines that an edit puts in the place of one."""
    line = whole.lines[edit.line - 1]
    for text in edit.texts or ():
        yield replace(line, text=text, utterance_ids=edit.utterance_ids or line.utterance_ids)


def actions_of(steps: Iterable[Step]) -> list[GuideLine]:
    """The actions of a guide as lines."""
    return [GuideLine("action", a.instruction, ids_of(a.citations), a.code) for step in steps for a in step.actions]


def _same_sources(one: GuideLine, other: GuideLine) -> bool:
    return bool(set(one.utterance_ids) & set(other.utterance_ids))


def tells(line: GuideLine, dropped: GuideLine, language: str | None) -> bool:
    """Whether a line tells what a dropped action told."""
    if dropped.code and line.code != dropped.code:
        return False
    said = content_stems_of(_TAG.sub("", dropped.text), language)
    shared = len(said & content_stems_of(line.text, language))
    return _same_sources(line, dropped) and shared >= SAID_ELSEWHERE_SHARE * len(said)


def ids_of(citations: Iterable[str]) -> tuple[int, ...]:
    return tuple(int(each[1:]) for each in citations if each.startswith("u"))
