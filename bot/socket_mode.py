"""Socket Mode, and how the log tells of it while Slack can't be reached: one line for each attempt.

slack_sdk connects again by itself, for as long as it takes. It would log several lines for an attempt, with a traceback
in some of them, and it would use one address for all attempts, though Slack's serve once (apps.connections.open).
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.app import passes, why_unreachable
from bot.slack_errors import code_of

log = logging.getLogger(__name__)

PING_SECONDS = 10.0
"""How often the connection is tried, and so how long a lost one waits for its next attempt."""

_CONNECTING = frozenset({"connect", "monitor_current_session", "receive_messages", "run_message_listeners"})
"""The functions of slack_sdk's client that log a failed attempt."""
_REPEATED = re.compile(
    r"The old session .* abandoned|The session .* already closed|Failed to retrieve WSS URL"
    r"|A retry handler found: AsyncConnectionErrorRetryHandler"
)
"""What they, and those that they call, say beside it."""


class OneLine(logging.Filter):
    """Tells a failed attempt in a line of ours, and leaves out what else slack_sdk says of it. `ping_seconds`: after
    how long the next one comes."""

    def __init__(self, ping_seconds: float) -> None:
        super().__init__()
        self._seconds = ping_seconds

    def filter(self, record: logging.LogRecord) -> bool:
        if _REPEATED.match(record.getMessage()):
            return False
        error = sys.exc_info()[1]  # it logs where it has caught what was raised
        if isinstance(error, AttributeError):  # it stumbles over answers that aren't JSON
            error = error.__context__
        failed = record.levelno >= logging.ERROR and record.funcName in _CONNECTING
        if not failed or not isinstance(error, SlackApiError | aiohttp.ClientError | OSError):
            return True
        if isinstance(error, SlackApiError) and not passes(error):
            said = f"Slack rejected SLACK_APP_TOKEN ({code_of(error)})"
        else:
            said = f"Slack can't be reached: {why_unreachable(error)}"
        log.warning("%s; trying again in %g s", said, self._seconds)
        log.debug("what was raised by this attempt", exc_info=error)
        return False


@asynccontextmanager
async def connected(
    app: AsyncApp, token: str, *, ping_seconds: float = PING_SECONDS
) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Receives what Slack sends. Returns once there is a connection, however long that takes, and gives what tells
    whether there is one."""
    logger = logging.getLogger("slack_sdk.socket_mode")
    one_line, heard = OneLine(ping_seconds), (logger, logging.getLogger("slack_sdk.web.async_base_client"))
    handler = AsyncSocketModeHandler(app, token, logger=logger, ping_interval=ping_seconds)
    client = handler.client

    async def used_up(*_: object) -> None:
        client.wss_uri = None  # so that the next attempt asks for another one

    using = aiohttp.TraceConfig()
    using.on_request_start.append(used_up)
    await client.aiohttp_client_session.close()
    client.aiohttp_client_session = aiohttp.ClientSession(trace_configs=[using])
    for each in heard:
        each.addFilter(one_line)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield client.is_connected
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
        for each in heard:
            each.removeFilter(one_line)
