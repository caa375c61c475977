"""A guide of which nothing is kept any more: of the buttons below it only Delete works, as what Slack tells of it is
enough to delete it there."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot import access
from bot.jobs.deleting import Deleting
from bot.jobs.desk import Desk
from bot.jobs.intake import Intake
from bot.jobs.model import Job
from bot.jobs.requests import Pressed
from bot.jobs.thread import is_part, metadata
from bot.messages.deleting import DELETE, delete_view, deleted_message
from bot.messages.message import Message
from bot.messages.options import Form
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning

log = logging.getLogger(__name__)

UNKNOWN = "I no longer have this guide, so I can't delete its files. An admin can delete them in Slack."
MOST_EDITED, EDITING_SECONDS = 20, 60.0
"""Of so many guides, the newest, the buttons are taken away, and for so long: all others say that nothing is kept."""
_MENTION = re.compile(r"<@(\w+)>")


@dataclass(frozen=True)
class InThread:
    """What a thread still has of a guide."""

    asker: str = ""
    """Whom the announcement names; empty if there is none."""
    announcement: str | None = None
    """Its ts."""
    files: tuple[str, ...] = ()
    """The guide in other forms."""
    title: str = ""


class Forgotten:
    """The guides of one workspace that are only in Slack. Raises SlackApiError and SlackUnreachable."""

    def __init__(self, desk: Desk, intake: Intake, deleting: Deleting) -> None:
        self._desk = desk
        self._intake = intake
        self._deleting = deleting

    async def ask(self, pressed: Pressed) -> None:
        """Asks whoever may delete it once more; others are told that they may not."""
        there = await self._allowed(pressed)
        if there is None:
            return
        say = await self._desk.people.words(pressed.user)
        form = Form(pressed.job, pressed.channel, pressed.thread_ts, say.tag, pressed.file, pressed.message)
        await self._desk.client.views_open(trigger_id=pressed.trigger, view=delete_view(say, form, there.title))

    async def delete(self, pressed: Pressed) -> int:
        """Deletes it in Slack, if the person may. How many files are left, since Slack doesn't let the app delete
        them."""
        there = await self._allowed(pressed)
        if there is None:
            return 0
        left = [file for file in (pressed.file, *there.files) if not await self._deleting.gone(file)]
        if there.announcement:
            await self._deleting.unpost(pressed.channel, there.announcement)
        told = deleted_message(await self._desk.people.words(there.asker or pressed.user), None, pressed.user)
        await self._deleting.replace((pressed.channel, pressed.message), told, metadata(pressed.job, "deleted"))
        log.info("guide %s, of which nothing was kept, is deleted in Slack", pressed.job)
        return len(left)

    async def _allowed(self, pressed: Pressed) -> InThread | None:
        """What the thread has of the guide. None if the person may not delete it, or the app can't; they are told."""
        there = await self._look(pressed) if pressed.file and pressed.thread_ts and pressed.message else None
        if there is None:
            said = UNKNOWN
        elif await access.may_change_job(self._desk.client, pressed.user, there.asker):
            return there
        else:
            said = (
                f"Only <@{there.asker}>, who asked for this guide, or an admin can do that." if there.asker else UNKNOWN
            )
        await self._intake.tell(pressed.channel, pressed.user, said, thread_ts=pressed.thread_ts)
        return None

    async def _look(self, pressed: Pressed) -> InThread | None:
        """One page of the thread, from the guide's message on: the announcement comes right after it."""
        try:
            found = await self._desk.client.conversations_replies(
                channel=pressed.channel,
                ts=str(pressed.thread_ts),
                oldest=pressed.message,
                limit=15,
                include_all_metadata=True,
            )
        except SlackApiError as error:
            if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                raise
            log.info("the thread of a guide can't be looked up: %s", code_of(error))
            return None
        announced = next((each for each in found["messages"] if is_part(each, pressed.job, "announcement")), None)
        name, others = _files(found["messages"], pressed.file)
        if announced is None:
            return InThread(files=others, title=name)
        asker = _MENTION.search(str(announced.get("text") or ""))
        return InThread(asker[1] if asker else "", str(announced["ts"]), others, name)


def _files(messages: Sequence[Mapping[str, Any]], document: str) -> tuple[str, tuple[str, ...]]:
    """What a guide's document is called, and its other forms: files of the same name beside it, unless there is another
    document of that name, of which they may be."""
    files = [file for message in messages if message.get("bot_id") for file in message.get("files") or ()]
    name = next((str(file.get("name") or "") for file in files if file["id"] == document), "")
    path = PurePath(name)
    alike = [file for file in files if file["id"] != document and PurePath(str(file.get("name"))).stem == path.stem]
    if not name or any(PurePath(str(file["name"])).suffix == path.suffix for file in alike):
        return path.stem, ()
    return path.stem, tuple(str(file["id"]) for file in alike)


async def without_forms(desk: Desk, jobs: Sequence[Job]) -> None:
    """Takes the buttons away that can't do anything below guides of which nothing is kept any more. `jobs`: as they
    were, the newest first. What keeps Slack from it is only logged."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(EDITING_SECONDS):
            for job in [job for job in jobs if job.progress_ts and job.thread_ts][:MOST_EDITED]:
                try:
                    await _without_forms(desk, job)
                except (SlackApiError, SlackUnreachable) as error:
                    log.info("the buttons of job %s stay: %s", job.id, in_words(error))


async def _without_forms(desk: Desk, job: Job) -> None:
    """Raises SlackApiError and SlackUnreachable."""
    ts = str(job.progress_ts)
    found = await desk.client.conversations_replies(
        channel=job.channel, ts=str(job.thread_ts), oldest=ts, latest=ts, inclusive=True, limit=15
    )
    shown = next((each for each in found["messages"] if each["ts"] == ts), None)
    if shown is None:
        return
    blocks = [Block.parse(_only_delete(block)) for block in shown.get("blocks") or ()]
    left = tuple(block for block in blocks if isinstance(block, Block))
    if left and len(left) == len(blocks):
        message = Message(str(shown.get("text") or ""), left)
        await desk.editor.finish((job.channel, ts), message, metadata(job.id, "progress"))


def _only_delete(block: dict[str, Any]) -> dict[str, Any]:
    """A block of Slack's; of buttons, only the one that works with what Slack tells of a guide."""
    if block.get("type") != "actions":
        return block
    return {**block, "elements": [each for each in block["elements"] if each.get("action_id") == DELETE]}
