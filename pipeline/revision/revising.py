"""A model reads the whole guide, and its edits come true as far as they hold."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.errors import ModelError
from pipeline.grounding.settling import settle
from pipeline.grounding.whole_guide import ABOUT, ANSWERED, MOST_WORDS, sentences
from pipeline.guide import Step, WriterKind
from pipeline.outline import CitedText, OutlineEnd, Plan
from pipeline.repetitions import without_repetitions
from pipeline.revision.edited_step import as_before, drafted, edited_texts, holds, keeps, new_texts, plain, texts_of
from pipeline.revision.lines import Place, Whole, actions_of, in_lines, permitted, tells
from pipeline.revision.noticed import left_out, noticed
from pipeline.revision.split_citations import split_citations
from pipeline.writing import Claim, Edit, GuideWriter, RevisionRequest, StepRequest, Verdict
from pipeline.writing.told_lines import goes_into, is_told_by

log = logging.getLogger(__name__)

MOST_LINES = 400
"""A longer guide isn't read as a whole."""
LEAST_LINES = 12
"""A shorter guide of one step was written by somebody who saw all of it."""
ROUNDS = 3
"""How often a step's edits are tried, each time without those that didn't hold."""


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
    if writer.kind is not WriterKind.MODEL or not any(step.writer is WriterKind.MODEL for step in steps):
        return steps, end
    transcript, options = requests[0].transcript, requests[0].options
    language = options.language or transcript.language
    # The same deed, told in two steps, may have to be done at two places: `noticed` has the model decide.
    told = without_repetitions(steps, language, actions_too=False)
    whole = in_lines(end, told)
    if len(whole.lines) > MOST_LINES or (len(steps) < 2 and len(whole.lines) < LEAST_LINES):
        return steps, end
    try:
        seen = await asyncio.to_thread(noticed, whole, told, transcript, language)
        seen += tuple(left_out(whole, end))
        edits = await writer.revise(RevisionRequest(whole.lines, transcript, options, plan.names, seen))
    except ModelError as error:
        log.info("the whole guide wasn't revised: %s", error.message)
        return steps, end
    if not edits:
        return told, replace(end, revised=True)
    allowed = permitted(whole, edits, told, language)
    places = whole.edited(
        await asyncio.to_thread(split_citations, allowed, whole.lines, transcript, language, plan.names)
    )
    changed = await asyncio.gather(
        *(_step(number, step, requests[number], places, whole, writer) for number, step in enumerate(told))
    )
    # A dropped action was to be told by another line. Where that line's edit didn't hold, the action comes back, and so
    # does a note that had gone into it.
    there = actions_of(changed)
    lost = {
        place
        for place, edit in places.items()
        if place.part == "action" and edit.texts == ()
        if not any(tells(line, whole.lines[edit.line - 1], language) for line in there)
    }
    lost |= set(_torn(places, whole, changed))
    if lost:
        kept = {place: edit for place, edit in places.items() if place not in lost}
        again = sorted({place.step for place in lost})
        with_them = await asyncio.gather(*(_step(n, told[n], requests[n], kept, whole, writer) for n in again))
        changed = [*changed]
        for number, step in zip(again, with_them, strict=True):
            changed[number] = step
    return tuple(changed), replace(await _end(end, places, requests[0], plan, writer), revised=True)


def _torn(places: Mapping[Place, Edit], whole: Whole, changed: Iterable[Step]) -> Iterator[Place]:
    """The notes that were dropped into lines whose new texts didn't hold."""
    lines = [line.text for line in whole.lines]
    told = [text for step in changed for text in texts_of(step)]
    edits = [edit for place, edit in places.items() if place.step >= 0 and edit.texts]
    for place, edit in places.items():
        if place.part not in ("caution", "goal") or edit.texts != () or is_told_by(lines[edit.line - 1], told):
            continue
        if any(goes_into(lines, edit.line, other) for other in edits):
            yield place


