"""Edits of progress messages: at most one a second for each message, and all within the workspace's rate limit.

`chat.update` is in Slack's tier 3, 50 and more a minute for a workspace (Slack: "Rate limits"), whatever the number
of jobs. So each message holds only its latest state, the one that was edited longest ago goes next, and the last
edit of a job goes before all others. Of each minute some edits are kept back for last edits, one for each message that
is under way: a process that has to stop says on all of them at once that their jobs are resumed.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.message import Message
from bot.observe import about_as, told_about
from bot.slack_client import hasty
from bot.slack_errors import Meaning, code_of, meaning, unreachable

log = logging.getLogger(__name__)

BURST = 8
"""Edits that can be sent at once after a quiet time. With the default of 40 a minute, no minute has more than 48."""
MINUTE = 60.0

TRIES = 3
"""How often an edit is sent that Slack fails at, unless there is something newer to show by then."""

REFUSED_BLOCKS = frozenset(("invalid_blocks", "invalid_blocks_format", "invalid_arguments"))
"""What Slack answers where a workspace doesn't know a kind of block."""

Place = tuple[str, str]
"""A message: its channel and its ts."""


@dataclass
class _Pending:
    message: Message
    metadata: dict[str, object] | None
    finishing: tuple[asyncio.Future[None], ...] = ()
    """For each `finish` of this message that hasn't returned, what it waits for. Not empty: this is the last edit."""
    tries: int = 1
    """How often it may be sent, this time included."""
    about: Mapping[str, str] = field(default_factory=told_about)
    """What the log says of it: one task sends the edits of all jobs."""

    def settle(self, error: Exception | None = None) -> None:
        for future in self.finishing:
            if future.done():
                continue
            if error:
                future.set_exception(error)
            else:
                future.set_result(None)

    def cancel(self) -> None:
        for future in self.finishing:
            future.cancel()


