"""The guides that a thread has: what somebody who writes to the app there may mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import access
from bot.jobs.desk import Desk
from bot.jobs.model import Job, JobState
from bot.jobs.refusal import Refused
from bot.messages.outcome import thread_message
from pipeline.options import GuideOptions


@dataclass(frozen=True)
class Place:
    """A thread, and who writes in it."""

    team: str
    channel: str
    thread_ts: str
    user: str


async def to_make_again(desk: Desk, place: Place, options: GuideOptions) -> Job | None:
    """The latest guide's job, with its options changed by those that were asked for; None where the thread has no
    guide. Raises Refused where one is being made, and where there is one and nothing is to be different."""
    jobs = await desk.store.jobs.in_thread(place.team, place.channel, place.thread_ts)
    if any((job.asked or job.progress_ts) and not job.state.ended for job in jobs):
        raise Refused("I'm still making a guide in this thread. Once it's done, ask me for other options.")
    made = next((job for job in jobs if job.state is JobState.DONE and job.guide), None)
    if made is None:
        return None
    changes = options.to_dict()
    if not changes:
        may_change = await access.may_change_job(desk.client, place.user, made.asker)
        raise Refused(lambda say: thread_message(say, made.name, made.id if may_change else None))
    return replace(made, options=GuideOptions.from_dict({**made.options.to_dict(), **changes}))
