"""Grounded steps and the outline's end -> the same after one reading of the whole guide.

Steps are written side by side, so what is said twice, contradicts itself or stands in the wrong place shows only in
the whole. A model that reads it proposes edits of single lines; each new line is checked as a draft's is, and one that
doesn't hold leaves the old line in its place. An edit can drop, move, reword or split a line, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import listing
from pipeline.errors import ModelError
from pipeline.grounding import content_stems_of
from pipeline.grounding.settling import settle
from pipeline.guide import Action, Caution, CautionKind, Step, WriterKind
from pipeline.outline import CitedText, OutlineEnd, Plan
from pipeline.repetitions import without_repetitions
from pipeline.writing import (
    Claim,
    Draft,
    DraftAction,
    DraftCaution,
    DraftGap,
    Edit,
    GuideLine,
    GuideWriter,
    RevisionRequest,
    StepRequest,
    Verdict,
)

log = logging.getLogger(__name__)

MOST_LINES = 400
"""A longer guide isn't read as a whole."""
SAID_ELSEWHERE_SHARE = 0.8
"""An action may go if another one that rests on the same utterances has this much of its words."""
LEAST_KEPT_SHARE = 0.5
"""Of a step's actions, at least so many stay."""
ADVICE = "advice before the options"
"""The kind of a line that tells ways apart."""
ROUNDS = 3
"""How often a step's edits are tried, each time without those that didn't hold."""


@dataclass(frozen=True)
class Place:
    """Where a line of the guide is: in a step, or in front of all steps."""

    step: int
    """The step's place in the guide, from 0. -1: in no step."""
    part: str
    """ "action", "result", "caution", "goal", "condition", "gap", "need" or "advice"."""
    at: int = 0
    """Which one of its kind, from 0."""


@dataclass(frozen=True)
class Whole:
    """A guide in lines, and where each of them is."""

    lines: tuple[GuideLine, ...]
    places: tuple[Place, ...]

    def edited(self, edits: Iterable[Edit]) -> dict[Place, Edit]:
        """The edits by the places of their lines."""
        return {self.places[edit.line - 1]: edit for edit in edits if 1 <= edit.line <= len(self.places)}


async def revised(
    plan: Plan,
    end: OutlineEnd,
    steps: Sequence[Step],
    requests: Sequence[StepRequest],
    writer: GuideWriter,
) -> tuple[tuple[Step, ...], OutlineEnd]:
    """The steps and the end of the outline after a model has read the whole guide; as they are where it has nothing to
    change or can't be asked. `requests` are those that the steps were written for. Raises nothing of its own."""
    steps = tuple(steps)
    if writer.kind is not WriterKind.MODEL or sum(step.writer is WriterKind.MODEL for step in steps) < 2:
        return steps, end
    transcript, options = requests[0].transcript, requests[0].options
    language = options.language or transcript.language
    told = without_repetitions(steps, language)
    whole = in_lines(end, told)
    if len(whole.lines) > MOST_LINES:
        return steps, end
    try:
        edits = await writer.revise(RevisionRequest(whole.lines, transcript, options, plan.names))
    except ModelError as error:
        log.info("the whole guide wasn't revised: %s", error.message)
        return steps, end
    if not edits:
        return told, replace(end, revised=True)
    places = whole.edited(permitted(whole, edits, told, language))
    changed = await asyncio.gather(
        *(_step(number, step, requests[number], places, whole, writer) for number, step in enumerate(told))
    )
    return tuple(changed), replace(await _end(end, places, requests[0], plan, writer), revised=True)


