"""Submit, cancel, redo and resume: owns the tasks of this process and the lease on their jobs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import access
from bot.jobs.desk import Desk
from bot.jobs.forms import Forms
from bot.jobs.intake import Intake, Refused
from bot.jobs.model import Job, JobState
from bot.jobs.requests import Commanded, Dropped, Pointed, Pressed, Verb, parse_command
from bot.jobs.run import JobRun
from bot.jobs.standing import UNUSED, Standing
from bot.jobs.thread import metadata
from bot.messages import outcome
from bot.messages.message import plain
from bot.messages.options import Answers
from bot.messages.usage import JobLine, help_message, jobs_message
from bot.observe import about
from bot.store import LeaseLost, StoreError

log = logging.getLogger(__name__)

GRACE = 5.0
"""Seconds that a stopping process gives to documents being uploaded."""
ATTEMPTS = 5
"""How often a job that takes its process down is taken up again."""


def worker_name() -> str:
    """Names this process: host, process id, and something that no other process with that id had."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class JobService:
    """The one place where jobs begin and end. Every task that it starts is its own, and is awaited in `aclose`."""

    def __init__(
        self,
        desk: Desk,
        *,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`clock` gives the seconds since the epoch by which leases run; `pause` waits so many seconds between two
        renewals."""
        self._desk = desk
        self._clock = clock
        self._pause = pause
        self._intake = Intake(desk)
        self._forms = Forms(desk)
        self._standing = Standing(desk.client, desk.store.settings)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._delivering: set[str] = set()
        self._unended: dict[str, str] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._places = asyncio.Semaphore(desk.settings.jobs_at_once)
        self._closing = False
        self._lease: asyncio.Task[Any] | None = None

    # Calls from listeners: each returns at once, and the work is done in a task that the service owns.

    def dropped(self, asked: Dropped) -> None:
        self._own(self._drop(asked), "dropped")

    def commanded(self, asked: Commanded) -> None:
        self._own(self._command(asked), "command")

    def pointed(self, asked: Pointed) -> None:
        self._own(self._point(asked), "shortcut")

    def cancel(self, pressed: Pressed) -> None:
        self._own(self._cancel(pressed), "cancel")

    def again(self, pressed: Pressed, *, anyway: bool = False) -> None:
        """Once more with the same options; with `anyway`, even where nothing looks like a procedure."""
        self._own(self._again(pressed, anyway=anyway), "again")

    def ask_options(self, pressed: Pressed) -> None:
        """Shows the person the options of a job, to be changed."""
        self._own(self._ask_options(pressed), "options")

    def redo(self, pressed: Pressed, answers: Answers) -> None:
        """Once more with what a person has put in the form of options."""
        self._own(self._redo(pressed, answers), "redo")

    def other_form(self, pressed: Pressed, suffix: str) -> None:
        """The guide once more in another form, .md or .pdf, for anybody in the thread."""
        self._own(self._other_form(pressed, suffix), "other form")

    # The life of the service.

    async def start(self) -> None:
        """Takes the lease, and up again what earlier processes left; then goes on doing so."""
        await self._forget_dead_processes()
        await self._renew()
        await self._take_up()
        self._lease = self._own(self._keep_lease(), "lease")

    async def aclose(self) -> None:
        """Lets go of everything, after a moment for documents that are being uploaded. Jobs that were running are taken
        up by the next process at once."""
        self._closing = True
        if nearly_done := [task for job, task in self._running.items() if job in self._delivering]:
            await asyncio.wait(nearly_done, timeout=GRACE)
        for task in [*self._running.values(), *self._tasks]:
            task.cancel()
        await asyncio.gather(*self._running.values(), *self._tasks, return_exceptions=True)
        await self._desk.store.workers.drop(self._desk.worker)

    @property
    def _has_model(self) -> bool:
        return self._desk.tools.model is not None

    @property
    def running(self) -> int:
        return len(self._running)

    async def idle(self) -> None:
        """Returns when nothing is under way: no job, and nothing that was asked for."""
        while under_way := [*self._running.values(), *(task for task in self._tasks if task is not self._lease)]:
            await asyncio.wait(under_way)

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
                    lines = [JobLine(job.id, job.name, job.state, job.created) for job in jobs]
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

    async def _point(self, asked: Pointed) -> None:
        try:
            jobs = await self._intake.from_shortcut(asked)
        except Refused as refused:
            await self._intake.tell(asked.channel, asked.user, str(refused), asked.response_url)
            return
        for job in jobs:
            await self._submit(job)

    async def _submit(self, job: Job) -> None:
        """Keeps the job and starts it; nothing happens where Slack delivered the same before."""
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
            self._launch(job)

    def _launch(self, job: Job) -> None:
        if job.id in self._running or self._closing:
            return
        task = asyncio.create_task(self._run(job.id), name=f"job {job.id}")
        self._running[job.id] = task
        task.add_done_callback(lambda _: self._forget(job.id))

    def _forget(self, job_id: str) -> None:
        self._running.pop(job_id, None)
        self._delivering.discard(job_id)

    async def _run(self, job_id: str) -> None:
        async with self._places:
            with about(job=job_id):
                job = await self._desk.store.jobs.claim(job_id, self._desk.worker, self._clock())
                if job is not None:
                    await self._guard(job)

    async def _guard(self, job: Job) -> None:
        """Runs a job, and ends it whatever happens; only what Slack and the database refuse comes here."""
        try:
            run = JobRun(self._desk, job, self._delivering.add)
            await (run.give_up() if job.attempts > ATTEMPTS else run.run())
        except LeaseLost:
            log.info("taken over or cancelled")
        except SlackApiError as error:
            log.error("Slack refused: %s", error)
            await self._end(job.id, f"Slack refused: {error.response['error']}")
        except (OSError, TimeoutError) as error:
            log.error("Slack couldn't be reached: %s", error)
            await self._end(job.id, "Slack couldn't be reached.")
        except StoreError as error:
            log.error("the database can't be used: %s", error)
            await self._tell_and_end(
                job.id, "Script2Doc's database isn't available right now. Tell whoever runs Script2Doc."
            )
        except Exception:
            # The boundary of a job: a defect ends this job, is logged, and leaves the others alone.
            log.exception("failed unexpectedly")
            said = "An error in Script2Doc stopped it. Try again, or tell whoever runs it; the log has the details."
            await self._tell_and_end(job.id, said)

    async def _tell_and_end(self, job_id: str, said: str) -> None:
        with contextlib.suppress(SlackApiError, OSError, StoreError):
            job = await self._desk.store.jobs.get(job_id)
            if job and job.progress_ts:
                place = (job.channel, job.progress_ts)
                message = outcome.failure_message(job.name, said, job.id)
                await self._desk.editor.finish(place, message, metadata(job.id, "progress"))
        await self._end(job_id, said)

    async def _end(self, job_id: str, error: str) -> None:
        """Ends a job as failed; where the database doesn't take it now, it is tried again with each renewal of the
        lease, since nobody else takes up a job whose worker lives."""
        try:
            await self._desk.store.jobs.end(job_id, self._desk.worker, JobState.FAILED, error=error)
        except LeaseLost:
            self._unended.pop(job_id, None)
        except StoreError:
            self._unended[job_id] = error
        else:
            self._unended.pop(job_id, None)

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
        if task := self._running.get(job.id):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
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
        """The job, if it is of this workspace and the person may change it; they are told otherwise."""
        job = await self._desk.store.jobs.get(pressed.job)
        if job is None or job.team != pressed.team:
            said = "I no longer have this guide. Drop the transcript again to make a new one."
        elif not await access.may_change_job(self._desk.client, pressed.user, job.asker):
            said = f"Only <@{job.asker}>, who asked for this guide, or an admin can do that."
        else:
            return job
        await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)
        return None

    async def _forget_dead_processes(self) -> None:
        """A process of this machine that is gone holds no lease, however long it had left."""
        for worker in await self._desk.store.workers.names():
            host, _, rest = worker.partition(":")
            pid = rest.partition(":")[0]
            if host == socket.gethostname() and pid.isdigit() and not _alive(int(pid)):
                await self._desk.store.workers.drop(worker)

    async def _renew(self) -> None:
        await self._desk.store.workers.renew(self._desk.worker, self._clock() + self._desk.settings.lease_seconds)

    async def _keep_lease(self) -> None:
        """Renews the lease three times within its length, and takes up what others have let go."""
        while True:
            await self._pause(self._desk.settings.lease_seconds / 3)
            try:
                await self._renew()
                await self._take_up()
                for job_id, error in list(self._unended.items()):
                    await self._end(job_id, error)
            except StoreError as error:
                # A database that was busy for a moment must not end the lease for good.
                log.error("the lease couldn't be renewed: %s", error)

    async def _take_up(self) -> None:
        for job in await self._desk.store.jobs.orphans(self._clock()):
            log.info("picking up job %s, which is %s", job.id, job.state)
            self._launch(job)

    def _own(self, work: Coroutine[Any, Any, None], what: str) -> asyncio.Task[Any] | None:
        if self._closing:
            work.close()
            return None
        task = asyncio.create_task(self._guarded(work, what), name=what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, None], what: str) -> None:
        try:
            await work
        except Exception:
            # The boundary of a task: nobody awaits it, so the log is where a defect is seen.
            log.exception("%s failed", what)


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return False  # an earlier process had our id, as in a container, where it is always 1
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
