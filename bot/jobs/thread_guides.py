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
from pipeline.options import GuideOptions, Secrets, WriterChoice


@dataclass(frozen=True)
class Place:
    """A thread, and who writes in it."""

    team: str
    channel: str
    thread_ts: str
    user: str
    left_out: tuple[str, ...] = ()
    """What they want, and isn't understood."""


async def to_make_again(desk: Desk, place: Place, changes: Mapping[str, Any]) -> Job | None:
    """The latest guide's job, with its options changed by those that were named; None where the thread has no guide.
    Whether secrets are shown has to be asked for each time. Raises Refused where a guide is being made, and where there
    is one and nothing is to be different."""
    jobs = await desk.store.jobs.in_thread(place.team, place.channel, place.thread_ts)
    if any((job.asked or job.progress_ts) and not job.state.ended for job in jobs):
        raise Refused("I'm still making a guide in this thread. Once it's done, ask me for other options.")
    made = next((job for job in jobs if job.state is JobState.DONE and job.guide), None)
    if made is None:
        return None
    if not changes:
        may_change = await access.may_change_job(desk.client, place.user, made.asker)
        unclear = not_understood(place.left_out, brief=True) if place.left_out else ""
        button = made.id if may_change else None
        raise Refused(lambda say: thread_message(say, made.name, button, say.told(unclear)))
    before = made.options.but(secrets=Secrets.MASK).to_dict()
    wanted = replace(made, options=GuideOptions.from_dict({**before, **changes}))
    if await would_be_the_same(desk, made, wanted.options):
        may_change = await access.may_change_job(desk.client, place.user, made.asker)
        raise Refused(lambda say: thread_message(say, made.name, made.id if may_change else None))
    return wanted


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
