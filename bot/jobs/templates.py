"""The workspace's Word template: checked, kept, shown as a sample and removed again, for admins."""

from __future__ import annotations

import asyncio
import io
import logging
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

from bot.access import is_admin
from bot.jobs.desk import Desk
from bot.jobs.forms import document_name
from bot.jobs.model import Job
from bot.jobs.refusal import Refused
from bot.jobs.requests import DropTemplate, Pressed, SetTemplate, ShowTemplate
from bot.jobs.thread import direct_message, post_once
from bot.messages.language import Words
from bot.messages.message import plain
from bot.messages.template import MOST_MEGABYTES, removed_message, sample_guide, template_message, template_view
from bot.slack_files import FileUnavailable, SlackFile
from bot.store import Scope
from bot.store.templates import KeptTemplate
from pipeline.errors import PipelineError, RenderError
from pipeline.options import GuideOptions
from pipeline.render.formats import render

log = logging.getLogger(__name__)

MAX_UNZIPPED_BYTES = 30_000_000
"""What an uploaded template may be when unpacked: it is read anew for each guide. Pictures hardly get smaller when they
are packed, so a real one of Slack's 10 MB stays below that."""
NOT_YOURS = "I can use only a file that you upload here yourself. Choose the template again."
NONE = "There is no template for this workspace any more."
ADMINS = "Only admins can change the settings of the workspace."


class Templates:
    """Methods raise Refused, StoreError, SlackApiError and SlackUnreachable."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def open_form(self, pressed: Pressed) -> None:
        """Shows an admin the form to upload one. Slack's trigger lives for three seconds."""
        await self._admins_only(pressed.user)
        say = await self._desk.people.words(pressed.user)
        await self._desk.client.views_open(trigger_id=pressed.trigger, view=template_view(say))

    async def set(self, asked: SetTemplate) -> None:
        """Keeps what an admin has uploaded, once a guide could be made with it, and sends them that guide."""
        await self._admins_only(asked.user)
        say = await self._desk.people.words(asked.user)
        file, data = await self._downloaded(asked.files[0].id, asked.user)
        notes, sample = await self._tried(say, data)
        kept = KeptTemplate(file.name, len(data), asked.user, time.time())
        await self._desk.store.templates.put(asked.team, kept, data)
        log.info("%s has set the Word template of the workspace: %d bytes", asked.user, len(data))
        await self._send(say, asked.team, asked.user, asked.view, file.name, notes, sample, new=True)

    async def show(self, asked: ShowTemplate) -> None:
        """Sends an admin a small guide made with the template."""
        pressed = asked.pressed
        await self._admins_only(pressed.user)
        say, templates = await self._desk.people.words(pressed.user), self._desk.store.templates
        kept, data = await templates.of(pressed.team), await templates.get(pressed.team)
        if kept is None or data is None:
            raise Refused(NONE)
        notes, sample = await self._tried(say, data)
        await self._send(say, pressed.team, pressed.user, pressed.trigger, kept.name, notes, sample, new=False)

    async def drop(self, asked: DropTemplate) -> None:
        """Deletes it, and says so."""
        pressed = asked.pressed
        await self._admins_only(pressed.user)
        if not await self._desk.store.templates.delete(pressed.team):
            raise Refused(NONE)
        log.info("%s has removed the Word template of the workspace", pressed.user)
        say, client = await self._desk.people.words(pressed.user), self._desk.client
        told = removed_message(say)
        channel = await direct_message(client, pressed.user)
        await client.chat_postMessage(channel=channel, text=told.text, blocks=told.blocks)

    async def _admins_only(self, user: str) -> None:
        if not await is_admin(self._desk.client, user):
            raise Refused(ADMINS)

    async def _downloaded(self, file_id: str, user: str) -> tuple[SlackFile, bytes]:
        try:
            file: SlackFile = await self._desk.files.info_of_new(file_id)
            if file.user != user:
                raise Refused(NOT_YOURS)
            return file, await self._desk.files.download(file, MOST_MEGABYTES * 1_000_000)
        except FileUnavailable as error:
            raise Refused(plain(str(error))) from None

    async def _tried(self, say: Words, data: bytes) -> tuple[tuple[str, ...], bytes]:
        """What the template's author may not expect, in English; and a small guide made with it. Raises Refused if
        none can be made."""
        try:
            notes = await asyncio.to_thread(_checked, data)
            guide = sample_guide(say, datetime.now(UTC).isoformat(timespec="seconds"))
            tools = replace(self._desk.tools, template=data)
            return notes, await render(guide, GuideOptions(), tools)
        except PipelineError as error:
            raise Refused(plain(str(error))) from None

    async def _send(
        self,
        say: Words,
        team: str,
        user: str,
        request: str,
        name: str,
        notes: tuple[str, ...],
        sample: bytes,
        *,
        new: bool,
    ) -> None:
        """Sends the sample to a person, once for each `request`, which may be begun anew after a kill."""
        desk, channel = self._desk, await direct_message(self._desk.client, user)
        # Marked as a job's messages are, so that it is found again.
        begun = desk.client.clock.now() - 600
        marked = Job(f"template.{request}", request, team, channel, user, GuideOptions(), created=begun)
        told = template_message(say, name, notes, new=new)
        posted = await post_once(desk.client, marked, "template", told, thread_ts=None, look=True)
        noted = await desk.store.settings.get(Scope.JOB, team, marked.id)

        async def begin(file_id: str) -> None:
            await desk.store.settings.put(Scope.JOB, team, marked.id, {"upload": file_id})

        title = say("A sample guide")
        await desk.uploads.deliver(
            sample,
            document_name(title, ".docx"),
            title,
            channel,
            posted.ts,
            begun=str(noted["upload"]) if noted else None,
            begin=begin,
        )


def _checked(data: bytes) -> tuple[str, ...]:
    """As the command line checks one, and smaller: it comes from a stranger to who runs the app. Raises RenderError."""
    from pipeline.render.template import fitting  # loads python-docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        unpacked = 0  # `fitting` says what it is
    if unpacked > MAX_UNZIPPED_BYTES:
        raise RenderError("The document template is too large when unpacked.")
    return fitting(data).notes
