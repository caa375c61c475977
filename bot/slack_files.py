"""Files of Slack: what is known of one, its bytes, and the delivery of ours to a thread, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from pipeline.readers.file_kinds import captions_by_name

log = logging.getLogger(__name__)

MEDIA = ("image/", "video/", "audio/")


class FileUnavailable(Exception):
    """A file of Slack that can't be read; the message is for the person who asked."""


class FileTooLarge(FileUnavailable):
    """The file has more bytes than a transcript may have."""


@dataclass(frozen=True)
class SlackFile:
    """What Slack says of a file."""

    id: str
    name: str
    size: int
    mimetype: str
    url: str | None
    """Where its bytes are, for who has the bot's token; None for files that Slack only links to."""
    user: str | None
    """Who uploaded it."""
    channels: tuple[str, ...] = ()
    """Where it is shared: channels, groups and direct messages."""
    shares: tuple[tuple[str, str, str | None], ...] = ()
    """(channel, ts, thread_ts) of each message that holds it."""
    permalink: str | None = None
    clip_transcript: str | None = None
    """For audio and video clips: where Slack's own transcript (WebVTT) is."""

    @property
    def is_media(self) -> bool:
        """Whether it is a recording. Subtitles aren't, though some systems take the .ass of theirs for sound."""
        return self.mimetype.startswith(MEDIA) and not captions_by_name(self.name)

    @classmethod
    def from_slack(cls, file: dict[str, Any]) -> SlackFile:
        """From a file object as events and files.info carry it."""
        shares = file.get("shares") or {}
        found = [
            (channel, share["ts"], share.get("thread_ts"))
            for kind in ("public", "private")
            for channel, messages in (shares.get(kind) or {}).items()
            for share in messages
        ]
        places = [*file.get("channels", ()), *file.get("groups", ()), *file.get("ims", ()), *(c for c, _, _ in found)]
        return cls(
            id=file["id"],
            name=file.get("name") or file.get("title") or file["id"],
            size=int(file.get("size") or 0),
            mimetype=file.get("mimetype") or "",
            url=None if file.get("is_external") else file.get("url_private_download") or file.get("url_private"),
            user=file.get("user"),
            channels=tuple(dict.fromkeys(places)),
            shares=tuple(found),
            permalink=file.get("permalink"),
            clip_transcript=file.get("vtt"),
        )


