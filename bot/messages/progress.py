"""The progress message: what a job has come to so far, folded from the pipeline's events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, PlanBlock, TaskCardBlock

from bot.messages.language import Words
from bot.messages.message import UNSEEN, Message, context, plain, section, sections, shorten
from bot.messages.options import LABELS
from pipeline import progress
from pipeline.guide import Level, ReferenceStatus
from pipeline.options import GuideOptions
from pipeline.progress import Event, Stage
from pipeline.provenance import needing_a_model
from pipeline.render.disclosures import not_opening
from pipeline.render.localization import words as words_of_documents

CANCEL = "cancel_job"
"""The action_id of the Cancel button; its value is the job's id."""


class Phase(StrEnum):
    """What is being done, in words."""

    RESUMING = "Resuming in a moment"
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
    options: GuideOptions | None = None
    """What was asked for, where some of it may have no effect."""
    model: bool = True
    """Whether a language model is to write."""
    template: bool = False
    """Whether a Word template gives the document its look, and its paper."""

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


def progress_message(say: Words, view: JobView) -> Message:
    """The message while the job runs. It shows no time that passes, which would take edits that say nothing new."""
    name = plain(shorten(view.name, 80))
    state = say(view.phase.value)
    if view.phase is Phase.WRITING:
        done, planned = say.number(view.finished), say.number(len(view.steps))
        state = say("Writing the steps: {done} of {all} done", done=done, all=planned)
    making = say("Making a guide from {name}", name=name)
    head = f"*{plain(shorten(view.title, 150))}*\n" if view.title else ""
    steps = sorted(view.steps.items())
    first = section(f"{head}{making}\n{state} …")
    lines = sections(_step_line(say, number, step) for number, step in steps)
    tasks = [_task(say, number, step) for number, step in steps]
    plan = PlanBlock(title=f"{state} …", tasks=tasks)
    last = _facts_and_buttons(say, view)
    return Message(
        say("Making a guide from {name}: {state}", name=name, state=state),
        (first, *lines, *last),
        (section(f"{head}{making}"), plan, *last) if tasks else None,
    )


def _facts_and_buttons(say: Words, view: JobView) -> list[Block]:
    blocks: list[Block] = []
    facts = []
    if view.read:
        # What isn't the name of a format ("text with speakers") is only known in English.
        named = view.read.format if say.language == "en" or view.read.format[:1].isupper() else ""
        facts.append(say.items(say.count("{n} word", "{n} words", view.read.words), plain(named)))
        if view.read.duration:
            facts.append(say("{duration} of recording", duration=say.duration(view.read.duration)))
    if view.references:
        there = sum(r.status in (ReferenceStatus.USED, ReferenceStatus.UNUSED) for r in view.references)
        read = say.count(
            "{read} of {n} reference page read",
            "{read} of {n} reference pages read",
            len(view.references),
            read=say.number(there),
        )
        facts.append(read)
    if view.replaced:
        facts.append(say("outlined without the model"))
    if view.resumed:
        facts.append(say("resumed after a restart"))
    if facts:
        blocks.append(context("  ·  ".join(facts)))
    if view.options and (idle := _without_effect(say, view, view.options)):
        blocks.append(context(idle))
    if view.phase is not Phase.DELIVERING:
        blocks.append(ActionsBlock(elements=[_cancel_button(say, view.job)]))
    return blocks


def _without_effect(say: Words, view: JobView, options: GuideOptions) -> str:
    """What of the options will have no effect, as far as it is known by now, and why; nothing if all have some."""
    idle = [] if view.model else needing_a_model(options, view.read.language if view.read else None)
    told = [
        say("No language model writes this guide, so this has no effect: {options}.", options=say.items(*named))
        if (named := [say(LABELS[name]) for name in idle])
        else "",
        say("The Word template has its own paper, so this has no effect: {options}.", options=say(LABELS["paper"]))
        if view.template and options.paper is not GuideOptions.paper
        else "",
        plain(not_opening(words_of_documents(say.tag), options.recording)),
        say("The transcript has no times at which the recording could be opened.")
        if view.read and view.read.opens_nothing
        else "",
        say("The transcript has no times, so this has no effect: {options}.", options=say(LABELS["sources"]))
        if view.read and view.read.shortens_nothing
        else "",
    ]
    return say.sentences(*filter(None, told))


def _task(say: Words, number: int, step: StepView) -> TaskCardBlock:
    """A step as a card of Slack's plan, whose texts are plain and need no escaping."""
    note = f" ({say('without the model')})" if step.fallback else ""
    return TaskCardBlock(
        task_id=f"step-{number}",
        title=f"{number}. {shorten(UNSEEN.sub('', step.title), 100)}{note}",
        status="complete" if step.level else "in_progress" if step.started else "pending",
    )


def _step_line(say: Words, number: int, step: StepView) -> str:
    mark = "✓" if step.level else "◐" if step.started else "○"
    note = f"  _({say('without the model')})_" if step.fallback else ""
    return f"{mark}  {number}. {plain(shorten(step.title, 100))}{note}"


def _cancel_button(say: Words, job: str) -> ButtonElement:
    return ButtonElement(
        text=say("Cancel"),
        action_id=CANCEL,
        value=job,
        confirm=ConfirmObject(
            title=say("Stop making this guide?"),
            text=say("Finished work is kept, so it'll be faster if you start again."),
            confirm=say("Stop"),
            deny=say("Keep going"),
        ),
    )