def in_lines(end: OutlineEnd, steps: Sequence[Step]) -> Whole:
    """The guide in lines, in the order in which the reader meets them."""
    lines: list[GuideLine] = []
    places: list[Place] = []

    def add(place: Place, line: GuideLine) -> None:
        lines.append(line)
        places.append(place)

    for at, need in enumerate(end.prerequisites):
        head = f"{end.title}. {end.about or ''}\nBefore the first step:".strip() if not at else None
        of_way = f" for {need.way}" if need.way else ""
        add(Place(-1, "need", at), GuideLine(f"needed first{of_way}", need.text, need.utterance_ids, heading=head))
    for at, gap in enumerate(end.not_said):
        head = "Not said, about the whole:" if not at else None
        add(Place(-1, "gap", at), GuideLine("not said", gap.text, gap.utterance_ids, heading=head))
    for number, step in enumerate(steps):
        at_choice = _choice_at(step, end)
        choice = end.choices[at_choice] if at_choice is not None else None
        if at_choice is not None and choice and choice.advice and Place(-1, "advice", at_choice) not in places:
            head = f"THE CHOICE “{choice.title}”: {', '.join(choice.ways)}"
            line = GuideLine(ADVICE, choice.advice.text, choice.advice.utterance_ids, heading=head)
            add(Place(-1, "advice", at_choice), line)
        heading: str | None = _heading(step, end)
        for place, kind, text, citations, code in _lines_of(number, step):
            add(place, GuideLine(kind, text, _ids(citations), code, heading))
            heading = None
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
    """The edits without those that would lose something: an action is only dropped if another line tells it, a warning
    if another one or the advice for a choice rests on the same, and of a step most actions stay. Lines of steps that no
    model wrote stay."""
    dropped = {edit.line for edit in edits if edit.texts == ()}
    left = [line for number, line in enumerate(whole.lines, 1) if number not in dropped]
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
            gone[place.step] = gone.get(place.step, 0) + 1
            few = len(step.actions) - gone[place.step] < len(step.actions) * LEAST_KEPT_SHARE
            if few or not any(other.kind == "action" and _tells(other, line, language) for other in left):
                gone[place.step] -= 1
                continue
        if (
            edit.texts == ()
            and line.kind == CautionKind.WARNING
            and not any(other.kind in (line.kind, ADVICE) and _same_sources(line, other) for other in left)
        ):
            continue
        kept.append(edit)
    return tuple(kept)


def _same_sources(one: GuideLine, other: GuideLine) -> bool:
    return bool(set(one.utterance_ids) & set(other.utterance_ids))


def _tells(line: GuideLine, dropped: GuideLine, language: str | None) -> bool:
    """Whether a line tells what a dropped action told."""
    if dropped.code and line.code != dropped.code:
        return False
    said = content_stems_of(dropped.text, language)
    shared = len(said & content_stems_of(line.text, language))
    return _same_sources(line, dropped) and shared >= SAID_ELSEWHERE_SHARE * len(said)


async def _step(
    number: int, step: Step, request: StepRequest, places: Mapping[Place, Edit], whole: Whole, writer: GuideWriter
) -> Step:
    """The step with those of its edits that hold."""
    own = {place: edit for place, edit in places.items() if place.step == number}
    # The old lines were compared before; what is to be said of them is put back in the end.
    verdicts = {_plain(text): Verdict(same=True) for text in _texts_of(step)}
    for _ in range(ROUNDS):
        if not own:
            return step
        draft = _draft(number, step, own, whole)
        settled = await asyncio.to_thread(settle, request, draft, step.writer, step.fallback, verdicts)
        new = {
            text: claim for text, claim in settled.claims.items() if text in _new_texts(own) and text not in verdicts
        }
        if new:
            try:
                judged = await writer.judge(request, tuple(new.values()))
            except ModelError as error:
                log.info("the edits of step %d weren't compared by the model: %s", step.number, error.message)
                return step
            verdicts |= dict(zip(new, judged, strict=False))
            settled = await asyncio.to_thread(settle, request, draft, step.writer, step.fallback, verdicts)
        wrong = [place for place, edit in own.items() if not _holds(edit, place, settled.step)]
        if not wrong:
            return _as_before(number, step, settled.step, own)
        own = {place: edit for place, edit in own.items() if place not in wrong}
    return step


