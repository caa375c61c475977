"""Runs jobs, as many at once as there are places, and brings each to an end, whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

from bot.jobs.desk import Desk
from bot.jobs.job_messages import SURE
from bot.jobs.model import Job, JobState
from bot.jobs.places import Places
from bot.jobs.run import JobRun
from bot.jobs.thread import metadata
from bot.messages.language import Words
from bot.messages.outcome import failure_message
from bot.messages.progress import JobView, Phase, progress_message
from bot.metrics import Reason, reason_of
from bot.observe import about
from bot.slack_errors import Meaning, code_of, in_words, meaning, retry_after
from bot.store import DatabaseAway, DatabaseBusy, LeaseLost, StoreError

log = logging.getLogger(__name__)

LOSSES = 3
"""How often a process may die with a job in hand that comes no further before that is given up: it mustn't take
processes down for ever. A job that came further meanwhile isn't what they died of, or will end all the same."""
AGAIN_SECONDS = (5.0, 15.0, 60.0, 180.0, 600.0, 900.0, 1800.0)
"""The pauses before a job is continued that Slack's troubles broke off: an hour in all. Another process begins with
the first of them anew."""

Step = Callable[[JobRun], Awaitable[object]]
"""What is to be done of a job now: run it, or end it with a word to the person."""

DEADLINE = "It took too long, so I stopped trying. Try again, or tell whoever runs Script2Doc."
DATABASE = "Script2Doc's database isn't available right now. Tell whoever runs Script2Doc."
DEFECT = "An error in Script2Doc stopped it. Try again, or tell whoever runs it; the log has the details."
HAND_OVER_SECONDS = 10.0
"""How long a process that stops may take to say that its jobs are resumed."""
INTERRUPTED = (
    "It was interrupted too many times, so I stopped trying. Tell whoever runs Script2Doc; the log has the details."
)
REFUSED = "Try again, or tell whoever runs Script2Doc."
UNINSTALLED_SECONDS = 86_400.0
"""How long a job waits for a token of its workspace."""
UNINSTALLED = "Slack doesn't accept the workspace's token any more."
UNREACHABLE = "Slack didn't answer for about an hour, so I stopped trying. Try again."


class _DeadlineReached(Exception):
    """A job has taken all the time that it may take."""


@dataclass
class _Course:
    """How far a job has come here, from its claim to its end."""

    run: JobRun
    step: Step
    pauses: Iterator[float]
    left: float
    """Seconds of work that it may still take."""
    moved: Exception | None = None
    """Why it is to be continued in a direct message."""
    failed: tuple[str, Reason] | None = None
    """It is to end as failed: what the person is told, and why."""

    def fail(self, said: str, reason: Reason) -> None:
        self.failed = said, reason
        self.step = lambda run: run.fail(said, reason)

    def move(self, error: Exception) -> None:
        self.moved = error
        before, channel = self.step, self.run.job.channel

        async def moved(run: JobRun) -> None:
            if run.job.channel == channel:
                await run.move(error)
            await before(run)

        self.step = moved


