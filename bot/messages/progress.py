"""The progress message: what a job has come to so far, folded from the pipeline's events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, PlanBlock, TaskCardBlock

from bot.messages.message import UNSEEN, Message, context, count, duration, plain, section, sections, shorten
from pipeline import progress
from pipeline.guide import Level, ReferenceStatus
from pipeline.progress import Event, Stage

CANCEL = "cancel_job"
"""The action_id of the Cancel button; its value is the job's id."""


class Phase(StrEnum):
    """What is being done, in words."""

    WAITING = "Waiting for its turn"
    DOWNLOADING = "Fetching the file"
    TRANSCRIBING = "Waiting for Slack to transcribe the recording"
    READING = "Reading the transcript"
    OUTLINING = "Finding the steps"
    WRITING = "Writing the steps"
    RENDERING = "Making the Word document"
    DELIVERING = "Uploading the document"


@dataclass(frozen=True)
class StepView:
    title: str
    level: Level | None = None
    """None while it is being written."""
    fallback: bool = False
    started: bool = False


@dataclass(frozen=True)
class JobView:
    """What the progress message shows of one job."""

    job: str
    name: str
    phase: Phase = Phase.WAITING
    read: progress.TranscriptRead | None = None
    title: str | None = None
    steps: dict[int, StepView] = field(default_factory=dict)
    references: tuple[progress.ReferenceDone, ...] = ()
    replaced: bool = False
    resumed: bool = False

    def after(self, event: Event) -> JobView:
        """The view once an event has happened."""
        match event:
            case progress.StageStarted(stage=Stage.READ):
                return replace(self, phase=Phase.READING)
            case progress.StageStarted(stage=Stage.OUTLINE):
                return replace(self, phase=Phase.OUTLINING)
            case progress.StageStarted(stage=Stage.RENDER):
                return replace(self, phase=Phase.RENDERING)
            case progress.TranscriptRead():
                return replace(self, read=event)
            case progress.ReferenceDone():
                return replace(self, references=(*self.references, event))
            case progress.OutlineReplaced():
                return replace(self, steps={}, replaced=self.replaced or not event.by_the_model)
            case progress.StepPlanned():
                return replace(self, steps={**self.steps, event.number: StepView(event.title)})
            case progress.OutlineDone():
                return replace(self, title=event.title, phase=Phase.WRITING)
            case progress.StepStarted(number=number) if number in self.steps:
                return replace(self, steps={**self.steps, number: replace(self.steps[number], started=True)})
            case progress.StepDone():
                done = StepView(event.title, event.level, bool(event.fallback), started=True)
                return replace(self, steps={**self.steps, event.number: done})
            case _:
                return self

    @property
    def finished(self) -> int:
        return sum(1 for step in self.steps.values() if step.level)


def progress_message(view: JobView) -> Message:
    """The message while the job runs. It shows no time that passes, which would take edits that say nothing new."""
    name = plain(shorten(view.name, 80))
    state = view.phase.value
    if view.phase is Phase.WRITING:
        state += f": {view.finished} of {len(view.steps)} done"
    head = f"*{plain(shorten(view.title, 150))}*\n" if view.title else ""
    steps = sorted(view.steps.items())
    first = section(f"{head}Making a guide from {name}\n{state} …")
    lines = sections(_step_line(number, step) for number, step in steps)
    tasks = [_task(number, step) for number, step in steps]
    plan = PlanBlock(title=f"{state} …", tasks=tasks)
    last = _facts_and_buttons(view)
    return Message(
        f"Making a guide from {name}: {state}",
        (first, *lines, *last),
        (section(f"{head}Making a guide from {name}"), plan, *last) if tasks else None,
    )


def _facts_and_buttons(view: JobView) -> list[Block]:
    blocks: list[Block] = []
    facts = []
    if view.read:
        facts.append(f"{count(view.read.words, 'word')}, {plain(view.read.format)}")
        if view.read.duration:
            facts.append(f"{duration(view.read.duration)} of recording")
    if view.references:
        there = sum(r.status in (ReferenceStatus.USED, ReferenceStatus.UNUSED) for r in view.references)
        facts.append(f"{there} of {count(len(view.references), 'reference page')} read")
    if view.replaced:
        facts.append("outlined without the model")
    if view.resumed:
        facts.append("resumed after a restart")
    if facts:
        blocks.append(context("  ·  ".join(facts)))
    if view.phase is not Phase.DELIVERING:
        blocks.append(ActionsBlock(elements=[_cancel_button(view.job)]))
    return blocks


def _task(number: int, step: StepView) -> TaskCardBlock:
    """A step as a card of Slack's plan, whose texts are plain and need no escaping."""
    note = " (without the model)" if step.fallback else ""
    return TaskCardBlock(
        task_id=f"step-{number}",
        title=f"{number}. {shorten(UNSEEN.sub('', step.title), 100)}{note}",
        status="complete" if step.level else "in_progress" if step.started else "pending",
    )


def _step_line(number: int, step: StepView) -> str:
    mark = "✓" if step.level else "◐" if step.started else "○"
    note = "  _(without the model)_" if step.fallback else ""
    return f"{mark}  {number}. {plain(shorten(step.title, 100))}{note}"


def _cancel_button(job: str) -> ButtonElement:
    return ButtonElement(
        text="Cancel",
        action_id=CANCEL,
        value=job,
        confirm=ConfirmObject(
            title="Stop making this guide?",
            text="Finished work is kept, so it'll be faster if you start again.",
            confirm="Stop",
            deny="Keep going",
        ),
    )
