"""The client for Slack's Web API: it waits and tries again where that is safe, and knows two errors only.

A call that may have been carried out is repeated only where twice is the same as once; whoever posts looks up first
what became of it (`bot.jobs.thread`, `bot.slack_files`).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_clock import SlackClock
from bot.slack_errors import (
    PASSING,
    RATE_LIMITED,
    Meaning,
    SlackUnreachable,
    code_of,
    meaning,
    seconds_of,
    unreachable,
)

ONCE = frozenset({"chat.postMessage", "files.completeUploadExternal", "canvases.create"})
"""Methods that would post twice if they were called again after they were carried out."""
AGAIN_SECONDS = (1.0, 3.0)
"""The pauses before a call is tried again that failed at Slack or on the way."""
RATE_TRIES = 5
"""How often a call is tried again that was refused because of Slack's rates."""
LONGEST_SECONDS = 90.0
"""A longer Retry-After isn't waited for here: the job waits then, and lets go of its place. Slack counts its rates by
the minute."""

BETWEEN_SECONDS = 0.6
"""Between two calls of a method once Slack has refused one for its rate. Most may be called 100 times a minute."""

_hasty: ContextVar[bool] = ContextVar("hasty", default=False)
_once: ContextVar[bool] = ContextVar("once", default=False)


@contextlib.contextmanager
def hasty() -> Iterator[None]:
    """Within it a call that fails isn't tried again here: who made it sends it once more, or something newer."""
    token = _hasty.set(True)
    try:
        yield
    finally:
        _hasty.reset(token)


@contextlib.contextmanager
def once() -> Iterator[None]:
    """Within it a call is made a single time, even if Slack refuses it because of its rates."""
    token = _once.set(True)
    try:
        yield
    finally:
        _once.reset(token)


@dataclass(frozen=True)
class Waiting:
    """How long Slack is waited for, and the database where Slack waits. Times are seconds."""

    answer: float = 30.0
    """For a method's answer."""
    transfer: float = 60.0
    """For a file, up or down."""
    keep: float = 1.5
    """For our database to keep what somebody asks for: Slack waits three seconds for its acknowledgement."""
    look: float = 2.0
    """For our database to tell what a form is filled with: somebody looks at it and waits."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds; tests wait less."""


class Turns:
    """In which order calls go on that Slack has refused for a method's rate, and those that come meanwhile. If all came
    back when Slack says, one would be taken and the others refused again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}

    def after(self, method: str, seconds: float) -> float:
        """The seconds until the turn of a call that was refused, at least so many."""
        now = self._clock()
        # A channel's own rate says nothing of the others.
        turn = now + seconds if method.startswith("chat.") else max(now + seconds, self._next.get(method, 0.0))
        self._next[method] = turn + BETWEEN_SECONDS
        return turn - now

    def new(self, method: str) -> float:
        """The seconds until the turn of a new call: none unless others of the method wait."""
        waits = not method.startswith("chat.") and self._next.get(method, 0.0) > self._clock()
        return self.after(method, 0.0) if waits else 0.0


class Again(AsyncRetryHandler):
    """Tries calls again that failed at Slack or on the way, after a pause."""

    def __init__(self, waiting: Waiting) -> None:
        super().__init__(RATE_TRIES)
        self._pause = waiting.pause
        self.turns = Turns()

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if _once.get():
            return False
        if response is not None and _rate_limited(response):
            return _asked_for(response) <= LONGEST_SECONDS
        if _hasty.get() or state.current_attempt >= len(AGAIN_SECONDS) or not _passes(response, error):
            return False
        never_sent = isinstance(error, aiohttp.ClientConnectorError)
        return never_sent or request.url.rpartition("/")[2] not in ONCE

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        limited = response is not None and _rate_limited(response)
        asked = _asked_for(response) if response is not None else 0.0
        before = float(2**state.current_attempt) if limited else AGAIN_SECONDS[state.current_attempt]
        seconds = asked or before
        await self._pause(self.turns.after(request.url.rpartition("/")[2], seconds) if limited else seconds)
        state.next_attempt_requested = True
        state.increment_current_attempt()


def _rate_limited(response: HttpResponse) -> bool:
    code = response.body.get("error") if isinstance(response.body, dict) else None
    return response.status_code == 429 or code in RATE_LIMITED


def _asked_for(response: HttpResponse) -> float:
    values = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), [])
    return seconds_of("".join(values[:1]))


def _passes(response: HttpResponse | None, error: Exception | None) -> bool:
    if error is not None:
        return meaning(error) is Meaning.PASSING
    if response is None or response.status_code >= 500:
        return True
    # What isn't an object of Slack's, such as a page of a proxy, says nothing of the call.
    return not isinstance(response.body, dict) or response.body.get("error") in PASSING


class SlackClient(AsyncWebClient):
    """Raises SlackApiError for what Slack refuses, whose code `slack_errors.code_of` gives, and SlackUnreachable for
    everything else that comes between."""

    def __init__(
        self, token: str, base_url: str, waiting: Waiting | None = None, clock: SlackClock | None = None
    ) -> None:
        """`clock`: that of the clients of all workspaces, where there are several."""
        waiting = waiting or Waiting()
        again = Again(waiting)
        super().__init__(token=token, base_url=base_url, retry_handlers=[again])
        self._turns = again.turns
        self.timeout = waiting.answer  # type: ignore[assignment]  # aiohttp takes parts of a second too
        self.waiting = waiting
        self.clock = clock or SlackClock()
        self.scopes: frozenset[str] = frozenset()
        """What the bot's token is granted, as Slack's last answer says."""
        self.rejection: str | None = None
        """Slack's code once it no longer takes the bot's token."""
        self.rejected = asyncio.Event()
        """Set with `rejection`."""
        self.team: str | None = None
        """The workspace that it calls for, where the app may be in several."""

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """As in slack_sdk. Raises SlackApiError, SlackUnreachable."""
        if not (_once.get() or _hasty.get()) and (wait := self._turns.new(api_method)):
            await self.waiting.pause(min(wait, LONGEST_SECONDS))
        try:
            answer = await super().api_call(api_method, **more)
        except SlackApiError as error:
            code = code_of(error)
            if code is None:
                raise unreachable(error) from error
            # A form's own token (apps.connections.open) is looked after by Socket Mode.
            if meaning(error) is Meaning.REJECTED and not api_method.startswith("apps."):
                self.refused(code)
            raise
        except (SlackClientError, TypeError):
            raise  # the call itself is wrong
        except (AttributeError, ValueError) as error:  # the SDK stumbles over answers that aren't objects
            raise SlackUnreachable("its answer can't be read") from error
        except (aiohttp.ClientError, OSError) as error:
            raise unreachable(error) from error
        headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
        self.clock.heard(headers.get("date"))
        granted = headers.get("x-oauth-scopes")
        if granted and not api_method.startswith("apps."):
            self.scopes = frozenset(scope.strip() for scope in granted.split(","))
        return answer

    def refused(self, code: str) -> None:
        """Notes that Slack doesn't take the token any more."""
        self.rejection = code
        self.rejected.set()

    async def fresh_token(self) -> str:
        """The token as it is now, for what isn't a method of the Web API. Raises SlackApiError, SlackUnreachable."""
        return self.token or ""

    async def usable(self) -> bool:
        """Whether there is a point in calling Slack: whether it takes the token, as far as is known."""
        return self.rejection is None
