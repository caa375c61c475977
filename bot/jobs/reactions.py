"""The reactions on a transcript's message: seen while its guide is being made, and done.

They are an extra: each is one call beside everything else, dropped where Slack doesn't take it at once. Nothing waits
for them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs.model import Job
from bot.slack_client import SlackClient, once
from bot.slack_errors import SlackUnreachable, code_of, in_words, rate_limited, retry_after

log = logging.getLogger(__name__)

SCOPE = "reactions:write"
"""What Slack has to grant. Workspaces that installed the app before it asked for this go on without."""
SEEN, DONE = "eyes", "white_check_mark"
ADD, REMOVE = "reactions.add", "reactions.remove"
PAUSE_SECONDS = 60.0
"""How long nothing is tried after Slack refused because of its rates and didn't say for how long."""


Own = Callable[[Coroutine[Any, Any, None], str], None]
"""Runs something as a task that has an owner; the text names it."""


@dataclass
class _Place:
    """A message with a transcript."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by each call in turn: what is asked for later comes later."""
    jobs: set[str] = field(default_factory=set)
    """Those under way; several, where there are several files on it."""
    calls: int = 0


class Reactions:
    """Reacts to transcripts' messages for one process."""

    def __init__(self, client: SlackClient, own: Own, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._own = own
        self._clock = clock
        self._off = False
        self._until: dict[str, float] = {}
        """By method: when Slack takes calls again, as far as it refused one because of its rates."""
        self._places: defaultdict[tuple[str, str], _Place] = defaultdict(_Place)

    def begin(self, job: Job) -> None:
        """Has its message show that its guide is being made. Returns at once."""
        at = message_of(job)
        if at is None or self._off or job.id in self._places[at].jobs:
            return
        self._places[at].jobs.add(job.id)
        self._own(self._call(at, (ADD, SEEN)), "reactions")

    def end(self, job: Job, *, done: bool) -> None:
        """Has its message show that the guide is there, or with `done` false, only that nothing is being made of it any
        more. Returns at once."""
        at = message_of(job)
        if at is None or self._off:
            return
        place = self._places[at]
        if not (done or job.id in place.jobs or job.attempts > 1):  # it was never shown as seen
            return
        place.jobs.discard(job.id)
        over = [] if place.jobs else [(REMOVE, SEEN)]
        self._own(self._call(at, *over, *([(ADD, DONE)] if done else [])), "reactions")

    def take_back(self, job: Job) -> None:
        """Has its message no longer show that a guide is there. Returns at once."""
        at = message_of(job)
        if at is not None and not self._off:
            self._own(self._call(at, (REMOVE, DONE)), "reactions")

    async def _call(self, at: tuple[str, str], *calls: tuple[str, str]) -> None:
        place = self._places[at]
        place.calls += 1
        try:
            async with place.turn:
                for method, name in calls:
                    await self._try(method, at, name)
        finally:
            place.calls -= 1
            if not (place.jobs or place.calls):
                self._places.pop(at, None)

    async def _try(self, method: str, at: tuple[str, str], name: str) -> None:
        """One call, if it can be made now. Whatever Slack answers, nothing else depends on it."""
        if self._off or self._clock() < self._until.get(method, 0.0):
            return
        channel, ts = at
        try:
            with once():
                if method == ADD:
                    await self._client.reactions_add(channel=channel, timestamp=ts, name=name)
                else:
                    await self._client.reactions_remove(channel=channel, timestamp=ts, name=name)
        except SlackApiError as error:
            code = code_of(error)
            if code == "missing_scope":
                if not self._off:
                    log.warning(
                        "messages get no reactions, because the scope %s isn't granted: update the app from "
                        "manifest.yml and reinstall it",
                        SCOPE,
                    )
                self._off = True
            elif rate_limited(error):
                self._until[method] = self._clock() + (retry_after(error) or PAUSE_SECONDS)
            log.debug("%s wasn't accepted: %s", method, code)
        except SlackUnreachable as error:
            log.debug("%s wasn't accepted: %s", method, in_words(error))


def message_of(job: Job) -> tuple[str, str] | None:
    """The message that a job's transcript is on, as its channel and ts: the one that was dropped, or else the one whose
    thread the job answers in. None where there is none yet."""
    match job.key.split(":"):
        case [job.team, channel, ts, _, *_]:
            return channel, ts
    return (job.channel, job.thread_ts) if job.thread_ts else None