class Editor:
    """Edits messages through one client. Owns one task, which lives while there is something to edit."""

    def __init__(
        self,
        client: AsyncWebClient,
        per_minute: float,
        *,
        every: float = 1.0,
        sure: Callable[[], bool] = lambda: True,
    ) -> None:
        """`sure`: whether this process surely owns its jobs. As long as it doesn't, only last edits are sent: another
        process may have edited a message since."""
        self._client = client
        self._sure = sure
        self._per_minute = per_minute
        self._refill = per_minute / 60
        self._burst = float(BURST)
        self._every = every
        self._tokens = float(BURST)
        self._counted = _now()
        self._minute: deque[float] = deque()
        """When each edit of the last minute was sent."""
        self._pending: dict[Place, _Pending] = {}
        self._edited: dict[Place, float] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._sending: Place | None = None
        self._sent = asyncio.Event()
        self._stopping = False
        self._refused = False
        """Whether the workspace has refused the richer blocks of a message."""

    @property
    def per_minute(self) -> float:
        """How many edits it makes at most, after a first few."""
        return 60 * self._refill

    def share(self, among: int) -> None:
        """Edits as much as one of so many processes may, which share the workspace's rate."""
        self._refill = self._per_minute / 60 / among
        self._burst = max(1.0, BURST / among)

    def show(self, place: Place, message: Message, metadata: dict[str, object] | None = None) -> None:
        """Makes the message show this as soon as the rates allow. Only the newest state is sent, and none after the
        last edit."""
        held = self._pending.get(place)
        if self._stopping or (held and held.finishing):
            return
        self._pending[place] = _Pending(message, metadata, tries=TRIES)
        self._start()

    def show_no_more(self) -> None:
        """From now on only last edits are sent."""
        self._stopping = True
        self._pending = {place: pending for place, pending in self._pending.items() if pending.finishing}

    async def finish(self, place: Place, message: Message, metadata: dict[str, object] | None = None) -> None:
        """The last edit of a message; returns once Slack has taken it. If it is called again for the same message
        before that, only the newer edit is sent, and both calls return with it. Raises SlackApiError,
        and SlackUnreachable if Slack can't be reached."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        held = self._pending.get(place)
        self._pending[place] = _Pending(message, metadata, (*(held.finishing if held else ()), done))
        self._start()
        try:
            await done
        finally:
            self._edited.pop(place, None)

    async def forget(self, place: Place) -> None:
        """Shows no more of this message's states, but for its last edit: it goes, or another process says its last
        word. Returns when no edit of it is on its way."""
        held = self._pending.get(place)
        if held and not held.finishing:
            del self._pending[place]
        self._edited.pop(place, None)
        while self._sending == place:
            await self._sent.wait()

    async def aclose(self) -> None:
        """Sends no more edits. Whoever still waits in `finish` is cancelled."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for pending in self._pending.values():
            pending.cancel()
        self._pending.clear()

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
            pending = self._pending.pop(place)
            if pending.finishing or self._sure():
                self._tokens -= 1
                self._minute.append(_now())
                with about_as(pending.about):
                    await self._edit(place, pending)
            else:  # until the lease is renewed, or the job is lost and its message forgotten
                self._pending[place], self._edited[place] = pending, _now()

    def _next(self) -> tuple[Place, float]:
        """The message whose turn is next, and the seconds until then."""
        now = _now()
        self._tokens = min(self._burst, self._tokens + (now - self._counted) * self._refill)
        self._counted = now
        most = max(1, int(self._refill * MINUTE + self._burst))
        lasts = [place for place, pending in self._pending.items() if pending.finishing]
        if lasts:
            return lasts[0], self._until_fewer_than(most, now)
        until_token = max(0.0, (1 - self._tokens) / self._refill)
        kept_back = min(len(self._edited.keys() | self._pending.keys()), most // 2)
        place = min(self._pending, key=lambda p: self._edited.get(p, 0.0))
        due = self._edited.get(place, -self._every) + self._every - now
        return place, max(due, until_token, self._until_fewer_than(most - kept_back, now))

    def _until_fewer_than(self, number: int, now: float) -> float:
        """The seconds until fewer edits than that were sent within a minute."""
        while self._minute and self._minute[0] <= now - MINUTE:
            self._minute.popleft()
        over = len(self._minute) - number
        return self._minute[over] + MINUTE - now if over >= 0 else 0.0

    async def _send(self, channel: str, ts: str, pending: _Pending) -> None:
        """Sends an edit, with the message's richer blocks where the workspace takes them. Raises what the client
        raises."""
        message = pending.message
        richer = None if self._refused else message.richer
        try:
            await self._client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=richer or message.blocks, metadata=pending.metadata
            )
        except SlackApiError as error:
            if richer is None or code_of(error) not in REFUSED_BLOCKS:
                raise
            self._refused = True
            log.info("this workspace takes no plan blocks (%s); progress is shown in sections", code_of(error))
            await self._send(channel, ts, pending)

    async def _edit(self, place: Place, pending: _Pending) -> None:
        """Sends an edit, and has those that wait for it know how that went. Raises only CancelledError."""
        channel, ts = place
        failed: Exception | None = None
        self._sending = place
        self._sent.clear()
        try:
            with nullcontext() if pending.finishing else hasty():
                await self._send(channel, ts, pending)
        except asyncio.CancelledError:
            pending.cancel()
            raise
        except Exception as error:
            # Catch-all: neither what one edit meets nor a bug must stop the others, or leave anybody waiting.
            failed = error
            if meaning(error) is Meaning.DEFECT:
                log.exception("an edit of %s in %s failed unexpectedly", ts, channel)
            elif not isinstance(error, SlackApiError):
                failed = unreachable(error)
        finally:
            self._sending = None
            self._sent.set()
        if failed and not pending.finishing:
            log.warning("an edit of %s in %s wasn't accepted: %s", ts, channel, code_of(failed) or failed)
            if meaning(failed) is Meaning.PASSING and pending.tries > 1 and not self._stopping:
                # The next thing to show may be minutes away. Anything newer shows all that this would have shown.
                self._pending.setdefault(place, replace(pending, tries=pending.tries - 1))
        pending.settle(failed)
        self._edited[place] = _now()


def _now() -> float:
    """Seconds, by the loop's clock: nobody sets it."""
    return asyncio.get_running_loop().time()