def _texts_of(step: Step) -> Iterator[str]:
    yield step.title
    yield step.goal or ""
    for action in step.actions:
        yield from (action.instruction, action.expected or "")
    yield from (caution.text for caution in step.cautions)


def _new_texts(edits: Mapping[Place, Edit]) -> frozenset[str]:
    return frozenset(
        " ".join(listing.on_one_line(text).split()) for edit in edits.values() for text in edit.texts or ()
    )


def _holds(edit: Edit, place: Place, step: Step) -> bool:
    """Whether all new lines of an edit came through the checks as they are, without anything to check."""
    there: dict[str, bool] = {}
    for action in step.actions:
        there[_plain(action.instruction)] = not action.findings
        there.setdefault(_plain(action.expected or ""), True)
    for caution in step.cautions:
        there[_plain(caution.text)] = not caution.findings
    there |= {_plain(text): True for text in (step.goal or "", *(gap.text for gap in step.missing))}
    return all(there.get(_plain(text), False) for text in edit.texts or ())


def _plain(text: str) -> str:
    return " ".join(listing.on_one_line(text).split())


def _as_before(number: int, step: Step, new: Step, edits: Mapping[Place, Edit]) -> Step:
    """The edited step, with what was known of its old lines: they aren't compared again."""
    old = {_plain(line.instruction): line.findings for line in step.actions}
    old |= {_plain(line.text): line.findings for line in step.cautions}
    condition = edits.get(Place(number, "condition"))
    return replace(
        new,
        title=step.title,
        actions=tuple(replace(a, findings=old.get(_plain(a.instruction), a.findings)) for a in new.actions),
        cautions=tuple(replace(c, findings=old.get(_plain(c.text), c.findings)) for c in new.cautions),
        confidence=step.confidence,
        way=step.way,
        optional=step.optional,
        when=None if condition and condition.texts == () else step.when,
        rescue=step.rescue,
    )


def _draft(number: int, step: Step, edits: Mapping[Place, Edit], whole: Whole) -> Draft:
    """The step with its edits, as a draft to be checked."""
    order: list[tuple[int, list[DraftAction]]] = [
        (at, _actions(action, edits.get(Place(number, "action", at)), edits.get(Place(number, "result", at))))
        for at, action in enumerate(step.actions)
    ]
    for at in range(len(step.actions)):
        edit = edits.get(Place(number, "action", at))
        if edit and edit.before and (target := _action_at(whole, edit.before, number)) is not None:
            moved = next(each for each in order if each[0] == at)
            order.remove(moved)
            place = next((n for n, each in enumerate(order) if each[0] == target), len(order))
            order.insert(place, moved)
    first: dict[int, int] = {}  # the number that the first line made of each action has now
    proposed: list[DraftAction] = []
    for at, some in order:
        first[at] = len(proposed) + 1
        proposed += some
    cautions: list[DraftCaution] = []
    for at, caution in enumerate(step.cautions):
        edit = edits.get(Place(number, "caution", at))
        before = caution.before
        if edit and edit.before and (target := _action_at(whole, edit.before, number)) is not None:
            before = target + 1
        there = None if before is None else first.get(before - 1, len(proposed) + 1)
        cautions += _cautions(caution, edit, there)
    gaps = [
        DraftGap(text, ids)
        for at, gap in enumerate(step.missing)
        for text, ids in _texts(gap.text, _ids(gap.citations), edits.get(Place(number, "gap", at)))
    ]
    goal = edits.get(Place(number, "goal"))
    told = step.goal if goal is None or goal.texts is None else (goal.texts[0] if goal.texts else None)
    return Draft(step.title, tuple(proposed), told, tuple(cautions), tuple(gaps))


