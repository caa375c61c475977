"""Which files people mean: of a link, of a message, of what was forwarded in it; and whether they may see them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import access
from bot.jobs.pasted import APART_SECONDS, LEAST_WORDS, LONG_CHARACTERS, Pasted, pasted_in
from bot.jobs.refusal import Refused
from bot.links import FileLink, MessageLink
from bot.shared_files import files_of
from bot.slack_client import SlackClient
from bot.slack_errors import Meaning, code_of, meaning
from bot.slack_files import FileUnavailable, SlackFile, SlackFiles

log = logging.getLogger(__name__)

NOT_FOUND = (
    "I can't find what this link points to, or you don't have access to it. Copy the link to a file, or to the "
    "message it's on, in a channel we're both in."
)


PARTS = 4
"""So many parts are looked for on each side of a pasted one, if they are as far apart as they may be."""


@dataclass(frozen=True)
class Found:
    """What a link points to."""

    files: tuple[SlackFile, ...]
    place: tuple[str, str] | None
    """The channel and the thread of it, where the app can answer there."""
    pasted: Pasted | None = None
    """The transcript in the text of a message without files."""


class Finder:
    """Looks up in Slack what people mean. Methods raise SlackApiError and SlackUnreachable."""

    def __init__(self, client: SlackClient, files: SlackFiles) -> None:
        self._client = client
        self._files = files

    async def linked(self, link: FileLink | MessageLink, user: str, channel: str) -> Found:
        """What a person links to in this channel. Raises Refused: who can't see it gets the same answer as if it
        weren't there."""
        if isinstance(link, FileLink):
            return await self._linked_file(link, user, channel)
        return await self._linked_message(link, user)

    async def of_reply(
        self, channel: str, ts: str, thread_ts: str | None, user: str
    ) -> tuple[tuple[SlackFile, ...], tuple[SlackFile, ...]]:
        """The files of a message that this person has written (Slack may tell of one without them), and those that
        they can see of the first one in its thread. None where the app can't look them up."""
        try:
            found = await self._looked_up(channel, ts, thread_ts)
        except SlackApiError as error:
            if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                raise
            log.info("a message that names the app can't be looked up: %s", code_of(error))
            return (), ()
        own = _files(found, ts)
        return own, () if own or not thread_ts else await self.visible(_files(found, thread_ts), user)

    async def _linked_file(self, link: FileLink, user: str, near: str) -> Found:
        try:
            file = await self._files.info(link.file_id)
        except FileUnavailable:
            raise Refused(NOT_FOUND) from None
        if not await access.may_see_file(self._client, user, file):
            raise Refused(NOT_FOUND)
        shares = sorted(file.shares, key=lambda share: share[0] != near)
        for channel, ts, thread_ts in shares:
            if await self.is_member(channel) and await access.may_see_channel(self._client, user, channel):
                return Found((file,), (channel, thread_ts or ts))
        return Found((file,), None)

    async def _linked_message(self, link: MessageLink, user: str) -> Found:
        if not await access.may_see_channel(self._client, user, link.channel):
            raise Refused(NOT_FOUND)
        try:
            found = await self._looked_up(link.channel, link.ts, link.thread_ts)
            files = await self.visible(_files(found, link.ts), user)
        except SlackApiError as error:
            if code_of(error) in ("not_in_channel", "channel_not_found"):
                raise Refused(
                    f"I'm not in <#{link.channel}>, so I can't read what's there. Invite me with `/invite "
                    "@Script2Doc` and try again."
                ) from None
            if code_of(error) in (*access.UNSEEN, "thread_not_found", "message_not_found"):
                raise Refused(NOT_FOUND) from None
            raise
        place = (link.channel, link.thread_ts or link.ts) if await self.is_member(link.channel) else None
        pasted = None
        if not files:
            pasted = await self.pasted(link.channel, link.ts, link.thread_ts) or pasted_in(found, link.ts)
        if not files and (pasted is None or pasted.words < LEAST_WORDS):
            raise Refused(
                "There's no file on the message this link points to. Copy the link to the message that has the file."
            )
        return Found(files, place, pasted)

    async def _looked_up(self, channel: str, ts: str, thread_ts: str | None) -> list[dict[str, Any]]:
        """One message, and of a reply the first one of its thread, which Slack always adds; in a single call."""
        return await self._between(channel, ts, thread_ts, ts, ts, 15)

    async def _between(
        self, channel: str, ts: str, thread_ts: str | None, oldest: str, latest: str, limit: int
    ) -> list[dict[str, Any]]:
        """The messages from one time to another where the message `ts` stands: in its thread, or in the channel."""
        span: dict[str, Any] = {"channel": channel, "oldest": oldest, "latest": latest, "limit": limit}
        if thread_ts and thread_ts != ts:
            found = await self._client.conversations_replies(ts=thread_ts, inclusive=True, **span)
        else:
            found = await self._client.conversations_history(inclusive=True, **span)
        return list(found["messages"])

    async def pasted(self, channel: str, ts: str, thread_ts: str | None, least: int = LONG_CHARACTERS) -> Pasted | None:
        """What was pasted in this message and those beside it, as `pasted_in` finds it; None where the app can't look
        there."""
        since, until = f"{float(ts) - APART_SECONDS * PARTS:.6f}", f"{float(ts) + APART_SECONDS * PARTS:.6f}"
        try:
            messages = await self._between(channel, ts, thread_ts, since, until, 100)
        except SlackApiError as error:
            if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                raise
            log.info("the messages beside a pasted one can't be looked up: %s", code_of(error))
            return None
        return pasted_in(messages, ts, least)

    async def visible(self, files: Iterable[SlackFile], user: str) -> tuple[SlackFile, ...]:
        """The files without those of forwarded messages that this person may not see where they are shared. What isn't
        there any more, or not for the app, is kept: the job says so."""
        visible = []
        for file in files:
            if file.forwarded:
                try:
                    known = await self._files.info(file.id)
                except FileUnavailable:
                    known = None
                if known and not await access.may_see_file(self._client, user, known):
                    continue
            visible.append(file)
        return tuple(visible)

    async def is_member(self, channel: str) -> bool:
        """Whether the app is in this conversation."""
        try:
            info = (await self._client.conversations_info(channel=channel))["channel"]
        except SlackApiError as error:
            if code_of(error) in access.UNSEEN:
                return False
            raise
        return bool(info.get("is_member") or info.get("is_im"))


def _files(messages: Iterable[dict[str, Any]], ts: str) -> tuple[SlackFile, ...]:
    return tuple(file for message in messages if message["ts"] == ts for file in files_of(message))
