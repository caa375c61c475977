"""One job from its row to the document in its thread; may be killed at any moment and run again from its row.

What is finished is in the row (milestones), in the blobs (transcript, document) and in the cache (outline, steps,
pages); whatever was said to Slack is either in the row or marked in Slack so that it is found again. The row is
written at each milestone: taken, downloaded, posted, made, uploading, ended.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.jobs import wanted_forms
from bot.jobs.desk import Desk
from bot.jobs.forms import NAMES, Forms, document_name
from bot.jobs.job_messages import JobMessages
from bot.jobs.job_source import JobSource, NotForUs, Offered, Unlike, Unopened
from bot.jobs.model import OFFERED, OFFERED_ANYWAY, REFUSED, REPEATED, Job, JobState
from bot.messages import outcome
from bot.messages.language import Words
from bot.messages.offer import Unsure
from bot.messages.progress import Phase
from bot.metrics import CountedCache, Outcome, Reason, reason_of
from bot.slack_errors import Meaning, in_words, meaning
from bot.slack_files import FileDeleted, FileUnavailable, FileUnfit, SlackFile
from bot.store import Scope
from bot.store.jobs import TOKENS
from pipeline.errors import (
    BrokenTranscript,
    EmptyTranscript,
    NoProcedure,
    NotATranscript,
    OptionError,
    PipelineError,
    ProtectedTranscript,
    TranscriptTooLarge,
)
from pipeline.guide import Guide
from pipeline.options import GuideOptions, WriterChoice
from pipeline.progress import Event, TranscriptRead, both
from pipeline.readers.file_kinds import captions_by_name
from pipeline.render.formats import render
from pipeline.render.pdf import available
from pipeline.run import make_guide

log = logging.getLogger(__name__)

CANVASES = "canvases:write"
"""What Slack has to grant for canvases. Without it, there is no button for them."""
LASTING = (
    *(NotATranscript, EmptyTranscript, BrokenTranscript, ProtectedTranscript, TranscriptTooLarge, OptionError),
    *(FileUnfit, FileDeleted),
)
"""What the same file with the same options meets each time, so that trying again isn't offered."""


class Repeated(Exception):
    """There is a guide of the same transcript with the same options in this conversation, or one is being made."""

    def __init__(self, earlier: Job) -> None:
        super().__init__(earlier.id)
        self.earlier = earlier


UNKNOWN_ROUNDS, UNKNOWN_SECONDS = 40, 0.05
"""So often, and with such pauses, a job looks whether what was asked for before it is of the same file."""
NOTIFYING_AGAIN_SECONDS = (0.0, 2.0, 8.0, 20.0, 40.0)
"""The pauses before the person's notification is tried again where Slack fails at it. The guide is there all the
same."""


