"""A draft and its sources -> a Step. Nothing in it looks certain unless it was said or read.

Ids are checked, hard facts are looked for in what a line cites, and negations and conditions are compared. A model is
asked once to repair what isn't in the sources. What is still wrong after that is removed or marked with a Finding.
Everything in a draft is treated as hostile until it is checked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pipeline import prompts
from pipeline.cleaning import clean_line
from pipeline.errors import ModelError
from pipeline.grounding.checks import Check, overlap
from pipeline.grounding.confidence import with_uncompared
from pipeline.grounding.evidence import Evidence, mended
from pipeline.grounding.hard_facts import FactKind, facts_in
from pipeline.grounding.settling import Settled, settle, unchanged
from pipeline.grounding.stop_words import content
from pipeline.grounding.support import where
from pipeline.grounding.suspicion import suspects
from pipeline.grounding.tokens import stem, tokenize
from pipeline.grounding.uncited_lines import clean_title
from pipeline.guide import MendedName, Step, WriterKind
from pipeline.transcript import Transcript

if TYPE_CHECKING:
    from pipeline.writing import Claim, Draft, StepRequest, Verdict, Writer

log = logging.getLogger(__name__)

MOST_CLAIMS = 60
"""Lines of one step that a model is asked to compare."""


@dataclass(frozen=True)
class Grounded:
    """A step, and how its lines were checked."""

    step: Step
    checks: tuple[Check, ...]
    """The checks of the draft that was used."""
    problems: tuple[str, ...] = ()
    """What the writer was asked to repair in its first draft. Empty if nothing was wrong, or if it can't repair
    drafts."""
    repaired: bool = False
    """Whether the second draft was used."""


async def ground(request: StepRequest, draft: Draft, writer: Writer, *, fallback: str | None = None) -> Step:
    """The draft as a step: checked, and repaired once if a model wrote it. `fallback` says why a model didn't write it.
    If the repair fails, the first draft is used. Raises nothing of its own."""
    return (await ground_in_full(request, draft, writer, fallback=fallback)).step


async def ground_in_full(
    request: StepRequest, draft: Draft, writer: Writer, *, fallback: str | None = None
) -> Grounded:
    """Like `ground`, with a report of what was looked for, found, repaired and removed."""
    first = await asyncio.to_thread(settle, request, draft, writer.kind, fallback)
    if writer.kind is not WriterKind.MODEL:
        return Grounded(first.step, first.checks)
    verdicts = await _verdicts(request, first.claims, writer)
    # What was translated is only sure once it was compared.
    if not unchanged(first, verdicts) or (verdicts and prompts.translated(request.transcript, request.options)):
        first = await asyncio.to_thread(settle, request, draft, writer.kind, fallback, verdicts)
    if len(verdicts) < len(first.claims):
        first = await asyncio.to_thread(_with_uncompared, request, first, verdicts)
    if not first.problems:
        return Grounded(first.step, first.checks)
    try:
        again = (await writer.repair(request, draft, first.problems)).draft
    except ModelError as error:
        log.info("step %d wasn't repaired: %s", request.step.number, error.message)
        return Grounded(first.step, first.checks, first.problems)
    second = await asyncio.to_thread(settle, request, again, writer.kind, fallback, verdicts)
    new = {text: claim for text, claim in second.claims.items() if text not in verdicts}
    if verdicts and new:
        verdicts |= await _verdicts(request, new, writer)
        second = await asyncio.to_thread(settle, request, again, writer.kind, fallback, verdicts)
    if len(verdicts) < len(second.claims):
        second = await asyncio.to_thread(_with_uncompared, request, second, verdicts)
    if not second.step.actions or len(second.problems) > len(first.problems):
        return Grounded(first.step, first.checks, first.problems)
    return Grounded(second.step, second.checks, first.problems, repaired=True)


async def _verdicts(request: StepRequest, claims: Mapping[str, Claim], writer: Writer) -> dict[str, Verdict]:
    """What the model says of a step's lines, by the text of each. What it can't judge stays as the code sees it."""
    asked = dict(islice(claims.items(), MOST_CLAIMS))
    if not asked:
        return {}
    try:
        judged = await writer.judge(request, tuple(asked.values()))
    except ModelError as error:
        log.info("the lines of step %d weren't compared by the model: %s", request.step.number, error.message)
        return {}
    return dict(zip(asked, judged, strict=False))


def _with_uncompared(request: StepRequest, settled: Settled, verdicts: Mapping[str, Verdict]) -> Settled:
    """The step with less confidence if lines that code would ask about have no verdict and no mark."""
    marked = {check.text for check in settled.checks if check.findings or check.removed}
    doubtful = suspects(request, settled.claims) - verdicts.keys() - marked
    if not doubtful:
        return settled
    lower = with_uncompared(settled.step.confidence, len(doubtful))
    return replace(settled, step=replace(settled.step, confidence=lower))


def explain(request: StepRequest, draft: Draft, kind: WriterKind = WriterKind.MODEL) -> tuple[Check, ...]:
    """Each line of a draft as it would be checked: the facts looked for, where each was found, and what is removed."""
    return settle(request, draft, kind, None).checks


def supported(
    text: str,
    transcript: Transcript,
    ids: tuple[int, ...],
    *,
    language: str | None = None,
    names: Iterable[MendedName] = (),
    compared: bool = False,
) -> bool:
    """Whether these utterances exist and hold all hard facts of a text and some of its words. `language` is the text's.
    If it isn't the transcript's, only facts can be compared. `names` are those that were misheard. If a model has
    `compared` the text, only what could harm has to be found again: numbers and names are said in many ways."""
    if not ids or any(not 1 <= n <= len(transcript.utterances) for n in ids):
        return False
    said = [(f"u{n}", transcript[n].text) for n in sorted(set(ids))]
    evidence = Evidence(said, [transcript.language or "en"], mended(said, names))
    written_in = language or transcript.language
    translated = written_in != transcript.language
    for fact in facts_in(text, written_in):
        if compared and fact.kind in (FactKind.NUMBER, FactKind.NAME, FactKind.LABEL):
            continue
        # In a translation, a word with a capital letter may not be a name.
        if where(fact, evidence, written_in) is None and not (translated and fact.kind is FactKind.NAME):
            return False
    return translated or overlap(text, evidence, transcript.language)[0] > 0


def stems_of(text: str, language: str | None) -> frozenset[str]:
    """The stems of all words of a text, small ones included."""
    short = (language or "en").split("-")[0]
    return frozenset(stem(token.text, short) for token in tokenize(text, language) if token.word)


def content_stems_of(text: str, language: str | None) -> frozenset[str]:
    """The same without small words. All words where there are no others."""
    return frozenset(content(text, language)) or stems_of(text, language)


__all__ = [
    "Check",
    "Grounded",
    "clean_line",
    "clean_title",
    "content_stems_of",
    "explain",
    "ground",
    "ground_in_full",
    "stems_of",
    "supported",
]
