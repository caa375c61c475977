"""The guides that a thread has: what somebody who writes to the app there may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import access
from bot.jobs.desk import Desk
from bot.jobs.mistakes import not_understood
from bot.jobs.model import Job, JobState
from bot.jobs.refusal import Refused
from bot.messages.outcome import thread_message
from pipeline.errors import PipelineError
from pipeline.guide import Guide, ReferenceStatus, WriterKind
from pipeline.options import OF_ONE_RECORDING, GuideOptions, Secrets, WriterChoice


@dataclass(frozen=True)
class Place:
    """A thread, and who writes in it."""

    team: str
    channel: str
    thread_ts: str
    user: str
    left_out: tuple[str, ...] = ()
    """What they want, and isn't understood."""


async def to_make_again(desk: Desk, place: Place, changes: Mapping[str, Any]) -> tuple[Job, ...]:
    """The jobs of the thread's guides, the latest of each file, with their options changed by those that were named;
    none where the thread has no guide. A title or a recording alone is for the latest guide. Whether secrets are shown
    has to be asked for each time. Raises Refused where a guide is being made, and where there is one and nothing is to
    be different."""
    jobs = await desk.store.jobs.in_thread(place.team, place.channel, place.thread_ts)
    if any((job.asked or job.progress_ts) and not job.state.ended for job in jobs):
        raise Refused("I'm still making a guide in this thread. Once it's done, ask me for other options.")
    of_files: dict[str, Job] = {}
    for job in jobs:
        if job.state is JobState.DONE and job.guide:
            of_files.setdefault(_file(job), job)
    if not of_files:
        return ()
    made, *others = of_files.values()
    if not changes:
        may_change = await access.may_change_job(desk.client, place.user, made.asker)
        unclear = not_understood(place.left_out, brief=True) if place.left_out else ""
        button = made.id if may_change else None
        raise Refused(lambda say: thread_message(say, made.name, button, say.told(unclear)))
    if of_all := {name: value for name, value in changes.items() if name not in OF_ONE_RECORDING}:
        changes = of_all if others else changes
    else:
        others = []
    wanted = [replace(job, options=_changed(desk, job.options, changes)) for job in reversed((made, *others))]
    new = [one for one in wanted if not await would_be_the_same(desk, of_files[_file(one)], one.options)]
    if not new:
        may_change = await access.may_change_job(desk.client, place.user, made.asker)
        raise Refused(lambda say: thread_message(say, made.name, made.id if may_change else None))
    return tuple(new)


def _file(job: Job) -> str:
    """What the guides of one file have in common."""
    return job.file_id or job.source or job.id


def _changed(desk: Desk, options: GuideOptions, changes: Mapping[str, Any]) -> GuideOptions:
    """The options of a guide with those that are named anew. What had no effect for want of a model isn't asked for
    once more: that was said the first time."""
    before = options.but(secrets=Secrets.MASK)
    if desk.tools.model is None:
        before = before.but(language=GuideOptions.language, tone=GuideOptions.tone, glossary=GuideOptions().glossary)
    return GuideOptions.from_dict({**before.to_dict(), **changes})


async def would_be_the_same(desk: Desk, made: Job, options: GuideOptions) -> bool:
    """Whether a guide with these options would be the one that a job has made. One that the model couldn't write, or
    whose pages weren't there, may become another the next time. Without a model, nothing changes from one time to the
    next, whatever the guide says of how it was made. Raises StoreError."""
    if made.state is not JobState.DONE or not made.guide or options != made.options:
        return False
    kept = await desk.store.guides.get(made.guide)
    try:
        guide = Guide.from_json(kept) if kept else None
    except PipelineError:  # another version has made it
        guide = None
    if guide is None or any(step.fallback for step in guide.steps):
        return False
    could = desk.tools.model is not None and options.writer is not WriterChoice.EXTRACTIVE
    if guide.making.writer is WriterKind.EXTRACTIVE:
        tried = guide.making.model_set_up and options.writer is not WriterChoice.EXTRACTIVE
        return not could and not (tried and guide.making.note)
    lost = (ReferenceStatus.FAILED, ReferenceStatus.LATE)
    return could and not guide.making.note and not any(reference.status in lost for reference in guide.references)
