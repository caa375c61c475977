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
from bot.messages.outcome import note_message
from bot.messages.usage import waiting_text
from bot.store import StoreError, TooManyJobs
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

    async def submit(self, jobs: Sequence[Job], place: Place, *, of_form: bool = False) -> None:
        """Stores the jobs of one request and starts them; does nothing for what Slack delivered before. A person's jobs
        have only so many places: of those that are asked for together, the others wait until one is free. `of_form`:
        the form for a new guide had what the workspace has set, and the person's word on it."""
        if not jobs:
            return
        first = jobs[0]
        most = await self._desk.workspace_settings.jobs_per_person(first.team)
        jobs = [await self._with_standing(job, of_form=of_form) for job in jobs]
        try:
            stored, others = await self._desk.store.jobs.add_all(jobs, most)
        except TooManyJobs as full:
            if first.asked:
                say = await self._desk.people.words(first.asker)
                said = say.count(
                    "You already have {n} guide in progress. Wait for it to finish, or cancel it.",
                    "You already have {n} guides in progress. Wait for one to finish, or cancel one.",
                    full.number,
                )
                await self._answering.show(place, note_message(said))
                await self._desk.steps.refuse_job(first, said)
            else:
                log.info("%s already has %d jobs; ignoring a dropped file", first.asker, full.number)
            return
        added = [job for job, created in stored if created]
        for job in added:
            await self._offer(job)
        in_hand = [job for job, _ in stored if not job.state.ended]
        if first.asker and added and (waiting := in_hand[max(0, most - others) :]):
            # A file that nobody asked for may be no transcript; those whose names say so are.
            named = [job.name for job in waiting if job.asked or captions_by_name(job.name)]
            if named:
                say = await self._desk.people.words(first.asker)
                await self._answering.show(place, note_message(waiting_text(say, len(in_hand), named)))

    async def _offer(self, job: Job) -> None:
        """Has a stored job run. Where the queue can't be reached, it is offered again with the next renewal of the
        lease, since nobody owns it."""
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
