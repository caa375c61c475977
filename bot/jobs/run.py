"""One job from its row to the document in its thread; may be killed at any moment and run again from its row.

What is finished is in the row (milestones), in the blobs (transcript, document) and in the cache (outline, steps,
pages); whatever was said to Slack is either in the row or marked in Slack so that it is found again. The row is
written at each milestone: taken, downloaded, posted, made, uploading, ended.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.errors import SlackApiError

from bot.jobs.desk import Desk
from bot.jobs.job_messages import JobMessages
from bot.jobs.model import OFFERED, REPEATED, Job, JobState
from bot.messages import outcome
from bot.messages.language import Words
from bot.messages.progress import Phase
from bot.metrics import Outcome, Reason, reason_of
from bot.slack_canvases import HUDDLE_TRANSCRIPT
from bot.slack_errors import Meaning, in_words, meaning
from bot.slack_files import FileDeleted, FileUnavailable, FileUnfit, SlackFile
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
from pipeline.options import WriterChoice
from pipeline.progress import Event, TranscriptRead, both
from pipeline.readers import Sniff, Verdict, read_transcript, sniff
from pipeline.readers.file_kinds import captions_by_name
from pipeline.render.pdf import available
from pipeline.run import make_guide, render

log = logging.getLogger(__name__)

CLIP_BYTES = 1_000_000
"""Room that is reserved for the transcript of a clip: more than it needs. The size that Slack states is that of the
recording."""
DOUBTED_BYTES = 2_000_000
"""What somebody asked to read and is larger than this isn't looked at first: that would take as long as reading it."""


LASTING = (
    *(NotATranscript, EmptyTranscript, BrokenTranscript, ProtectedTranscript, TranscriptTooLarge, OptionError),
    *(FileUnfit, FileDeleted),
)
"""What the same file with the same options meets each time, so that trying again isn't offered."""


class NotForUs(Exception):
    """A dropped file that nobody asked us to read: nothing is said about it."""


class Unlike(NotATranscript):
    """What somebody asked to read doesn't look like a transcript, but can be read as one if they insist."""


class Repeated(Exception):
    """There is a guide of the same transcript with the same options in this conversation, or one is being made."""

    def __init__(self, earlier: Job) -> None:
        super().__init__(earlier.id)
        self.earlier = earlier


class Offered(Exception):
    """A dropped file that may be a transcript, or one that another app has posted: people are asked."""


