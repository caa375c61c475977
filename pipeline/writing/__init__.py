"""A planned step and what is known about it -> a draft. There are two writers, with one protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from pipeline.guide import CautionKind, WriterKind
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem, PlannedStep
from pipeline.transcript import Transcript


@dataclass(frozen=True)
class DraftAction:
    """An action as a writer proposes it. Nothing in it is checked yet."""

    instruction: str
    utterance_ids: tuple[int, ...]
    passage_ids: tuple[str, ...] = ()
    code: str | None = None
    expected: str | None = None
    direct: bool = True
    """Whether the speaker told the listener to do it. False if the speaker only did it or said it was possible. True if
    the writer can't tell."""
    source_instruction: str | None = None
    """The instruction in the transcript's language, if the guide is in another one."""


@dataclass(frozen=True)
class DraftCaution:
    kind: CautionKind
    text: str
    utterance_ids: tuple[int, ...]
    before: int | None = None
    """The number (from 1) of the action that it comes before; one more than there are actions: after the last. None:
    before all of them."""


@dataclass(frozen=True)
class Draft:
    """A step as a writer proposes it."""

    title: str
    actions: tuple[DraftAction, ...]
    goal: str | None = None
    cautions: tuple[DraftCaution, ...] = ()


@dataclass(frozen=True)
class StepRequest:
    """Everything that decides how a step is written."""

    step: PlannedStep
    before: tuple[PlannedStep, ...]
    """The steps planned before it. Those after it may not be known yet, so they are never here."""
    transcript: Transcript
    options: GuideOptions
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Written:
    """A draft, and whether it came from the cache."""

    draft: Draft
    from_cache: bool = False


class Writer(Protocol):
    """Plans and writes steps. Writers that ask a model may raise ModelError in both."""

    kind: WriterKind

    def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """Planned steps, each as soon as it is named, then one OutlineEnd."""

    async def write(self, request: StepRequest) -> Written:
        """The draft of one step."""

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        """A new draft, after the writer was told what isn't in the sources. A writer that adds nothing to what was said
        gives the draft back as it is."""


__all__ = ["Draft", "DraftAction", "DraftCaution", "StepRequest", "Writer", "Written"]
