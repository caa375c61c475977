"""Files of Slack: what is known of one, and its bytes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import slack_canvases
from bot.slack_client import AGAIN_SECONDS, SlackClient
from bot.slack_errors import SlackUnreachable, code_of, unreachable
from pipeline.readers.file_kinds import captions_by_name

log = logging.getLogger(__name__)

MEDIA = ("image/", "video/", "audio/")

TRANSCRIBING = ("processing", "complete")
"""What Slack says of a clip's transcript that isn't there yet; "complete" a moment before it is."""
TRANSCRIPTION_SECONDS = (3.0, 4.0, 5.0, 8.0, 10.0, 15.0, 15.0)
"""The pauses between looks at a clip whose transcript is being made: a minute in all."""
NOT_ALLOWED = "I'm not allowed to read files here. An admin needs to reinstall me with the scope files:read."
REDIRECTS = 5
"""How often a download is followed to another address of Slack's."""


class FileUnavailable(Exception):
    """A file of Slack that can't be read; the message is for the person who asked."""


class FileNotFound(FileUnavailable):
    """Slack knows no such file, or not yet: it says so in the first moment of a new one too."""


class FileUnfit(FileUnavailable):
    """The file is none that a guide can be made of, however often it is tried."""


class FileDeleted(FileUnavailable):
    """Somebody has deleted the file."""


class FileTooLarge(FileUnfit):
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
    transcribing: bool = False
    """For clips: whether Slack is still making that transcript."""
    filetype: str = ""
    """Slack's own name for what it is, such as vtt or quip."""
    forwarded: bool = False
    """Whether it is on a message that was forwarded: who sees the forward may not be where the file is shared."""

    of_huddle: bool = False
    """Whether it is the canvas with Slack's notes of a huddle."""

    @property
    def is_canvas(self) -> bool:
        """Whether it is a canvas, whose text has no file."""
        return self.mimetype == slack_canvases.MIMETYPE or self.filetype in slack_canvases.FILETYPES

    @property
    def is_huddle_transcript(self) -> bool:
        """Whether it is the transcript of a huddle, whose text only people can have."""
        return self.mimetype == slack_canvases.HUDDLE_MIMETYPE or self.filetype == slack_canvases.HUDDLE_FILETYPE

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
            transcribing=not file.get("vtt") and (file.get("transcription") or {}).get("status") in TRANSCRIBING,
            of_huddle=bool(file.get("is_huddle_canvas") or file.get("huddle_transcript_file_id")),
            filetype=file.get("filetype") or file.get("mode") or "",
        )