class Worker:
    """Runs jobs under the lease of this process."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pause = desk.client.waiting.pause
        self._places = Places(desk.settings.jobs_at_once)
        self._of_person: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(desk.settings.jobs_per_person)
        )
        together = desk.settings.jobs_per_workspace
        self._of_team: defaultdict[str, AbstractAsyncContextManager[None]] = defaultdict(
            nullcontext if together is None else lambda: asyncio.Semaphore(together)
        )
        self._unended: dict[str, tuple[str, Reason]] = {}
        self._cut_off: list[Job] = []
        """What this process has left unfinished when it was to stop, as it was then."""

    def launch(self, job: Job) -> None:
        """Runs a stored job as soon as there is a place, unless it is under way here or another process owns it."""
        self._desk.tasks.run_job(job.id, self._run(job))

    async def run(self, job_id: str) -> None:
        """Runs a stored job, and returns when it isn't under way here any more. Raises StoreError."""
        job = await self._desk.store.jobs.get(job_id)
        if job and not job.state.ended:
            self.launch(job)
            await self._desk.tasks.finished(job_id)

    async def _run(self, job: Job) -> None:
        """Runs a job to its end. While it waits for Slack, others have its place."""
        with about(job=job.id):
            async with self._of_person[f"{job.team}:{job.asker}"], self._of_team[job.team]:
                await self._run_on(job)

    async def _run_on(self, job: Job) -> None:
        course: _Course | None = None
        try:
            while True:
                async with self._places.taken(alone=job.suspect is not None) as leave:
                    course = await self._take(job, course, leave)
                    pause = await self._go_on(course) if course else None
                if pause is None:
                    return
                self._desk.tasks.waits(job.id)
                await self._pause(pause)
        except asyncio.CancelledError:
            if course and self._desk.tasks.closing:
                self._cut_off.append(course.run.job)
            raise

    async def _take(self, waiting: Job, before: _Course | None, leave: Callable[[], None]) -> _Course | None:
        """Claims a job, or finds out after a pause what has become of it; None where it isn't ours. `leave` frees its
        place."""
        jobs = self._desk.store.jobs
        try:
            if before is None:
                ready = await self._may_begin(waiting)
                job = await jobs.claim(waiting.id, self._desk.worker) if ready else None
                return self._begun(job, await self._desk.of(job.team).people.words(job.asker), leave) if job else None
            job = await jobs.get(waiting.id)
        except StoreError as error:
            # Nothing was done of it since; the lease takes it up again, as soon as the database answers.
            log.error("the database can't be used: %s", error)
            return before
        if job is None or job.state.ended or job.worker != self._desk.worker:
            return None
        desk = self._desk.of(job.team)
        before.run = JobRun(desk, job, await desk.people.words(job.asker), before=before.run, leave=leave)
        return before

    def _begun(self, job: Job, say: Words, leave: Callable[[], None]) -> _Course:
        run = JobRun(self._desk.of(job.team), job, say, leave=leave)
        course = _Course(run, JobRun.run, iter(AGAIN_SECONDS), self._desk.settings.job_seconds)
        if job.losses >= LOSSES:
            course.fail(INTERRUPTED, Reason.INTERRUPTED)
        return course

    async def _go_on(self, course: _Course) -> float | None:
        """Takes the next step of a job. None when it has ended, else the seconds until the one after. Whatever comes
        between is dealt with: errors of Slack, the network and the database, and defects."""
        try:
            await self._step(course)
        except LeaseLost:
            log.info("taken over or cancelled")
            self._desk.of(course.run.job.team).sessions.forget(course.run.job)
        except _DeadlineReached:
            log.error("job %s is given up after %g s of work", course.run.job.id, self._desk.settings.job_seconds)
            return await self._fail(course, DEADLINE, Reason.DEADLINE)
        except (DatabaseAway, DatabaseBusy) as error:
            pause = next(course.pauses, None)
            if pause is None:
                return await self._fail(course, DATABASE, reason_of(error))
            log.warning("job %s continues in %g s: %s", course.run.job.id, pause, error)
            return pause
        except StoreError as error:
            log.error("the database can't be used: %s", error)
            # Without it nobody knows whose the job is by now, and so who is to tell the person.
            if course.failed and not course.run.told and (pause := next(course.pauses, None)) is not None:
                return pause
            return await self._fail(course, DATABASE, reason_of(error))
        except Exception as error:
            if meaning(error) is Meaning.DEFECT:  # a bug that one job meets must not stop the others
                log.exception("failed unexpectedly")
            return await self._after(course, error)
        return None

    async def _step(self, course: _Course) -> None:
        """Takes a job's next step, in the time that is left for it. Pauses don't count, and neither does telling the
        person why it has failed. Raises _DeadlineReached, and what the step raises."""
        if course.failed:
            await course.step(course.run)
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            job = course.run.job
            with self._desk.tracing.job(job.id, job.attempts, lambda: course.run.state.value):
                async with asyncio.timeout(max(0.0, course.left)) as deadline:
                    await course.step(course.run)
        except TimeoutError:
            if deadline.expired():
                raise _DeadlineReached from None
            raise
        finally:
            course.left -= loop.time() - began

    async def _after(self, course: _Course, error: Exception) -> float | None:
        """What an error means for a job: it waits, goes on elsewhere, is left for the next start, or fails."""
        job = course.run.job
        match meaning(error):
            case Meaning.PASSING:
                pause = next(course.pauses, None)
                if pause is None:
                    log.error("job %s is given up, %s", job.id, _why(error))
                    return await self._fail(course, UNREACHABLE, Reason.SLACK)
                pause = max(pause, retry_after(error))
                log.warning("job %s continues in %g s, %s", job.id, pause, _why(error))
                return pause
            case Meaning.REJECTED:
                log.warning("job %s waits for a token that Slack takes", job.id)
                if self._desk.workspaces:  # in the only workspace there is, the process ends
                    await self._hand_back(job)
                return None
            case Meaning.PLACE | Meaning.GONE if job.asker and not course.moved and not job.channel.startswith("D"):
                log.warning("job %s continues in a direct message, %s", job.id, _why(error))
                course.move(error)
                return 0
            case Meaning.DEFECT:
                return await self._fail(course, DEFECT, Reason.DEFECT)
            case _:
                log.error("job %s: %s", job.id, _why(error))
                return await self._fail(course, f"{in_words(course.moved or error)} {REFUSED}", Reason.SLACK)

    async def _fail(self, course: _Course, said: str, reason: Reason) -> float | None:
        """Has the person told next that their job has failed. If that was just tried and they weren't told, one way to
        tell them is left; then the row is ended."""
        if course.failed is None:
            course.fail(said, reason)
            return 0
        if not course.run.told and not await self._lost(course.run.job):
            await course.run.tell_alone(course.failed[0])
        await self._end_row(course.run.job.id, *course.failed)
        self._desk.of(course.run.job.team).end(course.run.job, done=False)
        return None

    async def _lost(self, job: Job) -> bool:
        """Whether another process has a job now, or it has ended, as far as the database can say."""
        try:
            now = await self._desk.store.jobs.get(job.id)
        except StoreError:
            return False
        return now is None or now.worker != self._desk.worker or now.state.ended

    async def _hand_back(self, job: Job) -> None:
        """Lets go of a job until its workspace has a token again; `_may_begin` looks."""
        try:
            await self._desk.store.jobs.hand_back(job.id, self._desk.worker)
        except StoreError as error:
            log.error("job %s waits for the next start: %s", job.id, error)

    async def _may_begin(self, job: Job) -> bool:
        """Whether Slack takes the token of a job's workspace, as far as is known. A job that has waited for one for a
        day ends. Raises StoreError."""
        if not self._desk.workspaces or await self._desk.of(job.team).client.usable():
            return True
        waited = self._desk.client.clock.now() - job.created
        if waited > UNINSTALLED_SECONDS and await self._desk.store.jobs.claim(job.id, self._desk.worker):
            log.error("job %s is given up: its workspace has had no token for a day", job.id)
            await self._end_row(job.id, UNINSTALLED, Reason.SLACK)
        return False

    async def say_resuming(self) -> None:
        """Has the messages of the jobs that this process leaves unfinished say that they go on soon. To be called
        when no task runs them any more; what Slack doesn't take within HAND_OVER_SECONDS says something older. Where
        the database's file is gone or damaged, they say that: perhaps nobody takes the jobs up any more."""
        trouble: StoreError | None = None
        try:
            async with asyncio.timeout(HAND_OVER_SECONDS):
                try:
                    left = await self._desk.store.jobs.in_hand_of(self._desk.worker)
                except StoreError as error:
                    log.info("the database can't say which jobs are left: %s", error)
                    left, trouble = self._left_here(), error
                saying = [self._say_last(job, trouble) for job in left if job.progress_ts]
                outcomes = await asyncio.gather(*saying, return_exceptions=True)
        except TimeoutError:
            log.info("not all messages say that their jobs are resumed: no time is left")
            return
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                log.info("a message doesn't say that its job is resumed: %s", in_words(outcome))

    def _left_here(self) -> list[Job]:
        """What was cut off here and is surely still this process's, as far as that is known without the database. Two
        processes on one file have lost it both."""
        lease = self._desk.settings.lease_seconds
        sure = not self._desk.store.database.on_server or self._desk.renewed.within(SURE * lease)
        return self._cut_off if sure else []

    async def _say_last(self, job: Job, trouble: StoreError | None) -> None:
        assert job.progress_ts is not None
        desk = self._desk.of(job.team)
        with about(job=job.id):
            say = await desk.people.words(job.asker)
            if trouble is None or isinstance(trouble, DatabaseAway | DatabaseBusy):
                message = progress_message(say, JobView(job.id, job.name, phase=Phase.RESUMING))
            else:
                message = failure_message(say, job.name, DATABASE, job.id)
            await desk.editor.finish((job.channel, job.progress_ts), message, metadata(job.id, "progress"))

    async def stop_what_was_lost(self) -> None:
        """Stops the jobs under way here that somebody has cancelled, or that other processes have taken over, to whom
        this one seemed dead. Raises StoreError."""
        for job in await self._desk.store.jobs.lost(self._desk.worker, self._desk.tasks.jobs):
            with about(job=job.id):
                await self._stop_lost(job)

    async def _stop_lost(self, job: Job) -> None:
        log.info("job %s is stopped here: it was cancelled, or taken over", job.id)
        await self._desk.tasks.stop_job(job.id)
        desk = self._desk.of(job.team)
        if job.progress_ts:
            await desk.editor.forget((job.channel, job.progress_ts))
        desk.sessions.forget(job)
        await self._desk.store.jobs.release(job.id, self._desk.worker)

    async def end_the_unended(self) -> None:
        """Ends jobs whose end the database didn't take. Called with each renewal of the lease, since no other process
        continues a job whose worker lives."""
        for job_id, (error, reason) in list(self._unended.items()):
            await self._end_row(job_id, error, reason)

    async def _end_row(self, job_id: str, error: str, reason: Reason) -> None:
        """Ends a job as failed. If the database doesn't take that now, it is tried again later."""
        try:
            await self._desk.store.jobs.end(job_id, self._desk.worker, JobState.FAILED, error=error)
        except LeaseLost:
            self._unended.pop(job_id, None)
        except StoreError:
            self._unended[job_id] = error, reason
        else:
            self._unended.pop(job_id, None)
            self._desk.metrics.job_failed(reason)


def _why(error: Exception) -> str:
    """An error of Slack for the operator, in a line."""
    code = code_of(error)
    return f"Slack refused: {code}" if code else f"Slack couldn't be reached: {error}"
