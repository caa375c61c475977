"""What listeners call: makes a guide, stops it, makes it again, and answers."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from bot import access
from bot.jobs.desk import Desk
from bot.jobs.forms import Forms
from bot.jobs.intake import Intake, Refused
from bot.jobs.model import OFFERED, REPEATED, Job, JobState
from bot.jobs.requests import Commanded, Dropped, Pointed, Pressed, Verb, parse_command
from bot.jobs.standing import UNUSED, Standing
from bot.jobs.thread import metadata, permalink
from bot.jobs.worker import Worker
from bot.messages import outcome
from bot.messages.message import plain
from bot.messages.options import Answers
from bot.messages.usage import JobLine, help_message, jobs_message
from bot.metrics import Outcome

log = logging.getLogger(__name__)


class JobService:
    """What people ask for, in Slack, and what comes of it: jobs begun, stopped and done again, and answers."""

    def __init__(self, desk: Desk, worker: Worker) -> None:
        self._desk = desk
        self._worker = worker
        self._intake = Intake(desk)
        self._forms = Forms(desk)
        self._standing = Standing(desk.client, desk.store.settings, desk.tools.fetcher)
        self._has_model = desk.tools.model is not None

    # Calls from listeners: each returns at once, and the work is done in a task of the desk.

    def dropped(self, asked: Dropped) -> None:
        self._desk.tasks.own(self._drop(asked), "dropped")

    def commanded(self, asked: Commanded) -> None:
        self._desk.tasks.own(self._command(asked), "command")

    def pointed(self, asked: Pointed) -> None:
        self._desk.tasks.own(self._point(asked), "shortcut")

    def cancel(self, pressed: Pressed) -> None:
        self._desk.tasks.own(self._cancel(pressed), "cancel")

    def again(self, pressed: Pressed, *, anyway: bool = False) -> None:
        """Once more with the same options; with `anyway`, even if nothing looks like a procedure."""
        self._desk.tasks.own(self._again(pressed, anyway=anyway), "again")

    def ask_options(self, pressed: Pressed) -> None:
        """Shows the person the options of a job, to be changed."""
        self._desk.tasks.own(self._ask_options(pressed), "options")

    def redo(self, pressed: Pressed, answers: Answers) -> None:
        """Once more with what a person has put in the form of options."""
        self._desk.tasks.own(self._redo(pressed, answers), "redo")

    def other_form(self, pressed: Pressed, suffix: str) -> None:
        """The guide once more in another form, .md or .pdf, for anybody in the thread."""
        self._desk.tasks.own(self._other_form(pressed, suffix), "other form")

    async def _drop(self, asked: Dropped) -> None:
        try:
            jobs = await self._intake.from_message(asked)
        except Refused as refused:
            await self._intake.tell(asked.channel, asked.user, str(refused), thread_ts=asked.thread_ts)
            return
        for job in jobs:
            await self._submit(job)

    async def _command(self, asked: Commanded) -> None:
        command = parse_command(asked.text)
        try:
            match command.verb:
                case Verb.HELP:
                    said = help_message(model=self._has_model)
                    await self._intake.show(asked.channel, asked.user, said, asked.response_url)
                case Verb.JOBS:
                    jobs = await self._desk.store.jobs.recent_of(asked.team, asked.user, 10)
                    lines = await asyncio.gather(*map(self._line, jobs))
                    await self._intake.show(asked.channel, asked.user, jobs_message(lines), asked.response_url)
                case Verb.CANCEL:
                    pressed = Pressed(asked.team, asked.channel, asked.user, command.target, asked.trigger, None)
                    await self._cancel(pressed, asked.response_url)
                case Verb.REFERENCES:
                    listed = await self._standing.change(command.target, asked.team, asked.channel, asked.user)
                    told = listed if self._has_model else f"{listed}\n{UNUSED}"
                    await self._intake.tell(asked.channel, asked.user, told, asked.response_url)
                case Verb.MAKE:
                    for job in await self._intake.from_command(asked, command):
                        await self._submit(job)
        except Refused as refused:
            await self._intake.tell(asked.channel, asked.user, str(refused), asked.response_url)

    async def _line(self, job: Job) -> JobLine:
        there = job.progress_ts or job.thread_ts
        link = await permalink(self._desk.client, job.channel, there) if there else None
        return JobLine(job.id, job.name, _told(job), job.created, link)

    async def _point(self, asked: Pointed) -> None:
        try:
            jobs = await self._intake.from_shortcut(asked)
        except Refused as refused:
            await self._intake.tell(asked.channel, asked.user, str(refused), asked.response_url)
            return
        for job in jobs:
            await self._submit(job)

    async def _submit(self, job: Job) -> None:
        """Stores the job and starts it; does nothing if Slack delivered the same before."""
        store = self._desk.store
        active = await store.jobs.active_of(job.team, job.asker)
        if len(active) >= self._desk.settings.jobs_per_person and job.id not in {a.id for a in active}:
            if job.asked:
                said = f"You already have {len(active)} guides in progress. Wait for one to finish, or cancel one."
                await self._intake.tell(job.channel, job.asker, said)
            else:
                log.info("%s already has %d jobs; ignoring a dropped file", job.asker, len(active))
            return
        most = self._desk.tools.limits.urls
        if job.redo_of is None:  # whose form showed them already
            options = await self._standing.added_to(job.options, job.team, job.channel, most)
            job = replace(job, options=options)
        job, created = await store.jobs.add(job)
        if created:
            self._worker.launch(job.id)

    async def _cancel(self, pressed: Pressed, response_url: str | None = None) -> None:
        if response_url and await self._desk.store.jobs.get(pressed.job) is None:
            said = f"There's no job “{plain(pressed.job[:40])}”." if pressed.job else "Which guide shall I stop?"
            said += " To see yours with their IDs, type `/script2doc jobs`."
            await self._intake.tell(pressed.channel, pressed.user, said, response_url)
            return
        job = await self._may_change(pressed, response_url)
        if job is None:
            return
        if not await self._desk.store.jobs.cancel(job.id):
            said = "This one has already ended."
            await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)
            return
        self._desk.metrics.job_ended(Outcome.CANCELLED)
        await self._desk.tasks.stop_job(job.id)
        job = await self._desk.store.jobs.get(job.id) or job
        if job.progress_ts:
            message = outcome.cancelled_message(job.name, pressed.user, job.id)
            await self._desk.editor.finish((job.channel, job.progress_ts), message, metadata(job.id, "progress"))

    async def _again(self, pressed: Pressed, *, anyway: bool) -> None:
        job = await self._may_change(pressed)
        if job is not None:
            options = job.options.but(anyway=True) if anyway else job.options
            await self._submit(self._intake.again(job, pressed, options, key=f"again:{job.id}"))

    async def _ask_options(self, pressed: Pressed) -> None:
        job = await self._may_change(pressed)
        if job is not None:
            await self._intake.open_options(job, pressed)

    async def _redo(self, pressed: Pressed, answers: Answers) -> None:
        job = await self._may_change(pressed)
        if job is not None:
            options = answers.over(job.options)
            await self._submit(self._intake.again(job, pressed, options, key=f"redo:{pressed.trigger}"))

    async def _other_form(self, pressed: Pressed, suffix: str) -> None:
        async def say(text: str) -> None:
            await self._intake.tell(pressed.channel, pressed.user, text, thread_ts=pressed.thread_ts)

        job = await self._desk.store.jobs.get(pressed.job)
        if job is None or job.team != pressed.team or job.channel != pressed.channel:
            await say("I no longer have this guide. Drop the transcript again to make a new one.")
        else:
            await self._forms.deliver(job, suffix, say)

    async def _may_change(self, pressed: Pressed, response_url: str | None = None) -> Job | None:
        """The job, if it is of this workspace and the person may change it. Otherwise None, and the person learns
        why."""
        job = await self._desk.store.jobs.get(pressed.job)
        if job is None or job.team != pressed.team:
            said = "I no longer have this guide. Drop the transcript again to make a new one."
        elif not await access.may_change_job(self._desk.client, pressed.user, job.asker):
            said = f"Only <@{job.asker}>, who asked for this guide, or an admin can do that."
        else:
            return job
        await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)
        return None


def _told(job: Job) -> str:
    """A job's state as its person knows it: what ended without a guide wasn't always cancelled by somebody."""
    if job.state is not JobState.CANCELLED or not job.error:
        return job.state
    if job.error == OFFERED:
        return "waiting for your answer"
    return "already made" if job.error.startswith(REPEATED) else "not used"
