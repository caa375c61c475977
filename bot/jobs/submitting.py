"""Stores the jobs that people ask for, and has them run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.answering import Answering, Place
from bot.jobs.desk import Desk
from bot.jobs.model import Job
from bot.jobs.queue import Queue
from bot.jobs.standing import Standing
from bot.messages.limits import limit_text
from bot.messages.outcome import note_message
from bot.messages.usage import waiting_text
from bot.observe import about
from bot.store import StoreError
from bot.store.jobs import Added
from pipeline.options import WriterChoice
from pipeline.readers.file_kinds import captions_by_name

log = logging.getLogger(__name__)


class Submitting:
    """The jobs of one workspace. Raises StoreError, and for what people are told SlackApiError and SlackUnreachable."""

    def __init__(self, desk: Desk, queue: Queue, answering: Answering, standing: Standing) -> None:
        self._desk = desk
        self._queue = queue
        self._answering = answering
        self._standing = standing

    async def submit(
        self,
        jobs: Sequence[Job],
        place: Place,
        *,
        of_form: bool = False,
        late: bool = False,
        not_done: Sequence[str] = (),
    ) -> bool:
        """Stores the jobs of one request and starts them; does nothing for what Slack delivered before. A person's jobs
        have only so many places: of those that are asked for together, the others wait until one is free. Those for
        which a limit leaves no room aren't stored, and the person is told so; false then. `of_form`: the form for a new
        guide had what the workspace has set, and the person's word on it. `late`: it was said a while ago, and waits
        where it would be too much at once. `not_done`: what is said of wishes that these guides don't follow, as
        mrkdwn in English. All that is said is one message, since only the first answer to a message is shown."""
        if not jobs:
            return True
        first = jobs[0]
        most = await self._desk.workspace_settings.jobs_per_person(first.team)
        jobs = [await self._with_standing(job, of_form=of_form) for job in jobs]
        spent = await self._desk.allowances.spent(first.team, first.asker) if self._takes_tokens(jobs) else None
        asked = await self._desk.store.jobs.add_all(jobs, self._desk.job_limits(most, spent, late=late))
        for job, created in asked.stored:
            if created:
                await self._offer(job)
        said = [*await self._left(asked), *await self._waiting(asked, most)]
        if not_done and asked.stored:
            say = await self._desk.people.words(first.asker)
            said += map(say.told, not_done)
        if said:
            await self._answering.show(place, note_message("\n".join(said)))
        return asked.reached is None

    async def _left(self, asked: Added) -> list[str]:
        """What who has asked is told of the jobs for which there is no room. Nobody is told what became of another
        app's files; a workflow whose step waits for one of the jobs is."""
        if asked.reached is None:
            return []
        reached, left = asked.reached, asked.left
        log.warning("%d guides aren't made: limit of %d, %s", len(left), reached.most, reached.limit)
        if not left[0].asker:
            return []
        say = await self._desk.people.words(left[0].asker)
        for job in left:
            await self._desk.steps.refuse_job(job, limit_text(say, reached, marked=False))
        return [limit_text(say, reached, [job.name for job in left])]

    async def _waiting(self, asked: Added, most: int) -> list[str]:
        """What who has asked is told of the jobs that wait for one of their places."""
        in_hand = [job for job, _ in asked.stored if not job.state.ended]
        waiting = in_hand[max(0, most - asked.others) :] if any(created for _, created in asked.stored) else []
        # A file that nobody asked for may be no transcript; those whose names say so are.
        named = [job.name for job in waiting if job.asker and (job.asked or captions_by_name(job.name))]
        if not named:
            return []
        return [waiting_text(await self._desk.people.words(waiting[0].asker), len(in_hand), named)]

    def _takes_tokens(self, jobs: Sequence[Job]) -> bool:
        """Whether a model would write one of these guides."""
        return self._desk.tools.model is not None and any(
            job.options.writer is not WriterChoice.EXTRACTIVE for job in jobs
        )

    async def _offer(self, job: Job) -> None:
        """Has a stored job run. Where the queue can't be reached, it is offered again with the next renewal of the
        lease, since nobody owns it."""
        with about(job=job.id):
            try:
                await self._queue.offer(job)
            except StoreError as error:
                log.warning("job %s waits until the queue can be reached: %s", job.id, error)

    async def _with_standing(self, job: Job, *, of_form: bool) -> Job:
        """The job with what its workspace has set, and with the reference pages of its channel and workspace, if a
        model writes that reads them."""
        if job.redo_of is not None or self._desk.tools.model is None:  # the form of a redone one showed them already
            return job
        if not of_form:
            job = replace(job, options=await self._desk.workspace_settings.added_to(job.options, job.team))
        if job.options.writer is WriterChoice.EXTRACTIVE:
            return job
        most = self._desk.tools.limits.urls
        return replace(job, options=await self._standing.added_to(job.options, job.team, job.channel, most))