class JobRun:
    """Runs one job that this process has claimed. `run` returns when the job has ended."""

    def __init__(
        self,
        desk: Desk,
        job: Job,
        say: Words,
        *,
        before: JobRun | None = None,
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        """`say`: the words of who asked. `before`: where this process has begun with it before, and broke off because
        of Slack. `leave` is called once the document is there: what is left waits for Slack, and takes no place."""
        self._leave = leave
        self._desk = desk
        self._messages = JobMessages(desk, job, say, again=before is not None)
        self._source = JobSource(desk, self._messages)
        self._metrics = desk.metrics
        self._ended: JobState | None = None
        self.told = False
        """Whether the person was told why the job has failed."""
        # The machine's clock may be set while a job runs.
        passed = max(0.0, desk.client.clock.now() - job.created)
        self._since: float = before._since if before else time.monotonic() - passed
        """When it was asked for, by the monotonic clock."""

    @property
    def job(self) -> Job:
        """The job as it is now."""
        return self._messages.job

    @property
    def state(self) -> JobState:
        """How far the job has come here."""
        return self._ended or self.job.state

    async def run(self) -> None:
        """Makes the guide and delivers it. If the file can't be used or no guide can be made of it, that ends the job,
        and the person learns why; a dropped file that nobody asked for is ignored silently, unless its name says that
        it is a transcript, or can be one and it can't be opened. Raises everything else, for the caller to try again
        or end the job: SlackApiError, SlackUnreachable, StoreError (LeaseLost if the job is no longer this process's),
        CancelledError, and whatever a defect raises."""
        log.info("job %s starts: %s; it will be written by %s", self.job.id, way_in(self.job), self._writer())
        try:
            await self._make_and_deliver()
        except NotForUs as reason:
            await self._messages.recall()
            if self._is_told:
                log.info("job %s failed: %s", self.job.id, reason)
                await self._fail(str(reason), Reason.TRANSCRIPT, again=False)
                return
            log.info("job %s ends: ignoring the dropped file", self.job.id)
            await self._end(JobState.CANCELLED, error=str(reason))
            self._metrics.job_ended(Outcome.IGNORED)
        except Offered as asked:
            why = str(asked) or "nothing is doubted"
            log.info("job %s ends: asking the person whether to use the dropped file (%s)", self.job.id, why)
            await self._messages.offer(str(asked), asked.unsure)
            insists = asked.unsure is Unsure.OF_PROCEDURE  # so does the answer on the Home tab
            await self._end(JobState.CANCELLED, error=OFFERED_ANYWAY if insists else OFFERED)
            self._metrics.job_ended(Outcome.OFFERED)
        except Repeated as found:
            log.info("job %s ends: it repeats job %s", self.job.id, found.earlier.id)
            await self._messages.tell_of(found.earlier)
            await self._end(JobState.CANCELLED, error=f"{REPEATED}{found.earlier.id}")
            self._metrics.job_ended(Outcome.REPEATED)
        except (PipelineError, FileUnavailable) as error:
            log.info("job %s failed: %s", self.job.id, error)
            await self._messages.recall()
            if isinstance(error, FileDeleted) and not self._told:
                # They have thought better of it, and nothing was said of it yet.
                await self._end(JobState.CANCELLED, error=str(error))
                self._metrics.job_ended(Outcome.IGNORED)
                return
            if isinstance(error, NoProcedure) and not self.job.asked:
                await self._withdraw(str(error), reason_of(error))
                return
            insisting_helps = isinstance(error, (NoProcedure, Unlike))
            again = not isinstance(error, (*LASTING, Unopened))
            if isinstance(error, Unopened) or (self._of_form and self.job.progress_ts is None):
                await self._messages.refuse_alone(str(error), anyway=insisting_helps, again=again)
                await self._end_failed(str(error), reason_of(error), anyway=insisting_helps)
                return
            await self.fail(str(error), reason_of(error), anyway=insisting_helps, again=again)

    async def fail(self, said: str, reason: Reason, *, anyway: bool = False, again: bool = True) -> None:
        """Ends the job as failed, and tells the person why: in its message, else below it, else directly. Nothing is
        said of a dropped file that nobody asked for and nothing was said of yet, unless its name says that it is a
        transcript; and a guide that is there hasn't failed. Raises as `run` does."""
        await self._messages.recall()
        if not self._is_told:
            await self._end(JobState.CANCELLED, error=said)
            self._metrics.job_ended(Outcome.IGNORED)
        elif delivered := await self._delivered():
            await self._announce(*delivered, anew=True)
        else:
            await self._fail(said, reason, anyway=anyway, again=again)

    async def _delivered(self) -> tuple[Guide, SlackFile] | None:
        """The guide and its document, where that is in the conversation already and only its announcement failed."""
        job = self.job
        if job.state is not JobState.DELIVERING or not (job.guide and job.upload and job.thread_ts):
            return None
        there = await self._desk.uploads.find(job.upload, job.channel, job.thread_ts)
        stored = await self._desk.store.guides.get(job.guide) if there else None
        return (Guide.from_json(stored), there) if there and stored else None

    async def tell_alone(self, said: str) -> None:
        """Tells the person why the job has failed in a message that only they see, the last way that is left, unless
        nothing is said of it at all. What keeps even that from being shown is only logged."""
        if self._is_told:
            await self._messages.tell_alone(said)

    async def move(self, error: Exception) -> Job:
        """Continues in a direct message to the person who asked, because their conversation can't be written to (which
        `error` says). Returns the job as it is now. Raises as `run` does."""
        return await self._messages.move(error)

    @property
    def _told(self) -> bool:
        """Whether somebody waits for an answer: they asked for it, or were told that it's being made."""
        return bool(self.job.asked or self.job.progress_ts)

    @property
    def _of_form(self) -> bool:
        """Whether it was asked for in a form: nobody else has seen that, or need see that a file can't be used."""
        return self.job.key.startswith("form:") and self.job.redo_of is None and not self.job.channel.startswith("D")

    @property
    def _is_told(self) -> bool:
        """Whether a failure is worth a word: somebody waits, or has dropped what its name says is a transcript."""
        return self._told or (bool(self.job.asker) and captions_by_name(self.job.name))

    async def _make_and_deliver(self) -> None:
        job = self.job
        if (job.asked and not self._of_form) or job.progress_ts:
            await self._messages.show(Phase.DOWNLOADING)
        await self._source.take()
        if self.job.guide is None or self.job.document is None:
            await self._look_for_repeat()
            await self._messages.show(Phase.READING)
            await self._make()
        await self._deliver()

    async def _look_for_repeat(self) -> None:
        """Raises Repeated if the same was asked for here before, unless this job came from a button, each of which sets
        `redo_of`."""
        job = self.job
        if job.redo_of is None and job.fingerprint is not None:
            # Two files of one message are looked at side by side: the later one knows of the other what it is.
            for _ in range(UNKNOWN_ROUNDS):
                if job.thread_ts is None or not await self._desk.store.jobs.has_unknown_before(job):
                    break
                await asyncio.sleep(UNKNOWN_SECONDS)
            earlier = await self._desk.store.jobs.find_repeat(job.fingerprint, before=job)
            if earlier:
                raise Repeated(earlier)

    async def _make(self) -> None:
        desk, options = self._desk, self.job.options
        listen = both(self._listen, both(self._metrics.run(), desk.tracing.run()))
        # What a person's jobs have put into the cache is forgotten with them.
        tools = replace(desk.tools, cache=CountedCache(desk.store.cache.of(self.job.id), self._metrics))
        async with desk.allowances.taken(self.job.team, self.job.asker) as days:
            tools = replace(tools, days=days)
            guide = await make_guide(self._source.opened, self.job.name, options, tools, listen)
        docx = await render(guide, options, await desk.tools_for(self.job.team), listen)
        expires = await desk.expiry(self.job.team)
        document = await desk.store.blobs.put(docx, "document", expires)
        kept = await desk.store.guides.put(guide.to_json(), self.job.id, expires)
        await self._messages.milestone(state=JobState.DELIVERING, guide=kept, document=document)

    async def _deliver(self) -> None:
        desk, job = self._desk, self.job
        desk.tasks.delivers(job.id)
        if not (job.guide and job.document):
            raise RuntimeError(f"job {job.id} is to be delivered before it was made")
        if job.thread_ts is None or job.progress_ts is None:  # it was made, and has been moved since
            await self._messages.show(Phase.DELIVERING)
            job = self.job
        assert job.guide is not None
        assert job.document is not None
        assert job.thread_ts is not None
        stored, docx = await desk.store.guides.get(job.guide), await desk.store.blobs.get(job.document)
        if stored is None or docx is None:
            raise FileUnavailable("I no longer have this document. Drop the transcript again to make a new one.")
        guide = Guide.from_json(stored)
        self._messages.begin(Phase.DELIVERING, guide.title)
        self._messages.refresh()

        async def begin(file_id: str) -> None:
            await self._messages.milestone(upload=file_id)

        await self._messages.still_ours()
        name = document_name(guide.title, ".docx")
        there: SlackFile = await desk.uploads.deliver(
            docx, name, guide.title, job.channel, job.thread_ts, begun=job.upload, begin=begin
        )
        await self._announce(guide, there, anew=False)

    async def _announce(self, guide: Guide, there: SlackFile, *, anew: bool) -> None:
        """Says that the document is there: to the person in a message of its own, and to all in the progress message
        or, with `anew`, below it. That ends the job, whether or not the person could be notified."""
        elapsed = time.monotonic() - self._since
        notified = await self._messages.notify(guide, there)
        self._leave()  # the last edit waits for its turn among all of the workspace: no document has to wait for that
        pdf = await asyncio.to_thread(available)
        job = self.job
        canvas = CANVASES in self._desk.client.scopes
        options = job.options.but(paper=GuideOptions.paper) if self._messages.template else job.options
        summary = outcome.summary_message(
            self._messages.say,
            guide,
            job.id,
            elapsed,
            there.permalink,
            pdf=pdf,
            canvas=canvas,
            source=job.name,
            options=options,
        )
        if anew:
            try:
                await self._messages.post("summary", summary, look=True)
            except SlackApiError as error:
                if meaning(error) is Meaning.PASSING:
                    raise
                log.error("job %s is done, but nobody can be told: %s", job.id, in_words(error))
        else:
            await self._messages.last_edit("progress", summary)
        for pause in NOTIFYING_AGAIN_SECONDS:
            if notified:
                break
            await self._desk.client.waiting.pause(pause)
            notified = await self._messages.notify(guide, there, look=True)
        await self._deliver_other_forms()
        if tokens := guide.making.usage.tokens:
            await self._desk.store.settings.put(Scope.JOB, job.team, f"{job.id}{TOKENS}", {"tokens": tokens})
        await self._end(JobState.DONE)
        self._metrics.job_done(elapsed)
        log.info(
            "job %s done in %.1f s: %d steps, %s, %d tokens",
            job.id,
            elapsed,
            len(guide.steps),
            guide.making.path,
            guide.making.usage.tokens,
        )

    async def _deliver_other_forms(self) -> None:
        """Puts into the thread what the guide was to be besides Word. What keeps that from being done is told to the
        person, and the job has ended well all the same."""
        forms = Forms(self._desk)
        for suffix in await wanted_forms.noted(self._desk.store, self.job):
            if suffix in NAMES:
                await forms.deliver(self.job, suffix, self._messages.say, self._messages.tell_person, unasked=True)

    def _writer(self) -> str:
        model = self._desk.tools.model
        if self.job.options.writer is WriterChoice.EXTRACTIVE:
            return "the extractive writer, as requested"
        if model:
            return f"the model {model.model}"
        if self.job.options.writer is WriterChoice.MODEL:
            return "a model, as requested, but none is configured"
        return "the extractive writer, because no model is configured"

    def _listen(self, event: Event) -> None:
        if isinstance(event, TranscriptRead):
            log.info(
                "job %s read its transcript: %s, %d words in “%s”",
                self.job.id,
                event.format,
                event.words,
                event.language or "an unknown language",
            )
        self._messages.heard(event)

    async def _withdraw(self, said: str, reason: Reason) -> None:
        """Ends a job that was begun unasked and turned out to have nothing to show, so that only its person learns of
        that."""
        await self._messages.withdraw(said)
        await self._end_failed(said, reason, anyway=True)

    async def _fail(self, said: str, reason: Reason, *, anyway: bool = False, again: bool = True) -> None:
        told = outcome.failure_message(self._messages.say, self.job.name, said, self.job.id, anyway=anyway, again=again)
        await self._messages.reply("progress", told)
        self.told = True
        await self._end_failed(said, reason, anyway=anyway)

    async def _end_failed(self, said: str, reason: Reason, *, anyway: bool) -> None:
        await self._end(JobState.FAILED, error=f"{REFUSED}{said}" if anyway else said)
        self._metrics.job_failed(reason)

    async def _end(self, state: JobState, error: str | None = None) -> None:
        await self._desk.store.jobs.end(self.job.id, self._desk.worker, state, error=error)
        self._ended = state
        self._desk.end(self.job, done=state is JobState.DONE)


def way_in(job: Job) -> str:
    """How a job came about, in words for the operator."""
    if job.attempts > 1:
        return f"resumed, attempt {job.attempts}"
    if job.redo_of:
        return f"job {job.redo_of} requested again"
    if not job.key.startswith(f"{job.team}:"):  # such a key is a message's, any other a trigger_id
        return "a command, a shortcut or a form"
    if not job.asker:
        return "a file that another app has posted"
    return "a mention or a direct message" if job.asked else "a dropped file"
