"""Steps, the outline's end and the pages used -> the Guide. Every quote is copied from its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from pipeline.grounding import clean_line, clean_title, supported
from pipeline.grounding.own_words import is_quotation
from pipeline.grounding.whole_guide import sentences
from pipeline.guide import (
    NAMING,
    Answered,
    Extract,
    Gap,
    Guide,
    Making,
    MaskedSecret,
    MendedName,
    NamedChoice,
    Origin,
    Prerequisite,
    Reference,
    ReferenceStatus,
    Source,
    Step,
    WriterKind,
)
from pipeline.knowledge import Shelf
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions
from pipeline.outline import OutlineEnd, Plan, PlannedChoice
from pipeline.outline.names import listed
from pipeline.outline.own_subject import own_subject
from pipeline.outline.plain_titles import is_plain, plain_title, told_apart
from pipeline.repetitions import needed_first, said_before_ways, said_once, without_advice, without_repetitions
from pipeline.secrets import shown
from pipeline.transcript import Transcript
from pipeline.ways import Offers, advice_of, advice_parts, side_by_side

LONGEST_SENTENCE_CHARACTERS = 1_000
"""Of what the guide is about. A sentence that breaks off looks like a damaged file."""
LONGEST_GAP_CHARACTERS = 300
LONGEST_ADVICE_CHARACTERS = 700
"""Of what is said of several ways to choose from."""
MOST_GAP_CITATIONS = 3
"""A gap has a place where it would have been filled, and no more sources than lead there."""
QUOTED_SHARE = 0.6
"""Where more of the lines are quoted, a guide without a model is an extract."""
_ANSWER = re.compile(r"(?P<question>[^?？؟\n]{3,}[?？؟])\s*(?P<answer>\S[\s\S]+)")
NO_MODEL = "Not used: only a language model can take names and values from reference pages."


def assemble(
    transcript: Transcript,
    name: str,
    options: GuideOptions,
    language: str | None,
    plan: Plan,
    end: OutlineEnd,
    steps: Iterable[Step],
    shelf: Shelf,
    making: Making,
) -> Guide:
    """The guide: its steps that have actions, numbered, with the sources they cite and their quotes."""
    told = steps if end.revised else without_repetitions(steps, language)
    kept = [step for step in told if step.actions or step.cautions]
    ordered = rescues_last(ways_together(with_final_titles(kept, plan), end.choices))
    numbered = tuple(replace(step, number=number) for number, step in enumerate(ordered, 1))
    # Other words than the speaker's are a doubt, which a comparison clears.
    wording = language == transcript.language and not end.compared
    prerequisites = tuple(
        Prerequisite(
            text,
            _sources(each.utterance_ids),
            each.way,
            clean_title(each.group, transcript, wording=False, names=plan.names) or None,
        )
        for each in end.prerequisites
        if (text := clean_line(each.text))
        and each.utterance_ids
        and supported(text, transcript, each.utterance_ids, language=language, names=plan.names, compared=end.compared)
    )
    prerequisites = needed_first(prerequisites, numbered, language)
    not_said = tuple(
        Gap(text, _sources(each.utterance_ids[:MOST_GAP_CITATIONS]))
        for each in end.not_said
        if (text := clean_title(each.text, transcript, wording=False, most=LONGEST_GAP_CHARACTERS, names=plan.names))
    )
    not_said = said_once(not_said, numbered, language)
    questions = tuple(
        asked
        for each in end.questions
        if supported(each.text, transcript, each.utterance_ids, language=language, names=plan.names, compared=True)
        and (asked := _answered(clean_line(each.text), _sources(each.utterance_ids)))
    )
    choices = tuple(
        choice
        for each in end.choices
        if (choice := _choice(each, transcript, plan, wording=wording)) and _offered(choice, numbered)
    )
    numbered, choices = said_before_ways(without_advice(numbered, choices, language), choices, language)
    cited = cited_ids(numbered, prerequisites, not_said)
    cited |= {i for asked in questions for i in asked.citations}
    cited |= {i for choice in choices for i in choice.citations}
    cited |= {i for choice in choices for caution in choice.cautions for i in caution.citations}
    guide = Guide(
        title=options.title
        or told_apart(
            (end.title if is_plain(end.title) else "")
            or clean_title(end.title, transcript, wording=wording, names=plan.names)
            or transcript.title
            or _of_steps(numbered, language)
            or plain_title(language),
            name,
        ),
        language=language or "en",
        steps=numbered,
        sources=gather(cited, transcript, shelf.passages),
        origin=Origin(
            transcript=transcript.id,
            name=name,
            format=transcript.format,
            words=transcript.words,
            utterances=len(transcript.utterances),
            speakers=transcript.speakers,
            duration=transcript.duration,
            language=transcript.language,
            secrets=tuple(
                MaskedSecret(mask, utterance.start) for utterance in transcript.utterances for mask in utterance.masked
            ),
        ),
        making=making,
        audience=options.audience or clean_title(end.audience, transcript, wording=False, names=plan.names) or None,
        prerequisites=prerequisites,
        references=shelf.references({source_id for source_id in cited if source_id.startswith("p")})
        or tuple(
            Reference(f"r{number}", url, ReferenceStatus.UNUSED, reason=NO_MODEL)
            for number, url in enumerate(options.urls, 1)
        ),
        recording=options.recording,
        about=_about(end.about, transcript, plan.names, wording=wording),
        not_said=not_said,
        choices=choices,
        questions=questions,
        extract=end.extract or _mostly_quoted(numbered, making),
        left_out=end.left_out,
    )
    written = _text_of(guide)
    of_choices = [
        text or "" for c in choices for text in (c.title, c.advice, *(caution.text for caution in c.cautions))
    ]
    whole = "\n".join((written, *of_choices, *(source.quote for source in guide.sources)))
    still_said = tuple(MaskedSecret(mask, utterance.start) for mask, utterance in shown(transcript, whole))
    return replace(
        guide,
        names=listed(plan.names, plan.heard, transcript, written),
        origin=replace(guide.origin, kept_secrets=still_said),
    )


def _mostly_quoted(steps: Iterable[Step], making: Making) -> Extract | None:
    """What a guide without a model says of itself if most of its lines are the speakers' own sentences: for want of a
    rule, or because what a rule made of them said something else. Notes that quote count as lines."""
    lines = [line for step in steps for line in (*(a.instruction for a in step.actions), *_heard(step))]
    most = sum(map(is_quotation, lines)) > QUOTED_SHARE * len(lines)
    return Extract(mostly_quotes=True) if most and making.writer is WriterKind.EXTRACTIVE else None


def _heard(step: Step) -> list[str]:
    return [caution.text for caution in step.cautions if is_quotation(caution.text)]


def _of_steps(steps: Sequence[Step], language: str | None) -> str:
    """What the guide is called after, of its steps that everybody takes."""
    common = [step for step in steps if step.way is None and step.when is None and not (step.rescue or step.optional)]
    lines = [action.instruction for step in steps for action in step.actions]
    # A model has written the titles, and means each to be one; its lines may be anything.
    return own_subject([step.title for step in common], lines, language, among_lines=False)


def ways_together(steps: Iterable[Step], choices: Iterable[Offers] = ()) -> Iterator[Step]:
    """The steps in order, but among neighbours that belong to ways of one choice, those of one way together."""
    for neighbours in side_by_side(steps, choices):
        order = list(dict.fromkeys(step.way for step in neighbours))
        yield from sorted(neighbours, key=lambda step: order.index(step.way))


def rescues_last(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps with those last that help only if something went wrong, unless they are part of a way."""
    return tuple(sorted(steps, key=lambda step: step.rescue and step.way is None))