class JobRun:
    """Runs one job that this process has claimed. `run` returns when the job has ended."""

    def __init__(self, desk: Desk, job: Job, say: Words, *, again: bool = False) -> None:
        """`say`: the words of who asked. `again`: this process has begun with it before, and broke off because of
        Slack."""
        self._desk = desk
        self._messages = JobMessages(desk, job, say, again=again)
        self._metrics = desk.metrics

    @property
    def job(self) -> Job:
        """The job as it is now."""
        return self._messages.job

    async def run(self) -> None:
        """Makes the guide and delivers it. If the file can't be used or no guide can be made of it, that ends the job,
        and the person learns why; a dropped file that nobody asked for is ignored silently, unless its name says that
        it is a transcript. Raises everything else, for the caller to try again or end the job: SlackApiError,
        SlackUnreachable, StoreError (LeaseLost if the job is no longer this process's), CancelledError, and whatever a
        defect raises."""
        log.info("job %s starts: %s; it will be written by %s", self.job.id, way_in(self.job), self._writer())
        try:
            await self._make_and_deliver()
        except NotForUs as reason:
            if self._is_told:
                log.info("job %s failed: %s", self.job.id, reason)
                await self._fail(str(reason), Reason.TRANSCRIPT, again=False)
                return
            log.info("job %s ends: ignoring the dropped file", self.job.id)
            await self._end(JobState.CANCELLED, error=str(reason))
            self._metrics.job_ended(Outcome.IGNORED)
        except Offered as reason:
            log.info("job %s ends: asking the person whether to use the dropped file", self.job.id)
            await self._messages.offer(str(reason))
            await self._end(JobState.CANCELLED, error=OFFERED)
            self._metrics.job_ended(Outcome.OFFERED)
        except Repeated as found:
            log.info("job %s ends: it repeats job %s", self.job.id, found.earlier.id)
            await self._messages.tell_of(found.earlier)
            await self._end(JobState.CANCELLED, error=f"{REPEATED}{found.earlier.id}")
            self._metrics.job_ended(Outcome.REPEATED)
        except (PipelineError, FileUnavailable) as error:
            log.info("job %s failed: %s", self.job.id, error)
            if isinstance(error, FileDeleted) and not self._told:
                # They have thought better of it, and nothing was said of it yet.
                await self._end(JobState.CANCELLED, error=str(error))
                self._metrics.job_ended(Outcome.IGNORED)
                return
            insisting_helps = isinstance(error, (NoProcedure, Unlike))
            again = not isinstance(error, LASTING)
            await self.fail(str(error), reason_of(error), anyway=insisting_helps, again=again)

    async def fail(self, said: str, reason: Reason, *, anyway: bool = False, again: bool = True) -> None:
        """Ends the job as failed, and tells the person why: in its message, else below it, else directly. Nothing is
        said of a dropped file that nobody asked for and nothing was said of yet, unless its name says that it is a
        transcript; and a guide that is there hasn't failed. Raises as `run` does."""
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
    def _is_told(self) -> bool:
        """Whether a failure is worth a word: somebody waits, or has dropped what its name says is a transcript."""
        return self._told or (bool(self.job.asker) and captions_by_name(self.job.name))

    async def _make_and_deliver(self) -> None:
        job = self.job
        if job.asked or job.progress_ts:
            await self._messages.show(Phase.DOWNLOADING)
        await self._take_source()
        if self.job.guide is None or self.job.document is None:
            await self._look_for_repeat()
            await self._messages.show(Phase.READING)
            await self._make()
        await self._deliver()

    async def _take_source(self) -> None:
        """Keeps the transcript's bytes, unless an earlier attempt did. Raises NotForUs, Offered."""
        if self.job.source is None:
            file = await self._look_up_file()
            async with self._desk.room.taken(CLIP_BYTES if file.is_media else file.size):
                data = await self._desk.files.download(file, self._desk.tools.limits.transcript_bytes)
                await self._check_and_keep(data, hint=f" {HUDDLE_TRANSCRIPT}" if file.of_huddle else "")
        elif self.job.fingerprint is None:
            async with self._source() as data:
                await self._check_and_keep(data)

    @asynccontextmanager
    async def _source(self) -> AsyncIterator[bytes]:
        """Gives the stored transcript's bytes, and reserves room in memory for them until the block ends. Raises
        FileUnavailable."""
        blobs, source = self._desk.store.blobs, self.job.source
        size = await blobs.size(source) if source else None
        async with self._desk.room.taken(size or 0):
            data = await blobs.get(source) if source else None
            if data is None:
                raise FileUnavailable("I no longer have this transcript. Drop it again.")
            yield data

    async def _look_up_file(self) -> SlackFile:
        """What Slack says about the job's file; also stores its name. Raises NotForUs, FileUnavailable."""
        assert self.job.file_id is not None, "a job has a stored transcript or a Slack file"
        file = await self._desk.files.info_of_new(self.job.file_id)
        if file.is_media and not self.job.asked:
            raise NotForUs("a recording")
        await self._messages.milestone(name=file.name)
        self._messages.begin()
        if file.transcribing:
            await self._messages.show(Phase.TRANSCRIBING)
            file = await self._desk.files.transcribed(file)
        if self._desk.tools.reader:
            await self._desk.tools.reader.warm()
        return file

    async def _check_and_keep(self, data: bytes, hint: str = "") -> None:
        """Stores the transcript's bytes, if they look like a transcript or somebody insists that they are one. Raises
        NotForUs, Offered, Unlike (with the hint), TranscriptError."""
        if self.job.asked and not self.job.options.anyway and len(data) <= DOUBTED_BYTES:
            sniffed = await self._sniff(data)
            if sniffed.verdict is Verdict.NO and not sniffed.guessed:
                await self._read_anyway(data)
                source = await self._keep(data, "transcript")
                await self._messages.milestone(source=source)
                raise Unlike(f"This doesn't look like a transcript. {sniffed.reason}{hint}")
        elif not self.job.asked:
            sniffed = await self._sniff(data)
            if sniffed.verdict is Verdict.NO:
                raise NotForUs(sniffed.reason)
            if sniffed.verdict is Verdict.MAYBE or not self.job.asker:
                source = await self._keep(data, "transcript")
                await self._messages.milestone(source=source)
                raise Offered(sniffed.reason if sniffed.verdict is Verdict.MAYBE else "")
        source = await self._keep(data, "transcript")
        await self._messages.milestone(source=source, fingerprint=fingerprint(self.job, source))

    async def _read_anyway(self, data: bytes) -> None:
        """Raises TranscriptError if a file can't be read as a transcript, even if somebody insists."""
        limits = self._desk.tools.limits
        if reader := self._desk.tools.reader:
            await reader.read(data, self.job.name, limits, anyway=True)
        else:
            await read_transcript(data, self.job.name, limits, anyway=True)

    async def _sniff(self, data: bytes) -> Sniff:
        if reader := self._desk.tools.reader:
            return await reader.sniff(data, self.job.name)
        return await asyncio.to_thread(sniff, data, self.job.name)

    async def _look_for_repeat(self) -> None:
        """Raises Repeated if the same was asked for here before, unless this job came from a button, each of which sets
        `redo_of`."""
        job = self.job
        if job.redo_of is None and job.fingerprint is not None:
            earlier = await self._desk.store.jobs.find_repeat(job.fingerprint, before=job)
            if earlier:
                raise Repeated(earlier)

    async def _make(self) -> None:
        desk, options = self._desk, self.job.options
        listen = both(self._listen, self._metrics.run())
        guide = await make_guide(self._source, self.job.name, options, desk.tools, listen)
        docx = await render(guide, options, desk.tools, listen)
        document = await self._keep(docx, "document")
        kept = await desk.store.guides.put(guide.to_json(), self.job.id, self._expiry())
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

        name = document_name(guide.title, ".docx")
        there: SlackFile = await desk.uploads.deliver(
            docx, name, guide.title, job.channel, job.thread_ts, begun=job.upload, begin=begin
        )
        await self._announce(guide, there, anew=False)

    async def _announce(self, guide: Guide, there: SlackFile, *, anew: bool) -> None:
        """Says that the document is there: to the person in a message of its own, and to all in the progress message
        or, with `anew`, below it. That ends the job, whether or not the person could be notified."""
        elapsed = time.time() - self.job.created
        notified = await self._messages.notify(guide, there)
        pdf = await asyncio.to_thread(available)
        job = self.job
        summary = outcome.summary_message(
            self._messages.say, guide, job.id, elapsed, there.permalink, pdf=pdf, source=job.name, options=job.options
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
        if not notified:
            await self._messages.notify(guide, there, look=True)
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

    async def _fail(self, said: str, reason: Reason, *, anyway: bool = False, again: bool = True) -> None:
        told = outcome.failure_message(self._messages.say, self.job.name, said, self.job.id, anyway=anyway, again=again)
        await self._messages.reply("progress", told)
        await self._end(JobState.FAILED, error=said)
        self._metrics.job_failed(reason)

    async def _keep(self, data: bytes, kind: str) -> str:
        return await self._desk.store.blobs.put(data, kind, self._expiry())

    def _expiry(self) -> float:
        return time.time() + self._desk.settings.keep_days * 86_400

    async def _end(self, state: JobState, error: str | None = None) -> None:
        await self._desk.store.jobs.end(self.job.id, self._desk.worker, state, error=error)
        self._desk.reactions.end(self.job, done=state is JobState.DONE)


def way_in(job: Job) -> str:
    """How a job came about, in words for the operator."""
    if job.attempts > 1:
        return f"resumed, attempt {job.attempts}"
    if job.redo_of:
        return f"job {job.redo_of} requested again"
    if not job.key.startswith(f"{job.team}:"):  # such a key is a message's, any other a trigger_id
        return "a command or a shortcut"
    if not job.asker:
        return "a file that another app has posted"
    return "a mention or a direct message" if job.asked else "a dropped file"


def fingerprint(job: Job, source: str) -> str:
    """What makes a repeat a repeat: the conversation, the transcript's bytes (`source` is their SHA-256, in
    hexadecimal) and the options."""
    parts = [job.team, job.channel, source, job.options.to_dict()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def document_name(title: str, suffix: str) -> str:
    """A file name that every system takes, made of the guide's title.

    >>> document_name("Set up: the “router” / part 2", ".docx")
    'Set up the router part 2.docx'
    >>> document_name("Reset a customer's password", ".pdf")
    "Reset a customer's password.pdf"
    """
    kept = "".join(c if c.isalnum() or c in " -_.,'’" else " " for c in title)
    return (" ".join(kept.split())[:80].strip(" .'’") or "Guide") + suffix
