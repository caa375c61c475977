"""Serves Slack over Socket Mode or HTTP until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from slack_sdk.errors import SlackApiError

from bot import observe, ports
from bot.app import Bot, passes, running_bot, unreachable
from bot.idle_settings import idle
from bot.missed import looked_after
from bot.settings import Settings, SettingsError
from bot.signals import Stop
from bot.slack_client import SlackClient
from bot.slack_errors import code_of
from bot.socket_mode import connected
from bot.store import DatabaseAway
from bot.store.database import AGAIN_SECONDS, BUSY_SECONDS
from bot.store.housekeeping import keep_house
from bot.tokens import INSTALL_PATH
from pipeline import __version__

log = logging.getLogger(__name__)

HOUR_SECONDS = 3600.0


async def through_outages(serve: Callable[[], Awaitable[None]], stop: Stop) -> None:
    """Serves, and starts again where the database's server goes away in the middle of the start, as while it restarts.
    Raises DatabaseAway for one that stays away, and what `serve` raises."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return await serve()
        except DatabaseAway as error:
            if stop.serving or stop.told or time.monotonic() > until:
                raise
            log.warning("%s The app starts again.", error)
        await asyncio.sleep(AGAIN_SECONDS)


async def in_slack(settings: Settings, env: Mapping[str, str], stop: Stop) -> None:
    """Serves Slack until it is told to stop. Raises SettingsError for tokens that Slack doesn't take, and StoreError
    for a database that can't be used."""
    observe.configure(settings.log_level, settings.log_format, secrets=settings.secrets(env))
    log.info("Script2Doc %s is starting; checking its token with Slack", __version__)
    _tell_idle(settings, env)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(running_bot(settings, env))
        await stack.enter_async_context(listening(settings, bot))
        await stack.enter_async_context(_beside(settings, bot))
        await until_stopped_or_rejected(stop, bot.desk.client)
        log.info("stopping; unfinished jobs continue at the next start")


async def as_worker(settings: Settings, env: Mapping[str, str], stop: Stop) -> None:
    """Runs jobs that other processes receive, until it is told to stop. Raises as `in_slack` does."""
    observe.configure(settings.log_level, settings.log_format, secrets=settings.secrets(env))
    log.info("Script2Doc %s is starting as a worker; checking its token with Slack", __version__)
    _tell_idle(settings, env)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(running_bot(settings, env))
        await stack.enter_async_context(_beside(settings, bot))
        log.info("waiting for jobs, up to %d at once", settings.jobs_at_once)
        await until_stopped_or_rejected(stop, bot.desk.client)
        log.info("stopping; other processes continue unfinished jobs")


def _tell_idle(settings: Settings, env: Mapping[str, str]) -> None:
    for line in idle(settings, env):
        log.warning("%s", line)


async def until_stopped_or_rejected(stop: Stop, client: SlackClient) -> None:
    """Returns when the app is to stop. Raises SettingsError once Slack no longer takes the bot's token: nobody can be
    answered without one."""
    stopped = asyncio.create_task(stop.wait())
    rejected = asyncio.create_task(client.rejected.wait())
    try:
        await asyncio.wait((stopped, rejected), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        rejected.cancel()
        await asyncio.gather(stopped, rejected, return_exceptions=True)
    if client.rejection and not stop.told:
        raise SettingsError(
            f"Slack no longer accepts SLACK_BOT_TOKEN ({client.rejection}), so the app has stopped. Install it again "
            "and copy the Bot User OAuth Token from its “OAuth & Permissions” page. Unfinished jobs continue then."
        )


@asynccontextmanager
async def listening(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """Receives what Slack sends, over Socket Mode where there is an app token, else over HTTP."""
    if settings.app_token is None:
        async with _http(settings, bot), looked_after(bot, _always):
            yield
        return
    token = settings.app_token.get_secret_value()
    try:
        # The handler retries a bad token for ever without a word, so it is tried once before.
        await bot.app.client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        if passes(error):
            raise unreachable(settings.api_url, error) from None
        raise SettingsError(
            f"Slack rejected SLACK_APP_TOKEN ({code_of(error)}). Create an app-level token with the scope "
            "connections:write on the app's “Basic Information” page; it starts with xapp-."
        ) from None
    except (OSError, TimeoutError) as error:
        raise unreachable(bot.app.client.base_url, error) from None
    async with AsyncExitStack() as stack:
        if settings.several:
            await stack.enter_async_context(_http(settings, bot))
        listens = await stack.enter_async_context(connected(bot.app, token))
        log.info("connected to Slack over Socket Mode")
        await stack.enter_async_context(looked_after(bot, listens))
        yield


async def _always() -> bool:
    """Who serves HTTP listens as long as it runs, as far as that can be known."""
    return True


@asynccontextmanager
async def _http(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """Receives Slack's signed requests at /slack/events, and those who install the app."""
    from aiohttp import web

    server = bot.app.server(port=settings.port, path="/slack/events", host=settings.host)
    runner = web.AppRunner(server.web_app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
    except (OSError, UnicodeError) as error:
        await runner.cleanup()
        raise SettingsError(ports.refused(error, settings.host, settings.port, "SCRIPT2DOC_PORT")) from None
    port = runner.addresses[0][1]
    if settings.app_token is None:
        log.info("waiting for Slack at http://%s:%d/slack/events", settings.host, port)
    if settings.several:
        log.info("the app is installed at http://%s:%d%s", settings.host, port, INSTALL_PATH)
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _beside(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """Deletes what has expired, and serves /healthz and /metrics where a port is set."""
    # By Slack's time: a machine whose clock is wrong for a while would take everything for expired.
    house = keep_house(bot.store.database, HOUR_SECONDS, bot.desk.client.clock.now)
    keeping = asyncio.create_task(house, name="housekeeping")
    try:
        async with AsyncExitStack() as stack:
            if settings.health_port is not None:
                await stack.enter_async_context(observe.health_server(settings.host, settings.health_port, bot))
            yield
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
