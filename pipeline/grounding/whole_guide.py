"""What an outline says of the whole guide, compared by a model with what was said: its title, what it is about, for
whom, what is needed first, and under which conditions steps are done."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.errors import ModelError
from pipeline.grounding.clause_cuts import without_an_end
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, Plan, PlannedStep
from pipeline.transcript import Transcript
from pipeline.ways import advice_of, advice_parts
from pipeline.writing import Claim, StepRequest, Verdict, Writer

log = logging.getLogger(__name__)

MOST_WORDS = 6_000
"""The title and the like of a longer transcript aren't compared, since that would cost as much as the outline."""
ABOUT = "about the guide"
"""The kind of a sentence that says what the guide is for."""
ANSWERED = "question, answered"
"""The kind of a question that the guide answers, with its answer."""
Part = tuple[str | None, str]
"""The name of a way, or None, and what is said of it."""
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+")


async def compared(
    plan: Plan, end: OutlineEnd, transcript: Transcript, options: GuideOptions, judge: Writer
) -> OutlineEnd:
    """The end of a model's outline without what differs from what was said, as the model sees it when asked. All of it
    if the model can't be asked. Raises nothing of its own."""
    language = options.language or transcript.language
    claims = claims_of(plan, end, transcript, language)
    whole = PlannedStep(0, end.title, plan.steps[0].utterance_ids)
    request = StepRequest(whole, plan.steps, transcript, options, (), plan.names)
    try:
        verdicts = await judge.judge(request, claims) if claims else ()
    except ModelError as error:
        log.info("what the outline says of the guide wasn't compared by the model: %s", error.message)
        return end
    except Exception:
        # Catch-all: a bug in this comparison must not lose the guide.
        log.exception("comparing what the outline says of the guide failed unexpectedly")
        return end
    return without_refuted(end, {claim.text: each for claim, each in zip(claims, verdicts, strict=False)}, language)


def claims_of(plan: Plan, end: OutlineEnd, transcript: Transcript, language: str | None) -> tuple[Claim, ...]:
    """The lines to compare, each once. Of sentences that may end earlier, what they say up to there is compared too.
    `language` is the guide's."""
    claims: list[Claim] = []
    if transcript.words <= MOST_WORDS:
        everything = tuple(range(1, len(transcript.utterances) + 1))
        claims.append(Claim(end.title, everything, "title of the guide"))
        said = [text for sentence in sentences(end.about) for text in (sentence, *without_an_end(sentence, language))]
        claims += [Claim(text, everything, ABOUT) for text in said]
        claims.append(Claim(end.audience or "", everything, "for whom the guide is"))
    claims += [Claim(need.text, need.utterance_ids, "needed first") for need in end.prerequisites]
    for choice in end.choices:
        of_ways = sorted({n for step in plan.steps if step.way in choice.ways for n in step.utterance_ids})
        claims.append(Claim(choice.title, tuple(of_ways), "title of a choice"))
        if advice := choice.advice:
            told = (part for each in _parts(advice, choice.ways) for part in (each, *_shorter(each, language)))
            claims += [Claim(advice_of([part]), advice.utterance_ids, "advice for a choice") for part in told]
    claims += [Claim(asked.text, asked.utterance_ids, ANSWERED) for asked in end.questions]
    ids = {step.number: step.utterance_ids for step in plan.steps}
    claims += [Claim(d.when or "", ids.get(number, ()), "condition") for number, d in end.details.items()]
    return tuple({claim.text: claim for claim in claims if claim.text and claim.said}.values())


def without_refuted(end: OutlineEnd, verdicts: Mapping[str, Verdict], language: str | None) -> OutlineEnd:
    """The end of the outline without what a model says differs from what was said. `verdicts` are by the lines'
    texts. A sentence of which only the end differs keeps what stands before it; of one that goes as a whole, who reads
    the whole guide is told."""
    refuted: list[str] = []

    def holds(text: str | None) -> bool:
        verdict = verdicts.get(text or "")
        return verdict is None or verdict.same

    def kept(part: Part) -> Part | None:
        if holds(told := advice_of([part])):
            return part
        for shorter in _shorter(part, language):
            if (verdict := verdicts.get(advice_of([shorter]))) and verdict.same:
                return shorter
        verdict = verdicts[told]
        refuted.append(f"“{told}”{f' ({verdict.differs})' if verdict.differs else ''}")
        return None

    about = [left[1] for sentence in sentences(end.about) if (left := kept((None, sentence)))]
    choices = tuple(
        replace(choice, advice=_of_kept(choice.advice, map(kept, _parts(choice.advice, choice.ways))))
        if choice.advice
        else choice
        for choice in end.choices
        if holds(choice.title)
    )
    return replace(
        end,
        compared=end.title in verdicts,
        title=end.title if holds(end.title) else "",
        about=" ".join(about) or None,
        audience=end.audience if holds(end.audience) else None,
        prerequisites=tuple(need for need in end.prerequisites if holds(need.text)),
        questions=tuple(asked for asked in end.questions if holds(asked.text)),
        choices=choices,
        refuted=tuple(refuted),
        details={n: detail if holds(detail.when) else replace(detail, when=None) for n, detail in end.details.items()},
    )


def _parts(advice: CitedText, ways: Sequence[str]) -> list[Part]:
    return advice_parts(advice.text, ways)


def _shorter(part: Part, language: str | None) -> list[Part]:
    """The same without its end, the longest first."""
    way, told = part
    *before, last = sentences(told) or [""]
    left = [(way, " ".join((*before, short))) for short in without_an_end(last, language)]
    return [*left, (way, " ".join(before))] if before else left


def _of_kept(advice: CitedText, parts: Iterable[Part | None]) -> CitedText | None:
    held = [part for part in parts if part]
    return replace(advice, text=advice_of(held)) if held else None


def sentences(text: str | None) -> list[str]:
    """The sentences of a short text."""
    return [sentence for sentence in _SENTENCE_END.split(text or "") if sentence]
