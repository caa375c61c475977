"""Serves until it is told to stop: Slack over Socket Mode or HTTP, or the playground with the bot beside it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from bot import observe
from bot.app import Bot, running_bot
from bot.settings import Settings, SettingsError
from bot.store.housekeeping import keep_house

log = logging.getLogger(__name__)

HOUR = 3600.0


async def in_slack(settings: Settings, env: Mapping[str, str]) -> None:
    """Serves Slack until SIGINT or SIGTERM. Raises SettingsError for tokens that Slack doesn't take."""
    observe.configure(settings.log_level, settings.log_format, secrets=settings.secrets(env))
    if settings.bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is not set. It begins with xoxb- and stands on the app’s page “OAuth & Permissions”."
        )
    if settings.app_token is None and settings.signing_secret is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP)."
        )
    async with AsyncExitStack() as stack:
        stopping = _on_signals()
        bot = await stack.enter_async_context(running_bot(settings, env))
        await stack.enter_async_context(listening(settings, bot))
        await stack.enter_async_context(_beside(settings, bot))
        await stopping.wait()
        log.info("stopping; jobs that aren't finished go on at the next start")


async def in_playground(settings: Settings, env: Mapping[str, str]) -> None:
    """Opens the playground and serves it until SIGINT or SIGTERM."""
    from bot.playground import Playground

    level = settings.log_level if settings.log_level != "INFO" else "WARNING"
    observe.configure(level, settings.log_format, secrets=settings.secrets(env))
    async with AsyncExitStack() as stack:
        stopping = _on_signals()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="script2doc-")))
        try:
            playground = await stack.enter_async_context(Playground(port=settings.playground_port))
        except OSError:
            # Another playground holds the port: any other will do.
            playground = await stack.enter_async_context(Playground(port=0))
        there = settings.model_copy(
            update={
                "bot_token": SecretStr(playground.bot_token),
                "app_token": SecretStr(playground.app_token),
                "signing_secret": None,
                "api_url": playground.api_url,
                "database_url": f"sqlite+aiosqlite:///{folder / 'playground.db'}",
            }
        )
        bot = await stack.enter_async_context(running_bot(there, env))
        await stack.enter_async_context(listening(there, bot))
        print(f"The playground is open: {playground.url}", flush=True)
        await stopping.wait()


@asynccontextmanager
async def listening(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """Receives what Slack sends, over Socket Mode where there is an app token, else over HTTP."""
    if settings.app_token is None:
        async with _http(settings, bot):
            yield
        return
    token = settings.app_token.get_secret_value()
    try:
        # The handler retries a bad token for ever without a word, so it is tried once before.
        await bot.app.client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        raise SettingsError(
            f"Slack doesn't take SLACK_APP_TOKEN ({error.response['error']}). Make an app-level token with the scope "
            "connections:write on the app's page “Basic Information”; it begins with xapp-."
        ) from None
    handler = AsyncSocketModeHandler(bot.app, token, ping_interval=10)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    log.info("connected to Slack over Socket Mode")
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def _http(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """Receives Slack's signed requests at /slack/events."""
    from aiohttp import web

    server = bot.app.server(port=settings.port, path="/slack/events", host=settings.host)
    runner = web.AppRunner(server.web_app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(f"Port {settings.port} can't be used: {error.strerror}. Set SCRIPT2DOC_PORT.") from None
    log.info("waiting for Slack at http://%s:%d/slack/events", settings.host, settings.port)
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _beside(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """Deletes what has expired, and serves /healthz and /metrics where a port is set."""
    keeping = asyncio.create_task(keep_house(bot.store.database, HOUR), name="housekeeping")
    try:
        async with AsyncExitStack() as stack:
            if settings.health_port is not None:
                await stack.enter_async_context(observe.health_server(settings.host, settings.health_port, bot))
            yield
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


def _on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping
