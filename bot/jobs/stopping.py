"""Stops jobs for people, as far as they may."""

from __future__ import annotations

import asyncio
import logging
import time

from slack_sdk.errors import SlackApiError

from bot import access
from bot.jobs.deleting import Deleting
from bot.jobs.desk import Desk
from bot.jobs.forgotten import without_forms
from bot.jobs.forms import NO_GUIDE
from bot.jobs.intake import Intake
from bot.jobs.model import Job
from bot.jobs.requests import Chosen, Commanded, Pressed, Stopped
from bot.jobs.thread import find_posted, metadata
from bot.messages import outcome
from bot.messages.deleting import left_text
from bot.messages.forgetting import FORGET_GUIDES, forget_question, forgotten_message
from bot.messages.message import plain
from bot.metrics import Outcome
from bot.observe import about
from bot.slack_errors import SlackUnreachable, in_words

log = logging.getLogger(__name__)

LET_GO_SECONDS = 1.0
"""How long another process may take to let go of a cancelled job."""
LOOK_SECONDS = 0.05


class Stopping:
    """The jobs of one workspace. Raises StoreError, SlackApiError and SlackUnreachable."""

    def __init__(self, desk: Desk, intake: Intake, deleting: Deleting) -> None:
        self._desk = desk
        self._intake = intake
        self._deleting = deleting

    async def cancel(self, pressed: Pressed, response_url: str | None = None) -> None:
        """Stops a job, if the person may; who can't is told why."""
        if response_url and await self._desk.store.jobs.get(pressed.job) is None:
            said = (
                f"There's no guide with the ID “{plain(pressed.job[:40])}”."
                if pressed.job
                else "Which guide shall I stop?"
            )
            said = f"{said} To see yours with their IDs, type `/script2doc jobs`."
            await self._intake.tell(pressed.channel, pressed.user, said, response_url)
            return
        job = await self.may_change(pressed, response_url)
        if job is None:
            return
        if not await self.stop(job, pressed.user):
            said = "This one has already ended."
            await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)

    async def stop_thread(self, asked: Stopped) -> None:
        """Stops what is under way in a thread, as far as the person may. Slack shows it as going on until the app says
        that it doesn't, also where nothing was."""
        found = await self._desk.store.jobs.in_thread(asked.team, asked.channel, asked.thread_ts)
        going_on = [job for job in found if not job.state.ended]
        if not going_on:
            self._desk.sessions.clear(asked.channel, asked.thread_ts)
            return
        may = [job for job in going_on if await access.may_change_job(self._desk.client, asked.user, job.asker)]
        for job in may:
            await self.stop(job, asked.user)
        if not may:
            await self.may_change(Pressed(asked.team, asked.channel, asked.user, going_on[0].id, "", asked.thread_ts))

    async def stop(self, job: Job, user: str) -> bool:
        """Cancels a job for somebody, and has its message say so. False if it has ended already."""
        with about(job=job.id):
            return await self._stop(job, user)

    async def _stop(self, job: Job, user: str) -> bool:
        if not await self._desk.store.jobs.cancel(job.id):
            return False
        self._desk.metrics.job_ended(Outcome.CANCELLED)
        await self._desk.store.notices.send()
        await self._desk.tasks.stop_job(job.id)
        job = await self._let_go(job)
        self._desk.end(job, done=False)
        if ts := job.progress_ts or await self._unnoted(job):
            say = await self._desk.people.words(job.asker)
            message = outcome.cancelled_message(say, job.name, user, job.id)
            await self._desk.editor.finish((job.channel, ts), message, metadata(job.id, "progress"))
        return True

    async def _unnoted(self, job: Job) -> str | None:
        """The progress message that was being posted when its job was stopped, if Slack has got that."""
        if not (job.attempts and job.thread_ts):
            return None
        found = await find_posted(self._desk.client, job, "progress", job.thread_ts)
        return found.ts if found else None

    async def ask_to_forget(self, asked: Commanded) -> None:
        """Asks a person whether what is kept of them is to be deleted."""
        store, say = self._desk.store, await self._desk.people.words(asked.user)
        kept = await store.forgetting.kept_of(asked.team, asked.user)
        posted = bool(await store.jobs.posted_of(asked.team, asked.user))
        question = forget_question(say, guides=kept.guides, files=kept.files, requests=kept.jobs, posted=posted)
        await self._intake.show(asked.channel, asked.user, question, asked.response_url)

    async def forget(self, chosen: Chosen) -> None:
        """Stops a person's jobs, deletes what is kept of them, and says so. If they want that, their guides in Slack
        are deleted first: nobody knows afterwards where all of them are."""
        store, say = self._desk.store, await self._desk.people.words(chosen.user)
        for job in await store.jobs.active_of(chosen.team, chosen.user):
            try:
                await self.stop(job, chosen.user)
            except (SlackApiError, SlackUnreachable) as error:
                with about(job=job.id):
                    log.info("job %s is stopped, but its message can't say so: %s", job.id, in_words(error))
        guides, left = chosen.value == FORGET_GUIDES, 0
        posted = await store.jobs.posted_of(chosen.team, chosen.user)
        for job in posted if guides else ():
            with about(job=job.id):
                left += await self._deleting.delete(job, chosen.user)
        gone = await store.forgetting.forget(chosen.team, chosen.user)
        log.info("forgot what was kept of %s: %s", chosen.user, gone)
        if posted and not guides:
            self._desk.tasks.own(without_forms(self._desk, posted), "taking buttons away")
        told = forgotten_message(say, guides=guides, left=left_text(say, left) if left else "")
        await self._intake.show(chosen.channel, chosen.user, told, chosen.response_url, instead=True)

    async def _let_go(self, job: Job) -> Job:
        """A cancelled job as it is once the process that had it in hand has let go of it: what that says of it in Slack
        comes before our word. One that doesn't answer is gone, or frozen."""
        store = self._desk.store
        until = time.monotonic() + LET_GO_SECONDS
        while True:
            job = await store.jobs.get(job.id) or job
            elsewhere = job.worker not in (None, self._desk.worker)
            if not (elsewhere and store.database.on_server) or time.monotonic() >= until:
                return job
            await asyncio.sleep(LOOK_SECONDS)

    async def may_change(self, pressed: Pressed, response_url: str | None = None) -> Job | None:
        """The job, if it is of this workspace and the person may change it. Otherwise None, and the person learns
        why."""
        job = await self._desk.store.jobs.get(pressed.job)
        if job is None or job.team != pressed.team:
            said = NO_GUIDE
        elif not job.asker and job.channel == pressed.channel:
            return job
        elif not job.asker or not await access.may_change_job(self._desk.client, pressed.user, job.asker):
            said = f"Only <@{job.asker}>, who asked for this guide, or an admin can do that."
        else:
            return job
        await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)
        return None
