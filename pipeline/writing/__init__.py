"""A planned step and what is known about it -> a draft. There are two writers, with one protocol; `choice` takes one of
them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pipeline import prompts
from pipeline.guide import CautionKind, MendedName, WriterKind
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem, PlannedStep
from pipeline.transcript import Transcript

WHOLE_WORDS = 30_000
"""A transcript is shown to each writer as a whole if that makes so many words at most for all of them together."""
AROUND_WORDS = 1_000
"""How much of a longer one each writer is shown, if its step has no more."""


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
    said: str | None = None
    """What it was made of, as it was said and in quotation marks, for a line that turns out to say something else. Only
    a writer without a model gives it."""


@dataclass(frozen=True)
class DraftCaution:
    kind: CautionKind
    text: str
    utterance_ids: tuple[int, ...]
    before: int | None = None
    """The number (from 1) of the action that it comes before; one more than there are actions: after the last. None:
    before all of them."""


@dataclass(frozen=True)
class DraftGap:
    """What the reader needs and the recording doesn't say."""

    text: str
    utterance_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A step as a writer proposes it."""

    title: str
    actions: tuple[DraftAction, ...]
    goal: str | None = None
    cautions: tuple[DraftCaution, ...] = ()
    missing: tuple[DraftGap, ...] = ()
    mended: tuple[MendedName, ...] = ()
    """Words that the writer took for misheard, as far as nobody had named them before."""
    quoted: bool = False
    """Whether its actions are only quotations, since nobody was heard giving instructions."""


@dataclass(frozen=True)
class StepRequest:
    """Everything that decides how a step is written."""

    step: PlannedStep
    plan: tuple[PlannedStep, ...]
    """All steps of the guide, with this one."""
    transcript: Transcript
    options: GuideOptions
    passages: tuple[Passage, ...] = ()
    names: tuple[MendedName, ...] = ()
    """Names that were misheard."""
    narrow: bool = False
    """Whether the model's context is too small for the whole transcript."""
    condition: str | None = None
    """Under which condition the whole step is done, where that is known. No line needs to repeat it."""

    @property
    def whole(self) -> bool:
        """Whether the writer sees the whole transcript: it is short enough to be shown for each step."""
        return not self.narrow and self.transcript.words * max(1, len(self.plan)) <= WHOLE_WORDS

    @cached_property
    def shown(self) -> frozenset[int]:
        """The ids of the utterances that the writer sees: all, or those of the step and some around them."""
        if self.whole:
            return frozenset(range(1, len(self.transcript.utterances) + 1))
        own = frozenset(self.step.utterance_ids)
        return own | prompts.around(self.transcript, own, AROUND_WORDS)


@dataclass(frozen=True)
class Claim:
    """A line of a step, to be compared with what was said."""

    text: str
    said: tuple[int, ...]
    """The ids of the utterances to compare it with: at least one, in ascending order."""
    kind: str = "action"
    """What it is in its step: "title", "goal", "action", "result", "note", "tip" or "warning"."""


@dataclass(frozen=True)
class Verdict:
    """Whether a line says what its utterances say."""

    same: bool
    differs: str | None = None
    """What differs, in words for the reviewer. None if nothing does."""


@dataclass(frozen=True)
class GuideLine:
    """A line of the whole guide, as it is put to who edits it."""

    kind: str
    """What it is, such as "action" or "needed first"."""
    text: str
    utterance_ids: tuple[int, ...] = ()
    code: str | None = None
    heading: str | None = None
    """What stands above it, if it is the first below that: the heading of its step."""


@dataclass(frozen=True)
class RevisionRequest:
    """Everything that decides how a whole guide is edited."""

    lines: tuple[GuideLine, ...]
    """From line 1 on, in the order of the document."""
    transcript: Transcript
    options: GuideOptions
    names: tuple[MendedName, ...] = ()
    noticed: tuple[str, ...] = ()
    """What code noticed in the whole, in words that name lines. It may be wrong."""


@dataclass(frozen=True)
class Edit:
    """What becomes of one line of a guide. Nothing in it is checked yet."""

    line: int
    """Its number, from 1."""
    texts: tuple[str, ...] | None
    """What stands in its place: nothing, one line or several. None: the line stays."""
    utterance_ids: tuple[int, ...] = ()
    """What the new lines rest on, the most telling first. Empty: the same as before."""
    before: int | None = None
    """The number of the line in front of which it is moved."""
    added: CautionKind | None = None
    """If set, the line stays as it is, and the texts are notes of this kind behind it."""
    asked: bool = False
    """If set, the line stays as it is, and the texts are questions with their answers, which no step needs."""
    lacking: bool = False
    """If set, the line stays as it is, and the texts are what its step, or the whole, lacks since nobody said it."""
    apart: tuple[tuple[int, ...], ...] = ()
    """What each of several texts rests on. Empty: each on all of it."""

    @property
    def adds(self) -> tuple[bool, bool, bool]:
        """What it adds, if it adds something: notes, questions, gaps."""
        return self.added is not None, self.asked, self.lacking


@dataclass(frozen=True)
class Written:
    """A draft, and whether it came from the cache."""

    draft: Draft
    from_cache: bool = False


class Writer(Protocol):
    """Plans and writes steps. Writers that ask a model may raise ModelError in both."""

    kind: WriterKind

    def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """The plan as soon as all steps are named, then one OutlineEnd."""

    async def write(self, request: StepRequest) -> Written:
        """The draft of one step."""

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        """A new draft, after the writer was told what isn't in the sources. A writer that adds nothing to what was said
        gives the draft back as it is."""

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        """For each line, whether it says what was said. () from a writer that has no model to ask."""


class GuideWriter(Writer, Protocol):
    """A writer that edits whole guides too."""

    async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
        """What should change in a whole guide. () from a writer that has no model to ask, or isn't to ask it."""


__all__ = [
    "Claim",
    "Draft",
    "DraftAction",
    "DraftCaution",
    "DraftGap",
    "Edit",
    "GuideLine",
    "GuideWriter",
    "RevisionRequest",
    "StepRequest",
    "Verdict",
    "Writer",
    "Written",
]
