"""The status of an app that is declared as an agent: a thread shows that it works, with Slack's own Stop, until the app
says that it doesn't any more (Slack: "Agent sessions").

It is an extra, as reactions are: nothing waits for it, and where Slack's rate is used up it is left out. Only the end
of what was shown isn't, since Slack never ends it by itself.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError

from bot.jobs.model import Job
from bot.slack_client import SlackClient, once
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning, retry_after

log = logging.getLogger(__name__)

PROCESSING, ACTIVE = "processing", "active"
BEGUN_A_MINUTE = 20
"""Of the 50 calls a minute that Slack takes for a workspace, as many are left for the ends."""
PAUSES = (5.0, 60.0, 120.0)
"""Seconds before an end is tried again that Slack didn't take."""
LONGEST_TITLE = 200
NOT_AN_AGENT = frozenset({"missing_scope", "access_denied", "unknown_method", "not_allowed", "feature_not_enabled"})
"""How Slack refuses who isn't declared as an agent, or where the workspace has no agents."""

Place = tuple[str, str]
"""A thread: its channel and the ts of its first message."""


class Own(Protocol):
    def __call__(self, work: Coroutine[Any, Any, None], what: str, *, lasting: bool = False) -> None:
        """Runs something as a task that has an owner; `lasting` if nobody is to wait for it."""


@dataclass
class _Thread:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by each call in turn."""
    jobs: set[str] = field(default_factory=set)
    """Those under way."""
    shown: bool = False
    """Whether Slack may show that something is under way."""
    calls: int = 0


class Sessions:
    """Shows for one process in which threads it works."""

    def __init__(self, client: SlackClient, own: Own, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._own = own
        self._clock = clock
        self._off = False
        self._until = 0.0
        """When Slack takes calls again."""
        self._begun: deque[float] = deque(maxlen=BEGUN_A_MINUTE)
        self._threads: defaultdict[Place, _Thread] = defaultdict(_Thread)

    def begin(self, job: Job) -> None:
        """Has a job's thread show that it's being worked on, for the person who asked. Returns at once."""
        at = _place_of(job)
        if at is None or self._off or not job.asker or job.id in self._threads[at].jobs:
            return
        thread = self._threads[at]
        thread.jobs.add(job.id)
        now = self._clock()
        full = len(self._begun) == BEGUN_A_MINUTE and now - self._begun[0] < 60.0
        if not thread.shown and not full and now >= self._until:
            thread.shown = True
            self._begun.append(now)
            self._own(self._show(at, PROCESSING, job), "status")

    def end(self, job: Job) -> None:
        """Has a job's thread show that nothing is under way there any more, unless something else is. Returns at once.
        What another process has begun with is ended too."""
        at = _place_of(job)
        if at is None or self._off:
            return
        thread = self._threads[at]
        here = job.id in thread.jobs
        thread.jobs.discard(job.id)
        if thread.jobs or (here and not thread.shown) or not (here or (job.asker and job.progress_ts)):
            self._let_go(at)
            return
        self.clear(*at)

    def forget(self, job: Job) -> None:
        """Lets go of a job that another process has taken over or cancelled, which shows now what there is to show."""
        at = _place_of(job)
        if at is not None and at in self._threads:
            thread = self._threads[at]
            thread.jobs.discard(job.id)
            thread.shown = thread.shown and bool(thread.jobs)
            self._let_go(at)

    def clear(self, channel: str, thread_ts: str) -> None:
        """Has a thread show that nothing is under way. Returns at once."""
        at = (channel, thread_ts)
        if not self._off:
            self._threads[at].shown = False
            self._own(self._show(at, ACTIVE), "status")

    async def _show(self, at: Place, status: str, job: Job | None = None) -> None:
        thread = self._threads[at]
        thread.calls += 1
        try:
            async with thread.turn:
                pause = await self._try(at, status, job)
        finally:
            thread.calls -= 1
            self._let_go(at)
        if pause is not None and status == ACTIVE:
            self._own(self._end_later(at, pause), "status", lasting=True)

    async def _end_later(self, at: Place, pause: float) -> None:
        """Tries an end again, as long as it is one."""
        for longer in PAUSES:
            await self._client.waiting.pause(max(pause, longer))
            thread = self._threads[at]
            async with thread.turn:
                if self._off or thread.shown:
                    return
                again = await self._try(at, ACTIVE, None)
            self._let_go(at)
            if again is None:
                return
            pause = again
        log.info("a thread still shows that it's being worked on, since Slack didn't take the end")

    async def _try(self, at: Place, status: str, job: Job | None) -> float | None:
        """One call. None where it is done with; else how many seconds Slack asks to wait."""
        if self._off:
            return None
        channel, thread_ts = at
        asker, title = (job.asker, job.name[:LONGEST_TITLE]) if job else (None, None)
        try:
            with once():
                await self._client.agents_sessions_setStatus(
                    channel_id=channel, thread_ts=thread_ts, status=status, title=title, initiator_user_id=asker
                )
        except SlackApiError as error:
            code = code_of(error)
            log.debug("the status %s wasn't accepted: %s", status, code)
            if meaning(error) is Meaning.PASSING:
                self._until = self._clock() + retry_after(error)
                return retry_after(error)
            if code in NOT_AN_AGENT:
                if not self._off:
                    log.info(
                        "threads show no status with Slack's Stop (%s): update the app from manifest.yml and reinstall "
                        "it, unless the workspace has no agents",
                        code,
                    )
                self._off = True
        except SlackUnreachable as error:
            log.debug("the status %s wasn't accepted: %s", status, in_words(error))
            return 0.0
        return None

    def _let_go(self, at: Place) -> None:
        thread = self._threads[at]
        if not (thread.jobs or thread.calls or thread.shown or thread.turn.locked()):
            self._threads.pop(at, None)


def _place_of(job: Job) -> Place | None:
    return (job.channel, job.thread_ts) if job.thread_ts else None
