"""A single guide is deleted: its files in Slack, what announced it, and what is kept of it."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.jobs.canvases import KIND
from bot.jobs.desk import Desk
from bot.jobs.forms import NAMES, form_of
from bot.jobs.model import Job
from bot.jobs.thread import find_posted, metadata
from bot.messages.deleting import deleted_message, left_text
from bot.messages.language import Words
from bot.slack_errors import Meaning, code_of, in_words, meaning
from bot.store import Scope

log = logging.getLogger(__name__)

GONE = frozenset({"file_not_found", "file_deleted", "canvas_not_found", "message_not_found", "channel_not_found"})
"""What Slack answers for what isn't there any more."""


class Deleting:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def delete(self, job: Job, by: str, say: Words) -> str | None:
        """Deletes a job's guide, and the job last: whatever is done twice is done once. What to tell who asked, if
        something is left. Raises StoreError, and SlackApiError and SlackUnreachable for what passes."""
        left = [file for file in await self._files(job) if not await self._gone(file)]
        canvas = await self._desk.store.settings.get(Scope.JOB, job.team, form_of(job, KIND))
        if canvas and not await self._gone(str(canvas["upload"]), canvas=True):
            left.append(str(canvas["upload"]))
        for part in ("announcement", "canvas") if canvas else ("announcement",):
            await self._unpost(job, part)
        if job.progress_ts:
            told = deleted_message(await self._desk.people.words(job.asker), job.name, by)
            try:
                await self._desk.editor.finish((job.channel, job.progress_ts), told, metadata(job.id, "deleted"))
            except SlackApiError as error:
                self._unless_it_lasts(error)
        gone = await self._desk.store.forgetting.forget_job(job.id)
        log.info("job %s is deleted: %s", job.id, gone)
        return left_text(say, len(left)) if left else None

    async def _files(self, job: Job) -> list[str]:
        """The ids of all files that were made of this guide."""
        kept = self._desk.store.settings
        noted = [await kept.get(Scope.JOB, job.team, form_of(job, suffix)) for suffix in NAMES]
        files = [job.upload, *(note["upload"] for note in noted if note and note.get("upload"))]
        return [str(file) for file in files if file]

    async def _gone(self, file: str, *, canvas: bool = False) -> bool:
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
        client = self._desk.client
        try:
            posted = await find_posted(client, job, part, job.thread_ts)
            if posted:
                await client.chat_delete(channel=job.channel, ts=posted.ts)
        except SlackApiError as error:
            self._unless_it_lasts(error)

    def _unless_it_lasts(self, error: SlackApiError) -> None:
        if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
            raise error
        log.info("something of a guide isn't deleted in Slack: %s", in_words(error))