class SlackFiles:
    """Reads and delivers files with one pooled session."""

    def __init__(self, client: AsyncWebClient, *, seconds: float = 60) -> None:
        self._client = client
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._session: aiohttp.ClientSession | None = None

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()

    async def info(self, file_id: str) -> SlackFile:
        """Raises FileUnavailable where there is no such file, or it isn't shared with the app."""
        try:
            return SlackFile.from_slack((await self._client.files_info(file=file_id))["file"])
        except SlackApiError as error:
            if error.response["error"] in ("file_not_found", "file_deleted", "access_denied", "not_visible"):
                raise FileUnavailable(
                    "I can't find this file. It was deleted, or it isn't in a channel I'm in. Invite me there with "
                    "/invite @Script2Doc, or send me the file in a direct message."
                ) from None
            raise

    async def download(self, file: SlackFile, most: int) -> bytes:
        """The file's bytes, or those of a clip's transcript. Raises FileUnavailable, for more than `most` bytes too."""
        if file.mimetype.startswith("image/"):
            raise FileUnavailable("This is an image. Drop the transcript as a .vtt, .srt, .txt, .docx or PDF file.")
        url = file.clip_transcript if file.is_media else file.url
        if url is None and file.is_media:
            raise FileUnavailable(
                "This recording has no transcript. Drop the transcript itself, such as a .vtt or .srt file."
            )
        if url is None:
            raise FileUnavailable("This file isn't stored in Slack, only linked. Download it and drop it here.")
        if file.size > most and not file.is_media:
            raise FileTooLarge(f"This file is {file.size:,} bytes; the limit is {most:,}. Split it and drop the parts.")
        return await self._get(url, file, most)

    async def _get(self, url: str, file: SlackFile, most: int) -> bytes:
        if not self._is_slacks(url):
            raise FileUnavailable("This file isn't stored in Slack, only linked. Download it and drop it here.")
        session = await self._pool()
        try:
            async with session.get(url, headers=self._authorization, allow_redirects=False) as response:
                if response.status != 200:
                    raise FileUnavailable(f"Slack didn't send me the file (HTTP {response.status}). Try again.")
                data = bytearray()
                async for chunk in response.content.iter_chunked(1 << 16):
                    data += chunk
                    if len(data) > most:
                        raise FileTooLarge(
                            f"This file is over the limit of {most:,} bytes. Split it and drop the parts."
                        )
                html = response.content_type == "text/html" and "html" not in file.mimetype
        except (aiohttp.ClientError, TimeoutError) as error:
            raise FileUnavailable("Slack didn't send me the file in time. Try again.") from error
        if html:
            # Without the scope, Slack answers 200 with its login page.
            raise FileUnavailable(
                "I'm not allowed to read files here. An admin needs to reinstall me with the scope files:read."
            )
        return bytes(data)

    def _is_slacks(self, url: str) -> bool:
        """Whether the bot's token may be sent there."""
        host, ours = urlsplit(url), urlsplit(self._client.base_url)
        if (host.scheme, host.netloc) == (ours.scheme, ours.netloc):
            return True
        name = host.hostname or ""
        return host.scheme == "https" and name.endswith((".slack.com", ".slack-gov.com", ".slack-files.com"))

    @property
    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._client.token}"}

    async def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, trust_env=True)
        return self._session

    async def deliver(
        self,
        data: bytes,
        name: str,
        title: str,
        channel: str,
        thread_ts: str,
        *,
        begun: str | None,
        begin: Callable[[str], Awaitable[None]],
        patience: float = 10.0,
    ) -> SlackFile:
        """Uploads a document to a thread, once. `begin` is told the Slack file's id before it can be seen by anyone;
        given back as `begun` after a crash, an upload that was finished is found again instead of repeated. Slack's
        answer comes before the file is in the thread, and sometimes it never gets there: so it is looked for, for
        `patience` seconds, and tried once more. Raises SlackApiError, FileUnavailable."""
        if begun and (there := await self._shared(begun, channel, thread_ts, patience)):
            return there
        if begun:
            await self._discard(begun)
        for attempt in (1, 2):
            ticket = await self._client.files_getUploadURLExternal(filename=name, length=len(data))
            file_id = str(ticket["file_id"])
            await begin(file_id)
            await self._put(str(ticket["upload_url"]), data)
            await self._client.files_completeUploadExternal(
                files=[{"id": file_id, "title": title}], channel_id=channel, thread_ts=thread_ts
            )
            if there := await self._shared(file_id, channel, thread_ts, patience):
                return there
            log.warning("upload %s was completed but not shared (attempt %d)", file_id, attempt)
            await self._discard(file_id)
        raise FileUnavailable("Slack accepted the document but didn't show it in the thread. Try again in a minute.")

    async def _put(self, url: str, data: bytes) -> None:
        session = await self._pool()
        async with session.post(url, data=data, headers={"Content-Type": "application/octet-stream"}) as response:
            if response.status != 200:
                raise FileUnavailable(f"Slack didn't accept the document (HTTP {response.status}). Try again.")

    async def _shared(self, file_id: str, channel: str, thread_ts: str, patience: float) -> SlackFile | None:
        """The file once it is in the thread; None where it isn't after `patience` seconds."""
        loop = asyncio.get_running_loop()
        pause, until = 0.1, loop.time() + patience
        while True:
            try:
                file = await self.info(file_id)
            except FileUnavailable:
                file = None
            if file and any(where == channel and thread == thread_ts for where, _, thread in file.shares):
                return file
            if loop.time() + pause > until:
                return None
            await asyncio.sleep(pause)
            pause = min(pause * 1.6, 2.0)

    async def _discard(self, file_id: str) -> None:
        """Removes an upload that isn't in the thread, so that it can't turn up there later."""
        try:
            await self._client.files_delete(file=file_id)
        except SlackApiError as error:
            log.info("upload %s couldn't be removed: %s", file_id, error.response["error"])
