"""A single guide is deleted: its files in Slack, what announced it, and what is kept of it."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs.canvases import KIND
from bot.jobs.desk import Desk
from bot.jobs.forms import NAMES, form_of
from bot.jobs.model import Job, JobState
from bot.jobs.reactions import message_of
from bot.jobs.thread import find_posted, metadata
from bot.messages.deleting import deleted_message
from bot.messages.message import Message
from bot.slack_errors import Meaning, code_of, in_words, meaning
from bot.store import Scope

log = logging.getLogger(__name__)

GONE = frozenset({"file_not_found", "file_deleted", "canvas_not_found", "message_not_found", "channel_not_found"})
"""What Slack answers for what isn't there any more."""


class Deleting:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def delete(self, job: Job, by: str) -> int:
        """Deletes a job's guide, and the job last: whatever is done twice is done once. How many files are left, which
        Slack doesn't let the app delete. Raises StoreError, and SlackApiError and SlackUnreachable for what passes."""
        left = [file for file in await self._files(job) if not await self.gone(file)]
        canvas = await self._desk.store.settings.get(Scope.JOB, job.team, form_of(job, KIND))
        if canvas and not await self.gone(str(canvas["upload"]), canvas=True):
            left.append(str(canvas["upload"]))
        for part in ("announcement", "canvas") if canvas else ("announcement",):
            await self._unpost(job, part)
        if job.progress_ts:
            told = deleted_message(await self._desk.people.words(job.asker), job.name, by)
            await self.replace((job.channel, job.progress_ts), told, metadata(job.id, "deleted"))
        if job.state is JobState.DONE and not await self._other_is_done(job):
            self._desk.reactions.take_back(job)
        gone = await self._desk.store.forgetting.forget_job(job.id)
        log.info("job %s is deleted: %s", job.id, gone)
        return len(left)

    async def _other_is_done(self, job: Job) -> bool:
        """Whether there is another guide from the message that a job's transcript is on."""
        beside = await self._desk.store.jobs.in_thread(job.team, job.channel, job.thread_ts or "")
        done = [other for other in beside if other.id != job.id and other.state is JobState.DONE]
        return any(message_of(other) == message_of(job) for other in done)

    async def _files(self, job: Job) -> list[str]:
        """The ids of all files that were made of this guide."""
        kept = self._desk.store.settings
        noted = [await kept.get(Scope.JOB, job.team, form_of(job, suffix)) for suffix in NAMES]
        files = [job.upload, *(note["upload"] for note in noted if note and note.get("upload"))]
        return [str(file) for file in files if file]

    async def gone(self, file: str, *, canvas: bool = False) -> bool:
        """Deletes a file of ours in Slack; whether it is gone."""
        client = self._desk.client
        try:
            await (client.canvases_delete(canvas_id=file) if canvas else client.files_delete(file=file))
        except SlackApiError as error:
            self._unless_it_lasts(error)
            return code_of(error) in GONE
        return True

    async def _unpost(self, job: Job, part: str) -> None:
        """Deletes a message that names the guide, as far as it is found."""
        try:
            posted = await find_posted(self._desk.client, job, part, job.thread_ts)
        except SlackApiError as error:
            self._unless_it_lasts(error)
            return
        if posted:
            await self.unpost(job.channel, posted.ts)

    async def unpost(self, channel: str, ts: str) -> None:
        """Deletes a message of ours, as far as Slack lets the app."""
        try:
            await self._desk.client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            self._unless_it_lasts(error)

    async def replace(self, at: tuple[str, str], message: Message, marks: dict[str, Any]) -> None:
        """Puts this in the place of a message of ours (its channel and ts), as far as Slack lets the app."""
        try:
            await self._desk.editor.finish(at, message, marks)
        except SlackApiError as error:
            self._unless_it_lasts(error)

    def _unless_it_lasts(self, error: SlackApiError) -> None:
        if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
            raise error
        log.info("something of a guide isn't deleted in Slack: %s", in_words(error))