def with_final_titles(steps: Iterable[Step], plan: Plan) -> tuple[Step, ...]:
    """The steps whose lines name other steps as these are called in the end, and not as they were planned. An option's
    only step has no heading but the option's."""
    steps = tuple(steps)
    of_way = Counter(step.way for step in steps)
    final = {
        step.number: step.way if step.way and of_way[step.way] == 1 and not step.optional else step.title
        for step in steps
    }
    planned = [(each.title, final[each.number]) for each in plan.steps if each.number in final]
    changed = [(old, new) for old, new in planned if old != new]

    def renamed(text: str) -> str:
        for old, new in changed:
            for opening, closing in NAMING:
                text = text.replace(f"{opening}{old}{closing}", f"{opening}{new}{closing}")
        return text

    if not changed:
        return steps
    return tuple(
        replace(
            step,
            actions=tuple(replace(action, instruction=renamed(action.instruction)) for action in step.actions),
            cautions=tuple(replace(caution, text=renamed(caution.text)) for caution in step.cautions),
        )
        for step in steps
    )


def _choice(planned: PlannedChoice, transcript: Transcript, plan: Plan, *, wording: bool) -> NamedChoice | None:
    """A choice with what the transcript supports of it; None without a title. Advice compares ways, so what it names
    may have been said anywhere."""
    title = clean_title(planned.title, transcript, wording=wording, names=plan.names)
    if not title:
        return None
    advice = planned.advice
    if not advice or not advice.utterance_ids:
        return NamedChoice(title, planned.ways, several=planned.several)
    clean = partial(
        clean_title, transcript=transcript, wording=wording, most=LONGEST_ADVICE_CHARACTERS, names=plan.names
    )
    told = [(way, text) for way, part in advice_parts(advice.text, planned.ways) if (text := clean(part))]
    if not told:
        return NamedChoice(title, planned.ways, several=planned.several)
    return NamedChoice(title, planned.ways, advice_of(told), _sources(advice.utterance_ids), several=planned.several)