async def _step(
    number: int, step: Step, request: StepRequest, places: Mapping[Place, Edit], whole: Whole, writer: GuideWriter
) -> Step:
    """The step with those of its edits that hold."""
    own = {place: edit for place, edit in places.items() if place.step == number}
    request = replace(request, condition=step.when)
    # The old lines were compared before; what is to be said of them is put back in the end.
    verdicts = {plain(text): Verdict(same=True) for text in texts_of(step)}
    for _ in range(ROUNDS):
        if not own:
            return step
        draft = drafted(number, step, own, whole, request.options.language or request.transcript.language)
        settled = await asyncio.to_thread(settle, request, draft, step.writer, step.fallback, verdicts)
        compared = {text: claim for text, claim in settled.claims.items() if text in new_texts(own)}
        if (condition := own.get(Place(number, "condition"))) and condition.texts:
            said = condition.utterance_ids or request.step.utterance_ids
            text = " ".join(condition.texts)
            compared[plain(text)] = Claim(text, tuple(sorted(said)), "condition of the whole step")
        new = {text: claim for text, claim in compared.items() if text not in verdicts}
        if new:
            try:
                judged = await writer.judge(request, tuple(new.values()))
            except ModelError as error:
                log.info("the edits of step %d weren't compared by the model: %s", step.number, error.message)
                return step
            verdicts |= dict(zip(new, judged, strict=False))
            settled = await asyncio.to_thread(settle, request, draft, step.writer, step.fallback, verdicts)
        if not keeps(number, step, settled.step, own):
            log.info("step %d stays as it was: one of its lines would have been lost", step.number)
            return step
        right = {text for text, verdict in verdicts.items() if verdict.same}
        wrong = [
            place
            for place, edit in own.items()
            if not (
                plain(" ".join(edit.texts or ())) in {"", *right}
                if place.part == "condition"
                else holds(edit, settled.step)
            )
        ]
        if not wrong:
            return as_before(number, step, settled.step, own)
        own = {place: edit for place, edit in own.items() if place not in wrong}
    return step


async def _end(
    end: OutlineEnd, places: Mapping[Place, Edit], request: StepRequest, plan: Plan, writer: GuideWriter
) -> OutlineEnd:
    """The outline's end with its edits. What is new in what the guide is about, what is needed first, and what tells
    ways apart, is compared with what was said."""
    needs = [
        (at, CitedText(text, ids, need.way, need.group))
        for at, need in enumerate(end.prerequisites)
        for text, ids in edited_texts(need.text, need.utterance_ids, places.get(Place(-1, "need", at)))
    ]
    advice = {
        at: CitedText(" ".join(text for text, _ in new), tuple(dict.fromkeys(i for _, ids in new for i in ids)))
        for at, choice in enumerate(end.choices)
        if choice.advice
        and (edit := places.get(Place(-1, "advice", at))) is not None
        and edit.texts is not None
        and (new := edited_texts(choice.advice.text, choice.advice.utterance_ids, edit)) is not None
    }
    of_about = places.get(Place(-1, "about"))
    about = " ".join(of_about.texts or ()) if of_about and of_about.texts is not None else end.about
    answered = [
        (at, CitedText(text, ids))
        for at, asked in enumerate(end.questions)
        for text, ids in edited_texts(asked.text, asked.utterance_ids, places.get(Place(-1, "answered", at)))
    ]
    added = [
        CitedText(text, edit.utterance_ids)
        for place, edit in places.items()
        if place.part == "question"
        for text in edit.texts or ()
    ]
    questions = [*(each for _, each in answered), *added]
    before = {each.text for each in (*end.prerequisites, *end.questions)} | set(sentences(end.about))
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
    claims += [
        Claim(each.text, tuple(sorted(each.utterance_ids)), ANSWERED)
        for each in questions
        if each.utterance_ids and each.text not in before
    ]
    everything = tuple(range(1, len(request.transcript.utterances) + 1))
    claims += [
        Claim(sentence, everything if request.transcript.words <= MOST_WORDS else of_about.utterance_ids, ABOUT)
        for sentence in sentences(about)
        if of_about and sentence not in before
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
    gaps = [
        each
        for at, gap in enumerate(end.not_said)
        for each in edited_texts(gap.text, gap.utterance_ids, places.get(Place(-1, "gap", at)))
    ]
    lacking = [edit for place, edit in places.items() if place.step == -1 and place.part == "lacking"]
    gaps += [(text, edit.utterance_ids) for edit in lacking for text in edit.texts or ()]
    not_said = tuple(CitedText(text, ids) for text, ids in gaps)
    choices = tuple(
        replace(choice, advice=advice[at] if advice[at].text else None)
        if at in advice and (not advice[at].text or advice[at].text in held)
        else choice
        for at, choice in enumerate(end.choices)
    )
    if not all(sentence in held for sentence in sentences(about)):
        about = end.about
    asked_before: list[CitedText] = []
    for at, asked in enumerate(end.questions):
        own = [each for of, each in answered if of == at]
        asked_before += own if all(each.text in held for each in own) else [asked]
    return replace(
        end,
        about=about or None,
        prerequisites=tuple(prerequisites),
        not_said=not_said,
        choices=choices,
        questions=(*asked_before, *(each for each in added if each.text in held)),
    )