class SlackFiles:
    """Reads files, with one pooled session."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        self._pause = client.waiting.pause
        self._timeout = aiohttp.ClientTimeout(total=client.waiting.transfer)
        self._session: aiohttp.ClientSession | None = None

    def through(self, client: SlackClient) -> SlackFiles:
        """The same for another workspace's client, in this session."""
        return _Sharing(client, self)

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()

    async def info(self, file_id: str) -> SlackFile:
        """Raises FileUnavailable where there is no such file, or it isn't shared with the app (FileNotFound where that
        may come yet), SlackApiError, SlackUnreachable."""
        try:
            return SlackFile.from_slack((await self._client.files_info(file=file_id))["file"])
        except SlackApiError as error:
            code = code_of(error)
            if code in ("file_not_found", "file_deleted", "access_denied", "not_visible"):
                kinds = {"file_not_found": FileNotFound, "file_deleted": FileDeleted}
                raise kinds.get(code, FileUnavailable)(
                    "I can't find this file. It was deleted, or it isn't in a channel I'm in. Invite me there with "
                    "/invite @Script2Doc, or send me the file in a direct message."
                ) from None
            raise

    async def info_of_new(self, file_id: str) -> SlackFile:
        """The same for a file that was dropped a moment ago, so that Slack may not find it at once."""
        for pause in AGAIN_SECONDS:
            try:
                return await self.info(file_id)
            except FileNotFound:
                await self._pause(pause)
        return await self.info(file_id)

    async def transcribed(self, file: SlackFile) -> SlackFile:
        """A clip once Slack has made its transcript, or as it is after a minute. Raises as `info` does."""
        for pause in TRANSCRIPTION_SECONDS:
            if not file.transcribing:
                break
            await self._pause(pause)
            file = await self.info(file.id)
        return file

    async def download(self, file: SlackFile, most: int) -> bytes:
        """The file's bytes, or those of a clip's transcript. What fails on the way is tried again. Raises
        FileUnavailable, for more than `most` bytes too, and SlackUnreachable."""
        if file.mimetype.startswith("image/"):
            raise FileUnfit("This is an image. Drop the transcript as a .vtt, .srt, .txt, .docx or PDF file.")
        if file.is_huddle_transcript:
            raise FileUnfit(slack_canvases.HUDDLE_TRANSCRIPT)
        if file.is_canvas and (text := await slack_canvases.content(self._client, file.id)) is not None:
            if len(text) > most:
                raise FileTooLarge(f"This canvas is over the limit of {most:,} bytes. Split it.")
            return text
        if file.transcribing:
            raise FileUnavailable("Slack is still transcribing this recording. Try again in a few minutes.")
        url = file.clip_transcript if file.is_media else file.url
        if url is None and file.is_media:
            raise FileUnfit(
                "This recording comes without a transcript. Export one from the tool that recorded it (look for "
                "“Transcript” or “Captions” beside the recording in Zoom, Teams or Meet), and drop that file here."
            )
        if url is None and file.is_canvas:
            raise FileUnavailable(slack_canvases.UNREADABLE)
        if url is None:
            raise FileUnfit("This file isn't stored in Slack, only linked. Download it and drop it here.")
        if file.size > most and not file.is_media:
            raise FileTooLarge(f"This file is {file.size:,} bytes; the limit is {most:,}. Split it and drop the parts.")
        for pause in AGAIN_SECONDS:
            try:
                return await self._get(url, file, most)
            except (FileNotFound, SlackUnreachable) as error:
                log.info("the download of %s is tried again: %s", file.id, error)
                await self._pause(pause)
        return await self._get(url, file, most)

    async def _get(self, url: str, file: SlackFile, most: int) -> bytes:
        """Raises FileUnavailable, SlackApiError where there is no token, and SlackUnreachable for what passes."""
        if not self._is_slacks(url):
            raise FileUnfit("This file isn't stored in Slack, only linked. Download it and drop it here.")
        session = await self.session()
        authorization = {"Authorization": f"Bearer {await self._client.fresh_token()}"}
        try:
            for _ in range(REDIRECTS):
                async with session.get(url, headers=authorization, allow_redirects=False) as response:
                    if 300 <= response.status < 400 and "Location" in response.headers:
                        url = self._followed(url, response.headers["Location"], file)
                        continue
                    return await _read(response, file, most)
        except (aiohttp.ClientError, OSError) as error:
            raise unreachable(error) from error
        raise FileUnavailable("Slack sent me from one address to the next for this file. Drop it again.")

    def _followed(self, url: str, location: str, file: SlackFile) -> str:
        """Where a download goes on. Raises FileUnavailable where that is no address of Slack's for a file."""
        there = urljoin(url, location)
        parts = urlsplit(there)
        if "redir" in parse_qs(parts.query) or parts.path.rstrip("/").endswith(("/signin", "/login", "-signin")):
            raise FileUnavailable(slack_canvases.UNREADABLE if file.is_canvas else NOT_ALLOWED)
        if not self._is_slacks(there):
            raise FileUnavailable(
                "Slack sent me to another server for this file, and I don't read files from there. Download it and "
                "drop it here."
            )
        return there

    def _is_slacks(self, url: str) -> bool:
        """Whether the bot's token may be sent there."""
        host, ours = urlsplit(url), urlsplit(self._client.base_url)
        if (host.scheme, host.netloc) == (ours.scheme, ours.netloc):
            return True
        name = host.hostname or ""
        return host.scheme == "https" and name.endswith((".slack.com", ".slack-gov.com", ".slack-files.com"))

    async def session(self) -> aiohttp.ClientSession:
        """The session, opened when it is first needed; `aclose` closes it."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, trust_env=True)
        return self._session


class _Sharing(SlackFiles):
    """Reads files in the session of another one, which closes it."""

    def __init__(self, client: SlackClient, whose: SlackFiles) -> None:
        super().__init__(client)
        self._whose = whose

    async def session(self) -> aiohttp.ClientSession:
        return await self._whose.session()


async def _read(response: aiohttp.ClientResponse, file: SlackFile, most: int) -> bytes:
    """The body of a download. Raises FileUnavailable, SlackUnreachable, and what aiohttp raises."""
    if response.status == 429 or response.status >= 500:
        raise SlackUnreachable(f"the download was answered {response.status}")
    if response.status == 404:
        raise FileNotFound("Slack no longer has this file, or not yet (HTTP 404). Drop it again.")
    if response.status in (401, 403):
        raise FileUnavailable(slack_canvases.UNREADABLE if file.is_canvas else NOT_ALLOWED)
    if response.status != 200:
        raise FileUnavailable(f"Slack didn't send me the file (HTTP {response.status}). Try again.")
    data = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > most:
            raise FileTooLarge(f"This file is over the limit of {most:,} bytes. Split it and drop the parts.")
    if file.is_canvas:
        if slack_canvases.LOGIN_FORM in data:
            raise FileUnavailable(slack_canvases.UNREADABLE)
    elif response.content_type == "text/html" and "html" not in file.mimetype:
        # Without the scope, Slack answers 200 with its login page.
        raise FileUnavailable(NOT_ALLOWED)
    return bytes(data)
