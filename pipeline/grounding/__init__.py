"""A draft and its sources -> a Step in which nothing stands as certain that wasn't said or read.

Ids are checked, hard facts looked for in what is cited, negations and conditions compared. A model is told once what
can't be found; what still fails is taken out or marked with a Finding. Everything in a draft is hostile until checked.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.cleaning import clean_line
from pipeline.errors import ModelError
from pipeline.grounding.checks import Check, overlap
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import FactKind, facts_in
from pipeline.grounding.settling import settle
from pipeline.grounding.support import where
from pipeline.grounding.uncited_lines import clean_title
from pipeline.guide import Step, WriterKind
from pipeline.transcript import Transcript

if TYPE_CHECKING:
    from pipeline.writing import Draft, StepRequest, Writer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Grounded:
    """A step, and how it became so."""

    step: Step
    checks: tuple[Check, ...]
    """Of the draft that was settled on."""
    problems: tuple[str, ...] = ()
    """What the writer was told about its first draft; empty where nothing was wrong or nobody could mend it."""
    repaired: bool = False
    """Whether the second draft was settled on."""


async def ground(request: StepRequest, draft: Draft, writer: Writer, *, fallback: str | None = None) -> Step:
    """The draft as a step: checked, repaired once by a model, and settled. `fallback` says why a model didn't write it.
    A repair that fails costs nothing: the first draft is settled on. Raises nothing of its own."""
    return (await ground_in_full(request, draft, writer, fallback=fallback)).step


async def ground_in_full(
    request: StepRequest, draft: Draft, writer: Writer, *, fallback: str | None = None
) -> Grounded:
    """Like `ground`, with the report of what was looked for, found, mended and taken out."""
    first = await asyncio.to_thread(settle, request, draft, writer.kind, fallback)
    if writer.kind is not WriterKind.MODEL or not first.problems:
        return Grounded(first.step, first.checks)
    try:
        again = (await writer.repair(request, draft, first.problems)).draft
    except ModelError as error:
        log.info("step %d wasn't repaired: %s", request.step.number, error.message)
        return Grounded(first.step, first.checks, first.problems)
    second = await asyncio.to_thread(settle, request, again, writer.kind, fallback)
    if not second.step.actions or len(second.problems) > len(first.problems):
        return Grounded(first.step, first.checks, first.problems)
    return Grounded(second.step, second.checks, first.problems, repaired=True)


def explain(request: StepRequest, draft: Draft, kind: WriterKind = WriterKind.MODEL) -> tuple[Check, ...]:
    """Each line of a draft as it would be checked: the facts looked for, where each was found, what is taken out."""
    return settle(request, draft, kind, None).checks


def supported(text: str, transcript: Transcript, ids: tuple[int, ...], *, language: str | None = None) -> bool:
    """Whether all hard facts of a text, and some of its words, stand in these utterances, and the utterances exist.
    `language` is the text's; in another than the transcript's only facts can be compared."""
    if not ids or any(not 1 <= n <= len(transcript.utterances) for n in ids):
        return False
    evidence = Evidence([(f"u{n}", transcript[n].text) for n in sorted(set(ids))], [transcript.language or "en"])
    written_in = language or transcript.language
    translated = written_in != transcript.language
    for fact in facts_in(text, written_in):
        # A translated word with a capital isn't told from a name.
        if where(fact, evidence, written_in) is None and not (translated and fact.kind is FactKind.NAME):
            return False
    return translated or overlap(text, evidence, transcript.language)[0] > 0


__all__ = ["Check", "Grounded", "clean_line", "clean_title", "explain", "ground", "ground_in_full", "supported"]