def _action_at(whole: Whole, line: int, step: int) -> int | None:
    """The action in front of which something is moved. None: that line isn't an action of the step."""
    place = whole.places[line - 1]
    return place.at if place.step == step and place.part == "action" else None


def _actions(action: Action, edit: Edit | None, result: Edit | None) -> list[DraftAction]:
    expected = action.expected
    if result is not None and result.texts is not None:
        expected = result.texts[0] if result.texts else None
    passages = tuple(i for i in action.citations if i.startswith("p"))
    texts = _texts(action.instruction, _ids(action.citations), edit)
    return [
        DraftAction(
            text,
            ids,
            passages,
            code=action.code if at == 0 else None,
            expected=expected if at == len(texts) - 1 else None,
        )
        for at, (text, ids) in enumerate(texts)
    ]


def _cautions(caution: Caution, edit: Edit | None, before: int | None) -> list[DraftCaution]:
    texts = _texts(caution.text, _ids(caution.citations), edit)
    return [DraftCaution(caution.kind, text, ids, before) for text, ids in texts]


def _texts(text: str, ids: tuple[int, ...], edit: Edit | None) -> list[tuple[str, tuple[int, ...]]]:
    """(a line, what it rests on) for each that stands in the place of one."""
    if edit is None or edit.texts is None:
        return [(text, ids)]
    return [(new, ids if new == text else edit.utterance_ids or ids) for new in edit.texts]


async def _end(
    end: OutlineEnd, places: Mapping[Place, Edit], request: StepRequest, plan: Plan, writer: GuideWriter
) -> OutlineEnd:
    """The outline's end with its edits. What is needed first, and what tells ways apart, is compared with what was said
    if it is new."""
    needs = [
        (at, CitedText(text, ids, need.way))
        for at, need in enumerate(end.prerequisites)
        for text, ids in _texts(need.text, need.utterance_ids, places.get(Place(-1, "need", at)))
    ]
    advice = {
        at: CitedText(" ".join(text for text, _ in new), tuple(dict.fromkeys(i for _, ids in new for i in ids)))
        for at, choice in enumerate(end.choices)
        if choice.advice
        and (edit := places.get(Place(-1, "advice", at))) is not None
        and edit.texts is not None
        and (new := _texts(choice.advice.text, choice.advice.utterance_ids, edit)) is not None
    }
    before = {need.text for need in end.prerequisites}
    claims = [
        Claim(need.text, tuple(sorted(need.utterance_ids)), "needed first")
        for _, need in needs
        if need.text not in before
    ]
    claims += [
        Claim(each.text, tuple(sorted(each.utterance_ids)), "advice for a choice")
        for each in advice.values()
        if each.text
    ]
    held: set[str] = set(before)
    if claims and all(claim.said for claim in claims):
        first = replace(plan.steps[0], number=0, title=end.title)
        try:
            judged = await writer.judge(replace(request, step=first), tuple(claims))
        except ModelError:
            judged = ()
        held |= {claim.text for claim, verdict in zip(claims, judged, strict=False) if verdict.same}
    prerequisites: list[CitedText] = []
    for at, need in enumerate(end.prerequisites):
        own = [each for of, each in needs if of == at]
        prerequisites += own if all(each.text in held for each in own) else [need]
    not_said = tuple(
        CitedText(text, ids)
        for at, gap in enumerate(end.not_said)
        for text, ids in _texts(gap.text, gap.utterance_ids, places.get(Place(-1, "gap", at)))
    )
    choices = tuple(
        replace(choice, advice=advice[at] if advice[at].text else None)
        if at in advice and (not advice[at].text or advice[at].text in held)
        else choice
        for at, choice in enumerate(end.choices)
    )
    return replace(end, prerequisites=tuple(prerequisites), not_said=not_said, choices=choices)


def _ids(citations: Iterable[str]) -> tuple[int, ...]:
    return tuple(int(each[1:]) for each in citations if each.startswith("u"))
