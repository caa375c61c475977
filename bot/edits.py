"""Edits of progress messages: coalesced, about one a second for a message, within the workspace's rate for all.

`chat.update` is in Slack's tier 3, 50 and more a minute for a workspace (Slack: "Rate limits"), whatever the number
of jobs. So each message holds only its latest state, the one that was edited longest ago goes next, and the last
edit of a job goes before all others.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.message import Message

log = logging.getLogger(__name__)

BURST = 8
"""Edits that may go at once after a quiet time; with the default of 40 a minute that is 48 in any minute."""

Place = tuple[str, str]
"""A message: its channel and its ts."""


@dataclass
class _Pending:
    message: Message
    metadata: dict[str, object] | None
    last: asyncio.Future[None] | None = None


class Editor:
    """Edits messages through one client. Owns one task, which lives while there is something to edit."""

    def __init__(self, client: AsyncWebClient, per_minute: float, *, every: float = 1.0) -> None:
        self._client = client
        self._refill = per_minute / 60
        self._every = every
        self._tokens = float(BURST)
        self._counted = time.monotonic()
        self._pending: dict[Place, _Pending] = {}
        self._edited: dict[Place, float] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def show(self, place: Place, message: Message, metadata: dict[str, object] | None = None) -> None:
        """Has the message show this as soon as the rates allow, unless something newer comes first."""
        held = self._pending.get(place)
        if held and held.last:
            return
        self._pending[place] = _Pending(message, metadata)
        self._start()

    async def finish(self, place: Place, message: Message, metadata: dict[str, object] | None = None) -> None:
        """The last edit of a message; returns once Slack has taken it. Raises SlackApiError."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending[place] = _Pending(message, metadata, done)
        self._start()
        try:
            await done
        finally:
            self._edited.pop(place, None)

    async def aclose(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _start(self) -> None:
        self._wake.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="edits")

    async def _work(self) -> None:
        while self._pending:
            self._wake.clear()
            place, wait = self._next()
            if wait > 0:
                # Something newer or more urgent may come while this one waits for its turn.
                try:
                    async with asyncio.timeout(wait):
                        await self._wake.wait()
                except TimeoutError:
                    pass
                continue
            self._tokens -= 1
            await self._edit(place, self._pending.pop(place))

    def _next(self) -> tuple[Place, float]:
        """The message whose turn is next, and the seconds until then."""
        now = time.monotonic()
        self._tokens = min(BURST, self._tokens + (now - self._counted) * self._refill)
        self._counted = now
        until_token = max(0.0, (1 - self._tokens) / self._refill)
        lasts = [place for place, pending in self._pending.items() if pending.last]
        if lasts:
            return lasts[0], until_token
        place = min(self._pending, key=lambda p: self._edited.get(p, 0.0))
        due = self._edited.get(place, -self._every) + self._every - now
        return place, max(due, until_token)

    async def _edit(self, place: Place, pending: _Pending) -> None:
        channel, ts = place
        try:
            await self._client.chat_update(
                channel=channel,
                ts=ts,
                text=pending.message.text,
                blocks=pending.message.blocks,
                metadata=pending.metadata,
            )
        except (SlackApiError, OSError, TimeoutError) as error:
            if pending.last:
                if not pending.last.done():
                    pending.last.set_exception(error)
            else:
                # The next edit shows it all anyway.
                log.warning("an edit of %s in %s wasn't accepted: %s", ts, channel, error)
        else:
            if pending.last and not pending.last.done():
                pending.last.set_result(None)
        self._edited[place] = time.monotonic()
