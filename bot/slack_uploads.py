"""The delivery of our own files to a thread, each once, whatever becomes of Slack's answers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.heard_shares import HeardShares
from bot.slack_client import AGAIN_SECONDS, SlackClient
from bot.slack_errors import Meaning, SlackUnreachable, code_of, meaning, perhaps_done, unreachable
from bot.slack_files import FileUnavailable, SlackFile, SlackFiles

log = logging.getLogger(__name__)

SOON_SECONDS = 10.0
"""How long an upload is looked for whose completion Slack hasn't confirmed."""
SHARED_SECONDS = 60.0
"""How long one is looked for that was completed: Slack answers before it shares a file, and scans some before."""
HEARD_SECONDS = 1.0
"""So long Slack may tell of it by itself, before it is looked for."""
CONVERSATION_SECONDS = 3.0
"""After so long the conversation itself is looked at too: files.info doesn't always tell of a share."""


class SlackUploads:
    """Delivers files, with the session that also reads them."""

    def __init__(self, client: SlackClient, files: SlackFiles, heard: HeardShares | None = None) -> None:
        """`heard`: what Slack tells of by itself."""
        self._client = client
        self._files = files
        self._heard = heard or HeardShares()
        self._pause = client.waiting.pause

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
    ) -> SlackFile:
        """Uploads a document to a thread, once. `begin` is told the Slack file's id before it can be seen by anyone;
        given back as `begun` after a crash or an answer that was lost, an upload that was finished is found again
        instead of repeated. Slack's answer comes before the file is in the thread, and now and then it never gets
        there: only what neither files.info nor the conversation shows after a minute is taken back and sent once more.
        A file whose share nobody could look up was delivered as far as Slack says. Raises SlackApiError,
        SlackUnreachable, FileUnavailable."""
        file_id = begun
        for attempt in (1, 2):
            if file_id is None:
                file_id = await self._upload(data, name, begin)
            elif there := await self._shared(file_id, channel, thread_ts, SOON_SECONDS):
                return there
            completed = await self._complete(file_id, title, channel, thread_ts)
            if completed or await self._known(file_id):
                try:
                    there = await self._shared(file_id, channel, thread_ts, SHARED_SECONDS)
                except SlackUnreachable:
                    if not completed:
                        raise
                    there = _unknown(file_id)
                if there:
                    return there
            log.warning("upload %s was made but isn't shared (attempt %d)", file_id, attempt)
            if attempt == 1:
                await self._discard(file_id)
                file_id = None
        raise FileUnavailable(
            "Slack accepted the document but hasn't shown it in the thread yet. If it doesn't appear in a few minutes, "
            "try again."
        )

    async def find(self, file_id: str, channel: str, thread_ts: str) -> SlackFile | None:
        """An upload of ours, if it is in the conversation now. Raises SlackApiError, SlackUnreachable."""
        return await self._shared(file_id, channel, thread_ts, 0)

    async def _upload(self, data: bytes, name: str, begin: Callable[[str], Awaitable[None]]) -> str:
        """Hands Slack the bytes; the file's id, which nobody can see yet. Each try has a ticket of its own."""
        for last in (False, True):
            ticket = await self._client.files_getUploadURLExternal(filename=name, length=len(data))
            file_id = str(ticket["file_id"])
            await begin(file_id)
            try:
                await self._put(str(ticket["upload_url"]), data)
            except SlackUnreachable:
                if last:
                    raise
                await self._pause(AGAIN_SECONDS[0])
            else:
                break
        return file_id

    async def _put(self, url: str, data: bytes) -> None:
        session = await self._files.session()
        try:
            async with session.post(url, data=data, headers={"Content-Type": "application/octet-stream"}) as response:
                status = response.status
                await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise unreachable(error) from error
        if status == 429 or status >= 500:
            raise SlackUnreachable(f"the upload was answered {status}")
        if status != 200:
            raise FileUnavailable(f"Slack didn't accept the document (HTTP {status}). Try again.")

    async def _complete(self, file_id: str, title: str, channel: str, thread_ts: str) -> bool:
        """Has Slack share an upload in the thread. False where it has no such upload waiting: it was never finished,
        or was completed before. Raises SlackApiError and SlackUnreachable where it wasn't completed."""
        try:
            await self._client.files_completeUploadExternal(
                files=[{"id": file_id, "title": title}], channel_id=channel, thread_ts=thread_ts
            )
        except (SlackApiError, SlackUnreachable) as error:
            if perhaps_done(error) and await self._shared(file_id, channel, thread_ts, SOON_SECONDS):
                return True
            if code_of(error) in ("file_not_found", "file_deleted", "invalid_arguments", "already_completed"):
                return False
            raise
        return True

    async def _known(self, file_id: str) -> SlackFile | None:
        """What Slack says of an upload; None where it says that there's none."""
        try:
            return await self._files.info(file_id)
        except FileUnavailable:
            return None

    async def _shared(self, file_id: str, channel: str, thread_ts: str, seconds: float) -> SlackFile | None:
        """The file once it is in the conversation, in this thread or not: Slack puts a reply to a message that was
        deleted into the channel. None where it isn't there after so many seconds. Raises SlackUnreachable if it
        couldn't be looked up at the end."""
        if seconds and (heard := await self._heard.wait(self._client.team or "", file_id, channel, HEARD_SECONDS)):
            return heard
        waited, pause, looked = 0.0, 0.1, False
        while True:
            failed: SlackUnreachable | None = None
            last = waited + pause > seconds
            try:
                file = await self._known(file_id)
                if file and any(where == channel for where, _, _ in file.shares):
                    return file
                if last or (waited > CONVERSATION_SECONDS and not looked):
                    looked = True
                    if await self._in_conversation(file_id, channel, thread_ts):
                        return file or _unknown(file_id)
            except (SlackApiError, SlackUnreachable) as error:
                if meaning(error) is not Meaning.PASSING:
                    raise
                failed = unreachable(error)
            if last:
                if failed:
                    raise failed
                return None
            await self._pause(pause)
            waited += pause
            pause = min(pause * 1.6, 5.0)

    async def _in_conversation(self, file_id: str, channel: str, thread_ts: str) -> bool:
        """Whether one of the latest messages of the thread, or else of the channel, holds the file."""
        oldest = f"{self._client.clock.now() - 3600:.6f}"
        for in_thread in (True, False):
            try:
                if in_thread:
                    found = await self._client.conversations_replies(
                        channel=channel, ts=thread_ts, oldest=oldest, limit=200
                    )
                else:
                    found = await self._client.conversations_history(channel=channel, oldest=oldest, limit=15)
            except SlackApiError as error:
                if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                    raise
                continue  # the thread is gone, or the app may not read here
            if any(held.get("id") == file_id for m in found["messages"] for held in m.get("files") or ()):
                return True
        return False

    async def _discard(self, file_id: str) -> None:
        """Removes an upload that isn't in the conversation, so that it can't turn up there later."""
        try:
            await self._client.files_delete(file=file_id)
        except (SlackApiError, SlackUnreachable) as error:
            log.info("upload %s couldn't be removed: %s", file_id, code_of(error) or error)


def _unknown(file_id: str) -> SlackFile:
    """A file of ours of which Slack says no more than its id."""
    return SlackFile(file_id, file_id, 0, "", None, None)
