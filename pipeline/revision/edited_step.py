"""A step and its edits -> a draft to be checked, and what of the edits has come through the checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline import listing
from pipeline.grounding.warning_places import alike
from pipeline.guide import Action, Caution, CautionKind, Step
from pipeline.revision.lines import Place, Whole, ids_of
from pipeline.writing import Draft, DraftAction, DraftCaution, DraftGap, Edit


def drafted(number: int, step: Step, edits: Mapping[Place, Edit], whole: Whole, language: str | None) -> Draft:
    """The step with its edits, as a draft to be checked. `language` is the guide's."""
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
    for edit in edits.values():
        if edit.added:
            line = whole.places[edit.line - 1]
            behind = _behind(line, step, first, len(proposed))
            own = first.get(line.at) if line.part in ("action", "result") else None
            for text in edit.texts or ():
                # Behind the action that it is about, a warning would come too late.
                late = edit.added is CautionKind.WARNING and _is_about(text, own, behind, proposed, language)
                cautions.append(DraftCaution(edit.added, text, edit.utterance_ids, own if late else behind))
    gaps = [
        DraftGap(text, ids)
        for at, gap in enumerate(step.missing)
        for text, ids in edited_texts(gap.text, ids_of(gap.citations), edits.get(Place(number, "gap", at)))
    ]
    gaps += [DraftGap(text, e.utterance_ids) for p, e in edits.items() if p.part == "lacking" for text in e.texts or ()]
    goal = edits.get(Place(number, "goal"))
    told = step.goal if goal is None or goal.texts is None else (goal.texts[0] if goal.texts else None)
    return Draft(step.title, tuple(proposed), told, tuple(cautions), tuple(gaps))


def _is_about(
    text: str, own: int | None, behind: int | None, actions: Sequence[DraftAction], language: str | None
) -> bool:
    """Whether a text shares more words with one action than with that in front of which it would stand."""
    if own is None or behind is None or own > len(actions):  # its action was the last, and is dropped
        return False
    following = actions[behind - 1].instruction if behind <= len(actions) else ""
    return alike(text, actions[own - 1].instruction, language) > alike(text, following, language)


def _behind(place: Place, step: Step, first: Mapping[int, int], actions: int) -> int | None:
    """In front of which of a step's new actions a note stands that is added behind a line. None: at its beginning."""
    if place.part in ("action", "result"):
        later = [number for number in first.values() if number > first.get(place.at, 0)]
        return min(later, default=actions + 1)
    if place.part == "caution" and (before := step.cautions[place.at].before) is not None:
        return first.get(before - 1, actions + 1)
    return actions + 1 if place.part == "gap" else None


def _action_at(whole: Whole, line: int, step: int) -> int | None:
    """The action in front of which something is moved. None: that line isn't an action of the step."""
    place = whole.places[line - 1]
    return place.at if place.step == step and place.part == "action" else None


def _actions(action: Action, edit: Edit | None, result: Edit | None) -> list[DraftAction]:
    expected: str | None = action.expected
    seen: tuple[int, ...] = ()
    if result is not None and result.texts is not None:
        expected = result.texts[0] if result.texts else None
        seen = result.utterance_ids if expected else ()
    passages = tuple(i for i in action.citations if i.startswith("p"))
    texts = edited_texts(action.instruction, ids_of(action.citations), edit)
    return [
        DraftAction(
            _without_code(text, action.code) if at == 0 else text,
            # A result cites nothing itself: it rests on what its action does.
            tuple(dict.fromkeys((*ids, *seen))) if at == len(texts) - 1 else ids,
            passages,
            code=action.code if at == 0 else None,
            expected=expected if at == len(texts) - 1 else None,
        )
        for at, (text, ids) in enumerate(texts)
    ]


def _without_code(text: str, code: str | None) -> str:
    """The text without the code at its end that stands below it anyway."""
    bare = text.removesuffix(f" `{code}`") if code else text
    return bare if bare.strip() else text


def _cautions(caution: Caution, edit: Edit | None, before: int | None) -> list[DraftCaution]:
    texts = edited_texts(caution.text, ids_of(caution.citations), edit)
    return [DraftCaution(caution.kind, text, ids, before) for text, ids in texts]


def edited_texts(text: str, ids: tuple[int, ...], edit: Edit | None) -> list[tuple[str, tuple[int, ...]]]:
    """(a line, what it rests on) for each that stands in the place of one."""
    if edit is None or edit.texts is None:
        return [(text, ids)]
    cited = edit.apart or (edit.utterance_ids or ids,) * len(edit.texts)
    return [(new, ids if new == text else own) for new, own in zip(edit.texts, cited, strict=True)]


def texts_of(step: Step) -> Iterator[str]:
    yield step.title
    yield step.goal or ""
    for action in step.actions:
        yield from (action.instruction, action.expected or "")
    yield from (caution.text for caution in step.cautions)


def new_texts(edits: Mapping[Place, Edit]) -> frozenset[str]:
    return frozenset(
        " ".join(listing.on_one_line(text).split()) for edit in edits.values() for text in edit.texts or ()
    )


def holds(edit: Edit, step: Step) -> bool:
    """Whether all new lines of an edit came through the checks as they are, without anything to check."""
    there: dict[str, bool] = {}
    for action in step.actions:
        there[plain(action.instruction)] = not action.findings
        there.setdefault(plain(action.expected or ""), True)
    for caution in step.cautions:
        there[plain(caution.text)] = not caution.findings
    there |= {plain(text): True for text in (step.goal or "", *(gap.text for gap in step.missing))}
    return all(there.get(plain(text), False) for text in edit.texts or ())


def as_before(number: int, step: Step, new: Step, edits: Mapping[Place, Edit]) -> Step:
    """The edited step, with what was known of its old lines: they aren't compared again."""
    old = {plain(line.instruction): line.findings for line in step.actions}
    old |= {plain(line.text): line.findings for line in step.cautions}
    told = Counter(plain(line.instruction) for line in step.actions)
    code = {plain(line.instruction): line.code for line in step.actions if told[plain(line.instruction)] == 1}
    condition = edits.get(Place(number, "condition"))
    return replace(
        new,
        title=step.title,
        actions=tuple(
            replace(
                a,
                findings=old.get(plain(a.instruction), a.findings),
                code=code.get(plain(a.instruction), a.code),
            )
            for a in new.actions
        ),
        cautions=tuple(replace(c, findings=old.get(plain(c.text), c.findings)) for c in new.cautions),
        confidence=step.confidence,
        way=step.way,
        optional=step.optional,
        when=step.when if condition is None or condition.texts is None else " ".join(condition.texts) or None,
        rescue=step.rescue,
    )


def keeps(number: int, step: Step, new: Step, edits: Mapping[Place, Edit]) -> bool:
    """Whether all actions that no edit is about came through the checks once more."""
    there = {plain(action.instruction) for action in new.actions}
    return all(
        plain(action.instruction) in there
        for at, action in enumerate(step.actions)
        if Place(number, "action", at) not in edits
    )


def plain(text: str) -> str:
    return " ".join(listing.on_one_line(text).split())
