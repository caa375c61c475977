"""The transcript of a job: its file is looked up and downloaded, looked at, and kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.desk import Desk
from bot.jobs.job_messages import JobMessages
from bot.jobs.model import Job
from bot.messages.channel_settings import Drops
from bot.messages.offer import Unsure
from bot.messages.progress import Phase
from bot.slack_canvases import HUDDLE_TRANSCRIPT
from bot.slack_files import FileUnavailable, SlackFile
from pipeline.errors import NotATranscript, TranscriptError
from pipeline.loading import load
from pipeline.options import WriterChoice
from pipeline.readers import Sniff, Verdict, read_transcript, sniff
from pipeline.readers.file_kinds import document_by_name

if TYPE_CHECKING:
    from pipeline.outline.showing import Showing

CLIP_BYTES = 1_000_000
"""Room that is reserved for the transcript of a clip: more than it needs. The size that Slack states is that of the
recording."""
DOUBTED_BYTES = 2_000_000
"""What somebody asked to read and is larger than this isn't looked at first: that would take as long as reading it."""


class NotForUs(Exception):
    """A dropped file that nobody asked us to read: nothing is said about it."""


class Unopened(TranscriptError):
    """A dropped file that by its name can be a transcript can't be opened: its person alone is told."""


class Unlike(NotATranscript):
    """What somebody asked to read doesn't look like a transcript, but can be read as one if they insist."""


class Offered(Exception):
    """People are asked first whether they want a guide of a file that was dropped, or that another app has posted."""

    def __init__(self, unsure: Unsure, reason: str = "") -> None:
        """`reason` says what makes unsure, in English."""
        super().__init__(reason)
        self.unsure = unsure


class JobSource:
    """The transcript of one job that this process has claimed. What is kept of it is noted in the job's row."""

    def __init__(self, desk: Desk, messages: JobMessages) -> None:
        self._desk = desk
        self._messages = messages

    @property
    def _job(self) -> Job:
        return self._messages.job

    async def take(self) -> None:
        """Keeps the transcript's bytes, unless an earlier attempt did. Raises NotForUs, Offered, Unopened."""
        if self._job.source is None:
            file = await self._look_up_file()
            async with self._desk.room.taken(CLIP_BYTES if file.is_media else file.size):
                data = await self._desk.files.download(file, self._desk.tools.limits.transcript_bytes)
                await self._check_and_keep(data, hint=f" {HUDDLE_TRANSCRIPT}" if file.of_huddle else "")
        elif self._job.fingerprint is None:
            async with self.opened() as data:
                await self._check_and_keep(data)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[bytes]:
        """Gives the stored transcript's bytes, and reserves room in memory for them until the block ends. Raises
        FileUnavailable."""
        blobs, source = self._desk.store.blobs, self._job.source
        size = await blobs.size(source) if source else None
        async with self._desk.room.taken(size or 0):
            data = await blobs.get(source) if source else None
            if data is None:
                raise FileUnavailable("I no longer have this transcript. Drop it again.")
            yield data

    async def _look_up_file(self) -> SlackFile:
        """What Slack says about the job's file; also stores its name. Raises NotForUs, FileUnavailable."""
        assert self._job.file_id is not None, "a job has a stored transcript or a Slack file"
        file = await self._desk.files.info_of_new(self._job.file_id)
        if file.is_media and not self._job.asked:
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
        NotForUs, Offered, Unopened, Unlike (with the hint), TranscriptError."""
        if self._job.asked and not self._job.options.anyway and len(data) <= DOUBTED_BYTES:
            sniffed = await self._sniff(data)
            if sniffed.verdict is Verdict.NO and not sniffed.guessed:
                await self._read_anyway(data)
                source = await self._keep(data)
                await self._messages.milestone(source=source)
                raise Unlike(f"This doesn't look like a transcript. {sniffed.reason}{hint}")
        elif not self._job.asked:
            sniffed = await self._sniff(data)
            if sniffed.unopened and self._job.asker and document_by_name(self._job.name):
                raise Unopened(sniffed.reason)
            if sniffed.verdict is Verdict.NO:
                raise NotForUs(sniffed.reason)
            if offered := await self._to_ask_first(sniffed, data):
                source = await self._keep(data)
                await self._messages.milestone(source=source)
                raise offered
        source = await self._keep(data)
        await self._messages.milestone(source=source, fingerprint=fingerprint(self._job, source))

    async def _to_ask_first(self, sniffed: Sniff, data: bytes) -> Offered | None:
        """Why people are asked before a guide is made of a file that nobody has asked for; None if one is made at
        once, as the channel has set it or because it clearly shows how to do something. Raises TranscriptError."""
        job, desk = self._job, self._desk
        if sniffed.verdict is Verdict.MAYBE:
            return await self._doubted(sniffed, data)
        if not job.asker:
            return Offered(Unsure.OF_NOTHING)
        channels = ChannelSettings(desk.client, desk.store.settings, desk.workspace_settings)
        drops = await channels.drops(job.team, job.channel)
        if drops is not Drops.DEFAULT:
            return None if drops is Drops.AT_ONCE else Offered(Unsure.OF_NOTHING)
        found = await self._shows_how(data)
        if found.shows == "clearly":
            return None
        return Offered(Unsure.OF_PROCEDURE if found.shows == "hardly" else Unsure.OF_CONTENT, found.doubt)

    async def _doubted(self, sniffed: Sniff, data: bytes) -> Offered:
        """What people are asked about a file that may be no transcript. Why no guide would be made of it, if it were
        one, says more than why it may be none."""
        try:
            found = await self._shows_how(data)
        except TranscriptError:  # who says that it is one is told what is wrong with it
            return Offered(Unsure.OF_TRANSCRIPT, sniffed.reason)
        if found.shows == "hardly":
            return Offered(Unsure.OF_PROCEDURE, found.doubt)
        return Offered(Unsure.OF_TRANSCRIPT, sniffed.reason)

    async def _shows_how(self, data: bytes) -> Showing:
        """Whether a guide would be made of what is said in it. Raises TranscriptError."""
        # It needs the rules of a language, which the app itself has no use for before its first job.
        await load("pipeline.outline.showing")
        from pipeline.outline.showing import shows_how

        tools, options = self._desk.tools, self._job.options
        model = tools.model is not None and options.writer is not WriterChoice.EXTRACTIVE
        return await shows_how(data, self._job.name, tools.limits, tools.reader, model=model)

    async def _read_anyway(self, data: bytes) -> None:
        """Raises TranscriptError if a file can't be read as a transcript, even if somebody insists."""
        limits = self._desk.tools.limits
        if reader := self._desk.tools.reader:
            await reader.read(data, self._job.name, limits, anyway=True)
        else:
            await read_transcript(data, self._job.name, limits, anyway=True)

    async def _sniff(self, data: bytes) -> Sniff:
        if reader := self._desk.tools.reader:
            return await reader.sniff(data, self._job.name)
        return await asyncio.to_thread(sniff, data, self._job.name)

    async def _keep(self, data: bytes) -> str:
        return await self._desk.store.blobs.put(data, "transcript", await self._desk.expiry(self._job.team))


def fingerprint(job: Job, source: str) -> str:
    """What makes a repeat a repeat: the conversation, the transcript's bytes (`source` is their SHA-256, in
    hexadecimal) and the options."""
    parts = [job.team, job.channel, source, job.options.to_dict()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