def _offered(choice: NamedChoice, steps: Iterable[Step]) -> bool:
    """Whether the document has a place for a choice: two of its ways stand side by side."""
    ways = {way.casefold() for way in choice.ways}
    return any(
        one.way and other.way and one.way != other.way and {one.way.casefold(), other.way.casefold()} <= ways
        for one, other in pairwise(steps)
    )


def _sources(utterance_ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"u{n}" for n in utterance_ids)


def _answered(text: str, citations: tuple[str, ...]) -> Answered | None:
    """The question and its answer, which stands behind the question mark. None: one of them is missing."""
    said = _ANSWER.match(text)
    return said and Answered(said["question"], said["answer"], citations)


def _about(text: str | None, transcript: Transcript, names: Iterable[MendedName], *, wording: bool) -> str | None:
    """Those of its sentences that the transcript supports, or None."""
    kept = [
        clean_title(each, transcript, wording=wording, most=LONGEST_SENTENCE_CHARACTERS, names=names)
        for each in sentences(text)
    ]
    return " ".join(filter(None, kept)) or None


def _text_of(guide: Guide) -> str:
    """All lines of a guide, in lower case."""
    lines = [guide.title, guide.about or "", guide.audience or ""]
    lines += [need.text for need in guide.prerequisites] + [gap.text for gap in guide.not_said]
    lines += [part for asked in guide.questions for part in (asked.question, asked.answer)]
    for step in guide.steps:
        lines += [step.title, step.goal or "", step.way or "", step.when or ""]
        lines += [text or "" for a in step.actions for text in (a.instruction, a.code, a.expected)]
        lines += [caution.text for caution in step.cautions] + [gap.text for gap in step.missing]
    return "\n".join(lines).casefold()


def cited_ids(steps: Iterable[Step], prerequisites: Iterable[Prerequisite], gaps: Iterable[Gap] = ()) -> frozenset[str]:
    """The ids of all sources that anything cites."""
    steps = tuple(steps)
    return frozenset(
        [s for p in prerequisites for s in p.citations]
        + [s for g in (*gaps, *(g for step in steps for g in step.missing)) for s in g.citations]
        + [s for step in steps for a in step.actions for s in a.citations]
        + [s for step in steps for c in step.cautions for s in c.citations]
    )


def gather(cited: Iterable[str], transcript: Transcript, passages: Mapping[str, Passage]) -> tuple[Source, ...]:
    """The cited sources: utterances in the order of the recording, then passages in the order of their pages."""
    by_number = sorted(cited, key=lambda source_id: (source_id[0] == "p", int(source_id[1:])))
    return tuple(
        _utterance_source(transcript, int(source_id[1:]))
        if source_id.startswith("u")
        else _passage_source(passages[source_id])
        for source_id in by_number
    )


def _utterance_source(transcript: Transcript, number: int) -> Source:
    said = transcript[number]
    return Source(
        f"u{number}",
        said.text,
        speaker=said.speaker,
        start=said.start,
        end=said.end,
        masked=said.masked,
        timing=said.timing,
    )


def _passage_source(passage: Passage) -> Source:
    return Source(passage.id, passage.text, reference=passage.reference, heading=passage.heading)
